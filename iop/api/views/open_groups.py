"""Groups outside a stay as resources: groups and meetings are about nobody, places and attendance about clients."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import open_groups as shapes
from iop.core import clock
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

    def get_queryset(self) -> QuerySet[OpenGroup]:
        """Scope to sites the caller sees."""
        return OpenGroup.objects.at_sites_of(self.actor).order_by("pk")


class OpenMeetingResource(Resource):
    """Meetings: about nobody."""

    serializer_class = shapes.OpenMeetingOut
    filterset_class = OpenMeetingFilter
    read_scope = Scope.GROUPS_READ
    event_name = "open_meeting"

    def get_queryset(self) -> QuerySet[OpenMeeting]:
        """Scope to groups of sites the caller sees."""
        return OpenMeeting.objects.at_sites_of(self.actor).order_by("pk")


class GroupPlaceResource(Resource):
    """Clients' places in groups. Relatives are nobody's chart and are not given out."""

    serializer_class = shapes.GroupPlaceOut
    filterset_class = GroupPlaceFilter
    read_scope = Scope.GROUPS_READ
    client_path = "client_id"
    information = (Information.PRESENCE, Information.ATTENDANCE)
    event_name = "group_place"

    def get_queryset(self) -> QuerySet[OpenGroupMember]:
        """Scope to clients the caller reads."""
        rows = OpenGroupMember.objects.visible_to(self.actor, at=clock.now()).filter(client__isnull=False)
        return rows.order_by("pk")


class GroupAttendanceResource(Resource):
    """Which clients came to meetings."""

    serializer_class = shapes.GroupAttendanceOut
    filterset_class = GroupAttendanceFilter
    read_scope = Scope.GROUPS_READ
    client_path = "member.client_id"
    information = (Information.PRESENCE, Information.ATTENDANCE)
    event_name = "group_attendance"

    def get_queryset(self) -> QuerySet[OpenAttendance]:
        """Scope to clients the caller reads."""
        rows = OpenAttendance.objects.visible_to(self.actor, at=clock.now()).filter(member__client__isnull=False)
        return rows.select_related("member").order_by("pk")
