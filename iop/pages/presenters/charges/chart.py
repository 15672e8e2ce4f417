"""A client's days and charges, as a part of their chart."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from billing.models import Charge, ClientDay
from iop.core.money import money
from iop.core.words import hours_minutes
from iop.pages.presenters.charges.days import charge_row, claims_of
from iop.pages.presenters.charges.words import state_of
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to

ROWS_A_PAGE = 30


def read_charges(client_id: uuid.UUID, page: int) -> dict[str, Any]:
    """Give the days of a client with their charges, the newest first, those of charts joined into this one too. Four statements."""
    theirs = Q(client=client_id) | Q(client__merged_into=client_id)
    rows = ClientDay.objects.filter(theirs).select_related("level", "payer", "site").order_by("-on", "pk")
    shown = Paginator(rows, ROWS_A_PAGE).get_page(page)
    days = list(shown)
    charges: dict[uuid.UUID, list[Charge]] = {}
    found = Charge.objects.filter(day__in=days).select_related("authorization", "payer", "rendered_by")
    for charge in found.order_by("posted_at", "pk"):
        charges.setdefault(charge.day_id, []).append(charge)
    claims = claims_of([charge.pk for each in charges.values() for charge in each])
    return {
        "rows": [
            _row(day, [charge_row(one, claims.get(one.pk, []), may_work=False) for one in charges.get(day.pk, [])])
            for day in days
        ],
        "says": _("Page %(now)d of %(all)d") % {"now": shown.number, "all": shown.paginator.num_pages},
        "earlier": f"?page={shown.previous_page_number()}" if shown.has_previous() else "",
        "later": f"?page={shown.next_page_number()}" if shown.has_next() else "",
    }


def _row(day: ClientDay, charges: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "url": to("billing_day")(day.pk), "on": date_words(day.on), "level": day.level.short_name if day.level else "–",
        "payer": day.payer.name if day.payer else _("Self-pay"), "minutes": hours_minutes(day.minutes),
        "state": state_of(day), "words": day.words, "money": money(day.expected_cents), "charges": charges,
    }  # fmt: skip
