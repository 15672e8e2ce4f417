"""One thread with a client: reading, answering, and whose it is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients import thread_policies as policies
from clients.actions.threads import keeping, reading, writing
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.threads import inbox, one
from iop.pages.thread_forms import AnswerForm, GiveForm, SeenForm
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.chart.parts import opened
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from iop.pages.views.threads.files import served

HERE = "client_threads"


@require_http_methods(["GET", "POST"])
def thread(request: StaffRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Show what was written, and answer."""
    at = clock.now()
    row = one.find_thread(request.actor, thread_id, at)
    if request.method == "GET":
        return _page(request, row, at)
    require(policies.may_answer(request.actor, row.site_id))
    form = AnswerForm(request.POST, request.FILES)
    send = lambda: writing.answer(  # noqa: E731 - the form's words are read when it is tried
        by=request.actor, thread=row, seen=form.cleaned_data["seen"], at=at, **form.sent()
    )
    if tried(form, send):
        return done(request, _("Sent. They see it when they sign in."), _url(row))
    # Read anew: what was written meanwhile is why it may have been refused.
    row = one.find_thread(request.actor, thread_id, at)
    return _page(request, row, at, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


@require_POST
def thread_take(request: StaffRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Take a thread that nobody has."""
    at = clock.now()
    row = one.find_thread(request.actor, thread_id, at)
    keeping.take(by=request.actor, thread=row, at=at)
    return done(request, _("It is yours now."), _url(row))


@require_POST
def thread_give(request: StaffRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Give a thread to a colleague, or back to the team."""
    at = clock.now()
    row = one.find_thread(request.actor, thread_id, at)
    require(policies.may_answer(request.actor, row.site_id))
    form = _give_form(row, at, request.POST)
    if tried(form, lambda: _give(request, row, form.cleaned_data, at)):
        return done(request, _("Handed over."), _url(row))
    return _page(request, row, at, HTTPStatus.UNPROCESSABLE_ENTITY, give=form)


@require_POST
def thread_settle(request: StaffRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Say that what they wrote needs no written answer."""
    return _decided(request, thread_id, keeping.settle, _("Noted: no answer is owed."))


@require_POST
def thread_close(request: StaffRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Close a thread; when they write in it, it opens again."""
    return _decided(request, thread_id, keeping.close, _("Closed. When they write again, it opens again."))


@require_safe
def thread_file(request: StaffRequest, thread_id: uuid.UUID, thread_file_id: uuid.UUID) -> FileResponse:
    """Hand out one file of a thread. Opening it goes on that client's record."""
    at = clock.now()
    file = one.find_file(request.actor, thread_id, thread_file_id, at)
    reading.open_file(by=request.actor, thread=file.message.thread, file=file, at=at)
    return served(file)


def _decided(request: StaffRequest, thread_id: uuid.UUID, act: Callable[..., Any], words: str) -> HttpResponse:
    at = clock.now()
    row = one.find_thread(request.actor, thread_id, at)
    require(policies.may_answer(request.actor, row.site_id))
    form = SeenForm(request.POST)
    if tried(form, lambda: act(by=request.actor, thread=row, version=form.cleaned_data["version"], at=at)):
        return done(request, words, _url(row))
    row = one.find_thread(request.actor, thread_id, at)
    return _page(request, row, at, HTTPStatus.UNPROCESSABLE_ENTITY, decided=form)


def _page(request: StaffRequest, row: Any, at: dt.datetime, status: int = HTTPStatus.OK, **forms: Any) -> HttpResponse:
    chart = opened(request, row.client_id)
    reading.mark_read(by=request.actor, thread=row, until=row.last_at, at=at)
    context = {
        **frame_of(request.actor, chart, HERE),
        "thread": row,
        "client_name": row.client.name,
        "state": inbox.state_of(row, at),
        "messages_written": one.read_messages(row),
        "may_answer": policies.may_answer(request.actor, row.site_id) is None,
        "is_mine": row.assigned_to_id == request.actor.staff_id,
        "seen": row.last_at.isoformat(),
        "form": AnswerForm(),
        "give": _give_form(row, at),
        **forms,
    }
    return render(request, "threads/thread.html", context, status=status)


def _give_form(row: Any, at: dt.datetime, data: Any = None) -> GiveForm:
    form = GiveForm(data, initial={"to": str(row.assigned_to_id or ""), "version": row.version})
    to: Any = form.fields["to"]
    to.offer(keeping.heirs(row, at), lambda staff: staff.name)
    return form


def _give(request: StaffRequest, row: Any, data: dict[str, Any], at: dt.datetime) -> None:
    to = data["to"].pk if data["to"] else None
    keeping.hand_over(by=request.actor, thread=row, version=data["version"], to_staff_id=to, at=at)


def _url(row: Any) -> str:
    return reverse("thread", args=[row.pk])
