"""The calls of the demo clinic: how each client came, who did not come and why, and the pipeline as it stands now."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

from clients import actions as clients
from clients.actions.intake_checks import save_source
from clients.choices import (
    CallerIs,
    CheckAnswer,
    InquiryChannel,
    InquiryStatus,
    ReferralKind,
    SafetyAnswer,
    StayKind,
    Urgency,
)
from clients.models import Client, Inquiry, IntakeCheck, ReferralSource
from iop.core import clock
from iop.core.errors import Refusal
from iop.demo.clinic import Clinic
from iop.demo.intake_words import NEXT_STEPS, OUT, PAYERS, SAID, SAID_BY_FAMILY, SOURCES, WITHOUT_SOURCE
from iop.demo.people import RELATIONS
from iop.workflows import intake
from scheduling.models import Track

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LOST_SHARE = 0.5
"""For each person in the story, how many called and did not come."""
LOST_DAYS = 330
"""Over how many days back those calls came, more of them of late: the clinic has grown."""


def sources(house: Clinic, at: dt.datetime) -> None:
    """Know the organisations that send people."""
    director = house.acting("Ferreira", at)
    for kind, organization, person, phone in SOURCES:
        save_source(by=director, kind=kind, organization=organization, contact_person=person, phone=phone, at=at)


def taken(
    house: Clinic,
    dice: random.Random,
    site_id: uuid.UUID,
    names: tuple[str, str],
    number: int,
    at: dt.datetime,
    **more: Any,
) -> Inquiry:
    """Take one call, as it happens to come: from themselves, a relative or somebody who refers."""
    source = dice.choice([*ReferralSource.objects.order_by("organization"), None, None, None, None])
    family = source is None and dice.random() < 0.25
    said, substances = dice.choice(SAID_BY_FAMILY if family else SAID)
    payer, told = dice.choice(PAYERS)
    fields: dict[str, Any] = {
        "first_name": names[0], "last_name": names[1], "callback_phone": f"+1617557{1000 + number % 9000:04d}",
        "may_leave_message": dice.random() < 0.6, "presenting_problem": said, "substances": [*substances],
        "payer_kind": payer, "payer_told": told, "safety": SafetyAnswer.SAFE,
        "urgency": dice.choices([Urgency.ROUTINE, Urgency.SOON, Urgency.URGENT], weights=(5, 3, 1))[0],
    }  # fmt: skip
    if source:
        fields |= {"referral_source": source, "referral_contact": source.contact_person}
    else:
        fields["referral_kind"] = ReferralKind.FAMILY if family else dice.choice(WITHOUT_SOURCE)
    if family:
        fields |= {"caller_is": CallerIs.RELATIVE, "caller_name": f"{dice.choice(('Pat', 'Lou', 'Sam'))} {names[1]}"}
        fields["caller_role"] = dice.choice(RELATIONS)
    return clients.take_inquiry(
        by=house.acting("Abara", at), site_id=site_id, at=at, channel=InquiryChannel.PHONE, **(fields | more)
    )


def first_call(
    house: Clinic, dice: random.Random, client: Client, site_id: uuid.UUID, number: int, at: dt.datetime
) -> Inquiry:
    """Write down the call with which a client of the story came, and the assessment that followed."""
    desk, director = house.acting("Abara", at), house.acting("Ferreira", at)
    row = taken(
        house, dice, site_id, (client.legal_first_name, client.legal_last_name), number, at,
        date_of_birth=client.date_of_birth, language=client.language,
    )  # fmt: skip
    row = clients.link_client(by=desk, inquiry=row, client=client, at=at)
    row = clients.move_inquiry(by=desk, inquiry=row, to=InquiryStatus.CONTACTED, at=at + HOUR * dice.randrange(1, 5))
    return clients.move_inquiry(
        by=director, inquiry=row, to=InquiryStatus.ASSESSED, at=at + DAY + HOUR * dice.randrange(1, 20)
    )


def not_come(
    house: Clinic, dice: random.Random, now: dt.datetime, people: int, names: Iterator[tuple[str, str]]
) -> None:
    """Let some people call over the last months who went elsewhere, or nowhere."""
    for number in range(round(people * LOST_SHARE)):
        site = house.sites["BOS" if dice.random() < 0.7 else "TUC"]
        day = now.date() - DAY * (2 + int(LOST_DAYS * dice.random() ** 1.6))
        at = clock.at_local(day, dt.time(9 + dice.randrange(8), dice.randrange(60)), site.time_zone)
        to, reason, place, note = dice.choice(OUT)
        with clock.frozen(at):
            row = taken(house, dice, site.pk, next(names), 4000 + number, at)
        later = min(now, at + HOUR * dice.randrange(1, 60))
        with clock.frozen(later):
            clients.move_inquiry(
                by=house.acting("Abara", later),
                inquiry=row,
                to=to,
                at=later,
                reason=reason,
                destination=place,
                note=note,
            )


def pipeline(house: Clinic, dice: random.Random, now: dt.datetime, names: Iterator[tuple[str, str]]) -> None:
    """Leave the board as an intake coordinator finds it: somebody at each step, two held seats, one who waits elsewhere."""
    steps = (
        ("new", 0.2), ("new", 1), ("new", 20), ("contacted", 26), ("contacted", 50), ("contacted", 75), ("booked", 30),
        ("booked", 52), ("booked", 80), ("assessed", 60), ("assessed", 100), ("accepted", 100), ("accepted", 96), ("away", 120),
    )  # fmt: skip
    for number, (step, hours) in enumerate(steps):
        at = now - HOUR * hours
        site = house.sites["TUC" if number % 4 == 3 else "BOS"]
        born = dt.date(1962, 1, 1) + DAY * dice.randrange(15000)
        urgent = {"urgency": Urgency.URGENT, "safety": SafetyAnswer.UNSURE} if number == 0 else {}
        with clock.frozen(at):
            row = taken(house, dice, site.pk, next(names), 7000 + number, at, date_of_birth=born, **urgent)
            _answer(house, dice, row, at, all_of_them=step in ("assessed", "accepted"))
        _advance(house, dice, row, step, at, now, number)
    clients.receive_from_web(
        site_id=house.sites["BOS"].pk, at=now - HOUR * 14, first_name="Robin", caller_is=CallerIs.SELF,
        callback_email="robin.k@example.org", reply_by="email",
        presenting_problem="I would rather write than call. Do you have evenings? I have a job I do not want to lose.",
    )  # fmt: skip


def _answer(house: Clinic, dice: random.Random, row: Inquiry, at: dt.datetime, *, all_of_them: bool) -> None:
    director = house.acting("Ferreira", at)
    for check in IntakeCheck.objects.filter(is_active=True):
        if all_of_them or dice.random() < 0.25:
            clients.answer_check(by=director, inquiry=row, check=check, answer=CheckAnswer.YES, at=at)


def _advance(
    house: Clinic, dice: random.Random, row: Inquiry, step: str, at: dt.datetime, now: dt.datetime, number: int
) -> None:
    """Bring one call to where it stands; each move some hours after the one before."""
    if step == "new":
        return
    later = min(now, at + HOUR * 3)
    with clock.frozen(later):
        desk = house.acting("Abara", later)
        row = clients.move_inquiry(by=desk, inquiry=row, to=InquiryStatus.CONTACTED, at=later)
        # One next step is late, as one always is.
        due = now - HOUR * 5 if number == 4 else now + HOUR * dice.randrange(2, 40)
        row = clients.set_next_step(by=desk, inquiry=row, next_step=dice.choice(NEXT_STEPS), next_step_at=due, at=later)
    if step == "booked":
        with clock.frozen(later):
            _book(house, row, later, now, number)
    elif step in ("assessed", "accepted"):
        seen = min(now, later + DAY)
        director = house.acting("Ferreira", seen)
        with clock.frozen(seen):
            row = clients.move_inquiry(by=director, inquiry=row, to=InquiryStatus.ASSESSED, at=seen)
        if step == "accepted":
            _hold(house, row, now - HOUR * (46 if number == 11 else 10))
    elif step == "away":
        _elsewhere(house, row, later, now)


def _book(house: Clinic, row: Inquiry, at: dt.datetime, now: dt.datetime, number: int) -> None:
    free = intake.assessment_slots(site_id=row.site_id, first=(now + DAY * (1 + number % 3)).date(), days=5, at=at)
    who = next((one for one in free if one.slots), None)
    if who:
        starts, ends = who.slots[0][0], who.slots[0][1]
        intake.book_assessment(
            by=house.acting("Abara", at), inquiry=row, staff=who.staff, starts_at=starts, ends_at=ends, at=at
        )


def _hold(house: Clinic, row: Inquiry, at: dt.datetime) -> None:
    tracks = [track for track in house.tracks if track.program.site_id == row.site_id]
    with clock.frozen(at):
        desk = house.acting("Abara", at)
        for track in tracks:
            if _accepted(row, track, desk, at):
                return


def _accepted(row: Inquiry, track: Track, desk: Any, at: dt.datetime) -> bool:
    starts = at.date() + DAY * 4
    for weekdays in ((0, 2, 4), (0, 1, 3), (5, 6)):
        try:
            row.refresh_from_db()
            intake.accept(
                by=desk, inquiry=row, version=row.version, track=track, weekdays=weekdays, starts_on=starts, at=at
            )
        except Refusal:
            continue
        return True
    return False


def _elsewhere(house: Clinic, row: Inquiry, at: dt.datetime, now: dt.datetime) -> None:
    desk = house.acting("Abara", at)
    with clock.frozen(at):
        client = clients.register_client(
            by=desk, site_id=row.site_id, legal_first_name=row.first_name, legal_last_name=row.last_name,
            date_of_birth=row.date_of_birth or dt.date(1980, 1, 1), at=at, referred_by="Detox",
        )  # fmt: skip
        row = clients.link_client(by=desk, inquiry=row, client=client, at=at)
        clients.refer_out(
            by=desk, client=client, site_id=row.site_id, kind=StayKind.DETOX, facility="Bayview Withdrawal Unit",
            referred_on=clock.local_date(at, row.site.time_zone), at=at, inquiry=row, phone="+16175550310", expected_until=now.date() + DAY,
            ask_on=now.date() + DAY, to_ask="Whether they are medically cleared, and when they leave",
        )  # fmt: skip
