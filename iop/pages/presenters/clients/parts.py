"""The chart's further parts: schedule, attendance, notes, contacts, care. Each reads what it shows, and rows cost no statement."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from clients import rules
from clients.choices import CareRole, ContactKind, EpisodeStatus, VarianceReason
from clients.models import ChannelPermission, ContactPoint, EpisodeStatusChange, Placement, Relationship
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core.words import hours_minutes
from iop.documents.models import Signature
from iop.notifications.choices import Channel
from iop.pages.presenters.clients import tones
from iop.pages.presenters.clients.head import Chart, Stretch
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import (
    clock_words,
    day_words,
    instant_words,
    moment_words,
    period_words,
    span_words,
    weekday_short,
)
from scheduling.choices import AppointmentStatus, WaitStatus
from scheduling.models import Appointment, Enrolment, EnrolmentPause, WaitlistEntry
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, AttendanceChange
from therapy.choices import CoSignatureDecision, Modality
from therapy.contents import NOTE_KIND
from therapy.models import Addendum, CoSignature, GroupNoteLine

AHEAD = dt.timedelta(days=28)
PAGE = 50
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


@dataclass(frozen=True)
class AttendancePage:
    """Days past, newest first, with the changes of each."""

    rows: Sequence[dict[str, Any]]
    says: str
    earlier: str
    later: str
    came: int
    missed: int


def read_attendance(chart: Chart, page: int) -> AttendancePage:
    """Read attendance with its history: five statements for any number of days."""
    zone = ZoneInfo(chart.zone)
    lines = (
        Attendance.objects.visible_to(chart.actor)
        .filter(client=chart.client, session__starts_at__lte=chart.at)
        .select_related("session__track")
        .prefetch_related(Prefetch("changes", queryset=AttendanceChange.objects.order_by("at", "id")))
        .order_by("-session__starts_at")
    )
    total = lines.count()
    start = (page - 1) * PAGE
    shown = list(lines[start : start + PAGE])
    names = _names(change.by_id for line in shown for change in line.changes.all())
    rows = [_line(line, zone, names) for line in shown]
    return AttendancePage(
        rows=rows,
        says=_("%(first)d–%(last)d of %(total)d") % {"first": start + 1, "last": start + len(rows), "total": total},
        earlier=f"?page={page - 1}" if page > 1 else "",
        later=f"?page={page + 1}" if start + len(rows) < total else "",
        came=sum(row["came"] for row in rows),
        missed=sum(row["missed"] for row in rows),
    )


def _names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    wanted = {one for one in ids if one}
    rows = StaffMember.objects.filter(pk__in=wanted).values_list("pk", "first_name", "last_name") if wanted else []
    return {pk: f"{first} {last}" for pk, first, last in rows}


def _line(line: Attendance, zone: ZoneInfo, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    status = AttendanceStatus(line.status)
    return {
        "when": f"{day_words(line.session.on)} {line.session.on.year}",
        "track": line.session.track.name,
        "url": to("session")(line.session_id),
        "status": status.label,
        "tone": tones.ATTENDANCE[status],
        "times": _times(line.arrived_at, line.left_at, zone),
        "credited": hours_minutes(line.credited_minutes) if line.credited_minutes else "–",
        "reason": line.absence_reason,
        "came": line.arrived_at is not None,
        "missed": status in (AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED),
        "changes": [_change(change, zone, names) for change in line.changes.all()],
    }


def _times(arrived: dt.datetime | None, left: dt.datetime | None, zone: ZoneInfo) -> str:
    if not arrived:
        return "–"
    return (
        span_words(arrived, left, zone)
        if left
        else _("from %(time)s") % {"time": clock_words(arrived.astimezone(zone))}
    )


def _change(change: AttendanceChange, zone: ZoneInfo, names: dict[uuid.UUID, str]) -> str:
    said = [
        instant_words(change.at, zone),
        str(AttendanceStatus(change.status).label),
        _times(change.arrived_at, change.left_at, zone) if change.arrived_at else "",
        names.get(change.by_id, _("the system")) if change.by_id else _("the system"),
        _("late entry") if change.is_late_entry else "",
        change.reason,
    ]
    return " · ".join(part for part in said if part)


def read_notes(chart: Chart, page: int) -> dict[str, Any]:
    """Read a page of the client's copies of signed group notes: six statements for any number of notes."""
    lines = _copies(chart)
    total = lines.count()
    start = (page - 1) * PAGE
    shown = list(lines[start : start + PAGE])
    signed = _signatures(shown)
    return {
        "notes": [_copy(line, chart, signed) for line in shown],
        "says": _("%(first)d–%(last)d of %(total)d") % {"first": start + 1, "last": start + len(shown), "total": total},
        "earlier": f"?page={page - 1}" if page > 1 else "",
        "later": f"?page={page + 1}" if start + len(shown) < total else "",
    }


def read_note(chart: Chart, line_id: uuid.UUID) -> dict[str, Any]:
    """Read one copy for the print view. One that is not in this chart is not there (``Http404``)."""
    line = _copies(chart).filter(pk=line_id).first()
    if line is None:
        raise Http404
    return _copy(line, chart, _signatures([line]))


def _copies(chart: Chart) -> Any:
    own_or_shared = Addendum.objects.filter(Q(line__isnull=True) | Q(line__client=chart.client)).select_related(
        "author"
    )
    cosigned = CoSignature.objects.filter(decision=CoSignatureDecision.SIGNED).select_related("by")
    return (
        GroupNoteLine.objects.visible_to(chart.actor, Permission.NOTE_VIEW)
        .in_chart()
        .filter(client=chart.client)
        .select_related("note__session__track", "note__session__site", "note__component__kind", "note__author")
        .prefetch_related(
            Prefetch("note__addenda", queryset=own_or_shared), Prefetch("note__cosignatures", queryset=cosigned)
        )
        .order_by("-note__session__starts_at", "-note__signed_at")
    )


def _signatures(lines: Iterable[GroupNoteLine]) -> dict[uuid.UUID, list[Signature]]:
    found: dict[uuid.UUID, list[Signature]] = {}
    rows = Signature.objects.filter(subject_kind=NOTE_KIND, subject_id__in=[line.note_id for line in lines])
    for row in rows.order_by("signed_at"):
        found.setdefault(row.subject_id, []).append(row)
    return found


def _copy(line: GroupNoteLine, chart: Chart, signed: dict[uuid.UUID, list[Signature]]) -> dict[str, Any]:
    note, session = line.note, line.note.session
    zone = ZoneInfo(session.site.time_zone)
    part = note.component
    return {
        "id": str(line.pk),
        "title": (part.title or part.kind.name) if part else session.track.name,
        "when": moment_words(session.starts_at, session.ends_at, zone),
        "year": session.on.year,
        "modalities": ", ".join(str(Modality(code).label) for code in note.modalities),
        "shared": note.shared_text,
        "own": line.text,
        "status": note.get_status_display(),
        "tone": "good" if note.status == "signed" else "wait",
        "late": note.late_reason,
        "signatures": [_signature(row, zone) for row in signed.get(note.pk, [])],
        "addenda": [_addendum(row, zone) for row in note.addenda.all()],
        "digest": line.digest,
        "print_url": to_two("client_note", chart.client.pk, line.pk),
    }


def _signature(row: Signature, zone: ZoneInfo) -> str:
    credential = f", {row.credential}" if row.credential else ""
    return f"{row.get_meaning_display()}: {row.signer_name}{credential}, {instant_words(row.signed_at, zone)}"


def _addendum(row: Addendum, zone: ZoneInfo) -> dict[str, str]:
    credential = f", {row.credential}" if row.credential else ""
    return {
        "text": row.text,
        "reason": row.reason,
        "who": f"{row.author.name}{credential}, {instant_words(row.signed_at, zone)}",
        "digest": row.digest,
    }


def to_two(name: str, client_id: uuid.UUID, other_id: uuid.UUID) -> str:
    """Give the address of something that stands below a client."""
    return reverse(name, args=[client_id, other_id])


def read_contacts(chart: Chart) -> dict[str, Any]:
    """Read ways to reach a client, what they agreed to, and whom to call: three statements."""
    zone = ZoneInfo(chart.zone)
    points = ContactPoint.objects.filter(client=chart.client)
    newest = (
        ChannelPermission.objects.filter(client=chart.client).order_by("channel", "-since", "-id").distinct("channel")
    )
    said = {row.channel: row for row in newest}
    emergency = (
        Relationship.objects.filter(client=chart.client, is_emergency_contact=True).select_related("person").first()
    )
    return {
        "points": [_point(point, chart) for point in points],
        "channels": [_channel(channel, said.get(channel), zone) for channel in Channel],
        "emergency": {
            "name": f"{emergency.person.first_name} {emergency.person.last_name}".strip(),
            "role": emergency.role,
            "phone": rules.phone_for_people(emergency.person.phone) if emergency.person.phone else "",
        }
        if emergency
        else None,
    }


def _point(point: ContactPoint, chart: Chart) -> dict[str, Any]:
    is_phone = point.kind == ContactKind.PHONE
    return {
        "kind": point.get_kind_display(),
        "value": rules.phone_for_people(point.value) if is_phone else point.value,
        "label": point.label,
        "is_preferred": point.is_preferred,
        "may_leave_message": point.may_leave_message,
        "is_phone": is_phone,
        "remove_url": to_two("client_contact_remove", chart.client.pk, point.pk),
        "key": f"remove-{point.pk}",
    }


def _channel(channel: Channel, row: ChannelPermission | None, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "code": channel.value,
        "label": channel.label,
        "allowed": bool(row and row.allowed),
        "says": _("since %(when)s") % {"when": instant_words(row.since, zone)} if row else _("not asked yet"),
    }


def read_care(chart: Chart) -> dict[str, Any]:
    """Say the levels, the care team and how the stay came to its status: one statement beyond the head's."""
    zone = ZoneInfo(chart.zone)
    changes = list(EpisodeStatusChange.objects.filter(episode=chart.episode).order_by("-at", "-id"))
    names = _names(change.by_id for change in changes)
    return {
        "levels": [_level(level, chart) for level in chart.stay.levels],
        "team": [_member(one, chart.today) for one in chart.stay.team],
        "history": [
            {
                "icon": "record-circle",
                "tone": "accent",
                "title": EpisodeStatus(change.status).label,
                "body": change.reason,
                "when": instant_words(change.at, zone),
                "who": names.get(change.by_id, _("the system")) if change.by_id else _("the system"),
            }
            for change in changes
        ],
        "stays": [
            {
                "period": period_words(stay.episode.admitted_on or stay.episode.opened_on, stay.episode.discharged_on),
                "status": stay.episode.get_status_display(),
                "tone": tones.EPISODE[EpisodeStatus(stay.episode.status)],
                "site": stay.episode.site.name,
            }
            for stay in chart.stays
        ],
    }


def _level(level: Stretch, chart: Chart) -> dict[str, Any]:
    more = level.more
    differs = more["indicated"] and more["indicated"] != level.label
    variance = VarianceReason(more["variance"]).label if more["variance"] else ""
    return {
        "label": level.label,
        "period": period_words(level.starts_on, level.ends_on),
        "reason": more["reason"],
        "who": f"{more['first']} {more['last']}",
        "indicated": _("Indicated: %(level)s (%(why)s)") % {"level": more["indicated"], "why": variance}
        if differs
        else "",
        "holds": level.holds(chart.today),
        "withdraw_url": to_two("client_placement_withdraw", chart.client.pk, level.id)
        if level.starts_on >= chart.today
        else "",
    }


def _member(one: Stretch, today: dt.date) -> dict[str, Any]:
    return {
        "name": one.label,
        "role": CareRole(one.more["role"]).label,
        "period": period_words(one.starts_on, one.ends_on),
        "holds": one.holds(today),
    }


def placement_of(chart: Chart, placement_id: uuid.UUID) -> Placement:
    """Give a placement of this chart. One of another is not there (``Http404``)."""
    rows = Placement.objects.visible_to(chart.actor).filter(pk=placement_id, episode__client=chart.client)
    found = rows.select_related("episode").first()
    if found is None:
        raise Http404
    return found
