"""The chart's one-to-one care: what is due, booked and missing, how often it was agreed, and when the client cannot come."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import EpisodeStatus
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import clock_words, date_short, period_words, weekday_words
from scheduling import expectations
from scheduling.choices import AppointmentKind, CommitmentKind
from scheduling.models import Commitment, Expectation
from scheduling.rules.expectations import ONE_DAY, ONE_WEEK, Standing, week_first


@dataclass(frozen=True)
class Due:
    """What is due of one kind in a stretch of weeks, in words; ``book_url`` where something is missing."""

    kind: str
    when: str
    says: str
    label: str
    tone: str
    book_url: str = ""


@dataclass(frozen=True)
class OneToOne:
    """What the part shows."""

    due: Sequence[Due]
    rhythms: Sequence[dict[str, Any]]
    commitments: Sequence[dict[str, Any]]


def read_due(chart: Chart, weeks: int = 2) -> list[Due]:
    """Say how one-to-one appointments stand this week and in those after it (a fixed number of statements)."""
    if chart.episode.status != EpisodeStatus.ADMITTED:
        return []
    first = week_first(chart.today, expectations.weekday_of(chart.today))
    may_book = chart.can(Permission.APPOINTMENT_BOOK)
    found: list[Due] = []
    seen: set[tuple[str, dt.date]] = set()
    for number in range(weeks):
        week = first + ONE_WEEK * number
        for row in expectations.standing([chart.episode.pk], week, chart.at).get(chart.episode.pk, []):
            # A rhythm of several weeks is told once, though it counts in each of them.
            if (row.kind, row.first) not in seen:
                seen.add((row.kind, row.first))
                found.append(due_of(row, first, chart.client.pk if may_book else None))
    return found


def due_of(row: Standing, this_week: dt.date, client_id: uuid.UUID | None) -> Due:
    """Put one kind's standing into words."""
    label, tone = _standing_words(row)
    until = row.until + ONE_DAY
    is_now = row.first <= this_week < until
    when = _("this week") if is_now and row.every_weeks == 1 else f"{date_short(row.first)} – {date_short(row.until)}"
    parts = [
        ngettext("%(n)d due", "%(n)d due", row.expected) % {"n": row.expected},
        ngettext("%(n)d held", "%(n)d held", row.held) % {"n": row.held},
        ngettext("%(n)d booked", "%(n)d booked", row.booked) % {"n": row.booked},
    ]
    url = book_url(client_id, row.kind, row.first) if client_id and row.missing else ""
    return Due(str(AppointmentKind(row.kind).label), when, ", ".join(parts), label, tone, url)


def book_url(client_id: uuid.UUID, kind: str, on: dt.date | None = None) -> str:
    """Give the booking form with the client chosen and weekly times proposed."""
    return f"{reverse('book_appointment')}?{urlencode({'client': client_id, 'kind': kind, 'do': 'weekly'})}"


def read_one_to_one(chart: Chart) -> OneToOne:
    """Read what is due, the rhythms agreed for this client, and when they cannot come."""
    return OneToOne(due=read_due(chart, weeks=3), rhythms=_rhythms(chart), commitments=read_commitments(chart))


def read_commitments(chart: Chart) -> list[dict[str, Any]]:
    """List when the client cannot come, the standing ones first (one statement)."""
    rows = Commitment.objects.standing().filter(client=chart.client).order_by("weekday", "starts", "pk")
    found = [_commitment(row, chart.today) for row in rows]
    return sorted(found, key=lambda item: not item["holds"])


def _commitment(row: Commitment, today: dt.date) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "kind": CommitmentKind(row.kind).label,
        "when": f"{weekday_words(row.weekday)} {clock_words(row.starts)}–{clock_words(row.ends)}",
        "period": period_words(row.starts_on, row.ends_on),
        "note": row.note,
        "holds": row.ends_on is None or row.ends_on >= today,
        "end_url": to("commitment_end")(row.pk),
        "key": f"end-{row.pk}",
    }


def _rhythms(chart: Chart) -> list[dict[str, Any]]:
    rows = Expectation.objects.filter(episode=chart.episode, withdrawn_at__isnull=True).order_by("-starts_on", "kind")
    return [_rhythm(row, chart.today) for row in rows]


def _rhythm(row: Expectation, today: dt.date) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "kind": row.get_kind_display(),
        "words": rhythm_words(row.times, row.every_weeks),
        "period": period_words(row.starts_on, row.ends_on),
        "reason": row.reason,
        "holds": row.starts_on <= today and (row.ends_on is None or row.ends_on >= today),
        "may_end": row.ends_on is None or row.ends_on > today,
        "end_url": to("expectation_end")(row.pk),
        "key": f"end-{row.pk}",
    }


def rhythm_words(times: int, every_weeks: int) -> str:
    """Say a rhythm: "once a week", "2 times in 4 weeks", "none expected"."""
    if not times:
        return _("none expected")
    often = _("once") if times == 1 else _("%(n)d times") % {"n": times}
    if every_weeks == 1:
        return _("%(often)s a week") % {"often": often}
    return _("%(often)s in %(n)d weeks") % {"often": often, "n": every_weeks}


def commitment_of(actor: Actor, commitment_id: uuid.UUID) -> Commitment:
    """Give a commitment of a client the actor may see. One of anybody else is not there (``Http404``)."""
    found = Commitment.objects.visible_to(actor).standing().filter(pk=commitment_id).first()
    if found is None:
        raise Http404
    return found


def expectation_of(actor: Actor, expectation_id: uuid.UUID) -> Expectation:
    """Give a rhythm of a stay the actor may see. One of anybody else is not there (``Http404``)."""
    rows = Expectation.objects.visible_to(actor).filter(pk=expectation_id, withdrawn_at__isnull=True)
    found = rows.select_related("episode").first()
    if found is None:
        raise Http404
    return found


def _standing_words(row: Standing) -> tuple[str, str]:
    if row.missing:
        return ngettext("%(n)d missing", "%(n)d missing", row.missing) % {"n": row.missing}, "warn"
    if row.held >= row.expected:
        return _("held"), "good"
    return _("booked"), "wait"
