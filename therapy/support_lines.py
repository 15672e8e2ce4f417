"""What medications and case management bring to the timeline of a stay (the slot ``TIMELINE``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import say, sentence
from therapy.choices.medications import NaloxoneOutcome, StopReason, Treats
from therapy.choices.support import REFERRAL_OVER, MeetingKind, ReferralStatus
from therapy.models.medications import InjectionGiven, Medication, NaloxoneOffer
from therapy.models.support import ReferralChange, SupportMeeting

FOR_ADDICTION = (Treats.MOUD, Treats.MAUD)
TONES = {ReferralStatus.ATTENDED: "good", ReferralStatus.CLOSED: "good", ReferralStatus.ACCEPTED: "good"}
NALOXONE_TONES = {NaloxoneOutcome.GIVEN: "good", NaloxoneOutcome.HAS_ONE: "neutral", NaloxoneOutcome.DECLINED: "warn"}


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Medication for addiction treatment as bands; changes, injections, naloxone, referrals and meetings as events.

    Five statements, whatever the length of the stay.
    """
    medications = list(
        Medication.objects.right().overlapping(first, last).filter(client=client_id).order_by("starts_on")
    )
    return [
        Line(
            key="addiction_medication", label=say("Medication for addiction treatment"), kind=LineKind.BAND,
            points=[_band(row, first, last) for row in medications if row.treats in FOR_ADDICTION],
            needs=Permission.MEDICATIONS_VIEW,
        ),
        Line(
            key="medication_changes", label=say("Medication changes"), kind=LineKind.EVENT,
            points=_changes(medications, first, last), needs=Permission.MEDICATIONS_VIEW,
        ),
        Line(
            key="injections", label=say("Long-acting injections"), kind=LineKind.EVENT,
            points=_injections(client_id, first, last), needs=Permission.MEDICATIONS_VIEW,
        ),
        Line(
            key="naloxone", label=say("Naloxone"), kind=LineKind.EVENT, points=_naloxone(client_id, first, last),
            needs=Permission.MEDICATIONS_VIEW,
        ),
        Line(
            key="referrals", label=say("Referrals"), kind=LineKind.EVENT, points=_referrals(client_id, first, last),
            needs=Permission.SUPPORT_KEEP,
        ),
        Line(
            key="support_meetings", label=say("Support meetings"), kind=LineKind.EVENT,
            points=_meetings(client_id, first, last), needs=Permission.SUPPORT_KEEP,
        ),
    ]  # fmt: skip


def _band(row: Medication, first: dt.date, last: dt.date) -> Point:
    until = min(row.ends_on, last) if row.ends_on else last
    return Point(
        on=max(row.starts_on, first), until=until, says=row.label, tone="good", place=("therapy.medication", row.pk)
    )


def _changes(rows: Iterable[Medication], first: dt.date, last: dt.date) -> list[Point]:
    found = []
    for row in rows:
        place = ("therapy.medication", row.pk)
        if first <= row.starts_on <= last and not row.start_is_about:
            words = say("{medication}: new dose") if row.follows_id else say("{medication}: started")
            found.append(Point(on=row.starts_on, says=sentence(words, medication=row.label), place=place))
        if row.ends_on and first <= row.ends_on <= last and row.stop_reason != StopReason.DOSE_CHANGED:
            words = say("{medication}: stopped")
            found.append(Point(on=row.ends_on, says=sentence(words, medication=row.label), place=place))
    return sorted(found, key=lambda point: point.on)


def _injections(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = InjectionGiven.objects.right().filter(medication__client=client_id, given_on__range=(first, last))
    return [
        Point(
            on=row.given_on, says=sentence(say("{medication}: injection given"), medication=row.medication.name),
            tone="good", place=("therapy.medication", row.medication_id),
        )
        for row in rows.select_related("medication").order_by("given_on")
    ]  # fmt: skip


def _naloxone(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = NaloxoneOffer.objects.right().filter(episode__client=client_id, on__range=(first, last)).order_by("on")
    return [
        Point(
            on=row.on, says=sentence(say("Naloxone: {outcome}"), outcome=NaloxoneOutcome(row.outcome).label),
            tone=NALOXONE_TONES[NaloxoneOutcome(row.outcome)], place=("therapy.medications_of", client_id),
        )
        for row in rows
    ]  # fmt: skip


def _referrals(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = (
        ReferralChange.objects.filter(referral__episode__client=client_id)
        .select_related("referral__episode__site")
        .order_by("at", "id")
    )
    found = []
    before: dict[uuid.UUID, str] = {}
    for row in rows:
        on = clock.local_date(row.at, row.referral.episode.site.time_zone)
        # A note without a new status is no step of the stay.
        if before.get(row.referral_id) != row.status and first <= on <= last:
            words = sentence(
                say("{place}: {status}"), place=row.referral.to_name, status=ReferralStatus(row.status).label
            )
            tone = TONES.get(ReferralStatus(row.status), "warn" if row.status in REFERRAL_OVER else "neutral")
            found.append(Point(on=on, says=words, tone=tone, place=("therapy.referral", row.referral_id)))
        before[row.referral_id] = row.status
    return found


def _meetings(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = SupportMeeting.objects.right().filter(episode__client=client_id, on__range=(first, last)).order_by("on")
    return [
        Point(
            on=row.on, says=MeetingKind(row.kind).label, tone="good",
            place=("therapy.support_of", client_id),
        )
        for row in rows
    ]  # fmt: skip
