"""Held days: what waits, for how much money, for whom, and how near the last day of filing is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions.changed import SUBJECT
from billing.choices.rules import HoldCode, HoldOwner
from billing.models import ClientDay, Payer
from billing.querysets.charges import MARKS
from billing.rules.held import HALF, LATE, PAST, SOON
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core.money import money
from iop.core.words import Sentence
from iop.pages.presenters.charges.words import clock_of, hold_words, mending_place, owner_words, state_of
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

ROWS_A_PAGE = 40
MOST_AT_ONCE = 1000
"""Days that one press of a button decides anew."""
CLOCKS: dict[str, Sentence] = {
    PAST: gettext_lazy("Filing time is over"),
    LATE: gettext_lazy("80 % of the time is gone"),
    HALF: gettext_lazy("Half of the time is gone"),
    SOON: gettext_lazy("First half"),
}
NOBODY_PAYS = "none"
"""Of the payer filter: days on which the client pays."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for, in codes; anything unknown asks for everything."""

    site: uuid.UUID | None = None
    owner: str = ""
    reason: str = ""
    payer: str = ""
    clock: str = ""
    page: int = 1

    def query(self, **changes: Any) -> str:
        """Write it as the end of an address."""
        known = asdict(replace(self, **{"page": 1, **changes}))
        found = {name: str(value) for name, value in known.items() if value and value != 1}
        return f"?{urlencode(found)}"


def found(actor: Actor, asked: Asked, today: dt.date) -> Any:
    """Give the held days that a colleague may work on and the filters ask for."""
    rows = ClientDay.objects.visible_to(actor, Permission.BILLING_WORK).waiting().annotate(reason=F("holds__0"))
    if asked.site:
        rows = rows.filter(site=asked.site)
    if asked.owner in HoldOwner.values:
        rows = rows.filter(owner=asked.owner)
    if asked.reason in HoldCode.values:
        rows = rows.filter(reason=asked.reason)
    if asked.payer:
        rows = (
            rows.filter(payer__isnull=True) if asked.payer == NOBODY_PAYS else rows.filter(payer=uuid.UUID(asked.payer))
        )
    return rows.at_mark(asked.clock, today) if asked.clock in MARKS else rows


def read_held(actor: Actor, asked: Asked, today: dt.date) -> dict[str, Any]:
    """Give a page of the list with the money behind each reason. Six statements, whatever the number of days."""
    rows = found(actor, asked, today)
    sums = _sums(found(actor, replace(asked, reason=""), today), asked)
    shown = Paginator(
        rows.select_related("client", "payer", "owner_staff", "site").order_by(
            F("file_by").asc(nulls_last=True), "on", "pk"
        ),
        ROWS_A_PAGE,
    ).get_page(asked.page)
    days = list(shown)
    hands = _hands(days)
    return {
        "rows": [_row(actor, day, hands, today, is_one=asked.site is not None) for day in days], "sums": sums,
        "total": money(sum(each["cents"] for each in sums if not asked.reason or each["key"] == asked.reason)),
        "days": shown.paginator.count, "asked": asked, "is_filtered": bool(asked.query(site=None) != "?"),
        "owners": [(key, label) for key, label in HoldOwner.choices if key != HoldOwner.NOBODY],
        "reasons": [(each["key"], each["label"], each["days"]) for each in sums],
        "payers": [(str(key), name) for key, name in Payer.objects.values_list("pk", "name")],
        "clocks": list(CLOCKS.items()), "places": actor.places, "colleagues": colleagues(asked.site, today),
        "says": _("Page %(now)d of %(all)d") % {"now": shown.number, "all": shown.paginator.num_pages},
        "earlier": asked.query(page=shown.previous_page_number()) if shown.has_previous() else "",
        "later": asked.query(page=shown.next_page_number()) if shown.has_next() else "", "query": asked.query(),
    }  # fmt: skip


def colleagues(site_id: uuid.UUID | None, today: dt.date) -> list[StaffMember]:
    """List who can be handed a day of a site: those who may open it. One statement; nobody while no site is chosen."""
    if site_id is None:
        return []
    return list(StaffMember.objects.working(today).at_site(site_id, today, Permission.BILLING_VIEW).distinct())


def _sums(rows: Any, asked: Asked) -> list[dict[str, Any]]:
    """Give the days and the money behind each reason, the most money first."""
    found = rows.order_by().values_list("reason").annotate(Count("pk"), Sum("expected_cents"))
    told = [
        {
            "key": reason or "", "label": hold_words(reason) if reason else _("To look at"), "days": days, "cents": cents or 0,
            "money": money(cents or 0), "url": asked.query(reason=reason or ""), "is_on": bool(reason) and reason == asked.reason,
        }
        for reason, days, cents in found
    ]  # fmt: skip
    return sorted(told, key=lambda each: -int(each["cents"]))


def _hands(days: Iterable[ClientDay]) -> dict[uuid.UUID, str]:
    """Name the colleagues to whom days were handed."""
    items = WorkItem.objects.open().filter(
        kind=WorkKind.DAY_HELD, subject_kind=SUBJECT, subject_id__in=[day.pk for day in days]
    )
    return {item.subject_id: item.assignee.name for item in items.select_related("assignee") if item.assignee}


def _row(actor: Actor, day: ClientDay, hands: dict[uuid.UUID, str], today: dt.date, *, is_one: bool) -> dict[str, Any]:
    reason = day.holds[0] if day.holds else ""
    return {
        "id": day.pk, "client": day.client.name, "url": to("billing_day")(day.pk), "on": date_words(day.on),
        "site": "" if is_one else day.site.name, "payer": day.payer.name if day.payer else _("Self-pay"), "state": state_of(day),
        "reason": hold_words(reason) if reason else _("To look at"), "more": max(0, len(day.holds) - 1), "words": day.words,
        "owner": owner_words(day), "hand": hands.get(day.pk, ""), "money": money(day.expected_cents),
        "clock": clock_of(day.on, day.file_by, today),
        "mend": mending_place(actor, reason, day.client_id, day.site_id) if reason else "",
    }  # fmt: skip
