"""Changes of the level of care with everything that was done."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.choices import StayKind, VarianceReason
from clients.models import Episode, LevelOfCare
from iop.access.choices import Permission
from iop.api.fields import DayField, KeyField, RowField, TextField, every, seen
from scheduling.models import Track
from therapy.choices.transitions import Area, TransitionKind
from therapy.models import LevelReview, Transition, TransitionStep


class TransitionStepOut(serializers.ModelSerializer[TransitionStep]):
    """One thing that changed, in the words in which it was shown before it was decided."""

    class Meta:
        model = TransitionStep
        fields = ["area", "before", "after", "says", "undone_as"]
        read_only_fields = fields


class TransitionOut(serializers.ModelSerializer[Transition]):
    """A change of level (or of the days at one) from a date on. ``undone_at`` is set for one taken back before it began."""

    client = serializers.UUIDField(source="episode.client_id")
    from_level = serializers.CharField(source="from_level.key", allow_null=True, default=None)
    to_level = serializers.CharField(source="to_level.key")
    steps = serializers.SerializerMethodField()

    class Meta:
        model = Transition
        fields = [
            "id", "client", "episode", "review", "kind", "effective_on", "from_level", "to_level", "placement", "plan_review_on",
            "reason", "decided_at", "decided_by", "undone_at", "undone_by", "undo_reason", "steps",
        ]  # fmt: skip

    @extend_schema_field(TransitionStepOut(many=True))
    def get_steps(self, row: Transition) -> list[dict[str, Any]]:
        """Leave out what drug tests and questionnaires say: they have scopes of their own."""
        told = [step for step in row.steps.all() if step.area not in (Area.TESTS, Area.MEASURES)]
        return [dict(step) for step in TransitionStepOut(told, many=True).data]


class WishIn(serializers.Serializer[Any]):
    """A change of level, or of the days at one, from ``effective_on`` on (that day included). Monday is 0.

    Care elsewhere has no track and no days, but a ``stay_kind`` and a ``facility``. ``keep_appointments`` are those that stay
    although they lie in the way. Without ``tests_per_week`` drug tests go on as planned.
    """

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))
    level = KeyField(every(LevelOfCare))
    track = RowField(lambda actor: Track.objects.at_sites_of(actor), required=False, allow_null=True, default=None)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), required=False, default=list, max_length=7
    )
    effective_on = DayField()
    reason = serializers.CharField(max_length=2000)
    indicated_level = KeyField(every(LevelOfCare), required=False, allow_null=True, default=None)
    variance_reason = serializers.ChoiceField(
        choices=VarianceReason.choices, required=False, allow_blank=True, default=""
    )
    keep_appointments = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=100
    )
    review = RowField(seen(LevelReview), required=False, allow_null=True, default=None)
    tests_per_week = serializers.DecimalField(
        max_digits=4, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )
    stay_kind = serializers.ChoiceField(choices=StayKind.choices, required=False, allow_blank=True, default="")
    facility = TextField(200)
    expected_until = DayField(required=False, allow_null=True, default=None)
    keeps_seat = serializers.BooleanField(default=False)


class CarryOutIn(WishIn):
    """The same change, with the fingerprint of the preview that was looked at."""

    seen = serializers.CharField(max_length=64)


class UndoIn(serializers.Serializer[Any]):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=300)


class PreviewLineOut(serializers.Serializer[Any]):
    """One thing that would change: what it is about, how it is now, how it will be, and what else is to be said."""

    area = serializers.ChoiceField(choices=Area.choices)
    before = serializers.CharField()
    after = serializers.CharField()
    says = serializers.CharField(allow_blank=True)


class InTheWayOut(serializers.Serializer[Any]):
    """An appointment that lies in the way of the new days: it is cancelled unless it is kept."""

    id = serializers.UUIDField()
    says = serializers.CharField()
    is_kept = serializers.BooleanField()


class PreviewOut(serializers.Serializer[Any]):
    """Everything that would change, or why it cannot. ``fingerprint`` names exactly this list; carrying out asks for it."""

    kind = serializers.ChoiceField(choices=TransitionKind.choices)
    changes = PreviewLineOut(many=True)
    problems = serializers.ListField(child=serializers.CharField())
    in_the_way = InTheWayOut(many=True)
    fingerprint = serializers.CharField(allow_blank=True)
    full_track = serializers.UUIDField(source="full_track_id", allow_null=True)
