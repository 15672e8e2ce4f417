"""Batches: what went out in one file, and what was answered."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from billing.choices.claims import BatchStatus as B
from billing.choices.claims import ClaimStatus as S
from billing.models import Acknowledgement, Claim, ClaimBatch
from iop.access.actors import Actor
from iop.core.money import money
from iop.pages.presenters.claims.worklist import TONES, days
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words

PAGE = 50
BATCH_TONES = {B.MADE: "late", B.SENT: "wait", B.ACCEPTED: "good", B.PARTIAL: "warn", B.REJECTED: "bad"}


def read_batches(actor: Actor, site_id: uuid.UUID | None, page: int) -> dict[str, Any]:
    """List batches, the newest first. Two statements, whatever the number of rows."""
    rows = ClaimBatch.objects.visible_to(actor).select_related("payer", "site")
    rows = rows.filter(site=site_id) if site_id else rows
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    url, base = to("claim_batch"), reverse("claim_batches")
    return {
        "rows": [_row(row) | {"url": url(row.pk)} for row in found[:PAGE]],
        "earlier": f"{base}?page={page - 1}" if page > 1 else "", "later": f"{base}?page={page + 1}" if len(found) > PAGE else "",
    }  # fmt: skip


def _row(row: ClaimBatch) -> dict[str, Any]:
    zone = ZoneInfo(row.site.time_zone)
    return {
        "number": row.number, "payer": row.payer.name, "form": row.get_form_display(), "claims": row.claims_count,
        "cents": money(row.cents), "made": instant_words(row.made_at, zone), "status": row.get_status_display(),
        "sent": instant_words(row.sent_at, zone) if row.sent_at else "", "tone": BATCH_TONES[B(row.status)], "is_test": row.is_test,
    }  # fmt: skip


def batch_of(actor: Actor, batch_id: uuid.UUID) -> ClaimBatch:
    """Give one batch of a site where the colleague works with money. Raises ``Http404`` for any other."""
    row: ClaimBatch | None = (
        ClaimBatch.objects.visible_to(actor).select_related("payer", "site").filter(pk=batch_id).first()
    )
    if row is None:
        raise Http404
    return row


def read_batch(actor: Actor, row: ClaimBatch) -> dict[str, Any]:
    """Put one batch into words, with its claims and answers. Five statements, whatever its claims."""
    zone = ZoneInfo(row.site.time_zone)
    claims = Claim.objects.visible_to(actor).filter(batch=row).select_related("client").order_by("control_number")
    url = to("claim")
    return _row(row) | {
        "batch": row,
        "rows": [
            {
                "number": each.control_number, "client": each.client.name, "days": days(each.starts_on, each.ends_on),
                "cents": money(each.cents), "status": each.get_status_display(), "tone": TONES[S(each.status)], "url": url(each.pk),
            }
            for each in claims[:500]
        ],
        "answers": [_answer(each, zone) for each in row.answers.all()],
        "history": [
            {
                "title": each.get_status_display(), "when": instant_words(each.at, zone), "icon": "arrow-right", "body": each.words,
            }
            for each in row.changes.all()
        ],
        "may_send": row.status == B.MADE and row.claims_count > 0, "was_taken": bool(row.digest),
    }  # fmt: skip


def _answer(row: Acknowledgement, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "kind": row.get_kind_display(), "when": instant_words(row.received_at, zone), "taken": row.taken, "refused": row.refused,
        "unknown": row.unknown, "findings": [{"number": each[0] or _("the file"), "words": each[2]} for each in row.findings[:200]],
    }  # fmt: skip
