"""Payers and their plans, the clinic's own names and numbers, prices and the sliding scale, as resources. About nobody."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet

from billing.actions import payers as actions
from billing.actions.client_money import sliding_fees
from billing.models import (
    BillingIdentity,
    ClinicianNumber,
    FeeLine,
    Payer,
    PayerEnrolment,
    PayerPlan,
    PovertyGuideline,
    SlidingScale,
)
from billing.policies.payers import may_see_payers
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import payers as shapes
from iop.api.serializers.patching import kept
from iop.api.verbs import changes, creates, verb

READ, SETUP = Scope.BILLING_READ, Scope.BILLING_SETUP
PLAN = ("name", "is_in_network", "authorization", "authorization_after", "is_active")


class PlanFilter(filters.FilterSet):
    """Plans by payer, and whether they are in use."""

    payer = filters.UUIDFilter(field_name="payer_id")

    class Meta:
        model = PayerPlan
        fields = ["is_active"]


class BillingIdentityFilter(filters.FilterSet):
    """Identities by site and day."""

    site = filters.UUIDFilter(field_name="site_id")
    on = filters.DateFilter(method="holding")

    class Meta:
        model = BillingIdentity
        fields: list[str] = []

    def holding(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep what holds that day."""
        return queryset.on(value)


class PayerEnrolmentFilter(filters.FilterSet):
    """Enrolments by payer, colleague and day."""

    payer = filters.UUIDFilter(field_name="payer_id")
    staff = filters.UUIDFilter(field_name="staff_id")
    on = filters.DateFilter(method="holding")

    class Meta:
        model = PayerEnrolment
        fields: list[str] = []

    def holding(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold that day."""
        return queryset.on(value)


class FeeFilter(filters.FilterSet):
    """Prices by payer, level and code; ``own`` keeps the clinic's own list."""

    payer = filters.UUIDFilter(field_name="payer_id")
    level = filters.UUIDFilter(field_name="level_id")
    code = filters.CharFilter()
    own = filters.BooleanFilter(field_name="payer", lookup_expr="isnull")

    class Meta:
        model = FeeLine
        fields: list[str] = []


class OfBilling(Resource):
    """Lists that belong to the whole clinic and are read by whoever reads billing."""

    read_scope = READ
    rows: QuerySet[Any]

    def get_queryset(self) -> QuerySet[Any]:
        """Give the list to whoever reads billing."""
        return self.rows.none() if may_see_payers(self.actor) else self.rows.all()


class PayerResource(OfBilling):
    """Who pays, with their plans."""

    serializer_class = shapes.PayerOut
    event_name = "payers"
    expands = {"party": "recipient"}
    rows = Payer.objects.prefetch_related(Prefetch("plans", PayerPlan.objects.order_by("name"))).order_by("name")

    @creates(SETUP, takes=shapes.PayerIn)
    def create(self, data: dict[str, Any]) -> Payer:
        """Put a payer on the list, and into the register of recipients unless it is there."""
        return actions.add_payer(by=self.actor, at=self.at, **data)

    @changes(SETUP, takes=shapes.PayerPatch)
    def partial_update(self, row: Payer, data: dict[str, Any]) -> None:
        """Change what is known of a payer."""
        actions.change_payer(by=self.actor, payer=row, at=self.at, **data)


class PlanResource(OfBilling):
    """Payers' plans."""

    serializer_class = shapes.PayerPlanOut
    filterset_class = PlanFilter
    event_name = "payer_plans"
    expands = {"payer": "payer"}
    rows = PayerPlan.objects.order_by("name", "pk")

    @creates(SETUP, takes=shapes.PlanIn)
    def create(self, data: dict[str, Any]) -> PayerPlan:
        """Add a plan to a payer."""
        return actions.save_plan(by=self.actor, at=self.at, **data)

    @changes(SETUP, takes=shapes.PlanPatch)
    def partial_update(self, row: PayerPlan, data: dict[str, Any]) -> None:
        """Change a plan."""
        version, said = data.pop("version"), kept(row, data, *PLAN)
        actions.save_plan(by=self.actor, at=self.at, payer=row.payer, plan=row, version=version, **said)


class BillingIdentityResource(Resource):
    """Under which names and numbers sites bill."""

    serializer_class = shapes.BillingIdentityOut
    filterset_class = BillingIdentityFilter
    read_scope = READ
    event_name = "billing_identities"
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[BillingIdentity]:
        """Scope to sites whose billing the caller reads."""
        return BillingIdentity.objects.filter(site__in=self.actor.sites_where(Permission.BILLING_VIEW))

    @creates(SETUP, takes=shapes.BillingIdentityIn)
    def create(self, data: dict[str, Any]) -> BillingIdentity:
        """Say under which name, numbers and address a site bills from a day on."""
        return actions.set_identity(by=self.actor, at=self.at, **data)


class ClinicianNumberResource(OfBilling):
    """Colleagues' provider numbers."""

    serializer_class = shapes.ClinicianNumberOut
    event_name = "clinician_numbers"
    rows = ClinicianNumber.objects.order_by("pk")

    @creates(SETUP, takes=shapes.ClinicianNumberIn)
    def create(self, data: dict[str, Any]) -> ClinicianNumber:
        """Keep a colleague's own number, the first or another."""
        return actions.set_number(by=self.actor, at=self.at, **data)


class PayerEnrolmentResource(OfBilling):
    """Whose services payers pay for."""

    serializer_class = shapes.PayerEnrolmentOut
    filterset_class = PayerEnrolmentFilter
    event_name = "payer_enrolments"
    expands = {"payer": "payer"}
    rows = PayerEnrolment.objects.order_by("-starts_on", "pk")

    @creates(SETUP, takes=shapes.PayerEnrolmentIn)
    def create(self, data: dict[str, Any]) -> PayerEnrolment:
        """Write down from when a payer pays for what a colleague renders."""
        return actions.enrol(by=self.actor, at=self.at, **data)

    @verb(SETUP, takes=shapes.PayerEnrolmentEndIn)
    def end(self, row: PayerEnrolment, data: dict[str, Any]) -> None:
        """Say the last day on which the payer pays for it."""
        actions.end_enrolment(by=self.actor, enrolment=row, at=self.at, **data)


class FeeResource(OfBilling):
    """What codes cost: the clinic's own prices, and those agreed with payers."""

    serializer_class = shapes.FeeOut
    filterset_class = FeeFilter
    event_name = "fees"
    expands = {"payer": "payer", "level": "level"}
    rows = FeeLine.objects.order_by("code", "-valid_from", "-created_at", "pk")

    @creates(SETUP, takes=shapes.FeeIn)
    def create(self, data: dict[str, Any]) -> FeeLine:
        """Say what a code costs from a day on."""
        return actions.set_fee(by=self.actor, at=self.at, **data)


class GuidelineResource(OfBilling):
    """The federal poverty guidelines as the clinic entered them."""

    serializer_class = shapes.GuidelineOut
    event_name = "poverty_guidelines"
    rows = PovertyGuideline.objects.order_by("-valid_from", "area", "pk")

    @creates(SETUP, takes=shapes.GuidelineIn)
    def create(self, data: dict[str, Any]) -> PovertyGuideline:
        """Enter the guideline from a day on."""
        return sliding_fees.save_guideline(by=self.actor, **data)


class ScaleResource(OfBilling):
    """The sliding scale, by the day from which it holds."""

    serializer_class = shapes.SlidingScaleOut
    event_name = "sliding_scales"
    rows = SlidingScale.objects.prefetch_related("bands").order_by("-valid_from", "pk")

    @creates(SETUP, takes=shapes.SlidingScaleIn)
    def create(self, data: dict[str, Any]) -> SlidingScale:
        """Enter the scale from a day on; what clients were promised before stays."""
        return sliding_fees.save_scale(by=self.actor, **data)
