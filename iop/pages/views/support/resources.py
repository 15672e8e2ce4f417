"""The list of community resources: found by need and words, kept by case managers."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.support.asking import resource_of
from iop.pages.presenters.support.resources import read_resources, resource_row
from iop.pages.support_forms import ResourceForm, yes_no, yes_no_value
from iop.pages.views.form_pages import ask, done, values
from iop.pages.views.saving import tried
from iop.pages.views.support.sheets import sent, versioned
from therapy.actions import support as actions
from therapy.choices.support import Need
from therapy.models.support import CommunityResource
from therapy.policies.support import may_edit_resources, may_see_resources

both = require_http_methods(["GET", "POST"])


@both
def resources(request: StaffRequest) -> HttpResponse:
    """List places that help; words to search for are sent, never in an address."""
    require(may_see_resources(request.actor))
    need = request.GET.get("need", "")
    need = need if need in Need.values else ""
    typed = request.POST.get("q", "")[:100]
    gone = request.GET.get("show") == "gone"
    rows = read_resources(request.actor, need, typed, gone=gone, today=clock.today("UTC"))
    return render(request, "support/resources.html", {
        "rows": rows, "need": need, "needs": Need.choices, "typed": typed, "gone": gone,
        "may_edit": may_edit_resources(request.actor) is None,
    })  # fmt: skip


@require_GET
def resource(request: StaffRequest, resource_id: uuid.UUID) -> HttpResponse:
    """Show one place."""
    row = resource_of(request.actor, resource_id)
    context = {
        "row": resource_row(row, clock.today("UTC")),
        "id": row.pk,
        "may_edit": may_edit_resources(request.actor, row.site_id) is None,
    }
    return render(request, "support/resource.html", context)


@both
def resource_new(request: StaffRequest) -> HttpResponse:
    """Put a place on the list."""
    require(may_edit_resources(request.actor))
    form = _form(request, ResourceForm(sent(request)))
    if request.method == "POST" and tried(form, lambda: _add(request, form.cleaned_data)):
        return done(request, _("The place is on the list."), reverse("resources"))
    return ask(request, form, title=_("A community resource"), crumbs=_crumbs(), do=_("Put it on the list"))


@both
def resource_edit(request: StaffRequest, resource_id: uuid.UUID) -> HttpResponse:
    """Change what the list says of a place."""
    row = resource_of(request.actor, resource_id)
    require(may_edit_resources(request.actor, row.site_id))
    initial = {**values(row, ResourceForm), "takes_medication": yes_no_value(row.takes_medication)}
    form = ResourceForm(sent(request), initial=initial)
    del form.fields["site"]
    if request.method == "POST" and tried(form, lambda: _change(request, row, versioned(form.cleaned_data))):
        return done(request, _("Saved."), reverse("resource", args=[row.pk]))
    return ask(request, form, title=row.name, crumbs=_crumbs(), do=_("Save"))


@require_POST
def resource_check(request: StaffRequest, resource_id: uuid.UUID) -> HttpResponse:
    """Say that what the list says is still right."""
    row = resource_of(request.actor, resource_id)
    require(may_edit_resources(request.actor, row.site_id))
    actions.check_resource(by=request.actor, resource=row, version=row.version, at=clock.now())
    return done(request, _("Checked today."), reverse("resource", args=[row.pk]))


@require_POST
def resource_retire(request: StaffRequest, resource_id: uuid.UUID) -> HttpResponse:
    """Take a place off the list, or put it back."""
    row = resource_of(request.actor, resource_id)
    require(may_edit_resources(request.actor, row.site_id))
    is_active = request.POST.get("do") == "back"
    actions.retire_resource(by=request.actor, resource=row, version=row.version, is_active=is_active, at=clock.now())
    said = _("It is on the list again.") if is_active else _("It is off the list; referrals to it are kept.")
    return done(request, said, reverse("resources"))


def _form(request: StaffRequest, form: ResourceForm) -> ResourceForm:
    sites = Site.objects.filter(pk__in=request.actor.sites_where(Permission.RESOURCES_EDIT), is_active=True)
    return form.offer(sites.order_by("name"), may_all=True)


def _add(request: StaffRequest, data: dict[str, Any]) -> CommunityResource:
    site = data.pop("site")
    data.pop("version")
    data["takes_medication"] = yes_no(data["takes_medication"])
    return actions.add_resource(by=request.actor, site_id=site.pk if site else None, at=clock.now(), **data)


def _change(request: StaffRequest, row: CommunityResource, data: dict[str, Any]) -> None:
    data["takes_medication"] = yes_no(data["takes_medication"])
    actions.change_resource(by=request.actor, resource=row, at=clock.now(), **data)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("resources"), _("Community resources"))]
