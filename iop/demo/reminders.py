"""The demo's story of reminders: what is sent when."""

from __future__ import annotations

import datetime as dt
from random import Random

from clients.actions.reminders import choose_reminders
from clients.choices import EpisodeStatus
from clients.models import Client, Episode
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.notifications.reminders import ReminderKind
from iop.notifications.reminders.actions import choose_morning, set_rule
from iop.notifications.reminders.rules import (
    AS_USUAL_FOR_STAFF,
    DAY,
    DEFAULTS,
    NONE,
    PLANNED_AHEAD,
    Morning,
    Rule,
    Wanted,
)
from iop.workflows import reminders

CHOICES = (
    {ReminderKind.SESSION: Wanted("", (DAY, 120))},
    {ReminderKind.SESSION: Wanted("", (2 * DAY,)), ReminderKind.APPOINTMENT: Wanted("", (DAY,))},
    {ReminderKind.SESSION: Wanted(NONE)},
    {ReminderKind.APPOINTMENT: Wanted("email")},
)
"""What a few people asked for; all others are reminded as the clinic does it."""
TOLD = 12
"""How many people chose something of their own."""
EVENING_SHIFT = Morning("email", 15, (0, 1, 2, 3), AS_USUAL_FOR_STAFF.kinds)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: two rules of the clinic's own, choices, and the next two days planned."""
    _rules(house, now)
    _choices(house, dice, now)
    with clock.frozen(now - dt.timedelta(days=20)):
        choose_morning(by=house.acting("Prather", clock.now()), morning=EVENING_SHIFT, at=clock.now())
    with clock.frozen(now):
        reminders.plan(by=SYSTEM, first=now, last=now + PLANNED_AHEAD, at=now)


def _rules(house: Clinic, now: dt.datetime) -> None:
    """Tucson's afternoon is a long drive away: people there hear of it in the morning too. Forms are told two days ahead."""
    began = now - dt.timedelta(days=56)
    with clock.frozen(began):
        on = clock.local_date(began, "America/Phoenix")
        usual = DEFAULTS[ReminderKind.SESSION]
        set_rule(
            by=SYSTEM, kind=ReminderKind.SESSION, rule=Rule(True, (DAY, 240), usual.hour), valid_from=on, today=on,
            site_id=house.sites["TUC"].pk,
        )  # fmt: skip
        set_rule(by=SYSTEM, kind=ReminderKind.FORM, rule=Rule(True, (2 * DAY,), 12), valid_from=on, today=on)


def _choices(house: Clinic, dice: Random, now: dt.datetime) -> None:
    stays = Episode.objects.filter(status=EpisodeStatus.ADMITTED, site=house.sites["BOS"]).order_by("admitted_on", "pk")
    people = list(Client.objects.filter(pk__in=stays.values("client_id")).order_by("pk"))
    for position, person in enumerate(dice.sample(people, min(TOLD, len(people)))):
        at = now - dt.timedelta(days=1 + position)
        with clock.frozen(at):
            choose_reminders(by=SYSTEM, client=person, wanted=CHOICES[position % len(CHOICES)], at=at)
