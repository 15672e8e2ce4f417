"""What the schedule knows when somebody decides or sums up (the slot ``EVIDENCE``): one-to-one appointments held."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from clients.evidence import Fact, Subject
from clients.models import Episode
from iop.core import clock
from iop.core.words import say, sentence
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say of each kind of appointment how many were held, missed and cancelled between two days (one statement)."""
    zone = episode.site.time_zone
    start, end = clock.day_bounds(first, zone)[0], min(clock.day_bounds(last, zone)[1], at)
    rows = Appointment.objects.filter(episode=episode).between(start, end).order_by("starts_at")
    counted: Counter[tuple[str, str]] = Counter()
    latest: dict[str, dt.datetime] = {}
    for kind, status, starts_at in rows.values_list("kind", "status", "starts_at"):
        counted[kind, status] += 1
        latest[kind] = starts_at
    return [_fact(kind, counted, clock.local_date(latest[kind], zone)) for kind in AppointmentKind if kind in latest]


def _fact(kind: AppointmentKind, counted: Counter[tuple[str, str]], on: dt.date) -> Fact:
    held, missed, cancelled = (
        counted[kind, status]
        for status in (AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW, AppointmentStatus.CANCELLED)
    )
    words = sentence(
        say("{kind}: {held} held, {missed} not attended, {cancelled} cancelled."),
        kind=kind.label, held=held, missed=missed, cancelled=cancelled,
    )  # fmt: skip
    return Fact(Subject.ATTENDANCE, words, on=on, tone="warn" if missed > held else "neutral")
