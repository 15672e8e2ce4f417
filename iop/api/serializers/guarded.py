"""Charts opened in an emergency, charts that were joined, and who signs in from outside."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import ChartMerge, Client, EmergencyAccess, PortalAccount, PortalInvitation
from clients.portal_choices import AccessEnd, IdentityCheck
from iop.access.choices import Permission
from iop.api.fields import RowField, TextField, seen
from iop.api.serializers.consents import relatives

ACCESS = ("id", "client", "site", "staff", "reason", "starts_at", "ends_at", "reviewed_at", "reviewed_by", "was_right",
          "review_note")  # fmt: skip
MERGE = ("id", "kept", "absorbed", "reason", "at", "by", "can_be_undone_until", "undone_at", "undone_by")
ACCOUNT = ("id", "client", "person", "word", "last_signed_in_at", "locked_until", "locks", "ended_at", "ended_by", "end_reason",
           "version")  # fmt: skip
INVITATION: tuple[str, ...] = ("id", "client", "person", "via_client", "site", "email", "language", "identity_check", "invited_by", "sent_at",
              "expires_at", "accepted_at", "revoked_at", "account")  # fmt: skip


class EmergencyAccessOut(serializers.ModelSerializer[EmergencyAccess]):
    """A chart opened past the usual bounds, and what a reviewer found."""

    class Meta:
        model = EmergencyAccess
        fields = ACCESS
        read_only_fields = ACCESS


class EmergencyAccessIn(serializers.Serializer[Any]):
    """Whom: by the exact record number, or by exact name and birth date; and why, for whoever reviews it."""

    record_number = TextField(20)
    first_name = TextField(300)
    last_name = TextField(300)
    date_of_birth = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=500)


class AccessReviewIn(serializers.Serializer[Any]):
    """Whether an emergency access was right."""

    was_right = serializers.BooleanField()
    note = TextField(5000)


class ChartMergeOut(serializers.ModelSerializer[ChartMerge]):
    """Two charts of one person joined: ``absorbed`` goes on in ``kept``."""

    class Meta:
        model = ChartMerge
        fields = MERGE
        read_only_fields = MERGE


class ChartPairIn(serializers.Serializer[Any]):
    """The chart that goes on, and the one that is absorbed."""

    kept = RowField(seen(Client, Permission.CHART_MERGE))
    absorbed = RowField(seen(Client, Permission.CHART_MERGE))


class ChartMergeIn(ChartPairIn):
    """Which charts are joined, and how one knows that both are one person."""

    reason = serializers.CharField(max_length=500)


class CountOut(serializers.Serializer[Any]):
    """So many rows of a kind."""

    words = serializers.CharField()
    number = serializers.IntegerField()


class MergePreviewOut(serializers.Serializer[Any]):
    """What joining two charts would do, and what is in the way."""

    moves = CountOut(many=True)
    stays = CountOut(many=True)
    why_not = serializers.ListField(child=serializers.CharField())


class PortalAccountOut(serializers.ModelSerializer[PortalAccount]):
    """Somebody's sign-in from outside. Its secrets are nobody's to read."""

    class Meta:
        model = PortalAccount
        fields = ACCOUNT
        read_only_fields = ACCOUNT


class AccessEndIn(serializers.Serializer[Any]):
    """From which client's chart, and why a sign-in ends."""

    client = RowField(seen(Client))
    reason = serializers.ChoiceField(choices=AccessEnd.choices)


class AccessOpenIn(serializers.Serializer[Any]):
    """From which client's chart a door is opened again."""

    client = RowField(seen(Client))


class InvitationOut(serializers.ModelSerializer[PortalInvitation]):
    """An invitation to sign in from outside, without its link and its code."""

    class Meta:
        model = PortalInvitation
        fields = INVITATION
        read_only_fields = INVITATION


class InvitationMadeOut(InvitationOut):
    """A new invitation with the code to tell them by mouth, shown this once."""

    code_to_tell = serializers.SerializerMethodField()

    class Meta(InvitationOut.Meta):
        fields = (*INVITATION, "code_to_tell")
        read_only_fields = fields

    def get_code_to_tell(self, row: PortalInvitation) -> str:
        """Six digits; nothing here keeps them."""
        code: str = self.context["codes"].get(row.pk, "")
        return code


class InvitationIn(serializers.Serializer[Any]):
    """Whom to invite: a client, or (``person``) a relative whom a live release of theirs names."""

    client = RowField(seen(Client))
    person = RowField(relatives, required=False, allow_null=True, default=None)
    email = serializers.CharField(max_length=254)
    language = serializers.ChoiceField(choices=["en", "es"], default="en")
    identity_check = serializers.ChoiceField(choices=IdentityCheck.choices)
