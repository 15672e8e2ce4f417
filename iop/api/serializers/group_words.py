"""What tracks and groups are told, what they agree on, what they have to read; and what clients ask of their times."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.api.fields import InstantField, RowField, TextField
from iop.api.serializers.open_groups import groups
from iop.api.serializers.patching import LookedAtIn
from iop.api.serializers.places import tracks
from iop.core.words import say
from sessions_app.ask_choices import LONGEST_WORDS
from sessions_app.models import AgreementAnswer, Announcement, GroupMaterial, ScheduleAsk, TrackAgreement

LONGEST_TEXT = 20_000


class AnnouncementOut(serializers.ModelSerializer[Announcement]):
    """A few words to everybody of a track or a group, from one day through another."""

    track = serializers.UUIDField(source="track_id", allow_null=True)
    group = serializers.UUIDField(source="group_id", allow_null=True)
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = Announcement
        fields = ["id", "track", "group", "words", "starts_on", "ends_on", "by", "withdrawn_at", "version"]
        read_only_fields = fields


class AnnouncementIn(serializers.Serializer[Any]):
    """To a track or a group: words that name nobody. ``sure`` says that what looks like a client's name is none."""

    track = RowField(tracks, required=False, allow_null=True, default=None)
    group = RowField(groups, required=False, allow_null=True, default=None)
    words = serializers.CharField(max_length=LONGEST_TEXT)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    sure = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for one of both."""
        if (attrs["track"] is None) == (attrs["group"] is None):
            raise serializers.ValidationError({"track": str(say("Name a track or a group, one of both."))})
        return attrs


class TrackAgreementOut(serializers.ModelSerializer[TrackAgreement]):
    """How a track's people want to be with one another: a version; the one with the highest number holds."""

    track = serializers.UUIDField(source="track_id")
    made_by = serializers.UUIDField(source="made_by_id")

    class Meta:
        model = TrackAgreement
        fields = ["id", "track", "number", "words", "made_at", "made_by"]
        read_only_fields = fields


class TrackAgreementIn(serializers.Serializer[Any]):
    """The words a track agrees on from now. ``sure`` as for announcements."""

    track = RowField(tracks)
    words = serializers.CharField(max_length=LONGEST_TEXT)
    sure = serializers.BooleanField(default=False)


class AgreementAnswerOut(serializers.ModelSerializer[AgreementAnswer]):
    """That somebody agreed to a version, themselves."""

    agreement = serializers.UUIDField(source="agreement_id")
    episode = serializers.UUIDField(source="episode_id")
    client = serializers.UUIDField(source="episode.client_id")

    class Meta:
        model = AgreementAnswer
        fields = ["id", "agreement", "episode", "client", "at"]
        read_only_fields = fields


class GroupMaterialOut(serializers.ModelSerializer[GroupMaterial]):
    """Something to read of a group. ``has_file``: a file that the pages hand out."""

    group = serializers.UUIDField(source="group_id")
    added_by = serializers.UUIDField(source="added_by_id")
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = GroupMaterial
        fields = ["id", "group", "title", "words", "has_file", "added_by", "withdrawn_at"]
        read_only_fields = fields

    def get_has_file(self, row: GroupMaterial) -> bool:
        """Say whether a file belongs to it."""
        return row.file_id is not None


class GroupMaterialIn(serializers.Serializer[Any]):
    """Words to read for a group."""

    group = RowField(groups)
    title = serializers.CharField(max_length=200)
    words = serializers.CharField(max_length=LONGEST_TEXT)


class ScheduleAskOut(serializers.ModelSerializer[ScheduleAsk]):
    """That a client cannot come to something of theirs, will be late or would like another time, and what became of it."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")
    attendance = serializers.UUIDField(source="attendance_id", allow_null=True)
    appointment = serializers.UUIDField(source="appointment_id", allow_null=True)

    class Meta:
        model = ScheduleAsk
        fields = [
            "id", "client", "site", "attendance", "appointment", "kind", "words", "wished", "asked_at", "status", "answer",
            "settled_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class AskGrantIn(LookedAtIn):
    """Doing what was asked: the new time of an appointment to be moved, or that a short notice is excused."""

    words = TextField(LONGEST_WORDS)
    starts_at = InstantField(required=False, allow_null=True, default=None)
    excused = serializers.BooleanField(default=False)


class AskDeclineIn(LookedAtIn):
    """Why not, in words that the client reads."""

    words = serializers.CharField(max_length=LONGEST_WORDS)
