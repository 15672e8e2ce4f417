"""Medications, allergies, referrals, community resources and support meetings as resources."""

from __future__ import annotations

import uuid

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import EpisodeStatus, Information
from clients.models import Client, Episode
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import support as shapes
from iop.core import clock
from therapy.actions import medications, support
from therapy.choices.support import Need, ReferralStatus
from therapy.models.medications import Allergy, Medication
from therapy.models.support import CommunityResource, Referral, SupportMeeting


class MedicationFilter(filters.FilterSet):
    """Medications by client and day."""

    client = filters.UUIDFilter(field_name="client_id")
    on = filters.DateFilter(method="taken_on")

    class Meta:
        model = Medication
        fields: list[str] = []

    def taken_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those taken that day."""
        return queryset.on(value)


class AllergyFilter(filters.FilterSet):
    """Allergies by client."""

    client = filters.UUIDFilter(field_name="client_id")

    class Meta:
        model = Allergy
        fields: list[str] = []


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


class OfAClient(Resource):
    """What the resources beside a client share."""

    def site_of(self, client: Client, permission: str) -> uuid.UUID:
        """Name the site of care where the caller may write: of the stay under way, else of the newest."""
        stays = Episode.objects.filter(client=client, site__in=self.actor.sites_where(permission))
        admitted = stays.filter(status=EpisodeStatus.ADMITTED).first()
        stay = admitted or stays.order_by("-opened_on").first()
        return stay.site_id if stay else client.episodes.order_by("-opened_on").values_list("site", flat=True)[0]


class MedicationResource(OfAClient):
    """What clients take and took; what was entered in error is left out."""

    serializer_class = shapes.MedicationOut
    filterset_class = MedicationFilter
    read_scope = Scope.MEDICATIONS_READ
    scopes = {
        "create": Scope.MEDICATIONS_WRITE,
        "dose": Scope.MEDICATIONS_WRITE,
        "stop": Scope.MEDICATIONS_WRITE,
    }
    client_path = "client_id"
    information = (Information.MEDICATIONS,)
    event_name = "medications"

    def get_queryset(self) -> QuerySet[Medication]:
        """Scope to the caller's sites."""
        return Medication.objects.visible_to(self.actor).right()

    @extend_schema(request=shapes.MedicationIn, responses={201: shapes.MedicationOut})
    def create(self, request: Request) -> Response:
        """Put a medication on the list."""
        data = self.parsed(shapes.MedicationIn)
        client = self.pick(Client.objects.visible_to(self.actor, Permission.MEDICATIONS_KEEP), data.pop("client"))
        site_id = self.site_of(client, Permission.MEDICATIONS_KEEP)
        row = medications.add_medication(by=self.actor, client=client, site_id=site_id, at=clock.now(), **data)
        return self.fresh(row, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.DoseIn, responses={201: shapes.MedicationOut})
    @action(detail=True, methods=["post"])
    def dose(self, request: Request, pk: str) -> Response:
        """Change the dose: the row ends and another begins, which is given back."""
        data = self.parsed(shapes.DoseIn)
        row = medications.change_dose(by=self.actor, medication=self.get_object(), at=clock.now(), **data)
        return self.fresh(row, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.StopIn, responses=shapes.MedicationOut)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Stop a medication."""
        data = self.parsed(shapes.StopIn)
        return self.fresh(
            medications.stop_medication(by=self.actor, medication=self.get_object(), at=clock.now(), **data)
        )


class AllergyResource(OfAClient):
    """What clients must not be given."""

    serializer_class = shapes.AllergyOut
    filterset_class = AllergyFilter
    read_scope = Scope.MEDICATIONS_READ
    scopes = {"create": Scope.MEDICATIONS_WRITE}
    client_path = "client_id"
    information = (Information.MEDICATIONS,)
    event_name = "allergies"

    def get_queryset(self) -> QuerySet[Allergy]:
        """Scope to the caller's sites."""
        return Allergy.objects.visible_to(self.actor).right()

    @extend_schema(request=shapes.AllergyIn, responses={201: shapes.AllergyOut})
    def create(self, request: Request) -> Response:
        """Record an allergy."""
        data = self.parsed(shapes.AllergyIn)
        client = self.pick(Client.objects.visible_to(self.actor, Permission.MEDICATIONS_KEEP), data.pop("client"))
        site_id = self.site_of(client, Permission.MEDICATIONS_KEEP)
        row = medications.add_allergy(by=self.actor, client=client, site_id=site_id, at=clock.now(), **data)
        return self.fresh(row, status.HTTP_201_CREATED)


class CommunityResourceResource(Resource):
    """Places that help. Nothing in it is about a client."""

    serializer_class = shapes.ResourceOut
    filterset_class = CommunityResourceFilter
    read_scope = Scope.SUPPORT_READ
    event_name = "community_resources"

    def get_queryset(self) -> QuerySet[CommunityResource]:
        """Scope to the caller's sites."""
        return CommunityResource.objects.of(self.actor)


class ReferralResource(Resource):
    """Referrals with their steps."""

    serializer_class = shapes.ReferralOut
    filterset_class = ReferralFilter
    read_scope = Scope.SUPPORT_READ
    scopes = {"create": Scope.SUPPORT_WRITE, "move": Scope.SUPPORT_WRITE}
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "referrals"

    def get_queryset(self) -> QuerySet[Referral]:
        """Scope to the caller's sites."""
        return Referral.objects.visible_to(self.actor).select_related("episode").prefetch_related("changes")

    @extend_schema(request=shapes.ReferralIn, responses={201: shapes.ReferralOut})
    def create(self, request: Request) -> Response:
        """Make a referral that the client carries there themselves: nothing about them leaves by it."""
        data = self.parsed(shapes.ReferralIn)
        episode = self.pick(Episode.objects.visible_to(self.actor, Permission.SUPPORT_KEEP), data.pop("episode"))
        place = data.pop("resource")
        if place:
            place = self.pick(CommunityResource.objects.of(self.actor).active(), place)
        row = support.refer(by=self.actor, episode=episode, resource=place, at=clock.now(), **data)
        return self.fresh(row, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.MoveIn, responses=shapes.ReferralOut)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Say where a referral stands now."""
        data = self.parsed(shapes.MoveIn)
        return self.fresh(support.move_referral(by=self.actor, referral=self.get_object(), at=clock.now(), **data))


class SupportMeetingResource(Resource):
    """Support meetings that clients went to."""

    serializer_class = shapes.MeetingOut
    filterset_class = MeetingFilter
    read_scope = Scope.SUPPORT_READ
    scopes = {"create": Scope.SUPPORT_WRITE}
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "support_meetings"

    def get_queryset(self) -> QuerySet[SupportMeeting]:
        """Scope to the caller's sites."""
        return SupportMeeting.objects.visible_to(self.actor).right().select_related("episode")

    @extend_schema(request=shapes.MeetingIn, responses={201: shapes.MeetingOut})
    def create(self, request: Request) -> Response:
        """Write down a meeting."""
        data = self.parsed(shapes.MeetingIn)
        episode = self.pick(Episode.objects.visible_to(self.actor, Permission.SUPPORT_KEEP), data.pop("episode"))
        row = support.log_meeting(by=self.actor, episode=episode, at=clock.now(), **data)
        return self.fresh(row, status.HTTP_201_CREATED)
