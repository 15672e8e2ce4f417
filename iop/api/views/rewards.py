"""Rewards as resources: what was drawn, earned, handed out and taken back; rules and prizes."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import rewards as shapes
from iop.api.serializers.signing import ReasonIn
from iop.api.verbs import creates, verb
from therapy import rewards as facts
from therapy.actions import rewards
from therapy.choices.rewards import RewardKind
from therapy.models.rewards import RewardDraw, RewardLedger, RewardPrize, RewardRule


class RewardLineFilter(filters.FilterSet):
    """Lines by client."""

    client = filters.UUIDFilter(field_name="episode__client_id")

    class Meta:
        model = RewardLedger
        fields: list[str] = []


class RewardLedgerResource(Resource):
    """What clients earned in rewards, what they were handed, and what was taken back."""

    serializer_class = shapes.RewardLineOut
    filterset_class = RewardLineFilter
    read_scope = Scope.SUPPORT_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "reward_ledger"
    expands = {"client": "client", "episode": "episode", "voids": "reward-line"}

    def get_queryset(self) -> QuerySet[RewardLedger]:
        """Scope to the caller's sites."""
        return RewardLedger.objects.visible_to(self.actor, Permission.SUPPORT_KEEP).select_related("episode")

    @creates(Scope.SUPPORT_WRITE, takes=shapes.HandOutIn)
    def create(self, data: dict[str, Any]) -> RewardLedger:
        """Write down what a client was handed from their balance."""
        return rewards.hand_out(by=self.actor, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=ReasonIn, status=201)
    def void(self, row: RewardLedger, data: dict[str, Any]) -> RewardLedger:
        """Take a line back in full; the line that does so is given back."""
        return rewards.void_line(by=self.actor, line=row, at=self.at, **data)


class RewardDrawResource(Resource):
    """Draws for what was earned, for people who give rewards: what earned it may rest on a drug test."""

    serializer_class = shapes.RewardDrawOut
    filterset_fields = ("episode", "episode__client")
    read_scope = Scope.SUPPORT_READ
    scopes = {"owed": Scope.SUPPORT_READ}
    client_path = "episode.client_id"
    information = (Information.PROGRESS, Information.DRUG_TESTS)
    event_name = "reward_draw"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[RewardDraw]:
        """Scope to the sites where the caller gives rewards; draws for tests are for who reads tests."""
        rows = RewardDraw.objects.visible_to(self.actor).select_related("episode")
        reads_tests = Q(episode__site__in=self.actor.sites_where(Permission.TESTS_VIEW))
        return rows.filter(reads_tests | ~Q(kind=RewardKind.TEST))

    @creates(Scope.SUPPORT_WRITE, takes=shapes.DrawIn)
    def create(self, data: dict[str, Any]) -> RewardDraw:
        """Draw from the site's bowl for something earned."""
        return rewards.draw_reward(by=self.actor, at=self.at, **data)

    @extend_schema(
        parameters=[OpenApiParameter("episode", {"type": "string", "format": "uuid"}, required=True)],
        responses=shapes.OwedOut(many=True), filters=False,
    )  # fmt: skip
    @action(detail=False, pagination_class=None, filter_backends=())
    def owed(self, request: Request) -> Response:
        """Name what somebody has earned and nobody has drawn for, oldest first."""
        asked = shapes.OwedAsk(data=request.query_params, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        episode = asked.validated_data["episode"]
        reads_tests = self.actor.can(Permission.TESTS_VIEW, episode.site_id)
        found = [one for one in facts.owed(episode, self.at) if reads_tests or one.kind != RewardKind.TEST]
        drawn = shapes.OwedOut(found, many=True).data
        bases = self.way_out.grounds({episode.client_id}, "rewards_owed", self.information)
        if not bases:
            raise Http404
        self.way_out.note("rewards_owed", [(episode.client_id, episode, drawn)], bases)
        return Response(drawn)


class RewardRuleResource(Resource):
    """How rewards are earned at the caller's sites, by date. About nobody."""

    serializer_class = shapes.RewardRuleOut
    filterset_fields = ("site", "kind")
    read_scope = Scope.SUPPORT_READ

    def get_queryset(self) -> QuerySet[RewardRule]:
        """Scope to the caller's sites."""
        return RewardRule.objects.filter(site__in=self.actor.site_ids).order_by("pk")

    @creates(Scope.SUPPORT_WRITE, takes=shapes.RewardRuleIn)
    def create(self, data: dict[str, Any]) -> RewardRule:
        """Let a rule hold from a day on."""
        return rewards.set_reward_rule(by=self.actor, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE, takes=shapes.RewardSwitchIn, detail=False)
    def switch(self, data: dict[str, Any]) -> None:
        """Switch rewards on or off at a site from today, and set their caps."""
        rewards.switch_rewards(by=self.actor, at=self.at, **data)


class RewardPrizeResource(Resource):
    """Prizes of the caller's sites, those taken out of the bowl too."""

    serializer_class = shapes.RewardPrizeOut
    filterset_fields = ("site",)
    read_scope = Scope.SUPPORT_READ

    def get_queryset(self) -> QuerySet[RewardPrize]:
        """Scope to the caller's sites."""
        return RewardPrize.objects.filter(site__in=self.actor.site_ids).order_by("pk")

    @creates(Scope.SUPPORT_WRITE, takes=shapes.RewardPrizeIn)
    def create(self, data: dict[str, Any]) -> RewardPrize:
        """Put a prize into a site's bowl."""
        return rewards.add_prize(by=self.actor, at=self.at, **data)

    @verb(Scope.SUPPORT_WRITE)
    def retire(self, row: RewardPrize, data: dict[str, Any]) -> RewardPrize:
        """Take a prize out of the bowl; draws made with it keep it."""
        return rewards.retire_prize(by=self.actor, prize=row, at=self.at)
