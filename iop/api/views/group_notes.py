"""Notes of group days as resources: written by their author, signed, co-signed, added to."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import InHouse, reads_drafts
from iop.api.resources import Resource
from iop.api.serializers import group_notes as shapes
from iop.api.serializers.signing import CommentIn, ReasonIn, ReturnIn
from iop.api.verbs import changes, creates, verb
from therapy import contents
from therapy.actions import group_notes as actions
from therapy.actions import objectives
from therapy.choices.notes import NoteStatus
from therapy.models import Addendum, EnteredInError, GroupNote, GroupNoteLine


class GroupNoteFilter(filters.FilterSet):
    """Notes by day, site, author and status."""

    session = filters.UUIDFilter(field_name="session_id")
    site = filters.UUIDFilter(field_name="session__site_id")
    author = filters.UUIDFilter(field_name="author_id")
    status = filters.ChoiceFilter(choices=NoteStatus.choices)
    first = filters.DateFilter(field_name="session__on", lookup_expr="gte")
    last = filters.DateFilter(field_name="session__on", lookup_expr="lte")

    class Meta:
        model = GroupNote
        fields: list[str] = []


class GroupLineFilter(filters.FilterSet):
    """Lines by client, stay, note, day and status."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="attendance__episode_id")
    note = filters.UUIDFilter(field_name="note_id")
    session = filters.UUIDFilter(field_name="note__session_id")
    status = filters.ChoiceFilter(field_name="note__status", choices=NoteStatus.choices)
    signed_from = filters.IsoDateTimeFilter(field_name="note__signed_at", lookup_expr="gte")

    class Meta:
        model = GroupNoteLine
        fields: list[str] = []


class LineInErrorFilter(filters.FilterSet):
    """Marks by client."""

    client = filters.UUIDFilter(field_name="line__client_id")

    class Meta:
        model = EnteredInError
        fields: list[str] = []


class LineInErrorResource(InHouse):
    """Clients' copies of group notes that stood in a wrong chart, for those who mark them: that they are hidden, and why."""

    serializer_class = shapes.LineInErrorOut
    filterset_class = LineInErrorFilter
    read_scope = Scope.NOTES_READ
    client_path = "line.client_id"
    information = (Information.NOTES,)
    event_name = "group_line_in_error"

    def get_queryset(self) -> QuerySet[EnteredInError]:
        """Scope to the sites where the caller marks notes."""
        mine = GroupNoteLine.objects.visible_to(self.actor, Permission.NOTE_MARK_ERROR)
        return EnteredInError.objects.filter(line__in=mine.order_by()).select_related("line").order_by("-at")


class GroupLineResource(Resource):
    """Clients' own copies of group notes: signed ones, and their author's drafts. None that stood in a wrong chart."""

    serializer_class = shapes.GroupNoteLineOut
    filterset_class = GroupLineFilter
    read_scope = Scope.NOTES_READ
    client_path = "client_id"
    information = (Information.NOTES,)
    event_name = "group_note_line"
    expands = {"client": "client", "episode": "episode", "note": "group-note", "session": "session"}

    def get_queryset(self) -> QuerySet[GroupNoteLine]:
        """Scope to the clients whose notes the caller reads."""
        told = Q(note__signed_at__isnull=False)
        if reads_drafts(self):
            told |= Q(note__author=self.actor.staff_id)
        rows = GroupNoteLine.objects.visible_to(self.actor, Permission.NOTE_VIEW).filter(told, error__isnull=True)
        rows = rows.select_related("note", "attendance", "no_objective")
        return rows.prefetch_related("objectives_addressed", "addenda")

    @verb(Scope.NOTES_WRITE, takes=ReasonIn, gives=LineInErrorResource)
    def entered_in_error(self, row: GroupNoteLine, data: dict[str, Any]) -> EnteredInError:
        """Hide a copy that stands in the wrong chart, for a supervisor with the reason."""
        return actions.mark_entered_in_error(by=self.actor, line=row, at=self.at, **data)


class GroupNoteResource(Resource):
    """The shared part of group notes: signed ones, and the author's own drafts. They name no client."""

    serializer_class = shapes.GroupNoteOut
    filterset_class = GroupNoteFilter
    read_scope = Scope.NOTES_READ
    information = (Information.NOTES,)
    event_name = "group_note"
    expands = {"session": "session"}

    def get_queryset(self) -> QuerySet[GroupNote]:
        """Scope to the caller's sites. Parties that need each client's consent read clients' copies, not these."""
        rows = GroupNote.objects.visible_to(self.actor)
        drawn = getattr(self, "swagger_fake_view", False)
        if not drawn and self.key is not None and self.serving is None:
            rows = rows.none()
        shared = Prefetch("addenda", Addendum.objects.filter(line__isnull=True), to_attr="shared_addenda")
        return rows.select_related("session").prefetch_related(shared, "cosignatures", "name_confirmations")

    @creates(Scope.NOTES_WRITE, takes=shapes.GroupNoteOpenIn)
    def create(self, data: dict[str, Any]) -> GroupNote:
        """Begin one's note of a day or of one of its groups; one that is begun is given back."""
        return actions.open_group_note(by=self.actor, at=self.at, **data)

    @changes(Scope.NOTES_WRITE, takes=shapes.GroupNoteIn)
    def partial_update(self, row: GroupNote, data: dict[str, Any]) -> GroupNote:
        """Save the shared part of a draft."""
        return actions.save_group_note(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=shapes.GroupLineIn, gives=GroupLineResource)
    def line(self, row: GroupNote, data: dict[str, Any]) -> GroupNoteLine:
        """Save one client's own part of a draft."""
        return actions.save_line(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=shapes.LineObjectivesIn, gives=GroupLineResource)
    @transaction.atomic
    def objectives(self, row: GroupNote, data: dict[str, Any]) -> GroupNoteLine:
        """Say which objectives one client's line addresses and how they go, or why it addresses none."""
        line = objectives.line_for(by=self.actor, note=row, attendance=data["attendance"])
        marks = {each["objective"]: each["progress"] for each in data["objectives"]}
        comments = {each["objective"]: each["comment"] for each in data["objectives"]}
        objectives.address(by=self.actor, line=line, marks=marks, comments=comments, at=self.at)
        if not marks:
            objectives.give_reason(by=self.actor, line=line, reason=data["reason"], words=data["words"], at=self.at)
        return line

    @verb(Scope.NOTES_WRITE, takes=shapes.GroupSignIn)
    def sign(self, row: GroupNote, data: dict[str, Any]) -> GroupNote:
        """Sign one's draft: it locks, and waits for a supervisor where the author is supervised."""
        seen = contents.seen(row, list(row.lines.all()))
        return actions.sign_group_note(by=self.actor, note=row, seen=seen, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=CommentIn)
    def cosign(self, row: GroupNote, data: dict[str, Any]) -> GroupNote:
        """Put the supervisor's name under a waiting note."""
        return actions.cosign_group_note(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=ReturnIn, path="return")
    def give_back(self, row: GroupNote, data: dict[str, Any]) -> GroupNote:
        """Give a waiting note back to its author with a comment."""
        return actions.return_group_note(by=self.actor, note=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=shapes.GroupAddendumIn, status=201)
    def addenda(self, row: GroupNote, data: dict[str, Any]) -> None:
        """Add to a signed note, for everybody's copy or for one client's."""
        actions.add_addendum(by=self.actor, note=row, at=self.at, **data)
