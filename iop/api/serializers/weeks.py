"""Weeks that tracks follow: versions with their days and parts, and what publishing one would do."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from rest_framework import serializers

from iop.api.fields import NOBODY_SEES, RowField, TextField
from iop.api.serializers.places import tracks
from iop.clinic.choices import Weekday
from iop.clinic.models import StaffMember
from scheduling.models import (
    ComponentKind,
    CurriculumTopic,
    DayComponent,
    DayComponentFacilitator,
    DayTemplate,
    Exercise,
    Room,
    WeeklyTemplate,
)
from scheduling.rules.weeks import PlannedDay, PlannedPart

MOST_PARTS = 24


class PlannedFacilitatorOut(serializers.ModelSerializer[DayComponentFacilitator]):
    """Who is to lead a part or join it."""

    staff = serializers.UUIDField(source="staff_id")

    class Meta:
        model = DayComponentFacilitator
        fields = ["staff", "role"]
        read_only_fields = fields


class PlannedPartOut(serializers.ModelSerializer[DayComponent]):
    """A part as planned."""

    kind = serializers.UUIDField(source="kind_id")
    topic = serializers.UUIDField(source="topic_id", allow_null=True)
    exercise = serializers.UUIDField(source="exercise_id", allow_null=True)
    room = serializers.UUIDField(source="room_id", allow_null=True)
    facilitators = PlannedFacilitatorOut(many=True)

    class Meta:
        model = DayComponent
        fields = ["position", "kind", "title", "minutes", "topic", "exercise", "room", "facilitators"]
        read_only_fields = fields


class PlannedDayOut(serializers.ModelSerializer[DayTemplate]):
    """A treatment day as planned, in wall time of the site."""

    parts = PlannedPartOut(source="components", many=True)

    class Meta:
        model = DayTemplate
        fields = ["weekday", "starts_at", "focus", "lineage", "parts"]
        read_only_fields = fields


class WeeklyTemplateOut(serializers.ModelSerializer[WeeklyTemplate]):
    """A version of a track's week, with the date from which it holds."""

    track = serializers.UUIDField(source="track_id")
    days = PlannedDayOut(many=True)

    class Meta:
        model = WeeklyTemplate
        fields = ["id", "track", "valid_from", "note", "days", "version"]
        read_only_fields = fields


class PlannedPartIn(serializers.Serializer[Any]):
    """A part of a day: its kind, its minutes, and what is known of it by now."""

    kind = serializers.UUIDField()
    minutes = serializers.IntegerField(min_value=1, max_value=1440)
    title = TextField(200)
    topic = serializers.UUIDField(required=False, allow_null=True, default=None)
    exercise = serializers.UUIDField(required=False, allow_null=True, default=None)
    room = serializers.UUIDField(required=False, allow_null=True, default=None)
    lead = serializers.UUIDField(required=False, allow_null=True, default=None)
    co_facilitators = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10, default=list)


class PlannedDayIn(serializers.Serializer[Any]):
    """A day of the week (Monday is 0) with its parts, which follow each other without gaps."""

    weekday = serializers.ChoiceField(choices=Weekday.choices)
    starts_at = serializers.TimeField()
    focus = TextField(200)
    parts = PlannedPartIn(many=True, allow_empty=False, max_length=MOST_PARTS)  # type: ignore[call-arg]


class WeekIn(serializers.Serializer[Any]):
    """The whole week a track is to follow from a day on. A weekday that is left out has no group any more."""

    track = RowField(tracks)
    valid_from = serializers.DateField()
    days = PlannedDayIn(many=True, allow_empty=False, max_length=7)  # type: ignore[call-arg]
    note = TextField(200)

    def validate_days(self, days: list[dict[str, Any]]) -> list[PlannedDay]:
        """Refuse ids of what isn't there, and give the plain values of the rules."""
        parts = [part for day in days for part in day["parts"]]
        _refuse_unknown(ComponentKind, (part["kind"] for part in parts))
        _refuse_unknown(CurriculumTopic, (part["topic"] for part in parts))
        _refuse_unknown(Exercise, (part["exercise"] for part in parts))
        _refuse_unknown(Room, (part["room"] for part in parts))
        _refuse_unknown(StaffMember, (each for part in parts for each in (part["lead"], *part["co_facilitators"])))
        return [_day(day) for day in days]


class WeekPreviewOut(serializers.Serializer[Any]):
    """What stands against a week, what its level would rather have, and what publishing it would do to days ahead."""

    may_be_published = serializers.BooleanField()
    refusals = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())
    days_changed = serializers.IntegerField()
    days_cancelled = serializers.IntegerField()
    days_made = serializers.IntegerField()


def _refuse_unknown(model: type[models.Model], named: Iterable[uuid.UUID | None]) -> None:
    wanted = {each for each in named if each is not None}
    if wanted and model._default_manager.filter(pk__in=wanted).count() != len(wanted):
        raise serializers.ValidationError(str(NOBODY_SEES))


def _day(day: dict[str, Any]) -> PlannedDay:
    parts = tuple(_part(part) for part in day["parts"])
    return PlannedDay(weekday=day["weekday"], starts_at=day["starts_at"], focus=day["focus"], parts=parts)


def _part(part: dict[str, Any]) -> PlannedPart:
    return PlannedPart(
        kind_id=part["kind"], minutes=part["minutes"], title=part["title"], topic_id=part["topic"],
        exercise_id=part["exercise"], room_id=part["room"], lead_id=part["lead"], co_ids=tuple(part["co_facilitators"]),
    )  # fmt: skip
