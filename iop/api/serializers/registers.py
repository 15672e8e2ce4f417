"""The registers: incidents, breaches, grievances, and what clients ask of their record."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import (
    AccessRequest,
    AccessRequestChange,
    AmendmentRequest,
    AmendmentRequestChange,
    Breach,
    BreachChange,
    Client,
    Grievance,
    GrievanceChange,
    Incident,
    IncidentChange,
    RestrictionRequest,
    RestrictionRequestChange,
)
from clients.register_choices import (
    CopyForm,
    EntryStatus,
    Factor,
    Harm,
    IncidentKind,
    RefusedBecause,
    RestrictionEnd,
)
from iop.access.choices import Permission
from iop.api.fields import RowField, TextField, seen
from iop.api.reaching import where
from iop.api.serializers.consents import information, purposes

CHANGE = ("id", "status", "at", "by_id", "reason")
ENTRY = ("id", "site", "client", "status", "received_on", "reported_by", "text", "due_on", "decision", "decided_on",
         "decided_by", "changes", "version")  # fmt: skip
LATER = ("extended_on", "extension_reason", "refused_because")


class IncidentChangeOut(serializers.ModelSerializer[IncidentChange]):
    """A step of an incident."""

    class Meta:
        model = IncidentChange
        fields = CHANGE
        read_only_fields = CHANGE


class BreachChangeOut(serializers.ModelSerializer[BreachChange]):
    """A step of a breach."""

    class Meta:
        model = BreachChange
        fields = CHANGE
        read_only_fields = CHANGE


class GrievanceChangeOut(serializers.ModelSerializer[GrievanceChange]):
    """A step of a grievance."""

    class Meta:
        model = GrievanceChange
        fields = CHANGE
        read_only_fields = CHANGE


class RestrictionChangeOut(serializers.ModelSerializer[RestrictionRequestChange]):
    """A step of a wish to restrict."""

    class Meta:
        model = RestrictionRequestChange
        fields = CHANGE
        read_only_fields = CHANGE


class AmendmentChangeOut(serializers.ModelSerializer[AmendmentRequestChange]):
    """A step of a wish to amend."""

    class Meta:
        model = AmendmentRequestChange
        fields = CHANGE
        read_only_fields = CHANGE


class AccessChangeOut(serializers.ModelSerializer[AccessRequestChange]):
    """A step of a request for a copy."""

    class Meta:
        model = AccessRequestChange
        fields = CHANGE
        read_only_fields = CHANGE


class IncidentOut(serializers.ModelSerializer[Incident]):
    """Something happened that should not have."""

    changes = IncidentChangeOut(many=True, read_only=True)

    class Meta:
        model = Incident
        fields = (*ENTRY, "kind", "harm", "happened_on", "done_at_once")
        read_only_fields = fields


class BreachOut(serializers.ModelSerializer[Breach]):
    """Records were used or told as they must not be."""

    changes = BreachChangeOut(many=True, read_only=True)

    class Meta:
        model = Breach
        fields = (
            *ENTRY, "happened_on", "affected", "factor_what", "factor_what_words", "factor_who", "factor_who_words",
            "factor_seen", "factor_seen_words", "factor_mended", "factor_mended_words", "told_people_on", "told_hhs_on",
            "told_media_on",
        )  # fmt: skip
        read_only_fields = fields


class GrievanceOut(serializers.ModelSerializer[Grievance]):
    """Somebody is not content and is owed an answer."""

    changes = GrievanceChangeOut(many=True, read_only=True)

    class Meta:
        model = Grievance
        fields = (*ENTRY, "from_name", "is_privacy", "acknowledged_on", "answered_on")
        read_only_fields = fields


class RestrictionOut(serializers.ModelSerializer[RestrictionRequest]):
    """A client asks us not to use or tell something."""

    changes = RestrictionChangeOut(many=True, read_only=True)

    class Meta:
        model = RestrictionRequest
        fields = (
            *ENTRY, "purposes", "information", "paid_in_full", "required_by_law", "starts_on", "ends_on", "ended_how",
        )  # fmt: skip
        read_only_fields = fields


class AmendmentOut(serializers.ModelSerializer[AmendmentRequest]):
    """A client asks that their record is corrected."""

    changes = AmendmentChangeOut(many=True, read_only=True)

    class Meta:
        model = AmendmentRequest
        fields = (*ENTRY, *LATER, "disagreement")
        read_only_fields = fields


class AccessRequestOut(serializers.ModelSerializer[AccessRequest]):
    """A client asks for a copy of their record, or to see it."""

    changes = AccessChangeOut(many=True, read_only=True)

    class Meta:
        model = AccessRequest
        fields = (*ENTRY, *LATER, "form", "given_on")
        read_only_fields = fields


class ReportIn(serializers.Serializer[Any]):
    """What every report says. ``received_on`` is when we learned of it, today when left out."""

    site = RowField(where(Permission.REGISTER_REPORT))
    text = serializers.CharField(max_length=10_000)
    received_on = serializers.DateField(required=False, allow_null=True, default=None)


class AboutSomebodyIn(ReportIn):
    """What may be about a client."""

    client = RowField(seen(Client), required=False, allow_null=True, default=None)


class AboutAClientIn(ReportIn):
    """What is about a client."""

    client = RowField(seen(Client))


class IncidentIn(AboutSomebodyIn):
    """An incident."""

    kind = serializers.ChoiceField(choices=IncidentKind.choices)
    harm = serializers.ChoiceField(choices=Harm.choices, default=Harm.NONE)
    happened_on = serializers.DateField()
    done_at_once = TextField(5000)


class BreachIn(AboutSomebodyIn):
    """A breach; ``received_on`` is its discovery."""

    happened_on = serializers.DateField(required=False, allow_null=True, default=None)
    affected = serializers.IntegerField(min_value=1, max_value=2_147_483_647, default=1)


class GrievanceIn(AboutSomebodyIn):
    """A grievance; without a name they want to stay unnamed."""

    from_name = TextField(300)
    is_privacy = serializers.BooleanField(default=False)


class RestrictionIn(AboutAClientIn):
    """A wish that something isn't used or told for some purposes."""

    purposes = purposes(allow_empty=False)
    information = information(required=False, default=list)
    paid_in_full = serializers.BooleanField(default=False)
    required_by_law = serializers.BooleanField(default=False)


class AmendmentIn(AboutAClientIn):
    """A wish that the record is corrected."""


class AccessRequestIn(AboutAClientIn):
    """A request for a copy."""

    form = serializers.ChoiceField(choices=CopyForm.choices, default=CopyForm.ELECTRONIC)


class EntryVersion(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class IncidentAmendIn(EntryVersion):
    """What became known of an incident."""

    kind = serializers.ChoiceField(choices=IncidentKind.choices, required=False)
    harm = serializers.ChoiceField(choices=Harm.choices, required=False)
    done_at_once = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class BreachAmendIn(EntryVersion):
    """What became known of a breach: the four factors, how many, and who was told when."""

    affected = serializers.IntegerField(min_value=1, max_value=2_147_483_647, required=False)
    factor_what = serializers.ChoiceField(choices=Factor.choices, required=False, allow_blank=True)
    factor_what_words = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    factor_who = serializers.ChoiceField(choices=Factor.choices, required=False, allow_blank=True)
    factor_who_words = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    factor_seen = serializers.ChoiceField(choices=Factor.choices, required=False, allow_blank=True)
    factor_seen_words = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    factor_mended = serializers.ChoiceField(choices=Factor.choices, required=False, allow_blank=True)
    factor_mended_words = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    told_people_on = serializers.DateField(required=False, allow_null=True)
    told_hhs_on = serializers.DateField(required=False, allow_null=True)
    told_media_on = serializers.DateField(required=False, allow_null=True)


class GrievanceAmendIn(EntryVersion):
    """What became known of a grievance."""

    is_privacy = serializers.BooleanField(required=False)


class RestrictionAmendIn(EntryVersion):
    """What became known of a wish to restrict."""

    required_by_law = serializers.BooleanField(required=False)
    information = information(required=False)


class AmendmentAmendIn(EntryVersion):
    """The client's statement after a refusal."""

    disagreement = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class AccessAmendIn(EntryVersion):
    """In which form the copy is wanted."""

    form = serializers.ChoiceField(choices=CopyForm.choices, required=False)


class EntryMoveIn(EntryVersion):
    """The next step. A decision says why; a refusal on which ground, the end of a restriction how."""

    to = serializers.ChoiceField(choices=EntryStatus.choices)
    reason = TextField(5000)
    refused_because = serializers.ChoiceField(choices=RefusedBecause.choices, allow_blank=True, default="")
    how = serializers.ChoiceField(choices=RestrictionEnd.choices, allow_blank=True, default="")


class EntryExtendIn(EntryVersion):
    """Why thirty days more are needed; the client gets it in writing."""

    reason = serializers.CharField(max_length=500)
