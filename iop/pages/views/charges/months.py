"""Closing a month of the ledger."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.actions.months import close_month
from billing.policies.charges import may_close_month
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed, Refusal, require
from iop.core.words import say
from iop.pages.presenters.charges.ledger import month_words
from iop.pages.presenters.charges.months import read_months
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_date


@require_http_methods(["GET", "POST"])
def month_close(request: StaffRequest) -> HttpResponse:
    """Show what is still open in the next month to close, and close it once that was confirmed."""
    require(may_close_month(request.actor))
    today, wrong = clock.today("UTC"), ""
    if request.method == "POST":
        try:
            if request.POST.get("sure") != "yes":
                raise Invalid(say("Confirm that nothing more is posted into this month."), field="sure")
            first_on = as_date(f"{request.POST.get('month', '')}-01")
            if first_on is None:
                raise Invalid(say("Choose a month."), field="month")
            row = close_month(by=request.actor, first_on=first_on, today=today, at=clock.now())
        except NotAllowed:
            raise
        except Refusal as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, _("%(month)s is closed.") % {"month": month_words(row.first_on)})
            return redirect("month_close")
    context = {"page": read_months(today), "wrong": wrong}
    return render(request, "charges/months.html", context, status=422 if wrong else 200)
