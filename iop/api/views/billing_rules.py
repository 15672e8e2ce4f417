"""Rules of billing as a resource for reading, and deciding a made-up day by them."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing import invented
from billing.choices.rules import RuleStatus, Service
from billing.models import BillingRule, Payer
from billing.policies.rules import may_see_rules
from clients.models import LevelOfCare
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import billing_rules as shapes
from iop.core import clock
from iop.core.errors import require


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

    def get_queryset(self) -> QuerySet[BillingRule]:
        """Give every rule to whoever reads billing pages."""
        rows = BillingRule.objects.order_by("pk")
        return rows.none() if may_see_rules(self.actor) else rows

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
