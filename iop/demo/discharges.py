"""The demo's story of the end of a stay, follow-up after it, and asking for more support."""

from __future__ import annotations

import datetime as dt
from random import Random

from clients.choices import ConsentKind, DischargeKind, EpisodeStatus, Urgency
from clients.discharge_choices import ContactAfter, Destination, FirstAppointment, Kept
from clients.discharge_rules import Leaving
from clients.models import DischargeDetail, Episode
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.demo.papers import signed
from iop.workflows import more_support
from iop.workflows.discharge import answer_first_appointment, keep_destination
from iop.workflows.follow_up import settle
from therapy.actions.follow_ups import log_attempt, watch_follow_ups
from therapy.choices.follow_ups import (
    AskAnswer,
    AskChannel,
    AttemptOutcome,
    AttemptWay,
    FollowUpStatus,
    Living,
    Using,
    Working,
)
from therapy.models import FollowUp
from therapy.rules.follow_ups import Told

DAY = dt.timedelta(days=1)
RICH = 9
"""How many stays that ended last at each site are told in full."""
THIN = 14
"""Of how many before those it is only known where they went."""
LEFT_OPEN = DAY * 12
CASE_MANAGER, INTAKE = "Lindqvist", "Abara"
WHERE: dict[str, tuple[tuple[Destination, str], ...]] = {
    DischargeKind.COMPLETED: (
        (Destination.AFTERCARE, ""), (Destination.AFTERCARE, "With the sister for now"),
        (Destination.OUTPATIENT, "Northside Counseling"), (Destination.RECOVERY_HOUSE, "Harbor House"),
    ),
    DischargeKind.TRANSFERRED: (
        (Destination.INTENSIVE, "A program closer to home"), (Destination.RESIDENTIAL, "Four weeks, then back home"),
    ),
    DischargeKind.LEFT: ((Destination.UNKNOWN, ""), (Destination.HOME, "")),
    DischargeKind.MOVED: ((Destination.MOVED, "Another state, near family"),),
    DischargeKind.ADMINISTRATIVE: ((Destination.UNKNOWN, ""), (Destination.OTHER, "On the road for work")),
}  # fmt: skip
WITH = ("Dr. Ines Moreau, Northside Counseling", "Dr. Okafor, primary care", "Harbor Street Clinic, opioid treatment")
TALKS: tuple[tuple[Told, str], ...] = (
    (Told(Living.STABLE, Working.WORKING, Using.NONE, False), "Back on the early shift; meetings on four evenings. Proud."),
    (Told(Living.STABLE, Working.LOOKING, Using.ONCE, False), "One evening in the second week, called Ana the same night."),
    (Told(Living.RECOVERY_HOUSE, Working.LEARNING, Using.NONE, False), "Likes the house; forklift course until May."),
    (Told(Living.TEMPORARY, Working.CARING, Using.NONE, False), "On a friend's couch; looks after the nephew."),
    (Told(Living.STABLE, Working.WORKING, Using.SOMETIMES, True), "Drinks on weekends again and wants to come back before more."),
)  # fmt: skip
ASKED = (
    ("I white-knuckle it from Friday to Monday. Can I come on one more day?", Urgency.SOON, AskChannel.IN_PERSON),
    ("The anniversary is next week. I would like to see somebody twice.", Urgency.ROUTINE, AskChannel.PHONE),
    ("My brother is using in the house again. I need more than three evenings.", Urgency.SOON, AskChannel.MESSAGE),
)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell where people went, who was called and how they are, and who asks for more, up to ``now``."""
    for site in house.sites.values():
        rows = Episode.objects.filter(status=EpisodeStatus.DISCHARGED, site=site).exclude(
            discharge_detail__isnull=False
        )
        stays = list(
            rows.select_related("client", "site").order_by("-discharged_on", "client__record_number")[: RICH + THIN]
        )
        for number, stay in enumerate(stays):
            _leave(house, stay, number, dice, is_rich=number < RICH)
        for number, stay in enumerate(stays[:RICH]):
            _first_appointment(house, stay, number, now)
            _calls(house, stay, number, dice, now)
    _ask(house, now)
    watch_follow_ups(by=SYSTEM, at=now)


def _leave(house: Clinic, stay: Episode, number: int, dice: Random, *, is_rich: bool) -> None:
    places = WHERE.get(stay.discharge_kind) or WHERE[DischargeKind.ADMINISTRATIVE]
    destination, words = places[number % len(places)]
    at = _on(stay, stay.discharged_on, dt.time(16, 40))
    contact = ContactAfter.NOT_ASKED
    if is_rich:
        contact = ContactAfter.DECLINED if number % 5 == 3 else ContactAfter.AGREED
    goes_on = destination in (Destination.AFTERCARE, Destination.OUTPATIENT, Destination.RECOVERY_HOUSE)
    leaving = Leaving(destination, words, FirstAppointment.NOT_YET, None, "", contact)
    if goes_on and stay.discharged_on:
        first = _on(stay, stay.discharged_on + DAY * dice.randint(3, 9), dt.time(dice.randint(9, 16), 30))
        leaving = Leaving(
            destination, words, FirstAppointment.ARRANGED, first, WITH[number % len(WITH)], contact
        )  # fmt: skip
    with clock.frozen(at):
        if contact == ContactAfter.AGREED:
            signed(house.acting(INTAKE, at), stay.client, ConsentKind.ALUMNI, at - dt.timedelta(minutes=20))
        keep_destination(by=house.acting(CASE_MANAGER, at), episode=stay, leaving=leaving, at=at)


def _first_appointment(house: Clinic, stay: Episode, number: int, now: dt.datetime) -> None:
    detail = DischargeDetail.objects.get(episode=stay)
    # Every fourth has not been asked yet: that work is on the list.
    if detail.first_at is None or number % 4 == 2:
        return
    at = detail.first_at + DAY
    if at < now:
        kept = (Kept.YES, Kept.YES, Kept.NO, Kept.YES, Kept.UNKNOWN)[number % 5]
        words = "Went, and has the next one." if kept == Kept.YES else "Overslept; they called and have a new day."
        with clock.frozen(at):
            answer_first_appointment(
                by=house.acting(CASE_MANAGER, at), detail=detail, kept=kept, at=at,
                words=words if kept != Kept.UNKNOWN else "",
            )  # fmt: skip


def _calls(house: Clinic, stay: Episode, number: int, dice: Random, now: dt.datetime) -> None:
    """Call on each day that has come; for every third person the newest one is open still, when it is not long ago."""
    rows = list(FollowUp.objects.filter(episode=stay, status=FollowUpStatus.DUE).order_by("due_on"))
    come = [row for row in rows if _on(stay, row.due_on, dt.time(17)) < now]
    for place, row in enumerate(come):
        is_newest = place == len(come) - 1
        if is_newest and number % 3 == 1 and row.due_on >= (now - LEFT_OPEN).date():
            _try(house, row, now - dt.timedelta(hours=20), AttemptOutcome.LEFT_MESSAGE)
            continue
        row.refresh_from_db()
        if row.status == FollowUpStatus.DUE:
            _call(house, stay, row, number + place, dice, may_return=is_newest)


def _call(house: Clinic, stay: Episode, row: FollowUp, number: int, dice: Random, *, may_return: bool) -> None:
    at = _on(stay, row.due_on, dt.time(11, dice.randrange(60)))
    if number % 6 == 5:
        for back in (2, 1, 0):
            _try(house, row, at - dt.timedelta(hours=20 * back), AttemptOutcome.NO_ANSWER)
        status, told, words = FollowUpStatus.NOT_REACHED, Told(), ""
    else:
        _try(house, row, at, AttemptOutcome.REACHED)
        told, words = TALKS[number % (len(TALKS) if may_return else len(TALKS) - 1)]
        status = FollowUpStatus.REACHED
    with clock.frozen(at):
        settle(
            by=house.acting(CASE_MANAGER, at), follow_up=row, version=row.version, status=status, told=told, words=words,
            at=at + dt.timedelta(minutes=15),
        )  # fmt: skip


def _try(house: Clinic, row: FollowUp, at: dt.datetime, outcome: str) -> None:
    with clock.frozen(at):
        log_attempt(by=house.acting(CASE_MANAGER, at), follow_up=row, way=AttemptWay.PHONE, outcome=outcome, at=at)


def _ask(house: Clinic, now: dt.datetime) -> None:
    """Let people in treatment ask for more: one was answered, the others wait."""
    for site in house.sites.values():
        stays = (
            Episode.objects.admitted().filter(site=site).select_related("client").order_by("-admitted_on", "pk")[1:3]
        )
        for number, stay in enumerate(stays):
            words, urgency, channel = ASKED[number % len(ASKED)]
            at = now - DAY * (6 - 5 * number) - dt.timedelta(hours=2)
            with clock.frozen(at):
                asked = more_support.ask(
                    by=house.acting(CASE_MANAGER, at), client=stay.client, words=words, urgency=urgency, channel=channel,
                    at=at,
                )  # fmt: skip
            if number == 0:
                with clock.frozen(at + DAY):
                    more_support.answer(
                        by=house.acting(CASE_MANAGER, at + DAY), ask=asked, version=asked.version, answer=AskAnswer.MORE_HERE,
                        words="A fourth day from Monday, and the peer group on Saturdays.", at=at + DAY,
                    )  # fmt: skip


def _on(stay: Episode, day: dt.date | None, wall: dt.time) -> dt.datetime:
    assert day is not None
    return clock.at_local(day, wall, stay.site.time_zone)
