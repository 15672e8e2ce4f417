"""Between sessions: homework given from the chart or to a whole group, and what a client shares of their journal."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, require
from iop.core.words import say
from iop.pages.between_forms import GroupHomeworkForm, HomeworkForm
from iop.pages.presenters import between
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import session_of, version_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.form_pages import ask, done
from iop.pages.views.saving import tried
from sessions_app.models import ProgramSession
from therapy.actions.homework import drop_homework, give_homework
from therapy.policies.recovery import may_give_homework

both = require_http_methods(["GET", "POST"])


@both
def client_between(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show homework and shared pages of the journal; a POST gives homework."""
    chart = opened(request, client_id)
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include reading clinical notes."))
    form = HomeworkForm(request.POST if request.method == "POST" else None).offer(between.exercises())
    if request.method == "POST":
        require(may_give_homework(request.actor, chart.episode.site_id))
        if tried(form, lambda: _give(request, chart, form)):
            return done(request, _("The homework is given."), reverse("client_between", args=[client_id]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return shown(request, chart, "client_between", "between", status, form=form, **between.read_between(chart))


@require_POST
def homework_drop(request: StaffRequest, homework_id: uuid.UUID) -> HttpResponse:
    """No longer ask for a task."""
    row = between.homework_of(request.actor, homework_id)
    drop_homework(by=request.actor, homework=row, version=version_of(request), at=clock.now())
    return redirect("client_between", row.episode.client_id)


@both
def session_homework(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Give the same homework to those who were there that day."""
    session = session_of(request.actor, session_id)
    require(may_give_homework(request.actor, session.site_id))
    people = between.who_came(request.actor, session)
    form = GroupHomeworkForm(request.POST if request.method == "POST" else None)
    form.offer(between.exercises())
    form.for_people((key, name) for key, (name, _stay) in people.items())
    back = reverse("session", args=[session.pk])
    if request.method == "POST" and tried(form, lambda: _give_all(request, people, form)):
        return done(request, _("The homework is given."), back)
    return ask(
        request, form, title=_("Homework for the group"), crumbs=[(back, _day(session))], do=_("Give it"),
        intro=_("Everybody ticked finds it on their own pages. Nobody sees who else has it."),
    )  # fmt: skip


def _give(request: StaffRequest, chart: Chart, form: HomeworkForm) -> None:
    give_homework(by=request.actor, episodes=[chart.episode], at=chart.at, **form.cleaned_data)


def _give_all(request: StaffRequest, people: dict[str, tuple[str, between.Episode]], form: GroupHomeworkForm) -> None:
    data = dict(form.cleaned_data)
    stays = [people[key][1] for key in data.pop("people")]
    give_homework(by=request.actor, episodes=stays, at=clock.now(), **data)


def _day(session: ProgramSession) -> str:
    return session.track.name
