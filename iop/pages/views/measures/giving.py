"""Putting a questionnaire into a client's hands."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from clients.models import Client
from iop.access.actors import Place
from iop.core import clock
from iop.pages import handed_over
from iop.pages.presenters.schedule.asking import StaffRequest
from therapy.actions import measures
from therapy.models import MeasureResponse
from therapy.questionnaires.library import languages_with

HAND_OVER = "hand_over"
IN_THEIR_HANDS = frozenset({"measure_form", "measure_thanks"})
"""What a client may reach with the device: this one form, and the page that asks for it back."""


def place_of(request: StaffRequest) -> Place | None:
    """Give the site that the colleague looks at; none for all of them."""
    chosen: Any = request.site
    return cast("Place | None", chosen)


def handed(request: StaffRequest, row: MeasureResponse) -> HttpResponse:
    """Close everything but this form, and show it."""
    measures.hand_over(by=request.actor, response=row, at=clock.now())
    handed_over.hand_over(request, of=row.pk, names=IN_THEIR_HANDS, back=reverse("measure_response", args=[row.pk]))
    return redirect("measure_form", row.pk)


def speaks(client: Client, key: str) -> str:
    """Say in which language a client is asked: their own where the questionnaire exists in it, else English."""
    return client.language if client.language in languages_with(key) else "en"
