"""A client reads and signs their treatment plan, and reads the plans that are theirs."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.audit.recorder import record
from iop.core import clock
from iop.pages.views.saving import tried
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.recovery import RefusePlanForm, SignPlanForm
from iop.portal.presenters.recovery import plans
from therapy.actions.plans import record_client_answer
from therapy.choices.own_plans import OwnPlanKind
from therapy.choices.plans import ClientSignatureMethod
from therapy.models import TreatmentPlan


@for_clients
@require_GET
def my_plan(request: OutsiderRequest) -> HttpResponse:
    """Show the treatment plan in plain words. Reading it is an event on record, as for anybody who opens it."""
    plan = plans.newest_plan(client_of(request))
    page = plans.plan_page(plan) if plan else None
    if plan is not None:
        _recorded(request, "portal.plan_read", plan)
    return render(request, "portal/recovery/plan.html", {"page": page})


@for_clients
@require_http_methods(["GET", "POST"])
def my_plan_sign(request: OutsiderRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Read a plan and put one's name under it, or say what is not right about it."""
    plan = get_object_or_404(_plans(request), pk=plan_id)
    page = plans.plan_page(plan)
    if page["mine"].get("is_signed") or not page["is_in_force"]:
        return redirect("my_plan")
    refuses = request.POST.get("do") == "refuse"
    sign = SignPlanForm(_sent(request, not refuses), initial={"seen": plan.digest})
    refuse = RefusePlanForm(_sent(request, refuses), initial={"seen": plan.digest}, auto_id="refuse-%s")
    if request.method == "POST" and (_refused(request, plan, refuse) if refuses else _signed(request, plan, sign)):
        return redirect("my_plan")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sign.errors or refuse.errors else HTTPStatus.OK
    return render(
        request, "portal/recovery/plan_sign.html", {"page": page, "form": sign, "refuse": refuse}, status=status
    )


@for_clients
@require_GET
def my_plan_own(request: OutsiderRequest, kind: str) -> HttpResponse:
    """Show the safety plan, or the plan for staying in recovery."""
    if kind not in OwnPlanKind.values:
        raise Http404
    return render(request, "portal/recovery/own_plan.html", {"page": plans.own_plan_page(client_of(request), kind)})


def _plans(request: OutsiderRequest) -> QuerySet[TreatmentPlan]:
    rows = TreatmentPlan.objects.filter(episode__client=client_of(request), signed_at__isnull=False)
    return rows.select_related("episode__site", "episode__client", "signed_by")


def _sent(request: OutsiderRequest, is_it: bool) -> QueryDict | None:
    return request.POST if request.method == "POST" and is_it else None


def _signed(request: OutsiderRequest, plan: TreatmentPlan, form: SignPlanForm) -> bool:
    done = tried(form, lambda: record_client_answer(
        by=request.outsider.actor, plan=plan, method=ClientSignatureMethod.TYPED, name=form.cleaned_data["typed_name"],
        seen=form.cleaned_data["seen"], at=clock.now(),
    ))  # fmt: skip
    if done:
        messages.success(request, _("Thank you. Your plan is signed."))
    return done


def _refused(request: OutsiderRequest, plan: TreatmentPlan, form: RefusePlanForm) -> bool:
    done = tried(form, lambda: record_client_answer(
        by=request.outsider.actor, plan=plan, method=ClientSignatureMethod.REFUSED, seen=form.cleaned_data["seen"],
        refused_because=form.cleaned_data["refused_because"], at=clock.now(),
    ))  # fmt: skip
    if done:
        messages.success(request, _("Thank you for saying so. Your counselor will talk with you about it."))
    return done


def _recorded(request: OutsiderRequest, verb: str, plan: TreatmentPlan) -> None:
    record(
        by=request.outsider.actor, verb=verb, subject=plan, clients=[plan.episode.client_id], site_id=plan.episode.site_id
    )  # fmt: skip
