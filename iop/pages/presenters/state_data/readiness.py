"""Readiness for a survey as a list: by kind with counts, then what is owed, whose it is and where it is done."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.pages import places
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.reports.readiness.asking import owed
from iop.reports.readiness.shapes import KINDS, Owed
from iop.reports.state_data.choices import RecordKind

PAGE = 50
HERE: dict[str, tuple[str, tuple[str, ...]]] = {
    "reports.state_data.placement": ("state_transfer", ()),
    **{f"reports.state_data.{kind}": ("state_record", (str(kind),)) for kind in RecordKind},
    "therapy.assessments_of": ("client_assessments", ()),
    "therapy.plans_of": ("client_plan", ()),
}
"""Places that only this list leads to: the page's name, and what stands in its address after the id."""


@dataclass(frozen=True)
class Wish:
    """Which kind and whose."""

    kind: str = ""
    staff: str = ""

    @property
    def query(self) -> str:
        """Give it as part of an address."""
        return urlencode({key: value for key, value in (("kind", self.kind), ("staff", self.staff)) if value})


@dataclass(frozen=True)
class Names:
    """Names that a page shows: of charts the colleague may open, of colleagues and sites."""

    clients: dict[uuid.UUID, str]
    staff: dict[uuid.UUID, str]
    sites: dict[uuid.UUID, Site]


def wish_of(asked: QueryDict) -> Wish:
    """Read the filters of the address; what is no code is left out."""
    kind, staff = asked.get("kind", ""), as_uuid(asked.get("staff", ""))
    return Wish(kind if kind in KINDS else "", str(staff) if staff else "")


def read_page(actor: Actor, sites: Sequence[Site], wish: Wish, at: dt.datetime, page: int) -> dict[str, Any]:
    """Show the counts by kind, and the things of the kind that is asked for."""
    everything = owed(sites, at)
    mine = [each for each in everything if wish.staff in ("", str(each.staff_id))]
    counts = Counter(each.kind for each in mine)
    shown = [each for each in mine if wish.kind in ("", each.kind)]
    part = shown[(page - 1) * PAGE : page * PAGE]
    names = _names(actor, sites, part, {each.staff_id for each in everything if each.staff_id})
    return {
        "rows": [_row(actor, each, names, at) for each in part], "wish": wish, "total": len(shown),
        "kinds": [_kind(key, counts, wish) for key in KINDS], "sites": [site.name for site in sites],
        "staff": sorted(((str(key), name) for key, name in names.staff.items()), key=lambda each: each[1]),
        "as_of": date_format(clock.local_date(at, str(sites[0].time_zone)), "DATE_FORMAT") if sites else "",
        "definition": KINDS[wish.kind].definition if wish.kind else "", "here": reverse("readiness"),
        "earlier": _address(wish, page - 1) if page > 1 else "",
        "later": _address(wish, page + 1) if len(shown) > page * PAGE else "",
    }  # fmt: skip


def read_file(actor: Actor, sites: Sequence[Site], wish: Wish, at: dt.datetime) -> tuple[str, int]:
    """Give the list as CSV: record numbers of charts the colleague may open, no names and no clinical words."""
    found = [
        each for each in owed(sites, at, [wish.kind] if wish.kind else ()) if wish.staff in ("", str(each.staff_id))
    ]
    names = _names(actor, sites, found, {each.staff_id for each in found if each.staff_id}, numbers=True)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Kind"), _("Site"), _("Due"), _("Days overdue"), _("Client"), _("Whose")])
    for each in found:
        row = _row(actor, each, names, at)
        writer.writerow([row["kind"], row["site"], each.due_on.isoformat(), row["days"], row["client"], row["whose"]])
    return out.getvalue(), len(found)


def _address(wish: Wish, page: int) -> str:
    return f"{reverse('readiness')}?{wish.query}&page={page}"


def _kind(key: str, counts: Counter[str], wish: Wish) -> dict[str, Any]:
    asked = Wish(key, wish.staff)
    count = counts.get(key, 0)
    return {
        "key": key, "label": KINDS[key].label, "count": count, "url": f"{reverse('readiness')}?{asked.query}",
        "current": key == wish.kind, "definition": KINDS[key].definition, "tone": "bad" if count else "good",
    }  # fmt: skip


def _names(
    actor: Actor, sites: Sequence[Site], rows: Collection[Owed], staff: set[uuid.UUID], *, numbers: bool = False
) -> Names:  # fmt: skip
    wanted = {each.client_id for each in rows if each.client_id}
    seen = Client.objects.visible_to(actor).filter(pk__in=wanted)
    clients = {row.pk: row.record_number if numbers else row.name for row in seen}
    return Names(
        clients, {row.pk: row.name for row in StaffMember.objects.filter(pk__in=staff)}, {s.pk: s for s in sites}
    )


def _row(actor: Actor, each: Owed, names: Names, at: dt.datetime) -> dict[str, Any]:
    kind = KINDS[each.kind]
    may_open = actor.can(kind.permission, each.site_id)
    # A drug test is a right of its own: who may not read them is not told whose it is.
    is_told = may_open or kind.permission != Permission.TESTS_VIEW
    client = names.clients.get(each.client_id, "") if each.client_id and is_told else ""
    days = (clock.local_date(at, names.sites[each.site_id].time_zone) - each.due_on).days
    reached = may_open and (each.client_id is None or bool(client))
    return {
        "kind": kind.label, "site": names.sites[each.site_id].name, "due": date_format(each.due_on, "SHORT_DATE_FORMAT"),
        "days": days, "late": days > 0, "client": client or (_("Not open to you") if each.client_id else ""),
        "is_open": bool(client), "whose": names.staff.get(each.staff_id, "") if each.staff_id else "",
        "url": _place(each) if reached else "",
    }  # fmt: skip


def _place(each: Owed) -> str:
    kind, subject = each.place
    if kind not in HERE:
        return places.address(kind, subject)
    page, more = HERE[kind]
    return reverse(page, args=[subject, *more])
