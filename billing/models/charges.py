"""What a client's day came to, and the charges it made."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from billing.choices.payers import ClaimForm
from billing.choices.rules import DayState, HoldCode, HoldOwner, Service, UnitRule
from billing.models.authorizations import Authorization
from billing.models.coverage import Coverage
from billing.models.payers import Payer
from billing.models.rules import BillingRule
from billing.querysets.charges import ChargeQuerySet, ClientDayQuerySet
from clients.models import Client, Episode, LevelOfCare
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import no_truncate
from scheduling.models import Appointment
from sessions_app.models import Attendance
from therapy.models import DrugTest

CHARGE_STAYS = """
IF OLD.reversed_at IS NOT NULL
    OR (to_jsonb(NEW) - '{reversed_at,reversed_by,reversed_because}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{reversed_at,reversed_by,reversed_because}'::text[]) THEN
    RAISE EXCEPTION 'a charge stays as it was posted: take it back and post another';
END IF;
RETURN NEW;
"""


class ClientDay(Row, Versioned):
    """A client's day as billing sees it now: one row for each client, date and site on which something was delivered.

    Decided anew whenever something it rests on changes; what was charged on it are ``Charge`` rows.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="billing_days")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="billing_days")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    payer = models.ForeignKey(Payer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=DayState)
    holds = ArrayField(models.CharField(max_length=18, choices=HoldCode), default=list, blank=True)
    owner = models.CharField(max_length=10, choices=HoldOwner, default=HoldOwner.NOBODY)
    owner_staff = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The author of the missing note, the supervisor …, where it is one person's turn."""
    minutes = models.PositiveSmallIntegerField(default=0)
    expected_cents = models.PositiveIntegerField(default=0)
    """What it brings, or would bring if it were not held."""
    words = models.CharField(max_length=600, blank=True)
    """The decision's sentence, as it was said then."""
    trace = models.JSONField(default=list)
    """Each step of the decision: code, whether it held, and its sentence."""
    file_by = models.DateField(null=True, blank=True)
    """The last day on which a first claim may reach the payer."""
    digest = models.CharField(max_length=64, blank=True)
    """Of all that the decision rests on; the same digest means nothing has changed."""
    decided_at = models.DateTimeField()
    charged_at = models.DateTimeField(null=True, blank=True)

    objects = ClientDayQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        indexes = [
            models.Index(fields=["site", "-on"], name="client_day_by_site"),
            models.Index(fields=["state", "file_by"], name="client_day_by_clock"),
            models.Index(fields=["episode", "-on"], name="client_day_by_episode"),
        ]
        constraints = [models.UniqueConstraint(fields=["client", "on", "site"], name="client_day_once")]
        triggers = [no_truncate()]


class Charge(Row):
    """One line that is billed: a service on a day, by a rule, for a price. Taken back and posted anew, never edited."""

    day = models.ForeignKey(ClientDay, on_delete=models.PROTECT, related_name="charges")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="charges")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="charges")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    service = models.CharField(max_length=16, choices=Service)
    attendance = models.ForeignKey(Attendance, null=True, blank=True, on_delete=models.PROTECT, related_name="charges")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="charges"
    )
    drug_test = models.ForeignKey(DrugTest, null=True, blank=True, on_delete=models.PROTECT, related_name="charges")
    source_key = models.CharField(max_length=100)
    """What was delivered, in a code: ``attendance:<id>``, ``component:<id>:<client>``, ``appointment:<id>``, ``test:<id>``."""
    rule = models.ForeignKey(BillingRule, on_delete=models.PROTECT, related_name="charges")
    coverage = models.ForeignKey(Coverage, null=True, blank=True, on_delete=models.PROTECT, related_name="charges")
    """None: the client pays."""
    payer = models.ForeignKey(Payer, null=True, blank=True, on_delete=models.PROTECT, related_name="charges")
    level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=13, choices=ClaimForm)
    code = models.CharField(max_length=5)
    revenue_code = models.CharField(max_length=4, blank=True)
    modifiers = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    place_of_service = models.CharField(max_length=2)
    unit_rule = models.CharField(max_length=8, choices=UnitRule)
    units = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField(default=0)
    diagnoses = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    """Codes as of the day, the principal one first."""
    rendered_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    supervised_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorization = models.ForeignKey(
        Authorization, null=True, blank=True, on_delete=models.PROTECT, related_name="charges"
    )
    authorized_units = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    """How much of the authorization it uses up while it stands."""
    posted_at = models.DateTimeField()
    posted_by = models.UUIDField(null=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.UUIDField(null=True)
    reversed_because = models.CharField(max_length=200, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "code"]
        indexes = [
            models.Index(fields=["client", "-on"], name="charge_by_client"),
            models.Index(fields=["payer", "on"], condition=Q(reversed_at__isnull=True), name="charge_by_payer"),
            models.Index(
                fields=["authorization"], condition=Q(reversed_at__isnull=True), name="charge_by_authorization"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key", "code"], condition=Q(reversed_at__isnull=True), name="charge_once_a_service"
            ),
            models.UniqueConstraint(
                fields=["client", "on"],
                condition=Q(reversed_at__isnull=True, unit_rule=UnitRule.PER_DIEM),
                name="charge_one_per_diem_a_day",
            ),
            models.CheckConstraint(condition=Q(units__gte=1), name="charge_has_units"),
            models.CheckConstraint(
                condition=Q(reversed_at__isnull=True) | ~Q(reversed_because=""), name="charge_reversed_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(coverage__isnull=True, payer__isnull=True) | Q(coverage__isnull=False, payer__isnull=False),
                name="charge_payer_by_coverage",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="charge_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=CHARGE_STAYS
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            no_truncate(),
        ]
