"""Opening, starting and closing a treatment day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say, sentence
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from scheduling.choices import FacilitatorRole
from sessions_app import closing, facts, policies
from sessions_app.actions.attendance import keep_history, lock_session, save_lines
from sessions_app.actions.standing_in import stand_in
from sessions_app.actions.watching import SUBJECT, staff_with_licences, why_cannot_lead
from sessions_app.choices import ATTENDED, MISSED, SessionStatus
from sessions_app.models import (
    Attendance,
    ProgramSession,
    SessionComponent,
    SessionFacilitator,
    SessionStatusChange,
)
from sessions_app.rules import attendance as rules


@transaction.atomic
def open_session(
    *, by: Actor, session: ProgramSession, at: dt.datetime, client_ids: Iterable[uuid.UUID] | None = None
) -> None:
    """Record that somebody looks at a day and the people on its roster. ``client_ids`` saves a query when they are known."""
    require(policies.may_view(by, session))
    shown = client_ids
    if shown is None:
        shown = Attendance.objects.filter(session=session).on_roster().values_list("client_id", flat=True)
    record(by=by, verb="sessions.opened", subject=session, site_id=session.site_id, clients=shown)


@transaction.atomic
def start(
    *,
    by: Actor,
    session: ProgramSession,
    at: dt.datetime,
    stand_ins: Mapping[uuid.UUID, StaffMember] | None = None,
    version: int | None = None,
) -> ProgramSession:
    """Start a day. Every part that needs it has a lead licensed that day, or the stand-in named for it (part's id to colleague).

    Refused before ``attendance.early_minutes`` ahead of the planned start, without a licensed lead, or with more clients
    than its facilitators may hold. With the ``version`` that was read, ``Stale`` when the day has changed since.
    """
    session = lock_session(session.pk)
    require(policies.may_start(by, session))
    if version is not None:
        refuse_stale(session, version)
    day = facts.day_of(session, at)
    if at < rules.earliest(day):
        words = say("This day can be started from {minutes} minutes before its time.")
        raise Conflict(sentence(words, minutes=day.limits.early_minutes), code="too_early")
    parts = list(SessionComponent.objects.filter(session=session).select_related("kind").order_by("position"))
    for part in parts:
        if stand_ins and part.pk in stand_ins:
            stand_in(by=by, session=session, component=part, staff=stand_ins[part.pk], at=at)
    _refuse_unready(session, parts)
    session.started_at, session.started_by_id = at, by.staff_id
    change_status(by=by, session=session, status=SessionStatus.RUNNING, at=at)
    close_for(by=by, subject=(SUBJECT, session.pk), kind=WorkKind.NEEDS_FACILITATOR, at=at)
    record(
        by=by,
        verb="sessions.started",
        subject=session,
        site_id=session.site_id,
        detail={"stand_ins": len(stand_ins or {})},
    )
    return session


@transaction.atomic
def close(
    *,
    by: Actor,
    session: ProgramSession,
    version: int,
    at: dt.datetime,
    accept_gaps: bool = False,
    reason: str = "",
) -> ProgramSession:
    """Close a day under way. Whoever is unmarked is settled first; other gaps may stay when accepted with a reason.

    Whoever has no time out stayed to the end, and their minutes are worked out a last time.
    """
    session = lock_session(session.pk)
    refuse_stale(session, version)
    require(policies.may_run(by, session))
    if session.status != SessionStatus.RUNNING:
        raise Conflict(say("Only a day that is under way can be closed."), code="not_running")
    found = closing.gaps(session, at)
    _refuse_gaps(found, accept_gaps, reason)
    session.closed_at, session.closed_by_id = at, by.staff_id
    change_status(by=by, session=session, status=SessionStatus.CLOSED, at=at, reason=reason)
    _count_out(by, session, at)
    record(
        by=by, verb="sessions.closed", subject=session, site_id=session.site_id,
        clients=Attendance.objects.filter(session=session).on_roster().values_list("client_id", flat=True),
        detail={"gaps": sorted({gap.code for gap in found})},
    )  # fmt: skip
    return session


def change_status(*, by: Actor, session: ProgramSession, status: str, at: dt.datetime, reason: str = "") -> None:
    """Move a locked day to its next state, with its history."""
    session.status = status
    session.version += 1
    session.save()
    SessionStatusChange.objects.create(
        session=session, status=status, at=at, by_id=by.staff_id or by.id, reason=reason.strip()[:300]
    )


def _refuse_unready(session: ProgramSession, parts: Sequence[SessionComponent]) -> None:
    facilitators = list(SessionFacilitator.objects.filter(component__session=session))
    people = staff_with_licences({item.staff_id for item in facilitators})
    expected = Attendance.objects.filter(session=session).on_roster().exclude(status__in=sorted(MISSED)).count()
    for part in parts:
        own = [item for item in facilitators if item.component_id == part.pk]
        _refuse_without_lead(session, part, own, people)
        if own and (refusal := rules.why_too_many(_name(part), expected, len(own), part.kind.clients_per_facilitator)):
            raise Conflict(refusal, code="too_many_clients", detail={"component": str(part.pk)})


def _refuse_without_lead(
    session: ProgramSession,
    part: SessionComponent,
    own: Sequence[SessionFacilitator],
    people: Mapping[uuid.UUID, StaffMember],
) -> None:
    if not part.kind.needs_licensed_lead:
        return
    lead = next((people[item.staff_id] for item in own if item.role == FacilitatorRole.LEAD), None)
    detail = {"component": str(part.pk)}
    if lead is None:
        words = say("{name} has no lead. Name a licensed colleague who stands in.")
        raise Conflict(sentence(words, name=_name(part)), code="no_licensed_lead", detail=detail)
    if refusal := why_cannot_lead(lead, session.on):
        words = say("{name}: {lead} cannot lead it. {why} Name a licensed colleague who stands in.")
        raise Conflict(
            sentence(words, name=_name(part), lead=lead.name, why=refusal), code="no_licensed_lead", detail=detail
        )


def refuse_stale(session: ProgramSession, version: int) -> None:
    """Tell the later of two people who change one day."""
    if session.version != version:
        raise Stale(say("Somebody else has changed this day meanwhile. Look again; nothing of theirs was overwritten."))


def _refuse_gaps(found: Sequence[closing.Gap], accept_gaps: bool, reason: str) -> None:
    must = [gap for gap in found if gap.must_settle]
    if must:
        raise Conflict(must[0].sentence, code="unsettled", detail={"gaps": [gap.code for gap in must]})
    if not found:
        return
    if not accept_gaps:
        words = say("{number} things are still missing. Settle them, or close with gaps and say why.")
        raise Conflict(sentence(words, number=len(found)), code="gaps", detail={"gaps": [gap.code for gap in found]})
    if not reason.strip():
        raise Invalid(say("Say why the day is closed with gaps."), field="reason")


def _count_out(by: Actor, session: ProgramSession, at: dt.datetime) -> None:
    day = facts.day_of(session, at)
    lines = list(Attendance.objects.select_for_update(no_key=True).filter(session=session, status__in=sorted(ATTENDED)))
    parts, corrections = facts.parts_and_corrections(session.pk, day.limits, [line.pk for line in lines])
    end = rules.last_instant(parts, day)
    for line in lines:
        if line.left_at is None and line.arrived_at and end > line.arrived_at:
            line.left_at = end
        line.credited_minutes = rules.credited_minutes(facts.line_of(line), parts, day, corrections.get(line.pk))
    save_lines(lines)
    keep_history(by, lines, at, "", is_late=False)


def _name(part: SessionComponent) -> str:
    return part.title or part.kind.name
