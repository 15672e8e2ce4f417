"""Setting a group up: what it is, its days, an extra meeting, its end."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.pages.open_group_forms import EndGroupForm, GroupForm, NewMeetingForm, RhythmForm, group_form
from iop.pages.presenters.open_groups import reading
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.scoped import sites_with
from iop.pages.views import form_pages
from sessions_app import group_policies
from sessions_app.actions import groups
from sessions_app.models import OpenGroup, OpenGroupRhythm

ASKS = ["GET", "POST"]


@require_http_methods(ASKS)
def open_group_new(request: StaffRequest) -> HttpResponse:
    """Add a group; its days come next."""
    require(group_policies.may_plan(request.actor))
    return _edit(request, None)


@require_http_methods(ASKS)
def open_group_edit(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Change what a group is."""
    return _edit(request, _planned(request, open_group_id))


@require_http_methods(ASKS)
def open_group_rhythm(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Say when, where and by whom a group is held from a day on."""
    group = _planned(request, open_group_id)
    form = RhythmForm(_typed(request), initial=_holding(group))
    form.offer(reading.rooms(group.site), reading.colleagues(group.site))
    done = _("The meetings are made from that day on. People on the list are told of the next one's time.")
    if _did(
        request,
        form,
        lambda: groups.set_rhythm(by=request.actor, group=group, at=clock.now(), **form.cleaned_data),
    ):
        return form_pages.done(request, done, _url(group))
    return form_pages.ask(
        request, form, title=_("Days of %(name)s") % {"name": group.name}, crumbs=_crumbs(group), do=_("Save the days"),
        intro=_("Meetings that were held, cancelled or changed by hand stay as they are."),
    )  # fmt: skip


@require_http_methods(ASKS)
def open_meeting_new(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Add one meeting outside the rhythm."""
    group = _planned(request, open_group_id)
    form = NewMeetingForm(_typed(request))
    if _did(request, form, lambda: _add(request, group, form)):
        return form_pages.done(request, _("The meeting is there."), _url(group))
    return form_pages.ask(
        request, form, title=_("Add a meeting"), crumbs=_crumbs(group), do=_("Add the meeting"),
        intro=_("It takes the usual room and colleagues, where they are free."),
    )  # fmt: skip


@require_http_methods(ASKS)
def open_group_end(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """End a group with a day."""
    group = _planned(request, open_group_id)
    today = clock.local_date(clock.now(), group.site.time_zone)
    form = EndGroupForm(_typed(request), initial={"ends_on": group.ends_on or today})
    if _did(
        request, form, lambda: groups.end_group(by=request.actor, group=group, at=clock.now(), **form.cleaned_data)
    ):
        return form_pages.done(request, _("The group ends with that day."), _url(group))
    return form_pages.ask(
        request, form, title=_("End %(name)s") % {"name": group.name}, crumbs=_crumbs(group), do=_("End the group"),
        intro=_("Meetings after that day go, and nobody is on its list any more. What was held stays."),
    )  # fmt: skip


def _edit(request: StaffRequest, group: OpenGroup | None) -> HttpResponse:
    offered = [group.site] if group else sites_with(request.actor, Permission.SESSION_MOVE)
    initial = form_pages.values(group, GroupForm) if group else {}
    form = group_form(_typed(request), offered, initial)
    if _did(request, form, partial(_save, request, group, form)):
        saved = OpenGroup.objects.get(site=form.cleaned_data["site"], name=form.cleaned_data["name"].strip())
        url = _url(saved) if group else reverse("open_group_rhythm", args=[saved.pk])
        return form_pages.done(request, _("The group is saved."), url)
    title = _("Change %(name)s") % {"name": group.name} if group else _("Add a group")
    return form_pages.ask(request, form, title=title, crumbs=_crumbs(group), do=_("Save the group"))


def _save(request: StaffRequest, group: OpenGroup | None, form: GroupForm) -> None:
    data = dict(form.cleaned_data)
    groups.save_group(by=request.actor, site_id=data.pop("site").pk, group=group, at=clock.now(), **data)


def _add(request: StaffRequest, group: OpenGroup, form: NewMeetingForm) -> None:
    data = form.cleaned_data
    starts_at = dt.datetime.combine(data["on"], data["at"])
    groups.add_meeting(by=request.actor, group=group, starts_at=starts_at, minutes=data["minutes"], at=clock.now())


def _planned(request: StaffRequest, group_id: uuid.UUID) -> OpenGroup:
    group = reading.group_of(request.actor, group_id)
    require(group_policies.may_plan(request.actor, group.site_id))
    return group


def _holding(group: OpenGroup) -> dict[str, Any]:
    """Begin with the rhythm that holds, from today on."""
    today = clock.local_date(clock.now(), group.site.time_zone)
    begins = {"valid_from": max(today, group.starts_on), "frequency": "weekly"}
    row = OpenGroupRhythm.objects.filter(group=group).order_by("-valid_from", "-created_at").first()
    if row is None:
        return begins
    return {**form_pages.values(row, RhythmForm), "nth": row.nth or "", "valid_from": begins["valid_from"]}


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _did(request: StaffRequest, form: Any, act: Any) -> bool:
    return request.method == "POST" and bool(form.attempt(act))


def _crumbs(group: OpenGroup | None) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [(reverse("open_groups"), _("Groups"))]
    if group:
        found.append((_url(group), group.name))
    return found


def _url(group: OpenGroup) -> str:
    return reverse("open_group", args=[group.pk])
