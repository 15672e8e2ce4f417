"""Today: the colleague's own sessions first, with what matters, and their appointments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.days.asking import chart_url, may_read_care
from iop.pages.presenters.days.matters import with_matters
from iop.pages.presenters.days.words import KIND_COLOURS, SESSION_TONES, called_names, unusual, usual
from iop.pages.presenters.schedule.when import clock_words, day_words_long, span_words
from iop.work.querysets import mine
from scheduling.choices import AppointmentStatus, FacilitatorRole
from scheduling.models import Appointment
from sessions_app.caseload import told
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, ProgramSession, SessionComponent, SessionFacilitator
from therapy.models import GroupNote

SHOWN_NAMES = 3
"""How many names a line of Today carries; the session page shows all."""
APPOINTMENT_TONES = {
    AppointmentStatus.BOOKED: "wait",
    AppointmentStatus.ARRIVED: "info",
    AppointmentStatus.COMPLETED: "good",
    AppointmentStatus.NO_SHOW: "absent",
}


@dataclass
class Card:
    """One treatment day on Today."""

    id: uuid.UUID
    url: str
    title: str
    place: str
    when: str
    status: Any
    tone: str
    is_mine: bool
    here: str
    taken: int
    capacity: int
    focus: str
    agenda: list[dict[str, Any]] = field(default_factory=list)
    matters: list[tuple[str, str]] = field(default_factory=list)
    action: str = ""
    led: str = ""


def page(actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give what Today shows, in five statements whatever the number of sessions."""
    zones = {place.id: ZoneInfo(place.time_zone) for place in actor.places}
    rows = list(_sessions(actor, at))
    cards = {row["id"]: _card(row, zones[row["site_id"]], many=len(zones) > 1) for row in rows}
    _add_agenda(cards, rows, zones, at)
    care = {row["id"] for row in rows if may_read_care(actor, row["site_id"])}
    _add_matters({session_id: card for session_id, card in cards.items() if session_id in care}, rows, actor, at)
    appointments = [_appointment(row, zones, at) for row in _appointments(actor, at)]
    zone = next(iter(zones.values()), ZoneInfo("UTC"))
    return {
        "day": day_words_long(clock.local_date(at, zone)),
        "mine": [card for card in cards.values() if card.is_mine],
        "others": [card for card in cards.values() if not card.is_mine],
        "appointments": appointments,
        "work_count": mine(actor).count(),
    }


def _sessions(actor: Actor, at: dt.datetime) -> Iterable[Any]:
    roster = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session")
    on_roster = roster.exclude(status=AttendanceStatus.REMOVED)
    led_by_me = SessionFacilitator.objects.filter(component__session=OuterRef("pk"), staff=actor.staff_id)
    draft = GroupNote.objects.filter(session=OuterRef("pk"), author=actor.staff_id, signed_at__isnull=True)
    return (
        ProgramSession.objects.filter(_today_at(actor, at))
        .annotate(
            taken=Coalesce(Subquery(on_roster.annotate(n=Count("pk")).values("n")), 0),
            here=Coalesce(Subquery(roster.filter(status__in=ATTENDED).annotate(n=Count("pk")).values("n")), 0),
            is_mine=Exists(led_by_me),
            has_draft=Exists(draft),
        )
        .order_by("starts_at", "id")
        .values(
            "id", "site_id", "site__name", "track__name", "track__capacity", "starts_at", "ends_at", "status", "focus",
            "taken", "here", "is_mine", "has_draft",
        )
    )  # fmt: skip


def _today_at(actor: Actor, at: dt.datetime) -> Q:
    wanted = Q(pk__in=[])
    visible = actor.sites_where(Permission.SESSION_VIEW)
    for place in actor.places:
        if place.id in visible:
            start, end = clock.day_bounds(clock.local_date(at, place.time_zone), place.time_zone)
            wanted |= Q(site=place.id, starts_at__gte=start, starts_at__lt=end)
    return wanted


def _card(row: dict[str, Any], zone: ZoneInfo, *, many: bool) -> Card:
    status = SessionStatus(row["status"])
    card = Card(
        id=row["id"],
        url=reverse("session", args=[row["id"]]),
        title=row["track__name"],
        place=row["site__name"] if many else "",
        when=span_words(row["starts_at"], row["ends_at"], zone),
        status=status.label,
        tone=SESSION_TONES[status],
        is_mine=row["is_mine"],
        here=_here(row) if status != SessionStatus.PLANNED else "",
        taken=row["taken"],
        capacity=row["track__capacity"],
        focus=row["focus"],
        action=_action(status),
    )
    if row["has_draft"]:
        card.matters.append(("warn", _("Your note is not signed")))
    return card


def _here(row: dict[str, Any]) -> str:
    return _("%(here)s of %(all)s here") % {"here": row["here"], "all": row["taken"]}


def _action(status: str) -> str:
    return {
        SessionStatus.PLANNED: _("Open"),
        SessionStatus.RUNNING: _("Go on"),
        SessionStatus.CANCELLED: "",
    }.get(SessionStatus(status), _("Look back"))


def _add_agenda(
    cards: dict[uuid.UUID, Card], rows: list[dict[str, Any]], zones: dict[uuid.UUID, ZoneInfo], at: dt.datetime
) -> None:
    zone_of = {row["id"]: zones[row["site_id"]] for row in rows}
    lead = SessionFacilitator.objects.filter(component=OuterRef("pk"), role=FacilitatorRole.LEAD)
    parts = (
        SessionComponent.objects.filter(session__in=list(cards))
        .annotate(
            lead=Subquery(
                lead.annotate(name=Concat("staff__first_name", Value(" "), "staff__last_name")).values("name")[:1]
            )
        )
        .order_by("session", "position")
        .values(
            "session_id",
            "title",
            "kind__name",
            "kind__category",
            "starts_at",
            "ends_at",
            "room__name",
            "lead",
            "topic__title",
        )
    )
    grouped: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for part in parts if cards else []:
        grouped[part["session_id"]].append(part)
    for session_id, rows_of_day in grouped.items():
        card = cards[session_id]
        common = usual([(part["lead"] or "", part["room__name"] or "") for part in rows_of_day])
        card.led = " · ".join(filter(None, common))
        card.agenda = [_entry(part, common, zone_of[session_id], at) for part in rows_of_day]


def _entry(part: dict[str, Any], common: tuple[str, str], zone: ZoneInfo, at: dt.datetime) -> dict[str, Any]:
    own = unusual((part["lead"] or "", part["room__name"] or ""), common)
    return {
        "title": part["title"] or part["kind__name"],
        "when": clock_words(part["starts_at"].astimezone(zone)),
        "sub": " · ".join(filter(None, [part["topic__title"], *own])),
        "kind": KIND_COLOURS.get(part["kind__category"], "break"),
        "current": part["starts_at"] <= at < part["ends_at"],
    }


def _add_matters(cards: dict[uuid.UUID, Card], rows: list[dict[str, Any]], actor: Actor, at: dt.datetime) -> None:
    if not cards:
        return
    begins = [row["starts_at"] for row in rows]
    # The hours are said again of the days themselves: without them the planner reads every day that ever was.
    lines = Attendance.objects.on_roster().filter(
        session__in=list(cards),
        session__site__in={row["site_id"] for row in rows},
        session__starts_at__range=(min(begins), max(begins)),
    )
    matters: QuerySet[Any, Any] = with_matters(lines)
    flagged = (
        matters.filter(told(actor, at)).filter(Q(first_day=True) | Q(last_status__in=MISSED) | Q(concern_open=True))
        .order_by("client__legal_first_name", "id")
        .values(
            "session_id", "client_id", "first_day", "last_status", "concern_open",
            "client__legal_first_name", "client__legal_last_name", "client__preferred_name", "client__is_restricted",
        )
    )  # fmt: skip
    flags = list(flagged)
    names = called_names(flags)
    groups: dict[uuid.UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in flags:
        groups[row["session_id"]][_why(row)].append(names[row["client_id"]])
    for session_id, by_kind in groups.items():
        cards[session_id].matters += [
            (tone, f"{_label(kind)}: {_some(by_kind[kind])}") for kind, tone in KINDS if by_kind[kind]
        ]


KINDS = (("concern", "bad"), ("first", "new"), ("missed", "absent"))


def _why(row: dict[str, Any]) -> str:
    if row["concern_open"]:
        return "concern"
    return "first" if row["first_day"] else "missed"


def _label(kind: str) -> str:
    return {"concern": _("Concern open"), "first": _("First day"), "missed": _("Missed last time")}[kind]


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN_NAMES])
    more = len(names) - SHOWN_NAMES
    return (
        shown
        if more <= 0
        else ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more)
        % {"names": shown, "more": more}
    )


def _appointments(actor: Actor, at: dt.datetime) -> Iterable[Any]:
    wanted = Q(pk__in=[])
    for place in actor.places:
        start, end = clock.day_bounds(clock.local_date(at, place.time_zone), place.time_zone)
        wanted |= Q(site=place.id, starts_at__gte=start, starts_at__lt=end)
    return (
        Appointment.objects.standing()
        .filter(wanted, staff=actor.staff_id)
        .order_by("starts_at")
        .values(
            "id", "kind", "status", "site_id", "starts_at", "ends_at", "room__name", "telehealth_link", "client_id",
            "client__legal_first_name", "client__legal_last_name", "client__preferred_name",
        )
    )  # fmt: skip


def _appointment(row: dict[str, Any], zones: dict[uuid.UUID, ZoneInfo], at: dt.datetime) -> dict[str, Any]:
    first = row["client__preferred_name"] or row["client__legal_first_name"]
    status = AppointmentStatus(row["status"])
    return {
        "when": span_words(row["starts_at"], row["ends_at"], zones[row["site_id"]]),
        "who": f"{first} {row['client__legal_last_name']}",
        "url": chart_url(row["client_id"]),
        "kind": dict(Appointment._meta.get_field("kind").flatchoices)[row["kind"]],
        "where": row["room__name"] or (_("By video") if row["telehealth_link"] else ""),
        "status": status.label,
        "tone": APPOINTMENT_TONES.get(status, "quiet"),
        "current": row["starts_at"] <= at < row["ends_at"],
    }
