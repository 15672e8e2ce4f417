"""The booking form's page: what was asked, which clients and free times to offer, and what happens on "book"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.pages.presenters.schedule import client_choice, when
from iop.pages.presenters.schedule.asking import StaffRequest, must, site_of, sites
from iop.pages.presenters.schedule.calendar_ask import as_date, as_uuid
from iop.pages.presenters.schedule.calendar_rows import Choices, choices
from iop.pages.schedule_forms.appointments import LONGEST, BookingForm
from scheduling import actions, slots
from scheduling.choices import APPOINTMENT_MINUTES, AppointmentKind
from scheduling.models import Appointment, Room

ASKING = {"find", "drop", "times", "take"}
"""What the form's other buttons want: they change what is shown and book nothing."""
DEFAULT_AT = dt.time(9)


class Booking:
    """One visit to the booking form, by address, by search or by sending it."""

    def __init__(self, request: StaffRequest, at: dt.datetime) -> None:
        self.request = request
        self.actor = request.actor
        self.at = at
        self.booked: list[Appointment] = []
        self.left_out: list[str] = []
        self.typed: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
        self.site: Site = site_of(request, sites(self.actor, Permission.APPOINTMENT_BOOK), self.typed.get("site", ""))
        must(self.actor, Permission.CLIENT_VIEW, self.site.pk)

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
            self.request.POST if bound else None, initial=self._shown(), options=self.options, zone=self.site.time_zone
        )

    def _shown(self) -> dict[str, Any]:
        kind = self._kind()
        shown: dict[str, Any] = {
            "kind": kind, "on": clock.local_date(self.at, self.site.time_zone), "at": DEFAULT_AT,
            "minutes": APPOINTMENT_MINUTES[kind], "weeks": 1, "staff": str(self.actor.staff_id or ""),
        }  # fmt: skip
        shown |= {name: value for name, value in self.typed.items() if name in BookingForm.base_fields and value}
        if self.wish == "drop":
            shown["client"] = None
        if self.wish == "take":
            shown["at"] = self.typed.get("do", "").partition(":")[2]
        return shown

    def _kind(self) -> str:
        kind = self.typed.get("kind", "")
        return kind if kind in AppointmentKind.values else AppointmentKind.INDIVIDUAL

    @cached_property
    def client(self) -> Client | None:
        """The chosen client, if they may be chosen."""
        if self.wish == "drop":
            return None
        return client_choice.one(self.actor, self.site.pk, as_uuid(self.typed.get("client")))

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
            site_id=self.site.pk, not_before=self.at, during_session=bool(values.get("during_session")),
            step_minutes=30 if minutes >= 30 else 15,
        )  # fmt: skip
        return [(f"{start.astimezone(zone):%H:%M}", when.clock_words(start.astimezone(zone))) for start, _end in found]

    def book(self) -> None:
        """Book what the form says, into ``booked``. Raises the refusals of the action."""
        data = self.form.cleaned_data
        start, end = self.form.span
        wanted: dict[str, Any] = {
            "by": self.actor, "kind": data["kind"], "client": self._chosen_client(), "staff": data["staff"], "room": data["room"],
            "site_id": self.site.pk, "starts_at": start, "ends_at": end, "telehealth_link": data["telehealth_link"],
            "during_session": data["during_session"], "at": self.at,
        }  # fmt: skip
        if data["weeks"] > 1:
            series = actions.book_series(**wanted, count=data["weeks"])
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
            "site": self.site.pk, "by": "staff", "id": booked[0].staff_id,
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
            "found": client_choice.find(self.actor, self.site.pk, words) if words else [],
            "searched": bool(words),
            "free": self.free(),
            "taking": _clock(self.form["at"].value()),
            "back": [{"url": reverse("calendar"), "label": _("Calendar")}],
        }


def cancel(*, by: Actor, appointment: Appointment, version: int, reason: str, scope: str, at: dt.datetime) -> None:
    """Cancel this one, or of a series this and those that follow, or all that are still ahead."""
    if scope == "this" or appointment.series_id is None:
        actions.cancel_appointment(by=by, appointment=appointment, version=version, reason=reason, at=at)
        return
    from_at = max(at, appointment.starts_at) if scope == "following" else at
    actions.cancel_series(by=by, series_id=appointment.series_id, from_at=from_at, reason=reason, at=at)


def move(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    staff: StaffMember,
    room: Room | None,
    scope: str,
    at: dt.datetime,
) -> None:
    """Move this one, or of a series this and those that follow, or all that are still ahead."""
    if scope == "this" or appointment.series_id is None:
        actions.move_appointment(
            by=by,
            appointment=appointment,
            version=version,
            starts_at=starts_at,
            ends_at=ends_at,
            staff=staff,
            room=room,
            at=at,
        )
        return
    actions.move_series(
        by=by, appointment=appointment, version=version, starts_at=starts_at, ends_at=ends_at, staff=staff, room=room, at=at,
        only_following=scope == "following",
    )  # fmt: skip


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
