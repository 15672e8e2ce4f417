"""The intake board: every open inquiry with its age and next step; and those that are closed. Flat in the number of rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients import intake
from clients.choices import INQUIRY_CLOSED, INQUIRY_MOVES, InquiryStatus, OutReason, ReferralKind, SafetyAnswer, Urgency
from clients.models import Client, Inquiry
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.pages.presenters.clients.parts.common import page_words
from iop.pages.presenters.intake import words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from scheduling.models import SeatHold

COLUMNS = (
    InquiryStatus.NEW, InquiryStatus.CONTACTED, InquiryStatus.ASSESSMENT_BOOKED, InquiryStatus.ASSESSED,
    InquiryStatus.ACCEPTED,
)  # fmt: skip
IN_A_COLUMN = 25
PAGE = 30
AT_ONCE = frozenset({InquiryStatus.CONTACTED, InquiryStatus.ASSESSED})
"""Moves that need nothing said: one press. The others go on to the inquiry's page, where what they need is asked."""
ASKED_AT: Mapping[str, str] = {
    InquiryStatus.ASSESSMENT_BOOKED: "#assessment",
    InquiryStatus.ACCEPTED: "#seat",
    InquiryStatus.ADMITTED: "#admit",
}


@dataclass(frozen=True)
class Wish:
    """What is asked for, in codes alone: it stands in the address."""

    site: uuid.UUID | None = None
    owner: str = ""
    source: str = ""
    urgency: str = ""
    show: str = ""
    page: int = 1

    def query(self, **changes: Any) -> str:
        """Write it as the end of an address."""
        kept = {
            "site": self.site, "owner": self.owner, "source": self.source, "urgency": self.urgency, "show": self.show,
            "page": self.page if self.page > 1 else "", **changes,
        }  # fmt: skip
        codes = {name: str(value) for name, value in kept.items() if value}
        return f"?{urlencode(codes)}" if codes else ""

    @property
    def is_filtered(self) -> bool:
        """Say whether somebody may be hidden by a filter."""
        return bool(self.site or self.owner or self.source or self.urgency)


def wish_of(asked: Mapping[str, str]) -> Wish:
    """Read codes from an address; what makes no sense is left out."""
    owner, show, page = asked.get("owner", ""), asked.get("show", ""), asked.get("page", "")
    return Wish(
        site=as_uuid(asked.get("site")),
        owner=owner if owner in ("mine", "none") else str(as_uuid(owner) or ""),
        source=_one(asked.get("source", ""), ReferralKind.values),
        urgency=_one(asked.get("urgency", ""), Urgency.values),
        show=_one(show, ["closed", *COLUMNS]),
        page=int(page) if page.isdecimal() and 0 < len(page) < 5 and int(page) else 1,
    )


@dataclass(frozen=True)
class Card:
    """One inquiry on the board, in words."""

    id: uuid.UUID
    url: str
    name: str
    age: str
    chips: Sequence[tuple[str, str]]
    about: str
    step: str
    due: str
    due_tone: str
    owner: str
    moves: Sequence[Mapping[str, str]]
    move_url: str
    version: int


@dataclass(frozen=True)
class Column:
    """One status with those who stand in it."""

    status: str
    label: str
    cards: Sequence[Card]
    total: int
    more_url: str

    @property
    def more(self) -> str:
        """Say how many are not shown."""
        hidden = self.total - len(self.cards)
        return ngettext("%(n)d more", "%(n)d more", hidden) % {"n": hidden} if hidden > 0 else ""


@dataclass(frozen=True)
class Board:
    """The page."""

    wish: Wish
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    says: str
    earlier: str
    later: str
    filters: Mapping[str, Sequence[tuple[str, Any]]]
    url: str

    @property
    def total(self) -> int:
        """How many are open."""
        return sum(column.total for column in self.columns)

    @property
    def title_of_list(self) -> str:
        """What the list is a list of."""
        if self.wish.show == "closed":
            return _("Closed inquiries")
        return str(InquiryStatus(self.wish.show).label)


def read_board(actor: Actor, wish: Wish, at: dt.datetime) -> Board:
    """Read the board, or a list of one of its columns or of the closed ones: a fixed number of statements."""
    listed = bool(wish.show)
    page, total = _page(actor, wish) if listed else ([], 0)
    start = (wish.page - 1) * PAGE
    hidden = _kept_apart(actor, page)
    return Board(
        wish=wish,
        columns=[] if listed else _columns(actor, wish, at),
        rows=[_row(one, one.client_id in hidden, at) for one in page],
        says=page_words(start, len(page), total) if page else "",
        earlier=wish.query(page=wish.page - 1) if wish.page > 1 else "",
        later=wish.query(page=wish.page + 1) if start + len(page) < total else "",
        filters=_filters(actor),
        url=reverse("intake_board") + wish.query(),
    )


def _columns(actor: Actor, wish: Wish, at: dt.datetime) -> list[Column]:
    places = [place for place in actor.places if actor.can(Permission.INTAKE_WORK, place.id)]
    found = intake.board(
        by=actor, at=at, zone=places[0].time_zone, site_ids=[wish.site] if wish.site else [], statuses=COLUMNS,
        owner_id=_owner(wish.owner, actor), unowned=wish.owner == "none", urgency=wish.urgency, referral_kind=wish.source,
        per_column=IN_A_COLUMN,
    )  # fmt: skip
    held = _held([row.inquiry.pk for column in found for row in column.rows], at)
    return [
        Column(
            status=column.status,
            label=str(column.status.label),
            cards=[_card(row, held.get(row.inquiry.pk), len(places) > 1, at) for row in column.rows],
            total=column.total,
            more_url=wish.query(show=column.status, page=""),
        )
        for column in found
    ]


def _held(ids: Sequence[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, dt.datetime]:
    return dict(SeatHold.objects.live(at).filter(inquiry__in=ids).order_by().values_list("inquiry_id", "expires_at"))


def _owner(code: str, actor: Actor) -> uuid.UUID | None:
    if code == "mine":
        return actor.staff_id
    return uuid.UUID(code) if code and code != "none" else None


def _card(found: intake.BoardRow, held_until: dt.datetime | None, several: bool, at: dt.datetime) -> Card:
    row = found.inquiry
    due, tone = words.due_words(row.next_step_at, at, row.site.time_zone)
    url = to("inquiry")(row.pk)
    return Card(
        id=row.pk, url=url, name=found.name or _("Kept apart"), age=words.age_words(row.received_at, at),
        chips=_chips(row, held_until, at),
        about=" · ".join(part for part in (_source(row), row.site.name if several else "") if part),
        step=row.next_step or (_("Call back") if row.status == InquiryStatus.NEW else ""), due=due, due_tone=tone,
        owner=row.owner.name if row.owner else _("Nobody yet"), moves=moves_of(row.status, url),
        move_url=to("inquiry_move")(row.pk), version=row.version,
    )  # fmt: skip


def _chips(row: Inquiry, held_until: dt.datetime | None, at: dt.datetime) -> list[tuple[str, str]]:
    found = []
    if row.urgency != Urgency.ROUTINE:
        found.append((words.URGENCY_TONES[row.urgency], str(Urgency(row.urgency).label)))
    if row.safety == SafetyAnswer.NOT_SAFE:
        found.append(("bad", _("Not safe")))
    if row.status == InquiryStatus.ACCEPTED:
        left = words.left_words(held_until, at) if held_until else ""
        found.append(("good", _("Seat held: %(left)s") % {"left": left}) if left else ("warn", _("No seat held")))
    if row.client_id and not row.episode_id:
        found.append(("repeat", _("Was here before")))
    return found


def _source(row: Any) -> str:
    return row.referral_source.organization if row.referral_source else row.get_referral_kind_display()


def moves_of(status: str, url: str) -> list[dict[str, str]]:
    """Offer where an inquiry may go from here: at once, or by way of its page where something must be said first."""
    found = []
    for then in InquiryStatus:
        if then not in INQUIRY_MOVES[status]:
            continue
        at_once = then in AT_ONCE or status in INQUIRY_CLOSED
        place = "" if at_once else f"{url}{ASKED_AT.get(then) or f'?to={then}#move'}"
        found.append({"value": str(then), "label": str(then.label), "url": place, "tone": words.STATUS_TONES[then]})
    return found


def _page(actor: Actor, wish: Wish) -> tuple[list[Any], int]:
    rows = Inquiry.objects.visible_to(actor, Permission.INTAKE_WORK).select_related(
        "site", "owner", "referral_source", "client"
    )
    wanted = {
        "site": wish.site,
        "owner": _owner(wish.owner, actor),
        "referral_kind": wish.source,
        "urgency": wish.urgency,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.filter(owner__isnull=True) if wish.owner == "none" else rows
    rows = rows.filter(status__in=sorted(INQUIRY_CLOSED)) if wish.show == "closed" else rows.filter(status=wish.show)
    ordered = rows.order_by("-closed_at", "-received_at", "pk").annotate(of=Window(Count("pk")))
    found: list[Any] = list(ordered[(wish.page - 1) * PAGE : wish.page * PAGE])
    return found, found[0].of if found else 0


def _kept_apart(actor: Actor, rows: Sequence[Inquiry]) -> set[uuid.UUID]:
    restricted = {row.client.pk for row in rows if row.client and row.client.is_restricted}
    open_to = Client.objects.visible_to(actor).filter(pk__in=restricted) if restricted else Client.objects.none()
    return restricted - set(open_to.values_list("pk", flat=True)) if restricted else set()


def _row(row: Any, is_kept_apart: bool, at: dt.datetime) -> dict[str, Any]:
    why = str(OutReason(row.out_reason).label) if row.out_reason else ""
    return {
        "url": to("inquiry")(row.pk),
        "name": _("Kept apart") if is_kept_apart else row.name,
        "status": row.get_status_display(),
        "tone": words.STATUS_TONES[row.status],
        "why": " → ".join(part for part in (why, row.destination) if part),
        "source": _source(row),
        "received": words.instant(row.received_at, row.site.time_zone),
        "closed": words.instant(row.closed_at, row.site.time_zone) if row.closed_at else "",
        "took": words.age_words(row.received_at, row.closed_at or at),
        "owner": row.owner.name if row.owner else "",
    }


def _filters(actor: Actor) -> dict[str, Sequence[tuple[str, Any]]]:
    places = [place for place in actor.places if actor.can(Permission.INTAKE_WORK, place.id)]
    return {
        "sites": [(str(place.id), place.name) for place in places] if len(places) > 1 else [],
        "owners": [("mine", _("Mine")), ("none", _("Nobody yet")), *_owners(actor)],
        "sources": ReferralKind.choices,
        "urgencies": Urgency.choices,
    }


def _owners(actor: Actor) -> list[tuple[str, str]]:
    # Whoever looks after something: colleagues who left still do until it is given on.
    sites = sorted(actor.sites_where(Permission.INTAKE_WORK))
    owning = Inquiry.objects.filter(site__in=sites, owner__isnull=False).open().values("owner")
    rows = StaffMember.objects.filter(pk__in=owning)
    return [(str(row.pk), row.name) for row in rows if row.pk != actor.staff_id]


def _one(code: str, known: Sequence[str]) -> str:
    return code if code in known else ""
