"""Ids of the small clinic for addresses about groups outside a stay: alumni and others."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from sessions_app.models import Announcement, GroupMaterial, OpenGroup, OpenGroupMember, OpenMeeting


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: a group, a meeting ahead of it, and somebody on its list."""
    group = OpenGroup.objects.get(site=boston, kind="alumni")
    meeting = OpenMeeting.objects.filter(group=group, status="planned").latest("starts_at")
    member = OpenGroupMember.objects.on_list().filter(group__site=boston, client__is_restricted=False).first()
    assert member is not None
    material = GroupMaterial.objects.filter(group__site=boston, file__isnull=False).first()
    announcement = Announcement.objects.filter(track__program__site=boston).first()
    assert material is not None
    assert announcement is not None
    return {
        "open_group_id": group.pk, "open_meeting_id": meeting.pk, "group_member_id": member.pk,
        "group_material_id": material.pk, "announcement_id": announcement.pk,
    }  # fmt: skip
