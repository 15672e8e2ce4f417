"""Progress notes, their formats and the questions beside them as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db import transaction
from django.db.models import Q, QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import ProgressNoteFilter
from iop.api.reaching import InHouse, reads_drafts
from iop.api.resources import Resource
from iop.api.serializers import notes as shapes
from iop.api.serializers.signing import AddendumIn, CommentIn, ReasonIn, ReturnIn
from iop.api.verbs import changes, creates, removes, verb
from iop.api.versions import require_version
from iop.core.errors import Invalid
from therapy.actions import progress_notes as actions
from therapy.models import NoteFormat, NoteMention, ProgressNote, ProgressNoteError
from therapy.progress_contents import seen

APART = ("version", "sections", "objectives", "family")


class MentionFilter(filters.FilterSet):
    """Questions by client, note, who was asked, and whether they answered."""

    client = filters.UUIDFilter(field_name="note__episode__client_id")
    note = filters.UUIDFilter(field_name="note_id")
    staff = filters.UUIDFilter(field_name="staff_id")
    answered = filters.BooleanFilter(field_name="answered_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = NoteMention
        fields: list[str] = []


class NoteInErrorFilter(filters.FilterSet):
    """Marks by client."""

    client = filters.UUIDFilter(field_name="note__episode__client_id")

    class Meta:
        model = ProgressNoteError
        fields: list[str] = []


class NoteInErrorResource(InHouse):
    """Progress notes that stood in a wrong chart, for those who mark them: that they are hidden, and why."""

    serializer_class = shapes.NoteInErrorOut
    filterset_class = NoteInErrorFilter
    read_scope = Scope.NOTES_READ
    client_path = "note.episode.client_id"
    information = (Information.NOTES,)
    event_name = "progress_note_in_error"

    def get_queryset(self) -> QuerySet[ProgressNoteError]:
        """Scope to the sites where the caller marks notes."""
        mine = ProgressNote.objects.visible_to(self.actor, Permission.NOTE_MARK_ERROR)
        return (
            ProgressNoteError.objects.filter(note__in=mine.order_by()).select_related("note__episode").order_by("-at")
        )


class MentionResource(InHouse):
    """Questions to colleagues beside progress notes. No part of any note, and nobody's outside the clinic."""

    serializer_class = shapes.MentionOut
    filterset_class = MentionFilter
    read_scope = Scope.NOTES_READ
    client_path = "note.episode.client_id"
    information = (Information.NOTES,)
    event_name = "note_mention"
    expands = {"client": "client", "note": "progress-note"}

    def get_queryset(self) -> QuerySet[NoteMention]:
        """Scope to the notes that the caller reads, and to the questions put to them. Integrations read none."""
        if self.actor.staff_id is None:
            return NoteMention.objects.none()
        reads = ProgressNote.objects.visible_to(self.actor).standing()
        mine = Q(note__in=reads.order_by()) | Q(staff=self.actor.staff_id)
        return NoteMention.objects.filter(mine).select_related("note__episode")

    @verb(Scope.NOTES_WRITE, takes=shapes.AnswerIn)
    def answer(self, row: NoteMention, data: dict[str, Any]) -> None:
        """Answer a question that was put to oneself, once."""
        actions.answer_mention(by=self.actor, mention=row, at=self.at, **data)


class ProgressNoteResource(Resource):
    """Progress notes: signed ones, and the author's own drafts. Notes entered in error are not there."""

    serializer_class = shapes.ProgressNoteOut
    filterset_class = ProgressNoteFilter
    read_scope = Scope.NOTES_READ
    client_path = "episode.client_id"
    information = (Information.NOTES,)
    event_name = "progress_note"
    expands = {"client": "client", "episode": "episode", "appointment": "appointment"}

    def get_queryset(self) -> QuerySet[ProgressNote]:
        """Scope to the clients whose notes the caller reads; a draft to its author."""
        rows = ProgressNote.objects.visible_to(self.actor).standing()
        rows = rows if reads_drafts(self) else rows.filter(signed_at__isnull=False)
        rows = rows.select_related("episode", "format")
        return rows.prefetch_related("objectives_addressed", "addenda", "carried", "cosignatures")

    @creates(Scope.NOTES_WRITE, takes=shapes.NoteOpenIn)
    def create(self, data: dict[str, Any]) -> ProgressNote:
        """Begin a note about a contact; one's own that is begun is given back."""
        return actions.open_progress_note(by=self.actor, at=self.at, **data)

    @changes(Scope.NOTES_WRITE, takes=shapes.NoteIn)
    @transaction.atomic
    def partial_update(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNote:
        """Save a draft. What doesn't fit is told beside its field, and nothing is kept then."""
        marks = data.get("objectives")
        kept = actions.save_progress_note(
            by=self.actor, note=row, version=data["version"], at=self.at, values=_values(data),
            contents={each["key"]: each["text"] for each in data.get("sections", ())},
            marks=None if marks is None else {each["objective"]: each["progress"] for each in marks},
            comments=None if marks is None else {each["objective"]: each["comment"] for each in marks},
        )  # fmt: skip
        for name, sentence in kept.problems.items():
            raise Invalid(sentence, field="ends_at" if name == "ends" else name)
        return kept.note

    @removes(Scope.NOTES_WRITE)
    def destroy(self, row: ProgressNote) -> None:
        """Throw one's own draft away that was begun by mistake."""
        actions.discard_progress_note(by=self.actor, note=row, at=self.at)

    @verb(Scope.NOTES_WRITE, takes=shapes.LayoutIn)
    def layout(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNote:
        """Give a draft another kind or another format; every word stays."""
        return actions.change_format(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=shapes.CarryIn, path="carry-forward")
    def carry(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNote:
        """Take a part of an earlier signed note over into a draft, marked as taken over."""
        return actions.carry_forward(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, path="take-over")
    def take_over(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNote:
        """Go on with the draft of a colleague who has left."""
        return actions.take_over_draft(by=self.actor, note=row, at=self.at)

    @verb(Scope.NOTES_WRITE, takes=shapes.NoteSignIn)
    def sign(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNote:
        """Sign one's draft: it locks, and waits for a supervisor where the author is supervised."""
        require_version(row, data.pop("version"))
        return actions.sign_progress_note(by=self.actor, note=row, read=seen(row), at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=CommentIn)
    def cosign(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNote:
        """Put the supervisor's name under a waiting note."""
        return actions.cosign_progress_note(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=ReturnIn, path="return")
    def give_back(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNote:
        """Give a waiting note back to its author with a comment."""
        return actions.return_progress_note(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=AddendumIn, status=201)
    def addenda(self, row: ProgressNote, data: dict[str, Any]) -> None:
        """Add to a signed note under one's own name."""
        actions.add_addendum(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=ReasonIn, gives=NoteInErrorResource)
    def entered_in_error(self, row: ProgressNote, data: dict[str, Any]) -> ProgressNoteError:
        """Hide a signed note that stands in the wrong chart, for a supervisor with the reason."""
        return actions.mark_note_in_error(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=shapes.MentionIn, gives=MentionResource, status=201)
    def mentions(self, row: ProgressNote, data: dict[str, Any]) -> NoteMention:
        """Ask a colleague something beside a note."""
        return actions.mention(by=self.actor, note=row, at=self.at, **data)


class NoteFormatResource(Resource):
    """The formats of progress notes, every version."""

    serializer_class = shapes.NoteFormatOut
    filterset_fields = ("key", "is_active")
    read_scope = Scope.NOTES_READ

    def get_queryset(self) -> QuerySet[NoteFormat]:
        """Leave out what only other sites use."""
        rows = NoteFormat.objects.order_by("key", "-number")
        return rows if self.actor.is_system else rows.filter(Q(site__isnull=True) | Q(site__in=self.actor.site_ids))

    @creates(Scope.NOTES_WRITE, takes=shapes.FormatIn)
    def create(self, data: dict[str, Any]) -> NoteFormat:
        """Make a format of the clinic's own."""
        return actions.save_format(by=self.actor, at=self.at, **_format(data))

    @verb(Scope.NOTES_WRITE, takes=shapes.FormatVersionIn, status=201)
    def versions(self, row: NoteFormat, data: dict[str, Any]) -> NoteFormat:
        """Make the next version of a format of the clinic's own; notes written so far keep theirs."""
        return actions.save_format(by=self.actor, key=row.key, at=self.at, **_format(data))

    @verb(Scope.NOTES_WRITE, takes=shapes.InUseIn)
    def use(self, row: NoteFormat, data: dict[str, Any]) -> NoteFormat:
        """Take a format out of use, or bring its newest version back."""
        return actions.set_format_in_use(by=self.actor, key=row.key, at=self.at, **data)


def _values(data: dict[str, Any]) -> dict[str, Any]:
    """Give the note's own fields as the form of the page sends them."""
    values = {name: value for name, value in data.items() if name not in APART}
    if "family" in data:
        told = data["family"]
        present = {True: "yes", False: "no", None: ""}[told["client_present"]]
        values["family"] = {**told, "client_present": present, "attended": [str(each) for each in told["attended"]]}
    return values


def _format(data: dict[str, Any]) -> dict[str, Any]:
    site = data.pop("site")
    return {**data, "site_id": site.pk if site else None}
