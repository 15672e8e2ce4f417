"""The aftercare plan of a stay: begun, filled step by step, printed for the client."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages import pdf
from iop.pages.own_plan_forms import StepForm, language_in
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.own_plans.aftercare import names_of, read_aftercare
from iop.pages.presenters.own_plans.asking import episode_of, step_of
from iop.pages.views.own_plans.framing import WRONG, framed
from iop.pages.views.saving import tried
from iop.pages.views.session.answering import Now, Saved, saves
from iop.workflows import own_papers
from therapy.actions import aftercare as actions
from therapy.models import AftercarePlan, AftercareStep
from therapy.policies.own_plans import may_write_aftercare


@require_GET
def aftercare(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Show the eight steps with how far each is."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    page = read_aftercare(chart, episode)
    if page["plan"] is not None:
        record(
            by=request.actor, verb="therapy.aftercare_read", subject=page["plan"], clients=[chart.client.pk],
            site_id=episode.site_id,
        )  # fmt: skip
    return framed(request, chart, "aftercare", **page)


@require_POST
def aftercare_begin(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Begin the plan of a stay that was admitted before there were any."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    actions.begin_aftercare(by=request.actor, episode=episode, at=chart.at)
    return redirect("aftercare", episode.pk)


@require_POST
def aftercare_step(request: StaffRequest, aftercare_step_id: uuid.UUID) -> HttpResponse:
    """Save one step; it saves itself too."""
    step, chart = step_of(request.actor, aftercare_step_id, clock.now())
    require(may_write_aftercare(request.actor, step.plan))
    form = StepForm(request.POST, auto_id=f"{step.key}-%s")
    back = reverse("aftercare", args=[step.plan.episode_id]) + f"#{step.key}"
    if "X-Autosave" in request.headers:

        def now() -> Now:
            step.refresh_from_db()
            return Now(step.version, names_of(step))

        return saves(request, chart.zone, back, work=lambda: Saved(_save(request, step, form).version), now=now)
    if tried(form, lambda: _save(request, step, form)):
        messages.success(request, _("Saved."))
        return redirect(back)
    return framed(request, chart, "aftercare", WRONG, **read_aftercare(chart, step.plan.episode, form, step.pk))


@require_POST
def aftercare_pdf(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Give the client their plan for afterwards. That is a disclosure to the client, and on record."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    plan = AftercarePlan.objects.filter(episode=episode).select_related("episode__site", "episode__client").first()
    if plan is None:
        raise Http404
    content = own_papers.aftercare_for_the_client(
        by=request.actor, plan=plan, language=language_in(request.POST, chart.client.language), at=chart.at
    )
    return pdf.answer(content, "aftercare")


def _save(request: StaffRequest, step: AftercareStep, form: StepForm) -> AftercareStep:
    if not form.is_valid():
        field = next(iter(form.errors))
        raise Invalid(say("Give a day and a time as they stand in a calendar."), field=str(field))
    return actions.save_step(by=request.actor, step=step, at=clock.now(), **form.cleaned_data)
