"""The timeline of a client as it leaves through the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.timeline import LineKind, Point


class TimelineAsk(serializers.Serializer[Any]):
    """From which day to which; without them the last 12 weeks."""

    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class PointOut(serializers.Serializer[Point]):
    """One fact: its day, its words, and where a line has a scale its value."""

    on = serializers.DateField(read_only=True)
    until = serializers.DateField(read_only=True, allow_null=True)
    value = serializers.FloatField(read_only=True, allow_null=True)
    says = serializers.CharField(read_only=True)
    tone = serializers.CharField(read_only=True)
    subject = serializers.SerializerMethodField()

    def get_subject(self, point: Point) -> str:
        """Name what the fact is written in, as "kind:id"; empty where it has no record of its own."""
        return f"{point.place[0]}:{point.place[1]}" if point.place else ""


class LineOut(serializers.Serializer[Any]):
    """Facts of one sort, in order of date."""

    key = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    kind = serializers.ChoiceField(LineKind.choices, read_only=True)
    low = serializers.FloatField(read_only=True)
    high = serializers.FloatField(read_only=True)
    unit = serializers.CharField(read_only=True)
    points = PointOut(many=True, read_only=True)


class TimelineOut(serializers.Serializer[Any]):
    """What is known of a client, on one axis of days."""

    client = serializers.UUIDField(source="pk", read_only=True)
    first = serializers.DateField(source="timeline_first", read_only=True)
    last = serializers.DateField(source="timeline_last", read_only=True)
    lines = LineOut(source="timeline_lines", many=True, read_only=True)
