"""What may follow a signature: the supervisor's answer, a disagreement, and setting a decision aside."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.reviews.asking import review_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.review_forms import AnswerForm, DisagreeForm, WhyForm
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.reviews.framing import WRONG, shown
from iop.pages.views.saving import tried
from therapy.actions.reviews.after import cosign_review, disagree, return_review
from therapy.actions.reviews.effect import set_aside
from therapy.policies.reviews import may_cosign, may_disagree, may_set_aside


@require_POST
def level_review_answer(request: StaffRequest, level_review_id: uuid.UUID) -> HttpResponse:
    """Co-sign a waiting review, or return it with a comment."""
    row, chart = review_of(request.actor, level_review_id, clock.now())
    require(may_cosign(request.actor, row))
    returns = request.POST.get("do") == "return"
    act: Any = return_review if returns else cosign_review
    form = AnswerForm(request.POST)
    done = _("Returned: the reviewer decides it anew.") if returns else _("Co-signed.")
    return _answered(
        request, level_review_id, form, "answer_form",
        lambda: act(by=request.actor, review=row, at=chart.at, comment=form.cleaned_data["comment"]), done,
    )  # fmt: skip


@require_POST
def level_review_disagree(request: StaffRequest, level_review_id: uuid.UUID) -> HttpResponse:
    """Keep that a colleague sees a decision differently."""
    row, chart = review_of(request.actor, level_review_id, clock.now())
    require(may_disagree(request.actor, row))
    form = DisagreeForm(request.POST)
    return _answered(
        request, level_review_id, form, "disagree_form",
        lambda: disagree(by=request.actor, review=row, words=form.cleaned_data["words"], at=chart.at),
        _("Written down beside the decision."),
    )  # fmt: skip


@require_POST
def level_review_set_aside(request: StaffRequest, level_review_id: uuid.UUID) -> HttpResponse:
    """Let a decision come to nothing, with the reason."""
    row, chart = review_of(request.actor, level_review_id, clock.now())
    require(may_set_aside(request.actor, row))
    form = WhyForm(request.POST)
    return _answered(
        request, level_review_id, form, "aside_form",
        lambda: set_aside(by=request.actor, review=row, because=form.cleaned_data["because"], at=chart.at),
        _("Set aside, with the reason."),
    )  # fmt: skip


def _answered(
    request: StaffRequest, review_id: uuid.UUID, form: RefusableForm, name: str, act: Callable[[], object], done: str
) -> HttpResponse:
    if tried(form, act):
        messages.success(request, done)
        return redirect("level_review", review_id)
    row, chart = review_of(request.actor, review_id, clock.now())
    context: dict[str, object] = {name: form}
    return shown(request, row, chart, WRONG, **context)
