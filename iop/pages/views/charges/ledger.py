"""The ledger, and its file for the accountant."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.policies.charges import may_close_month, may_view_money
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import require
from iop.pages.presenters.charges.ledger import Asked, csv_lines, entries, read_ledger
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_date, as_uuid
from iop.pages.views.chart.parts import page_asked


@require_GET
def ledger(request: StaffRequest) -> HttpResponse:
    """Show every account's balance, that they add up to zero, and the entries of a month."""
    require(may_view_money(request.actor))
    may_close = may_close_month(request.actor) is None
    page = read_ledger(request.actor, _asked(request))
    return render(request, "charges/ledger.html", {"page": page, "may_close": may_close})


@require_GET
def ledger_csv(request: StaffRequest) -> StreamingHttpResponse:
    """Download a month's postings for the accountant: opaque ids, codes and amounts, nobody's name. It is on record."""
    require(may_view_money(request.actor))
    asked = _asked(request)
    basis = own_use("bookkeeping", "ledger")
    record(
        by=request.actor, verb="billing.ledger_downloaded", subject=None, clients=[asked.client] if asked.client else [],
        detail={"month": f"{asked.month:%Y-%m}", **basis.as_data()},
    )  # fmt: skip
    answer = StreamingHttpResponse(csv_lines(entries(request.actor, asked)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{asked.month:%Y-%m}.csv"'
    return answer


def _asked(request: StaffRequest) -> Asked:
    month = as_date(f"{request.GET.get('month', '')}-01") or clock.today("UTC").replace(day=1)
    return Asked(
        month=max(month, dt.date(2000, 1, 1)), payer=as_uuid(request.GET.get("payer")),
        client=as_uuid(request.GET.get("client")), kind=request.GET.get("kind", ""), page=page_asked(request),
    )  # fmt: skip
