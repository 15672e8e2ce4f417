"""Who asks for which plan. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy.models import PlanReview, TreatmentPlan

NOT_READ = say("Your role does not include reading treatment plans.")


def readable_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads clinical notes there."""
    chart = read_chart(actor, client_id, at)
    _must_read(chart)
    return chart


def plan_of(actor: Actor, plan_id: uuid.UUID, at: dt.datetime) -> tuple[TreatmentPlan, Chart]:
    """Give a plan with its client's chart; a draft only to those who write plans at its site."""
    row = (
        TreatmentPlan.objects.with_review_due()
        .select_related("episode__site", "episode__client", "author", "signed_by", "saved_by", "previous")
        .filter(pk=plan_id)
        .first()
    )
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client.merged_into_id or row.episode.client_id, at)
    _must_read(chart)
    if row.signed_at is None and not actor.can(Permission.PLAN_WRITE, row.episode.site_id):
        raise Http404
    return row, chart


def review_of(actor: Actor, review_id: uuid.UUID, at: dt.datetime) -> tuple[PlanReview, Chart]:
    """Give a review of a plan with its client's chart; a draft only to those who write plans at its site."""
    row = (
        PlanReview.objects.select_related("plan__episode__site", "plan__episode__client", "by", "signed_by")
        .filter(pk=review_id)
        .first()
    )
    if row is None:
        raise Http404
    chart = read_chart(actor, row.plan.episode.client.merged_into_id or row.plan.episode.client_id, at)
    _must_read(chart)
    if row.signed_at is None and not actor.can(Permission.PLAN_WRITE, row.plan.episode.site_id):
        raise Http404
    return row, chart


def _must_read(chart: Chart) -> None:
    # In an emergency the chart itself says what may be read.
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(NOT_READ)
