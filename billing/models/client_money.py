"""What clients pay: sliding scale, payments, refunds, payment plans, statements. The ledger says what is owed."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from billing.choices.client_money import (
    IncomeProof,
    OnlineStatus,
    PayWay,
    PlanRhythm,
    PlanStatus,
    PovertyArea,
)
from billing.querysets.client_money import PaymentQuerySet, StatementQuerySet
from clients.models import Client
from iop.clinic.models import Site
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import SpanQuerySet, date_span
from iop.core.triggers import append_only, no_delete, status_has_history

ONLINE_ENDS_ONCE = """
IF OLD.status <> 'begun' THEN
    RAISE EXCEPTION 'an online payment that has ended stays as it ended';
END IF;
RETURN NEW;
"""


class PovertyGuideline(Row):
    """The federal poverty guideline as a clinic entered it: what one person has a year, and each more in the household."""

    area = models.CharField(max_length=8, choices=PovertyArea, default=PovertyArea.STATES)
    valid_from = models.DateField()
    first_cents = models.PositiveIntegerField()
    more_cents = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    """Where the amounts stand: the notice of the Department of Health and Human Services."""
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-valid_from", "-created_at"]
        # Of one day the row made last holds.
        triggers = append_only()


class SlidingScale(Row):
    """Who pays which part of the clinic's prices from a day on. Its lines are ``SlidingBand``."""

    valid_from = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-valid_from", "-created_at"]
        triggers = append_only()


class SlidingBand(Row):
    """One line of the scale: up to this percent of the poverty level a client pays that percent of a price, or an amount."""

    scale = models.ForeignKey(SlidingScale, on_delete=models.PROTECT, related_name="bands")
    up_to_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    """None: everybody above."""
    pays_percent = models.PositiveSmallIntegerField()
    most_cents = models.PositiveIntegerField(null=True, blank=True)
    """At most so much for each charge: the nominal fee."""

    class Meta:
        ordering = [F("up_to_percent").asc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(fields=["scale", "up_to_percent"], nulls_distinct=False, name="sliding_band_once"),
            models.CheckConstraint(condition=Q(pays_percent__lte=100), name="sliding_band_percent"),
        ]
        triggers = append_only()


class SlidingFee(Row, Span):
    """What one client pays of the prices, by household and income as proved, for twelve months."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sliding_fees")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    household = models.PositiveSmallIntegerField()
    income_cents = models.PositiveBigIntegerField()
    """Of the whole household in a year."""
    percent = models.PositiveIntegerField()
    """Income in percent of the poverty guideline of that day."""
    pays_percent = models.PositiveSmallIntegerField()
    most_cents = models.PositiveIntegerField(null=True, blank=True)
    proof = models.CharField(max_length=10, choices=IncomeProof)
    decided_by = models.UUIDField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="sliding_fee_ends"),
            models.CheckConstraint(condition=Q(household__gte=1), name="sliding_fee_household"),
            models.CheckConstraint(condition=Q(pays_percent__lte=100), name="sliding_fee_percent"),
            ExclusionConstraint(
                name="sliding_fee_one_a_day",
                expressions=[("client", RangeOperators.EQUAL), (date_span(), RangeOperators.OVERLAPS)],
                condition=Q(ends_on__gte=F("starts_on")),
            ),
        ]
        triggers = no_delete()


class ClientPayment(Row):
    """Money that came from a client. ``key`` makes it happen once, however often a form or a message is sent."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="payments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    """Of the receipt."""
    key = models.CharField(max_length=120, unique=True)
    way = models.CharField(max_length=8, choices=PayWay)
    cents = models.PositiveIntegerField()
    received_on = models.DateField()
    reference = models.CharField(max_length=60, blank=True)
    """A check's number, or the card terminal's reference. Never a card's number."""
    taken_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["client", "-at"], name="client_payment_by_client")]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="client_payment_something"),
            models.CheckConstraint(
                condition=~Q(reference__regex=r"\d[ -]?(\d[ -]?){11,17}\d"), name="client_payment_no_card"
            ),
        ]
        triggers = append_only()


class ClientRefund(Row):
    """Money that went back to a client, of one payment and never more than it was."""

    payment = models.ForeignKey(ClientPayment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, unique=True)
    way = models.CharField(max_length=8, choices=PayWay)
    cents = models.PositiveIntegerField()
    reference = models.CharField(max_length=60, blank=True)
    because = models.CharField(max_length=200)
    made_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="client_refund_something"),
            models.CheckConstraint(condition=~Q(because=""), name="client_refund_has_reason"),
            models.CheckConstraint(
                condition=~Q(reference__regex=r"\d[ -]?(\d[ -]?){11,17}\d"), name="client_refund_no_card"
            ),
        ]
        triggers = append_only()


class OnlinePayment(Row):
    """A payment that a client began with a provider, until it is paid or did not go through."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="online_payments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=120)
    """The provider's own name for it."""
    url = models.CharField(max_length=500)
    """Where the client pays; it knows an amount and nothing of the person."""
    cents = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=OnlineStatus, default=OnlineStatus.BEGUN)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    payment = models.OneToOneField(
        ClientPayment, null=True, blank=True, on_delete=models.PROTECT, related_name="online"
    )

    class Meta:
        ordering = ["-began_at"]
        indexes = [models.Index(fields=["client", "-began_at"], name="online_payment_by_client")]
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="online_payment_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="online_payment_something"),
            models.CheckConstraint(
                condition=Q(status=OnlineStatus.PAID, payment__isnull=False)
                | (~Q(status=OnlineStatus.PAID) & Q(payment__isnull=True)),
                name="online_payment_paid_has_payment",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="ends_once", when=pgtrigger.Before, operation=pgtrigger.Update, func=ONLINE_ENDS_ONCE
            ),
            *no_delete(),
        ]


class PaymentPlan(Row, Versioned):
    """What a client agreed to pay when. Without interest."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="payment_plans")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    total_cents = models.PositiveIntegerField()
    rhythm = models.CharField(max_length=9, choices=PlanRhythm)
    agreed_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    status = models.CharField(max_length=8, choices=PlanStatus, default=PlanStatus.ACTIVE)

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(status__in=["active", "behind"]), name="payment_plan_one_runs"
            ),
            models.CheckConstraint(condition=Q(total_cents__gt=0), name="payment_plan_something"),
        ]
        triggers = [
            *no_delete(),
            *status_has_history("billing_paymentplanchange", "plan_id", PlanStatus.ACTIVE),
        ]


class PaymentPlanChange(Row):
    """When and why a plan got another status."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=8, choices=PlanStatus)
    because = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class Instalment(Row):
    """One payment of a plan: how much, until which day of the site's calendar."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    cents = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["due_on"], name="instalment_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="instalment_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="instalment_something"),
        ]
        triggers = append_only()


class ClientStatement(Row):
    """What a client was told that they owe, and why, as it stood on a day. It never changes: the next one says what did."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="statements")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=120, unique=True)
    made_on = models.DateField()
    due_on = models.DateField()
    lines = models.JSONField()
    """By service: day, kind of service in a code, and amounts in cents. Words are made when it is read."""
    owed_cents = models.PositiveBigIntegerField()
    """What was left to pay on those lines."""
    credit_cents = models.PositiveBigIntegerField(default=0)
    """The client's money that was not used yet."""
    plan_words = models.JSONField(default=dict)
    """The next payment of a plan: its day and cents."""
    made_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-at"]
        indexes = [models.Index(fields=["client", "-made_on"], name="statement_by_client")]
        triggers = append_only()

    @property
    def due_cents(self) -> int:
        """What is to be paid."""
        return max(0, self.owed_cents - self.credit_cents)
