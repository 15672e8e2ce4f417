"""Medications, allergies, injections, naloxone, and when the list was gone through."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Client, Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, TextField, seen
from iop.api.serializers.signing import ReasonIn
from therapy.choices.medications import (
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
from therapy.models.medications import Allergy, InjectionGiven, Medication, NaloxoneOffer, Reconciliation


class MedicationOut(serializers.ModelSerializer[Medication]):
    """A medication at one dose."""

    client = serializers.UUIDField(source="client_id")
    follows = serializers.UUIDField(source="follows_id", allow_null=True)

    class Meta:
        model = Medication
        fields = [
            "id", "client", "name", "ingredient", "treats", "is_moud", "is_maud", "dose", "route", "frequency", "as_needed",
            "every_days", "prescriber", "starts_on", "start_is_about", "ends_on", "stop_reason", "learned_from", "follows",
            "version",

            "entered_in_error_at", "error_reason",
        ]  # fmt: skip
        read_only_fields = fields


class MedicationIn(serializers.Serializer[Any]):
    """What a medication on the list needs."""

    client = RowField(seen(Client, Permission.MEDICATIONS_KEEP))
    name = serializers.CharField(max_length=120)
    ingredient = serializers.ChoiceField(choices=Ingredient.choices)
    dose = serializers.CharField(max_length=80)
    frequency = serializers.CharField(max_length=120)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, default=None)
    treats = serializers.ChoiceField(choices=Treats.choices, default=Treats.OTHER)
    route = serializers.ChoiceField(choices=Route.choices, default=Route.ORAL)
    as_needed = serializers.BooleanField(default=False)
    every_days = serializers.IntegerField(min_value=1, max_value=366, required=False, allow_null=True, default=None)
    prescriber = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    prescriber_phone = TextField(40)
    learned_from = serializers.ChoiceField(choices=LearnedFrom.choices, default=LearnedFrom.PHARMACY)
    start_is_about = serializers.BooleanField(default=False)
    note = TextField(300)
    despite_allergy = serializers.BooleanField(default=False)


class DoseIn(serializers.Serializer[Any]):
    """Another dose, from a day on."""

    version = serializers.IntegerField(min_value=1)
    dose = serializers.CharField(max_length=80)
    frequency = serializers.CharField(max_length=120)
    starts_on = DayField()
    every_days = serializers.IntegerField(min_value=1, max_value=366, required=False, allow_null=True, default=None)
    prescriber = TextField(120)
    note = TextField(300)


class StopIn(serializers.Serializer[Any]):
    """The last day on which it is taken, and why."""

    version = serializers.IntegerField(min_value=1)
    on = DayField()
    reason = serializers.ChoiceField(choices=StopReason.choices)
    note = TextField(300)


class AllergyOut(serializers.ModelSerializer[Allergy]):
    """What somebody must not be given."""

    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = Allergy
        fields = [
            "id",
            "client",
            "kind",
            "substance",
            "reaction",
            "severity",
            "recorded_on",
            "version",
            "entered_in_error_at",
            "error_reason",
        ]
        read_only_fields = fields


class AllergyIn(serializers.Serializer[Any]):
    """What an allergy needs."""

    client = RowField(seen(Client, Permission.MEDICATIONS_KEEP))
    substance = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=AllergyKind.choices, default=AllergyKind.MEDICATION)
    reaction = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    severity = serializers.ChoiceField(choices=AllergySeverity.choices, default=AllergySeverity.UNKNOWN)


class MistakeIn(ReasonIn):
    """Why a medication was never taken so."""

    version = serializers.IntegerField(min_value=1)


class InjectionOut(serializers.ModelSerializer[InjectionGiven]):
    """A long-acting injection given here."""

    client = serializers.UUIDField(source="medication.client_id")
    medication = serializers.UUIDField(source="medication_id")
    given_by = serializers.UUIDField(source="given_by_id")

    class Meta:
        model = InjectionGiven
        fields = [
            "id", "client", "medication", "given_on", "dose", "lot", "expires_on", "body_site", "given_by", "next_due_on", "note",

            "entered_in_error_at", "error_reason",
        ]  # fmt: skip
        read_only_fields = fields


class InjectionIn(serializers.Serializer[Any]):
    """An injection that was given, today unless said."""

    medication = RowField(seen(Medication))
    lot = serializers.CharField(max_length=40)
    expires_on = DayField()
    body_site = serializers.ChoiceField(choices=InjectionSite.choices)
    given_on = DayField(required=False, allow_null=True, default=None)
    dose = TextField(80)
    next_due_on = DayField(required=False, allow_null=True, default=None)
    note = TextField(300)


class NaloxoneOut(serializers.ModelSerializer[NaloxoneOffer]):
    """Naloxone that was offered, and what came of it."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = NaloxoneOffer
        fields = [
            "id", "client", "episode", "on", "outcome", "why", "kits", "product", "lot", "expires_on", "was_trained", "by", "note",

            "entered_in_error_at", "error_reason",
        ]  # fmt: skip
        read_only_fields = fields


class NaloxoneIn(serializers.Serializer[Any]):
    """Kits that were given, with their lot."""

    episode = RowField(seen(Episode, Permission.MEDICATIONS_KEEP))
    kits = serializers.IntegerField(min_value=1, max_value=100)
    product = serializers.ChoiceField(choices=NaloxoneProduct.choices)
    lot = serializers.CharField(max_length=40)
    expires_on = DayField()
    why = serializers.ChoiceField(choices=NaloxoneWhy.choices, default=NaloxoneWhy.ASKED)
    on = DayField(required=False, allow_null=True, default=None)
    was_trained = serializers.BooleanField(default=False)
    note = TextField(300)


class NaloxoneNoteIn(serializers.Serializer[Any]):
    """An offer by which none was given."""

    episode = RowField(seen(Episode, Permission.MEDICATIONS_KEEP))
    outcome = serializers.ChoiceField(choices=[NaloxoneOutcome.HAS_ONE, NaloxoneOutcome.DECLINED])
    why = serializers.ChoiceField(choices=NaloxoneWhy.choices, default=NaloxoneWhy.ASKED)
    on = DayField(required=False, allow_null=True, default=None)
    was_trained = serializers.BooleanField(default=False)
    note = TextField(300)


class ReconciliationOut(serializers.ModelSerializer[Reconciliation]):
    """That a medication list was gone through, and with what it was compared."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = Reconciliation
        fields = [
            "id",
            "client",
            "episode",
            "at",
            "by",
            "compared_with",
            "listed",
            "no_known_allergies",
            "differed",
            "note",
        ]
        read_only_fields = fields


class ReconciliationIn(serializers.Serializer[Any]):
    """With what the list was compared, and what differed."""

    episode = RowField(seen(Episode, Permission.MEDICATIONS_KEEP))
    compared_with = serializers.ListField(
        child=serializers.ChoiceField(choices=LearnedFrom.choices), allow_empty=False, max_length=10
    )
    differed = serializers.BooleanField(default=False)
    note = TextField(500)
    no_known_allergies = serializers.BooleanField(default=False)
