"""The demo's story of family sessions: what was offered to families, who came, and what lies ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from clients.actions import consents
from clients.choices import CareRole, ConsentKind, Information, Purpose
from clients.models import CareTeamMembership, Consent, Episode, RelatedPerson
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.core.errors import Refusal
from iop.demo.clinic import Clinic
from iop.demo.papers import signed
from scheduling import actions as scheduling
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.family_choices import FamilyForm, OfferOutcome, OfferReason
from scheduling.models import Appointment
from scheduling.rules.family import FamilyPlan, Guest

RICH = 12
"""So many people have family sessions behind and ahead of them."""
HOUR = dt.timedelta(hours=1)
GOALS = (
    ("communication", "trust"), ("boundaries", "enabling"), ("education", "relapse"), ("feelings", "communication"),
    ("planning", "safety"),
)  # fmt: skip
ANSWERS = (
    (OfferOutcome.ACCEPTED, "", "Wants to come with them in two weeks."),
    (OfferOutcome.ACCEPTED, "", ""),
    (OfferOutcome.LATER, "", "Would like to think about it over the weekend."),
    (OfferOutcome.DECLINED, OfferReason.NOT_WANTED, "Prefers to tell them alone first."),
    (OfferOutcome.DECLINED, OfferReason.FAMILY_UNWILLING, "The parents live abroad and work nights."),
    (OfferOutcome.NOT_APPROPRIATE, OfferReason.NOT_SAFE, "There is an open conflict at home; safety comes first."),
    (OfferOutcome.NOT_APPROPRIATE, OfferReason.TOO_EARLY, ""),
    (OfferOutcome.DECLINED, OfferReason.NO_FAMILY, ""),
)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    team = _team()
    _offers(house, team, dice, now)
    _first_release(house, team, now)
    with_people = [(member, people) for member in team if (people := _released(member, now))]
    for member, people in with_people[:RICH]:
        _held(house, member, people, dice, now)
        _ahead(house, member, people, dice, now)
    with clock.frozen(now):
        scheduling.owe_family_offers(by=SYSTEM, at=now)


def _team() -> list[CareTeamMembership]:
    """Give the primary counselors of everybody in treatment, those at Boston first."""
    rows = CareTeamMembership.objects.filter(
        role=CareRole.PRIMARY_COUNSELOR, ends_on__isnull=True, episode__in=Episode.objects.admitted()
    )
    return list(
        rows.select_related("staff", "episode__client", "episode__site").order_by("episode__site__code", "episode_id")
    )


def _offers(house: Clinic, team: Sequence[CareTeamMembership], dice: Random, now: dt.datetime) -> None:
    """Most were offered a session in their second week; a few still wait for it."""
    for number, member in enumerate(team):
        stay = member.episode
        since, yesterday = stay.admitted_on or now.date(), now.date() - dt.timedelta(days=1)
        on = min(since + dt.timedelta(days=dice.randrange(6, 14)), yesterday)
        if on < since or number % 7 == 6:
            continue
        outcome, reason, words = ANSWERS[number % len(ANSWERS)]
        at = clock.at_local(on, dt.time(16), stay.site.time_zone)
        with clock.frozen(at):
            _offer(house, member, on, at, outcome, reason, words)


def _offer(
    house: Clinic, member: CareTeamMembership, on: dt.date, at: dt.datetime, outcome: str, reason: str, words: str
) -> None:
    try:
        scheduling.offer_family(
            by=house.acting(member.staff.last_name, at), episode=member.episode, outcome=outcome, reason=reason,
            words=words, offered_on=on, at=at,
        )  # fmt: skip
    except Refusal:
        # They were counselor elsewhere that week: nobody offered it.
        return


def _first_release(house: Clinic, team: Sequence[CareTeamMembership], now: dt.datetime) -> None:
    """The first client's sister may know of appointments, whatever the dice said of the others: there is always one."""
    member = next((each for each in team if not each.episode.client.is_restricted), None)
    if member is None:
        return
    at = now - dt.timedelta(days=12)
    client, desk = member.episode.client, house.acting("Abara", at)
    with clock.frozen(at):
        party = consents.name_supporter(by=desk, client=client, first_name="Rosalind", role="sister", at=at)
        signed(
            desk, client, ConsentKind.RELATIVE, at, party=party, purposes=[Purpose.FAMILY_SUPPORT],
            information=[Information.ATTENDANCE, Information.SCHEDULE], expires_on=at.date() + dt.timedelta(days=180),
            expires_event="",
        )  # fmt: skip


def _released(member: CareTeamMembership, now: dt.datetime) -> list[RelatedPerson]:
    """Give whom a release lets know of appointments."""
    rows = Consent.objects.filter(
        client=member.episode.client_id, kind=ConsentKind.RELATIVE, stopped_at__isnull=True, signed_at__lt=now,
        information__contains=[Information.SCHEDULE], party__person__isnull=False, expires_on__gt=now.date(),
    )  # fmt: skip
    return [row.party.person for row in rows.select_related("party__person") if row.party and row.party.person]


def _held(
    house: Clinic, member: CareTeamMembership, people: Sequence[RelatedPerson], dice: Random, now: dt.datetime
) -> None:
    """One session some days ago: who came is on record, and whether the client did."""
    zone = member.episode.site.time_zone
    alone = dice.random() < 0.25
    form = FamilyForm.RELATIVES if alone else FamilyForm.FAMILY
    row = None
    for ago in range(dice.randrange(2, 6), 10):
        day = clock.local_date(now, zone) - dt.timedelta(days=ago)
        at = clock.at_local(day, dt.time(9), zone) - dt.timedelta(days=1)
        row = row or _booked(house, member, people, day, dice, at, form)
    if row is None:
        return
    after = row.ends_at + dt.timedelta(minutes=2)
    by = house.acting(member.staff.last_name, after)
    try:
        with clock.frozen(after):
            came = {
                person.pk: "came" if number == 0 or dice.random() < 0.7 else "excused"
                for number, person in enumerate(people)
            }
            scheduling.note_who_came(by=by, appointment=row, client_present=not alone, presence=came, at=after)
            scheduling.set_appointment_status(by=by, appointment=row, at=after, status=AppointmentStatus.COMPLETED)
    except Refusal:
        # The colleague had another role that week: it stays as it was booked.
        return


def _booked(
    house: Clinic, member: CareTeamMembership, people: Sequence[RelatedPerson], day: dt.date, dice: Random,
    at: dt.datetime, form: str,
) -> Appointment | None:  # fmt: skip
    """Book at the first hour that is free for everybody; none when the day has none."""
    stay = member.episode
    if day.weekday() > 4 or (stay.admitted_on and day <= stay.admitted_on):
        return None
    for hour in (13, 14, 15, 16, 17):
        starts = clock.at_local(day, dt.time(hour), stay.site.time_zone)
        try:
            with clock.frozen(at):
                return scheduling.book_appointment(
                    by=house.acting(member.staff.last_name, at), kind=AppointmentKind.FAMILY, client=stay.client,
                    staff=member.staff, site_id=stay.site_id, episode=stay, starts_at=starts, ends_at=starts + HOUR, at=at,
                    despite_commitment=True, plan=_plan(people, dice, form),
                )  # fmt: skip
        except Refusal:
            continue
    return None


def _plan(people: Sequence[RelatedPerson], dice: Random, form: str) -> FamilyPlan:
    return FamilyPlan(form, dice.choice(GOALS), tuple(Guest(person.pk) for person in people))


def _ahead(
    house: Clinic, member: CareTeamMembership, people: Sequence[RelatedPerson], dice: Random, now: dt.datetime
) -> None:
    """One session ahead, at an hour that suits everybody."""
    stay = member.episode
    today = clock.local_date(now, stay.site.time_zone)
    for distance in range(2, 9):
        row = _booked(house, member, people, today + dt.timedelta(days=distance), dice, now, FamilyForm.FAMILY)
        if row is not None:
            with clock.frozen(now):
                _answered(house, member, row, dice, now)
            return


def _answered(house: Clinic, member: CareTeamMembership, row: Appointment, dice: Random, now: dt.datetime) -> None:
    for guest in row.participants.all():
        if dice.random() < 0.7:
            scheduling.keep_answer(
                by=house.acting(member.staff.last_name, now), participant=guest, at=now,
                answer=dice.choice(("comes", "comes", "declines")),
            )  # fmt: skip
