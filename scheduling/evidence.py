"""What the schedule knows when somebody decides or sums up (the slot ``EVIDENCE``): one-to-one appointments held."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

from clients.evidence import Fact, Subject
from clients.models import Episode
from iop.core import clock
from iop.core.words import say, sentence
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.family_choices import OfferOutcome, OfferReason
from scheduling.models import Appointment, Expectation, FamilyOffer


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say of each kind of appointment how many were held, missed and cancelled between two days (three statements)."""
    zone = episode.site.time_zone
    start, end = clock.day_bounds(first, zone)[0], min(clock.day_bounds(last, zone)[1], at)
    rows = Appointment.objects.filter(episode=episode).between(start, end).order_by("starts_at")
    counted: Counter[tuple[str, str]] = Counter()
    latest: dict[str, dt.datetime] = {}
    for kind, status, starts_at in rows.values_list("kind", "status", "starts_at"):
        counted[kind, status] += 1
        latest[kind] = starts_at
    found = [
        _fact(kind, counted, clock.local_date(latest[kind], zone), episode.client_id)
        for kind in AppointmentKind
        if kind in latest
    ]
    return [*found, *_family(episode, last), *_offered(episode, last, at)]


def _family(episode: Episode, last: dt.date) -> list[Fact]:
    """Say why family sessions are not expected, where somebody said so (levels_of_care.md §4, item 10)."""
    agreed = Expectation.objects.filter(
        episode=episode, kind=AppointmentKind.FAMILY, withdrawn_at=None, starts_on__lte=last
    )
    newest = agreed.order_by("-starts_on").first()
    if newest is None or newest.times:
        return []
    words = sentence(say("Family sessions are not expected: {reason}"), reason=newest.reason)
    return [Fact(Subject.FAMILY, words, on=newest.starts_on, place=("clients.schedule_of", episode.client_id))]


def _offered(episode: Episode, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say what came of the newest offer to the family, with the reason: a review can say why there was no session."""
    newest = FamilyOffer.objects.filter(episode=episode, offered_on__lte=last, at__lte=at).first()
    if newest is None:
        return []
    outcome = OfferOutcome(newest.outcome).label
    words = (
        sentence(
            say("Family session offered: {outcome} ({reason})."),
            outcome=outcome, reason=OfferReason(newest.reason).label,
        )
        if newest.reason
        else sentence(say("Family session offered: {outcome}."), outcome=outcome)
    )  # fmt: skip
    tone = "good" if newest.outcome == OfferOutcome.ACCEPTED else "neutral"
    return [
        Fact(Subject.FAMILY, words, on=newest.offered_on, tone=tone, place=("clients.family_of", episode.client_id))
    ]


def _fact(kind: AppointmentKind, counted: Counter[tuple[str, str]], on: dt.date, client_id: uuid.UUID) -> Fact:
    held, missed, cancelled = (
        counted[kind, status]
        for status in (AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW, AppointmentStatus.CANCELLED)
    )
    words = sentence(
        say("{kind}: {held} held, {missed} not attended, {cancelled} cancelled."),
        kind=kind.label, held=held, missed=missed, cancelled=cancelled,
    )  # fmt: skip
    subject = Subject.FAMILY if kind == AppointmentKind.FAMILY else Subject.ATTENDANCE
    return Fact(
        subject, words, on=on, tone="warn" if missed > held else "neutral", place=("clients.schedule_of", client_id)
    )
