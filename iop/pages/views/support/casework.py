"""Case management of a client: tasks, referrals, contacts, support meetings."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import require
from iop.core.words import Sentence
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.support.asking import contact_of, meeting_of, support_chart
from iop.pages.presenters.support.casework import colleagues_of, places_for, read_casework
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.support_forms import ContactForm, ErrorForm, MeetingForm, ReferForm, TaskForm, yes_no
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from iop.pages.views.support.sheets import sent, sheet
from iop.work.actions import close_item
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.actions import support as actions
from therapy.models.support import Referral
from therapy.policies.support import may_keep_support

HERE = "client_support"
both = require_http_methods(["GET", "POST"])


@require_GET
def client_support(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show tasks, referrals, contacts and meetings."""
    chart = opened(request, client_id)
    require(may_keep_support(request.actor, chart.episode.site_id))
    return shown(
        request, chart, HERE, "support", **read_casework(chart), meeting_form=MeetingForm(initial={"on": chart.today}),
        task_form=TaskForm(initial={"due_on": chart.today}, auto_id="task-%s").offer(colleagues_of(chart)),
    )  # fmt: skip


@both
def client_task_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Make a task about a client."""
    chart = support_chart(request.actor, client_id, clock.now())
    form = TaskForm(sent(request), initial={"due_on": chart.today}).offer(colleagues_of(chart))
    return _sheet(
        request, chart, form, lambda data: _task(chart, data), title=_("A task"), do=_("Make the task"),
        said=_("The task is on the work list."),
    )  # fmt: skip


@both
def client_case_contact(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down a contact."""
    chart = support_chart(request.actor, client_id, clock.now())
    local = chart.at.astimezone(ZoneInfo(chart.zone)).replace(tzinfo=None)
    form = ContactForm(sent(request), initial={"contacted_at": local})
    return _sheet(
        request, chart, form, lambda data: _contact(chart, data), title=_("A contact"), do=_("Write it down"),
        said=_("The contact is written down."),
        intro=_("What an outsider is told about the client is written down under Papers, What left."),
    )  # fmt: skip


@both
def client_meeting_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down a support meeting."""
    chart = support_chart(request.actor, client_id, clock.now())
    form = MeetingForm(sent(request), initial={"on": chart.today})
    return _sheet(
        request, chart, form,
        lambda data: actions.log_meeting(
            by=chart.actor, at=chart.at, episode=chart.episode, **{**data, "has_sponsor": yes_no(data["has_sponsor"])}
        ),
        title=_("A support meeting"), do=_("Write it down"), said=_("The meeting is written down."),
        intro=_("No place and no names: nobody else belongs in this chart."),
    )  # fmt: skip


@both
def client_refer(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Send a client to a place that helps."""
    chart = support_chart(request.actor, client_id, clock.now())
    asked = {"need": request.GET.get("need", ""), "resource": request.GET.get("resource", "")}
    form = ReferForm(sent(request), initial={**asked, "way": "client"}).offer(places_for(chart))
    made: list[Referral] = []
    if request.method == "POST" and tried(form, lambda: made.append(_refer(chart, form.cleaned_data))):
        return done(
            request,
            _("The referral is made; following up is on the work list."),
            reverse("referral", args=[made[0].pk]),
        )
    return _sheet(
        request,
        chart,
        form,
        lambda data: None,
        title=_("A referral"),
        do=_("Make the referral"),
        said="",
        is_tried=True,
    )


@require_POST
def support_task_done(request: StaffRequest, task_id: uuid.UUID) -> HttpResponse:
    """Say that a task is done."""
    item = WorkItem.objects.filter(pk=task_id, kind=WorkKind.TASK, client_id__isnull=False).first()
    if item is None or item.client_id is None:
        raise Http404
    chart = support_chart(request.actor, item.client_id, clock.now())
    close_item(by=request.actor, item_id=item.pk, outcome=request.POST.get("outcome", ""), at=chart.at)
    return done(request, _("Done."), _page(chart))


@both
def case_contact_error(request: StaffRequest, case_contact_id: uuid.UUID) -> HttpResponse:
    """Mark a contact as entered in error."""
    row, chart = contact_of(request.actor, case_contact_id, clock.now())
    return _mark(
        request, chart, str(row.get_with_whom_display()), lambda reason: actions.mark_contact_error(
            by=chart.actor, at=chart.at, contact=row, reason=reason
        ),
    )  # fmt: skip


@both
def support_meeting_error(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Mark a support meeting as entered in error."""
    row, chart = meeting_of(request.actor, meeting_id, clock.now())
    return _mark(
        request, chart, str(row.get_kind_display()), lambda reason: actions.mark_meeting_error(
            by=chart.actor, at=chart.at, meeting=row, reason=reason
        ),
    )  # fmt: skip


def _task(chart: Chart, data: dict[str, Any]) -> None:
    actions.add_task(
        by=chart.actor, at=chart.at, episode=chart.episode, words=data["words"], due_on=data["due_on"],
        assignee_id=data["assignee"].pk if data["assignee"] else None,
    )  # fmt: skip


def _contact(chart: Chart, data: dict[str, Any]) -> None:
    # The browser's own field has no zone: what was typed is the clinic's wall clock.
    wall = data.pop("contacted_at").replace(tzinfo=None)
    at = clock.at_local(wall.date(), wall.time(), chart.zone)
    actions.log_contact(
        by=chart.actor, at=chart.at, episode=chart.episode, contacted_at=at, **{**data, "minutes": data["minutes"] or 0}
    )


def _refer(chart: Chart, data: dict[str, Any]) -> Referral:
    way = data.pop("way")
    return actions.refer(by=chart.actor, at=chart.at, episode=chart.episode, we_tell=way == "we_tell", **data)


def _mark(request: StaffRequest, chart: Chart, about: str, act: Callable[[str], Any]) -> HttpResponse:
    form = ErrorForm(sent(request), initial={"version": 1})
    return _sheet(
        request, chart, form, lambda data: act(data["reason"]), about=about, title=_("Entered in error"),
        do=_("Mark as entered in error"), said=_("Marked. It is kept, crossed out."), is_danger=True,
    )  # fmt: skip


def _page(chart: Chart) -> str:
    return reverse(HERE, args=[chart.client.pk])


def _sheet(
    request: StaffRequest, chart: Chart, form: RefusableForm, act: Callable[[dict[str, Any]], Any], *, title: Sentence,
    do: Sentence, said: Sentence, about: str = "", intro: Sentence = "", is_danger: bool = False, is_tried: bool = False,
) -> HttpResponse:  # fmt: skip
    return sheet(
        request, chart, form, act, here=HERE, title=title, do=do, said=said, back=_page(chart), about=about, intro=intro,
        is_danger=is_danger, is_tried=is_tried,
    )  # fmt: skip
