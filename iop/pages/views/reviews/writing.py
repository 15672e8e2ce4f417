"""Writing and signing a review: it saves itself; whoever comes second is told, and no word is lost."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Refusal, Stale, require
from iop.core.words import say
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.reviews.asking import review_of
from iop.pages.presenters.reviews.page import as_names, unsaved
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.review_forms import WhyForm
from iop.pages.views.reviews.framing import WRONG, shown
from iop.pages.views.saving import tried
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions.reviews.drafts import hand_over, save_draft
from therapy.actions.reviews.opening import drop_review
from therapy.actions.reviews.signing import sign_review
from therapy.models import LevelReview
from therapy.policies.reviews import may_decide, may_prepare, may_write

FIELDS = (
    "decision", "indicated_level", "chosen_level", "reason", "variance_reason", "variance_note", "more_weeks", "barriers",
    "next_steps", "plan_changes", "client_view", "client_agrees", "client_dissent",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def level_review(request: StaffRequest, level_review_id: uuid.UUID) -> HttpResponse:
    """Show a review, and save it while it is written. Opening it is an event on record."""
    row, chart = review_of(request.actor, level_review_id, clock.now())
    if request.method == "GET":
        record(
            by=request.actor, verb="therapy.level_review_read", subject=row, clients=[chart.client.pk],
            site_id=row.episode.site_id,
        )  # fmt: skip
        return shown(request, row, chart)
    if row.signed_at is None:
        require(may_write(request.actor, row))

    def now() -> Now:
        row.refresh_from_db()
        return Now(row.version, as_names(row))

    if "X-Autosave" in request.headers:
        back = reverse("level_review", args=[row.pk])
        return saves(
            cast(Any, request), chart.zone, back, work=lambda: Saved(_save(request, row, chart).version), now=now
        )
    try:
        _save(request, row, chart)
    except (Conflict, Invalid) as told:
        return _told(request, level_review_id, told)
    messages.success(request, _("Saved."))
    return redirect("level_review", row.pk)


@require_POST
def level_review_sign(request: StaffRequest, level_review_id: uuid.UUID) -> HttpResponse:
    """Save what is on the page and sign it; a second reviewer finds it signed and their own words still there."""
    row, chart = review_of(request.actor, level_review_id, clock.now())
    require(may_prepare(request.actor, row.episode.site_id))
    if row.signed_at is None:
        require(may_decide(request.actor, row))
    try:
        saved = _save(request, row, chart)
        signed = sign_review(by=request.actor, review=row, version=saved.version, at=chart.at)
    except (Conflict, Invalid) as told:
        return _told(request, level_review_id, told)
    waits = signed.status == "awaiting"
    messages.success(request, _("Signed. A supervisor reads it now.") if waits else _("Signed."))
    return redirect("level_review", row.pk)


@require_POST
def level_review_hand_over(request: StaffRequest, level_review_id: uuid.UUID) -> HttpResponse:
    """Give a prepared review to a colleague who decides."""
    row, chart = review_of(request.actor, level_review_id, clock.now())
    require(may_write(request.actor, row))
    chosen = as_uuid(request.POST.get("to"))
    staff = StaffMember.objects.filter(pk=chosen).first() if chosen else None
    if staff is None:
        return _told(
            request, level_review_id, Invalid(say("Choose a colleague who decides placements here."), field="to")
        )
    try:
        hand_over(by=request.actor, review=row, to=staff, at=chart.at)
    except (Conflict, Invalid) as told:
        return _told(request, level_review_id, told)
    messages.success(request, _("%(name)s has it on their list now.") % {"name": staff.name})
    return redirect("level_review", row.pk)


@require_POST
def level_review_drop(request: StaffRequest, level_review_id: uuid.UUID) -> HttpResponse:
    """Close a review that is not needed after all."""
    row, chart = review_of(request.actor, level_review_id, clock.now())
    require(may_prepare(request.actor, row.episode.site_id))
    form = WhyForm(request.POST)
    if not tried(
        form,
        lambda: drop_review(by=request.actor, review=row, because=form.cleaned_data["because"], at=chart.at),
        "because",
    ):
        row, chart = review_of(request.actor, level_review_id, clock.now())
        return shown(request, row, chart, WRONG, drop_form=form)
    messages.info(request, _("Closed. What made it due does not open it again."))
    return redirect("client_reviews", chart.client.pk)


def _save(request: StaffRequest, row: LevelReview, chart: Chart) -> LevelReview:
    return save_draft(
        by=request.actor, review=row, version=number_in(request.POST), values=_typed(request), remarks=_remarks(request),
        at=chart.at,
    )  # fmt: skip


def _typed(request: StaffRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in FIELDS if name in request.POST}


def _remarks(request: StaffRequest) -> dict[str, str]:
    found = {name: words for name, words in request.POST.items() if name.startswith("remark-")}
    return {name.removeprefix("remark-"): str(words) for name, words in found.items()}


def _told(request: StaffRequest, review_id: uuid.UUID, told: Refusal) -> HttpResponse:
    """Show the review as it stands now, why it was refused, and every word that was typed and is not in it."""
    row, chart = review_of(request.actor, review_id, clock.now())
    typed = {**_typed(request), **{f"remark-{number}": words for number, words in _remarks(request).items()}}
    lost = unsaved(row, typed)
    if isinstance(told, Invalid) or told.code == "incomplete":
        return shown(request, row, chart, WRONG, refusal=told.sentence, wrong=told.field, unsaved=lost)
    stale = isinstance(told, Stale)
    return shown(request, row, chart, told.status, refusal=told.sentence, unsaved=lost, is_stale=stale)
