"""Who comes: finding, signing up, leaving."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed, Refusal, require
from iop.core.words import say
from iop.pages.open_group_forms import FindForm, LeaveForm
from iop.pages.presenters.open_groups import reading, words
from iop.pages.presenters.schedule.asking import StaffRequest, must
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.open_groups.lists import page
from sessions_app import group_policies
from sessions_app.actions import groups
from sessions_app.group_choices import MemberStatus
from sessions_app.models import OpenGroup, OpenGroupMember


@require_POST
def open_group_find(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Look for somebody for whom the group may be."""
    group = _kept(request, open_group_id)
    form = FindForm(request.POST)
    typed = form.cleaned_data["words"] if form.is_valid() else ""
    rows = words.found_rows(
        reading.found(request.actor, group, typed), reading.found_relatives(request.actor, group, typed)
    )
    return page(request, group, find_form=form, found=rows, has_looked=True)


@require_POST
def open_group_sign_up(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Put somebody on the list, or among those who wait."""
    group = _kept(request, open_group_id)
    client_id, person_id = as_uuid(request.POST.get("client")), as_uuid(request.POST.get("person"))
    if person_id:
        person = reading.person_of(request.actor, person_id)
        return _signed_up(request, group, {"person": person}, redirect("open_group", open_group_id))
    if client_id is None:
        raise Invalid(say("Choose who comes."), field="client")
    client = reading.client_of(request.actor, client_id)
    return _signed_up(request, group, {"client": client}, redirect("open_group", open_group_id))


@require_POST
def client_group_sign_up(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """The same from a chart."""
    must(request.actor, Permission.CLIENT_VIEW)
    client = reading.client_of(request.actor, client_id)
    group_id = as_uuid(request.POST.get("group"))
    require(group_policies.may_keep(request.actor))
    if group_id is None:
        raise Invalid(say("Choose a group."), field="group")
    return _signed_up(request, _kept(request, group_id), {"client": client}, redirect("client_schedule", client_id))


@require_POST
def open_group_leave(request: StaffRequest, group_member_id: uuid.UUID) -> HttpResponse:
    """Take somebody off the list; who has waited longest gets the place."""
    member = reading.member_of(request.actor, group_member_id)
    require(group_policies.may_keep(request.actor, member.group.site_id))
    form = LeaveForm(request.POST)
    if not form.is_valid():
        raise Invalid(say("Choose a reason."), field="reason")
    groups.leave(by=request.actor, member=member, at=clock.now(), **form.cleaned_data)
    messages.success(request, _("They are off the list. Who waited longest has the place now."))
    return redirect("open_group", member.group_id)


def _signed_up(request: StaffRequest, group: OpenGroup, who: dict[str, Any], back: HttpResponse) -> HttpResponse:
    try:
        member = groups.sign_up(by=request.actor, group=group, at=clock.now(), **who)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, _said(member, group))
    return back


def _said(member: OpenGroupMember, group: OpenGroup) -> str:
    if member.status == MemberStatus.MEMBER:
        return _("They are on the list of %(group)s.") % {"group": group.name}
    return _("%(group)s is full: they wait, and are told when there is a place.") % {"group": group.name}


def _kept(request: StaffRequest, group_id: uuid.UUID) -> OpenGroup:
    group = reading.group_of(request.actor, group_id)
    must(request.actor, Permission.CLIENT_VIEW, group.site_id)
    require(group_policies.may_keep(request.actor, group.site_id))
    return group
