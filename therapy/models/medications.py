"""What somebody takes, what they cannot take, when the list was gone through, and what was given here.

Nothing is prescribed here, and nothing is administered beyond long-acting injections and naloxone kits.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from clients.models import Client, Episode
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span, Versioned
from iop.core.triggers import append_only, no_delete
from therapy.choices.medications import (
    CAN_TREAT_ALCOHOL,
    CAN_TREAT_OPIOIDS,
    INJECTED,
    AllergyKind,
    AllergySeverity,
    Ingredient,
    InjectionSite,
    LearnedFrom,
    NaloxoneOutcome,
    NaloxoneProduct,
    NaloxoneWhy,
    Route,
    StopReason,
    Treats,
)
from therapy.querysets.medications import (
    MedicationQuerySet,
    OfMedicationQuerySet,
    OfMedicationsQuerySet,
    OfStayMedicationsQuerySet,
)


def _error_said(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(entered_in_error_at__isnull=True) | (Q(entered_in_error_by__isnull=False) & ~Q(error_reason="")),
        name=name,
    )


class Mistakable(models.Model):
    """A row that may turn out to have been entered in error: it is kept, with who said so and why."""

    entered_in_error_at = models.DateTimeField(null=True, blank=True)
    entered_in_error_by = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    error_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Medication(Row, Span, Versioned, Mistakable):
    """One medication at one dose. A change of dose ends the row and begins another that ``follows`` it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="medications")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    """Where it was entered: its wall clock says which day it is."""
    name = models.CharField(max_length=120)
    """As it stands on the package."""
    ingredient = models.CharField(max_length=30, choices=Ingredient)
    treats = models.CharField(max_length=14, choices=Treats, default=Treats.OTHER)
    dose = models.CharField(max_length=80)
    """As it is written: "8 mg/2 mg", "380 mg"."""
    route = models.CharField(max_length=14, choices=Route, default=Route.ORAL)
    frequency = models.CharField(max_length=120)
    """In words: "once a day in the morning"."""
    as_needed = models.BooleanField(default=False)
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """For a long-acting injection: how many days lie between two."""
    prescriber = models.CharField(max_length=120, blank=True)
    """Nobody for what is bought without a prescription."""
    prescriber_phone = models.CharField(max_length=40, blank=True)
    start_is_about = models.BooleanField(default=False)
    """The day it began is only known roughly."""
    learned_from = models.CharField(max_length=12, choices=LearnedFrom, default=LearnedFrom.CLIENT)
    note = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    recorded_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody when an integration entered it; the audit record says which."""
    stop_reason = models.CharField(max_length=20, choices=StopReason, blank=True)
    stop_note = models.CharField(max_length=300, blank=True)

    objects = MedicationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name", "id"]
        indexes = [models.Index(fields=["client", "-starts_on"], name="medication_by_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="medication_forward"
            ),
            models.CheckConstraint(condition=Q(stop_reason="") | Q(ends_on__isnull=False), name="medication_ended_why"),
            models.CheckConstraint(condition=~Q(name=""), name="medication_named"),
            models.CheckConstraint(condition=~Q(dose=""), name="medication_has_dose"),
            models.CheckConstraint(
                condition=~Q(treats=Treats.MOUD) | Q(ingredient__in=sorted(CAN_TREAT_OPIOIDS)), name="medication_moud"
            ),
            models.CheckConstraint(
                condition=~Q(treats=Treats.MAUD) | Q(ingredient__in=sorted(CAN_TREAT_ALCOHOL)), name="medication_maud"
            ),
            models.CheckConstraint(
                condition=Q(every_days__isnull=True)
                | (Q(every_days__gte=1, every_days__lte=366, route__in=sorted(INJECTED))),
                name="medication_interval_of_injection",
            ),
            models.CheckConstraint(condition=~Q(follows=F("id")), name="medication_not_itself"),
            models.UniqueConstraint(
                fields=["follows"], condition=Q(entered_in_error_at__isnull=True), name="medication_followed_once"
            ),
            _error_said("medication_error_said"),
        ]
        triggers = [
            *no_delete(),
            pgtrigger.Protect(
                name="what_it_is_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "name", "ingredient", "dose", "route", "frequency", "treats", "every_days", "starts_on", "follows"
                ),
            ),
        ]

    @property
    def is_moud(self) -> bool:
        """Say whether it is taken for opioid use disorder."""
        return self.treats == Treats.MOUD

    @property
    def is_maud(self) -> bool:
        """Say whether it is taken for alcohol use disorder."""
        return self.treats == Treats.MAUD

    @property
    def label(self) -> str:
        """Say name and dose in one line."""
        return f"{self.name} {self.dose}"


class Allergy(Row, Versioned, Mistakable):
    """What somebody must not be given, and what it does to them."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="allergies")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AllergyKind, default=AllergyKind.MEDICATION)
    substance = models.CharField(max_length=120)
    reaction = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=8, choices=AllergySeverity, default=AllergySeverity.UNKNOWN)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfMedicationsQuerySet.as_manager()

    class Meta:
        ordering = ["substance", "id"]
        verbose_name_plural = "allergies"
        constraints = [
            models.CheckConstraint(condition=~Q(substance=""), name="allergy_named"),
            models.UniqueConstraint(
                "client",
                Lower("substance"),
                condition=Q(entered_in_error_at__isnull=True),
                name="allergy_once",
            ),
            _error_said("allergy_error_said"),
        ]
        triggers = no_delete()


class Reconciliation(Row):
    """The list was gone through with the client: what it was compared with, what differed, how many stood on it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reconciliations")
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    compared_with = ArrayField(models.CharField(max_length=12, choices=LearnedFrom))
    listed = models.PositiveSmallIntegerField()
    """How many medications stood on the list afterwards."""
    no_known_allergies = models.BooleanField(default=False)
    differed = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    objects = OfStayMedicationsQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["episode", "-at"], name="reconciliation_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(compared_with__len__gte=1), name="reconciliation_compared"),
            models.CheckConstraint(condition=Q(differed=False) | ~Q(note=""), name="reconciliation_says_what_differed"),
        ]
        triggers = append_only()


class InjectionGiven(Row, Mistakable):
    """A long-acting injection given here, with its lot and the day of the next."""

    medication = models.ForeignKey(Medication, on_delete=models.PROTECT, related_name="injections")
    given_on = models.DateField()
    dose = models.CharField(max_length=80)
    lot = models.CharField(max_length=40)
    expires_on = models.DateField()
    body_site = models.CharField(max_length=14, choices=InjectionSite)
    given_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    next_due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = OfMedicationQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-id"]
        verbose_name_plural = "injections given"
        indexes = [
            models.Index(
                fields=["next_due_on"], condition=Q(entered_in_error_at__isnull=True), name="injection_by_next"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(lot=""), name="injection_has_lot"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("given_on")), name="injection_in_date"),
            models.CheckConstraint(
                condition=Q(next_due_on__isnull=True) | Q(next_due_on__gt=F("given_on")), name="injection_next_later"
            ),
            models.UniqueConstraint(
                fields=["medication", "given_on"],
                condition=Q(entered_in_error_at__isnull=True),
                name="injection_once_a_day",
            ),
            _error_said("injection_error_said"),
        ]
        triggers = [
            *no_delete(),
            pgtrigger.Protect(
                name="only_marked_in_error",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["entered_in_error_at", "entered_in_error_by", "error_reason"]),
            ),
        ]


class NaloxoneOffer(Row, Mistakable):
    """Naloxone was offered: kits given with their lot, or why none was."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="naloxone")
    on = models.DateField()
    outcome = models.CharField(max_length=10, choices=NaloxoneOutcome)
    why = models.CharField(max_length=14, choices=NaloxoneWhy)
    kits = models.PositiveSmallIntegerField(default=0)
    product = models.CharField(max_length=10, choices=NaloxoneProduct, blank=True)
    lot = models.CharField(max_length=40, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    was_trained = models.BooleanField(default=False)
    """Shown how to see an overdose, call 911, give it and stay."""
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    objects = OfStayMedicationsQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(outcome=NaloxoneOutcome.GIVEN, kits__gte=1, expires_on__gte=F("on")) & ~Q(lot="") & ~Q(product="")
                )
                | (~Q(outcome=NaloxoneOutcome.GIVEN) & Q(kits=0, lot="", expires_on__isnull=True)),
                name="naloxone_given_with_lot",
            ),
            models.CheckConstraint(condition=Q(kits__lte=20), name="naloxone_kits_plausible"),
            _error_said("naloxone_error_said"),
        ]
        triggers = [
            *no_delete(),
            pgtrigger.Protect(
                name="only_marked_in_error",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["entered_in_error_at", "entered_in_error_by", "error_reason"]),
            ),
        ]
