"""Groups of families, for relatives: what there is, their own place, and what there is to read. Nobody else's name."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from family.actions import groups as actions
from family.groups import open_to, places_of
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Refusal
from iop.portal.access import OutsiderRequest, for_relatives, person_of
from iop.portal.presenters.shared import groups as presenter
from sessions_app.group_choices import MemberStatus
from sessions_app.models import GroupMaterial


@for_relatives
@require_GET
def shared_groups(request: OutsiderRequest) -> HttpResponse:
    """List the groups in which a relative has a place, and those they may come to."""
    return render(request, "portal/shared/groups.html", presenter.lists(person_of(request), clock.now()))


@for_relatives
@require_GET
def shared_group(request: OutsiderRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Show one group: when it meets, and to those who come, what there is to read."""
    page = presenter.page(person_of(request), open_group_id, clock.now())
    if page is None:
        raise Http404
    return render(request, "portal/shared/group.html", page)


@for_relatives
@require_POST
def shared_group_join(request: OutsiderRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Take a place, or wait for one."""
    at, person = clock.now(), person_of(request)
    group = get_object_or_404(open_to(person, at), pk=open_group_id)
    try:
        member = actions.join(by=request.outsider.actor, person=person, group=group, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("shared_group", group.pk)
    has_place = member.status == MemberStatus.MEMBER
    messages.success(
        request, _("You have a place.") if has_place else _("It is full now. You are next in line for a place.")
    )
    return redirect("shared_group", group.pk)


@for_relatives
@require_POST
def shared_group_leave(request: OutsiderRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Give one's own place back."""
    member = get_object_or_404(places_of(person_of(request)), group=open_group_id)
    actions.leave(by=request.outsider.actor, member=member, at=clock.now())
    messages.success(request, _("You are no longer on the list. You are welcome again at any time."))
    return redirect("shared_groups")


@for_relatives
@require_GET
def shared_material(request: OutsiderRequest, material_id: uuid.UUID) -> FileResponse:
    """Give a file of a group to somebody who comes to it, to be saved: it never opens inside this site."""
    mine = places_of(person_of(request)).filter(status=MemberStatus.MEMBER).order_by().values("group")
    rows = GroupMaterial.objects.filter(group__in=mine, withdrawn_at__isnull=True, file__isnull=False)
    stored = get_object_or_404(rows.select_related("file"), pk=material_id).file
    assert stored is not None
    record(by=request.outsider.actor, verb="sessions.material_opened", subject=stored)
    return FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.original_name, content_type=stored.content_type
    )
