"""The privacy desk: what waits to be looked at, and looking at it."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clients import policies_privacy
from clients.actions.disclosure_reviews import review_disclosure
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.privacy import register, reviews
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.privacy_forms import ReviewForm
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried


@require_GET
def privacy(request: StaffRequest) -> HttpResponse:
    """Say what the privacy pages hold, and what waits on them."""
    require(policies_privacy.may_see_parties(request.actor))
    may_review = policies_privacy.may_see_reviews(request.actor) is None
    context: dict[str, Any] = {
        "may_review": may_review,
        "may_letters": policies_privacy.may_write_letters(request.actor) is None,
        "ending": register.ending_agreements(register.today_of(request)),
    }
    if may_review:
        context |= reviews.read_reviews(request.actor, _zone(request))
    return render(request, "privacy/desk.html", context)


@require_GET
def privacy_reviews(request: StaffRequest) -> HttpResponse:
    """List emergency disclosures and emergency access that nobody has looked at yet."""
    require(policies_privacy.may_see_reviews(request.actor))
    return render(request, "privacy/reviews.html", reviews.read_reviews(request.actor, _zone(request)))


@require_http_methods(["GET", "POST"])
def disclosure_review(request: StaffRequest, disclosure_id: uuid.UUID) -> HttpResponse:
    """Look at an emergency disclosure and say what was found."""
    require(policies_privacy.may_see_reviews(request.actor))
    row = reviews.get_disclosure(request.actor, disclosure_id)
    why_not = policies_privacy.may_review(request.actor, row)
    form = ReviewForm(request.POST or None)
    if request.method == "POST":
        require(why_not)
        given: dict[str, Any] = {"by": request.actor, "disclosure": row, "at": clock.now()}
        if tried(form, lambda: review_disclosure(**given, **form.cleaned_data)):
            return done(request, _("Reviewed."), reverse("privacy_reviews"))
    context = {"row": reviews.read_disclosure(request.actor, row, _zone(request)), "form": form, "why_not": why_not}
    return render(
        request,
        "privacy/review.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


def _zone(request: StaffRequest) -> str:
    return getattr(getattr(request, "site", None), "time_zone", "") or "UTC"
