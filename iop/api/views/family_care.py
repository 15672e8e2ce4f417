"""Family sessions and what was offered to families, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import family_care as shapes
from iop.api.verbs import creates
from scheduling.actions import offer_family
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.family_choices import OfferOutcome
from scheduling.models import Appointment, AppointmentParticipant, FamilyOffer


class FamilySessionFilter(filters.FilterSet):
    """Family sessions by client, status and time."""

    client = filters.UUIDFilter(field_name="client_id")
    status = filters.ChoiceFilter(choices=AppointmentStatus.choices)
    starts_after = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="gte")
    starts_before = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")

    class Meta:
        model = Appointment
        fields: list[str] = []


class FamilyOfferFilter(filters.FilterSet):
    """Offers by client and what came of them."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    outcome = filters.ChoiceFilter(choices=OfferOutcome.choices)

    class Meta:
        model = FamilyOffer
        fields: list[str] = []


class FamilySessionResource(Resource):
    """Family sessions: as what they were planned, whether the client was there, how many came. Nobody else is named."""

    serializer_class = shapes.FamilySessionOut
    filterset_class = FamilySessionFilter
    read_scope = Scope.FAMILY_READ
    client_path = "client_id"
    information = (Information.SCHEDULE, Information.PROGRESS)
    event_name = "family_sessions"

    def get_queryset(self) -> QuerySet[Appointment]:
        """Scope to the caller's sites."""
        rows = Appointment.objects.visible_to(self.actor, Permission.NOTE_VIEW).filter(kind=AppointmentKind.FAMILY)
        guests = Prefetch("participants", queryset=AppointmentParticipant.objects.standing(), to_attr="guests")
        return rows.select_related("family_session").prefetch_related(guests)


class FamilyOfferResource(Resource):
    """What was offered to families, and what came of it."""

    serializer_class = shapes.FamilyOfferOut
    filterset_class = FamilyOfferFilter
    read_scope = Scope.FAMILY_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "family_offers"

    def get_queryset(self) -> QuerySet[FamilyOffer]:
        """Scope to the caller's sites."""
        return FamilyOffer.objects.visible_to(self.actor, Permission.NOTE_VIEW).select_related("episode")

    @creates(Scope.FAMILY_WRITE, takes=shapes.FamilyOfferIn)
    def create(self, data: dict[str, Any]) -> FamilyOffer:
        """Keep that a family session was offered on a day, and what came of it."""
        return offer_family(by=self.actor, at=self.at, **data)
