"""Announcements, agreements, what there is to read, and what clients ask of their times, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from clients.choices import Information
from clients.models import Episode
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.page_rights import shown_to
from iop.api.resources import Resource
from iop.api.serializers import group_words as shapes
from iop.api.verbs import creates, verb
from iop.workflows import announcing
from scheduling.models import Track
from sessions_app.actions import announcing as telling
from sessions_app.actions.asking import decline_ask, grant_ask
from sessions_app.ask_choices import AskKind, AskStatus
from sessions_app.models import AgreementAnswer, Announcement, GroupMaterial, OpenGroup, ScheduleAsk, TrackAgreement


class AnnouncementFilter(filters.FilterSet):
    """Announcements by track, group and day; ``standing`` leaves out those taken back."""

    track = filters.UUIDFilter(field_name="track_id")
    group = filters.UUIDFilter(field_name="group_id")
    on = filters.DateFilter(method="shown_on")
    standing = filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull")

    class Meta:
        model = Announcement
        fields: list[str] = []

    def shown_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those shown on the day."""
        return queryset.filter(starts_on__lte=value, ends_on__gte=value)


class AgreementFilter(filters.FilterSet):
    """Agreements by track."""

    track = filters.UUIDFilter(field_name="track_id")

    class Meta:
        model = TrackAgreement
        fields: list[str] = []


class AnswerFilter(filters.FilterSet):
    """Who agreed, by agreement and client."""

    agreement = filters.UUIDFilter(field_name="agreement_id")
    client = filters.UUIDFilter(field_name="episode__client_id")

    class Meta:
        model = AgreementAnswer
        fields: list[str] = []


class MaterialFilter(filters.FilterSet):
    """What there is to read, by group; ``standing`` leaves out what was taken away."""

    group = filters.UUIDFilter(field_name="group_id")
    standing = filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull")

    class Meta:
        model = GroupMaterial
        fields: list[str] = []


class AskFilter(filters.FilterSet):
    """What clients ask, by client, site, kind and status."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    kind = filters.ChoiceFilter(choices=AskKind.choices)
    status = filters.ChoiceFilter(choices=AskStatus.choices)

    class Meta:
        model = ScheduleAsk
        fields: list[str] = []


class AnnouncementResource(Resource):
    """What tracks and groups are told. It names nobody."""

    serializer_class = shapes.AnnouncementOut
    filterset_class = AnnouncementFilter
    read_scope = Scope.SCHEDULE_READ
    expands = {"track": "track", "group": "open-group", "by": "colleague"}

    def get_queryset(self) -> QuerySet[Announcement]:
        """Scope to the caller's sites."""
        tracks = Track.objects.at_sites_of(self.actor).order_by()
        groups = OpenGroup.objects.at_sites_of(self.actor).order_by()
        return Announcement.objects.filter(Q(track__in=tracks) | Q(group__in=groups))

    @creates(Scope.GROUPS_WRITE, takes=shapes.AnnouncementIn)
    def create(self, data: dict[str, Any]) -> Announcement:
        """Tell everybody of a track or a group something: a colleague's doing. A client's name in it is refused."""
        track, group = data.pop("track"), data.pop("group")
        return announcing.announce(by=self.actor, to=track or group, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE)
    def withdraw(self, row: Announcement, data: dict[str, Any]) -> None:
        """Show it no longer."""
        telling.withdraw_announcement(by=self.actor, announcement=row, at=self.at)


class TrackAgreementResource(Resource):
    """What tracks agree on, version by version."""

    serializer_class = shapes.TrackAgreementOut
    filterset_class = AgreementFilter
    read_scope = Scope.SCHEDULE_READ
    expands = {"track": "track", "made_by": "colleague"}

    def get_queryset(self) -> QuerySet[TrackAgreement]:
        """Scope to the caller's sites."""
        return TrackAgreement.objects.filter(track__in=Track.objects.at_sites_of(self.actor).order_by())

    @creates(Scope.GROUPS_WRITE, takes=shapes.TrackAgreementIn)
    def create(self, data: dict[str, Any]) -> TrackAgreement:
        """Write the next version: a colleague's doing. The same words make none; a client's name in it is refused."""
        return announcing.write_agreement(by=self.actor, at=self.at, **data)


class AgreementAnswerResource(Resource):
    """Who agreed to which version, themselves. Nobody must."""

    serializer_class = shapes.AgreementAnswerOut
    filterset_class = AnswerFilter
    read_scope = Scope.SCHEDULE_READ
    client_path = "episode.client_id"
    information = (Information.SCHEDULE,)
    event_name = "agreement_answers"
    expands = {"agreement": "track-agreement", "client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[AgreementAnswer]:
        """Scope to clients the caller sees on rosters."""
        theirs = Episode.objects.visible_to(self.actor, Permission.SESSION_VIEW).order_by()
        return AgreementAnswer.objects.filter(episode__in=theirs).select_related("episode")


class GroupMaterialResource(Resource):
    """What groups outside a stay have to read. Files are added on the page, where they are checked before they are kept."""

    serializer_class = shapes.GroupMaterialOut
    filterset_class = MaterialFilter
    read_scope = Scope.GROUPS_READ
    expands = {"group": "open-group", "added_by": "colleague"}

    def get_queryset(self) -> QuerySet[GroupMaterial]:
        """Scope to the caller's sites."""
        return GroupMaterial.objects.filter(group__in=OpenGroup.objects.at_sites_of(self.actor).order_by())

    @creates(Scope.GROUPS_WRITE, takes=shapes.GroupMaterialIn)
    def create(self, data: dict[str, Any]) -> GroupMaterial:
        """Give a group words to read: a colleague's doing."""
        return telling.add_material(by=self.actor, upload=None, at=self.at, **data)

    @verb(Scope.GROUPS_WRITE)
    def withdraw(self, row: GroupMaterial, data: dict[str, Any]) -> None:
        """Take it away; it stays on record."""
        telling.withdraw_material(by=self.actor, material=row, at=self.at)


class ScheduleAskResource(Resource):
    """What clients ask of their times, for whoever settles it. Only the client themselves asks."""

    serializer_class = shapes.ScheduleAskOut
    filterset_class = AskFilter
    read_scope = Scope.APPOINTMENTS_READ
    client_path = "client_id"
    information = (Information.SCHEDULE,)
    event_name = "schedule_asks"
    expands = {"client": "client", "attendance": "attendance", "appointment": "appointment"}

    def get_queryset(self) -> QuerySet[ScheduleAsk]:
        """Scope to the caller's sites."""
        return shown_to(
            ScheduleAsk.objects.all(), self.actor, Permission.REQUEST_SETTLE, program=Permission.SESSION_VIEW
        )

    @verb(Scope.APPOINTMENTS_WRITE, takes=shapes.AskGrantIn)
    def grant(self, row: ScheduleAsk, data: dict[str, Any]) -> None:
        """Do what was asked: note the day as called off, cancel the appointment or move it. A colleague's doing."""
        grant_ask(by=self.actor, ask=row, at=self.at, **data)

    @verb(Scope.APPOINTMENTS_WRITE, takes=shapes.AskDeclineIn)
    def decline(self, row: ScheduleAsk, data: dict[str, Any]) -> None:
        """Say no, in words that the client reads."""
        decline_ask(by=self.actor, ask=row, at=self.at, **data)
