"""The client signs: staff hand the device over, and the client reads and signs with nothing of the chart around it."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import consent_texts
from clients.choices import SignerRole
from clients.consent_writing import legal_name
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import require
from iop.pages import handed_over
from iop.pages.plan_forms import AnswerForm
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.plans.asking import plan_of, review_of
from iop.pages.presenters.plans.paper import LANGUAGES, language_for, review_shown, shown_to_the_client
from therapy.actions.plans import record_client_answer
from therapy.models import PlanReview, TreatmentPlan
from therapy.models.plans import PlanSignature
from therapy.policies.plans import may_record_client_answer

LANGUAGE_NAMES = {"en": "English", "es": "Español"}


@require_http_methods(["GET", "POST"])
def plan_answer(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show a plan to the client, or put their signature under it."""
    row, _chart = plan_of(request.actor, plan_id, clock.now())
    return _answer(request, row, None)


@require_http_methods(["GET", "POST"])
def plan_review_answer(request: StaffRequest, plan_review_id: uuid.UUID) -> HttpResponse:
    """Show a review to the client, or put their signature under it."""
    review, _chart = review_of(request.actor, plan_review_id, clock.now())
    return _answer(request, review.plan, review)


@require_POST
def plan_hand_over(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Close everything but this plan before the client takes the device."""
    row, _chart = plan_of(request.actor, plan_id, clock.now())
    require(may_record_client_answer(request.actor, row))
    _hand_over(request, row, None)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
def plan_review_hand_over(request: StaffRequest, plan_review_id: uuid.UUID) -> HttpResponse:
    """Close everything but this review before the client takes the device."""
    review, _chart = review_of(request.actor, plan_review_id, clock.now())
    require(may_record_client_answer(request.actor, review.plan))
    _hand_over(request, review.plan, review)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_GET
def plan_answered(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Thank the client and ask for the device back."""
    row, _chart = plan_of(request.actor, plan_id, clock.now())
    return _thanks(request, row, reverse("plan", args=[row.pk]))


@require_GET
def plan_review_answered(request: StaffRequest, plan_review_id: uuid.UUID) -> HttpResponse:
    """Thank the client and ask for the device back."""
    review, _chart = review_of(request.actor, plan_review_id, clock.now())
    return _thanks(request, review.plan, reverse("plan_review", args=[review.pk]))


def _answer(request: StaffRequest, row: TreatmentPlan, review: PlanReview | None) -> HttpResponse:
    require(may_record_client_answer(request.actor, row))
    language = language_for(row, request.GET.get("language", ""))
    seen = review.digest if review else row.digest
    initial = {"seen": seen, "signer_role": SignerRole.CLIENT, "witnessed": True}
    form = AnswerForm(request.POST or None, request.FILES or None, initial=initial, language=language)
    if request.method == "POST" and form.attempt(lambda: _sign(request, row, review, form)):
        return redirect(_to(review, "answered"), (review or row).pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "plans/answer.html", {"form": form, "page": _page(row, review, language)}, status=status)


def _page(row: TreatmentPlan, review: PlanReview | None, language: str) -> dict[str, Any]:
    thing = review or row
    done = thing.client_signatures.exclude(method="refused").exists()
    shown = review_shown(review, language) if review else shown_to_the_client(row, language)
    own = reverse(_to(review, "answer"), args=[thing.pk])
    return {
        **shown,
        "client": legal_name(row.episode.client),
        "language": language,
        "words": consent_texts.words(language),
        "others": [(f"{own}?language={code}", code, LANGUAGE_NAMES[code]) for code in LANGUAGES if code != language],
        "is_done": done,
        "hand_over": reverse(_to(review, "hand_over"), args=[thing.pk]),
        "back": reverse("plan_review" if review else "plan", args=[thing.pk]),
    }


def _to(review: PlanReview | None, name: str) -> str:
    return f"plan_review_{name}" if review else f"plan_{name}"


def _sign(request: StaffRequest, row: TreatmentPlan, review: PlanReview | None, form: AnswerForm) -> PlanSignature:
    data, me = form.cleaned_data, request.actor.staff_id
    witness = StaffMember.objects.filter(pk=me).first() if me and data["witnessed"] else None
    typed = form.signature(legal_name(row.episode.client))
    kept = record_client_answer(
        by=request.actor, plan=row, review=review, at=clock.now(), role=data["signer_role"], name=typed.pop("signer_name"),
        seen=data["seen"], witness=witness, **typed,
    )  # fmt: skip
    # Signed on paper, the device never left our hands; else it is in the client's now, with or without scripts.
    if not data.get("paper"):
        _hand_over(request, row, review)
    return kept


def _hand_over(request: StaffRequest, row: TreatmentPlan, review: PlanReview | None) -> None:
    thing = review or row
    names = frozenset({_to(review, "answer"), _to(review, "answered")})
    back = reverse("plan_review" if review else "plan", args=[thing.pk])
    handed_over.hand_over(request, of=thing.pk, names=names, back=back)


def _thanks(request: StaffRequest, row: TreatmentPlan, back: str) -> HttpResponse:
    require(may_record_client_answer(request.actor, row))
    language = language_for(row)
    page = {"words": consent_texts.words(language), "language": language, "back": back}
    return render(request, "plans/answered.html", {"page": page})
