"""A site's days as billing sees them, and what is done with one client's day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions import charges
from billing.actions.days import assign, decide_anew, leave_as_billed
from billing.models import ClientDay
from billing.policies.charges import may_view_days, may_work_days
from clients.actions import open_chart
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.pages.charge_forms import BecauseForm, HandForm
from iop.pages.presenters.charges.days import Asked, charge_of, day_of, read_day, read_days
from iop.pages.presenters.charges.held import colleagues
from iop.pages.presenters.schedule.asking import StaffRequest, site_of, sites
from iop.pages.presenters.schedule.calendar_ask import as_date
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.saving import tried

WRONG = 422


@require_GET
def billing_days(request: StaffRequest) -> HttpResponse:
    """Show a site's day or week: each client with minutes, state and the decision's sentence."""
    require(may_view_days(request.actor))
    found = sites(request.actor, Permission.BILLING_VIEW)
    site = site_of(request, found)
    span = "week" if request.GET.get("span") == "week" else "day"
    on = as_date(request.GET.get("on")) or clock.today(site.time_zone) - dt.timedelta(days=1)
    on = on - dt.timedelta(days=on.weekday()) if span == "week" else on
    asked = Asked(site=site, on=on, span=span, state=request.GET.get("state", ""), page=page_asked(request))
    return render(request, "charges/days.html", {"page": read_days(request.actor, asked, found)})


@require_GET
def billing_day(request: StaffRequest, billing_day_id: uuid.UUID) -> HttpResponse:
    """Show one day: the sentence, every step, what holds it, charges and claims. Opening it is an event on record."""
    require(may_view_days(request.actor))
    day = day_of(request.actor, billing_day_id)
    open_chart(by=request.actor, client=day.client, at=clock.now())
    return _shown(request, day)


@require_POST
def billing_day_decide(request: StaffRequest, billing_day_id: uuid.UUID) -> HttpResponse:
    """Decide the day anew now."""
    require(may_work_days(request.actor))
    day = day_of(request.actor, billing_day_id)
    number = decide_anew(by=request.actor, rows=[day], at=clock.now())
    messages.success(request, _("The day came out differently.") if number else _("Decided anew: nothing has changed."))
    return redirect("billing_day", day.pk)


@require_POST
def billing_day_hand(request: StaffRequest, billing_day_id: uuid.UUID) -> HttpResponse:
    """Put the day on a colleague's list."""
    require(may_work_days(request.actor))
    day = day_of(request.actor, billing_day_id)
    form = HandForm(request.POST).offer(colleagues(day.site_id, _today(day)))
    return _done(
        request, day, form, "hand_form",
        lambda: assign(by=request.actor, day=day, at=clock.now(), **form.cleaned_data),
        _("It is on their list now."),
    )  # fmt: skip


@require_POST
def billing_day_anew(request: StaffRequest, billing_day_id: uuid.UUID) -> HttpResponse:
    """Take the day's charges back where they are no longer right, and post them anew."""
    require(may_work_days(request.actor))
    day = day_of(request.actor, billing_day_id)
    form = BecauseForm(request.POST, prefix="anew")
    return _done(
        request, day, form, "anew_form",
        lambda: charges.post_anew(by=request.actor, day=day, because=form.cleaned_data["because"], at=clock.now()),
        _("The day's charges say now what the day is."),
    )  # fmt: skip


@require_POST
def billing_day_leave(request: StaffRequest, billing_day_id: uuid.UUID) -> HttpResponse:
    """Leave a day that changed after it was billed as it was billed."""
    require(may_work_days(request.actor))
    day = day_of(request.actor, billing_day_id)
    form = BecauseForm(request.POST, prefix="leave")
    return _done(
        request, day, form, "leave_form",
        lambda: leave_as_billed(by=request.actor, day=day, because=form.cleaned_data["because"], at=clock.now()),
        _("It stays as it was billed, with your reason."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def charge_take_back(request: StaffRequest, charge_id: uuid.UUID) -> HttpResponse:
    """Take one charge back, with the reason."""
    require(may_work_days(request.actor))
    charge = charge_of(request.actor, charge_id)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and tried(
        form,
        lambda: charges.take_back(
            by=request.actor, charge=charge, because=form.cleaned_data["because"], at=clock.now()
        ),
    ):
        messages.success(request, _("Taken back: the ledger has its counter-entry."))
        return redirect("billing_day", charge.day_id)
    context = {"charge": charge, "form": form}
    return render(request, "charges/take_back.html", context, status=WRONG if form.is_bound else 200)


def _done(
    request: StaffRequest, day: ClientDay, form: RefusableForm, name: str, act: Callable[[], object], said: str
) -> HttpResponse:
    if tried(form, act):
        messages.success(request, said)
        return redirect("billing_day", day.pk)
    return _shown(request, day_of(request.actor, day.pk), WRONG, **{name: form})


def _shown(request: StaffRequest, day: ClientDay, status: int = 200, **forms: RefusableForm) -> HttpResponse:
    page = read_day(request.actor, day, _today(day))
    known = {
        "anew_form": BecauseForm(prefix="anew"), "leave_form": BecauseForm(prefix="leave"),
        "hand_form": HandForm().offer(page["colleagues"]),
    }  # fmt: skip
    return render(request, "charges/day.html", {"page": page, **known, **forms}, status=status)


def _today(day: ClientDay) -> dt.date:
    return clock.today(day.site.time_zone)
