"""Calls for help, the checklist, where people come from, and stays elsewhere."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import (
    CallerIs,
    CheckAnswer,
    CheckKind,
    InquiryChannel,
    InquiryStatus,
    OutReason,
    PayerKind,
    ReferralKind,
    ReplyBy,
    SafetyAnswer,
    StayKind,
    StayStatus,
    Substance,
    Urgency,
)
from clients.models import (
    Client,
    Inquiry,
    InquiryStatusChange,
    IntakeAnswer,
    IntakeCheck,
    OutsideStay,
    ReferralSource,
)
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import AtASiteOfCare, InstantField, RowField, RowsField, TextField, every, seen
from iop.api.reaching import tracks, where
from iop.clinic.choices import Weekday
from iop.clinic.models import StaffMember
from iop.core.words import say
from scheduling.models import Room, SeatHold

OUTSIDE_STAY = ("id", "client", "site", "inquiry", "kind", "status", "facility", "contact_person", "phone", "referred_on",
                "expected_from", "expected_until", "went_on", "back_on", "ask_on", "to_ask", "note", "version")  # fmt: skip


SOMEBODY_ELSES = say("This inquiry is not this client's.")


def rooms(actor: Actor) -> Any:
    """Give the rooms at the caller's sites."""
    return Room.objects.filter(site__in=actor.site_ids)


def held_seats(actor: Actor) -> Any:
    """Give the seats held for inquiries that the caller may see."""
    mine = Inquiry.objects.visible_to(actor, Permission.INTAKE_WORK)
    return SeatHold.objects.filter(inquiry__in=mine)


class ReferralSourceOut(serializers.ModelSerializer[ReferralSource]):
    """Where people come to us from."""

    class Meta:
        model = ReferralSource
        fields = ["id", "kind", "organization", "contact_person", "phone", "email", "is_active", "version"]
        read_only_fields = fields


class ReferralSourceIn(serializers.Serializer[Any]):
    """An organisation from which people come."""

    kind = serializers.ChoiceField(choices=ReferralKind.choices)
    organization = serializers.CharField(max_length=200)
    contact_person = TextField(200)
    phone = TextField(40)
    email = TextField(254)
    is_active = serializers.BooleanField(default=True)


class ReferralSourceChange(ReferralSourceIn):
    """The whole of it anew, with the version that was read."""

    version = serializers.IntegerField(min_value=1)


class IntakeCheckOut(serializers.ModelSerializer[IntakeCheck]):
    """A question of the checklist."""

    class Meta:
        model = IntakeCheck
        fields = ["id", "kind", "key", "text", "hint", "is_needed", "payer_kinds", "position", "is_active", "version"]
        read_only_fields = fields


class IntakeCheckChange(serializers.Serializer[Any]):
    """A question as it shall be, with the version that was read. Kind and key stay."""

    version = serializers.IntegerField(min_value=1)
    text = serializers.CharField(max_length=300)
    hint = TextField(300)
    is_needed = serializers.BooleanField(default=False)
    payer_kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=PayerKind.choices), max_length=10, default=list
    )
    is_active = serializers.BooleanField(default=True)


class IntakeCheckIn(serializers.Serializer[Any]):
    """A question of the fit checklist, or what a payer needs."""

    kind = serializers.ChoiceField(choices=CheckKind.choices)
    key = serializers.SlugField(max_length=60)
    text = serializers.CharField(max_length=300)
    hint = TextField(300)
    is_needed = serializers.BooleanField(default=False)
    payer_kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=PayerKind.choices), max_length=10, default=list
    )
    is_active = serializers.BooleanField(default=True)


class IntakeCheckOrderIn(serializers.Serializer[Any]):
    """The order in which the checks of a kind are asked; those not named come after."""

    kind = serializers.ChoiceField(choices=CheckKind.choices)
    checks = RowsField(every(IntakeCheck))


class IntakeAnswerOut(serializers.ModelSerializer[IntakeAnswer]):
    """What is known for one check."""

    check_item = serializers.UUIDField(source="check_item_id")

    class Meta:
        model = IntakeAnswer
        fields = ["id", "check_item", "answer", "reason"]
        read_only_fields = fields


class InquiryChangeOut(serializers.ModelSerializer[InquiryStatusChange]):
    """When an inquiry came to a status, who said so, and why."""

    class Meta:
        model = InquiryStatusChange
        fields = ["id", "status", "at", "by_id", "reason"]
        read_only_fields = fields


class InquiryOut(serializers.ModelSerializer[Inquiry]):
    """Somebody asked for help: what they said, where it stands, what comes next."""

    answers = IntakeAnswerOut(many=True, read_only=True)
    status_changes = InquiryChangeOut(many=True, read_only=True)

    class Meta:
        model = Inquiry
        fields = [
            "id", "site", "client", "episode", "status", "channel", "received_at", "taken_by", "owner", "caller_is",
            "caller_name", "caller_role", "callback_phone", "callback_email", "may_leave_message", "reply_by", "safe_times",
            "first_name", "last_name", "preferred_name", "date_of_birth", "phone", "language", "referral_source",
            "referral_kind", "referral_contact", "presenting_problem", "substances", "substances_note", "urgency", "safety",
            "safety_note", "payer_kind", "payer_told", "wished_track_id", "wished_weekdays", "wished_start", "next_step",
            "next_step_at", "out_reason", "out_note", "destination", "closed_at", "answers", "status_changes", "version",
        ]  # fmt: skip
        read_only_fields = fields


class InquiryFields(serializers.Serializer[Any]):
    """What a caller tells; what is left out stays as it is."""

    caller_is = serializers.ChoiceField(choices=CallerIs.choices, required=False)
    caller_name = serializers.CharField(max_length=300, required=False, allow_blank=True)
    caller_role = serializers.CharField(max_length=60, required=False, allow_blank=True)
    callback_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    callback_email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    may_leave_message = serializers.BooleanField(required=False)
    reply_by = serializers.ChoiceField(choices=ReplyBy.choices, required=False)
    safe_times = serializers.CharField(max_length=200, required=False, allow_blank=True)
    first_name = serializers.CharField(max_length=300, required=False)
    last_name = serializers.CharField(max_length=300, required=False, allow_blank=True)
    preferred_name = serializers.CharField(max_length=300, required=False, allow_blank=True)
    date_of_birth = serializers.DateField(required=False, allow_null=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=["en", "es"], required=False)
    referral_source = RowField(every(ReferralSource), required=False, allow_null=True)
    referral_kind = serializers.ChoiceField(choices=ReferralKind.choices, required=False)
    referral_contact = serializers.CharField(max_length=200, required=False, allow_blank=True)
    presenting_problem = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    substances = serializers.ListField(
        child=serializers.ChoiceField(choices=Substance.choices), max_length=20, required=False
    )
    substances_note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False)
    safety = serializers.ChoiceField(choices=SafetyAnswer.choices, required=False)
    safety_note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    payer_kind = serializers.ChoiceField(choices=PayerKind.choices, required=False)
    payer_told = serializers.CharField(max_length=200, required=False, allow_blank=True)
    wished_track = RowField(tracks, source="wished_track_id", required=False, allow_null=True)
    wished_weekdays = serializers.ListField(
        child=serializers.ChoiceField(choices=Weekday.choices), max_length=7, required=False
    )
    wished_start = serializers.DateField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Keep the track's id: intake stands below schedules."""
        if attrs.get("wished_track_id") is not None:
            attrs["wished_track_id"] = attrs["wished_track_id"].pk
        return attrs


class InquiryIn(InquiryFields):
    """A call, taken at a site."""

    site = RowField(where(Permission.INTAKE_WORK))
    channel = serializers.ChoiceField(choices=InquiryChannel.choices, default=InquiryChannel.PHONE)
    first_name = serializers.CharField(max_length=300)


class InquiryChange(InquiryFields):
    """What a caller told otherwise, with the version that was read."""

    version = serializers.IntegerField(min_value=1)


class InquiryMoveIn(serializers.Serializer[Any]):
    """The next status. Leaving for elsewhere needs ``reason``, a referral ``destination`` too."""

    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    to = serializers.ChoiceField(choices=InquiryStatus.choices)
    reason = serializers.ChoiceField(choices=OutReason.choices, allow_blank=True, default="")
    destination = TextField(200)
    note = TextField(5000)


class InquiryReopenIn(serializers.Serializer[Any]):
    """Why an inquiry is opened again."""

    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    note = TextField(5000)


class IntakeCheckAnswerIn(serializers.Serializer[Any]):
    """Yes, no or not known yet, to one check."""

    check = RowField(every(IntakeCheck))
    answer = serializers.ChoiceField(choices=CheckAnswer.choices)
    reason = TextField(300)


class InquiryOwnerIn(serializers.Serializer[Any]):
    """Whose it is from now on; nobody's gives it to whoever is on intake."""

    owner = RowField(every(StaffMember), allow_null=True)


class InquiryNextStepIn(serializers.Serializer[Any]):
    """What comes next, and by when."""

    next_step = TextField(200)
    next_step_at = InstantField(required=False, allow_null=True, default=None)


class InquiryLinkIn(serializers.Serializer[Any]):
    """The chart of somebody who calls again."""

    client = RowField(seen(Client))


class InquiryAcceptIn(serializers.Serializer[Any]):
    """The seat to hold: track, weekdays (0 is Monday) and first day; for how many hours, else the clinic's usual."""

    version = serializers.IntegerField(min_value=1)
    track = RowField(tracks)
    weekdays = serializers.ListField(child=serializers.ChoiceField(choices=Weekday.choices), min_length=1, max_length=7)
    starts_on = serializers.DateField()
    hours = serializers.IntegerField(min_value=1, max_value=2000, required=False, allow_null=True, default=None)


class AssessmentBookIn(serializers.Serializer[Any]):
    """With whom, when and where the assessment is."""

    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    staff = RowField(every(StaffMember))
    starts_at = InstantField()
    ends_at = InstantField()
    room = RowField(rooms, required=False, allow_null=True, default=None)
    telehealth_link = TextField(300)


class SeatGiveBackIn(serializers.Serializer[Any]):
    """The held seat to give back, and why."""

    hold = RowField(held_seats)
    reason = TextField(300)


class OutsideStayOut(serializers.ModelSerializer[OutsideStay]):
    """Detox, residential or hospital elsewhere."""

    class Meta:
        model = OutsideStay
        fields = OUTSIDE_STAY
        read_only_fields = OUTSIDE_STAY


class OutsideStayFields(serializers.Serializer[Any]):
    """What is known of a stay elsewhere; what is left out stays as it is."""

    facility = serializers.CharField(max_length=200, required=False)
    contact_person = serializers.CharField(max_length=200, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    expected_from = serializers.DateField(required=False, allow_null=True)
    expected_until = serializers.DateField(required=False, allow_null=True)
    ask_on = serializers.DateField(required=False, allow_null=True)
    to_ask = serializers.CharField(max_length=300, required=False, allow_blank=True)
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class OutsideStayIn(AtASiteOfCare, OutsideStayFields):
    """Somebody goes to care elsewhere."""

    client = RowField(seen(Client))
    site = RowField(where(Permission.INTAKE_WORK, Permission.PLACEMENT_DECIDE))
    kind = serializers.ChoiceField(choices=StayKind.choices)
    facility = serializers.CharField(max_length=200)
    referred_on = serializers.DateField()
    inquiry = RowField(seen(Inquiry, Permission.INTAKE_WORK), required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse the call of somebody else too."""
        told = super().validate(attrs)
        inquiry = told["inquiry"]
        if inquiry is not None and inquiry.client_id != told["client"].pk:
            raise serializers.ValidationError({"inquiry": str(SOMEBODY_ELSES)}, "somebody_elses")
        return told


class OutsideStayChange(OutsideStayFields):
    """What is known otherwise, with the version that was read."""

    version = serializers.IntegerField(min_value=1)


class OutsideStayThereIn(serializers.Serializer[Any]):
    """When they arrived."""

    went_on = serializers.DateField()


class OutsideStayAskIn(serializers.Serializer[Any]):
    """What was heard, and when somebody asks after them next."""

    ask_on = serializers.DateField()
    to_ask = TextField(300)
    note = TextField(5000)


class OutsideStayBackIn(serializers.Serializer[Any]):
    """How a stay elsewhere ended."""

    back_on = serializers.DateField()
    status = serializers.ChoiceField(
        choices=[(one.value, one.label) for one in (StayStatus.BACK, StayStatus.ELSEWHERE, StayStatus.CANCELLED)],
        default=StayStatus.BACK,
    )
    note = TextField(5000)
