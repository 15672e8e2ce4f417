"""One meeting: who came, by one tap each; moving it, cancelling it, another room."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.open_group_forms import CancelMeetingForm, ChangeMeetingForm, FinishForm, MoveMeetingForm
from iop.pages.presenters.open_groups import lists, reading, words
from iop.pages.presenters.open_groups import meeting as presenter
from iop.pages.presenters.schedule.asking import StaffRequest, must
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views import form_pages
from iop.pages.views.form_pages import values
from sessions_app import group_policies
from sessions_app.actions import groups
from sessions_app.actions.groups.telling import Told
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenMeeting


@dataclass
class Forms:
    """What can be done with a meeting; the form that was sent is bound."""

    finish: FinishForm
    move: MoveMeetingForm
    change: ChangeMeetingForm
    cancel: CancelMeetingForm


@require_GET
def open_meeting(request: StaffRequest, open_meeting_id: uuid.UUID) -> HttpResponse:
    """Show a meeting with everybody who is expected."""
    meeting = reading.meeting_of(request.actor, open_meeting_id)
    return _page(request, meeting, _forms(meeting))


@require_POST
def open_meeting_mark(request: StaffRequest, open_meeting_id: uuid.UUID) -> HttpResponse:
    """Say whether one person came; the pressed button pressed again takes it back."""
    at = clock.now()
    meeting = reading.meeting_of(request.actor, open_meeting_id)
    must(request.actor, Permission.CLIENT_VIEW, meeting.group.site_id)
    require(group_policies.may_keep(request.actor, meeting.group.site_id))
    member_id = as_uuid(request.POST.get("member"))
    if member_id is None:
        raise Invalid(say("Choose somebody."), field="member")
    member = reading.member_of(request.actor, member_id)
    groups.mark_presence(
        by=request.actor, meeting=meeting, member=member, at=at, status=_status(request, meeting), minutes=_minutes(request),
    )  # fmt: skip
    if not request.htmx:
        return redirect(f"{reverse('open_meeting', args=[meeting.pk])}#line-{member.pk}")
    rows, _hidden = presenter.lines(request.actor, meeting, at)
    row = next(row for row in rows if row["id"] == str(member.pk))
    return render(
        request, "open_groups/marked.html", {"row": row, "meeting": meeting, "counts": presenter.counts(rows)}
    )


@require_POST
def open_meeting_finish(request: StaffRequest, open_meeting_id: uuid.UUID) -> HttpResponse:
    """Say that the meeting was held; whoever is not marked did not come."""
    meeting = reading.meeting_of(request.actor, open_meeting_id)
    require(group_policies.may_keep(request.actor, meeting.group.site_id))
    return _do(request, meeting, "finish", _finish, lambda _told: _("Kept. Each line can still be put right."))


@require_POST
def open_meeting_move(request: StaffRequest, open_meeting_id: uuid.UUID) -> HttpResponse:
    """Move the meeting to another time, by the site's wall clock."""
    return _do(request, _changed(request, open_meeting_id), "move", _move, _told_words)


@require_POST
def open_meeting_change(request: StaffRequest, open_meeting_id: uuid.UUID) -> HttpResponse:
    """Give the meeting another room, other colleagues or a topic."""
    meeting = _changed(request, open_meeting_id)
    return _do(request, meeting, "change", _change, lambda _told: _("The meeting is changed."))


@require_POST
def open_meeting_cancel(request: StaffRequest, open_meeting_id: uuid.UUID) -> HttpResponse:
    """Call the meeting off with its reason."""
    return _do(request, _changed(request, open_meeting_id), "cancel", _cancel, _told_words)


def _page(
    request: StaffRequest, meeting: OpenMeeting, forms: Forms, opened: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    at = clock.now()
    named = request.actor.can(Permission.CLIENT_VIEW, meeting.group.site_id)
    rows, hidden = presenter.lines(request.actor, meeting, at)
    why_not = group_policies.may_mark(request.actor, meeting, at)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "back": lists.crumbs(meeting.group),
        "facts": presenter.facts(meeting),
        "tone": words.MEETING_TONES[meeting.status],
        "rows": rows,
        "hidden": hidden,
        "is_named": named,
        "counts": presenter.counts(rows),
        "why_not": why_not or "",
        "is_ahead": why_not is not None and meeting.starts_at > at,
        "may_finish": why_not is None and meeting.starts_at <= at,
        "may_change": group_policies.may_change(request.actor, meeting) is None,
        "zone": meeting.group.site.time_zone.replace("_", " "),
        "forms": forms,
        "opened": opened,
    }
    return render(request, "open_groups/meeting.html", context, status=status)


def _forms(meeting: OpenMeeting, bound: str = "", data: Any = None) -> Forms:
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.group.site.time_zone))
    version = {"version": meeting.version}

    def typed(name: str) -> Any:
        return data if name == bound else None

    forms = Forms(
        FinishForm(typed("finish"), prefix="finish", initial={**version, "guests": meeting.guests, "topic": meeting.topic}),
        MoveMeetingForm(typed("move"), prefix="move", initial={**version, "on": local.date(), "at": local.time()}),
        ChangeMeetingForm(typed("change"), prefix="change", initial={**values(meeting, ChangeMeetingForm), **version}),
        CancelMeetingForm(typed("cancel"), prefix="cancel", initial=version),
    )  # fmt: skip
    forms.change.offer(reading.rooms(meeting.group.site), reading.colleagues(meeting.group.site))
    return forms


def _do(
    request: StaffRequest,
    meeting: OpenMeeting,
    what: str,
    act: Callable[[StaffRequest, OpenMeeting, dict[str, Any]], Any],
    said: Callable[[Any], str],
) -> HttpResponse:
    forms = _forms(meeting, what, request.POST)
    form: RefusableForm = getattr(forms, what)
    answers: list[Any] = []
    if form.attempt(lambda: answers.append(act(request, meeting, form.cleaned_data))):
        return form_pages.done(request, said(answers[0]), reverse("open_meeting", args=[meeting.pk]))
    return _page(request, meeting, forms, what, HTTPStatus.UNPROCESSABLE_ENTITY)


def _finish(request: StaffRequest, meeting: OpenMeeting, data: dict[str, Any]) -> Any:
    return groups.finish_meeting(by=request.actor, meeting=meeting, at=clock.now(), **data)


def _move(request: StaffRequest, meeting: OpenMeeting, data: dict[str, Any]) -> Told:
    starts_at = dt.datetime.combine(data["on"], data["at"])
    return groups.move_meeting(
        by=request.actor, meeting=meeting, version=data["version"], starts_at=starts_at, at=clock.now()
    )


def _change(request: StaffRequest, meeting: OpenMeeting, data: dict[str, Any]) -> Any:
    return groups.change_meeting(by=request.actor, meeting=meeting, at=clock.now(), **data)


def _cancel(request: StaffRequest, meeting: OpenMeeting, data: dict[str, Any]) -> Told:
    return groups.cancel_meeting(by=request.actor, meeting=meeting, at=clock.now(), **data)


def _told_words(told: Told) -> str:
    sent = ngettext("%(count)d person is told by message.", "%(count)d people are told by message.", told.messages)
    words_said = [sent % {"count": told.messages}] if told.messages else []
    if told.calls:
        asked = ngettext(
            "%(count)d is on a work list to be called.", "%(count)d are on a work list to be called.", told.calls
        )
        words_said.append(asked % {"count": told.calls})
    return " ".join([_("Done."), *words_said])


def _changed(request: StaffRequest, meeting_id: uuid.UUID) -> OpenMeeting:
    meeting = reading.meeting_of(request.actor, meeting_id)
    require(group_policies.may_plan(request.actor, meeting.group.site_id))
    require(group_policies.may_change(request.actor, meeting))
    return meeting


def _status(request: StaffRequest, meeting: OpenMeeting) -> str:
    """A tap on what is shown already takes it back, unless the minutes changed or the meeting is finished."""
    said, posted = request.POST.get("status", "")[:12], request.POST
    again = said == posted.get("was", "") and posted.get("minutes", "") == posted.get("was_minutes", "")
    return "" if again and meeting.status == MeetingStatus.PLANNED else said


def _minutes(request: StaffRequest) -> int | None:
    typed = request.POST.get("minutes", "").strip()
    return int(typed) if typed.isdecimal() and len(typed) <= 3 else None
