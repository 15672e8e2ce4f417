"""Early warnings and their rules."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from iop.api.fields import DayField, TextField
from therapy import warnings
from therapy.choices.warnings import WarningEnd, WarningKind
from therapy.models import EarlyWarning, WarningRule


class EarlyWarningOut(serializers.ModelSerializer[EarlyWarning]):
    """A warning with the facts it rests on, in a sentence."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    rule = serializers.UUIDField(source="rule_id")
    says = serializers.SerializerMethodField()
    ended_by = serializers.UUIDField(source="ended_by_id", allow_null=True)

    class Meta:
        model = EarlyWarning
        fields = [
            "id", "client", "episode", "rule", "kind", "measure_key", "says", "raised_at", "seen_at", "ended_at", "end",
            "ended_by", "end_note",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field({"type": "string"})
    def get_says(self, row: EarlyWarning) -> str:
        """Say what was seen."""
        return str(warnings.reason(row))


class WarningEndIn(serializers.Serializer[Any]):
    """Why a warning is put aside."""

    end = serializers.ChoiceField(choices=[each for each in WarningEnd.choices if each[0] != "passed"])
    note = TextField(300)


class WarningRuleOut(serializers.ModelSerializer[WarningRule]):
    """From which number on, within how many days, a warning is raised; no threshold: never."""

    class Meta:
        model = WarningRule
        fields = ["id", "kind", "measure_key", "threshold", "window_days", "valid_from"]
        read_only_fields = fields


class WarningRuleIn(serializers.Serializer[Any]):
    """A rule from a day on."""

    kind = serializers.ChoiceField(choices=WarningKind.choices)
    measure_key = TextField(60)
    threshold = serializers.IntegerField(min_value=1, max_value=1000, required=False, allow_null=True, default=None)
    window_days = serializers.IntegerField(min_value=1, max_value=366)
    valid_from = DayField()
