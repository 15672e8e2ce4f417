"""The six dimensions: rated one by one, each saving itself, and decided upon."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.actions import dimensions as actions
from clients.models import Dimension, LevelOfCare
from clients.policies import may_place, may_rate_dimensions
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.assessment_forms import DecideForm
from iop.pages.presenters.assessments.asking import decision_of, number_in
from iop.pages.presenters.assessments.dimensions import as_names, deciding, read_dimensions
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.days.client import as_uuid
from iop.pages.views.assessments.framing import WRONG, framed
from iop.pages.views.saving import tried
from iop.pages.views.session.answering import Now, Saved, saves


@require_GET
def dimensions(request: StaffRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Show the dimensions with their ratings and the decision."""
    row, chart = decision_of(request.actor, decision_id, clock.now())
    if row.signed_at is None:
        require(may_rate_dimensions(request.actor, row.episode))
    record(
        by=request.actor, verb="clients.dimensions_read", subject=row, clients=[chart.client.pk],
        site_id=row.episode.site_id,
    )  # fmt: skip
    return framed(request, chart, "dimensions", **read_dimensions(row, chart, request.actor))


@require_POST
def dimension_rate(request: StaffRequest, decision_id: uuid.UUID, dimension_id: uuid.UUID) -> HttpResponse:
    """Save the rating of one dimension."""
    row, chart = decision_of(request.actor, decision_id, clock.now())
    require(may_rate_dimensions(request.actor, row.episode))
    dimension = get_object_or_404(Dimension, pk=dimension_id)

    def work() -> Saved:
        saved = actions.rate(
            by=request.actor, assessment=row, version=number_in(request.POST), dimension=dimension, at=chart.at,
            rating=request.POST.get("rating", ""), evidence=request.POST.get("evidence", ""),
            implied_min_level=_level(request.POST.get("implied_min_level", "")),
            is_coe=bool(request.POST.get("is_coe")), is_bio=bool(request.POST.get("is_bio")),
        )  # fmt: skip
        return Saved(saved.version)

    def now() -> Now:
        kept = row.ratings.filter(dimension=dimension).first()
        return Now(kept.version if kept else 0, as_names(kept))

    return saves(request, chart.zone, reverse("dimensions", args=[row.pk]), work=work, now=now)


@require_POST
def dimensions_decide(request: StaffRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Decide the level, sign, and place."""
    row, chart = decision_of(request.actor, decision_id, clock.now())
    require(may_place(request.actor, row.episode))
    form: DecideForm = deciding(row, chart, request.POST)
    if tried(form, lambda: actions.decide(by=request.actor, assessment=row, at=chart.at, **_decided(form))):
        messages.success(request, _("Signed, and placed."))
        return redirect("dimensions", row.pk)
    row.refresh_from_db()
    return framed(request, chart, "dimensions", WRONG, **read_dimensions(row, chart, request.actor, form))


@require_POST
def dimensions_discard(request: StaffRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Throw ratings away that were never signed."""
    row, chart = decision_of(request.actor, decision_id, clock.now())
    actions.discard_dimensions(by=request.actor, assessment=row, at=chart.at)
    messages.info(request, _("The ratings are gone."))
    return redirect("client_assessments", chart.client.pk)


def _decided(form: DecideForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {**data, "version": data["version"] if data["version"] is not None else -1}


def _level(text: str) -> LevelOfCare | None:
    asked = as_uuid(text)
    if asked is None:
        return None
    found = LevelOfCare.objects.filter(pk=asked).first()
    if found is None:
        raise Invalid(say("Choose a level from the list."), field="implied_min_level")
    return found
