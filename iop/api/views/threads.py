"""What clients and their care team write to each other as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.actions.threads import keeping, reading, writing
from clients.choices import Information
from clients.models import Thread, ThreadFile, ThreadMessage
from clients.thread_choices import ThreadAbout
from iop.api.choices import Scope
from iop.api.reaching import InHouse
from iop.api.serializers import threads as shapes
from iop.api.verbs import creates, verb

READ, WRITE = Scope.THREADS_READ, Scope.THREADS_WRITE


class ThreadFilter(filters.FilterSet):
    """Threads by client, site, colleague and matter; ``waiting`` keeps what nobody answered, ``open`` what is not closed."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    assigned_to = filters.UUIDFilter(field_name="assigned_to_id")
    about = filters.ChoiceFilter(choices=ThreadAbout.choices)
    waiting = filters.BooleanFilter(field_name="waits_since", lookup_expr="isnull", exclude=True)
    open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")

    class Meta:
        model = Thread
        fields: list[str] = []


class ThreadMessageFilter(filters.FilterSet):
    """Messages by thread and client."""

    thread = filters.UUIDFilter(field_name="thread_id")
    client = filters.UUIDFilter(field_name="thread__client_id")

    class Meta:
        model = ThreadMessage
        fields = ["by_client"]


class ThreadFileFilter(filters.FilterSet):
    """Files by thread and client."""

    thread = filters.UUIDFilter(field_name="message__thread_id")
    client = filters.UUIDFilter(field_name="message__thread__client_id")

    class Meta:
        model = ThreadFile
        fields: list[str] = []


class ThreadMessageResource(InHouse):
    """Messages of threads. Reading here leaves no mark for the client: ``threads/{id}/mark-read/`` does."""

    serializer_class = shapes.ThreadMessageOut
    filterset_class = ThreadMessageFilter
    read_scope = READ
    client_path = "thread.client_id"
    information = (Information.NOTES,)
    event_name = "thread_messages"
    expands = {"client": "client", "thread": "thread"}

    def get_queryset(self) -> QuerySet[ThreadMessage]:
        """Scope to threads within the caller's reach."""
        mine = Thread.objects.visible_to(self.actor).order_by().values("pk")
        rows = ThreadMessage.objects.filter(thread__in=mine).select_related("thread")
        return rows.prefetch_related("files__file", "files__message__thread")


class ThreadFileResource(InHouse):
    """Files that went with messages."""

    serializer_class = shapes.ThreadFileOut
    filterset_class = ThreadFileFilter
    read_scope = READ
    scopes = {"content": READ}
    client_path = "message.thread.client_id"
    information = (Information.NOTES,)
    event_name = "thread_files"
    expands = {"client": "client", "message": "thread-message"}

    def get_queryset(self) -> QuerySet[ThreadFile]:
        """Scope to threads within the caller's reach."""
        mine = Thread.objects.visible_to(self.actor).order_by().values("pk")
        return ThreadFile.objects.filter(message__thread__in=mine).select_related("file", "message__thread")

    def get_serializer_class(self) -> Any:
        """Draw the file itself where it is asked for."""
        return shapes.ThreadFileContentOut if self.action == "content" else shapes.ThreadFileOut

    @extend_schema(responses=shapes.ThreadFileContentOut, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def content(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch a file itself. That it was opened is an event on that client's record."""
        row = self.get_object()
        reading.open_file(by=self.actor, thread=row.message.thread, file=row, at=self.at)
        return Response(self.exit_one(row))


class ThreadResource(InHouse):
    """Threads of clients with their care team."""

    serializer_class = shapes.ThreadOut
    filterset_class = ThreadFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.NOTES,)
    event_name = "threads"
    expands = {"client": "client", "site": "site"}

    def get_queryset(self) -> QuerySet[Thread]:
        """Scope to threads within the caller's reach."""
        return Thread.objects.visible_to(self.actor).prefetch_related("reads")

    @creates(WRITE, takes=shapes.ThreadIn)
    def create(self, data: dict[str, Any]) -> Thread:
        """Begin a thread with a client who signs in from outside."""
        return writing.open_thread(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.ThreadAnswerIn, gives=ThreadMessageResource, status=201)
    def answer(self, row: Thread, data: dict[str, Any]) -> ThreadMessage:
        """Answer a client; refused when something was written that was not read."""
        return writing.answer(by=self.actor, thread=row, at=self.at, **data)

    @verb(WRITE)
    def take(self, row: Thread, data: dict[str, Any]) -> None:
        """Take a thread that nobody has."""
        keeping.take(by=self.actor, thread=row, at=self.at)

    @verb(WRITE, takes=shapes.ThreadGiveIn)
    def hand_over(self, row: Thread, data: dict[str, Any]) -> None:
        """Give a thread to a colleague, or back to the whole team."""
        to = data.pop("to")
        keeping.hand_over(by=self.actor, thread=row, to_staff_id=to.pk if to else None, at=self.at, **data)

    @verb(WRITE, takes=shapes.ThreadVersionIn)
    def settle(self, row: Thread, data: dict[str, Any]) -> None:
        """Say that what a client wrote needs no written answer."""
        keeping.settle(by=self.actor, thread=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ThreadVersionIn)
    def close(self, row: Thread, data: dict[str, Any]) -> None:
        """Close a thread; writing in it opens it again."""
        keeping.close(by=self.actor, thread=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ThreadReadIn)
    def mark_read(self, row: Thread, data: dict[str, Any]) -> None:
        """Note that the caller has read a thread up to a message."""
        reading.mark_read(by=self.actor, thread=row, until=min(data["until"], row.last_at), at=self.at)
