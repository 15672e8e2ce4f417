"""The chart's schedule: tracks by date, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from iop.access.choices import Permission
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import (
    day_words,
    moment_words,
    period_words,
    weekday_short,
)
from scheduling.choices import AppointmentStatus, WaitStatus
from scheduling.models import Appointment, Enrolment, EnrolmentPause, WaitlistEntry
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance

AHEAD = dt.timedelta(days=28)
APPOINTMENT_TONES = {
    AppointmentStatus.BOOKED: "wait",
    AppointmentStatus.ARRIVED: "info",
    AppointmentStatus.COMPLETED: "good",
    AppointmentStatus.NO_SHOW: "note",
    AppointmentStatus.CANCELLED: "quiet",
}


@dataclass(frozen=True)
class Schedule:
    """What is planned: tracks by date, and what comes in the next four weeks."""

    enrolments: Sequence[dict[str, Any]]
    waiting: Sequence[dict[str, Any]]
    coming: Sequence[dict[str, Any]]


def read_schedule(chart: Chart) -> Schedule:
    """Read enrolments, waiting, sessions and appointments: five statements."""
    zone = ZoneInfo(chart.zone)
    sessions = (
        Attendance.objects.visible_to(chart.actor)
        .filter(client=chart.client, session__starts_at__gte=chart.at, session__starts_at__lt=chart.at + AHEAD)
        .on_roster()
        .exclude(session__status=SessionStatus.CANCELLED)
        .select_related("session__track")
        .order_by("session__starts_at")
    )
    appointments = (
        Appointment.objects.visible_to(chart.actor)
        .filter(
            client=chart.client, starts_at__gte=chart.at - dt.timedelta(days=14), starts_at__lt=chart.at + 2 * AHEAD
        )
        .select_related("staff", "room")
        .order_by("starts_at")
    )
    coming = [_session(line, zone, chart) for line in sessions] + [_appointment(one, zone) for one in appointments]
    return Schedule(
        enrolments=[_enrolment(row, chart.today) for row in _enrolments(chart)],
        waiting=[_waiting(row) for row in _waitlist(chart)],
        coming=sorted(coming, key=lambda item: item["at"]),
    )


def _enrolments(chart: Chart) -> Iterable[Enrolment]:
    pauses = EnrolmentPause.objects.filter(cancelled_at__isnull=True)
    rows = Enrolment.objects.visible_to(chart.actor, Permission.CLIENT_VIEW).filter(client=chart.client)
    return (
        rows.select_related("track")
        .prefetch_related(Prefetch("pauses", queryset=pauses))
        .order_by("-starts_on", "-created_at")
    )


def _enrolment(row: Enrolment, today: dt.date) -> dict[str, Any]:
    is_over = row.withdrawn_at is not None or (row.ends_on is not None and row.ends_on < today)
    label, tone = _standing(row, today)
    return {
        "track": row.track.name,
        "period": period_words(row.starts_on, row.ends_on),
        "days": ", ".join(weekday_short(day) for day in sorted(row.weekdays)),
        "label": label,
        "tone": tone,
        "reason": row.leave_reason,
        "url": "" if is_over else to("enrolment")(row.pk),
        "pauses": [
            _("Paused %(period)s: %(reason)s")
            % {"period": period_words(pause.starts_on, pause.ends_on), "reason": pause.reason}
            for pause in row.pauses.all()
        ],
    }


def _standing(row: Enrolment, today: dt.date) -> tuple[str, str]:
    if row.withdrawn_at:
        return _("Taken back"), "quiet"
    if row.ends_on and row.ends_on < today:
        return _("Ended"), "quiet"
    if row.starts_on > today:
        return _("Starts later"), "wait"
    if any(pause.starts_on <= today <= (pause.ends_on or today) for pause in row.pauses.all()):
        return _("Paused"), "pause"
    return _("Enrolled"), "good"


def _waitlist(chart: Chart) -> Iterable[WaitlistEntry]:
    rows = WaitlistEntry.objects.visible_to(chart.actor, Permission.CLIENT_VIEW)
    return rows.filter(client=chart.client, status=WaitStatus.WAITING).select_related("track").order_by("created_at")


def _waiting(row: WaitlistEntry) -> dict[str, Any]:
    return {
        "track": row.track.name,
        "days": ", ".join(weekday_short(day) for day in sorted(row.weekdays)),
        "since": day_words(row.created_at.date()),
        "wanted": day_words(row.wanted_from),
    }


def _session(line: Attendance, zone: ZoneInfo, chart: Chart) -> dict[str, Any]:
    session = line.session
    opens = chart.actor.can(Permission.SESSION_VIEW, session.site_id)
    return {
        "at": session.starts_at,
        "when": moment_words(session.starts_at, session.ends_at, zone),
        "what": session.track.name,
        "more": session.focus,
        "with": "",
        "label": _("Make-up") if line.source == "make_up" else _("Treatment day"),
        "tone": "repeat" if line.source == "make_up" else "accent",
        "url": to("session")(session.pk) if opens else "",
    }


def _appointment(one: Appointment, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "at": one.starts_at,
        "when": moment_words(one.starts_at, one.ends_at, zone),
        "what": one.get_kind_display(),
        "more": one.room.name if one.room else (_("By video") if one.telehealth_link else ""),
        "with": one.staff.name,
        "label": one.get_status_display(),
        "tone": APPOINTMENT_TONES[AppointmentStatus(one.status)],
        "url": to("appointment")(one.pk),
    }
