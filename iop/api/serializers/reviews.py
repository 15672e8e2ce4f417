"""Reviews of the level of care: when they are due, and what was decided."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.choices import Information, Purpose, VarianceReason
from clients.models import Episode, LevelOfCare, RecipientParty
from iop.access.choices import Permission
from iop.api.fields import DayField, KeyField, RowField, TextField, every, seen
from iop.api.reaching import reads_drafts
from iop.clinic.models import StaffMember
from therapy.choices.reviews import ClientAgrees, ReviewDecision
from therapy.models import LevelReview, LevelReviewChange, ReviewCoSignature, ReviewDisagreement
from therapy.models.reviews import ReviewRhythm
from therapy.rules.reviews import MOST_WEEKS, REMARK_LENGTH, SECTIONS, TEXT_LENGTH

WORDS = ("reason", "barriers", "next_steps", "plan_changes", "client_view", "client_dissent")


class CauseOut(serializers.Serializer[Any]):
    """Why a review is due: a kind and a day."""

    kind = serializers.CharField()
    on = serializers.DateField()


class LevelReviewOut(serializers.ModelSerializer[LevelReview]):
    """One review. What was decided and its words are there once it is signed; before that for those who prepare it."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    causes = serializers.SerializerMethodField()
    level = serializers.CharField(source="level.key", default=None, allow_null=True)
    indicated_level = serializers.SerializerMethodField()
    chosen_level = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()
    client_agrees = serializers.SerializerMethodField()
    more_weeks = serializers.SerializerMethodField()
    signed_by = serializers.UUIDField(source="signed_by_id", allow_null=True)

    class Meta:
        model = LevelReview
        fields = [
            "id", "client", "episode", "status", "due_on", "opened_at", "causes", "since", "level", "indicated_level",
            "chosen_level", "decision", "more_weeks", "words", "client_agrees", "signed_at", "signed_by", "credential",
            "acted_at", "acted_kind", "set_aside_because", "version",
        ]  # fmt: skip

    @extend_schema_field(CauseOut(many=True))
    def get_causes(self, row: LevelReview) -> list[dict[str, str]]:
        """Give why it is due; what asks for a permission of its own is left out."""
        return [{"kind": each["kind"], "on": each["on"]} for each in row.causes if not each["needs"]]

    def get_indicated_level(self, row: LevelReview) -> str | None:
        """Give the key of the level that was indicated."""
        return row.indicated_level.key if self._is_open(row) and row.indicated_level else None

    def get_chosen_level(self, row: LevelReview) -> str | None:
        """Give the key of the level that was chosen."""
        return row.chosen_level.key if self._is_open(row) and row.chosen_level else None

    def get_decision(self, row: LevelReview) -> str:
        """Give what was decided."""
        return row.decision if self._is_open(row) else ""

    def get_more_weeks(self, row: LevelReview) -> int | None:
        """Give the weeks beyond the target."""
        return row.more_weeks if self._is_open(row) else None

    def get_client_agrees(self, row: LevelReview) -> str:
        """Give whether the client agrees."""
        return row.client_agrees if self._is_open(row) else ""

    def get_words(self, row: LevelReview) -> dict[str, str]:
        """Give the decision in words."""
        return {name: getattr(row, name) for name in WORDS} if self._is_open(row) else {}

    def _is_open(self, row: LevelReview) -> bool:
        """A draft's words are for people who prepare reviews at its site; no integration reads them."""
        actor = self.context["actor"]
        return bool(row.signed_at) or (
            actor.can(Permission.REVIEW_WRITE, row.episode.site_id) and reads_drafts(self.context["view"])
        )


class ReviewStepOut(serializers.ModelSerializer[LevelReviewChange]):
    """A state that a review came to, when and why."""

    class Meta:
        model = LevelReviewChange
        fields = ["status", "at", "reason"]
        read_only_fields = fields


class ReviewCoSignatureOut(serializers.ModelSerializer[ReviewCoSignature]):
    """A supervisor's answer to a review."""

    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = ReviewCoSignature
        fields = ["id", "by", "at", "decision", "comment", "credential"]
        read_only_fields = fields


class DisagreementOut(serializers.ModelSerializer[ReviewDisagreement]):
    """That a colleague sees a decision differently, in their words."""

    staff = serializers.UUIDField(source="staff_id")

    class Meta:
        model = ReviewDisagreement
        fields = ["id", "staff", "at", "words"]
        read_only_fields = fields


class RemarkOut(serializers.Serializer[Any]):
    """What the reviewer wrote beside a section of the evidence."""

    section = serializers.CharField()
    words = serializers.CharField()


class LevelReviewDetail(LevelReviewOut):
    """One review with its history and what colleagues said to it."""

    author = serializers.UUIDField(source="author_id", allow_null=True)
    handed_to = serializers.UUIDField(source="handed_to_id", allow_null=True)
    variance = serializers.SerializerMethodField()
    written = serializers.SerializerMethodField()
    steps = ReviewStepOut(source="changes", many=True)
    cosignatures = ReviewCoSignatureOut(many=True)
    disagreements = DisagreementOut(many=True)

    class Meta(LevelReviewOut.Meta):
        fields = [
            *LevelReviewOut.Meta.fields, "author", "handed_to", "variance", "written", "steps", "cosignatures", "disagreements",
        ]  # fmt: skip

    @extend_schema_field(RemarkOut(many=True))
    def get_written(self, row: LevelReview) -> list[dict[str, str]]:
        """Give the reviewer's words beside the sections, to people who prepare reviews."""
        if self.context["actor"].staff_id is None or not self._is_open(row):
            return []
        return [{"section": number, "words": words} for number, words in sorted(row.remarks.items())]

    def get_variance(self, row: LevelReview) -> str:
        """Give the code of why another level than the indicated one was chosen."""
        return row.variance_reason if self._is_open(row) else ""


class ReviewRhythmOut(serializers.ModelSerializer[ReviewRhythm]):
    """How often a level is reviewed, in days, from a date on."""

    level = serializers.CharField(source="level.key")

    class Meta:
        model = ReviewRhythm
        fields = ["id", "level", "valid_from", "first_every_days", "first_period_days", "then_every_days"]
        read_only_fields = fields


class ReviewOpenIn(serializers.Serializer[Any]):
    """The stay to review, and why when nothing else asks for it."""

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))
    why = TextField(300)


class RemarkIn(serializers.Serializer[Any]):
    """Words beside a section of the evidence."""

    section = serializers.ChoiceField(choices=sorted(SECTIONS, key=int))
    words = TextField(REMARK_LENGTH)


class ReviewIn(serializers.Serializer[Any]):
    """What a review says; fields left out stay. Levels by key."""

    version = serializers.IntegerField(min_value=1)
    decision = serializers.ChoiceField(choices=ReviewDecision.choices, required=False, allow_blank=True)
    indicated_level = serializers.CharField(max_length=40, required=False, allow_blank=True)
    chosen_level = serializers.CharField(max_length=40, required=False, allow_blank=True)
    variance_reason = serializers.ChoiceField(choices=VarianceReason.choices, required=False, allow_blank=True)
    variance_note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    more_weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, required=False, allow_null=True)
    reason = serializers.CharField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    barriers = serializers.CharField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    next_steps = serializers.CharField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    plan_changes = serializers.CharField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    client_view = serializers.CharField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    client_agrees = serializers.ChoiceField(choices=ClientAgrees.choices, required=False, allow_blank=True)
    client_dissent = serializers.CharField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    remarks = RemarkIn(many=True, required=False, default=list)


class HandOverIn(serializers.Serializer[Any]):
    """The colleague who decides."""

    to = RowField(lambda actor: StaffMember.objects.all())


class BecauseIn(serializers.Serializer[Any]):
    """The reason."""

    because = serializers.CharField(max_length=300)


class WordsIn(serializers.Serializer[Any]):
    """What is said."""

    words = serializers.CharField(max_length=TEXT_LENGTH)


class PacketIn(serializers.Serializer[Any]):
    """To whom a signed review goes (nobody named: the client themselves), for what, and which kinds of information."""

    party = RowField(
        lambda actor: RecipientParty.objects.filter(is_active=True), required=False, allow_null=True, default=None
    )
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    information = serializers.ListField(
        child=serializers.ChoiceField(choices=Information.choices), allow_empty=False, max_length=40
    )
    reference = TextField(80)


class ReviewRhythmIn(serializers.Serializer[Any]):
    """A level's rhythm from a day on."""

    level = KeyField(every(LevelOfCare))
    valid_from = DayField()
    first_every_days = serializers.IntegerField(min_value=1, max_value=366)
    first_period_days = serializers.IntegerField(min_value=0, max_value=732)
    then_every_days = serializers.IntegerField(min_value=1, max_value=366)
