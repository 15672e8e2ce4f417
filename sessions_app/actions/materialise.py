"""Making treatment days ahead from the weekly template: set by set, one track at a time, safe to run twice or be killed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Closure
from iop.core import clock
from iop.core.errors import require
from iop.core.words import Sentence
from scheduling import seats
from scheduling.models import Track
from sessions_app import making, policies, taking
from sessions_app.actions.watching import cancel_closed, watch_clashes, watch_leads
from sessions_app.models import ProgramSession
from sessions_app.rules import planning
from sessions_app.rules.planning import PlannedDay


@dataclass(frozen=True)
class Made:
    """A day that was made; ``note`` says what the clock change did to it."""

    track_id: uuid.UUID
    session_id: uuid.UUID
    on: dt.date
    starts_at: dt.datetime
    note: Sentence = ""


@dataclass(frozen=True)
class Skipped:
    """A date that gave no day, and why: in code and in words."""

    track_id: uuid.UUID
    on: dt.date
    code: str
    reason: Sentence


@dataclass
class Report:
    """What a run made and why something was not."""

    made: list[Made] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    clashes: list[taking.Clash] = field(default_factory=list)
    cancelled: list[uuid.UUID] = field(default_factory=list)
    without_lead: list[uuid.UUID] = field(default_factory=list)
    already_there: int = 0

    @property
    def notes(self) -> list[Made]:
        """Give the days that the clock change touched."""
        return [item for item in self.made if item.note]


def materialise(
    *,
    by: Actor,
    at: dt.datetime,
    until: dt.date | None = None,
    site_ids: Collection[uuid.UUID] | None = None,
    track_ids: Collection[uuid.UUID] | None = None,
) -> Report:
    """Make the days that active tracks are missing from today until ``until`` (default: setting ``sessions.weeks_ahead``).

    Each track is one transaction under its own lock: what was made before a crash stays, the next run makes the rest, and
    two runs at once make every day once.
    """
    report = Report()
    for track in _tracks(site_ids, track_ids):
        require(policies.may_materialise(by, track.program.site_id))
        _materialise_track(by, track, at, until, report)
    return report


def _tracks(site_ids: Collection[uuid.UUID] | None, track_ids: Collection[uuid.UUID] | None) -> list[Track]:
    rows = Track.objects.filter(is_active=True, program__is_active=True, program__site__is_active=True)
    if site_ids is not None:
        rows = rows.filter(program__site__in=site_ids)
    if track_ids is not None:
        rows = rows.filter(pk__in=track_ids)
    return list(rows.select_related("program__site").order_by("pk"))


@transaction.atomic
def _materialise_track(by: Actor, track: Track, at: dt.datetime, until: dt.date | None, report: Report) -> None:
    seats.lock_track(track.pk)
    site = track.program.site
    today = clock.local_date(at, site.time_zone)
    last = until or today + dt.timedelta(weeks=_weeks_ahead(site.pk, today))
    planned, skipped = planning.plan(
        making.versions(track.pk, last),
        _closures(site.pk, today, last),
        first=today,
        last=last,
        zone=site.time_zone,
        at=at,
    )
    report.skipped += [Skipped(track.pk, item.on, item.code, item.reason) for item in skipped]
    report.cancelled += cancel_closed(
        by=by, track=track, at=at, closed={item.on: str(item.reason) for item in skipped if item.code == "closed"}
    )
    missing = _missing(track.pk, planned)
    report.already_there += len(planned) - len(missing)
    made = _make(by, track, missing, at) if missing else []
    report.made += made
    report.clashes += watch_clashes(by=by, track=track, at=at, just_made=[item.session_id for item in made])
    report.without_lead += watch_leads(by=by, track=track, at=at)


def _weeks_ahead(site_id: uuid.UUID, on: dt.date) -> int:
    return int(clinic_settings.value("sessions.weeks_ahead", on=on, site_id=site_id))


def _closures(site_id: uuid.UUID, first: dt.date, last: dt.date) -> list[planning.Closed]:
    rows = Closure.objects.filter(site_id=site_id).overlapping(first, last)
    return [
        planning.Closed(start, end or start, reason)
        for start, end, reason in rows.values_list("starts_on", "ends_on", "reason")
    ]


def _missing(track_id: uuid.UUID, planned: Sequence[PlannedDay]) -> list[PlannedDay]:
    known = set(
        ProgramSession.objects.filter(track_id=track_id, original_on__in={item.on for item in planned}).values_list(
            "lineage", "original_on"
        )
    )
    return [item for item in planned if (item.shape.lineage, item.on) not in known]


def _make(by: Actor, track: Track, planned: Sequence[PlannedDay], at: dt.datetime) -> list[Made]:
    sessions = making.make_sessions(track, planned, at)
    ids = [item.pk for item in sessions]
    making.make_parts(ids, [item.shape.id for item in planned], at)
    clients = making.make_rosters(ids, at)
    taking.ensure_calendars(ids)
    taking.fill(ids)
    record(
        by=by, verb="sessions.materialised", subject=track, site_id=track.program.site_id, clients=clients,
        detail={"days": len(ids), "from": planned[0].on, "until": planned[-1].on},
    )  # fmt: skip
    zone = track.program.site.time_zone
    return [
        Made(track.pk, session.pk, item.on, item.starts_at, _note(item, zone))
        for session, item in zip(sessions, planned, strict=True)
    ]


def _note(item: PlannedDay, zone: str) -> Sentence:
    if item.note is None:
        return ""
    starts = item.starts_at.astimezone(ZoneInfo(zone)).time()
    return planning.note_sentence(item.note, item.on, item.shape.wall, starts)
