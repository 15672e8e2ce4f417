"""What following up missed days knows of a stay by date (the slot ``TIMELINE``)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q

from clients.timeline import Line, LineKind, Point
from iop.core import clock
from iop.core.words import say, sentence
from sessions_app.absence_choices import CaseEnd
from sessions_app.models import AbsenceCase, LimitReached
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import Limit

WIDE = dt.timedelta(days=1)


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Read when somebody was followed up and which limits they reached between two days (two statements)."""
    return [
        Line("absence_cases", say("Followed up after missed days"), LineKind.BAND, _cases(client_id, first, last)),
        Line("absence_limits", say("Limits about missed days"), LineKind.EVENT, _limits(client_id, first, last)),
    ]


def _cases(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    begin, end = _instants(first, last)
    rows = AbsenceCase.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=begin), opened_at__lt=end)
    found = []
    for row in rows.filter(episode__client=client_id).select_related("episode__site").order_by("opened_at"):
        zone = row.episode.site.time_zone
        on = clock.local_date(row.opened_at, zone)
        until = clock.local_date(row.closed_at, zone) if row.closed_at else last
        words = CaseEnd(row.end).label if row.end else say("Not back yet")
        tone = "good" if row.end in (CaseEnd.RETURNED, CaseEnd.EXCUSED, CaseEnd.CORRECTED) else "warn"
        if until >= first and on <= last:
            found.append(Point(on, words, until=max(on, until), tone=tone, place=("sessions_app.absencecase", row.pk)))
    return found


def _limits(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = LimitReached.objects.filter(
        episode__client=client_id, line__session__on__gte=first, line__session__on__lte=last
    )
    return [
        Point(
            row.line.session.on,
            sentence(
                say("Limit reached: {limit}"),
                limit=rules.limit_words(Limit(row.limit.kind, row.limit.misses, row.limit.weeks, row.limit.consequence)),
            ),
            tone="bad", place=("sessions_app.limitreached", row.pk),
        )
        for row in rows.select_related("limit", "line__session").order_by("line__session__on")
    ]  # fmt: skip


def _instants(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Instants that hold both days in every time zone; the exact day is told in the site's own."""
    return clock.day_bounds(first - WIDE, "UTC")[0], clock.day_bounds(last + WIDE, "UTC")[1]
