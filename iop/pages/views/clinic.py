"""The clinic itself: organisation, sites, hours, closures, settings, roles and the on-call rota."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.access import actions as access_actions
from iop.access.choices import Permission
from iop.access.models import Role
from iop.access.policies import may_edit_roles
from iop.clinic import actions, forms, presenters
from iop.clinic.actions.sites import SITE_FIELDS
from iop.clinic.choices import SETTINGS
from iop.clinic.models import Closure, OnCallShift, Organization, Site
from iop.clinic.policies import may_edit_clinic
from iop.core import clock
from iop.core.errors import require
from iop.pages.answers import act, show
from iop.pages.views.ground import actor, site_shown, sites_with, today
from iop.workflows.sites import close_site, open_site


def organization(request: HttpRequest) -> HttpResponse:
    """Show and change what the clinic is called."""
    require(may_edit_clinic(actor(request)))
    row = get_object_or_404(Organization)
    form = forms.OrganizationForm(request.POST or None, initial={"name": row.name, "neutral_name": row.neutral_name})
    change = partial(actions.change_organization, by=actor(request))
    done = act(request, form, change, done=_("Saved."), to=reverse("organization"))
    context = {"form": form, "title": _("The clinic"), "button": _("Save"), "crumbs": _crumbs()}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def sites(request: HttpRequest) -> HttpResponse:
    """List the sites."""
    require(may_edit_clinic(actor(request)))
    rows = presenters.sites(actor(request).sites_where(Permission.CLINIC_EDIT))
    return show(request, "clinic/sites.html", {"rows": rows, "links": _links()})


def site_add(request: HttpRequest) -> HttpResponse:
    """Open a site."""
    require(may_edit_clinic(actor(request)))
    form = forms.SiteForm(request.POST or None)
    add = partial(open_site, by=actor(request), at=clock.now())
    done = act(request, form, add, done=_("The site is there. Add its opening hours next."), to=reverse("sites"))
    context = {"form": form, "title": _("Open a site"), "button": _("Open the site"), "crumbs": _crumbs()}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def site(request: HttpRequest, site_id: uuid.UUID) -> HttpResponse:
    """Show and change one site."""
    row = _site(request, site_id)
    form = forms.ChangeSiteForm(request.POST or None, initial=_site_values(row))
    change = partial(actions.change_site, by=actor(request), site_id=row.pk)
    done = act(request, form, change, done=_("Saved."), to=reverse("site", args=[row.pk]))
    return done or show(request, "clinic/site.html", _site_page(row, form=form), forms=(form,))


def opening_hours(request: HttpRequest, site_id: uuid.UUID) -> HttpResponse:
    """Change when a site is open."""
    row = _site(request, site_id)
    initial, stretches = presenters.opening_hours(row)
    form = forms.HoursForm(request.POST or None, initial=initial, stretches=stretches)
    change = partial(actions.set_opening_hours, by=actor(request), site_id=row.pk)
    done = act(request, form, change, done=_("The opening hours are saved."), to=reverse("site", args=[row.pk]))
    return done or show(request, "clinic/hours.html", {"form": form, "row": row, "crumbs": _crumbs(row)}, forms=(form,))


def closure_add(request: HttpRequest, site_id: uuid.UUID) -> HttpResponse:
    """Close a site for some days."""
    row = _site(request, site_id)
    form = forms.ClosureForm(request.POST or None)
    add = partial(close_site, by=actor(request), site_id=row.pk, at=clock.now())
    said = _(
        "No sessions are made on these days. What was planned is called off, and those who agreed to messages are told."
    )
    done = act(request, form, add, done=said, to=reverse("site", args=[row.pk]))
    context = {
        "form": form,
        "title": _("Close the site for some days"),
        "button": _("Close the site"),
        "crumbs": _crumbs(row),
    }
    return done or show(request, "clinic/form.html", context, forms=(form,))


@require_POST
def closure_remove(request: HttpRequest, closure_id: uuid.UUID) -> HttpResponse:
    """Take back a closure that has not begun."""
    require(may_edit_clinic(actor(request)))
    row = get_object_or_404(Closure, pk=closure_id, site__in=sites_with(request, Permission.CLINIC_EDIT))
    actions.remove_closure(by=actor(request), closure_id=row.pk, on=today(request))
    messages.success(request, _("The site is open on these days again."))
    return redirect("site", row.site_id)


def on_call(request: HttpRequest, site_id: uuid.UUID) -> HttpResponse:
    """Show the on-call rota of a site and add a turn."""
    row = _site(request, site_id)
    working = presenters.colleagues(today(request)).at_site(row.pk, today(request))
    form = forms.ShiftForm(request.POST or None, colleagues=working)
    done = act(request, form, partial(_add_shift, request, row), done=_("Added."), to=reverse("on_call", args=[row.pk]))
    context = {"form": form, "row": row, "rows": presenters.rota(row, clock.now()), "crumbs": _crumbs(row)}
    return done or show(request, "clinic/on_call.html", context, forms=(form,))


@require_POST
def on_call_remove(request: HttpRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Take a turn off the rota."""
    require(may_edit_clinic(actor(request)))
    row = get_object_or_404(OnCallShift, pk=shift_id, site__in=sites_with(request, Permission.CLINIC_EDIT))
    actions.remove_shift(by=actor(request), shift_id=row.pk, at=clock.now())
    messages.success(request, _("The rota is changed."))
    return redirect("on_call", row.site_id)


def settings(request: HttpRequest) -> HttpResponse:
    """List the settings with their values today."""
    require(may_edit_clinic(actor(request)))
    rows = presenters.settings_today(today(request), site_shown(request))
    return show(request, "clinic/settings.html", {"rows": rows, "crumbs": _crumbs()})


def setting(request: HttpRequest, key: str) -> HttpResponse:
    """Show one setting with its history, and let it hold another value from a day on."""
    require(may_edit_clinic(actor(request)))
    item = SETTINGS.get(key)
    if item is None:
        raise Http404
    sites_seen = sites_with(request, Permission.CLINIC_EDIT)
    form = forms.SettingForm(
        request.POST or None,
        setting=item,
        sites=sites_seen,
        initial={"valid_from": today(request), "value": item.default},
    )
    done = act(request, form, partial(_change, request, key), done=_("Saved."), to=reverse("setting", args=[key]))
    history = presenters.history(key, actor(request).sites_where(Permission.CLINIC_EDIT))
    context = {"form": form, "item": item, "default": presenters.value_words(item, item.default), "history": history}
    return done or show(request, "clinic/setting.html", context | {"crumbs": _crumbs()}, forms=(form,))


def roles(request: HttpRequest) -> HttpResponse:
    """List the roles and what each allows."""
    require(may_edit_roles(actor(request)))
    return show(request, "clinic/roles.html", {"rows": presenters.roles(), "crumbs": _crumbs()})


def role(request: HttpRequest, role_id: uuid.UUID) -> HttpResponse:
    """Change what a role is called and allows."""
    require(may_edit_roles(actor(request)))
    row = get_object_or_404(Role, pk=role_id)
    initial = {name: getattr(row, name) for name in ("name", "description", "permissions", "version")}
    form = forms.ChangeRoleForm(request.POST or None, permissions=Permission.choices, initial=initial)
    change = partial(access_actions.change_role, by=actor(request), role_id=row.pk)
    done = act(
        request, form, change, done=_("Saved. It holds at once for everybody with this role."), to=reverse("roles")
    )
    context = {"form": form, "title": row.name, "button": _("Save"), "crumbs": _crumbs()}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def role_add(request: HttpRequest) -> HttpResponse:
    """Make a role of the clinic's own."""
    require(may_edit_roles(actor(request)))
    form = forms.NewRoleForm(request.POST or None, permissions=Permission.choices)
    add = partial(access_actions.add_role, by=actor(request))
    done = act(request, form, add, done=_("The role is there."), to=reverse("roles"))
    context = {"form": form, "title": _("Make a role"), "button": _("Make the role"), "crumbs": _crumbs()}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def _site(request: HttpRequest, site_id: uuid.UUID) -> Site:
    require(may_edit_clinic(actor(request)))
    return get_object_or_404(sites_with(request, Permission.CLINIC_EDIT), pk=site_id)


def _site_values(row: Site) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*SITE_FIELDS, "version")}


def _site_page(row: Site, **context: object) -> dict[str, object]:
    on = clock.today(row.time_zone)
    return {"row": row, "closures": presenters.closures(row, on), "crumbs": _crumbs(), **context}


def _add_shift(request: HttpRequest, row: Site, **data: Any) -> None:
    zone = ZoneInfo(row.time_zone)
    start, end = (data[name].replace(tzinfo=None) for name in ("starts_at", "ends_at"))
    actions.add_shift(
        by=actor(request), site_id=row.pk, staff_id=data["staff"].pk, phone=data["phone"],
        starts_at=clock.at_local(start.date(), start.time(), zone), ends_at=clock.at_local(end.date(), end.time(), zone),
    )  # fmt: skip


def _change(request: HttpRequest, key: str, **data: Any) -> None:
    actions.change_setting(
        by=actor(request), key=key, value=data["value"], valid_from=data["valid_from"], on=today(request),
        site_id=data["site"].pk if data["site"] else None,
    )  # fmt: skip


def _crumbs(row: Site | None = None) -> list[dict[str, str]]:
    crumbs = [{"url": reverse("sites"), "label": _("The clinic")}]
    return [*crumbs, {"url": reverse("site", args=[row.pk]), "label": row.name}] if row else crumbs


def _links() -> list[dict[str, str]]:
    names = (
        ("organization", _("Name of the clinic")), ("settings", _("Settings")), ("roles", _("Roles")),
        ("credential_kinds", _("Credentials")),
    )  # fmt: skip
    return [{"url": reverse(name), "label": label} for name, label in names]
