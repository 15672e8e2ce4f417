"""The reward ledger as a resource, to read."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers.rewards import RewardLineOut
from therapy.models.rewards import RewardLedger


class RewardLineFilter(filters.FilterSet):
    """Lines by client."""

    client = filters.UUIDFilter(field_name="episode__client_id")

    class Meta:
        model = RewardLedger
        fields: list[str] = []


class RewardLedgerResource(Resource):
    """What clients earned in rewards, what they were handed, and what was taken back."""

    serializer_class = RewardLineOut
    filterset_class = RewardLineFilter
    read_scope = Scope.SUPPORT_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "reward_ledger"

    def get_queryset(self) -> QuerySet[RewardLedger]:
        """Scope to the caller's sites."""
        return RewardLedger.objects.visible_to(self.actor, Permission.SUPPORT_KEEP).select_related("episode")
