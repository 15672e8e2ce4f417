"""Groups outside a stay as resources: groups and meetings are about nobody, places and attendance about clients."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import open_groups as shapes
from iop.api.serializers.patching import kept
from iop.api.verbs import changes, creates, verb
from iop.core import clock
from sessions_app.actions.groups import attending, making, members, moving, setting_up
from sessions_app.group_choices import GroupKind, MeetingStatus, MemberStatus, Presence
from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenMeeting


class OpenGroupFilter(filters.FilterSet):
    """Groups by site and kind."""

    site = filters.UUIDFilter(field_name="site_id")
    kind = filters.ChoiceFilter(choices=GroupKind.choices)

    class Meta:
        model = OpenGroup
        fields: list[str] = []


class OpenMeetingFilter(filters.FilterSet):
    """Meetings by group, state and day."""

    group = filters.UUIDFilter(field_name="group_id")
    status = filters.ChoiceFilter(choices=MeetingStatus.choices)
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = OpenMeeting
        fields: list[str] = []


class GroupPlaceFilter(filters.FilterSet):
    """Places by group, client and state."""

    group = filters.UUIDFilter(field_name="group_id")
    client = filters.UUIDFilter(field_name="client_id")
    status = filters.ChoiceFilter(choices=MemberStatus.choices)

    class Meta:
        model = OpenGroupMember
        fields: list[str] = []


class GroupAttendanceFilter(filters.FilterSet):
    """Attendance by meeting, group, client and outcome."""

    meeting = filters.UUIDFilter(field_name="meeting_id")
    group = filters.UUIDFilter(field_name="meeting__group_id")
    client = filters.UUIDFilter(field_name="member__client_id")
    status = filters.ChoiceFilter(choices=Presence.choices)

    class Meta:
        model = OpenAttendance
        fields: list[str] = []


class OpenGroupResource(Resource):
    """Groups: about nobody."""

    serializer_class = shapes.OpenGroupOut
    filterset_class = OpenGroupFilter
    read_scope = Scope.GROUPS_READ
    event_name = "open_group"
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[OpenGroup]:
        """Scope to sites the caller sees."""
        return OpenGroup.objects.at_sites_of(self.actor).prefetch_related("rhythms").order_by("pk")

    @creates(Scope.GROUPS_WRITE, takes=shapes.OpenGroupIn)
    def create(self, data: dict[str, Any]) -> OpenGroup:
        """Add a group to a site."""
        return setting_up.save_group(by=self.actor, at=self.at, site_id=data.pop("site").pk, **data)

    @changes(Scope.GROUPS_WRITE, takes=shapes.OpenGroupPatch)
    def partial_update(self, row: OpenGroup, data: dict[str, Any]) -> None:
        """Change a group."""
        said = kept(row, data, "kind", "audience", "name", "neutral_name", "capacity", "language", "notes")
        setting_up.save_group(by=self.actor, at=self.at, site_id=row.site_id, group=row, **said)

    @verb(Scope.GROUPS_WRITE, takes=shapes.RhythmIn)
    def rhythm(self, row: OpenGroup, data: dict[str, Any]) -> None:
        """Say when the group is held from a day on; its meetings are made anew from there, and people are told."""
        setting_up.set_rhythm(by=self.actor, group=row, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE, takes=shapes.GroupEndIn)
    def end(self, row: OpenGroup, data: dict[str, Any]) -> None:
        """End a group with its last day."""
        setting_up.end_group(by=self.actor, group=row, at=self.at, **data)


class OpenMeetingResource(Resource):
    """Meetings: about nobody."""

    serializer_class = shapes.OpenMeetingOut
    filterset_class = OpenMeetingFilter
    read_scope = Scope.GROUPS_READ
    event_name = "open_meeting"
    expands = {"group": "open-group", "room": "room", "lead": "colleague", "co_lead": "colleague"}

    def get_queryset(self) -> QuerySet[OpenMeeting]:
        """Scope to groups of sites the caller sees."""
        return OpenMeeting.objects.at_sites_of(self.actor).order_by("pk")

    @creates(Scope.GROUPS_WRITE, takes=shapes.OpenMeetingIn)
    def create(self, data: dict[str, Any]) -> OpenMeeting:
        """Add one meeting outside the rhythm."""
        return making.add_meeting(by=self.actor, at=self.at, **data)

    @changes(Scope.GROUPS_WRITE, takes=shapes.OpenMeetingPatch)
    def partial_update(self, row: OpenMeeting, data: dict[str, Any]) -> None:
        """Give a planned meeting another room, other colleagues or a topic."""
        moving.change_meeting(by=self.actor, meeting=row, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE, takes=shapes.MeetingMoveIn)
    def move(self, row: OpenMeeting, data: dict[str, Any]) -> None:
        """Move a planned meeting to another start; everybody on the list is told."""
        moving.move_meeting(by=self.actor, meeting=row, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE, takes=shapes.MeetingCancelIn)
    def cancel(self, row: OpenMeeting, data: dict[str, Any]) -> None:
        """Call a planned meeting off; everybody on the list is told."""
        moving.cancel_meeting(by=self.actor, meeting=row, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE, takes=shapes.PresenceOfIn)
    def presence(self, row: OpenMeeting, data: dict[str, Any]) -> None:
        """Say whether somebody on the list came; the last word counts."""
        theirs = OpenGroupMember.objects.visible_to(self.actor, at=self.at).filter(group=row.group_id)
        member = self.pick(theirs, data.pop("place"))
        attending.mark_presence(by=self.actor, meeting=row, member=member, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE, takes=shapes.MeetingFinishIn)
    def finish(self, row: OpenMeeting, data: dict[str, Any]) -> None:
        """Say that a meeting was held: whoever is not marked did not come."""
        attending.finish_meeting(by=self.actor, meeting=row, at=self.at, **data)


class GroupPlaceResource(Resource):
    """Clients' places in groups. Relatives are nobody's chart and are not given out."""

    serializer_class = shapes.GroupPlaceOut
    filterset_class = GroupPlaceFilter
    read_scope = Scope.GROUPS_READ
    client_path = "client_id"
    information = (Information.PRESENCE, Information.ATTENDANCE)
    event_name = "group_place"
    expands = {"group": "open-group", "client": "client"}

    def get_queryset(self) -> QuerySet[OpenGroupMember]:
        """Scope to clients the caller reads."""
        rows = OpenGroupMember.objects.visible_to(self.actor, at=clock.now()).filter(client__isnull=False)
        return rows.order_by("pk")

    @creates(Scope.GROUPS_WRITE, takes=shapes.GroupPlaceIn)
    def create(self, data: dict[str, Any]) -> OpenGroupMember:
        """Put a client on a group's list, or among those who wait when it is full."""
        return members.sign_up(by=self.actor, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE, takes=shapes.PlaceLeaveIn)
    def leave(self, row: OpenGroupMember, data: dict[str, Any]) -> None:
        """Take somebody off the list; who has waited longest gets the place."""
        members.leave(by=self.actor, member=row, at=self.at, **data)


class GroupAttendanceResource(Resource):
    """Which clients came to meetings."""

    serializer_class = shapes.GroupAttendanceOut
    filterset_class = GroupAttendanceFilter
    read_scope = Scope.GROUPS_READ
    client_path = "member.client_id"
    information = (Information.PRESENCE, Information.ATTENDANCE)
    event_name = "group_attendance"
    expands = {"meeting": "open-meeting", "place": "group-place", "client": "client"}

    def get_queryset(self) -> QuerySet[OpenAttendance]:
        """Scope to clients the caller reads."""
        rows = OpenAttendance.objects.visible_to(self.actor, at=clock.now()).filter(member__client__isnull=False)
        return rows.select_related("member").order_by("pk")
