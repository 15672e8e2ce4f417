"""Admissions, transfers and discharges for the state, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.clinic import settings
from iop.pages.presenters.state_data.asking import Wish, openable
from iop.pages.presenters.state_data.mending import mended_at
from iop.reports.state_data import codes
from iop.reports.state_data.checking import Finding, errors
from iop.reports.state_data.choices import RecordKind, RecordStatus
from iop.reports.state_data.events import Event
from iop.reports.state_data.fields import FIELDS
from iop.reports.state_data.reading import Item, read

TONES = {RecordStatus.DRAFT: "warn", RecordStatus.COMPLETE: "wait", RecordStatus.HANDED_IN: "good"}
RESTRICTED = _("A restricted chart")
PAGE = 100


def address(event: Event) -> str:
    """Say where an event is answered."""
    if event.placement_id:
        return reverse("state_transfer", args=[event.placement_id])
    return reverse("state_record", args=[event.episode.pk, str(event.kind)])


def read_list(actor: Actor, wish: Wish, today: dt.date, page: int) -> dict[str, Any]:
    """List what happened in a stretch of days, with what is missing; the number of statements does not grow with the rows."""
    items = read([site.pk for site in wish.sites], wish.first, wish.last)
    counts = Counter(item.status for item in items)
    items = [item for item in items if wish.kind in ("", item.event.kind)]
    shown = [item for item in items if wish.status in ("", item.status)]
    part = shown[(page - 1) * PAGE : page * PAGE]
    seen = openable(actor, {item.event.episode.client_id for item in part})
    due = {site.pk: _due(site.pk, today) for site in wish.sites}
    return {
        "rows": [_row(item, seen, due[item.event.episode.site_id], today) for item in part], "wish": wish,
        "tiles": _tiles(counts, wish), "kinds": RecordKind.choices, "statuses": RecordStatus.choices,
        "not_wanted": [site.name for site in wish.sites if not due[site.pk][0]],
        "earlier": _page(wish, page - 1) if page > 1 else "", "later": _page(wish, page + 1) if len(shown) > page * PAGE else "",
    }  # fmt: skip


def _due(site_id: uuid.UUID, today: dt.date) -> tuple[bool, int]:
    found = settings.values(("state_data.wanted", "state_data.due_days"), on=today, site_id=site_id)
    return bool(found["state_data.wanted"]), int(found["state_data.due_days"])


def _page(wish: Wish, page: int) -> str:
    return f"{reverse('state_data')}?{wish.query}&page={page}"


def _tiles(counts: Counter[str], wish: Wish) -> list[dict[str, Any]]:
    days = f"first={wish.first}&last={wish.last}"
    return [
        {"label": label, "value": counts.get(key, 0), "url": f"{reverse('state_data')}?{days}&status={key}"}
        for key, label in RecordStatus.choices
    ]


def _row(item: Item, seen: set[uuid.UUID], due: tuple[bool, int], today: dt.date) -> dict[str, Any]:
    event = item.event
    may_open = event.episode.client_id in seen
    found = item.findings
    late_on = event.on + dt.timedelta(days=due[1])
    late = due[0] and item.status != RecordStatus.HANDED_IN and late_on < today
    return {
        "url": address(event) if may_open else "", "client": event.episode.client.name if may_open else RESTRICTED,
        "kind": RecordKind(event.kind).label, "on": date_format(event.on, "SHORT_DATE_FORMAT"),
        "site": event.episode.site.name, "service": codes.label("service", event.service) or "–",
        "status": RecordStatus(item.status).label, "tone": TONES[RecordStatus(item.status)],
        "missing": _missing(errors(found)), "warnings": len(found) - errors(found), "changed": item.has_changed,
        "late": date_format(late_on, "SHORT_DATE_FORMAT") if late else "",
    }  # fmt: skip


def _missing(number: int) -> str:
    return ngettext("%(n)s answer", "%(n)s answers", number) % {"n": number} if number else ""


def read_check(actor: Actor, wish: Wish) -> dict[str, Any]:
    """Tell errors and warnings by record and field, records with errors first."""
    items = [item for item in read([site.pk for site in wish.sites], wish.first, wish.last) if item.findings]
    items = [item for item in items if wish.kind in ("", item.event.kind)]
    items.sort(key=lambda item: (errors(item.findings) == 0, item.event.on))
    seen = openable(actor, {item.event.episode.client_id for item in items})
    return {
        "records": [_record(item, seen) for item in items[:PAGE]], "wish": wish, "kinds": RecordKind.choices,
        "errors": sum(errors(item.findings) for item in items), "more": max(0, len(items) - PAGE),
        "warnings": sum(len(item.findings) - errors(item.findings) for item in items),
        "by_field": _by_field(items),
    }  # fmt: skip


def _record(item: Item, seen: set[uuid.UUID]) -> dict[str, Any]:
    event = item.event
    may_open = event.episode.client_id in seen
    first = _first(item)
    return {
        "unanswered": len(item.findings) - len(first),
        "title": f"{RecordKind(event.kind).label}, {date_format(event.on, 'SHORT_DATE_FORMAT')}",
        "client": event.episode.client.name if may_open else RESTRICTED, "url": address(event) if may_open else "",
        "findings": [
            {
                "field": FIELDS[each.field].label, "words": each.words, "is_error": each.is_error,
                "url": _mended_at(item, each.field) if may_open else "",
            }
            for each in first
        ],
    }  # fmt: skip


def _first(item: Item) -> list[Finding]:
    """Give what there is to mend; of a record that nobody has answered yet, what stands in the chart: all else is one step."""
    if item.record is not None and item.record.answered_at is not None:
        return item.findings
    return [each for each in item.findings if each.code != "missing" or not FIELDS[each.field].asked]


def _mended_at(item: Item, field: str) -> str:
    found = mended_at(item, field)
    return f"{address(item.event)}{found}" if found.startswith("#") else found or address(item.event)


def _by_field(items: Iterable[Item]) -> list[dict[str, Any]]:
    found = Counter(each.field for item in items for each in item.findings if each.is_error)
    return [{"label": FIELDS[key].label, "count": count} for key, count in found.most_common(8)]
