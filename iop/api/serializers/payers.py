"""Who pays, under which names and numbers the clinic bills, and what a code costs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.claims import ClaimPeriod
from billing.choices.client_money import PovertyArea
from billing.choices.payers import AuthorizationNeed, ClaimForm, FilingCode
from billing.models import (
    BillingIdentity,
    ClinicianNumber,
    FeeLine,
    Payer,
    PayerEnrolment,
    PayerPlan,
    PovertyGuideline,
    SlidingBand,
    SlidingScale,
)
from billing.rules.sliding import Band
from clients.choices import PartyKind, PayerKind
from clients.models import LevelOfCare, RecipientParty
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import DayField, KeyField, RowField, TextField, every
from iop.api.reaching import where
from iop.api.serializers.patching import VersionedPatchIn
from iop.clinic.models import StaffMember

MOST_CENTS = 99_999_999


def parties(_actor: Actor) -> Any:
    """Give payers that the register of recipients knows and no list of payers does."""
    return RecipientParty.objects.filter(kind=PartyKind.PAYER, payer__isnull=True)


class PayerPlanOut(serializers.ModelSerializer[PayerPlan]):
    """A payer's plan."""

    class Meta:
        model = PayerPlan
        fields = [
            "id",
            "payer",
            "name",
            "is_in_network",
            "authorization",
            "authorization_after",
            "is_active",
            "version",
        ]
        read_only_fields = fields


class PayerOut(serializers.ModelSerializer[Payer]):
    """A payer with its plans."""

    plans = PayerPlanOut(many=True, read_only=True)

    class Meta:
        model = Payer
        fields = [
            "id", "party", "name", "kind", "filing_code", "payer_code", "receiver_name", "receiver_code", "form", "claim_period",
            "filing_days", "correction_days", "appeal_days", "peer_to_peer_days", "authorization", "authorization_phone",
            "takes_secondary", "is_active", "plans", "version",
        ]  # fmt: skip
        read_only_fields = fields


class PayerIn(serializers.Serializer[Any]):
    """A payer. ``party`` is its row in the register of recipients; without one it is entered there too, with ``address``."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=PayerKind.choices)
    filing_code = serializers.ChoiceField(choices=FilingCode.choices, default=FilingCode.COMMERCIAL)
    payer_code = serializers.CharField(max_length=15)
    receiver_name = TextField(60)
    receiver_code = TextField(15)
    form = serializers.ChoiceField(choices=ClaimForm.choices, default=ClaimForm.PROFESSIONAL)
    claim_period = serializers.ChoiceField(choices=ClaimPeriod.choices, default=ClaimPeriod.WEEK)
    filing_days = serializers.IntegerField(min_value=1, max_value=3650, default=90)
    correction_days = serializers.IntegerField(min_value=1, max_value=3650, default=180)
    appeal_days = serializers.IntegerField(min_value=1, max_value=3650, default=180)
    peer_to_peer_days = serializers.IntegerField(min_value=1, max_value=3650, default=14)
    authorization = serializers.ChoiceField(choices=AuthorizationNeed.choices, default=AuthorizationNeed.UNKNOWN)
    authorization_phone = TextField(40)
    takes_secondary = serializers.BooleanField(default=True)
    address = TextField(500)
    party = RowField(parties, required=False, allow_null=True, default=None)


class PayerPatch(VersionedPatchIn):
    """What changes about a payer."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=PayerKind.choices)
    filing_code = serializers.ChoiceField(choices=FilingCode.choices)
    payer_code = serializers.CharField(max_length=15)
    receiver_name = serializers.CharField(max_length=60, allow_blank=True)
    receiver_code = serializers.CharField(max_length=15, allow_blank=True)
    form = serializers.ChoiceField(choices=ClaimForm.choices)
    claim_period = serializers.ChoiceField(choices=ClaimPeriod.choices)
    filing_days = serializers.IntegerField(min_value=1, max_value=3650)
    correction_days = serializers.IntegerField(min_value=1, max_value=3650)
    appeal_days = serializers.IntegerField(min_value=1, max_value=3650)
    peer_to_peer_days = serializers.IntegerField(min_value=1, max_value=3650)
    authorization = serializers.ChoiceField(choices=AuthorizationNeed.choices)
    authorization_phone = serializers.CharField(max_length=40, allow_blank=True)
    takes_secondary = serializers.BooleanField()
    is_active = serializers.BooleanField()


class PlanIn(serializers.Serializer[Any]):
    """A plan, named as the card does. ``authorization_after``: the number of visits after which it wants authorization."""

    payer = RowField(every(Payer))
    name = serializers.CharField(max_length=200)
    is_in_network = serializers.BooleanField(default=True)
    authorization = serializers.ChoiceField(choices=AuthorizationNeed.choices, default=AuthorizationNeed.UNKNOWN)
    authorization_after = serializers.IntegerField(
        min_value=0, max_value=1000, required=False, allow_null=True, default=None
    )


class PlanPatch(VersionedPatchIn):
    """What changes about a plan."""

    name = serializers.CharField(max_length=200)
    is_in_network = serializers.BooleanField()
    authorization = serializers.ChoiceField(choices=AuthorizationNeed.choices)
    authorization_after = serializers.IntegerField(min_value=0, max_value=1000, allow_null=True)
    is_active = serializers.BooleanField()


class BillingIdentityOut(serializers.ModelSerializer[BillingIdentity]):
    """Under which name, numbers and address a site bills, by date."""

    class Meta:
        model = BillingIdentity
        fields = [
            "id", "site", "starts_on", "ends_on", "legal_name", "npi", "ein", "taxonomy", "street", "city", "state", "zip",
            "contact_name", "contact_phone", "submitter_code", "place_of_service", "facility_type",
        ]  # fmt: skip
        read_only_fields = fields


class BillingIdentityIn(serializers.Serializer[Any]):
    """The same from a day on; what held before ends on the day before."""

    site = RowField(where(Permission.BILLING_SETUP))
    starts_on = DayField()
    legal_name = serializers.CharField(max_length=60)
    npi = serializers.CharField(max_length=10)
    ein = serializers.CharField(max_length=12)
    taxonomy = serializers.CharField(max_length=10)
    street = serializers.CharField(max_length=55)
    city = serializers.CharField(max_length=30)
    state = serializers.CharField(max_length=2)
    zip = serializers.CharField(max_length=10)
    contact_name = serializers.CharField(max_length=60)
    contact_phone = serializers.CharField(max_length=20)
    submitter_code = serializers.CharField(max_length=15)
    place_of_service = serializers.CharField(max_length=2, default="57")
    facility_type = serializers.CharField(max_length=2, default="13")


class ClinicianNumberOut(serializers.ModelSerializer[ClinicianNumber]):
    """A colleague's own provider number."""

    class Meta:
        model = ClinicianNumber
        fields = ["id", "staff", "npi", "taxonomy", "version"]
        read_only_fields = fields


class ClinicianNumberIn(serializers.Serializer[Any]):
    """A colleague's number. ``version`` is that of the number which is there; 0 when there is none."""

    staff = RowField(every(StaffMember))
    npi = serializers.CharField(max_length=10)
    taxonomy = serializers.CharField(max_length=10)
    version = serializers.IntegerField(min_value=0, default=0)


class PayerEnrolmentOut(serializers.ModelSerializer[PayerEnrolment]):
    """From when until when a payer pays for what a colleague renders."""

    class Meta:
        model = PayerEnrolment
        fields = ["id", "payer", "staff", "starts_on", "ends_on", "applied_on", "note"]
        read_only_fields = fields


class PayerEnrolmentIn(serializers.Serializer[Any]):
    """An enrolment with a payer."""

    payer = RowField(every(Payer))
    staff = RowField(every(StaffMember))
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, default=None)
    applied_on = DayField(required=False, allow_null=True, default=None)
    note = TextField(200)


class PayerEnrolmentEndIn(serializers.Serializer[Any]):
    """A last day."""

    ends_on = DayField()


class FeeOut(serializers.ModelSerializer[FeeLine]):
    """What a code costs from a day on, in cents. No payer: the clinic's own price; no level: at any."""

    class Meta:
        model = FeeLine
        fields = ["id", "payer", "level", "code", "cents", "valid_from"]
        read_only_fields = fields


class FeeIn(serializers.Serializer[Any]):
    """A price from a day on, in cents; rows before it stay. ``billing-days/what-would-change/`` says what it alters."""

    payer = RowField(every(Payer), required=False, allow_null=True, default=None)
    level = KeyField(every(LevelOfCare), required=False, allow_null=True, default=None)
    code = serializers.CharField(max_length=5)
    cents = serializers.IntegerField(min_value=0, max_value=MOST_CENTS)
    valid_from = DayField()


class GuidelineOut(serializers.ModelSerializer[PovertyGuideline]):
    """The federal poverty guideline from a day on: for one person, and for each more, in cents a year."""

    class Meta:
        model = PovertyGuideline
        fields = ["id", "area", "valid_from", "first_cents", "more_cents", "source"]
        read_only_fields = fields


class GuidelineIn(serializers.Serializer[Any]):
    """A guideline as the department's notice says it; ``source`` says where it stands."""

    area = serializers.ChoiceField(choices=PovertyArea.choices)
    valid_from = DayField()
    first_cents = serializers.IntegerField(min_value=1, max_value=MOST_CENTS)
    more_cents = serializers.IntegerField(min_value=1, max_value=MOST_CENTS)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


class SlidingBandOut(serializers.ModelSerializer[SlidingBand]):
    """Up to so many percent of the guideline (none: above all) one pays so many percent of a price, at most so many cents."""

    class Meta:
        model = SlidingBand
        fields = ["up_to_percent", "pays_percent", "most_cents"]
        read_only_fields = fields


class SlidingScaleOut(serializers.ModelSerializer[SlidingScale]):
    """The sliding scale from a day on."""

    bands = SlidingBandOut(many=True, read_only=True)

    class Meta:
        model = SlidingScale
        fields = ["id", "valid_from", "note", "bands"]
        read_only_fields = fields


class SlidingBandIn(serializers.Serializer[Any]):
    """One band of the scale."""

    up_to_percent = serializers.IntegerField(min_value=1, max_value=9999, required=False, allow_null=True, default=None)
    pays_percent = serializers.IntegerField(min_value=0, max_value=100)
    most_cents = serializers.IntegerField(
        min_value=0, max_value=MOST_CENTS, required=False, allow_null=True, default=None
    )

    def to_internal_value(self, data: Any) -> Any:
        """Give the band as the rules read it."""
        told = super().to_internal_value(data)
        return Band(told["up_to_percent"], told["pays_percent"], told["most_cents"])


class SlidingScaleIn(serializers.Serializer[Any]):
    """A scale from a day on, its bands in order, the last one without an end."""

    valid_from = DayField()
    bands = SlidingBandIn(many=True, max_length=20)  # type: ignore[call-arg]
    note = TextField(200)
