"""A client's account in their chart: what they will pay, what they owe and why, what came. Fixed numbers of statements."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.choices.client_money import RUNNING, OnlineStatus, PlanStatus
from billing.choices.rules import Service
from billing.client_money import Line, lines, on_account, sliding_fees, standings
from billing.estimating import billed_against, expected
from billing.models import ClientPayment, ClientStatement, Estimate, OnlinePayment, PaymentPlan
from billing.policies.client_money import may_give_back, may_see_account, may_take_payment
from billing.rules.estimates import may_dispute
from clients.models import Placement
from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import require
from iop.core.money import money
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.addresses import to
from iop.workflows.client_papers import why

SHOWN = 40
PLAN_TONES = {PlanStatus.ACTIVE: "good", PlanStatus.BEHIND: "bad", PlanStatus.DONE: "good", PlanStatus.ENDED: "quiet"}


def read_account(chart: Chart) -> dict[str, Any]:
    """Read all of it. Some twenty statements, however long the stay."""
    found = lines(chart.ids)
    credit = on_account(chart.ids)
    left = sum(line.left for line in found)
    fees = sliding_fees(chart.ids)
    fee = next(
        (row for row in fees if row.starts_on <= chart.today and (row.ends_on or chart.today) >= chart.today), None
    )
    level = Placement.objects.on(chart.today).filter(episode=chart.episode).values_list("level", flat=True).first()
    said = expected(chart.client.pk, level, chart.today, (fee.pays_percent, fee.most_cents) if fee else None)
    return {
        "expected": said.words, "owed": money(left), "credit": money(credit) if credit else "", "due": money(left - credit),
        "is_owed": left - credit > 0, "waits": money(sum(line.waits for line in found)),
        "lines": [_line(line) for line in found[:SHOWN]], "more_lines": len(found) > SHOWN,
        "payments": _payments(chart), "online": _online(chart), "plan": _plan(chart), "fee": _fee(fee),
        "estimates": _estimates(chart), "statements": _statements(chart),
        "may_take": may_take_payment(chart.actor, chart.episode.site_id) is None,
        "may_give_back": may_give_back(chart.actor, chart.episode.site_id) is None,
    }  # fmt: skip


def account_chart(actor: Actor, client_id: uuid.UUID) -> Chart:
    """Read a chart's head for somebody who sees what clients owe."""
    chart = read_chart(actor, client_id, clock.now())
    require(may_see_account(actor, chart.episode.site_id))
    return chart


def row_of(actor: Actor, model: Any, row_id: uuid.UUID) -> tuple[Any, Chart]:
    """Give a payment, statement, estimate or plan with its client's chart; somebody else's is not there (``Http404``)."""
    row = model.objects.select_related("client", "site").filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row, account_chart(actor, row.client.merged_into_id or row.client_id)


def _line(line: Line) -> dict[str, Any]:
    return {
        "on": date_format(line.on, "SHORT_DATE_FORMAT"), "what": str(Service(line.service).label), "payer": line.payer or _("Themselves"),
        "charged": money(line.charged), "payer_paid": money(line.payer_paid), "off": money(line.written_off),
        "sliding": money(line.sliding + line.forgiven), "own": money(line.own_paid), "left": money(line.left),
        "is_open": line.left > 0, "why": why({"payer": line.payer, "reasons": line.reasons}) if line.left > 0 else "",
    }  # fmt: skip


def _payments(chart: Chart) -> list[dict[str, Any]]:
    rows = ClientPayment.objects.filter(client__in=chart.ids).prefetch_related("refunds")[:SHOWN]
    return [
        {
            "on": date_format(row.received_on, "SHORT_DATE_FORMAT"), "way": str(row.get_way_display()), "cents": money(row.cents),
            "reference": row.reference, "number": row.number, "back": money(back) if back else "",
            "receipt_url": to("payment_receipt")(row.pk), "refund_url": to("payment_refund")(row.pk) if back < row.cents else "",
        }
        for row in rows
        for back in [sum(refund.cents for refund in row.refunds.all())]
    ]  # fmt: skip


def _online(chart: Chart) -> list[str]:
    rows = OnlinePayment.objects.filter(client__in=chart.ids, status=OnlineStatus.BEGUN)[:5]
    return [
        _("%(amount)s begun online on %(day)s, not finished") % {
            "amount": money(row.cents), "day": date_format(clock.local_date(row.began_at, chart.zone), "SHORT_DATE_FORMAT"),
        }
        for row in rows
    ]  # fmt: skip


def _plan(chart: Chart) -> dict[str, Any] | None:
    row = PaymentPlan.objects.filter(client__in=chart.ids, status__in=RUNNING).prefetch_related("instalments").first()
    if row is None:
        return None
    now = standings([row], {row.site_id: chart.today})[row.pk]
    return {
        "status": str(row.get_status_display()), "tone": PLAN_TONES[PlanStatus(row.status)], "total": money(row.total_cents),
        "left": money(now.left), "missed": now.missed, "rhythm": str(row.get_rhythm_display()),
        "next": f"{money(now.next.cents)} · {date_format(now.next.on, 'DATE_FORMAT')}" if now.next else "",
        "end_url": to("payment_plan_end")(row.pk),
    }  # fmt: skip


def _fee(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "pays": _("%(percent)s%% of our prices") % {"percent": row.pays_percent},
        "most": money(row.most_cents) if row.most_cents is not None else "",
        "income": _("%(percent)s%% of the poverty level, household of %(people)s")
        % {"percent": row.percent, "people": row.household},
        "proof": str(row.get_proof_display()), "until": date_format(row.ends_on, "DATE_FORMAT"),
    }  # fmt: skip


def _estimates(chart: Chart) -> list[dict[str, Any]]:
    rows = list(Estimate.objects.filter(client__in=chart.ids)[:5])
    return [
        {
            "given": date_format(row.given_on, "SHORT_DATE_FORMAT"), "total": money(row.total_cents),
            "span": f"{date_format(row.starts_on, 'SHORT_DATE_FORMAT')} – {date_format(row.ends_on, 'SHORT_DATE_FORMAT')}",
            "is_late": bool(row.due_on and row.given_on > row.due_on), "url": to("estimate_pdf")(row.pk),
            "above": _above(row) if number == 0 else "",
        }
        for number, row in enumerate(rows)
    ]  # fmt: skip


def _above(row: Estimate) -> str:
    billed = billed_against(row)
    if not may_dispute(row.total_cents, billed):
        return ""
    words = _("Billed %(billed)s: $400 or more above the estimate. They may dispute it; tell them so.")
    return words % {"billed": money(billed)}


def _statements(chart: Chart) -> list[dict[str, Any]]:
    rows = ClientStatement.objects.filter(client__in=chart.ids)[:12]
    return [
        {
            "made": date_format(row.made_on, "SHORT_DATE_FORMAT"), "due": date_format(row.due_on, "SHORT_DATE_FORMAT"),
            "cents": money(row.due_cents), "number": row.number, "url": to("statement")(row.pk),
        }
        for row in rows
    ]  # fmt: skip
