"""What the record says of clients on their days: level of care, diagnoses, treatment plan, their week, other charges."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from billing.choices.rules import UnitRule
from billing.models import BillingIdentity, Charge
from billing.rules.coverage import holds_on
from billing.rules.shapes import Week
from clients.models import Diagnosis, Episode, Placement
from iop.clinic import settings as clinic_settings
from iop.core import clock
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance
from sessions_app.rules.hours import week_of
from therapy import plan_rhythm
from therapy.choices.plans import PlanStatus
from therapy.models import TreatmentPlan

Key = tuple[uuid.UUID, dt.date]
Span = tuple[dt.date, dt.date | None]
COUNTED = (AppointmentKind.INDIVIDUAL, AppointmentKind.FAMILY)
"""Meetings beside the treatment day that count among a week's hours of service."""


@dataclass
class Record:
    """What was read, for many clients."""

    levels: dict[uuid.UUID, list[tuple[Span, uuid.UUID, str]]] = field(default_factory=lambda: defaultdict(list))
    diagnoses: dict[uuid.UUID, list[tuple[Span, str]]] = field(default_factory=lambda: defaultdict(list))
    plans: dict[uuid.UUID, dt.date] = field(default_factory=dict)
    """By stay: from which day on there is a plan in force."""
    places: dict[uuid.UUID, list[tuple[Span, str]]] = field(default_factory=lambda: defaultdict(list))
    per_diems: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    weeks: dict[tuple[uuid.UUID, dt.date], tuple[int, set[dt.date]]] = field(default_factory=dict)
    week_starts_on: int = 0

    def level(self, episode_id: uuid.UUID, on: dt.date) -> tuple[uuid.UUID | None, str]:
        """Give the level of care a client is placed in that day."""
        return next(
            ((level, name) for span, level, name in self.levels.get(episode_id, []) if holds_on(on, *span)), (None, "")
        )

    def codes(self, client_id: uuid.UUID, on: dt.date) -> tuple[str, ...]:
        """Give the diagnoses of that day, the principal one first."""
        return tuple(dict.fromkeys(code for span, code in self.diagnoses.get(client_id, []) if holds_on(on, *span)))

    def has_plan(self, episode_id: uuid.UUID, on: dt.date) -> bool:
        """Say whether a plan was in force, or followed within the clinic's days for the first one."""
        return episode_id in self.plans and self.plans[episode_id] <= on

    def place(self, site_id: uuid.UUID, on: dt.date) -> str:
        """Give the site's place of service."""
        return next((place for span, place in self.places.get(site_id, []) if holds_on(on, *span)), "57")

    def week(self, client_id: uuid.UUID, on: dt.date, today: dt.date) -> Week:
        """Give the client's counted week around a day."""
        first, last = week_of(on, self.week_starts_on)
        minutes, days = self.weeks.get((client_id, first), (0, set()))
        return Week(first, minutes, len(days), is_over=today > last)


def read(keys: Collection[Key], episode_ids: Collection[uuid.UUID], site_ids: Collection[uuid.UUID]) -> Record:
    """Read what the record says; a fixed number of statements."""
    clients = {client for client, _on in keys}
    first, last = min(on for _client, on in keys), max(on for _client, on in keys)
    found = Record()
    placed = Placement.objects.filter(episode__in=episode_ids, starts_on__lte=last).select_related("level")
    for row in placed:
        found.levels[row.episode_id].append(((row.starts_on, row.ends_on), row.level_id, row.level.short_name))
    diagnosed = Diagnosis.objects.filter(client__in=clients, entered_in_error_at__isnull=True, starts_on__lte=last)
    for client, code, starts, ends in diagnosed.order_by("rank", "starts_on").values_list(
        "client_id", "code__code", "starts_on", "ends_on"
    ):
        found.diagnoses[client].append(((starts, ends), code))
    for identity in BillingIdentity.objects.filter(site__in=site_ids):
        found.places[identity.site_id].append(((identity.starts_on, identity.ends_on), identity.place_of_service))
    charged = Charge.objects.filter(
        client__in=clients, on__in={on for _client, on in keys}, unit_rule=UnitRule.PER_DIEM, reversed_at__isnull=True
    )
    for client, on, source in charged.values_list("client_id", "on", "source_key"):
        found.per_diems[client, on].add(source)
    found.plans = _plans(episode_ids, found, last)
    _weeks(found, clients, first, last)
    return found


def stays(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[tuple[dt.date, uuid.UUID]]]:
    """Give clients' stays, the newest first: for appointments that name none. One statement."""
    found: dict[uuid.UUID, list[tuple[dt.date, uuid.UUID]]] = defaultdict(list)
    rows = Episode.objects.filter(client__in=client_ids).order_by("-opened_on")
    for client, opened, pk in rows.values_list("client_id", "opened_on", "pk"):
        found[client].append((opened, pk))
    return found


def _plans(episode_ids: Collection[uuid.UUID], record: Record, last: dt.date) -> dict[uuid.UUID, dt.date]:
    """Say from which day on each stay has a plan. The first one, signed in time, covers the days since admission."""
    rows = TreatmentPlan.objects.filter(episode__in=episode_ids).exclude(status=PlanStatus.DRAFT)
    begun: dict[uuid.UUID, tuple[dt.date, dt.date | None]] = {}
    for episode, valid_from, admitted_on in rows.order_by("-valid_from").values_list(
        "episode_id", "valid_from", "episode__admitted_on"
    ):
        if valid_from:
            begun[episode] = (valid_from, admitted_on)
    if not begun:
        return {}
    rhythms, usual = plan_rhythm.rhythms(last), clinic_settings.value("admission.plan_days", on=last)
    found = {}
    for episode, (valid_from, admitted_on) in begun.items():
        level = record.level(episode, admitted_on)[0] if admitted_on else None
        rhythm = rhythms.get(level) if level else None
        grace = dt.timedelta(days=rhythm.first_days if rhythm else usual)
        in_time = admitted_on is not None and valid_from <= admitted_on + grace
        found[episode] = min(admitted_on, valid_from) if in_time and admitted_on else valid_from
    return found


def _weeks(record: Record, clients: Collection[uuid.UUID], first: dt.date, last: dt.date) -> None:
    record.week_starts_on = int(clinic_settings.value("week.starts_on", on=last))
    begins, ends = week_of(first, record.week_starts_on)[0], week_of(last, record.week_starts_on)[1]
    sums: dict[tuple[uuid.UUID, dt.date], tuple[int, set[dt.date]]] = defaultdict(lambda: (0, set()))
    lines = Attendance.objects.attended().filter(client__in=clients, session__on__gte=begins, session__on__lte=ends)
    lines = lines.exclude(session__status=SessionStatus.CANCELLED)
    for client, on, credited in lines.values_list("client_id", "session__on", "credited_minutes"):
        key = client, week_of(on, record.week_starts_on)[0]
        sums[key] = (sums[key][0] + credited, sums[key][1] | {on})
    meetings = Appointment.objects.filter(
        client__in=clients, kind__in=COUNTED, status=AppointmentStatus.COMPLETED, during_session=False
    ).between(clock.day_bounds(begins, "UTC")[0], clock.day_bounds(ends + dt.timedelta(days=1), "UTC")[1])
    for client, starts_at, ends_at, zone in meetings.values_list(
        "client_id", "starts_at", "ends_at", "site__time_zone"
    ):
        key = client, week_of(clock.local_date(starts_at, zone), record.week_starts_on)[0]
        sums[key] = (sums[key][0] + int((ends_at - starts_at).total_seconds() // 60), sums[key][1])
    record.weeks = dict(sums)
