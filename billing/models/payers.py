"""Who pays, under which name and numbers we bill, and which clinicians a payer knows."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from billing.choices.claims import ClaimPeriod
from billing.choices.payers import AuthorizationNeed, ClaimForm, FilingCode
from clients.choices import PayerKind
from clients.models import LevelOfCare, RecipientParty
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import SpanQuerySet, date_span
from iop.core.triggers import append_only, no_delete


class Payer(Row, Versioned):
    """A health plan or another third party that pays. Whom the gate knows is its ``party``."""

    party = models.OneToOneField(RecipientParty, on_delete=models.PROTECT, related_name="payer")
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=PayerKind)
    filing_code = models.CharField(max_length=2, choices=FilingCode, default=FilingCode.COMMERCIAL)
    payer_code = models.CharField(max_length=20)
    """The payer's electronic number (NM109 of NM1*PR)."""
    receiver_name = models.CharField(max_length=60, blank=True)
    """The clearinghouse that takes the files; empty: the payer itself."""
    receiver_code = models.CharField(max_length=15, blank=True)
    form = models.CharField(max_length=13, choices=ClaimForm, default=ClaimForm.PROFESSIONAL)
    claim_period = models.CharField(max_length=5, choices=ClaimPeriod, default=ClaimPeriod.WEEK)
    """Services of how long go together on one claim."""
    filing_days = models.PositiveSmallIntegerField(default=90)
    """Days from the service to the last day on which a first claim may arrive."""
    correction_days = models.PositiveSmallIntegerField(default=180)
    appeal_days = models.PositiveSmallIntegerField(default=180)
    """Days from a denial to the last day of an appeal."""
    peer_to_peer_days = models.PositiveSmallIntegerField(default=14)
    authorization = models.CharField(max_length=10, choices=AuthorizationNeed, default=AuthorizationNeed.UNKNOWN)
    authorization_phone = models.CharField(max_length=40, blank=True)
    takes_secondary = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(payer_code=""), name="payer_has_code")]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.name


class PayerPlan(Row, Versioned):
    """A product of a payer: HMO, PPO, a managed Medicaid plan."""

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(max_length=200)
    is_in_network = models.BooleanField(default=True)
    authorization = models.CharField(max_length=10, choices=AuthorizationNeed, default=AuthorizationNeed.UNKNOWN)
    """Unknown: what the payer says holds."""
    authorization_after = models.PositiveSmallIntegerField(null=True, blank=True)
    """Visits that need none, where it is needed after a number."""
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["payer__name", "name"]
        constraints = [models.UniqueConstraint(fields=["payer", "name"], name="plan_once_a_payer")]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.name


class BillingIdentity(Row, Span):
    """The name, numbers and address under which a site bills, by date."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="billing_identities")
    legal_name = models.CharField(max_length=60)
    npi = models.CharField(max_length=10)
    ein = models.CharField(max_length=9)
    """The employer's number with the revenue service, digits alone."""
    taxonomy = models.CharField(max_length=10, default="261QR0405X")
    street = models.CharField(max_length=55)
    city = models.CharField(max_length=30)
    state = models.CharField(max_length=2)
    zip = models.CharField(max_length=9)
    """Nine digits: a claim needs the full one."""
    contact_name = models.CharField(max_length=60)
    contact_phone = models.CharField(max_length=10)
    submitter_code = models.CharField(max_length=15)
    place_of_service = models.CharField(max_length=2, default="57")
    facility_type = models.CharField(max_length=2, default="13")
    """First two digits of the type of bill, for institutional claims."""

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name_plural = "billing identities"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="billing_identity_forward"
            ),
            models.CheckConstraint(condition=Q(npi__regex=r"^[12][0-9]{9}$"), name="billing_identity_npi"),
            models.CheckConstraint(condition=Q(ein__regex=r"^[0-9]{9}$"), name="billing_identity_ein"),
            models.CheckConstraint(condition=Q(zip__regex=r"^[0-9]{9}$"), name="billing_identity_zip"),
            ExclusionConstraint(
                name="billing_identity_one_a_day",
                expressions=[("site", RangeOperators.EQUAL), (date_span(), RangeOperators.OVERLAPS)],
            ),
        ]
        triggers = no_delete()


class ClinicianNumber(Row, Versioned):
    """A colleague's own number and taxonomy, as claims name who rendered a service."""

    staff = models.OneToOneField(StaffMember, on_delete=models.PROTECT, related_name="clinician_number")
    npi = models.CharField(max_length=10, unique=True)
    taxonomy = models.CharField(max_length=10, default="101YA0400X")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(npi__regex=r"^[12][0-9]{9}$"), name="clinician_npi")]
        triggers = no_delete()


class PayerEnrolment(Row, Span):
    """From when until when a payer pays for what a colleague renders."""

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="enrolments")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="payer_enrolments")
    applied_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="payer_enrolment_forward"
            ),
            ExclusionConstraint(
                name="payer_enrolment_once",
                expressions=[
                    ("payer", RangeOperators.EQUAL),
                    ("staff", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = no_delete()


class FeeLine(Row):
    """What a code costs from a day on: the clinic's own price (no payer), or what a payer's contract allows."""

    payer = models.ForeignKey(Payer, null=True, blank=True, on_delete=models.PROTECT, related_name="fees")
    level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=5)
    valid_from = models.DateField()
    cents = models.PositiveIntegerField()
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["code", "-valid_from"]
        indexes = [models.Index(fields=["code", "-valid_from"], name="fee_by_code")]
        # A price typed wrong today is corrected today: of one day the row made last holds, and all of them stay.
        triggers = append_only()
