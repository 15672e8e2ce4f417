"""Who asks for which answers. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404

from clients.models import Client
from iop.access.actors import Actor
from iop.core.errors import require
from iop.core.words import Sentence, say
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy import safety
from therapy.actions.measures.answers import definition_of
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse
from therapy.policies.measures import may_give
from therapy.questionnaires.asking import Asking, Help, ask

HELP_STEPS = ("alone", "company", "helpers", "professionals")
"""Steps of the safety plan that help on the spot."""
MOST_LINES = 6


def measures_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who gives measures."""
    chart = read_chart(actor, client_id, at)
    require(may_give(actor, chart.episode.site_id))
    return chart


def response_of(actor: Actor, response_id: uuid.UUID, at: dt.datetime) -> MeasureResponse:
    """Give answers within the colleague's reach."""
    require(may_give(actor))
    rows = MeasureResponse.objects.visible_to(actor, at=at).select_related(
        "episode__site", "episode__client", "entered_by", "entered_in_error_by", "assignment"
    )
    return _found(rows.filter(pk=response_id).first())


def assignment_of(actor: Actor, assignment_id: uuid.UUID, at: dt.datetime) -> MeasureAssignment:
    """Give a due questionnaire within the colleague's reach."""
    require(may_give(actor))
    rows = MeasureAssignment.objects.visible_to(actor, at=at).select_related("episode__site", "episode__client")
    return _found(rows.filter(pk=assignment_id).first())


def alert_of(actor: Actor, alert_id: uuid.UUID, at: dt.datetime) -> MeasureAlert:
    """Give an alert within the colleague's reach."""
    require(may_give(actor))
    rows = MeasureAlert.objects.visible_to(actor, at=at).select_related(
        "response__episode__site", "response__episode__client", "assigned_to", "escalated_to", "acknowledged_by"
    )
    return _found(rows.filter(pk=alert_id).first())


def drawn(
    row: MeasureResponse,
    *,
    problems: Mapping[str, Sentence] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Asking:
    """Make the questionnaire ready to be drawn with the answers so far, and help from the person's own safety plan."""
    return ask(
        definition_of(row), row.answers, left=row.left, problems=problems, typed=typed,
        helps=helps_of(row.episode.client, row.language),
    )  # fmt: skip


def helps_of(client: Client, language: str) -> tuple[Help, ...]:
    """Give the lines of the safety plan that help on the spot, in the language of the form; none without a plan."""
    plan = safety.current([client.pk]).get(client.pk)
    if plan is None:
        return ()
    lines = [line for step in plan.steps(language) if step.key in HELP_STEPS for line in step.lines]
    return (Help(say("From your safety plan:")), *(Help(line) for line in lines[:MOST_LINES])) if lines else ()


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row
