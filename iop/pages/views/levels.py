"""Levels of care, and what each asks of a week from a date on."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clients import actions
from clients.models import LevelOfCare
from clients.policies import may_edit_levels
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.presenters.schedule import nearby, scoped, teaching
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.schedule_forms.teaching import LevelForm, RequirementForm
from iop.pages.views import form_pages


@require_GET
def show_all(request: StaffRequest) -> HttpResponse:
    """List the levels with what they ask now, asked before and will ask."""
    require(may_edit_levels(request.actor))
    context = {
        "levels": teaching.levels(scoped.levels(), _today(request)),
        "tabs": nearby.tabs(request.actor, "levels"),
    }
    return render(request, "schedule/levels.html", context)


def _today(request: StaffRequest) -> dt.date:
    """The latest date among the colleague's sites: nothing that has begun anywhere is rewritten."""
    zones = [
        site.time_zone for site in scoped.sites_with(request.actor, Permission.CLINIC_EDIT, Permission.TEMPLATE_EDIT)
    ]
    return max(clock.today(zone) for zone in zones)


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Add a level of care."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, level_id: uuid.UUID) -> HttpResponse:
    """Change what a level is called."""
    return _edit(request, _get(level_id))


def _get(level_id: uuid.UUID) -> LevelOfCare:
    for level in scoped.levels():
        if level.pk == level_id:
            return level
    raise Http404


def _edit(request: StaffRequest, level: LevelOfCare | None) -> HttpResponse:
    require(may_edit_levels(request.actor))
    initial = form_pages.values(level, LevelForm) if level else {}
    form = LevelForm(request.POST or None, initial=initial, is_new=level is None)
    if request.method == "POST" and form.attempt(partial(_save, request, form, level)):
        return form_pages.done(request, _("The level is saved."), reverse("levels"))
    title = level.name if level else _("Add a level of care")
    return form_pages.ask(request, form, title=title, crumbs=_crumbs(), do=_("Save the level"))


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("levels"), _("Levels of care"))]


def _save(request: StaffRequest, form: LevelForm, level: LevelOfCare | None) -> None:
    data = {"key": level.key if level else "", **form.cleaned_data}
    actions.save_level(by=request.actor, level=level, at=clock.now(), **data)


@require_http_methods(["GET", "POST"])
def require_from(request: StaffRequest, level_id: uuid.UUID) -> HttpResponse:
    """Say what a level asks from a day on; what held before stays as it was."""
    require(may_edit_levels(request.actor))
    level = _get(level_id)
    asked = teaching.as_typed(level.dated[0] if level.dated else None)  # type: ignore[attr-defined]
    initial = {**asked, "version": level.version}
    form = RequirementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.attempt(partial(_require, request, form, level)):
        return form_pages.done(request, _("From that day on the level asks for this."), reverse("levels"))
    title = _("What %(level)s asks of a week") % {"level": level.name}
    intro = _("A new row is added; what held before stays as it was. Hours are of service: breaks are none.")
    return form_pages.ask(request, form, title=title, crumbs=_crumbs(), do=_("Let it hold"), intro=intro)


def _require(request: StaffRequest, form: RequirementForm, level: LevelOfCare) -> None:
    data = dict(form.cleaned_data)
    if data["valid_from"] < _today(request):
        raise Invalid(say("The past is not rewritten: choose today or later."), field="valid_from")
    for name in ("min_weekly", "max_weekly", "min_daily"):
        data[f"{name}_minutes"] = teaching.minutes(data.pop(f"{name}_hours"))
    actions.set_requirement(by=request.actor, level=level, at=clock.now(), **data)
