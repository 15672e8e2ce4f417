"""Referrals, community resources, contacts, tasks and support meetings as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import support as shapes
from iop.api.serializers.signing import ReasonIn, VersionIn
from iop.api.verbs import changes, creates, verb
from therapy.actions import support
from therapy.choices.support import ContactWith, Need, ReferralStatus
from therapy.models.support import CaseContact, CommunityResource, Referral, SupportMeeting


class ReferralFilter(filters.FilterSet):
    """Referrals by client and where they stand."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    status = filters.ChoiceFilter(choices=ReferralStatus.choices)

    class Meta:
        model = Referral
        fields: list[str] = []


class CommunityResourceFilter(filters.FilterSet):
    """Places by what they help with."""

    need = filters.ChoiceFilter(choices=Need.choices, method="offering")

    class Meta:
        model = CommunityResource
        fields: list[str] = []

    def offering(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that help with it."""
        return queryset.offering(value)


class MeetingFilter(filters.FilterSet):
    """Support meetings by client."""

    client = filters.UUIDFilter(field_name="episode__client_id")

    class Meta:
        model = SupportMeeting
        fields: list[str] = []


class ContactFilter(filters.FilterSet):
    """Contacts by client, stay, whom and when."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    with_whom = filters.ChoiceFilter(choices=ContactWith.choices)
    from_at = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until_at = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = CaseContact
        fields: list[str] = []


class CommunityResourceResource(Resource):
    """Places that help. Nothing in it is about a client."""

    serializer_class = shapes.ResourceOut
    filterset_class = CommunityResourceFilter
    read_scope = Scope.SUPPORT_READ
    event_name = "community_resources"

    def get_queryset(self) -> QuerySet[CommunityResource]:
        """Scope to the caller's sites."""
        return CommunityResource.objects.of(self.actor)

    @creates(Scope.SUPPORT_WRITE, takes=shapes.PlaceNewIn)
    def create(self, data: dict[str, Any]) -> CommunityResource:
        """Put a place on the list."""
        site = data.pop("site")
        return support.add_resource(by=self.actor, site_id=site.pk if site else None, at=self.at, **data)

    @changes(Scope.SUPPORT_WRITE, takes=shapes.PlaceChangeIn)
    def partial_update(self, row: CommunityResource, data: dict[str, Any]) -> None:
        """Change what the list says of a place, all of it; referrals keep the name it had."""
        support.change_resource(by=self.actor, resource=row, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=VersionIn)
    def check(self, row: CommunityResource, data: dict[str, Any]) -> None:
        """Say that phone, hours and eligibility are still right today."""
        support.check_resource(by=self.actor, resource=row, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=shapes.PlaceInUseIn)
    def use(self, row: CommunityResource, data: dict[str, Any]) -> None:
        """Take a place off the list, or put it back."""
        support.retire_resource(by=self.actor, resource=row, at=self.at, **data)


class ReferralResource(Resource):
    """Referrals with their steps."""

    serializer_class = shapes.ReferralOut
    filterset_class = ReferralFilter
    read_scope = Scope.SUPPORT_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "referrals"
    expands = {"client": "client", "episode": "episode", "resource": "community-resource"}

    def get_queryset(self) -> QuerySet[Referral]:
        """Scope to the caller's sites."""
        return Referral.objects.visible_to(self.actor).select_related("episode").prefetch_related("changes")

    @creates(Scope.SUPPORT_WRITE, takes=shapes.ReferralIn)
    def create(self, data: dict[str, Any]) -> Referral:
        """Make a referral. Nothing about the client leaves by it."""
        return support.refer(by=self.actor, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=shapes.MoveIn)
    def move(self, row: Referral, data: dict[str, Any]) -> None:
        """Say where a referral stands now."""
        support.move_referral(by=self.actor, referral=row, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=shapes.FollowUpLaterIn)
    def later(self, row: Referral, data: dict[str, Any]) -> None:
        """Put off, or bring forward, the day of following up."""
        support.follow_up_later(by=self.actor, referral=row, at=self.at, **data)


class OfCasework(Resource):
    """What lists of case management share."""

    def listed(self, rows: Any) -> Any:
        """Leave what was entered in error out of lists; fetched by its id it says so."""
        return rows.right() if self.action == "list" else rows


class CaseContactResource(OfCasework):
    """Contacts with others about clients."""

    serializer_class = shapes.CaseContactOut
    filterset_class = ContactFilter
    read_scope = Scope.SUPPORT_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "case_contacts"
    expands = {"client": "client", "episode": "episode", "referral": "referral"}

    def get_queryset(self) -> QuerySet[CaseContact]:
        """Scope to the caller's sites."""
        return self.listed(CaseContact.objects.visible_to(self.actor).select_related("episode"))

    @creates(Scope.SUPPORT_WRITE, takes=shapes.CaseContactIn)
    def create(self, data: dict[str, Any]) -> CaseContact:
        """Write down one contact, or an attempt at one."""
        return support.log_contact(by=self.actor, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=ReasonIn)
    def entered_in_error(self, row: CaseContact, data: dict[str, Any]) -> None:
        """Mark a contact that did not take place so."""
        support.mark_contact_error(by=self.actor, contact=row, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=shapes.TaskIn, detail=False)
    def tasks(self, data: dict[str, Any]) -> None:
        """Make a task about a client, one's own or a colleague's; it stands on the work list."""
        assignee = data.pop("assignee")
        support.add_task(by=self.actor, assignee_id=assignee.pk if assignee else None, at=self.at, **data)


class SupportMeetingResource(OfCasework):
    """Support meetings that clients went to."""

    serializer_class = shapes.MeetingOut
    filterset_class = MeetingFilter
    read_scope = Scope.SUPPORT_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "support_meetings"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[SupportMeeting]:
        """Scope to the caller's sites."""
        return self.listed(SupportMeeting.objects.visible_to(self.actor).select_related("episode"))

    @creates(Scope.SUPPORT_WRITE, takes=shapes.MeetingIn)
    def create(self, data: dict[str, Any]) -> SupportMeeting:
        """Write down a meeting."""
        return support.log_meeting(by=self.actor, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=ReasonIn)
    def entered_in_error(self, row: SupportMeeting, data: dict[str, Any]) -> None:
        """Mark a meeting they did not go to."""
        support.mark_meeting_error(by=self.actor, meeting=row, at=self.at, **data)
