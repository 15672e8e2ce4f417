"""A webhook and its log as their page shows them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from iop.api.choices import DeliveryStatus
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.presenters.integrations import hook_state, kinds
from iop.api.webhooks import forgetting

A_PAGE = 50
TONES = {DeliveryStatus.SENT: "good", DeliveryStatus.WAITING: "late", DeliveryStatus.GIVEN_UP: "absent"}


def one(hook: Webhook, wanted: str, page: str, now: dt.datetime) -> dict[str, Any]:
    """Give a webhook with a page of its log, newest first; ``wanted`` is a status, empty for all."""
    attempts = Prefetch("attempts", WebhookAttempt.objects.order_by("-pk"))
    rows = WebhookDelivery.objects.filter(webhook=hook).prefetch_related(attempts).order_by("-pk")
    if wanted in DeliveryStatus.values:
        rows = rows.filter(status=wanted)
    shown = Paginator(rows, A_PAGE).get_page(page)
    facts = [
        (_("Address"), hook.url),
        (_("Kinds of changes"), kinds(hook)),
        (_("Told up to change"), str(hook.position)),
        (_("Its log reaches back to"), _reaches_back(hook, now)),
    ]
    return {
        "hook": hook, "facts": facts, "says": f"{shown.number} / {shown.paginator.num_pages}",
        "earlier": _page(wanted, shown.number - 1) if shown.has_previous() else "",
        "later": _page(wanted, shown.number + 1) if shown.has_next() else "",
        "rows": [_line(row) for row in shown], "wanted": wanted,
        "statuses": [("", _("All")), *DeliveryStatus.choices], **hook_state(hook),
    }  # fmt: skip


def _reaches_back(hook: Webhook, now: dt.datetime) -> str:
    """Say since when the log is whole, and how long what has ended is kept."""
    begins = f"{hook.log_since:%Y-%m-%d %H:%M} UTC" if hook.log_since else _("its beginning")
    return _("%(begins)s; messages are kept for %(days)s days") % {"begins": begins, "days": forgetting.days_kept(now)}


def _line(row: WebhookDelivery) -> dict[str, Any]:
    attempts = list(row.attempts.all())
    last = attempts[0] if attempts else None
    return {
        "id": row.pk, "event": row.event, "position": "" if row.is_test else row.position, "tries": len(attempts),
        "at": f"{row.created_at:%Y-%m-%d %H:%M:%S}", "state": row.get_status_display(),
        "tone": TONES[DeliveryStatus(row.status)], "last": _came(last) if last else _("not tried yet"),
        "may_again": row.status != DeliveryStatus.WAITING and not row.is_test,
    }  # fmt: skip


def _came(attempt: WebhookAttempt) -> str:
    answered = f" {attempt.answered}" if attempt.answered else ""
    return f"{attempt.get_outcome_display()}{answered}, {attempt.milliseconds} ms"


def _page(wanted: str, number: int) -> str:
    return f"?status={wanted}&page={number}"
