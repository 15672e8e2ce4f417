"""What was delivered to clients on their days: treatment days with their groups, appointments, drug tests."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from billing.choices.rules import Service
from billing.day_facts import notes, staff
from billing.day_facts.notes import GroupNotes
from billing.rules.shapes import Delivered
from iop.core import clock
from scheduling.choices import AppointmentKind, AppointmentStatus, ComponentCategory, FacilitatorRole
from scheduling.models import Appointment
from sessions_app import facts as session_facts
from sessions_app.choices import ATTENDED, AttendanceMode, SessionStatus
from sessions_app.models import Attendance, ProgramSession, SessionComponent, SessionFacilitator
from sessions_app.rules.attendance import Day, Limits, Line, Part, credited_minutes
from therapy.choices.drug_tests import NOT_COLLECTED
from therapy.models import DrugTest

Key = tuple[uuid.UUID, dt.date]
GROUPS = frozenset({ComponentCategory.GROUP, ComponentCategory.PSYCHOEDUCATION})
"""Parts of a day that count as a group of their own where a payer pays groups one by one."""
SERVICES = {
    AppointmentKind.INDIVIDUAL: Service.INDIVIDUAL,
    AppointmentKind.FAMILY: Service.FAMILY,
    AppointmentKind.ASSESSMENT: Service.ASSESSMENT,
    AppointmentKind.MEDICATION: Service.MEDICATION,
    AppointmentKind.CASE_MANAGEMENT: Service.CASE_MANAGEMENT,
}
ATTENDANCE_COLUMNS = (
    "pk", "client_id", "episode_id", "session_id", "status", "mode", "arrived_at", "left_at", "credited_minutes",
    "session__on", "session__site_id", "session__status", "session__starts_at", "session__ends_at", "session__closed_at",
    "session__track__program__level_id", "session__track__program__level__short_name", "session__site__time_zone",
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """One thing delivered, with where it belongs."""

    key: Key
    episode_id: uuid.UUID | None
    site_id: uuid.UUID
    zone: str
    what: Delivered
    level_id: uuid.UUID | None = None
    level_name: str = ""


@dataclass(frozen=True)
class Roster:
    """One roster line as it was read."""

    pk: uuid.UUID
    client_id: uuid.UUID
    episode_id: uuid.UUID
    session_id: uuid.UUID
    status: str
    mode: str
    arrived_at: dt.datetime | None
    left_at: dt.datetime | None
    credited: int
    on: dt.date
    site_id: uuid.UUID
    session_status: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    closed_at: dt.datetime | None
    level_id: uuid.UUID | None
    level_name: str | None
    zone: str

    @property
    def came(self) -> bool:
        """Say whether they were there for some of it."""
        return self.status in ATTENDED


@dataclass
class _Days:
    """What treatment days were made of."""

    parts: dict[uuid.UUID, list[tuple[Part, bool]]] = field(default_factory=lambda: defaultdict(list))
    """By session: parts in order, and whether each is a group."""
    leads: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    sizes: Mapping[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]] = field(default_factory=dict)
    corrections: Mapping[uuid.UUID, Mapping[uuid.UUID, int]] = field(default_factory=dict)
    notes: GroupNotes = field(default_factory=GroupNotes)


def of(keys: Collection[Key], at: dt.datetime) -> list[Given]:
    """Read everything delivered to clients on these days; a fixed number of statements."""
    wanted = set(keys)
    if not wanted:
        return []
    roster = [line for line in _roster(wanted) if (line.client_id, line.on) in wanted]
    given = [*_treatment(roster), *_appointments(wanted, roster, at), *_tests(wanted)]
    return staff.with_credentials(given)


def _roster(wanted: set[Key]) -> list[Roster]:
    rows = (
        Attendance.objects.on_roster()
        .filter(client__in={client for client, _on in wanted}, session__on__in={on for _client, on in wanted})
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("session__starts_at", "pk")
        .values_list(*ATTENDANCE_COLUMNS)
    )
    return [Roster(*row) for row in rows]


def _treatment(roster: Sequence[Roster]) -> Iterable[Given]:
    days = _days(roster)
    for line in roster:
        yield _given(line, _whole_day(line, days))
        if line.came:
            for what in _groups(line, days):
                yield _given(line, what)


def _given(line: Roster, what: Delivered) -> Given:
    return Given(
        (line.client_id, line.on), line.episode_id, line.site_id, line.zone, what, line.level_id, line.level_name or ""
    )


def _days(roster: Sequence[Roster]) -> _Days:
    sessions = {line.session_id for line in roster}
    days = _Days()
    if not sessions:
        return days
    rows = SessionComponent.objects.filter(session__in=sessions).select_related("kind").order_by("position")
    for row in rows:
        part = session_facts.part_of(row, break_counts=False, is_break=row.kind.category == ComponentCategory.BREAK)
        days.parts[row.session_id].append((part, row.kind.category in GROUPS and part.counts))
    leads = SessionFacilitator.objects.filter(component__session__in=sessions, role=FacilitatorRole.LEAD)
    days.leads = dict(leads.values_list("component_id", "staff_id"))
    days.sizes = _there(sessions)
    days.corrections = session_facts.corrections_of([line.pk for line in roster])
    days.notes = notes.group_notes(sessions, {line.client_id for line in roster})
    return days


def _there(session_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]]:
    """Read who else was there, as stretches of time: a group's size is part of what it is."""
    found: dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    rows = Attendance.objects.filter(session__in=session_ids, status__in=sorted(ATTENDED), arrived_at__isnull=False)
    for session, arrived, left, ends in rows.values_list("session_id", "arrived_at", "left_at", "session__ends_at"):
        if arrived:
            found[session].append((arrived, left or ends))
    return found


def _whole_day(line: Roster, days: _Days) -> Delivered:
    note = days.notes.of_day(line.session_id, line.client_id)
    lead = next((days.leads[part.id] for part, _ in days.parts[line.session_id] if part.id in days.leads), None)
    return Delivered(
        service=Service.TREATMENT_DAY, source_key=f"attendance:{line.pk}", source_id=line.pk, minutes=line.credited,
        came=line.came, is_over=line.session_status in (SessionStatus.CLOSED, SessionStatus.FINAL),
        is_final=line.session_status == SessionStatus.FINAL, note=note.state, note_author_id=note.author_id or lead,
        staff_id=note.author_id or lead, is_telehealth=line.mode == AttendanceMode.TELEHEALTH, attendance_id=line.pk,
    )  # fmt: skip


def _groups(line: Roster, days: _Days) -> Iterable[Delivered]:
    minutes = _minutes_by_part(line, days)
    for part, is_group in days.parts[line.session_id]:
        if not is_group or not minutes[part.id]:
            continue
        note = days.notes.of_group(line.session_id, part.id, line.client_id)
        lead = days.leads.get(part.id)
        yield Delivered(
            service=Service.GROUP, source_key=f"component:{part.id}:{line.client_id}", source_id=part.id,
            minutes=minutes[part.id], is_over=line.session_status in (SessionStatus.CLOSED, SessionStatus.FINAL),
            is_final=line.session_status == SessionStatus.FINAL, note=note.state,
            note_author_id=note.author_id or lead, staff_id=lead or note.author_id,
            is_telehealth=line.mode == AttendanceMode.TELEHEALTH, attendance_id=line.pk,
            group_size=sum(
                came < part.ends_at and left > part.starts_at for came, left in days.sizes.get(line.session_id, [])
            ),
        )  # fmt: skip


def _minutes_by_part(line: Roster, days: _Days) -> dict[uuid.UUID, int]:
    """Say how many credited minutes of a day each part gave; minutes that two parts share count in the first."""
    day = Day(line.starts_at, line.ends_at, line.ends_at, line.closed_at, Limits())
    corrections = days.corrections.get(line.pk)
    known = Line(line.status, line.arrived_at, line.left_at)
    parts = [part for part, _ in days.parts[line.session_id]]
    before, found = 0, {}
    for count, part in enumerate(parts, start=1):
        until = credited_minutes(known, parts[:count], day, corrections)
        found[part.id] = min(max(until - before, 0), line.credited)
        before = until
    return found


def _appointments(wanted: set[Key], roster: Sequence[Roster], at: dt.datetime) -> Iterable[Given]:
    dates = [on for _client, on in wanted]
    first = clock.day_bounds(min(dates) - dt.timedelta(days=1), "UTC")[0]
    last = clock.day_bounds(max(dates) + dt.timedelta(days=1), "UTC")[1]
    rows = list(
        Appointment.objects.filter(client__in={client for client, _on in wanted}, kind__in=list(SERVICES))
        .exclude(status=AppointmentStatus.CANCELLED)
        .between(first, last)
        .select_related("site", "family_session")
        .order_by("starts_at", "pk")
    )
    rows = [row for row in rows if (row.client_id, clock.local_date(row.starts_at, row.site.time_zone)) in wanted]
    known = notes.of_appointments([row.pk for row in rows])
    for row in rows:
        on = clock.local_date(row.starts_at, row.site.time_zone)
        what = _appointment(row, known.get(row.pk, notes.Standing()), roster, at)
        yield Given((row.client_id, on), row.episode_id, row.site_id, row.site.time_zone, what)


def _appointment(row: Appointment, note: notes.Standing, roster: Sequence[Roster], at: dt.datetime) -> Delivered:
    starts_at, ends_at = note.starts_at or row.starts_at, note.ends_at or row.ends_at
    family = getattr(row, "family_session", None)
    settled = row.status in (AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW)
    return Delivered(
        service=SERVICES[AppointmentKind(row.kind)], source_key=f"appointment:{row.pk}", source_id=row.pk,
        minutes=int((ends_at - starts_at).total_seconds() // 60), came=row.status == AppointmentStatus.COMPLETED,
        is_over=settled or row.ends_at <= at, is_final=settled, note=note.state,
        note_author_id=note.author_id or row.staff_id, staff_id=note.author_id or row.staff_id,
        is_telehealth=bool(row.telehealth_link) if note.is_video is None else note.is_video, is_audio=note.is_audio,
        client_present=family.client_present if family else None,
        shared_minutes=_shared(row.client_id, starts_at, ends_at, roster),
    )  # fmt: skip


def _shared(client_id: uuid.UUID, starts_at: dt.datetime, ends_at: dt.datetime, roster: Sequence[Roster]) -> int:
    """Count the minutes of an appointment during which the client was counted in a treatment day."""
    seconds = 0.0
    for line in roster:
        if line.client_id != client_id or not line.came or line.arrived_at is None:
            continue
        first = max(starts_at, line.arrived_at, line.starts_at)
        last = min(ends_at, line.left_at or line.ends_at)
        seconds += max((last - first).total_seconds(), 0.0)
    return int(seconds // 60)


def _tests(wanted: set[Key]) -> Iterable[Given]:
    dates = [on for _client, on in wanted]
    first = clock.day_bounds(min(dates) - dt.timedelta(days=1), "UTC")[0]
    last = clock.day_bounds(max(dates) + dt.timedelta(days=1), "UTC")[1]
    rows = (
        DrugTest.objects.filter(
            episode__client__in={client for client, _on in wanted}, collected_at__gte=first, collected_at__lt=last
        )
        .exclude(status__in=sorted(NOT_COLLECTED))
        .order_by("collected_at", "pk")
        .values_list(
            "pk", "episode__client_id", "episode_id", "episode__site_id", "episode__site__time_zone", "collected_at",
            "collected_by_id",
        )
    )  # fmt: skip
    for pk, client, episode, site, zone, collected_at, collected_by in rows:
        key = (client, clock.local_date(collected_at or first, zone))
        if key in wanted:
            what = Delivered(
                service=Service.DRUG_TEST, source_key=f"test:{pk}", source_id=pk, minutes=0, note="",
                staff_id=collected_by,
            )  # fmt: skip
            yield Given(key, episode, site, zone, what)


def sessions_of(session: ProgramSession) -> list[Key]:
    """Give the client-days of a treatment day's roster. One statement."""
    rows = Attendance.objects.on_roster().filter(session=session)
    return [(client, session.on) for client in rows.values_list("client_id", flat=True)]
