"""Covers, what payers said of them, questions and answers by file, and who pays themselves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.actions.coverage import number_words
from billing.choices.coverage import Priority, Subscriber, VerifiedBy
from billing.choices.payers import AuthorizationNeed
from billing.models import Coverage, EligibilityFile, PayerPlan, SelfPay, Verification
from clients.choices import Sex
from clients.models import Client, RelatedPerson
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, RowsField, TextField, every, seen
from iop.api.serializers.patching import VersionedPatchIn
from iop.api.uploads import UploadIn

MOST_CENTS = 99_999_999
KEPT = seen(Client, Permission.COVERAGE_KEEP)


def covers(actor: Actor) -> Any:
    """Give the covers of clients whose coverage the caller keeps."""
    return Coverage.objects.filter(client__in=KEPT(actor)).select_related("client", "plan__payer")


def relatives(actor: Actor) -> Any:
    """Give the people around clients whose coverage the caller keeps."""
    return RelatedPerson.objects.filter(relationships__client__in=KEPT(actor)).distinct()


class CoverageOut(serializers.ModelSerializer[Coverage]):
    """A client's cover by a plan, for dates and in an order. The member number by its last letters; in full through ``number/``."""

    client = serializers.UUIDField(source="client_id")
    plan = serializers.UUIDField(source="plan_id")
    payer = serializers.UUIDField(source="plan.payer_id")
    member_number = serializers.SerializerMethodField()
    is_in_error = serializers.SerializerMethodField()
    has_card = serializers.SerializerMethodField()

    class Meta:
        model = Coverage
        fields = [
            "id", "client", "payer", "plan", "priority", "starts_on", "ends_on", "member_number", "group_number", "subscriber",
            "subscriber_person", "subscriber_first_name", "subscriber_last_name", "subscriber_born", "subscriber_sex", "note",
            "has_card", "is_in_error", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_member_number(self, row: Coverage) -> str:
        """The number's last letters, as everybody sees it."""
        return str(number_words(row))

    def get_is_in_error(self, row: Coverage) -> bool:
        """Whether it was entered in error and covers nobody."""
        return row.error_at is not None

    def get_has_card(self, row: Coverage) -> bool:
        """Whether a picture of the card is kept."""
        return row.card_front_id is not None or row.card_back_id is not None


class HolderIn(serializers.Serializer[Any]):
    """Who holds the policy, as the card names them."""

    group_number = TextField(50)
    subscriber = serializers.ChoiceField(choices=Subscriber.choices, default=Subscriber.SELF)
    subscriber_person = RowField(relatives, required=False, allow_null=True, default=None)
    subscriber_first_name = TextField(35)
    subscriber_last_name = TextField(60)
    subscriber_born = DayField(required=False, allow_null=True, default=None)
    subscriber_sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN)
    note = TextField(300)


class CoverageIn(HolderIn):
    """What a cover needs."""

    client = RowField(KEPT)
    plan = RowField(every(PayerPlan))
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.PRIMARY)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, default=None)
    member_number = serializers.CharField(max_length=40)


class CoveragePatch(VersionedPatchIn):
    """What is corrected. Another plan is another cover: change over to it."""

    starts_on = DayField()
    ends_on = DayField(allow_null=True)
    member_number = serializers.CharField(max_length=40)
    group_number = serializers.CharField(max_length=50, allow_blank=True)
    subscriber = serializers.ChoiceField(choices=Subscriber.choices)
    subscriber_person = RowField(relatives, allow_null=True)
    subscriber_first_name = serializers.CharField(max_length=35, allow_blank=True)
    subscriber_last_name = serializers.CharField(max_length=60, allow_blank=True)
    subscriber_born = DayField(allow_null=True)
    subscriber_sex = serializers.ChoiceField(choices=Sex.choices)
    note = serializers.CharField(max_length=300, allow_blank=True)


class ChangeOverIn(HolderIn):
    """The cover that takes this one's place from a day on."""

    version = serializers.IntegerField(min_value=1)
    plan = RowField(every(PayerPlan))
    starts_on = DayField()
    member_number = serializers.CharField(max_length=40)


class CoverageEndIn(serializers.Serializer[Any]):
    """A cover's last day."""

    version = serializers.IntegerField(min_value=1)
    ends_on = DayField()


class CoverageErrorIn(serializers.Serializer[Any]):
    """What was wrong with a cover that was entered in error."""

    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=200)


class CardIn(serializers.Serializer[Any]):
    """Pictures of the card, one side or both, as JPEG or PNG."""

    version = serializers.IntegerField(min_value=1)
    front = UploadIn(required=False, allow_null=True, default=None)
    back = UploadIn(required=False, allow_null=True, default=None)


class OrderIn(serializers.Serializer[Any]):
    """All covers that hold on a day, in the order in which they pay from then on."""

    client = RowField(KEPT)
    order = RowsField(covers, allow_empty=False)
    on = DayField()


class CoverageIdsOut(serializers.Serializer[Any]):
    """The covers as they are now, in their order."""

    coverages = serializers.ListField(child=serializers.UUIDField())


class MemberNumberOut(serializers.Serializer[Any]):
    """A member number in full."""

    member_number = serializers.CharField()


class VerificationOut(serializers.ModelSerializer[Verification]):
    """What a payer said of a cover; amounts in cents."""

    coverage = serializers.UUIDField(source="coverage_id")
    client = serializers.UUIDField(source="coverage.client_id")

    class Meta:
        model = Verification
        fields = [
            "id", "client", "coverage", "checked_at", "source", "about_on", "is_active", "covers_iop", "benefit_days",
            "benefit_days_used", "copay_cents", "coinsurance_percent", "deductible_cents", "deductible_met_cents",
            "out_of_pocket_cents", "out_of_pocket_met_cents", "is_in_network", "authorization", "authorization_after",
            "carve_out", "call_reference", "note",
        ]  # fmt: skip
        read_only_fields = fields


def _number(most: int) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=most, required=False, allow_null=True, default=None)


class VerificationIn(serializers.Serializer[Any]):
    """What a payer said; amounts in cents."""

    coverage = RowField(covers)
    source = serializers.ChoiceField(choices=VerifiedBy.choices)  # type: ignore[assignment]
    about_on = DayField()
    is_active = serializers.BooleanField()
    covers_iop = serializers.BooleanField(required=False, allow_null=True, default=None)
    benefit_days = _number(1000)
    benefit_days_used = _number(1000)
    copay_cents = _number(MOST_CENTS)
    coinsurance_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False, allow_null=True, default=None
    )
    deductible_cents = _number(MOST_CENTS)
    deductible_met_cents = _number(MOST_CENTS)
    out_of_pocket_cents = _number(MOST_CENTS)
    out_of_pocket_met_cents = _number(MOST_CENTS)
    is_in_network = serializers.BooleanField(required=False, allow_null=True, default=None)
    authorization = serializers.ChoiceField(choices=AuthorizationNeed.choices, default=AuthorizationNeed.UNKNOWN)
    authorization_after = _number(1000)
    carve_out = TextField(200)
    call_reference = TextField(80)
    note = TextField(500)


class FactsOut(serializers.Serializer[Any]):
    """What an answer (271) says, as far as it says it; amounts in cents. Empty for a question."""

    is_active = serializers.BooleanField(required=False, allow_null=True)
    benefit_days = serializers.IntegerField(required=False, allow_null=True)
    benefit_days_left = serializers.IntegerField(required=False, allow_null=True)
    copay_cents = serializers.IntegerField(required=False, allow_null=True)
    coinsurance_percent = serializers.CharField(required=False, allow_null=True)
    deductible_cents = serializers.IntegerField(required=False, allow_null=True)
    deductible_left_cents = serializers.IntegerField(required=False, allow_null=True)
    out_of_pocket_cents = serializers.IntegerField(required=False, allow_null=True)
    out_of_pocket_left_cents = serializers.IntegerField(required=False, allow_null=True)
    is_in_network = serializers.BooleanField(required=False, allow_null=True)
    authorization = serializers.CharField(required=False, allow_null=True)
    carve_out = serializers.CharField(required=False, allow_null=True)


class EligibilityFileOut(serializers.ModelSerializer[EligibilityFile]):
    """A question to a payer (270) or its answer (271). An answer counts once somebody has accepted it."""

    client = serializers.UUIDField(source="coverage.client_id")
    facts = FactsOut()

    class Meta:
        model = EligibilityFile
        fields = [
            "id", "client", "coverage", "kind", "at", "about_on", "trace", "facts", "state", "decided_at", "verification",
        ]  # fmt: skip
        read_only_fields = fields


class EligibilityAskIn(serializers.Serializer[Any]):
    """Which cover, and on which day it is asked about."""

    coverage = RowField(covers)
    about_on = DayField()


class EligibilityAskedOut(serializers.Serializer[Any]):
    """The question's row, and the file (270, Base64) to send."""

    id = serializers.UUIDField()
    trace = serializers.CharField()
    content_type = serializers.CharField()
    content = serializers.CharField()


class EligibilityAnswerIn(serializers.Serializer[Any]):
    """An answer (271) about a cover."""

    coverage = RowField(covers)
    file = UploadIn()


class EligibilityAcceptIn(serializers.Serializer[Any]):
    """Whether the payer covers intensive outpatient care, where its answer does not say."""

    covers_iop = serializers.BooleanField(required=False, allow_null=True, default=None)


class SelfPayOut(serializers.ModelSerializer[SelfPay]):
    """From when until when a client pays themselves."""

    class Meta:
        model = SelfPay
        fields = ["id", "client", "starts_on", "ends_on", "note"]
        read_only_fields = fields


class SelfPayIn(serializers.Serializer[Any]):
    """That a client pays themselves; nobody is asked for a cover then."""

    client = RowField(KEPT)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, default=None)
    note = TextField(300)


class LastDayOfSelfPayIn(serializers.Serializer[Any]):
    """The last day on which a client pays themselves."""

    ends_on = DayField()
