"""The demo's story of reminders: what is sent when."""

from __future__ import annotations

import datetime as dt
from random import Random

from clients.actions import set_channel_permission
from clients.actions.reminders import choose_reminders
from clients.choices import ContactKind, EpisodeStatus
from clients.models import ChannelPermission, Client, ContactPoint, Episode
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.notifications.choices import Channel
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

CHOICES: tuple[dict[str, Wanted], ...] = (
    {ReminderKind.SESSION: Wanted("", (DAY, 120))},
    {ReminderKind.SESSION: Wanted("", (2 * DAY,)), ReminderKind.APPOINTMENT: Wanted("", (DAY,))},
    {ReminderKind.SESSION: Wanted(NONE)},
    {ReminderKind.APPOINTMENT: Wanted("email")},
)
"""What a few people asked for; all others are reminded as the clinic does it."""
AGREE = 0.7
"""Part of the people in treatment who said yes to messages, of those nobody had asked."""
TOLD = 12
"""How many people chose something of their own."""
EVENING_SHIFT = Morning("email", 15, (0, 1, 2, 3), AS_USUAL_FOR_STAFF.kinds)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: two rules of the clinic's own, choices, and the next two days planned."""
    _rules(house, now)
    _agreements(house, dice, now)
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


def _agreements(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Most people want to be reminded: those with a phone that may hold a message by text, some by e-mail."""
    asked = ChannelPermission.objects.values("client_id")
    points = ContactPoint.objects.filter(client__episodes__status=EpisodeStatus.ADMITTED).exclude(client__in=asked)
    kinds: dict[Client, set[str]] = {}
    for point in points.select_related("client").order_by("client__record_number", "kind"):
        if point.may_leave_message or point.kind == ContactKind.EMAIL:
            kinds.setdefault(point.client, set()).add(point.kind)
    for client, has in kinds.items():
        channel = Channel.SMS if ContactKind.PHONE in has else Channel.EMAIL
        if dice.random() < AGREE:
            at = now - dt.timedelta(days=1 + dice.randrange(20))
            with clock.frozen(at):
                set_channel_permission(by=SYSTEM, client=client, channel=channel, allowed=True, at=at)


def _choices(house: Clinic, dice: Random, now: dt.datetime) -> None:
    stays = Episode.objects.filter(status=EpisodeStatus.ADMITTED, site=house.sites["BOS"]).order_by("admitted_on", "pk")
    people = list(Client.objects.filter(pk__in=stays.values("client_id")).order_by("pk"))
    for position, person in enumerate(dice.sample(people, min(TOLD, len(people)))):
        at = now - dt.timedelta(days=1 + position)
        with clock.frozen(at):
            choose_reminders(by=SYSTEM, client=person, wanted=CHOICES[position % len(CHOICES)], at=at)
