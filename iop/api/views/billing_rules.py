"""Rules of billing as a resource, and deciding a made-up day by them."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing import invented
from billing.actions import rules as actions
from billing.choices.rules import RuleStatus, Service
from billing.models import BillingRule, Payer
from billing.policies.rules import may_see_rules
from clients.models import LevelOfCare
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import billing_rules as shapes
from iop.api.serializers.patching import LookedAtIn
from iop.api.verbs import changes, creates, verb
from iop.core import clock
from iop.core.errors import require

SETUP = Scope.BILLING_SETUP


class BillingRuleFilter(filters.FilterSet):
    """Rules by payer, level, service and state, and by a day on which they hold."""

    payer = filters.UUIDFilter(field_name="payer_id")
    level = filters.UUIDFilter(field_name="level_id")
    service = filters.ChoiceFilter(choices=Service.choices)
    status = filters.ChoiceFilter(choices=RuleStatus.choices)
    first = filters.DateFilter(field_name="starts_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="starts_on", lookup_expr="lte")

    class Meta:
        model = BillingRule
        fields: list[str] = []


class BillingRuleResource(Resource):
    """Rules of billing: about nobody."""

    serializer_class = shapes.BillingRuleOut
    filterset_class = BillingRuleFilter
    read_scope = Scope.BILLING_READ
    scopes = {"decide": Scope.BILLING_READ}
    event_name = "billing_rule"
    expands = {"payer": "payer", "level": "level", "replaces": "billing-rule"}

    def get_queryset(self) -> QuerySet[BillingRule]:
        """Give every rule to whoever reads billing pages."""
        rows = BillingRule.objects.order_by("pk")
        return rows.none() if may_see_rules(self.actor) else rows

    @creates(SETUP, takes=shapes.NewRuleIn)
    def create(self, data: dict[str, Any]) -> BillingRule:
        """Write a rule as a draft."""
        return actions.save_draft(by=self.actor, at=self.at, **data)

    @changes(SETUP, takes=shapes.DraftIn)
    def partial_update(self, row: BillingRule, data: dict[str, Any]) -> None:
        """Write a draft anew: the whole of it."""
        actions.save_draft(by=self.actor, at=self.at, rule=row, **data)

    @verb(SETUP, takes=LookedAtIn)
    def publish(self, row: BillingRule, data: dict[str, Any]) -> None:
        """Let a draft hold from its first day on. What was published never changes."""
        actions.publish(by=self.actor, rule=row, at=self.at, **data)

    @verb(SETUP, takes=shapes.RuleEndIn)
    def end(self, row: BillingRule, data: dict[str, Any]) -> None:
        """Let a published rule end with a day."""
        actions.end(by=self.actor, rule=row, at=self.at, **data)

    @verb(SETUP, takes=shapes.RuleTakeBackIn)
    def take_back(self, row: BillingRule, data: dict[str, Any]) -> None:
        """Take a published rule back as wrong from its first day on; days it decided are decided anew."""
        actions.take_back(by=self.actor, rule=row, at=self.at, **data)

    @extend_schema(request=shapes.DecisionIn, responses=shapes.DecisionOut)
    @action(detail=False, methods=["post"])
    def decide(self, request: Request) -> Response:
        """Decide a made-up day by the rules that hold on it, with its sentence and every step. Nothing is written."""
        require(may_see_rules(self.actor))
        data = dict(self.parsed(shapes.DecisionIn))
        payer = self.pick(Payer.objects.all(), data.pop("payer")) if data["payer"] else data.pop("payer")
        level = self.pick(LevelOfCare.objects.all(), data.pop("level")) if data["level"] else data.pop("level")
        with_drafts = data.pop("with_drafts")
        drafts = list(BillingRule.objects.filter(status=RuleStatus.DRAFT, payer=payer)) if with_drafts else []
        made_up = invented.Invented(
            **{
                **data, "on": data.get("on") or clock.today("UTC"), "payer": payer, "level": level,
                "groups": tuple(data["groups"]), "credentials": frozenset(data["credentials"]),
            }
        )  # fmt: skip
        return Response(shapes.DecisionOut(invented.decide(made_up, drafts)).data)
