"""Who came when: about 70 people in treatment now and 150 who were, each with a stay that could have happened."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from clients import actions as clients
from clients.choices import CareRole, DischargeKind, InquiryStatus, OutReason
from clients.models import Client, Episode, Inquiry, LevelOfCare
from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Refusal
from iop.demo import calls, papers
from iop.demo.clinic import Clinic
from iop.demo.people import FIRST_NAMES, LAST_NAMES, NICKNAMES, PRONOUNS, REFERRERS, RELATIONS
from iop.workflows import discharge as discharging
from iop.workflows import enrolment as enrolling
from iop.workflows import intake
from scheduling import actions as scheduling
from scheduling.choices import DayPart
from scheduling.models import Enrolment, Track

TRACK_DAYS = {
    "morning": ((0, 1, 2, 3, 4), (0, 1, 2, 3), (0, 1, 2, 4), (0, 1, 3, 4)),
    "afternoon": ((0, 1, 2, 3, 4), (0, 2, 3, 4), (1, 2, 3, 4), (0, 1, 3)),
    "evening": ((0, 1, 2, 3), (0, 2, 3), (0, 1, 2, 3), (0, 1, 3)),
    "weekend": ((5, 6),),
}


@dataclass(frozen=True)
class Ending:
    """How stays end: how many of a hundred, and after how many days at the least and at the most."""

    kind: str
    reason: str
    share: int
    least: int
    most: int


ENDINGS = (
    Ending(DischargeKind.COMPLETED, "Goals met; continues with weekly therapy and a support group.", 58, 56, 86),
    Ending(DischargeKind.TRANSFERRED, "Moved to a program closer to home.", 10, 10, 60),
    Ending(DischargeKind.LEFT, "Left before the planned end; outreach continued for two weeks.", 23, 5, 52),
    Ending(DischargeKind.MOVED, "Moved to another state.", 4, 14, 70),
    Ending(DischargeKind.ADMINISTRATIVE, "Away longer than four weeks; invited to return any time.", 5, 28, 66),
)
JUST_CAME = (0, 1, 2, 5)
"""How many days ago the newest of those in treatment came."""
EMPTY_DAYS = 6
"""At most so many days after somebody left their place is taken again."""
CALLED_DAYS_BEFORE = (3, 4, 4, 5, 5, 6, 7, 7, 9, 11, 14, 18)
WHY_HERE = (
    "Stepping down from residential care; stable at home and ready for groups.",
    "Early signs of return to use in weekly therapy; needs more structure.",
    "Completed detox; supportive home, working part-time.",
)


@dataclass(frozen=True)
class Stay:
    """One planned stay: from a day, perhaps to a day, on a track and weekdays; ``called`` as many days before."""

    number: int
    track: Track
    weekdays: tuple[int, ...]
    admitted: dt.date
    discharged: dt.date | None
    ending: Ending | None
    called: int


@dataclass
class _Place:
    """A place in the clinic, taken by one person after another. ``share`` says how far it reaches back beside others."""

    track: Track
    share: float
    since: dt.date


def plan(house: Clinic, now: dt.datetime, dice: random.Random, active: int, former: int) -> list[Stay]:
    """Lay out all stays, oldest admission first: each place is taken again soon after it came free, and the clinic has grown.

    Told from today back. Some places are older than others, so that the census rises over the year without a step.
    """
    today = now.date()
    stays, places = [], []
    for number in range(active):
        admitted = today - dt.timedelta(days=_days_here(dice, number))
        track = house.tracks[number % len(house.tracks)]
        stays.append(_stay(dice, number, track, admitted, None, None))
        reach = (number * 37 % active) / active
        places.append(_Place(track, 0.15 + 0.5 * reach + 1.2 * reach**4, admitted))
    for number in range(active, active + former):
        place = min(places, key=lambda one: (today - one.since).days / one.share)
        ending = dice.choices(ENDINGS, weights=[one.share for one in ENDINGS])[0]
        left = place.since - dt.timedelta(days=1 + dice.randrange(EMPTY_DAYS))
        place.since = left - dt.timedelta(days=dice.randint(ending.least, ending.most))
        stays.append(_stay(dice, number, place.track, place.since, left, ending))
    return sorted(stays, key=lambda stay: (stay.admitted, stay.number))


def _days_here(dice: random.Random, number: int) -> int:
    """Somebody starts today, some this week, the others over the last weeks; few are here longer than nine."""
    if number < len(JUST_CAME):
        return JUST_CAME[number]
    return dice.randrange(3, 62) if dice.random() < 0.85 else dice.randrange(62, 82)


def _stay(
    dice: random.Random, number: int, track: Track, admitted: dt.date, left: dt.date | None, ending: Ending | None
) -> Stay:  # fmt: skip
    weekdays, called = dice.choice(TRACK_DAYS[track.day_part]), dice.choice(CALLED_DAYS_BEFORE)
    return Stay(number, track, weekdays, admitted, left, ending, called)


def live(house: Clinic, stays: list[Stay], now: dt.datetime, dice: random.Random) -> Iterator[Client | None]:
    """Let each stay happen through the clinic's own actions; gives the client, or none when there was no seat."""
    levels = {level.key: level for level in LevelOfCare.objects.all()}
    people = names(dice)
    for stay in stays:
        first, last = next(people)
        yield _live_one(house, stay, now, dice, levels, first, last)


def _live_one(
    house: Clinic,
    stay: Stay,
    now: dt.datetime,
    dice: random.Random,
    levels: dict[str, LevelOfCare],
    first: str,
    last: str,
) -> Client | None:
    zone = house.zone_of(stay.track)
    client, inquiry = _call(house, stay, dice, zone, first, last)
    episode = client.episodes.get()
    arrives = clock.at_local(stay.admitted - dt.timedelta(days=1), dt.time(15, dice.randrange(60)), zone)
    director = house.acting("Ferreira", arrives)
    with clock.frozen(arrives):
        if dice.random() < 0.2:
            _elsewhere_first(dice, levels, episode, director, arrives)
        clients.place(
            by=director, episode=episode, level=levels["iop"], starts_on=stay.admitted, reason=dice.choice(WHY_HERE),
            at=arrives,
        )  # fmt: skip
        if stay.discharged is None or stay.discharged > now.date() - dt.timedelta(days=papers.RECENT):
            papers.at_admission(house, dice, client, arrives)
        elif stay.discharged > now.date() - dt.timedelta(days=papers.TOLD):
            papers.for_their_payer(house, client, arrives)
        _care_team(house, stay, dice, episode, director, arrives)
        seat = _seat(house, stay, episode, inquiry, director, arrives)
        if seat is None:
            _wait(stay, episode, inquiry, director, arrives)
        elif stay.track.day_part == DayPart.WEEKEND:
            _weekday_beside(house, stay, dice, episode, director, arrives)
    begins = min(now, clock.at_local(stay.admitted, dt.time(7, 30), zone))
    with clock.frozen(begins):
        clients.admit(by=director, episode=episode, on=stay.admitted, at=begins)
        if seat is not None:
            clients.move_inquiry(by=director, inquiry=inquiry, to=InquiryStatus.ADMITTED, at=begins)
    if stay.discharged and stay.ending:
        _leave(house, stay.discharged, stay.ending, episode, zone)
    elif seat is not None and dice.random() < 0.06:
        _pause(house, seat, arrives, dice)
    return client


def _call(
    house: Clinic, stay: Stay, dice: random.Random, zone: str, first: str, last: str
) -> tuple[Client, Inquiry]:  # fmt: skip
    """Let somebody call some days before they come."""
    called = clock.at_local(stay.admitted - dt.timedelta(days=stay.called), dt.time(10, dice.randrange(60)), zone)
    site_id = stay.track.program.site_id
    with clock.frozen(called):
        client = _register(house, dice, site_id, first, last, stay.number, called)
        return client, calls.first_call(house, dice, client, site_id, stay.number, called)


def _wait(stay: Stay, episode: Episode, inquiry: Inquiry, director: Actor, at: dt.datetime) -> None:
    """Put whoever finds no seat on the waitlist."""
    inquiry.refresh_from_db()
    clients.move_inquiry(
        by=director, inquiry=inquiry, to=InquiryStatus.DECLINED, reason=OutReason.NO_SEAT, at=at,
        note="No seat on any of their days; on the waitlist.",
    )  # fmt: skip
    scheduling.join_waitlist(
        by=director, episode=episode, track=stay.track, weekdays=list(stay.weekdays), wanted_from=stay.admitted, at=at
    )  # fmt: skip


def _elsewhere_first(
    dice: random.Random,
    levels: dict[str, LevelOfCare],
    episode: Episode,
    director: Actor,
    at: dt.datetime,
) -> None:
    """Note the level of care elsewhere that somebody steps down from."""
    off_site = sorted((level for level in levels.values() if level.is_off_site), key=lambda level: level.key)
    clients.place(
        by=director,
        episode=episode,
        level=dice.choice(off_site),
        starts_on=episode.opened_on,
        reason="In care elsewhere when the call came; stepping down to us.",
        at=at,
    )


def _register(
    house: Clinic, dice: random.Random, site_id: uuid.UUID, first: str, last: str, number: int, at: dt.datetime
) -> Client:
    intake = house.acting("Abara", at)
    phone = f"+1617555{1000 + number:04d}"
    client = clients.register_client(
        by=intake,
        site_id=site_id,
        legal_first_name=first,
        legal_last_name=last,
        preferred_name=dice.choice(NICKNAMES) if dice.random() < 0.12 else "",
        pronouns=(pronouns := dice.choice(PRONOUNS)),
        sex={"she/her": "female", "he/him": "male"}.get(pronouns, "unknown"),
        date_of_birth=dt.date(1958, 1, 1) + dt.timedelta(days=dice.randrange(17000)),
        language="es" if dice.random() < 0.12 else "en",
        contact_points=[
            {
                "kind": "phone",
                "value": phone,
                "label": "Mobile",
                "may_leave_message": dice.random() < 0.7,
                "is_preferred": True,
            }
        ],
        referred_by=dice.choice(REFERRERS),
        emergency_contact={
            "first_name": dice.choice(FIRST_NAMES),
            "last_name": last,
            "role": dice.choice(RELATIONS),
            "phone": f"+1617556{1000 + number:04d}",
        },
        at=at,
    )
    if dice.random() < 0.6:
        clients.set_channel_permission(by=intake, client=client, channel="sms", allowed=True, at=at)
    return client


def _care_team(
    house: Clinic, stay: Stay, dice: random.Random, episode: Episode, director: Actor, at: dt.datetime
) -> None:
    boston = stay.track.program.site.code == "BOS"
    counselors = ("Oduya", "Lindgren", "Prather", "Bose") if boston else ("Yazzie", "Yazzie", "Oduya")
    therapists = ("Sayles", "Acheampong", "Iturbe", "Szabo") if boston else ("Delacroix",)
    for role, people in ((CareRole.PRIMARY_COUNSELOR, counselors), (CareRole.THERAPIST, therapists)):
        clients.assign_care_team(
            by=director,
            episode=episode,
            staff=house.staff[dice.choice(people)],
            role=role,
            starts_on=stay.admitted,
            at=at,
        )


def _seat(
    house: Clinic, stay: Stay, episode: Episode, inquiry: Inquiry, director: Actor, at: dt.datetime
) -> Enrolment | None:
    """Take the wished weekdays, or others that are free, or none: accepted with a held seat, which is then taken."""
    choices = [stay.weekdays, *(days for days in TRACK_DAYS[stay.track.day_part] if days != stay.weekdays)]
    for weekdays in choices:
        with contextlib.suppress(Refusal), transaction.atomic():
            inquiry.refresh_from_db()
            hold = intake.accept(
                by=director, inquiry=inquiry, version=inquiry.version, track=stay.track, weekdays=weekdays,
                starts_on=stay.admitted, at=at,
            )  # fmt: skip
            return enrolling.enrol(
                by=director, episode=episode, track=stay.track, weekdays=list(weekdays), starts_on=stay.admitted, at=at,
                hold=hold, admitting=True,
            )  # fmt: skip
    return None


def _weekday_beside(
    house: Clinic, stay: Stay, dice: random.Random, episode: Episode, director: Actor, at: dt.datetime
) -> None:
    """Give whoever comes on weekends one evening more: two days are six hours, and the level asks for nine."""
    evening = next(track for track in house.tracks if track.day_part == DayPart.EVENING)
    for weekday in dice.sample(range(4), 4):
        with contextlib.suppress(Refusal):
            enrolling.enrol(
                by=director, episode=episode, track=evening, weekdays=[weekday], starts_on=stay.admitted, at=at
            )
            return


def _leave(house: Clinic, last: dt.date, ending: Ending, episode: Episode, zone: str) -> None:
    at = clock.at_local(last, dt.time(16), zone)
    with clock.frozen(at):
        episode.refresh_from_db()
        discharging.discharge(
            by=house.acting("Ferreira", at), episode=episode, on=last, kind=ending.kind, reason=ending.reason, at=at
        )


def _pause(house: Clinic, seat: Enrolment, at: dt.datetime, dice: random.Random) -> None:
    first = seat.starts_on + dt.timedelta(days=dice.randrange(10, 30))
    with clock.frozen(at):
        enrolling.pause(
            by=house.acting("Ferreira", at),
            enrolment=seat,
            starts_on=first,
            ends_on=first + dt.timedelta(days=4),
            releases_seat=False,
            reason="Family visit, agreed with the counselor",
            at=at,
        )


def names(dice: random.Random) -> Iterator[tuple[str, str]]:
    """Pair first and last names, none twice."""
    seen: set[tuple[str, str]] = set()
    while True:
        pair = (dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES))
        if pair not in seen:
            seen.add(pair)
            yield pair
