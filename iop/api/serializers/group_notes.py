"""Notes of group days: the shared part, and each client's own line."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.api.fields import RowField, TextField, seen
from iop.api.serializers.signing import (
    ADDENDUM_FIELDS,
    COSIGNATURE_FIELDS,
    LONGEST,
    AddendumIn,
    AddendumOut,
    CoSignatureOut,
)
from sessions_app.models import Attendance, ProgramSession, SessionComponent
from therapy.choices.notes import Modality
from therapy.choices.plans import Progress
from therapy.choices.progress_notes import NoObjective
from therapy.models import Addendum, CoSignature, EnteredInError, GroupNote, GroupNoteLine, NameConfirmation
from therapy.models.plans import LineWithoutObjective


class GroupAddendumOut(AddendumOut):
    """What was added to a group's note, for everybody's copy. What was added for one client stands beside their line."""

    class Meta:
        model = Addendum
        fields = ADDENDUM_FIELDS
        read_only_fields = fields


class GroupCoSignatureOut(CoSignatureOut):
    """A supervisor's answer to a group's note."""

    class Meta:
        model = CoSignature
        fields = COSIGNATURE_FIELDS
        read_only_fields = fields


class NameConfirmationOut(serializers.ModelSerializer[NameConfirmation]):
    """A name that the author called a word of the text, not a person. Which word is not told: it may be a client's name."""

    line = serializers.UUIDField(source="line_id", allow_null=True)

    class Meta:
        model = NameConfirmation
        fields = ["id", "line", "at"]
        read_only_fields = fields


class GroupNoteOut(serializers.ModelSerializer[GroupNote]):
    """The shared part of a group's note: it names no client. Clients' own lines are ``group-note-lines``."""

    site = serializers.UUIDField(source="session.site_id")
    on = serializers.DateField(source="session.on")
    session = serializers.UUIDField(source="session_id")
    component = serializers.UUIDField(source="component_id", allow_null=True)
    author = serializers.UUIDField(source="author_id")
    addenda = GroupAddendumOut(source="shared_addenda", many=True)
    cosignatures = GroupCoSignatureOut(many=True)
    name_confirmations = NameConfirmationOut(many=True)

    class Meta:
        model = GroupNote
        fields = [
            "id", "site", "on", "session", "component", "author", "shared_text", "modalities", "status", "saved_at", "signed_at",
            "late_reason", "addenda", "cosignatures", "name_confirmations", "version",
        ]  # fmt: skip
        read_only_fields = fields


class WithoutObjectiveOut(serializers.ModelSerializer[LineWithoutObjective]):
    """Why a line addresses no objective."""

    class Meta:
        model = LineWithoutObjective
        fields = ["reason", "words"]
        read_only_fields = fields


class LineMarkOut(serializers.Serializer[Any]):
    """What a line says of an objective of the plan."""

    objective = serializers.UUIDField(source="thread_id")
    on = serializers.DateField()
    progress = serializers.ChoiceField(choices=Progress.choices)
    comment = serializers.CharField()


class GroupNoteLineOut(serializers.ModelSerializer[GroupNoteLine]):
    """One client's copy: what everybody's shares, and their own line. ``addenda`` are those for this client alone."""

    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="attendance.episode_id")
    note = serializers.UUIDField(source="note_id")
    session = serializers.UUIDField(source="note.session_id")
    attendance = serializers.UUIDField(source="attendance_id")
    shared_text = serializers.CharField(source="note.shared_text")
    author = serializers.UUIDField(source="note.author_id")
    status = serializers.CharField(source="note.status")
    signed_at = serializers.DateTimeField(source="note.signed_at", allow_null=True)
    objectives = LineMarkOut(source="objectives_addressed", many=True)
    no_objective = WithoutObjectiveOut(allow_null=True, default=None)
    addenda = GroupAddendumOut(many=True)

    class Meta:
        model = GroupNoteLine
        fields = [
            "id", "client", "episode", "note", "session", "attendance", "author", "status", "signed_at", "shared_text", "text",
            "objectives", "no_objective", "addenda", "digest", "version",
        ]  # fmt: skip
        read_only_fields = fields


class LineInErrorOut(serializers.ModelSerializer[EnteredInError]):
    """A client's copy that stood in the wrong chart: that it is hidden, by whom and why; not what it said."""

    client = serializers.UUIDField(source="line.client_id")
    line = serializers.UUIDField(source="line_id")
    note = serializers.UUIDField(source="line.note_id")
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = EnteredInError
        fields = ["id", "client", "line", "note", "by", "at", "reason"]
        read_only_fields = fields


class GroupNoteOpenIn(serializers.Serializer[Any]):
    """The day, and which of its groups; without one the whole day."""

    session = RowField(seen(ProgramSession))
    component = RowField(
        lambda actor: SessionComponent.objects.filter(session__in=ProgramSession.objects.visible_to(actor)),
        required=False, allow_null=True, default=None,
    )  # fmt: skip


class GroupNoteIn(serializers.Serializer[Any]):
    """The shared part of a draft."""

    version = serializers.IntegerField(min_value=1)
    shared_text = serializers.CharField(max_length=LONGEST, allow_blank=True)
    modalities = serializers.ListField(child=serializers.ChoiceField(choices=Modality.choices), max_length=20)


class GroupLineIn(serializers.Serializer[Any]):
    """One client's own part of a draft. ``version`` is the line's that was read, 0 for one not yet begun."""

    attendance = RowField(seen(Attendance))
    version = serializers.IntegerField(min_value=0)
    text = serializers.CharField(max_length=LONGEST, allow_blank=True)


class MarkIn(serializers.Serializer[Any]):
    """How one objective goes."""

    objective = serializers.UUIDField()
    progress = serializers.ChoiceField(choices=Progress.choices)
    comment = TextField(500)


class LineObjectivesIn(serializers.Serializer[Any]):
    """Which objectives a client's line addresses: all of them, replacing what stood; or why it addresses none."""

    attendance = RowField(seen(Attendance))
    objectives = MarkIn(many=True, required=False, default=list)
    reason = serializers.ChoiceField(choices=NoObjective.choices, required=False, allow_blank=True, default="")
    words = TextField(300)


class GroupSignIn(serializers.Serializer[Any]):
    """What the author says when signing. ``confirmed_words`` are names in the text that are words, not persons."""

    version = serializers.IntegerField(min_value=1)
    confirmed_words = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, default=list, max_length=100
    )
    late_reason = TextField(300)
    accept_identical = serializers.BooleanField(default=False)


class GroupAddendumIn(AddendumIn):
    """What is added for everybody's copy, or with ``line`` for one client's."""

    line = RowField(seen(GroupNoteLine, "note.view"), required=False, allow_null=True, default=None)
    confirmed_words = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, default=list, max_length=100
    )
