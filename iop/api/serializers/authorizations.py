"""What payers authorized."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from billing.choices.authorizations import GIVES_UNITS, AuthStatus, AuthUnit
from billing.models import Authorization, AuthorizationChange, Coverage
from clients.models import Client, Episode, LevelOfCare
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import DayField, KeyField, RowField, TextField, every, seen
from iop.clinic.models import StaffMember

GIVEN = [(each.value, each.label) for each in AuthStatus if each in GIVES_UNITS]


def covers(actor: Actor) -> Any:
    """Give the covers of clients whose payers the caller asks."""
    return Coverage.objects.filter(client__in=Client.objects.visible_to(actor, Permission.AUTHORIZATION_KEEP))


class AuthorizationChangeOut(serializers.ModelSerializer[AuthorizationChange]):
    """How it came to a status, and what was said."""

    class Meta:
        model = AuthorizationChange
        fields = ["status", "at", "words"]
        read_only_fields = fields


class AuthorizationOut(serializers.ModelSerializer[Authorization]):
    """A payer's word for a level, from a day to a day. ``used`` and ``left`` are worked out from the charges that stand."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    coverage = serializers.UUIDField(source="coverage_id")
    payer = serializers.UUIDField(source="coverage.plan.payer_id")
    level = serializers.UUIDField(source="level_id")
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    used = serializers.DecimalField(max_digits=9, decimal_places=2)
    left = serializers.SerializerMethodField()
    changes = AuthorizationChangeOut(many=True)

    class Meta:
        model = Authorization
        fields = [
            "id", "client", "episode", "coverage", "payer", "number", "level", "codes", "unit", "units_asked", "units", "used",
            "left", "starts_on", "ends_on", "status", "asked_at", "decided_at", "next_review_on", "reviewer", "reference",
            "denial_reason", "peer_to_peer_by", "appeal_by", "owner", "changes", "version",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.DecimalField(max_digits=9, decimal_places=2))
    def get_left(self, row: Authorization) -> str:
        """Say what is left of what was given."""
        used: Decimal = row.used  # type: ignore[attr-defined]
        return f"{row.units - used:.2f}"


def _units() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=7, decimal_places=2, min_value=0, max_value=9999)


class AuthorizationAskIn(serializers.Serializer[Any]):
    """What a payer is asked for: a level or some codes of it, how much of what, from when until when."""

    episode = RowField(seen(Episode, Permission.AUTHORIZATION_KEEP))
    coverage = RowField(covers)
    level = KeyField(every(LevelOfCare))
    unit = serializers.ChoiceField(choices=AuthUnit.choices)
    units = _units()
    starts_on = DayField()
    ends_on = DayField()
    codes = serializers.ListField(child=serializers.CharField(max_length=5), max_length=20, default=list)
    reviewer = TextField(120)
    reference = TextField(80)
    owner = RowField(every(StaffMember), required=False, allow_null=True, default=None)
    next_review_on = DayField(required=False, allow_null=True, default=None)
    words = TextField(500)


class VersionedIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class AuthorizationGiveIn(VersionedIn):
    """What the payer gave, wholly or in part, and its number."""

    status = serializers.ChoiceField(choices=GIVEN)
    number = serializers.CharField(max_length=50)
    units = _units()
    starts_on = DayField()
    ends_on = DayField()
    decided_on = DayField(required=False, allow_null=True, default=None)
    next_review_on = DayField(required=False, allow_null=True, default=None)
    words = TextField(500)


class AuthorizationDenyIn(VersionedIn):
    """Why the payer denied it. Deadlines that its letter does not name are counted by the payer's own days."""

    reason = serializers.CharField(max_length=300)
    decided_on = DayField(required=False, allow_null=True, default=None)
    peer_to_peer_by = DayField(required=False, allow_null=True, default=None)
    appeal_by = DayField(required=False, allow_null=True, default=None)
    words = TextField(500)


class AuthorizationSaidIn(VersionedIn):
    """On what grounds, or why."""

    words = serializers.CharField(max_length=500)


class AuthorizationContactIn(AuthorizationSaidIn):
    """A contact with the payer: what was said, who decides there, who here sees to it, and when it is reviewed next."""

    next_review_on = DayField(required=False, allow_null=True, default=None)
    reviewer = TextField(120)
    owner = RowField(every(StaffMember), required=False, allow_null=True, default=None)
