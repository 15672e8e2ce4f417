"""One thread as the care team reads it, and a chart's threads."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404
from django.urls import reverse

from clients import thread_policies as policies
from clients.models import Client, Thread, ThreadFile
from clients.threads import signs_in
from iop.access.actors import Actor
from iop.core.words import Sentence
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.threads.inbox import row_of
from iop.pages.presenters.threads.written import Written, read_written

MOST_SHOWN = 100
"""How many threads a chart tells of, the newest first."""
ENGLISH = "en"


def find_thread(actor: Actor, thread_id: uuid.UUID, at: dt.datetime) -> Any:
    """Give a thread that the colleague may read, with its read marks. Raises ``Http404``."""
    rows = Thread.objects.visible_to(actor, at=at).select_related("client", "site", "assigned_to", "closed_by")
    row = rows.with_read_marks().filter(pk=thread_id).first()
    if row is None:
        raise Http404
    return row


def find_file(actor: Actor, thread_id: uuid.UUID, file_id: uuid.UUID, at: dt.datetime) -> ThreadFile:
    """Give one file of a thread that the colleague may read. Raises ``Http404``."""
    threads = Thread.objects.visible_to(actor, at=at).filter(pk=thread_id).order_by()
    rows = ThreadFile.objects.filter(message__thread__in=threads, pk=file_id)
    row = rows.select_related("file", "message__thread").first()
    if row is None:
        raise Http404
    return row


def read_messages(thread: Any) -> list[Written]:
    """Give what was written in a thread, in two statements."""
    address = lambda file: reverse("thread_file", args=[thread.pk, file.pk])  # noqa: E731
    return read_written(thread, for_client=False, file_url=address, language=ENGLISH)


def read_of_chart(chart: Chart) -> list[dict[str, Any]]:
    """Give a client's threads, what waits first."""
    rows = Thread.objects.visible_to(chart.actor, at=chart.at).filter(client=chart.client)
    rows = rows.select_related("client", "site", "assigned_to").longest_waiting_first()
    return [row_of(row, chart.at) for row in rows[:MOST_SHOWN]]


def why_not_begin(chart: Chart) -> Sentence | None:
    """Say why the colleague can't write to this client, or nothing."""
    has_sign_in = Client.objects.filter(signs_in("pk"), pk=chart.client.pk).exists()
    return policies.may_begin(chart.actor, chart.episode.site_id, signs_in=has_sign_in)
