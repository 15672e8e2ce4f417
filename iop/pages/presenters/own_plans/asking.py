"""Who asks for which plan. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404

from clients.models import Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy.choices.own_plans import OwnPlanKind
from therapy.models import AftercareStep, OwnPlan

NOT_YOURS = say("Your role does not include reading clinical notes.")


def readable(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads clinical notes."""
    chart = read_chart(actor, client_id, at)
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(NOT_YOURS)
    return chart


def chart_for(actor: Actor, client_id: uuid.UUID, kind: str, at: dt.datetime) -> Chart:
    """Read a chart's head for a plan of a kind: a safety plan opens to whoever may have to help."""
    if kind not in OwnPlanKind.values:
        raise Http404
    chart = read_chart(actor, client_id, at)
    helps = kind == OwnPlanKind.SAFETY and chart.can(Permission.CONCERN_RAISE)
    if not helps and not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(NOT_YOURS)
    return chart


def plan_in_use(chart: Chart, kind: str) -> OwnPlan | None:
    """Give the plan of a kind that the colleague may read; nothing where there is none, or it is not for them."""
    rows = OwnPlan.objects.visible_to(chart.actor, at=chart.at).in_use([chart.client.pk], kind)
    return rows.select_related("draft_by", "kept_by").first()


def plan_of(actor: Actor, plan_id: uuid.UUID, at: dt.datetime) -> tuple[OwnPlan, Chart]:
    """Give a plan by its id with its client's chart, for the page in the client's own hands."""
    row = OwnPlan.objects.visible_to(actor, at=at).filter(pk=plan_id).select_related("client").first()
    if row is None:
        raise Http404
    return row, chart_for(actor, row.client_id, row.kind, at)


def episode_of(actor: Actor, episode_id: uuid.UUID, at: dt.datetime) -> tuple[Episode, Chart]:
    """Give a stay with its client's chart, for somebody who reads clinical notes."""
    row = Episode.objects.select_related("site", "client").filter(pk=episode_id).first()
    if row is None:
        raise Http404
    return row, readable(actor, row.client_id, at)


def step_of(actor: Actor, step_id: uuid.UUID, at: dt.datetime) -> tuple[AftercareStep, Chart]:
    """Give a step of an aftercare plan with its client's chart."""
    row = AftercareStep.objects.select_related("plan__episode__site").filter(pk=step_id).first()
    if row is None:
        raise Http404
    return row, readable(actor, row.plan.episode.client_id, at)
