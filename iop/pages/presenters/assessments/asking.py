"""Who asks for which assessment. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404

from clients.models import Diagnosis, DimensionalAssessment
from clients.policies import may_read_assessments
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import require
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy.models import BiopsychosocialAssessment


def readable_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads assessments."""
    chart = read_chart(actor, client_id, at)
    _must_read(chart, chart.episode.site_id)
    return chart


def assessment_of(actor: Actor, assessment_id: uuid.UUID, at: dt.datetime) -> tuple[BiopsychosocialAssessment, Chart]:
    """Give an assessment with its client's chart; a draft only to those who assess at its site."""
    row = (
        BiopsychosocialAssessment.objects.select_related("episode__site", "author", "signed_by", "earlier")
        .filter(pk=assessment_id)
        .first()
    )
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client_id, at)
    _must_read(chart, row.episode.site_id)
    if row.signed_at is None and not actor.can(Permission.ASSESS, row.episode.site_id):
        raise Http404
    return row, chart


def decision_of(actor: Actor, decision_id: uuid.UUID, at: dt.datetime) -> tuple[DimensionalAssessment, Chart]:
    """Give a dimensional assessment with its client's chart."""
    row = (
        DimensionalAssessment.objects.select_related(
            "episode__site", "assessed_by", "indicated_level", "chosen_level", "placement__level"
        )
        .filter(pk=decision_id)
        .first()
    )
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client_id, at)
    _must_read(chart, row.episode.site_id)
    return row, chart


def _must_read(chart: Chart, site_id: uuid.UUID) -> None:
    # In an emergency the chart itself says what may be read.
    if not chart.can(Permission.NOTE_VIEW):
        require(may_read_assessments(chart.actor, site_id))


def diagnosis_of(chart: Chart, diagnosis_id: uuid.UUID) -> Diagnosis:
    """Give a diagnosis of a chart."""
    row = Diagnosis.objects.select_related("code", "site").filter(pk=diagnosis_id, client=chart.client).first()
    if row is None:
        raise Http404
    return row


def number_in(data: Any, name: str = "version") -> int:
    """Read a whole number that a form carries; anything else is a version that nobody has."""
    text = str(data.get(name, ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
