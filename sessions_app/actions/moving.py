"""Moving and cancelling treatment days: this one, this and those that follow, or all that are still to come."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Literal

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Closure, Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import day_words, say, sentence
from sessions_app import clashes, policies, taking, weekly
from sessions_app.actions.attendance import lock_session
from sessions_app.actions.running import refuse_stale
from sessions_app.actions.telling import News, tell_clients, tell_staff
from sessions_app.actions.watching import report_clashes
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance, ProgramSession, SessionComponent, SessionStatusChange
from sessions_app.rules import moving as rules

Scope = Literal["this", "following", "all"]
ONE_BY_ONE: Scope = "this"


@transaction.atomic
def move_session(
    *,
    by: Actor,
    session: ProgramSession,
    version: int,
    starts_at: dt.datetime,
    at: dt.datetime,
    scope: Scope = ONE_BY_ONE,
) -> list[ProgramSession]:
    """Move a planned day to a new start, alone or with those that follow; everybody affected is told.

    ``starts_at`` without a zone is the site's wall time. More than this one changes the weekly template from that day on.
    Refused: an hour that the clocks skip, the past, a closure, a room or facilitator that is taken then.
    """
    first = _lock(by, session, version)
    site = Site.objects.get(pk=first.site_id)
    if rules.was_in_skipped_hour(starts_at):
        raise Invalid(
            rules.skipped_sentence(starts_at.date(), starts_at.time()), field="starts_at", code="skipped_hour"
        )
    change = rules.shift(first.on, starts_at, site.time_zone)
    days = days_in_scope(first, scope, at)
    if scope != ONE_BY_ONE:
        _refuse_other_week(first, change)
        weekly.change_day(
            by=by, session=first, days=days, at=at, weekday=first.original_on.weekday() + change.days, wall=change.wall
        )
    old = {day.pk: day.starts_at for day in days}
    for day in days:
        _shift(day, change, site, at, keeps_template=scope != ONE_BY_ONE)
    _write_moved(days, old)
    retake(by=by, days=days, at=at)
    record_change(by, "sessions.moved", days, {"scope": scope, "days": change.days, "wall": change.wall})
    tell_clients(by=by, at=at, news=[News(day, "session_moved", old_starts_at=old[day.pk]) for day in days])
    tell_staff(by=by, sessions=days, what=say("the time of this day has changed."), at=at, key="moved")
    return days


@transaction.atomic
def cancel_session(
    *,
    by: Actor,
    session: ProgramSession,
    version: int,
    reason: str,
    at: dt.datetime,
    scope: Scope = ONE_BY_ONE,
) -> list[ProgramSession]:
    """Cancel a planned day with a reason, alone or with those that follow; its time is free again and everybody is told.

    More than this one takes the day out of the weekly template from then on.
    """
    first = _lock(by, session, version)
    if not reason.strip():
        raise Invalid(say("Say why the day is cancelled."), field="reason")
    days = days_in_scope(first, scope, at)
    if scope != ONE_BY_ONE:
        weekly.drop_day(by=by, session=first, days=days, at=at)
    for day in days:
        day.cancel_reason = reason.strip()[:300]
    cancel_planned(by=by, sessions=days, at=at)
    return days


def cancel_planned(*, by: Actor, sessions: Sequence[ProgramSession], at: dt.datetime) -> None:
    """Cancel locked planned days that carry their reason: history, time given back, make-ups cancelled, people told."""
    from sessions_app.actions.makeups import cancel_make_ups_in

    if not sessions:
        return
    for day in sessions:
        day.status = SessionStatus.CANCELLED
        day.version += 1
    ProgramSession.objects.bulk_update(sessions, ["status", "cancel_reason", "version"])
    SessionStatusChange.objects.bulk_create(
        SessionStatusChange(session=day, status=day.status, at=at, by_id=by.staff_id or by.id, reason=day.cancel_reason)
        for day in sessions
    )
    taking.release([day.pk for day in sessions])
    record_change(by, "sessions.cancelled", sessions, {})
    tell_clients(by=by, at=at, news=[News(day, "session_cancelled") for day in sessions if day.starts_at > at])
    tell_staff(by=by, sessions=sessions, what=say("this day is cancelled."), at=at, key="cancelled")
    cancel_make_ups_in(by=by, sessions=sessions, at=at)


def days_in_scope(first: ProgramSession, scope: Scope, at: dt.datetime) -> list[ProgramSession]:
    """Lock the planned days that a change is for. Days changed by hand keep their own way, except the one it started from."""
    if scope == ONE_BY_ONE:
        return [first]
    if scope not in ("following", "all"):
        raise Invalid(say("Choose this day, this and the following, or all."), field="scope")
    rows = ProgramSession.objects.filter(
        track_id=first.track_id,
        lineage=first.lineage,
        status=SessionStatus.PLANNED,
        is_customised=False,
        starts_at__gt=at,
    ).exclude(pk=first.pk)
    if scope == "following":
        rows = rows.filter(on__gt=first.on)
    others = rows.select_for_update(no_key=True).order_by("starts_at", "pk")
    return sorted([first, *others], key=lambda day: day.starts_at)


def retake(*, by: Actor, days: Sequence[ProgramSession], at: dt.datetime) -> None:
    """Give back the time of changed days and take their new one. A taken room or facilitator refuses the change.

    A client who is taken elsewhere does not: the group goes on, and the clash becomes work.
    """
    ids = [day.pk for day in days]
    taking.release(ids)
    taking.ensure_calendars(ids)
    taking.fill(ids)
    found = taking.clashes(ids)
    hard = [clash for clash in found if clash.whose != "client"]
    if hard:
        raise Conflict(clashes.sentence_for(hard[0]), code="busy", detail=clashes.detail(hard[0]))
    report_clashes(by=by, site_id=days[0].site_id, session_ids=ids, at=at)


def record_change(by: Actor, verb: str, days: Sequence[ProgramSession], detail: dict[str, object]) -> None:
    """Record one event for changed days, with every client on their rosters."""
    clients = Attendance.objects.filter(session__in=days).on_roster().values_list("client_id", flat=True).distinct()
    record(
        by=by, verb=verb, subject=days[0], site_id=days[0].site_id, clients=clients,
        detail={"sessions": [day.pk for day in days], **detail},
    )  # fmt: skip


def _lock(by: Actor, session: ProgramSession, version: int) -> ProgramSession:
    row = lock_session(session.pk)
    refuse_stale(row, version)
    require(policies.may_change_plan(by, row))
    return row


def _refuse_other_week(first: ProgramSession, change: rules.Shift) -> None:
    if not 0 <= first.original_on.weekday() + change.days <= 6:
        raise Invalid(
            say("A weekly day moves within its week. Move this one day alone to go further."), field="starts_at"
        )


def _shift(day: ProgramSession, change: rules.Shift, site: Site, at: dt.datetime, *, keeps_template: bool) -> None:
    on = rules.moved(day.on, change)
    require_valid(rules.why_cannot_start_then(on, change.wall, site.time_zone, at), "starts_at")
    closure = Closure.objects.filter(site=site).on(on).first()
    if closure:
        words = say("The site is closed on {day}: {reason}.")
        raise Conflict(sentence(words, day=day_words(on), reason=closure.reason), code="closed", field="starts_at")
    length = day.ends_at - day.starts_at
    day.on = on
    day.starts_at = clock.at_local(on, change.wall, site.time_zone)
    day.ends_at = day.starts_at + length
    day.version += 1
    if keeps_template:
        day.original_on = rules.moved(day.original_on, change)
    else:
        day.is_customised = True


def _write_moved(days: Sequence[ProgramSession], old: Mapping[uuid.UUID, dt.datetime]) -> None:
    ProgramSession.objects.bulk_update(days, ["on", "original_on", "starts_at", "ends_at", "is_customised", "version"])
    by_id = {day.pk: day for day in days}
    parts = list(SessionComponent.objects.filter(session__in=days))
    for part in parts:
        by = by_id[part.session_id].starts_at - old[part.session_id]
        part.starts_at, part.ends_at = part.starts_at + by, part.ends_at + by
        part.version += 1
    SessionComponent.objects.bulk_update(parts, ["starts_at", "ends_at", "version"])
