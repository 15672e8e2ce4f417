"""A day or a week of the calendar, ready to be drawn: columns of cards, free slots and bands, with all words made."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from iop.core import clock
from iop.pages.presenters.schedule import addresses, grid, when
from iop.pages.presenters.schedule.calendar_ask import Ask
from iop.pages.presenters.schedule.calendar_rows import Choices, Row, Rows
from scheduling.choices import AppointmentKind, AppointmentStatus
from sessions_app.choices import SessionStatus
from sessions_app.group_choices import MeetingStatus

COLUMNS = 10
"""Clinicians or rooms beside each other in a day; the style sheet knows as many."""
SLOT = 2
"""Quarter hours between the slots that can be booked."""
KINDS: dict[str, str] = {
    AppointmentKind.INDIVIDUAL: "single",
    AppointmentKind.FAMILY: "learn",
    AppointmentKind.ASSESSMENT: "open",
    AppointmentKind.MEDICATION: "skill",
    AppointmentKind.CASE_MANAGEMENT: "holistic",
    AppointmentKind.CHECK_IN: "group",
}
SESSION_TONES: dict[str, str] = {
    SessionStatus.PLANNED: "wait",
    SessionStatus.RUNNING: "info",
    SessionStatus.CLOSED: "good",
    SessionStatus.FINAL: "lock",
    SessionStatus.CANCELLED: "bad",
}
APPOINTMENT_TONES: dict[str, str] = {
    AppointmentStatus.BOOKED: "wait",
    AppointmentStatus.ARRIVED: "info",
    AppointmentStatus.COMPLETED: "good",
    AppointmentStatus.NO_SHOW: "absent",
    AppointmentStatus.CANCELLED: "bad",
}


GROUP_TONES: dict[str, str] = {
    MeetingStatus.PLANNED: "wait",
    MeetingStatus.HELD: "good",
    MeetingStatus.CANCELLED: "bad",
}


@dataclass(frozen=True)
class Item:
    """Something that takes time, with its words. ``owner`` is the clinician or room whose column it stands in."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    sub: str
    kind: str
    status: str
    tone: str
    url: str
    owner: uuid.UUID | None = None
    state: str = ""


@dataclass(frozen=True)
class Card:
    """An item at its place."""

    at: int
    item: Item
    classes: str
    times: str
    roomy: bool
    """Whether there is room for more than a line."""


@dataclass(frozen=True)
class Slot:
    """A free place: where it stands, what pressing it says, where it leads."""

    at: int
    classes: str
    label: str
    url: str
    first: bool


@dataclass(frozen=True)
class Band:
    """A stretch with a reason: closed, a skipped or repeated hour."""

    classes: str
    words: str


@dataclass
class Column:
    """One day, or one clinician's or room's day."""

    heading: str
    sub: str
    url: str
    today: bool
    label: str
    things: list[Card | Slot] = field(default_factory=list)
    """Cards and free places in the order of the clock, which is the order the keyboard walks."""
    bands: list[Band] = field(default_factory=list)
    more: int = 0
    now: str = ""


@dataclass(frozen=True)
class Grid:
    """The whole drawing: which hours, how many columns."""

    columns: list[Column]
    hours: list[tuple[str, str]]
    classes: str
    empty: bool

    @property
    def days_class(self) -> str:
        """The class that says how many columns there are."""
        return f"cal-days-{len(self.columns)}"


def items(rows: Rows, ask: Ask) -> list[Item]:
    """Word everything that takes time on the asked days."""
    session_url, appointment_url, block_url, meeting_url = map(
        addresses.to, ("planned_session", "appointment", "staff_block", "open_meeting")
    )
    found = [_session(row, session_url(row["id"])) for row in rows.sessions]
    found += [_part(row, session_url(row["session_key"])) for row in _stretches(rows.parts)]
    found += [_appointment(row, appointment_url(row["id"]), ask.by) for row in rows.appointments]
    found += [_block(row, block_url(row["id"])) for row in rows.blocks]
    found += [_group(row, meeting_url(row["id"])) for row in rows.groups]
    return sorted(found, key=lambda item: (item.starts_at, item.ends_at))


def _session(row: Row, url: str) -> Item:
    status = SessionStatus(row["status"])
    return Item(
        row["starts_at"], row["ends_at"], row["track_name"], f"{row['taken']}/{row['capacity']}", "group",
        str(status.label), SESSION_TONES[status], url,
        state="cancelled" if status == SessionStatus.CANCELLED else "",
    )  # fmt: skip


def _stretches(parts: list[Row]) -> Iterable[Row]:
    """Join parts of one day that follow each other for the same owner: a colleague's morning is one card, not five."""
    latest: dict[tuple[uuid.UUID, uuid.UUID], Row] = {}
    joined: list[Row] = []
    for part in parts:
        key = (part["session_key"], part["owner"])
        last = latest.get(key)
        if last and last["ends_at"] == part["starts_at"]:
            last["ends_at"] = part["ends_at"]
            last["names"].append(part["title"] or part["part"])
            continue
        latest[key] = dict(part, names=[part["title"] or part["part"]])
        joined.append(latest[key])
    return joined


def _part(row: Row, url: str) -> Item:
    status = SessionStatus(row["status"])
    sub = f"{row['taken']}/{row['capacity']} · {', '.join(row['names'])}"
    return Item(
        row["starts_at"], row["ends_at"], row["track_name"], sub, "group",
        str(status.label), SESSION_TONES[status], url, row["owner"],
        state="cancelled" if status == SessionStatus.CANCELLED else "",
    )  # fmt: skip


def client_words(row: Row) -> str:
    """Name the client of an appointment as on a sign-in sheet; without the right to open charts, say that time is taken."""
    if "first" not in row:
        return _("Busy")
    return f"{row['preferred'] or row['first']} {row['last'][:1]}."


def _appointment(row: Row, url: str, by: str) -> Item:
    status, kind = AppointmentStatus(row["status"]), AppointmentKind(row["kind"])
    staff = f"{row['staff_first'][:1]}. {row['staff_last']}"
    where = row["room_name"] or (_("by video") if row["telehealth_link"] else "")
    return Item(
        row["starts_at"], row["ends_at"], client_words(row),
        " · ".join(filter(None, [str(kind.label), staff if by != "staff" else "", where if by != "room" else ""])),
        KINDS[kind], str(status.label), APPOINTMENT_TONES[status], url,
        row["room_id"] if by == "room" else row["staff_id"],
        state="cancelled" if status == AppointmentStatus.CANCELLED else "",
    )  # fmt: skip


def _block(row: Row, url: str) -> Item:
    return Item(
        row["starts_at"], row["ends_at"], _("Not available"), row["reason"], "break", "", "quiet", url, row["staff_id"],
        state="tentative",
    )  # fmt: skip


def _group(row: Row, url: str) -> Item:
    status = MeetingStatus(row["status"])
    return Item(
        row["starts_at"], row["ends_at"], row["name"], row["room_name"] or "", "open", str(status.label), GROUP_TONES[status],
        url, row["owner"], state="cancelled" if status == MeetingStatus.CANCELLED else "",
    )  # fmt: skip


def draw(rows: Rows, ask: Ask, options: Choices, at: dt.datetime, *, may_book: bool) -> Grid:
    """Draw a day or a week: a column for each day, or in a day for each clinician or room."""
    found = items(rows, ask)
    spots = [
        spot for item in found for day in ask.days if (spot := grid.place(item.starts_at, item.ends_at, day, rows.zone))
    ]
    opens = min((hours.opens.hour for hours in rows.hours), default=8)
    closes = max((hours.closes.hour + (hours.closes.minute > 0) for hours in rows.hours), default=18)
    first, last = grid.visible_hours([] if _whole_day(spots) else spots, opens, closes)
    frame = Frame(rows, ask, at, first * 4, last * 4, may_book)
    owners = _owners(ask, options)
    if ask.view == "day" and owners:
        columns = [frame.column(ask.on, found, owner, name) for owner, name in owners[:COLUMNS]]
    else:
        columns = [frame.column(day, found) for day in ask.days]
    hours = [(f"at-{hour * 4} for-4", f"{hour}:00") for hour in range(first, last)]
    return Grid(columns, hours, f"cal-from-{first} cal-until-{last}", not found)


def _whole_day(spots: list[grid.Place]) -> bool:
    """Somebody's leave from midnight to midnight must not open the night for everybody."""
    return bool(spots) and all(spot.rows == grid.QUARTERS for spot in spots)


def _owners(ask: Ask, options: Choices) -> list[tuple[uuid.UUID, str]]:
    if ask.chosen:
        return []
    if ask.by == "staff":
        return [(one.pk, one.name) for one in options.staff]
    if ask.by == "room":
        return [(one.pk, one.name) for one in options.rooms]
    return []


@dataclass(frozen=True)
class Frame:
    """What all columns share: the rows drawn from ``first`` until ``last``, and whether free time may be booked."""

    rows: Rows
    ask: Ask
    at: dt.datetime
    first: int
    last: int
    may_book: bool

    @property
    def zone(self) -> ZoneInfo:
        """The site's wall clock."""
        return self.rows.zone

    def column(self, day: dt.date, found: list[Item], owner: uuid.UUID | None = None, name: str = "") -> Column:
        """Draw one column."""
        today = day == clock.local_date(self.at, self.zone)
        column = Column(
            heading=name or when.day_words(day),
            sub=self._sub(day),
            url=self._heading_url(day, owner),
            today=today and owner is None,
            label=f"{name}, {when.day_words_long(day)}" if name else when.day_words_long(day),
            bands=self._bands(day),
            now=f"at-{grid.place(self.at, self.at + dt.timedelta(minutes=1), day, self.zone).at}" if today else "",  # type: ignore[union-attr]
        )
        mine = [item for item in found if owner is None or item.owner == owner]
        placed = [(item, spot) for item in mine if (spot := self._visible(item, day))]
        self._add_cards(column, placed)
        if self.may_book and not self._closed(day):
            self._add_slots(column, day, [spot for item, spot in placed if item.state != "cancelled"], owner)
        return column

    def _visible(self, item: Item, day: dt.date) -> grid.Place | None:
        spot = grid.place(item.starts_at, item.ends_at, day, self.zone)
        if spot is None:
            return None
        at, end = max(spot.at, self.first), min(spot.end, self.last)
        return grid.Place(at, end - at) if end > at else None

    def _add_cards(self, column: Column, placed: list[tuple[Item, grid.Place]]) -> None:
        placed.sort(key=lambda pair: (pair[1].at, -pair[1].rows))
        for (item, spot), (lane, of) in zip(placed, grid.lanes([spot for _item, spot in placed]), strict=True):
            if lane > grid.LANES:
                column.more += 1
                continue
            column.things.append(
                Card(
                    spot.at, item, grid.place_classes(spot, lane, min(of, grid.LANES)), self._times(item), spot.rows > 3
                )
            )

    def _times(self, item: Item) -> str:
        words = when.span_words(item.starts_at, item.ends_at, self.zone)
        return f"{words} {_('(after the clock goes back)')}" if grid.again(item.starts_at, self.zone) else words

    def _sub(self, day: dt.date) -> str:
        hours = grid.hours_of(day, self.zone)
        return "" if hours == 24 else _("%(hours)d-hour day") % {"hours": hours}

    def _heading_url(self, day: dt.date, owner: uuid.UUID | None) -> str:
        if owner:
            return self.ask.url(view="week", chosen=owner)
        return self.ask.url(view="day", on=day)

    def _closed(self, day: dt.date) -> str:
        for closure in self.rows.closures:
            if closure.starts_on <= day <= (closure.ends_on or day):
                return closure.reason
        return ""

    def _bands(self, day: dt.date) -> list[Band]:
        bands = []
        if reason := self._closed(day):
            bands.append(
                Band(f"at-{self.first} for-{self.last - self.first}", _("Closed: %(reason)s") % {"reason": reason})
            )
        for hour in range(24):
            classes = f"at-{hour * 4} for-4"
            if clock.is_skipped(day, dt.time(hour), self.zone):
                bands.append(Band(classes, _("The clock goes forward: this hour does not happen")))
            elif clock.is_repeated(day, dt.time(hour), self.zone):
                bands.append(Band(classes, _("The clock goes back: this hour happens twice")))
        return bands

    def _add_slots(self, column: Column, day: dt.date, taken: list[grid.Place], owner: uuid.UUID | None) -> None:
        busy = {row for spot in taken for row in range(spot.at, spot.end)} if self._exclusive(owner) else set()
        make, slots = self._booking_url(day, owner), list[Slot]()
        for at in range(self.first, self.last, SLOT):
            wall = dt.time(at // 4, at % 4 * 15)
            if busy & {at, at + 1} or clock.is_skipped(day, wall, self.zone):
                continue
            label = _("Book %(time)s") % {"time": when.clock_words(wall)}
            slots.append(Slot(at, f"at-{at} for-{SLOT}", label, make(wall), first=not slots))
        column.things = sorted([*column.things, *slots], key=lambda thing: thing.at)

    def _exclusive(self, owner: uuid.UUID | None) -> bool:
        """Where one clinician's or room's time is shown, what is taken cannot be booked; a whole site's can."""
        return owner is not None or (self.ask.by in ("staff", "room") and self.ask.chosen is not None)

    def _booking_url(self, day: dt.date, owner: uuid.UUID | None) -> Callable[[dt.time], str]:
        query: dict[str, object] = {"site": self.ask.site_id, "on": day.isoformat()}
        whose = owner or self.ask.chosen
        if whose and self.ask.by in ("staff", "room"):
            query[self.ask.by] = whose
        start = f"{reverse('book_appointment')}?{urlencode(query)}&at="
        return lambda wall: f"{start}{wall:%H:%M}"
