"""The list of clients: found by name, record number or birth date (posted), filtered by codes (in the address). One statement."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Window
from django.utils import dateformat
from django.utils.translation import gettext as _

from clients.choices import EpisodeStatus
from clients.models import Client, Episode, Placement
from iop.access.actors import Actor
from iop.core import clock
from iop.pages.presenters.clients import tones
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from scheduling.models import Enrolment

PAGE = 30
STATUSES = (EpisodeStatus.ADMITTED, EpisodeStatus.INQUIRY, EpisodeStatus.DISCHARGED, EpisodeStatus.NOT_ADMITTED)
SORTS = {
    "name": ("legal_last_name", "legal_first_name", "pk"),
    "record": ("record_number", "pk"),
    "born": ("date_of_birth", "pk"),
    "newest": ("-created_at", "-pk"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would run as a formula (OWASP, CSV injection)."""


@dataclass(frozen=True)
class Wish:
    """What is asked for. ``text`` was posted and never stands in an address."""

    text: str = ""
    site: uuid.UUID | None = None
    level: str = ""
    track: uuid.UUID | None = None
    status: str = ""
    sort: str = "name"
    page: int = 1

    def codes(self, **changes: Any) -> dict[str, Any]:
        """Give the coded part of the wish, with changes; what is at rest is left out."""
        found = {
            "site": self.site, "level": self.level, "track": self.track, "status": self.status,
            "sort": "" if self.sort == "name" else self.sort, "page": self.page if self.page > 1 else "", **changes,
        }  # fmt: skip
        return {name: str(value) for name, value in found.items() if value}

    def query(self, **changes: Any) -> str:
        """Write the coded part as the end of an address."""
        return f"?{urlencode(self.codes(**changes))}"


@dataclass(frozen=True)
class Row:
    """One client of the list, in words."""

    url: str
    name: str
    legal_name: str
    record: str
    born: str
    status: str
    tone: str
    level: str
    tracks: str
    site: str


@dataclass(frozen=True)
class Listing:
    """The page."""

    wish: Wish
    rows: Sequence[Row]
    total: int
    says: str
    earlier: int
    later: int
    columns: Sequence[dict[str, Any]]
    is_filtered: bool

    @property
    def kept(self) -> dict[str, str]:
        """Give the codes that a posted form carries along; the page is chosen by its own button."""
        return self.wish.codes(page="")

    @property
    def earlier_url(self) -> str:
        """Give the address of the page before."""
        return self.wish.query(page=self.earlier) if self.earlier else ""

    @property
    def later_url(self) -> str:
        """Give the address of the page after."""
        return self.wish.query(page=self.later) if self.later else ""


def wish_of(asked: Mapping[str, str], text: str = "") -> Wish:
    """Read codes from the address (or the posted form); what makes no sense is left out."""
    page = asked.get("page", "")
    return Wish(
        text=text.strip()[:200],
        site=as_uuid(asked.get("site")),
        level=asked.get("level", "")[:50],
        track=as_uuid(asked.get("track")),
        status=asked.get("status", "") if asked.get("status") in EpisodeStatus.values else "",
        sort=asked.get("sort", "") if asked.get("sort") in SORTS else "name",
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def read_list(actor: Actor, wish: Wish, at: dt.datetime) -> Listing:
    """Read one page of the clients the actor may see."""
    found = _shown(_found(actor, wish, at), actor, at)
    start = (wish.page - 1) * PAGE
    # The number of all comes with the rows: one statement instead of two.
    page = list(found.annotate(of_all=Window(Count("*")))[start : start + PAGE])
    if not page and start:
        # Somebody kept an address of a page that is no more: they begin again.
        return read_list(actor, replace(wish, page=1), at)
    total = page[0]["of_all"] if page else 0
    rows = [_row(row) for row in page]
    return Listing(
        wish=wish,
        rows=rows,
        total=total,
        says=_("%(first)d–%(last)d of %(total)d") % {"first": start + 1, "last": start + len(rows), "total": total},
        earlier=wish.page - 1,
        later=wish.page + 1 if start + len(rows) < total else 0,
        columns=_columns(wish),
        is_filtered=bool(wish.text or wish.site or wish.level or wish.track or wish.status),
    )


def read_file(actor: Actor, wish: Wish, at: dt.datetime) -> tuple[str, int]:
    """Write the whole list as CSV; say how many clients it holds. The caller records the download first."""
    rows = [_row(row) for row in _shown(_found(actor, wish, at), actor, at)]
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow(
        [_("Name"), _("Legal name"), _("Record"), _("Born"), _("Status"), _("Level"), _("Tracks"), _("Site")]
    )
    for row in rows:
        cells = [row.name, row.legal_name, row.record, row.born, row.status, row.level, row.tracks, row.site]
        writer.writerow([_harmless(cell) for cell in cells])
    return sink.getvalue(), len(rows)


def _found(actor: Actor, wish: Wish, at: dt.datetime) -> QuerySet[Client]:
    found = Client.objects.visible_to(actor)
    if wish.text:
        found = found.matching(wish.text)
    if wish.site or wish.status or wish.level or wish.track:
        found = found.filter(Exists(_episodes(actor, wish, at)))
    if wish.text and wish.sort == "name":
        return found.closest_first(wish.text)
    return found.order_by(*SORTS[wish.sort])


def _episodes(actor: Actor, wish: Wish, at: dt.datetime) -> QuerySet[Episode]:
    episodes = Episode.objects.visible_to(actor).filter(client=OuterRef("pk"))
    if wish.site:
        episodes = episodes.filter(site=wish.site)
    if wish.status:
        episodes = episodes.filter(status=wish.status)
    today = _today(actor, at)
    if wish.level:
        placed = Placement.objects.on(today).filter(episode=OuterRef("pk"), level__key=wish.level)
        episodes = episodes.filter(Exists(placed))
    if wish.track:
        enrolled = Enrolment.objects.standing().on(today).filter(episode=OuterRef("pk"), track=wish.track)
        episodes = episodes.filter(Exists(enrolled))
    return episodes


def _shown(found: QuerySet[Client], actor: Actor, at: dt.datetime) -> QuerySet[Client, Any]:
    today = _today(actor, at)
    newest = Episode.objects.visible_to(actor).filter(client=OuterRef("pk")).order_by("-opened_on", "-created_at")
    placed = Placement.objects.on(today).filter(episode__client=OuterRef("pk")).order_by("-starts_on")
    enrolled = Enrolment.objects.standing().on(today).filter(client=OuterRef("pk")).order_by("track__name")
    return found.annotate(
        status=Subquery(newest.values("status")[:1]),
        site=Subquery(newest.values("site__name")[:1]),
        level=Subquery(placed.values("level__short_name")[:1]),
        tracks=ArraySubquery(enrolled.values("track__name")),
    ).values(
        "pk", "record_number", "legal_first_name", "legal_last_name", "preferred_name", "date_of_birth", "status", "site",
        "level", "tracks",
    )  # fmt: skip


def _today(actor: Actor, at: dt.datetime) -> dt.date:
    zones = {place.time_zone for place in actor.places}
    return min((clock.local_date(at, zone) for zone in zones), default=at.date())


def _row(row: Mapping[str, Any]) -> Row:
    status = EpisodeStatus(row["status"])
    called = row["preferred_name"] or row["legal_first_name"]
    legal = f"{row['legal_first_name']} {row['legal_last_name']}"
    name = f"{called} {row['legal_last_name']}"
    return Row(
        url=to("client")(row["pk"]),
        name=name,
        legal_name=legal if legal != name else "",
        record=row["record_number"],
        born=date_words(row["date_of_birth"]),
        status=str(status.label),
        tone=tones.EPISODE[status],
        level=row["level"] or "–",
        tracks=", ".join(row["tracks"]) or "–",
        site=row["site"],
    )


def date_words(day: dt.date) -> str:
    """Say a date with its year: "17 May 1990"."""
    return dateformat.format(day, "j M Y")


def _columns(wish: Wish) -> list[dict[str, Any]]:
    sorting = {"name": _("Client"), "record": _("Record"), "born": _("Born")}
    found = [
        {
            "label": label,
            # Sorting is a link; words that were searched for would be lost with it, so it then is none.
            "url": "" if wish.text else wish.query(sort="" if code == "name" else code, page=""),
            "sorted": "ascending" if wish.sort == code else "",
        }
        for code, label in sorting.items()
    ]
    return [*found, {"label": _("Status")}, {"label": _("Level")}, {"label": _("Track")}, {"label": _("Site")}]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
