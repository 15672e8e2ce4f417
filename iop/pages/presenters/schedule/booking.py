"""The booking form's page: what was asked, which clients and free times to offer, and what happens on "book"."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Client
from iop.access.actors import Actor, Place
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.pages.presenters.family_care.people import Around, around
from iop.pages.presenters.schedule import client_choice, when
from iop.pages.presenters.schedule.asking import StaffRequest, must, places, site_of
from iop.pages.presenters.schedule.calendar_ask import as_date, as_uuid
from iop.pages.presenters.schedule.calendar_rows import Choices, choices
from iop.pages.schedule_forms.appointments import LONGEST, MOST_WEEKS, BookingForm
from scheduling import actions, commitments, proposals, slots
from scheduling.choices import APPOINTMENT_MINUTES, AppointmentKind, CommitmentKind
from scheduling.models import Appointment, Room
from scheduling.rules.commitments import Bound

ASKING = {"find", "drop", "times", "take", "weekly", "pick", "kind"}
"""What the form's other buttons want: they change what is shown and book nothing."""
DEFAULT_AT = dt.time(9)
AHEAD = dt.timedelta(weeks=26)
USUAL_WEEKS = 8
"""How many weeks weekly times are looked for when none were said."""


@dataclass(frozen=True)
class Weekly:
    """A weekly time that may be picked: ``value`` for the form, the words, and whether it is free every week."""

    value: str
    label: str
    more: str
    tone: str
    is_picked: bool


class Booking:
    """One visit to the booking form, by address, by search or by sending it."""

    def __init__(self, request: StaffRequest, at: dt.datetime) -> None:
        self.request = request
        self.actor = request.actor
        self.at = at
        self.booked: list[Appointment] = []
        self.left_out: list[str] = []
        self.typed: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
        self.site: Place = site_of(request, places(self.actor, Permission.APPOINTMENT_BOOK), self.typed.get("site", ""))
        must(self.actor, Permission.CLIENT_VIEW, self.site.id)

    @property
    def wish(self) -> str:
        """Say what the pressed button wants; somebody who typed a name and pressed Enter wants to find it."""
        wish = self.typed.get("do", "book").partition(":")[0]
        if wish == "book" and self.typed.get("q", "").strip() and not self.typed.get("client"):
            return "find"
        return wish

    @property
    def only_asks(self) -> bool:
        """Say whether nothing is to be booked yet."""
        return self.wish in ASKING

    @cached_property
    def options(self) -> Choices:
        """The clinicians and rooms to choose from."""
        return choices(self.site, clock.local_date(self.at, self.site.time_zone))

    @cached_property
    def form(self) -> BookingForm:
        """The form: bound when it is to be booked, else showing what was asked or typed."""
        bound = self.request.method == "POST" and not self.only_asks
        return BookingForm(
            self.request.POST if bound else None, initial=self._shown(), options=self.options, zone=self.site.time_zone,
            people=self.people,
        )  # fmt: skip

    @cached_property
    def is_family(self) -> bool:
        """Say whether a family session is asked for: then other people may be invited."""
        return self._kind() == AppointmentKind.FAMILY

    @cached_property
    def people(self) -> list[Around]:
        """The people around the chosen client, for a family session; a fixed number of statements."""
        return around(self.client.pk, self.at) if self.is_family and self.client else []

    def _shown(self) -> dict[str, Any]:
        kind = self._kind()
        shown: dict[str, Any] = {
            "kind": kind, "on": clock.local_date(self.at, self.site.time_zone), "at": DEFAULT_AT,
            "minutes": APPOINTMENT_MINUTES[kind], "weeks": 1, "staff": str(self.actor.staff_id or ""),
        }  # fmt: skip
        shown |= {name: value for name, value in self.typed.items() if name in BookingForm.base_fields and value}
        shown |= {
            name: self.request.POST.getlist(name) for name in ("people", "family_goals") if name in self.request.POST
        }
        if self.wish == "drop":
            shown["client"] = None
        if self.wish == "kind":
            shown["minutes"] = APPOINTMENT_MINUTES[kind]
        if self.wish == "take":
            shown["at"] = self.typed.get("do", "").partition(":")[2]
        if self.wish == "pick":
            shown |= self._picked()
        if self.wish in ("weekly", "pick") and _number(shown.get("weeks")) < 2:
            shown["weeks"] = USUAL_WEEKS
        return shown

    def _picked(self) -> dict[str, Any]:
        """Read a picked weekly time: its first date, the time, the room."""
        _do, on, hour, minute, room = (*self.typed.get("do", "").split(":"), "", "", "", "")[:5]
        found = {"on": on, "at": f"{hour}:{minute}", "skip_clashes": "on", **({"room": room} if room else {})}
        return found if as_date(on) and hour.isdecimal() and minute.isdecimal() else {}

    def _kind(self) -> str:
        kind = self.typed.get("kind", "")
        return kind if kind in AppointmentKind.values else AppointmentKind.INDIVIDUAL

    @cached_property
    def client(self) -> Client | None:
        """The chosen client, if they may be chosen."""
        if self.wish == "drop":
            return None
        return client_choice.one(self.actor, self.site.id, as_uuid(self.typed.get("client")))

    def free(self) -> list[tuple[str, str]]:
        """Offer free starts of the chosen clinician's (and client's and room's) day, as time of the form and words."""
        values = self.form.data if self.form.is_bound else self.form.initial
        staff, on, minutes = as_uuid(str(values.get("staff"))), _date(values.get("on")), _number(values.get("minutes"))
        if staff is None or on is None or not 5 <= minutes <= LONGEST:
            return []
        zone = ZoneInfo(self.site.time_zone)
        found = slots.free_slots(
            staff_id=staff, on=on, minutes=minutes, zone=zone.key,
            client_id=self.client.pk if self.client else None, room_id=as_uuid(str(values.get("room"))),
            site_id=self.site.id, not_before=self.at, during_session=bool(values.get("during_session")),
            step_minutes=30 if minutes >= 30 else 15, bounds=self._bounds, person_ids=self._ticked(),
        )  # fmt: skip
        return [(f"{start.astimezone(zone):%H:%M}", when.clock_words(start.astimezone(zone))) for start, _end in found]

    def _ticked(self) -> list[uuid.UUID]:
        """Name the people who are ticked, of those who may be invited."""
        asked = self.request.POST.getlist("people")
        return [one.person_id for one in self.people if one.may_be_invited and one.id in asked]

    def weekly(self) -> list[Weekly]:
        """Propose weekly times at which client, clinician and a room stay free, where they were asked for."""
        if self.wish not in ("weekly", "pick") or self.client is None:
            return []
        values = self.form.initial
        staff, minutes = as_uuid(str(values.get("staff"))), _number(values.get("minutes"))
        if staff is None or not 5 <= minutes <= LONGEST:
            return []
        first = max(_date(self.typed.get("on")) or self.today, self.today)
        if self.wish == "pick":
            first = max(first - dt.timedelta(days=first.weekday()), self.today)
        room = as_uuid(str(values.get("room"))) if self.wish == "weekly" else None
        wanted = [room] if room else [] if values.get("telehealth_link") else [one.pk for one in self._rooms()]
        found = proposals.weekly_proposals(
            staff_id=staff, client_id=self.client.pk, site_id=self.site.id, zone=self.site.time_zone, first=first,
            weeks=min(_number(values.get("weeks")), MOST_WEEKS), minutes=minutes, at=self.at, room_ids=wanted,
            during_session=bool(values.get("during_session")),
        )  # fmt: skip
        return [self._weekly(one) for one in found]

    @property
    def today(self) -> dt.date:
        """Give today's date at the site."""
        return clock.local_date(self.at, self.site.time_zone)

    def _rooms(self) -> list[Room]:
        """The rooms, the smallest first: a conversation of two needs no hall."""
        return sorted(self.options.rooms, key=lambda room: (room.capacity, room.name))

    def _weekly(self, one: proposals.Proposal) -> Weekly:
        rooms = {room.pk: room.name for room in self.options.rooms}
        value = f"pick:{one.first}:{one.at:%H:%M}:{one.room_id or ''}"
        label = f"{when.weekday_words(one.weekday)} {when.clock_words(one.at)}"
        free = _("free all %(weeks)d weeks") if one.free == one.weeks else _("free %(free)d of %(weeks)d weeks")
        where = rooms.get(one.room_id) if one.room_id else None
        words = [free % {"free": one.free, "weeks": one.weeks}, *([where] if where else [])]
        if one.taken:
            words.append(_("not %(days)s") % {"days": ", ".join(when.date_short(day) for day in one.taken[:4])})
        is_picked = self.wish == "pick" and value == self.typed.get("do")
        return Weekly(value, label, " · ".join(words), "good" if one.free == one.weeks else "warn", is_picked)

    def bounds(self) -> list[str]:
        """Say when the chosen client cannot come within the next months, in words."""
        first, last = self.today - dt.timedelta(days=1), self.today + AHEAD
        return [
            bound_words(one) for one in self._bounds if one.first <= last and (one.last is None or one.last >= first)
        ]

    @cached_property
    def _bounds(self) -> tuple[Bound, ...]:
        """When the chosen client cannot come, on whatever date: it came with them."""
        chosen: Any = self.client
        return commitments.bounds(chosen.bound) if chosen else ()

    def book(self) -> None:
        """Book what the form says, into ``booked``. Raises the refusals of the action."""
        data = self.form.cleaned_data
        start, end = self.form.span
        wanted: dict[str, Any] = {
            "by": self.actor, "kind": data["kind"], "client": self._chosen_client(), "staff": data["staff"], "room": data["room"],
            "site_id": self.site.id, "starts_at": start, "ends_at": end, "telehealth_link": data["telehealth_link"],
            "during_session": data["during_session"], "at": self.at, "despite_commitment": data["despite_commitment"],
            "plan": self.form.plan,
        }  # fmt: skip
        if data["weeks"] > 1:
            series = actions.book_series(**wanted, count=data["weeks"], skip_clashes=data["skip_clashes"])
            self.booked, self.left_out = series.appointments, [str(reason) for _day, reason in series.left_out]
        else:
            self.booked = [actions.book_appointment(**wanted)]

    def _chosen_client(self) -> Client:
        if self.client is None:
            raise Invalid(say("Find the client and choose them."), field="client")
        return self.client

    def done(self) -> str:
        """Say what was booked."""
        booked = self.booked
        first = when.moment_words(booked[0].starts_at, booked[0].ends_at, ZoneInfo(self.site.time_zone))
        if len(booked) == 1:
            return _("Booked: %(when)s.") % {"when": first}
        words = ngettext(
            "Booked %(count)d appointment from %(when)s.", "Booked %(count)d appointments from %(when)s.", len(booked)
        )
        return " ".join([words % {"count": len(booked), "when": first}, *self.left_out])

    def back(self) -> str:
        """Give the week it stands in, of the clinician who will see the client."""
        booked = self.booked
        query = {
            "view": "week", "on": clock.local_date(booked[0].starts_at, self.site.time_zone).isoformat(),
            "site": self.site.id, "by": "staff", "id": booked[0].staff_id,
        }  # fmt: skip
        return f"{reverse('calendar')}?{urlencode(query)}"

    def context(self) -> dict[str, Any]:
        """Everything the templates draw."""
        words = self.typed.get("q", "") if self.wish == "find" else ""
        return {
            "form": self.form,
            "site": self.site,
            "zone": self.site.time_zone.replace("_", " "),
            "client": self.client,
            "client_name": self.client.name if self.client else "",
            "q": words,
            "found": client_choice.find(self.actor, self.site.id, words) if words else [],
            "searched": bool(words),
            "free": self.free(),
            "weekly": self.weekly(),
            "asked_weekly": self.wish in ("weekly", "pick"),
            "bounds": self.bounds(),
            "is_family": self.is_family,
            "not_invitable": [one for one in self.people if not one.may_be_invited],
            "taking": _clock(self.form["at"].value()),
            "back": [{"url": reverse("calendar"), "label": _("Calendar")}],
        }


def bound_words(bound: Bound) -> str:
    """Say a commitment shortly: "Mon 9:00–17:00 · Work"."""
    hours = f"{when.clock_words(bound.starts)}–{when.clock_words(bound.ends)}"
    return f"{when.weekday_short(bound.weekday)} {hours} · {CommitmentKind(bound.kind).label}"


def cancel(
    *, by: Actor, appointment: Appointment, version: int, reason: str, scope: str, at: dt.datetime, because: str = ""
) -> None:
    """Cancel this one, or of a series this and those that follow, or all that are still ahead."""
    if scope == "this" or appointment.series_id is None:
        actions.cancel_appointment(
            by=by, appointment=appointment, version=version, reason=reason, because=because, at=at
        )
        return
    from_at = max(at, appointment.starts_at) if scope == "following" else at
    actions.cancel_series(
        by=by, series_id=appointment.series_id, from_at=from_at, reason=reason, because=because, at=at
    )


def move(*, by: Actor, appointment: Appointment, scope: str, at: dt.datetime, **wanted: Any) -> None:
    """Move this one, or of a series this and those that follow, or all that are still ahead.

    ``wanted`` is what ``actions.move_appointment`` and ``actions.move_series`` both take: times, colleague, room, video.
    """
    if scope == "this" or appointment.series_id is None:
        actions.move_appointment(by=by, appointment=appointment, at=at, **wanted)
        return
    actions.move_series(by=by, appointment=appointment, at=at, only_following=scope == "following", **wanted)


def mark(*, by: Actor, appointment: Appointment, scope: str, at: dt.datetime, **wanted: Any) -> None:
    """Mark this one, or with it those of its series that have begun and nobody marked yet."""
    if scope in ("", "this") or appointment.series_id is None:
        actions.set_appointment_status(by=by, appointment=appointment, at=at, **wanted)
        return
    actions.mark_series(by=by, appointment=appointment, at=at, only_following=scope == "following", **wanted)


def with_current(options: Choices, appointment: Appointment) -> Choices:
    """Offer whoever and wherever it is now, even when they are not on the lists any more."""
    staff, rooms = list(options.staff), list(options.rooms)
    if appointment.staff not in staff:
        staff.append(appointment.staff)
    if appointment.room and appointment.room not in rooms:
        rooms.append(appointment.room)
    return replace(options, staff=staff, rooms=rooms)


def _clock(value: Any) -> str:
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value or "")[:5]


def _date(value: Any) -> dt.date | None:
    return value if isinstance(value, dt.date) else as_date(value)


def _number(value: Any) -> int:
    return int(value) if str(value or "").isdecimal() else 0
