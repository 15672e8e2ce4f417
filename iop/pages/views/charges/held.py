"""The list of held days, and what is done with many of them at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from billing.actions.days import assign, decide_anew
from billing.models import ClientDay
from billing.policies.charges import may_work_days
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Refusal, require
from iop.pages.presenters.charges.held import MOST_AT_ONCE, Asked, found, read_held
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.chart.parts import page_asked


@require_GET
def held_days(request: StaffRequest) -> HttpResponse:
    """Show days that cannot be billed yet, the nearest to its last day of filing first, with the money behind each reason."""
    require(may_work_days(request.actor))
    asked = asked_of(request)
    return render(request, "charges/held.html", {"page": read_held(request.actor, asked, clock.today("UTC"))})


@require_POST
def held_days_work(request: StaffRequest) -> HttpResponse:
    """Decide the chosen days, or all that the filters find, anew; or put the chosen days on a colleague's list."""
    require(may_work_days(request.actor))
    at, asked = clock.now(), asked_of(request)
    rows = found(request.actor, asked, at.date())
    chosen = [key for text in request.POST.getlist("day") if (key := as_uuid(text))]
    do = request.POST.get("do", "")
    if do != "all":
        rows = rows.filter(pk__in=chosen)
    days = list(rows[:MOST_AT_ONCE])
    if not days:
        messages.info(request, _("Choose at least one day."))
    elif do == "hand":
        _hand(request, days)
    else:
        number = decide_anew(by=request.actor, rows=days, at=at)
        told = ngettext("%(n)d day came out differently.", "%(n)d days came out differently.", number)
        messages.success(request, told % {"n": number} if number else _("Decided anew: nothing has changed."))
    return redirect(reverse("held_days") + asked.query(page=asked.page))


def asked_of(request: StaffRequest) -> Asked:
    """Read the filters in the address; without a site in it the one in the frame holds."""
    shown, text = getattr(request, "site", None), request.GET.get("site")
    site = as_uuid(text) if text is not None else (shown.id if shown else None)
    payer = request.GET.get("payer", "")
    return Asked(
        site=site if site in request.actor.sites_where(Permission.BILLING_WORK) else None,
        owner=request.GET.get("owner", ""), reason=request.GET.get("reason", ""),
        payer=payer if payer == "none" or as_uuid(payer) else "", clock=request.GET.get("clock", ""), page=page_asked(request),
    )  # fmt: skip


def _hand(request: StaffRequest, days: list[ClientDay]) -> None:
    chosen = as_uuid(request.POST.get("staff", ""))
    staff = StaffMember.objects.filter(pk=chosen).first() if chosen else None
    if staff is None:
        messages.info(request, _("Choose a colleague."))
        return
    try:
        for day in days:
            assign(by=request.actor, day=day, staff=staff, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return
    messages.success(request, _("It is on their list now."))
