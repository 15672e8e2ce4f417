"""Files of clients from another system: looked through first, then brought in whole."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.import_choices import SOURCE_LENGTH
from clients.models import ImportedRow, ImportRun, ImportRunChange
from iop.access.choices import Permission
from iop.api.fields import RowField
from iop.api.reaching import where
from iop.api.uploads import UploadIn
from iop.core.words import say

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


class ImportedRowOut(serializers.ModelSerializer[ImportedRow]):
    """One person of a file: what becomes of them. Codes with the field each is about, never a value."""

    class Meta:
        model = ImportedRow
        fields = ["id", "run", "position", "outcome", "problems", "client"]
        read_only_fields = fields


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


class ClientFileBringIn(ClientFileVersionIn):
    """Whether rows that cannot be used are left out, and people who look like somebody here get charts all the same."""

    leave_faulty_out = serializers.BooleanField(default=False)
    bring_alike = serializers.BooleanField(default=False)
