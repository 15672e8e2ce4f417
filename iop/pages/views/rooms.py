"""Rooms: where groups and appointments take place."""

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
from iop.core.errors import require
from iop.pages.presenters.schedule import nearby, scoped
from iop.pages.presenters.schedule.asking import StaffRequest, site_of, sites
from iop.pages.schedule_forms.places import RoomForm
from iop.pages.views import form_pages
from scheduling import actions, policies
from scheduling.models import Room


@require_GET
def show_all(request: StaffRequest) -> HttpResponse:
    """List a site's rooms."""
    all_sites = sites(request.actor, Permission.SESSION_VIEW)
    site = site_of(request, all_sites)
    context = {
        "rooms": scoped.rooms(request.actor, site.pk),
        "site": site,
        "sites": nearby.site_tabs(all_sites, site, "rooms"),
        "tabs": nearby.tabs(request.actor, "rooms"),
        "may_edit": policies.may_edit_rooms(request.actor, site.pk) is None,
    }
    return render(request, "schedule/rooms.html", context)


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Add a room."""
    require(policies.may_edit_rooms(request.actor))
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, room_id: uuid.UUID) -> HttpResponse:
    """Change a room."""
    room = scoped.or_404(scoped.rooms(request.actor), room_id)
    require(policies.may_edit_rooms(request.actor, room.site_id))
    return _edit(request, room)


def _edit(request: StaffRequest, room: Room | None) -> HttpResponse:
    offered = scoped.sites_with(request.actor, Permission.CLINIC_EDIT, Permission.TEMPLATE_EDIT)
    initial = {} if room is None else form_pages.values(room, RoomForm) | {"site": str(room.site_id)}
    form = RoomForm(request.POST or None, sites=[room.site] if room else offered, initial=initial)
    if request.method == "POST" and form.attempt(partial(_save, request, form, room)):
        return form_pages.done(request, _("The room is saved."), reverse("rooms"))
    title = _("Room %(name)s") % {"name": room.name} if room else _("Add a room")
    return form_pages.ask(request, form, title=title, crumbs=[(reverse("rooms"), _("Rooms"))], do=_("Save the room"))


def _save(request: StaffRequest, form: RoomForm, room: Room | None) -> None:
    data = dict(form.cleaned_data)
    actions.save_room(by=request.actor, site_id=data.pop("site").pk, room=room, at=clock.now(), **data)
