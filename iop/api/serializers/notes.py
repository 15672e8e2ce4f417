"""Signed progress notes and the formats they are written in."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.models import Episode
from iop.access.choices import Permission
from iop.api.fields import InstantField, RowField, TextField, seen
from iop.api.serializers.group_notes import MarkIn
from iop.api.serializers.signing import (
    ADDENDUM_FIELDS,
    COSIGNATURE_FIELDS,
    LONGEST,
    AddendumOut,
    CoSignatureOut,
)
from iop.clinic.models import Site, StaffMember
from scheduling.family_choices import FamilyForm, FamilyGoal
from scheduling.models import Appointment
from therapy.choices.notes import Modality
from therapy.choices.plans import Progress
from therapy.choices.progress_notes import ContactMode, ContactOutcome, NoObjective, NoteKind, RiskSeen
from therapy.models import (
    CarriedPassage,
    NoteFormat,
    NoteMention,
    ProgressNote,
    ProgressNoteAddendum,
    ProgressNoteCoSignature,
    ProgressNoteError,
)
from therapy.note_formats import of_row


class NoteSectionOut(serializers.Serializer[Any]):
    """One part of a note."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class NoteMarkOut(serializers.Serializer[Any]):
    """What a note says of an objective of the plan."""

    objective = serializers.UUIDField(source="thread_id")
    on = serializers.DateField()
    progress = serializers.ChoiceField(choices=Progress.choices)
    comment = serializers.CharField()


class NoteAddendumOut(AddendumOut):
    """What was added to a signed note."""

    class Meta:
        model = ProgressNoteAddendum
        fields = ADDENDUM_FIELDS
        read_only_fields = fields


class NoteCoSignatureOut(CoSignatureOut):
    """A supervisor's answer to a progress note."""

    class Meta:
        model = ProgressNoteCoSignature
        fields = COSIGNATURE_FIELDS
        read_only_fields = fields


class CarriedOut(serializers.ModelSerializer[CarriedPassage]):
    """Words taken over, and the note they are from."""

    note = serializers.UUIDField(source="source_id")

    class Meta:
        model = CarriedPassage
        fields = ["section", "text", "note"]
        read_only_fields = fields


class FamilyGuestOut(serializers.Serializer[Any]):
    """Somebody who came to a family session, as they were called that day."""

    person = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField()


class FamilyPartOut(serializers.Serializer[Any]):
    """What a family session's note says of who was there."""

    client_present = serializers.BooleanField(allow_null=True)
    form = serializers.CharField(allow_blank=True)
    goals = serializers.ListField(child=serializers.CharField())
    attended = FamilyGuestOut(many=True)
    apart = serializers.CharField(allow_blank=True)


class ProgressNoteOut(serializers.ModelSerializer[ProgressNote]):
    """A progress note with its addenda. ``carried`` are words taken over from earlier notes."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    site = serializers.UUIDField(source="episode.site_id")
    author = serializers.UUIDField(source="author_id")
    provided_by = serializers.UUIDField(source="provided_by_id", allow_null=True)
    appointment = serializers.UUIDField(source="appointment_id", allow_null=True)
    format = serializers.CharField(source="format.key")
    format_version = serializers.IntegerField(source="format.number")
    sections = serializers.SerializerMethodField()
    objectives = NoteMarkOut(source="objectives_addressed", many=True)
    carried = CarriedOut(many=True)
    family = serializers.SerializerMethodField()
    addenda = NoteAddendumOut(many=True)
    cosignatures = NoteCoSignatureOut(many=True)

    class Meta:
        model = ProgressNote
        fields = [
            "id",
            "client",
            "episode",
            "site",
            "kind",
            "format",
            "format_version",
            "author",
            "provided_by",
            "appointment",
            "starts_at",
            "ends_at",
            "mode",
            "client_location",
            "participants",
            "modalities",
            "outcome",
            "sections",
            "carried",
            "objectives",
            "no_objective_reason",
            "no_objective_words",
            "risk",
            "risk_words",
            "next_step",
            "status",
            "signed_at",
            "late_reason",
            "digest",
            "family",
            "addenda",
            "cosignatures",
            "saved_at",
            "version",
        ]
        read_only_fields = fields

    @extend_schema_field(NoteSectionOut(many=True))
    def get_sections(self, row: ProgressNote) -> list[dict[str, str]]:
        """Give the text in the order of the format."""
        return [
            {"key": each.key, "label": str(each.label), "text": row.contents.get(each.key, "")}
            for each in of_row(row.format).sections
        ]

    @extend_schema_field(FamilyPartOut(allow_null=True))
    def get_family(self, row: ProgressNote) -> dict[str, Any] | None:
        """Say who was there at a family session; nothing in a note of another kind."""
        return dict(FamilyPartOut(row.family).data) if row.family else None


class FormatSectionOut(serializers.Serializer[Any]):
    """One part of a format."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]


class NoteFormatOut(serializers.ModelSerializer[NoteFormat]):
    """A version of a format of progress notes."""

    site = serializers.UUIDField(source="site_id", allow_null=True)
    sections = FormatSectionOut(many=True)

    class Meta:
        model = NoteFormat
        fields = ["id", "key", "number", "name", "source", "site", "kinds", "sections", "is_active"]
        read_only_fields = fields


class NoteInErrorOut(serializers.ModelSerializer[ProgressNoteError]):
    """A note that stood in the wrong chart: that it is hidden, by whom and why; not what it said."""

    client = serializers.UUIDField(source="note.episode.client_id")
    note = serializers.UUIDField(source="note_id")
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = ProgressNoteError
        fields = ["id", "client", "note", "by", "at", "reason"]
        read_only_fields = fields


class MentionOut(serializers.ModelSerializer[NoteMention]):
    """A question to a colleague beside a note, and its answer. It is no part of the note."""

    client = serializers.UUIDField(source="note.episode.client_id")
    note = serializers.UUIDField(source="note_id")
    staff = serializers.UUIDField(source="staff_id")
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = NoteMention
        fields = ["id", "client", "note", "staff", "by", "at", "question", "answer", "answered_at"]
        read_only_fields = fields


class NoteOpenIn(serializers.Serializer[Any]):
    """A contact to write about; ``format`` is the key of one that is offered, the usual one for its kind when left out."""

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))
    kind = serializers.ChoiceField(choices=NoteKind.choices)
    format = serializers.SlugField(max_length=40, required=False, allow_blank=True, default="", source="format_key")
    appointment = RowField(seen(Appointment), required=False, allow_null=True, default=None)
    starts_at = InstantField(required=False, allow_null=True, default=None)
    ends_at = InstantField(required=False, allow_null=True, default=None)


class SectionIn(serializers.Serializer[Any]):
    """The text of one part of the note's format."""

    key = serializers.SlugField(max_length=40)
    text = serializers.CharField(max_length=LONGEST, allow_blank=True)


class FamilyPartIn(serializers.Serializer[Any]):
    """Who was there at a family session: people by the list of those around the client."""

    client_present = serializers.BooleanField(required=False, allow_null=True, default=None)
    form = serializers.ChoiceField(choices=FamilyForm.choices, required=False, allow_blank=True, default="")
    goals = serializers.ListField(
        child=serializers.ChoiceField(choices=FamilyGoal.choices), required=False, default=list
    )
    attended = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=50)
    apart = TextField(10_000)


class NoteIn(serializers.Serializer[Any]):
    """What a draft says; fields left out stay. ``objectives`` replaces all that it said of objectives."""

    version = serializers.IntegerField(min_value=1)
    sections = SectionIn(many=True, required=False)
    objectives = MarkIn(many=True, required=False)
    starts_at = InstantField(required=False)
    ends_at = InstantField(required=False)
    mode = serializers.ChoiceField(choices=ContactMode.choices, required=False)
    client_location = serializers.CharField(max_length=200, required=False, allow_blank=True)
    participants = serializers.CharField(max_length=300, required=False, allow_blank=True)
    modalities = serializers.ListField(
        child=serializers.ChoiceField(choices=Modality.choices), required=False, max_length=20
    )
    outcome = serializers.ChoiceField(choices=ContactOutcome.choices, required=False, allow_blank=True)
    risk = serializers.ChoiceField(choices=RiskSeen.choices, required=False, allow_blank=True)
    risk_words = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    next_step = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    no_objective_reason = serializers.ChoiceField(choices=NoObjective.choices, required=False, allow_blank=True)
    no_objective_words = serializers.CharField(max_length=300, required=False, allow_blank=True)
    family = FamilyPartIn(required=False)


class LayoutIn(serializers.Serializer[Any]):
    """Another kind or another format. Every word stays."""

    version = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=NoteKind.choices, required=False, allow_blank=True, default="")
    format = serializers.SlugField(max_length=40, required=False, allow_blank=True, default="", source="format_key")


class CarryIn(serializers.Serializer[Any]):
    """A part of an earlier signed note to take over."""

    version = serializers.IntegerField(min_value=1)
    source = RowField(seen(ProgressNote))  # type: ignore[assignment]
    section = serializers.SlugField(max_length=40)


class NoteSignIn(serializers.Serializer[Any]):
    """What the author says when signing."""

    version = serializers.IntegerField(min_value=1)
    late_reason = TextField(300)
    accept_overlap = serializers.BooleanField(default=False)
    accept_copied = serializers.BooleanField(default=False)


class MentionIn(serializers.Serializer[Any]):
    """A question to a colleague."""

    staff = RowField(lambda actor: StaffMember.objects.all())
    question = serializers.CharField(max_length=500)


class AnswerIn(serializers.Serializer[Any]):
    """The answer."""

    answer = serializers.CharField(max_length=500)


class FormatSectionIn(serializers.Serializer[Any]):
    """One part of a format; ``key`` names one that stays from the version before."""

    key = serializers.SlugField(max_length=40, required=False, allow_blank=True, default="")
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    hint = TextField(200)
    required = serializers.BooleanField(default=True)  # type: ignore[assignment]


class FormatIn(serializers.Serializer[Any]):
    """A format of the clinic's own."""

    name = serializers.CharField(max_length=80)
    sections = FormatSectionIn(many=True, allow_empty=False)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=NoteKind.choices), required=False, default=list)
    site = RowField(
        lambda actor: Site.objects.filter(pk__in=actor.site_ids), required=False, allow_null=True, default=None
    )


class FormatVersionIn(FormatIn):
    """The next version of a format. ``number`` is the version that was read."""

    number = serializers.IntegerField(min_value=1)


class InUseIn(serializers.Serializer[Any]):
    """Whether it is in use."""

    in_use = serializers.BooleanField()
