"""Who was missed and is to be called, what came of it, and which seats could make up for the day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from clients.models import ContactPoint
from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.pages.presenters.absence.words import standing_words
from iop.pages.presenters.days import roster
from iop.pages.presenters.schedule.when import day_words, span_words
from sessions_app import absence, policies
from sessions_app.choices import AttendanceStatus, OutreachMethod, OutreachOutcome
from sessions_app.models import Attendance, MakeUp, Outreach, ProgramSession

OUTCOME_TONES = {
    OutreachOutcome.REACHED_COMING: "good",
    OutreachOutcome.SAFETY_WORRY: "bad",
}
ONE_TAP = (
    OutreachOutcome.REACHED_COMING,
    OutreachOutcome.REACHED_EXCUSED,
    OutreachOutcome.LEFT_MESSAGE,
    OutreachOutcome.NO_ANSWER,
    OutreachOutcome.REACHED_DECLINED,
    OutreachOutcome.SAFETY_WORRY,
)


def waits(session: ProgramSession) -> int:
    """Say how many minutes after the start somebody missing goes on the call list."""
    return int(settings.value("attendance.absent_after_minutes", on=session.on, site_id=session.site_id))


def page(session: ProgramSession, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give the call list of a day: everybody missing, how to reach them, what was tried, what is booked instead."""
    missing = (AttendanceStatus.EXPECTED, AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED)
    found = [row for row in roster.rows(session) if row["status"] in missing]
    due = at >= session.starts_at + dt.timedelta(minutes=waits(session))
    return {
        "people": people(session, actor, found) if due else [],
        "is_due": due,
        "waits": waits(session),
        "methods": OutreachMethod.choices,
    }


def people(session: ProgramSession, actor: Actor, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put missing people into words, in a fixed number of statements whatever their number."""
    zone = ZoneInfo(session.site.time_zone)
    contacts, tried, booked = _contacts(found), _tried(found, zone), _booked(found, zone)
    may = policies.may_record_contact(actor, session) is None
    shown = roster.shown(session, actor, found)
    standing = absence.standing({row["episode_id"] for row in found}, clock.now())
    episode_of = {str(row["id"]): row["episode_id"] for row in found}
    client_of = {str(row["id"]): row["client_id"] for row in found}
    return [
        {
            **row,
            "contacts": contacts[client_of[row["id"]]] if row["url"] else [],
            "standing": standing_words(standing.get(episode_of[row["id"]])) if row["url"] else None,
            "tried": tried[row["id"]],
            "booked": booked.get(row["id"], ""),
            "outcomes": _outcomes() if may else [],
            "url_outreach": reverse("session_outreach", args=[session.pk, row["id"]]),
            "url_offers": reverse("session_offers", args=[session.pk, row["id"]]),
            "may_offer": row["status"] in (AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED) and may,
        }
        for row in shown
    ]


def _outcomes() -> list[dict[str, Any]]:
    return [
        {"value": str(outcome), "label": outcome.label, "tone": OUTCOME_TONES.get(outcome, "")} for outcome in ONE_TAP
    ]


def _contacts(found: Sequence[dict[str, Any]]) -> dict[Any, list[dict[str, Any]]]:
    grouped: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    points = ContactPoint.objects.filter(client__in=[row["client_id"] for row in found], kind="phone")
    for point in points.order_by("-is_preferred", "id"):
        grouped[point.client_id].append(
            {"value": point.value, "label": point.label, "may_leave_message": point.may_leave_message}
        )
    return grouped


def _tried(found: Sequence[dict[str, Any]], zone: ZoneInfo) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    rows = Outreach.objects.filter(attendance__in=[row["id"] for row in found]).select_related("by").order_by("at")
    for row in rows:
        local = row.at.astimezone(zone)
        words = f"{local.hour}:{local.minute:02d} · {row.get_outcome_display()} · {row.by.name}"
        grouped[str(row.attendance_id)].append(words)
    return grouped


def _booked(found: Sequence[dict[str, Any]], zone: ZoneInfo) -> dict[str, str]:
    rows = MakeUp.objects.filter(missed__in=[row["id"] for row in found], cancelled_at__isnull=True)
    return {
        str(
            row.missed_id
        ): f"{day_words(row.line.session.on)}, {span_words(row.line.session.starts_at, row.line.session.ends_at, zone)}"
        for row in rows.select_related("line__session")
    }


def offer_words(offer: Any, zone: ZoneInfo) -> dict[str, Any]:
    """Put one free seat into words."""
    return {
        "session": str(offer.session_id),
        "when": f"{day_words(offer.on)}, {span_words(offer.starts_at, offer.ends_at, zone)}",
        "place": offer.place,
        "free": offer.free,
        "mends": offer.mends_same_week,
    }


def line_of(attendance: Attendance, actor: Actor) -> dict[str, Any]:
    """Give one missing client as the call list shows them."""
    found = roster.rows(attendance.session, only=attendance.pk)
    return people(attendance.session, actor, found)[0]
