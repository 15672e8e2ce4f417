"""Payers with their plans, enrolled colleagues and prices."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing import fees
from billing.actions import payers as actions
from billing.models import Payer
from billing.policies.payers import may_see_payers, may_set_up
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.pages.payer_forms import EndForm, EnrolmentForm, FeeForm, PayerForm, PlanForm, versioned
from iop.pages.presenters.payers import reading
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.form_pages import ask, done, values
from iop.pages.views.ground import today
from iop.pages.views.saving import tried
from iop.pages.views.support.sheets import sent

both = require_http_methods(["GET", "POST"])


@require_GET
def payers(request: StaffRequest) -> HttpResponse:
    """List payers."""
    require(may_see_payers(request.actor))
    context = {"rows": reading.read_payers(today(request)), "may_set_up": may_set_up(request.actor) is None}
    return render(request, "payers/payers.html", context)


@require_GET
def payer(request: StaffRequest, payer_id: uuid.UUID) -> HttpResponse:
    """Show a payer."""
    require(may_see_payers(request.actor))
    found = reading.read_payer(reading.payer_of(payer_id), today(request))
    return render(request, "payers/payer.html", {**found, "may_set_up": may_set_up(request.actor) is None})


@both
def payer_new(request: StaffRequest) -> HttpResponse:
    """Put a payer on the list."""
    require(may_set_up(request.actor))
    form = PayerForm(sent(request))
    del form.fields["version"]
    made: list[Payer] = []
    if request.method == "POST" and tried(
        form, lambda: made.append(actions.add_payer(by=request.actor, at=clock.now(), **form.cleaned_data))
    ):
        return done(request, _("The payer is on the list. Add its plans next."), _payer(made[0].pk))
    return ask(request, form, title=_("A payer"), crumbs=_crumbs(), do=_("Put it on the list"))


@both
def payer_edit(request: StaffRequest, payer_id: uuid.UUID) -> HttpResponse:
    """Change what is known of a payer."""
    require(may_set_up(request.actor))
    row = reading.payer_of(payer_id)
    form = PayerForm(sent(request), initial=values(row, PayerForm))
    if request.method == "POST" and tried(
        form,
        lambda: actions.change_payer(by=request.actor, payer=row, at=clock.now(), **versioned(form.cleaned_data)),
    ):
        return done(request, _("Saved."), _payer(row.pk))
    return ask(request, form, title=row.name, crumbs=_crumbs(row), do=_("Save"))


@both
def payer_plan_new(request: StaffRequest, payer_id: uuid.UUID) -> HttpResponse:
    """Add a plan."""
    require(may_set_up(request.actor))
    row = reading.payer_of(payer_id)
    form = PlanForm(sent(request))
    del form.fields["version"]
    if request.method == "POST" and tried(
        form, lambda: actions.save_plan(by=request.actor, payer=row, at=clock.now(), **form.cleaned_data)
    ):
        return done(request, _("The plan can be chosen for clients now."), _payer(row.pk))
    return ask(request, form, title=_("A plan"), crumbs=_crumbs(row), do=_("Add it"))


@both
def payer_plan_edit(request: StaffRequest, payer_plan_id: uuid.UUID) -> HttpResponse:
    """Change a plan."""
    require(may_set_up(request.actor))
    row = reading.plan_of(payer_plan_id)
    form = PlanForm(sent(request), initial=values(row, PlanForm))
    if request.method == "POST" and tried(
        form,
        lambda: actions.save_plan(
            by=request.actor, payer=row.payer, plan=row, at=clock.now(), **versioned(form.cleaned_data)
        ),
    ):
        return done(request, _("Saved."), _payer(row.payer_id))
    return ask(request, form, title=row.name, crumbs=_crumbs(row.payer), do=_("Save"))


@both
def payer_enrol(request: StaffRequest, payer_id: uuid.UUID) -> HttpResponse:
    """Write down from when a payer pays for a colleague's work."""
    require(may_set_up(request.actor))
    row = reading.payer_of(payer_id)
    people = reading.clinicians(request.actor.sites_where(Permission.BILLING_SETUP))
    form = EnrolmentForm(sent(request)).offer(people)
    if request.method == "POST" and tried(
        form, lambda: actions.enrol(by=request.actor, payer=row, at=clock.now(), **form.cleaned_data)
    ):
        return done(request, _("Written down. Days that waited for it are decided anew."), _payer(row.pk))
    intro = _("Services before that day are not paid when this colleague renders them.")
    return ask(
        request, form, title=_("A colleague's enrolment"), crumbs=_crumbs(row), do=_("Write it down"), intro=intro
    )


@both
def payer_enrolment_end(request: StaffRequest, payer_enrolment_id: uuid.UUID) -> HttpResponse:
    """End a colleague's enrolment with a payer."""
    require(may_set_up(request.actor))
    row = reading.enrolment_of(payer_enrolment_id)
    form = EndForm(sent(request), initial={"ends_on": row.ends_on})
    del form.fields["version"]
    if request.method == "POST" and tried(
        form, lambda: actions.end_enrolment(by=request.actor, enrolment=row, at=clock.now(), **form.cleaned_data)
    ):
        return done(request, _("Saved."), _payer(row.payer_id))
    return ask(
        request, form, title=_("End the enrolment"), crumbs=_crumbs(row.payer), do=_("Save"), intro=row.staff.name
    )


@both
def payer_fee(request: StaffRequest, payer_id: uuid.UUID) -> HttpResponse:
    """Say what a payer's contract allows for a code, from a day on."""
    row = reading.payer_of(payer_id)
    return _fee(request, row, _payer(row.pk), _crumbs(row))


@require_GET
def prices(request: StaffRequest) -> HttpResponse:
    """Show the clinic's own prices."""
    require(may_see_payers(request.actor))
    context = {"prices": reading.read_prices(None, today(request)), "may_set_up": may_set_up(request.actor) is None}
    return render(request, "payers/prices.html", context)


@both
def price_new(request: StaffRequest) -> HttpResponse:
    """Say what a code costs here, from a day on."""
    crumbs = [(reverse("prices"), _("Price list"))]
    return _fee(request, None, reverse("prices"), crumbs)


def _fee(request: StaffRequest, row: Payer | None, back: str, crumbs: Any) -> HttpResponse:
    require(may_set_up(request.actor))
    form = FeeForm(sent(request), initial={"valid_from": today(request)}).offer(reading.levels())
    if request.method == "POST" and tried(form, lambda: _set_fee(request, row, dict(form.cleaned_data))):
        return done(request, _("The price holds from that day on. Prices before it stay."), back)
    if not form.errors:
        del form.fields["accepts_past"]
    title = _("A price of %(payer)s") % {"payer": row.name} if row else _("A price of the clinic")
    intro = _("Charges before that day keep the price they were made with.")
    return ask(request, form, title=title, crumbs=crumbs, do=_("Set the price"), intro=intro)


def _set_fee(request: StaffRequest, row: Payer | None, data: dict[str, Any]) -> None:
    accepts = data.pop("accepts_past")
    level = data["level"]
    found = fees.touched(
        payer_id=row.pk if row else None, level_id=level.pk if level else None, code=data["code"], cents=data["cents"],
        valid_from=data["valid_from"], today=today(request),
    )  # fmt: skip
    if found.words and not accepts:
        raise Conflict(found.words, field="accepts_past", code="changes_the_past")
    actions.set_fee(by=request.actor, payer=row, at=clock.now(), **data)


def _payer(payer_id: uuid.UUID) -> str:
    return reverse("payer", args=[payer_id])


def _crumbs(row: Payer | None = None) -> list[tuple[str, str]]:
    first = [(reverse("payers"), _("Payers"))]
    return [*first, (_payer(row.pk), row.name)] if row else first
