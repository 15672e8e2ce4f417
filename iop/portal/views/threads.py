"""Messages with the care team: what was written, writing, and a file that came with it. Everything is the client's own."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.actions.threads import reading, writing
from iop.core import clock
from iop.pages.views.saving import tried
from iop.pages.views.threads.files import served
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.threads import NewForm, WriteForm
from iop.portal.presenters import threads as presenter


@for_clients
@require_safe
def my_threads(request: OutsiderRequest) -> HttpResponse:
    """List what somebody and their care team write about, with when the team answers."""
    at, client, language = clock.now(), client_of(request), request.outsider.language
    context = {
        "threads": presenter.read_threads(client, at, language),
        "hours": presenter.read_hours(client, at, language),
    }
    return render(request, "portal/threads/list.html", context)


@for_clients
@require_http_methods(["GET", "POST"])
def my_thread_new(request: OutsiderRequest) -> HttpResponse:
    """Write to the care team about something new."""
    at, client = clock.now(), client_of(request)
    form = NewForm(request.POST or None, request.FILES or None)
    made: list[Any] = []
    if request.method == "POST" and tried(form, lambda: made.append(_open(request, form, at))):
        messages.success(request, _("Sent. Your team has it now."))
        return redirect("my_thread", made[0].pk)
    context = {"form": form, "hours": presenter.read_hours(client, at, request.outsider.language)}
    return render(request, "portal/threads/new.html", context, status=_status(form))


@for_clients
@require_http_methods(["GET", "POST"])
def my_thread(request: OutsiderRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Show what was written about one thing, and write more."""
    at, language = clock.now(), request.outsider.language
    thread = presenter.find_thread(client_of(request), thread_id)
    if thread is None:
        raise Http404
    form = WriteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and tried(
        form, lambda: writing.write(by=request.outsider.actor, thread=thread, at=at, **form.sent())
    ):
        messages.success(request, _("Sent. Your team has it now."))
        return redirect("my_thread", thread_id)
    written = presenter.read_messages(thread, language)
    reading.mark_read(by=request.outsider.actor, thread=thread, until=thread.last_at, at=at)
    context = {
        "thread": thread, "messages_written": written, "form": form, "state": presenter.state_of(thread, language),
        "hours": presenter.hours_of_site(thread.site, at, language),
    }  # fmt: skip
    return render(request, "portal/threads/thread.html", context, status=_status(form))


@for_clients
@require_safe
def my_thread_file(request: OutsiderRequest, thread_id: uuid.UUID, thread_file_id: uuid.UUID) -> Any:
    """Hand out one file of one of the client's own threads."""
    file = presenter.find_file(client_of(request), thread_id, thread_file_id)
    if file is None:
        raise Http404
    reading.open_file(by=request.outsider.actor, thread=file.message.thread, file=file, at=clock.now())
    return served(file)


def _open(request: OutsiderRequest, form: NewForm, at: Any) -> Any:
    data = form.cleaned_data
    return writing.open_thread(
        by=request.outsider.actor, client=client_of(request), about=data["about"], subject=data["subject"], at=at,
        **form.sent(),
    )  # fmt: skip


def _status(form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
