"""Addresses of the pages about groups outside a stay: alumni and others."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.open_groups import lists, meetings, people, setting_up

GROUP = "groups/<uuid:open_group_id>/"
MEETING = "groups/meetings/<uuid:open_meeting_id>/"

urlpatterns: list[URLPattern] = [
    path("groups/", lists.open_groups, name="open_groups"),
    path("groups/new/", setting_up.open_group_new, name="open_group_new"),
    path(GROUP, lists.open_group, name="open_group"),
    path(GROUP + "edit/", setting_up.open_group_edit, name="open_group_edit"),
    path(GROUP + "rhythm/", setting_up.open_group_rhythm, name="open_group_rhythm"),
    path(GROUP + "end/", setting_up.open_group_end, name="open_group_end"),
    path(GROUP + "meetings/new/", setting_up.open_meeting_new, name="open_meeting_new"),
    path(GROUP + "find/", people.open_group_find, name="open_group_find"),
    path(GROUP + "sign-up/", people.open_group_sign_up, name="open_group_sign_up"),
    path("groups/places/<uuid:group_member_id>/leave/", people.open_group_leave, name="open_group_leave"),
    path(MEETING, meetings.open_meeting, name="open_meeting"),
    path(MEETING + "mark/", meetings.open_meeting_mark, name="open_meeting_mark"),
    path(MEETING + "finish/", meetings.open_meeting_finish, name="open_meeting_finish"),
    path(MEETING + "move/", meetings.open_meeting_move, name="open_meeting_move"),
    path(MEETING + "change/", meetings.open_meeting_change, name="open_meeting_change"),
    path(MEETING + "cancel/", meetings.open_meeting_cancel, name="open_meeting_cancel"),
    path("clients/<uuid:client_id>/groups/", people.client_group_sign_up, name="client_group_sign_up"),
]
