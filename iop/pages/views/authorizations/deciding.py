"""Asking a payer, and keeping what it answers: one form for each step."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.actions import authorizations as act
from billing.choices.authorizations import AuthStatus
from billing.models import Authorization
from iop.core import clock
from iop.core.words import Sentence
from iop.pages.authorization_forms import AskForm, DenyForm, GiveForm, NoteForm, WordsForm
from iop.pages.presenters.authorizations.asking import (
    authorization_of,
    colleagues_of,
    covers_of,
    keeping_chart,
    kept_of,
    levels,
    prefilled,
)
from iop.pages.presenters.authorizations.one import deadline_words
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.authorizations.lists import framed
from iop.pages.views.saving import tried

POSTS = require_http_methods(["GET", "POST"])


@POSTS
def client_authorization_new(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down what is asked of a payer; it begins with what the stay says."""
    chart = keeping_chart(request.actor, client_id, clock.now())
    covers = covers_of(chart)
    form = AskForm(request.POST or None, initial=prefilled(chart, covers, _previous(request, client_id)))
    form.offer(covers, levels(), colleagues_of(chart.episode.site_id, chart.today))
    made: list[Authorization] = []

    def ask() -> None:
        data = dict(form.cleaned_data)
        cover, words = data.pop("coverage"), data.pop("words")
        wish = act.Wish(**data)
        made.append(
            act.ask(by=request.actor, episode=chart.episode, coverage=cover, wish=wish, words=words, at=chart.at)
        )

    if request.method == "POST" and tried(form, ask):
        messages.success(request, _("Written down. The payer's answer is kept on this page."))
        return redirect("authorization", made[0].pk)
    intro = "" if covers else _("No cover is on record: enter it first.")
    return _asked(
        request, chart, form, _("Ask the payer"), _("Keep the request"), reverse("client_authorizations", args=[client_id]), intro
    )  # fmt: skip


@POSTS
def authorization_give(request: StaffRequest, authorization_id: uuid.UUID) -> HttpResponse:
    """Keep that the payer approved it; less than was asked is kept as approved in part."""
    row, chart = kept_of(request.actor, authorization_id, clock.now())
    initial = {
        "version": row.version, "number": row.number, "units": act.rules.number(row.units or row.units_asked),
        "starts_on": row.starts_on, "ends_on": row.ends_on, "decided_on": chart.today, "next_review_on": row.next_review_on,
    }  # fmt: skip
    form = GiveForm(request.POST or None, initial=initial)

    def give() -> None:
        data = form.cleaned_data
        status = AuthStatus.PARTIAL if data["units"] < row.units_asked else AuthStatus.APPROVED
        act.give(by=request.actor, authorization=row, status=status, at=chart.at, **data)

    intro = _("Asked for: %(units)s. What is less is kept as approved in part, with the days of an appeal.") % {
        "units": act.rules.units_words(row.units_asked, row.unit)
    }
    return _step(request, row, chart, form, give, _("The payer approved"), _("Keep the approval"), intro)


@POSTS
def authorization_deny(request: StaffRequest, authorization_id: uuid.UUID) -> HttpResponse:
    """Keep that the payer denied it, why, and until when it can be answered."""
    row, chart = kept_of(request.actor, authorization_id, clock.now())
    form = DenyForm(request.POST or None, initial={"version": row.version, "decided_on": chart.today})

    def deny() -> None:
        act.deny(by=request.actor, authorization=row, at=chart.at, **form.cleaned_data)

    return _step(request, row, chart, form, deny, _("The payer denied"), _("Keep the denial"), deadline_words(row))


@POSTS
def authorization_appeal(request: StaffRequest, authorization_id: uuid.UUID) -> HttpResponse:
    """Write down that it is appealed, and on what grounds."""
    row, chart = kept_of(request.actor, authorization_id, clock.now())
    form = WordsForm(request.POST or None, initial={"version": row.version})
    form.fields["words"].label = _("On what grounds, and how it was sent")

    def appeal() -> None:
        act.appeal(by=request.actor, authorization=row, at=chart.at, **form.cleaned_data)

    return _step(request, row, chart, form, appeal, _("Appeal"), _("Keep the appeal"), row.denial_reason)


@POSTS
def authorization_cancel(request: StaffRequest, authorization_id: uuid.UUID) -> HttpResponse:
    """Take it out of use, with the reason."""
    row, chart = kept_of(request.actor, authorization_id, clock.now())
    form = WordsForm(request.POST or None, initial={"version": row.version})
    form.fields["words"].label = _("Why it is cancelled")

    def cancel() -> None:
        act.cancel(by=request.actor, authorization=row, at=chart.at, **form.cleaned_data)

    return _step(request, row, chart, form, cancel, _("Cancel the authorization"), _("Cancel it"), "")


@POSTS
def authorization_note(request: StaffRequest, authorization_id: uuid.UUID) -> HttpResponse:
    """Write down a contact with the payer, and when it is reviewed next."""
    row, chart = kept_of(request.actor, authorization_id, clock.now())
    initial = {
        "version": row.version, "reviewer": row.reviewer, "owner": str(row.owner_id or ""), "next_review_on": row.next_review_on,
    }  # fmt: skip
    form = NoteForm(request.POST or None, initial=initial)
    form.offer(colleagues_of(row.episode.site_id, chart.today))

    def note() -> None:
        act.note(by=request.actor, authorization=row, at=chart.at, **form.cleaned_data)

    return _step(request, row, chart, form, note, _("Contact with the payer"), _("Keep it"), "")


def _step(
    request: StaffRequest, row: Authorization, chart: Chart, form: RefusableForm, do: Callable[[], None], title: Sentence,
    button: Sentence, intro: Sentence,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and tried(form, do):
        messages.success(request, _("Kept."))
        return redirect("authorization", row.pk)
    return _asked(request, chart, form, title, button, reverse("authorization", args=[row.pk]), intro)


def _asked(
    request: StaffRequest, chart: Chart, form: RefusableForm, title: Sentence, button: Sentence, back: str, intro: Sentence
) -> HttpResponse:  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return framed(request, chart, "form", status, form=form, title=title, do=button, back_url=back, intro=intro)


def _previous(request: StaffRequest, client_id: uuid.UUID) -> Authorization | None:
    wanted = as_uuid(request.GET.get("after"))
    if wanted is None:
        return None
    row, chart = authorization_of(request.actor, wanted, clock.now())
    if chart.client.pk != client_id:
        raise Http404
    return row
