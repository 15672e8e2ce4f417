"""Reports as they leave through the API: numbers about nobody."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from iop.reports.rules.periods import NAMED
from iop.reports.shapes import Column, Filter, Period, Report, Unit


class GroupingOut(serializers.Serializer[Any]):
    """By what a report can be broken down."""

    code = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]


class ReportOut(serializers.Serializer[Report]):
    """One report of the catalogue."""

    key = serializers.CharField(read_only=True)
    group = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    definition = serializers.CharField(read_only=True)
    period = serializers.ChoiceField([each.value for each in Period], read_only=True)
    groupings = serializers.SerializerMethodField()
    filters = serializers.SerializerMethodField()

    @extend_schema_field(GroupingOut(many=True))
    def get_groupings(self, report: Report) -> list[dict[str, str]]:
        """Codes with their labels, the usual one first."""
        return [{"code": code, "label": str(label)} for code, label in report.groupings]

    def get_filters(self, report: Report) -> list[str]:
        """What narrows it, beside its site."""
        return [each.value for each in Filter if each in report.filters]


class ReportAsk(serializers.Serializer[Any]):
    """What may be asked of a report; each takes what of these its entry in the catalogue names."""

    site = serializers.UUIDField(required=False, help_text="One site; without it all where the caller sees reports.")
    period = serializers.ChoiceField(
        [*NAMED, "own"], required=False, help_text="A named period; or `first` and `last`."
    )
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    on = serializers.DateField(required=False, help_text="The day, for reports of a day.")
    by = serializers.CharField(required=False, help_text="A code of `groupings`.")
    level = serializers.UUIDField(required=False)
    track = serializers.UUIDField(required=False)
    payer = serializers.UUIDField(required=False)
    clinician = serializers.UUIDField(required=False)
    given = serializers.BooleanField(required=False, help_text="Hide small rows, as in a file for giving away.")


class ColumnOut(serializers.Serializer[Column]):
    """A column: what it counts. Amounts are whole cents, time is whole minutes, shares are percent."""

    key = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    unit = serializers.ChoiceField([each.value for each in Unit], read_only=True)


class RowOut(serializers.Serializer[Any]):
    """A row: what it is about, and its numbers by column; null where none can be said, or is hidden."""

    key = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    cells = serializers.DictField(child=serializers.FloatField(allow_null=True), read_only=True)


class ReportResultOut(serializers.Serializer[Any]):
    """A report's numbers, as of an instant."""

    report = ReportOut(read_only=True)
    as_of = serializers.DateTimeField(read_only=True)
    first = serializers.DateField(read_only=True)
    last = serializers.DateField(read_only=True)
    by = serializers.CharField(read_only=True, allow_blank=True)
    sites = serializers.ListField(child=serializers.UUIDField(), read_only=True)
    columns = ColumnOut(many=True, read_only=True)
    rows = RowOut(many=True, read_only=True)
    totals = serializers.DictField(child=serializers.FloatField(allow_null=True), read_only=True, allow_null=True)
    notes = serializers.ListField(child=serializers.CharField(), read_only=True)
    small_rows_hidden = serializers.BooleanField(read_only=True)
