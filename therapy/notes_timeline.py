"""Progress notes on the timeline of a stay, and as facts of it (the slots ``TIMELINE`` and ``EVIDENCE``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Count, Max

from clients.evidence import Fact, Subject
from clients.models import Episode
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import count_words, say, sentence
from therapy.choices.progress_notes import NOT_REACHED, NoteKind, RiskSeen
from therapy.models import ProgressNote
from therapy.progress_contents import PROGRESS_NOTE_KIND

DAY = dt.timedelta(days=1)


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give a client's signed notes as events: what kind of contact, and whether it came about. One statement."""
    rows = (
        ProgressNote.objects.in_chart()
        .filter(episode__client=client_id, **_between(first, last))
        .order_by("starts_at")
        .values_list("pk", "kind", "starts_at", "risk", "episode__site__time_zone")
    )
    points = [
        Point(
            on=clock.local_date(starts_at, zone),
            says=NoteKind(kind).label,
            tone=_tone(kind, risk),
            place=(PROGRESS_NOTE_KIND, pk),
        )
        for pk, kind, starts_at, risk, zone in rows
        if starts_at is not None
    ]
    return [
        Line(
            key="notes",
            label=say("Notes"),
            kind=LineKind.EVENT,
            points=[point for point in points if first <= point.on <= last],
            needs=Permission.NOTE_VIEW,
        )
    ]


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say how many contacts of each kind stand in signed notes, and when risk was last seen. Two statements.

    ``at`` leaves out what was signed later.
    """
    notes = ProgressNote.objects.in_chart().filter(
        episode=episode, signed_at__lte=at, **_between(first, last, episode.site.time_zone)
    )
    counted = notes.order_by().values("kind").annotate(times=Count("pk"), newest=Max("starts_at"))
    zone = ZoneInfo(episode.site.time_zone)
    found = [
        _count(row["kind"], row["times"], row["newest"], zone) for row in sorted(counted, key=lambda row: row["kind"])
    ]
    worst = notes.filter(risk__in=[RiskSeen.WATCH, RiskSeen.ACTED]).order_by("-starts_at").first()
    return [*found, *_risk([worst] if worst else [], zone)]


def _count(kind: str, times: int, newest: dt.datetime, zone: ZoneInfo) -> Fact:
    words = count_words("{kind}: {count} in signed notes", "{kind}: {count} in signed notes", times)
    return Fact(
        subject=Subject.PARTICIPATION,
        says=sentence(words, kind=NoteKind(kind).label, count=times),
        on=clock.local_date(newest, zone),
        tone="warn" if kind in NOT_REACHED else "neutral",
        needs=Permission.NOTE_VIEW,
    )


def _risk(notes: Iterable[ProgressNote], zone: ZoneInfo) -> list[Fact]:
    return [
        Fact(
            subject=Subject.SAFETY,
            says=sentence(say("Last sign of risk in a note: {risk}"), risk=RiskSeen(note.risk).label),
            on=clock.local_date(note.starts_at or note.created_at, zone),
            tone="warn",
            place=(PROGRESS_NOTE_KIND, note.pk),
            needs=Permission.NOTE_VIEW,
        )
        for note in notes
    ]


def _between(first: dt.date, last: dt.date, zone: str = "UTC") -> dict[str, dt.datetime]:
    # Without the site's clock at hand a day more at both ends is read; the caller compares dates.
    slack = DAY if zone == "UTC" else dt.timedelta()
    return {
        "starts_at__gte": clock.at_local(first - slack, dt.time(0), zone),
        "starts_at__lt": clock.at_local(last + DAY + slack, dt.time(0), zone),
    }


def _tone(kind: str, risk: str) -> str:
    if kind in NOT_REACHED or risk in (RiskSeen.WATCH, RiskSeen.ACTED):
        return "warn"
    return "neutral"
