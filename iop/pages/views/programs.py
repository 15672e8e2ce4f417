"""Programs: a level of care as a site offers it."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.schedule import nearby, scoped
from iop.pages.presenters.schedule.asking import StaffRequest, must
from iop.pages.schedule_forms.places import ProgramForm
from iop.pages.views import form_pages
from scheduling import actions
from scheduling.models import Program


@require_GET
def show_all(request: StaffRequest) -> HttpResponse:
    """List the programs of the colleague's sites."""
    must(request.actor, Permission.TEMPLATE_EDIT)
    context = {
        "programs": scoped.programs(request.actor, Permission.TEMPLATE_EDIT),
        "tabs": nearby.tabs(request.actor, "programs"),
    }
    return render(request, "schedule/programs.html", context)


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Offer a level of care at a site."""
    must(request.actor, Permission.TEMPLATE_EDIT)
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, program_id: uuid.UUID) -> HttpResponse:
    """Change a program."""
    program = scoped.or_404(scoped.programs(request.actor), program_id)
    must(request.actor, Permission.TEMPLATE_EDIT, program.site_id)
    return _edit(request, program)


def _edit(request: StaffRequest, program: Program | None) -> HttpResponse:
    offered = [program.site] if program else scoped.sites_with(request.actor, Permission.TEMPLATE_EDIT)
    form = ProgramForm(
        request.POST or None,
        sites=offered,
        levels=[level for level in scoped.levels() if level.is_active and not level.is_off_site],
        initial=form_pages.values(program, ProgramForm) if program else {},
    )
    if request.method == "POST" and form.attempt(partial(_save, request, form, program)):
        return form_pages.done(request, _("The program is saved."), reverse("programs"))
    title = _("Program %(name)s") % {"name": program.name} if program else _("Offer a program")
    crumbs = [(reverse("programs"), _("Programs"))]
    return form_pages.ask(request, form, title=title, crumbs=crumbs, do=_("Save the program"))


def _save(request: StaffRequest, form: ProgramForm, program: Program | None) -> None:
    data = dict(form.cleaned_data)
    actions.save_program(by=request.actor, site_id=data.pop("site").pk, program=program, at=clock.now(), **data)
