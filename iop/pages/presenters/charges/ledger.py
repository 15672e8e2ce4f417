"""The ledger as pages show it: balances, the proof that it adds up, the entries of a month, and the file for the accountant."""

from __future__ import annotations

import csv
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from billing import balances
from billing.choices.ledger import Account, EntryKind
from billing.models import BillingMonth, Entry, Payer, Posting
from billing.rules.months import last_day, next_month
from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.money import money
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to

ENTRIES_A_PAGE = 40
COLUMNS = (
    "entry", "posted_on", "kind", "site", "account", "debit", "credit", "client_id", "payer_id", "charge_id", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Which month, and of it which payer, client or kind of entry."""

    month: dt.date
    payer: uuid.UUID | None = None
    client: uuid.UUID | None = None
    kind: str = ""
    page: int = 1

    def query(self, **changes: Any) -> str:
        """Write it as the end of an address; a client is an opaque id there."""
        known = {
            "month": f"{self.month:%Y-%m}", "payer": self.payer, "client": self.client, "kind": self.kind, **changes,
        }  # fmt: skip
        return f"?{urlencode({name: str(value) for name, value in known.items() if value})}"


def month_words(first_on: dt.date) -> str:
    """Say a month: "March 2026"."""
    return f"{MONTHS[first_on.month]} {first_on.year}"


def read_ledger(actor: Actor, asked: Asked) -> dict[str, Any]:
    """Give all accounts with balances, the sum of everything, and a page of entries. Eight statements at most."""
    known = balances.by_account()
    month = balances.by_account(until=last_day(asked.month))
    closed = BillingMonth.objects.filter(first_on=asked.month, closed_at__isnull=False).first()
    shown = Paginator(entries(actor, asked).select_related("site").order_by("-posted_on", "-at", "pk"), ENTRIES_A_PAGE)
    page = shown.get_page(asked.page)
    return {
        "accounts": [
            {"label": label, "balance": money(known[key]), "then": money(month[key])} for key, label in Account.choices
        ],
        "sum": money(sum(known.values())), "adds_up": sum(known.values()) == 0,
        "rows": _rows(actor, list(page)), "asked": asked, "month": month_words(asked.month),
        "closed": date_words(closed.closed_at.date()) if closed and closed.closed_at else "",
        "payers": [(str(key), name) for key, name in Payer.objects.values_list("pk", "name")], "kinds": EntryKind.choices,
        "before": asked.query(month=f"{asked.month - dt.timedelta(days=1):%Y-%m}"),
        "after": asked.query(month=f"{next_month(asked.month):%Y-%m}"),
        "is_filtered": bool(asked.payer or asked.client or asked.kind),
        "clear": f"?month={asked.month:%Y-%m}", "query": asked.query(),
        "says": _("Page %(now)d of %(all)d") % {"now": page.number, "all": shown.num_pages},
        "earlier": asked.query(page=page.previous_page_number()) if page.has_previous() else "",
        "later": asked.query(page=page.next_page_number()) if page.has_next() else "",
    }  # fmt: skip


def entries(actor: Actor, asked: Asked) -> Any:
    """Give the entries of a month at the sites where the actor works with money, by the filters."""
    rows = Entry.objects.filter(posted_on__range=(asked.month, last_day(asked.month)))
    if not actor.is_system:
        rows = rows.filter(site__in=actor.sites_where(Permission.BILLING_VIEW))
    if asked.kind in EntryKind.values:
        rows = rows.filter(kind=asked.kind)
    if asked.payer:
        rows = rows.filter(pk__in=Posting.objects.filter(payer=asked.payer).values("entry"))
    if asked.client:
        seen = Client.objects.visible_to(actor, Permission.CLIENT_VIEW).filter(pk=asked.client)
        rows = rows.filter(pk__in=Posting.objects.filter(client__in=seen).values("entry"))
    return rows


def csv_lines(rows: Any) -> Iterator[str]:
    """Write postings as a table of opaque ids, codes, dates and amounts: nobody's name."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    found = Posting.objects.filter(entry__in=rows).order_by("entry__posted_on", "entry__at", "entry_id", "pk")
    for one in found.values_list(
        "entry_id", "entry__posted_on", "entry__kind", "entry__site_id", "account", "cents", "client_id", "payer_id",
        "charge_id", "reason",
    ).iterator(chunk_size=2000):  # fmt: skip
        yield writer.writerow(_csv_row(one))


def _csv_row(one: Sequence[Any]) -> list[Any]:
    *first, cents, client_id, payer_id, charge_id, reason = one
    amount = f"{abs(cents) // 100}.{abs(cents) % 100:02d}"
    sides = [amount, ""] if cents > 0 else ["", amount]
    return [*first, *sides, client_id or "", payer_id or "", charge_id or "", reason]


def _rows(actor: Actor, found: list[Entry]) -> list[dict[str, Any]]:
    """Put entries with their sides into words; a client beyond the reader's reach stays unnamed. Three statements."""
    sides: dict[uuid.UUID, list[Posting]] = {}
    for one in Posting.objects.filter(entry__in=found).select_related("payer").order_by("-cents", "pk"):
        sides.setdefault(one.entry_id, []).append(one)
    ids = {one.client_id for each in sides.values() for one in each if one.client_id}
    names = {row.pk: row.name for row in Client.objects.visible_to(actor, Permission.CLIENT_VIEW).filter(pk__in=ids)}
    return [_row(entry, sides.get(entry.pk, []), names) for entry in found]


def _row(entry: Entry, sides: Iterable[Posting], names: dict[uuid.UUID, str]) -> dict[str, Any]:
    told = list(sides)
    client = next((one.client_id for one in told if one.client_id), None)
    payer = next((one.payer.name for one in told if one.payer), "")
    return {
        "on": date_words(entry.posted_on), "kind": str(EntryKind(entry.kind).label), "site": entry.site.name, "payer": payer,
        "client": names.get(client, _("A client not open to you")) if client else "",
        "url": to("client_charges")(client) if client in names else "",
        "sides": [
            {"account": str(Account(one.account).label), "money": money(one.cents), "reason": one.reason} for one in told
        ],
    }  # fmt: skip


class _Echo:
    """A file that gives back what is written."""

    def write(self, text: str) -> str:
        return text
