"""Following up missed days: cases with their steps, limits that were reached, and the policy that asks for both."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import LevelOfCare, Relationship
from iop.api.fields import KeyField, RowField, TextField, every
from iop.api.serializers.places import sites
from sessions_app.absence_choices import STEP_METHODS, Consequence, LimitKind, StepOwner
from sessions_app.choices import OutreachOutcome
from sessions_app.models import AbsenceCase, AbsenceCaseStep, AbsenceLimit, AbsencePolicy, AbsenceStep, LimitReached

METHODS = [(each.value, each.label) for each in STEP_METHODS]
MOST_HOURS = 24 * 60


class AbsenceCaseStepOut(serializers.ModelSerializer[AbsenceCaseStep]):
    """A step: how, whose, when, and what came of it. Notes of calls are not part of it."""

    method = serializers.CharField(source="step.method")
    owner = serializers.CharField(source="step.owner")
    words = serializers.CharField(source="step.words")
    outcome = serializers.CharField(source="outreach.outcome", default=None, allow_null=True)
    is_left_out = serializers.SerializerMethodField()

    class Meta:
        model = AbsenceCaseStep
        fields = ["id", "method", "owner", "words", "opens_at", "due_at", "done_at", "outcome", "is_left_out"]
        read_only_fields = fields

    def get_is_left_out(self, row: AbsenceCaseStep) -> bool:
        """Say whether the step was left out with a reason."""
        return bool(row.left_out)


class AbsenceCaseOut(serializers.ModelSerializer[AbsenceCase]):
    """Somebody who missed a day without a word: since which day, the newest, the steps, and how it ended."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    policy = serializers.UUIDField(source="policy_id")
    first_missed_on = serializers.DateField(source="first_line.session.on")
    newest_missed_on = serializers.DateField(source="newest_line.session.on")
    steps = AbsenceCaseStepOut(many=True)

    class Meta:
        model = AbsenceCase
        fields = [
            "id", "client", "episode", "policy", "first_missed_on", "newest_missed_on", "opened_at", "closed_at", "end",
            "steps", "version",
        ]  # fmt: skip
        read_only_fields = fields


class WhatWasAgreedIn(serializers.Serializer[Any]):
    """What was agreed or decided."""

    note = serializers.CharField(max_length=500)


class WhichStepIn(serializers.Serializer[Any]):
    """A step of the case, by its id."""

    step = serializers.UUIDField()


class StepDoneIn(WhichStepIn):
    """What came of a step. A call to an emergency contact says who was told what; nobody is told without a release."""

    outcome = serializers.ChoiceField(choices=OutreachOutcome.choices)
    note = TextField(2000)
    contact = RowField(every(Relationship), required=False, allow_null=True, default=None)
    said = TextField(300)


class StepLeftOutIn(WhichStepIn):
    """Why a step is left out."""

    reason = serializers.CharField(max_length=300)


class LimitReachedOut(serializers.ModelSerializer[LimitReached]):
    """A limit that a stay has reached, what it asks for, and whether somebody has settled it."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    kind = serializers.ChoiceField(choices=LimitKind.choices, source="limit.kind")
    asks_for = serializers.ChoiceField(choices=Consequence.choices, source="limit.consequence")
    attendance = serializers.UUIDField(source="line_id")

    class Meta:
        model = LimitReached
        fields = [
            "id", "client", "episode", "kind", "asks_for", "attendance", "counted", "reached_at", "settled_at",
            "settled_note", "ended_at",
        ]  # fmt: skip
        read_only_fields = fields


class AbsenceLimitOut(serializers.ModelSerializer[AbsenceLimit]):
    """So many misses of a kind within so many weeks, and what then happens."""

    class Meta:
        model = AbsenceLimit
        fields = ["position", "kind", "misses", "weeks", "consequence"]
        read_only_fields = fields


class AbsenceStepOut(serializers.ModelSerializer[AbsenceStep]):
    """A step after a missed day; hours count from its start, and from when the step opens."""

    class Meta:
        model = AbsenceStep
        fields = ["position", "after_hours", "method", "owner", "deadline_hours", "words"]
        read_only_fields = fields


class AbsencePolicyOut(serializers.ModelSerializer[AbsencePolicy]):
    """What the clinic does about missed days, from a day on; without a site everywhere, without a level for every one."""

    site = serializers.UUIDField(source="site_id", allow_null=True)
    level = serializers.CharField(source="level.key", default=None, allow_null=True)
    limits = AbsenceLimitOut(many=True)
    steps = AbsenceStepOut(many=True)

    class Meta:
        model = AbsencePolicy
        fields = [
            "id", "site", "level", "valid_from", "name", "grace_minutes", "notice_hours", "counts_excused",
            "make_ups_forgive", "no_service_days", "limits", "steps",
        ]  # fmt: skip
        read_only_fields = fields


class AbsenceLimitIn(serializers.Serializer[Any]):
    """So many misses of a kind within so many weeks (none for misses in a row), and what then happens."""

    kind = serializers.ChoiceField(choices=LimitKind.choices)
    misses = serializers.IntegerField(min_value=1, max_value=100)
    weeks = serializers.IntegerField(min_value=1, max_value=104, required=False, allow_null=True, default=None)
    consequence = serializers.ChoiceField(choices=Consequence.choices)


class AbsenceStepIn(serializers.Serializer[Any]):
    """A step after a missed day."""

    after_hours = serializers.IntegerField(min_value=0, max_value=MOST_HOURS)
    method = serializers.ChoiceField(choices=METHODS)
    owner = serializers.ChoiceField(choices=StepOwner.choices)
    deadline_hours = serializers.IntegerField(min_value=1, max_value=MOST_HOURS)
    words = serializers.CharField(max_length=200)


class AbsencePolicyIn(serializers.Serializer[Any]):
    """A policy from a day on, whole. It replaces the one for the same site and level."""

    site = RowField(sites, required=False, allow_null=True, default=None)
    level = KeyField(every(LevelOfCare), required=False, allow_null=True, default=None)
    valid_from = serializers.DateField()
    name = serializers.CharField(max_length=100)
    grace_minutes = serializers.IntegerField(min_value=0, max_value=120, required=False, allow_null=True, default=None)
    notice_hours = serializers.IntegerField(min_value=0, max_value=168)
    no_service_days = serializers.IntegerField(min_value=1, max_value=120)
    counts_excused = serializers.BooleanField(default=False)
    make_ups_forgive = serializers.BooleanField(default=True)
    limits = AbsenceLimitIn(many=True, required=False, max_length=6)  # type: ignore[call-arg]
    steps = AbsenceStepIn(many=True, required=False, max_length=8)  # type: ignore[call-arg]
