"""The end of stays, check-ins after them and wishes for more support as resources. Reading only."""

from __future__ import annotations

from django.db.models import QuerySet

from clients.choices import Information
from clients.models import DischargeDetail
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import discharges as shapes
from therapy.models import FollowUp, MoreSupportAsk


class DischargeResource(Resource):
    """Where stays led."""

    serializer_class = shapes.DischargeOut
    filterset_fields = ("episode", "episode__client", "destination", "first_kept")
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.DISCHARGE,)
    event_name = "discharges"

    def get_queryset(self) -> QuerySet[DischargeDetail]:
        """Scope to the caller's sites."""
        rows = DischargeDetail.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.select_related("episode").order_by("-created_at", "pk")


class FollowUpResource(Resource):
    """Check-ins after treatment."""

    serializer_class = shapes.FollowUpOut
    filterset_fields = ("episode", "episode__client", "status", "after_days")
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.DISCHARGE, Information.PROGRESS)
    event_name = "follow_ups"

    def get_queryset(self) -> QuerySet[FollowUp]:
        """Scope to the caller's sites."""
        rows = FollowUp.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.select_related("episode").prefetch_related("attempts").order_by("-due_on", "pk")


class MoreSupportResource(Resource):
    """Who asked for more support."""

    serializer_class = shapes.MoreSupportOut
    filterset_fields = ("episode", "episode__client", "urgency", "answer")
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "more_support"

    def get_queryset(self) -> QuerySet[MoreSupportAsk]:
        """Scope to the caller's sites."""
        rows = MoreSupportAsk.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.select_related("episode").order_by("-asked_at", "pk")
