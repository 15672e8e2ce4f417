"""Payers' payments: the list, and one with its answers explained."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, Sum
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.actions.remittances import progress
from billing.actions.remittances.posting import treat
from billing.adjustment_codes import codes
from billing.choices.remittances import FileStatus, Match, RemittanceStatus, Treatment
from billing.models import Claim, Remittance, RemittanceAdjustment, RemittanceClaim, RemittanceFile
from billing.rules.adjudications import REVERSAL, Adjustment
from billing.rules.remittances import treatment_of
from clients.models import Client
from iop.access.actors import Actor
from iop.core.money import money
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words

PAGE = 50
TONES = {RemittanceStatus.RECEIVED: "wait", RemittanceStatus.POSTED: "good"}
FILES_SHOWN = 10
SUGGESTED = 5


def read_list(actor: Actor, site_id: uuid.UUID | None, *, posted: bool, page: int) -> dict[str, Any]:
    """List payments to post, or those posted, and the files that are read or were refused. Statements do not grow."""
    rows = Remittance.objects.visible_to(actor).filter(
        status=RemittanceStatus.POSTED if posted else RemittanceStatus.RECEIVED
    )
    rows = rows.filter(site=site_id) if site_id else rows
    rows = rows.select_related("payer").annotate(open=Count("claims", filter=Q(claims__match=Match.NONE)))
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    url = to("remittance")
    return {
        "rows": [_listed(row) | {"url": url(row.pk)} for row in found[:PAGE]],
        "has_more": len(found) > PAGE,
        **files(actor),
    }


def files(actor: Actor) -> dict[str, Any]:
    """Give the files that are being read, and those refused of late, with how far reading has come."""
    rows = RemittanceFile.objects.visible_to(actor).exclude(status=FileStatus.READ).select_related("site")[:FILES_SHOWN]
    found = [_file(row) for row in rows]
    return {"files": found, "is_reading": any(each["waits"] for each in found)}


def _file(row: RemittanceFile) -> dict[str, Any]:
    done = progress.of(row.pk) if row.status == FileStatus.RECEIVED else 0
    return {
        "waits": row.status == FileStatus.RECEIVED,
        "received": instant_words(row.received_at, ZoneInfo(row.site.time_zone)),
        "status": row.get_status_display(),
        "done": ngettext("%(n)d claim so far", "%(n)d claims so far", done) % {"n": done} if done else "",
        "refusal": row.refusal,
    }


def _listed(row: Remittance) -> dict[str, Any]:
    return {
        "payer": row.payer.name if row.payer else row.payer_name or row.payer_code,
        "trace": row.trace_number,
        "paid_on": date_format(row.paid_on, "DATE_FORMAT"),
        "cents": money(row.cents),
        "claims": row.claims_count,
        "open": getattr(row, "open", 0),
        "status": row.get_status_display(),
        "tone": TONES[RemittanceStatus(row.status)],
    }


def payment_of(actor: Actor, remittance_id: uuid.UUID) -> Remittance:
    """Give one payment within the colleague's reach. Raises ``Http404`` for any other."""
    row = Remittance.objects.visible_to(actor).select_related("payer", "site").filter(pk=remittance_id).first()
    if row is None:
        raise Http404
    return row


def answer_of(row: Remittance, answer_id: uuid.UUID) -> RemittanceClaim:
    """Give one answer of a payment. Raises ``Http404`` for any other."""
    found = row.claims.filter(pk=answer_id).first()
    if found is None:
        raise Http404
    return found


def read_payment(actor: Actor, row: Remittance, page: int) -> dict[str, Any]:
    """Put a payment into words: what it adds up from, what posting does, and each answer with its reasons explained."""
    answers = list(
        row.claims.select_related("claim").prefetch_related(
            Prefetch("adjustments", queryset=RemittanceAdjustment.objects.select_related("line")), "lines"
        )[(page - 1) * PAGE : page * PAGE + 1]
    )
    names = _names(actor, answers)
    listed = codes()
    others = list(row.others.all())
    zone = ZoneInfo(row.site.time_zone)
    return {
        "head": _listed(row),
        "id": row.pk,
        "is_open": row.status == RemittanceStatus.RECEIVED,
        "is_asked": row.status == RemittanceStatus.RECEIVED and row.post_asked_at is not None,
        "done": progress.of(row.pk),
        "posted": instant_words(row.posted_at, zone) if row.posted_at else "",
        "sums": _sums(row, sum(other.cents for other in others)),
        "will": _will(row),
        "others": [
            {"reason": f"PLB-{other.reason}", "words": listed.other(other.reason), "reference": other.reference,
             "cents": money(-other.cents)}
            for other in others
        ],
        "answers": [_answer(answer, names) for answer in answers[:PAGE]],
        "unmatched": _unmatched(actor, row),
        "has_more": len(answers) > PAGE,
    }  # fmt: skip


def _sums(row: Remittance, other: int) -> list[tuple[str, str]]:
    totals = row.claims.aggregate(asked=Sum("cents"), paid=Sum("paid"))
    asked, paid = totals["asked"] or 0, totals["paid"] or 0
    return [
        (_("Asked for on these claims"), money(asked)),
        (_("Paid on these claims"), money(paid)),
        *([(_("Other amounts, about no claim"), money(-other))] if other else []),
        (_("The payment"), money(row.cents)),
    ]


def _will(row: Remittance) -> list[tuple[str, str]]:
    """Say what posting does, or did, with every cent; two statements whatever the number of claims."""
    rows = RemittanceAdjustment.objects.filter(answer__remittance=row, answer__claim__isnull=False)
    found: dict[str, int] = defaultdict(int)
    for group, code, cents in rows.order_by().values_list("group", "code").annotate(sum=Sum("cents")):
        found[treatment_of(Adjustment(group, code, cents), treat)] += cents
    loose = row.claims.filter(match=Match.NONE).aggregate(sum=Sum("paid"))["sum"] or 0
    said = [
        (_("Written off by contract"), found[Treatment.WRITE_OFF]),
        (_("Falls to clients, or their next payer"), found[Treatment.CLIENT]),
        (_("Denied: stays open and goes on the denials list"), found[Treatment.DENIED]),
        (_("Money that waits for its claim"), loose),
    ]
    return [(words, money(cents)) for words, cents in said if cents]


def _names(actor: Actor, answers: Sequence[RemittanceClaim]) -> dict[uuid.UUID, str]:
    ids = {answer.claim.client_id for answer in answers if answer.claim}
    return {client.pk: client.name for client in Client.objects.visible_to(actor).filter(pk__in=ids)}


def _answer(answer: RemittanceClaim, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    reasons = _reasons(answer.adjustments.all())
    remarks = dict.fromkeys([*answer.remarks, *(code for line in answer.lines.all() for code in line.remarks)])
    return {
        "id": answer.pk,
        "number": answer.control_number,
        "payer_number": answer.payer_number,
        "client": names.get(answer.claim.client_id, _("A guarded chart")) if answer.claim else "",
        "status": _decided(answer),
        "tone": "bad" if answer.status_code in ("4", REVERSAL) else "good" if answer.paid else "warn",
        "cents": money(answer.cents),
        "paid": money(answer.paid),
        "reasons": reasons,
        "remarks": [{"code": code, "words": codes().remark(code)} for code in remarks],
        "is_matched": answer.claim_id is not None,
        "by_hand": answer.match == Match.HAND,
    }


def _decided(answer: RemittanceClaim) -> str:
    if answer.status_code == REVERSAL:
        return _("Taken back")
    if answer.status_code == "4" or (not answer.paid and answer.cents):
        return _("Nothing paid")
    return _("Paid in full") if answer.paid == answer.cents else _("Paid in part")


def _reasons(adjustments: Iterable[RemittanceAdjustment]) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for each in adjustments:
        sums[(each.group, each.code)] += each.cents
    return [reason_words(group, code, cents) for (group, code), cents in sums.items()]


def reason_words(group: str, code: str, cents: int) -> dict[str, Any]:
    """Put one reason into words: the code, the house's explanation, what it does, and what usually helps."""
    reason = codes().reason(code)
    does = treatment_of(Adjustment(group, code, cents), treat)
    return {
        "code": f"{group}-{code}",
        "words": reason.words,
        "next": reason.next if does == Treatment.DENIED else "",
        "does": Treatment(does).label,
        "cents": money(cents),
    }


def _unmatched(actor: Actor, row: Remittance) -> list[dict[str, Any]]:
    answers = list(row.claims.filter(match=Match.NONE)[:PAGE])
    suggestions = _suggestions(actor, answers)
    return [
        {
            "id": answer.pk,
            "number": answer.control_number,
            "name": answer.name,
            "days": days_words(answer.starts_on, answer.ends_on),
            "cents": money(answer.cents),
            "paid": money(answer.paid),
            "suggestions": suggestions[answer.pk],
        }
        for answer in answers
    ]


def _suggestions(actor: Actor, answers: Sequence[RemittanceClaim]) -> dict[uuid.UUID, list[str]]:
    # Claims over the same money that began on the same day: few, and whoever looks decides.
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    dated = [answer for answer in answers if answer.starts_on]
    alike: dict[tuple[int, dt.date], list[str]] = defaultdict(list)
    if dated:
        rows = Claim.objects.visible_to(actor).filter(
            cents__in={answer.cents for answer in dated}, starts_on__in={answer.starts_on for answer in dated}
        )
        for number, cents, starts_on in rows.values_list("control_number", "cents", "starts_on")[:200]:
            alike[(cents, starts_on)].append(number)
    for answer in dated:
        if answer.starts_on:
            found[answer.pk] = alike[(answer.cents, answer.starts_on)][:SUGGESTED]
    return found


def days_words(first: dt.date | None, last: dt.date | None) -> str:
    """Say from which day to which something is; one day alone is said once."""
    if first is None:
        return ""
    said = date_format(first, "DATE_FORMAT")
    return said if last in (None, first) else f"{said} – {date_format(last, 'DATE_FORMAT')}"


def claim_numbered(actor: Actor, number: str) -> Claim | None:
    """Find the claim of a number within the colleague's reach."""
    found: Claim | None = Claim.objects.visible_to(actor).filter(control_number=number.strip()).first()
    return found
