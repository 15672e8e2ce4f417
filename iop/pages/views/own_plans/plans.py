"""Safety and relapse-prevention plans: read, written with the client, kept, printed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.actions import open_chart
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, NotAllowed, Refusal, Stale, require
from iop.core.words import say
from iop.pages import pdf
from iop.pages.own_plan_forms import contents_in, language_in, names_of, wish_in
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.own_plans import plans as presenter
from iop.pages.presenters.own_plans.asking import chart_for, plan_in_use, readable
from iop.pages.views.own_plans.framing import framed
from iop.pages.views.session.answering import Now, Saved, saves
from iop.workflows import own_papers
from therapy.actions import own_plans as actions
from therapy.actions.own_plans.drafts import contents_of
from therapy.choices.own_plans import MadeHow
from therapy.models import OwnPlan, OwnPlanVersion
from therapy.own_plan_form import form_of
from therapy.policies.own_plans import may_write_own_plan
from therapy.rules.own_plans import cleaned

FOR_THE_CARE_TEAM = say("The client keeps this plan to their own care team.")


@require_GET
def client_own_plans(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what a client has planned for a crisis, for recovery and for afterwards, and the summaries of their stays."""
    chart = readable(request.actor, client_id, clock.now())
    open_chart(by=request.actor, client=chart.client, at=chart.at)
    return framed(request, chart, "overview", **presenter.overview(chart))


@require_GET
def own_plan(request: StaffRequest, client_id: uuid.UUID, kind: str) -> HttpResponse:
    """Show the plan that holds, with the versions before it."""
    chart = chart_for(request.actor, client_id, kind, clock.now())
    page = presenter.read_plan(chart, kind)
    if page["plan"] is not None:
        _read(request, page["plan"])
    return framed(request, chart, "plan", **page)


@require_GET
def own_plan_version(request: StaffRequest, client_id: uuid.UUID, kind: str, own_version_id: uuid.UUID) -> HttpResponse:
    """Show an older version as it was kept."""
    chart = chart_for(request.actor, client_id, kind, clock.now())
    version = _version(chart, kind, own_version_id)
    _read(request, version.plan)
    return framed(request, chart, "plan", **presenter.read_version(chart, kind, version))


@require_http_methods(["GET", "POST"])
def own_plan_write(request: StaffRequest, client_id: uuid.UUID, kind: str) -> HttpResponse:
    """Write a plan together; it saves itself, and is kept or thrown away with a button."""
    chart = chart_for(request.actor, client_id, kind, clock.now())
    require(may_write_own_plan(request.actor, chart.client))
    plan = plan_in_use(chart, kind)
    if plan is None:
        plan = _begun(request, chart, kind)
    if request.method == "GET":
        return framed(request, chart, "write", **presenter.writing(chart, plan))
    if "X-Autosave" in request.headers:
        return autosaved(request, chart, plan, MadeHow.TOGETHER)
    try:
        return _done(request, chart, plan)
    except NotAllowed:
        raise
    except Refusal as told:
        plan.refresh_from_db()
        page = presenter.writing(
            chart, plan, cleaned(form_of(plan.kind), contents_in(form_of(plan.kind), request.POST))
        )
        theirs = _theirs(plan) if isinstance(told, Stale) else []
        return framed(
            request, chart, "write", told.status, **page, refusal=told.sentence, wrong=told.field, theirs=theirs,
            wish=wish_in(request.POST),
        )  # fmt: skip


@require_POST
def own_plan_pdf(request: StaffRequest, client_id: uuid.UUID, kind: str) -> HttpResponse:
    """Give the client their plan on one page. That is a disclosure to the client, and on record."""
    chart = chart_for(request.actor, client_id, kind, clock.now())
    plan = plan_in_use(chart, kind)
    version = OwnPlanVersion.objects.newest([plan.pk]).select_related("plan__client").first() if plan else None
    if version is None:
        raise Conflict(say("Nothing has been kept yet. Keep the plan first, then print it."), code="nothing_kept")
    content = own_papers.plan_for_the_client(
        by=request.actor, version=version, language=language_in(request.POST, version.language), at=chart.at
    )
    return pdf.answer(content, "plan")


def autosaved(request: StaffRequest, chart: Chart, plan: OwnPlan, how: str) -> HttpResponse:
    """Save what is being written, or say what stands instead; nothing is overwritten."""

    def work() -> Saved:
        saved = actions.save_draft(
            by=request.actor, plan=plan, version=number_in(request.POST), at=chart.at, how=how,
            contents=contents_in(form_of(plan.kind), request.POST),
        )  # fmt: skip
        return Saved(saved.version)

    def now() -> Now:
        plan.refresh_from_db()
        return Now(plan.version, names_of(form_of(plan.kind), contents_of(plan)))

    return saves(request, chart.zone, request.path, work=work, now=now)


def keep(request: StaffRequest, chart: Chart, plan: OwnPlan, how: str, language: str) -> OwnPlanVersion:
    """Keep what stands in the form as the plan's next version."""
    return actions.keep_version(
        by=request.actor, plan=plan, version=number_in(request.POST), at=chart.at, how=how, language=language,
        contents=contents_in(form_of(plan.kind), request.POST), seen_by=wish_in(request.POST),
    )  # fmt: skip


def _done(request: StaffRequest, chart: Chart, plan: OwnPlan) -> HttpResponse:
    wish = request.POST.get("do", "")
    if wish == "keep":
        language = language_in(request.POST, chart.client.language)
        made = keep(request, chart, plan, MadeHow.TOGETHER, language)
        messages.success(
            request, _("Kept as version %(number)s. Print it for them, or hand it over.") % {"number": made.number}
        )
        return redirect("own_plan", chart.client.pk, plan.kind)
    if wish == "discard":
        actions.discard_draft(by=request.actor, plan=plan, version=number_in(request.POST), at=chart.at)
        messages.info(request, _("The draft is gone. What was kept before still holds."))
        return redirect("own_plan", chart.client.pk, plan.kind)
    actions.save_draft(
        by=request.actor, plan=plan, version=number_in(request.POST), at=chart.at,
        contents=contents_in(form_of(plan.kind), request.POST),
    )  # fmt: skip
    messages.success(request, _("Saved as a draft."))
    return redirect("own_plan_write", chart.client.pk, plan.kind)


def _begun(request: StaffRequest, chart: Chart, kind: str) -> OwnPlan:
    """Begin a plan; one that the client keeps from this colleague is not theirs to write."""
    plan = actions.plan_of(by=request.actor, client=chart.client, kind=kind, at=chart.at)
    if plan_in_use(chart, kind) is None:
        raise NotAllowed(FOR_THE_CARE_TEAM)
    return plan


def _theirs(plan: OwnPlan) -> list[tuple[str, str]]:
    """What a colleague saved meanwhile, for a form without scripts: beside what was typed, nothing lost."""
    form, language = form_of(plan.kind), "en"
    contents = contents_of(plan)
    return [
        (section.title(language), "\n".join(" · ".join(entry.values()) for entry in contents.get(section.key, [])))
        for section in form.sections
        if contents.get(section.key)
    ]


def _version(chart: Chart, kind: str, version_id: uuid.UUID) -> OwnPlanVersion:
    plans = OwnPlan.objects.visible_to(chart.actor, at=chart.at).filter(client=chart.client.pk, kind=kind)
    found = OwnPlanVersion.objects.filter(plan__in=plans, pk=version_id).select_related("plan", "kept_by").first()
    if found is None:
        raise Http404
    return found


def _read(request: StaffRequest, plan: OwnPlan) -> None:
    record(
        by=request.actor, verb="therapy.own_plan_read", subject=plan, clients=[plan.client_id],
        detail={"kind": str(plan.kind)},
    )  # fmt: skip
