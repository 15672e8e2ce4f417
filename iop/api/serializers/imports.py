"""Files of clients from another system: looked through first, then brought in whole."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.import_choices import SOURCE_LENGTH, RowDecision, RowOutcome
from clients.intake_rules import Alike
from clients.models import Client, ImportedRow, ImportRun, ImportRunChange
from iop.access.choices import Permission
from iop.api.fields import RowField, seen
from iop.api.reaching import where
from iop.api.uploads import UploadIn
from iop.core.words import say
from iop.workflows.importing.seeing import Sight, seen_by

GUESSED = (RowOutcome.ALIKE, RowOutcome.LEFT_OUT)
"""Rows whose client is somebody they look like, not somebody they are."""
MOST_COLUMNS = 500
NOT_A_PLACE = say("A column is named by its place, counted from 0.")


class ClientFileChangeOut(serializers.ModelSerializer[ImportRunChange]):
    """When a file came to a status."""

    class Meta:
        model = ImportRunChange
        fields = ["id", "status", "at", "by_id"]
        read_only_fields = fields


class ClientFileOut(serializers.ModelSerializer[ImportRun]):
    """A file, what it holds, and how many rows have which outcome. Nobody's details."""

    counts = serializers.DictField(child=serializers.IntegerField())
    changes = ClientFileChangeOut(many=True, read_only=True)

    class Meta:
        model = ImportRun
        fields = [
            "id", "site", "source", "kind", "digest", "mapping", "report", "counts", "status", "refusal", "leaves_faulty_out",
            "brings_alike", "received_at", "read_at", "file_removed_at", "changes", "version",
        ]  # fmt: skip
        read_only_fields = fields


class SomebodyAlikeOut(serializers.Serializer[Any]):
    """Somebody whom a row looks like: a client with a chart, or an inquiry without one; ``reason`` is a code."""

    client = serializers.UUIDField(allow_null=True)
    inquiry = serializers.UUIDField(allow_null=True)
    reason = serializers.ChoiceField(choices=[each.value for each in Alike])


class ImportedRowsOut(serializers.ListSerializer[Any]):
    """Several rows: whom they look like is read once for all of them."""

    def to_representation(self, data: Any) -> Any:
        """Draw the rows for whoever calls."""
        rows = list(data)
        child: Any = self.child
        child.sight = seen_by(self.context["actor"], rows)
        return super().to_representation(rows)


class ImportedRowOut(serializers.ModelSerializer[ImportedRow]):
    """One person of a file: what becomes of them. Codes with the field each is about, never a value.

    ``alike`` names those the row looks like whom the caller may see; ``needs_somebody_else`` says that there are others, so that
    somebody who may see them has to decide.
    """

    sight: Sight
    client = serializers.SerializerMethodField()
    alike = serializers.SerializerMethodField()
    needs_somebody_else = serializers.SerializerMethodField()

    class Meta:
        model = ImportedRow
        list_serializer_class = ImportedRowsOut
        fields = [
            "id", "run", "position", "outcome", "problems", "client", "alike", "needs_somebody_else", "decision", "decided_at",
            "decided_by", "version",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "uuid"})
    def get_client(self, row: ImportedRow) -> Any:
        """Give who a row is; whom it only looks like, no further than the caller sees."""
        if row.client_id is None or row.outcome not in GUESSED:
            return row.client_id
        client = self.sight.charts.get(row.client_id)
        return client.pk if client else None

    @extend_schema_field(SomebodyAlikeOut(many=True))
    def get_alike(self, row: ImportedRow) -> Any:
        """Give whom the row looks like, the likeliest first."""
        return [
            {
                "client": str(each.client.pk) if each.client else None,
                "inquiry": str(each.inquiry.pk) if each.inquiry else None, "reason": each.reason,
            }
            for each in self.sight.of(row)
        ]  # fmt: skip

    def get_needs_somebody_else(self, row: ImportedRow) -> bool:
        """Say whether the row also looks like somebody whom the caller may not see."""
        return self.sight.is_partial(row)


class ClientFileIn(serializers.Serializer[Any]):
    """A table (CSV) or a FHIR R4 bundle, and what the other system is called."""

    site = RowField(where(Permission.CLIENTS_IMPORT))
    source = serializers.CharField(max_length=SOURCE_LENGTH)  # type: ignore[assignment]
    file = UploadIn()


class ClientFileMappingIn(serializers.Serializer[Any]):
    """Which column (by its place) is which field, and in which order dates are written."""

    version = serializers.IntegerField(min_value=1)
    columns = serializers.DictField(child=serializers.CharField(max_length=60, allow_blank=True))
    dates = serializers.CharField(max_length=20)

    def validate_columns(self, columns: dict[str, str]) -> dict[str, str]:
        """Take places for keys."""
        if len(columns) > MOST_COLUMNS or not all(place.isdecimal() and len(place) < 4 for place in columns):
            raise serializers.ValidationError(str(NOT_A_PLACE))
        return columns


class ClientFileVersionIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class RowDecisionIn(ClientFileVersionIn):
    """What becomes of a row that looks like somebody. ``client`` is the chart of "link"; an empty decision takes back what was decided."""

    decision = serializers.ChoiceField(choices=RowDecision.choices, allow_blank=True)
    client = RowField(seen(Client), required=False, allow_null=True)


class RestDecisionIn(ClientFileVersionIn):
    """What becomes of all rows that look like somebody and that nobody decided about."""

    decision = serializers.ChoiceField(
        choices=[(each.value, each.label) for each in (RowDecision.NEW, RowDecision.LEAVE_OUT)]
    )


class ClientFileBringIn(ClientFileVersionIn):
    """Whether rows that cannot be used are left out, and undecided ones that look like somebody here get charts all the same."""

    leave_faulty_out = serializers.BooleanField(default=False)
    bring_alike = serializers.BooleanField(default=False)
