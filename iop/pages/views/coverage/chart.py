"""Who covers a client: seen, added, changed, checked with the payer, by call or by file."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions import coverage as actions
from billing.actions import eligibility
from billing.actions.verifications import verify
from billing.choices.eligibility import AnswerState
from billing.coverage import newest_verification
from billing.policies.coverage import may_keep_coverage, may_see_coverage
from iop.core import clock
from iop.core.errors import require
from iop.core.words import Sentence
from iop.pages import coverage_forms as forms
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.coverage import reading
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.form_pages import done, values
from iop.pages.views.saving import tried
from iop.pages.views.support.sheets import sent, versioned

HERE = "client_coverage"
both = require_http_methods(["GET", "POST"])


@require_GET
def client_coverage(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show who covers the client, by date and order, and what payers said."""
    chart = opened(request, client_id)
    require(may_see_coverage(request.actor, chart.client))
    return shown(request, chart, HERE, "coverage", **reading.read_coverage(chart))


@both
def client_coverage_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Add a cover."""
    chart = _keeper(reading.coverage_chart(request.actor, client_id, clock.now()))
    form = forms.CoverageForm(sent(request), initial={"starts_on": chart.today})
    form = form.offer(reading.plans(), reading.people(chart))
    del form.fields["version"]
    return _sheet(
        request, chart, form, lambda data: actions.add_coverage(**_who(chart), client=chart.client, **data),
        title=_("Add a cover"), do=_("Add it"), said=_("The cover is on record. Check it with the payer next."),
    )  # fmt: skip


@both
def coverage_edit(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Correct what a cover says."""
    row, chart = _mine(request, coverage_id)
    form = forms.CoverageForm(sent(request), initial=values(row, forms.CoverageForm))
    for name in ("plan", "priority"):
        del form.fields[name]
    form.offer([], reading.people(chart))
    return _sheet(
        request, chart, form, lambda data: actions.change_coverage(**_who(chart), coverage=row, **data), about=reading.label(row),
        title=_("Correct a cover"), do=_("Save"), said=_("Saved."),
        intro=_("For another plan from a day on, change over instead: days before keep this one."),
    )  # fmt: skip


@both
def coverage_change_over(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """From a day on another cover takes this one's place."""
    row, chart = _mine(request, coverage_id)
    form = forms.CoverageForm(sent(request), initial={"version": row.version, "starts_on": chart.today})
    form = form.offer(reading.plans(), reading.people(chart))
    del form.fields["priority"]
    return _sheet(
        request, chart, form, lambda data: actions.change_over(**_who(chart), coverage=row, **data), about=reading.label(row),
        title=_("Change over to another cover"), do=_("Change over"), said=_("The old cover ends on the day before; the new one holds from there."),
        intro=_("This one ends on the day before the new one begins. What was billed until then stays with it."),
    )  # fmt: skip


@both
def coverage_end(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Say a cover's last day."""
    row, chart = _mine(request, coverage_id)
    form = forms.LastDayForm(sent(request), initial={"version": row.version, "ends_on": row.ends_on})
    return _sheet(
        request, chart, form, lambda data: actions.end_coverage(**_who(chart), coverage=row, **data), about=reading.label(row),
        title=_("End a cover"), do=_("End it"), said=_("Saved."),
    )  # fmt: skip


@both
def coverage_error(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Mark a cover as entered in error."""
    row, chart = _mine(request, coverage_id)
    form = forms.WrongForm(sent(request), initial={"version": row.version})
    return _sheet(
        request, chart, form, lambda data: actions.mark_error(**_who(chart), coverage=row, **data), about=reading.label(row),
        title=_("Entered in error"), do=_("Mark it"), said=_("It is marked, and stays to be seen."), is_danger=True,
    )  # fmt: skip


@both
def coverage_card(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Keep pictures of the card."""
    row, chart = _mine(request, coverage_id)
    form = forms.CardForm(sent(request), request.FILES or None, initial={"version": row.version})
    return _sheet(
        request, chart, form, lambda data: actions.set_card(**_who(chart), coverage=row, **data), about=reading.label(row),
        title=_("Pictures of the card"), do=_("Keep them"), said=_("The pictures are kept."),
    )  # fmt: skip


@require_POST
def coverage_number(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Show a member number in full. Looking is an event on record."""
    row, chart = _mine(request, coverage_id)
    actions.show_number(**_who(chart), coverage=row)
    return shown(request, chart, HERE, "coverage", **reading.read_coverage(chart, row))


@both
def client_coverage_order(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Say which cover pays first from a day on."""
    chart = _keeper(reading.coverage_chart(request.actor, client_id, clock.now()))
    rows = reading.holding(chart, chart.today)
    first = {name: str(row.pk) for name, row in zip(("first", "second", "third"), rows, strict=False)}
    form = forms.OrderForm(sent(request), initial={"on": chart.today, **first}).offer(rows, reading.label)
    return _sheet(
        request, chart, form,
        lambda data: actions.reorder(**_who(chart), client=chart.client, order=form.order, on=data["on"]),
        title=_("Which cover pays first"), do=_("Set the order"), said=_("The order holds from that day on."),
        intro=_("Days before keep the order in which they were billed."),
    )  # fmt: skip


@both
def client_self_pay(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down that the client pays themselves."""
    chart = _keeper(reading.coverage_chart(request.actor, client_id, clock.now()))
    form = forms.SelfPayForm(sent(request), initial={"starts_on": chart.today})
    return _sheet(
        request, chart, form, lambda data: actions.settle_self_pay(**_who(chart), client=chart.client, **data),
        title=_("The client pays themselves"), do=_("Write it down"), said=_("Written down: nobody is asked for a cover on these days."),
    )  # fmt: skip


@both
def self_pay_end(request: StaffRequest, self_pay_id: uuid.UUID) -> HttpResponse:
    """Say the last day on which a client pays themselves."""
    row, chart = reading.self_pay_of(request.actor, self_pay_id, clock.now())
    form = forms.LastDayForm(sent(request), initial={"ends_on": row.ends_on})
    del form.fields["version"]
    return _sheet(
        request, _keeper(chart), form, lambda data: actions.end_self_pay(**_who(chart), row=row, **data),
        title=_("The client no longer pays themselves"), do=_("Save"), said=_("Saved."),
    )  # fmt: skip


@both
def coverage_check(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Write down what the payer said."""
    row, chart = _mine(request, coverage_id)
    form = forms.CheckForm(sent(request), initial={"about_on": chart.today, "is_active": "yes"})
    return _sheet(
        request, chart, form, lambda _data: verify(**_who(chart), coverage=row, **form.facts()), about=reading.label(row),
        title=_("What the payer said"), do=_("Write it down"), said=_("Written down. The newest check decides."),
    )  # fmt: skip


@require_POST
def coverage_ask(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Make the file that asks the payer, on the client's consent to tell it."""
    row, chart = _mine(request, coverage_id)
    asked = eligibility.ask(**_who(chart), coverage=row, about_on=chart.today)
    answer = HttpResponse(asked.content, content_type="application/edi-x12")
    answer["Content-Disposition"] = f'attachment; filename="{asked.row.trace}.270"'
    return answer


@both
def coverage_answer(request: StaffRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Read an answer file, to compare it next."""
    row, chart = _mine(request, coverage_id)
    form = forms.AnswerForm(sent(request), request.FILES or None)
    made: list[Any] = []

    def act(data: dict[str, Any]) -> None:
        made.append(eligibility.receive(**_who(chart), coverage=row, upload=data["file"]))

    if request.method == "POST" and tried(form, lambda: act(form.cleaned_data)):
        return done(request, _("Read. Compare it before it counts."), reverse("eligibility_answer", args=[made[0].pk]))
    return _drawn(request, chart, form, title=_("Read an answer file"), do=_("Read it"), about=reading.label(row))


@both
def eligibility_answer(request: StaffRequest, eligibility_id: uuid.UUID) -> HttpResponse:
    """Set an answer beside what is on record, and take it over or not."""
    row, chart = reading.answer_of(request.actor, eligibility_id, clock.now())
    _keeper(chart)
    form = forms.CompareForm(sent(request))
    if request.method == "POST" and tried(form, lambda: _decide(request, chart, row, form.cleaned_data)):
        said = _("Not taken over.") if request.POST.get("do") == "aside" else _("Taken over as a check of this cover.")
        return done(request, said, _list(chart))
    before = newest_verification([row.coverage_id]).get(row.coverage_id)
    waits = row.state == AnswerState.WAITS
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return shown(
        request, chart, HERE, "coverage_answer", status, form=form, rows=reading.compared(row, before), waits=waits,
        about=reading.label(row.coverage), state=row.get_state_display(), plan=row.facts.get("plan", ""),
    )  # fmt: skip


def _decide(request: StaffRequest, chart: Chart, row: Any, data: dict[str, Any]) -> None:
    if request.POST.get("do") == "aside":
        eligibility.set_aside(**_who(chart), answer=row)
        return
    covers = {"yes": True, "no": False}.get(data["covers_iop"])
    eligibility.accept(**_who(chart), answer=row, covers_iop=covers)


def _mine(request: StaffRequest, coverage_id: uuid.UUID) -> tuple[Any, Chart]:
    row, chart = reading.coverage_of(request.actor, coverage_id, clock.now())
    return row, _keeper(chart)


def _keeper(chart: Chart) -> Chart:
    require(may_keep_coverage(chart.actor, chart.client))
    return chart


def _who(chart: Chart) -> dict[str, Any]:
    return {"by": chart.actor, "at": chart.at}


def _list(chart: Chart) -> str:
    return reverse(HERE, args=[chart.client.pk])


def _sheet(
    request: StaffRequest, chart: Chart, form: RefusableForm, act: Callable[[dict[str, Any]], Any], *, said: Sentence, **how: Any
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and tried(form, lambda: act(versioned(form.cleaned_data))):
        return done(request, said, _list(chart))
    return _drawn(request, chart, form, **how)


def _drawn(request: StaffRequest, chart: Chart, form: RefusableForm, **how: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return shown(request, chart, HERE, "coverage_form", status, form=form, back_url=_list(chart), **how)
