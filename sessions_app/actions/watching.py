"""What planned days still need from somebody: clashes to settle, parts without a licensed lead, days on a closure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from iop.access.actors import Actor
from iop.clinic import policies as clinic_policies
from iop.clinic.models import StaffMember
from iop.core.words import Sentence, day_words, say, sentence
from iop.work.actions import NewItem, close_item, open_items
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from scheduling.choices import FacilitatorRole
from scheduling.models import Track
from sessions_app import taking
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession, SessionComponent, SessionFacilitator

SUBJECT = "sessions_app.programsession"
PLANNER = "clinical_director"
"""The role that settles what planning left open."""

CLASH_WORDS: Mapping[str, Sentence] = {
    "client": say("A client on this day's roster is taken elsewhere at the same time."),
    "staff": say("A facilitator of this day is taken elsewhere at the same time."),
    "room": say("A room of this day is taken by something else at the same time."),
}


def planned_ids(track_id: uuid.UUID, at: dt.datetime) -> list[uuid.UUID]:
    """Name a track's planned days that are not over."""
    rows = ProgramSession.objects.filter(track_id=track_id, status=SessionStatus.PLANNED, ends_at__gt=at)
    return list(rows.order_by("starts_at").values_list("pk", flat=True))


def watch_clashes(
    *, by: Actor, track: Track, at: dt.datetime, just_made: Collection[uuid.UUID] = ()
) -> list[taking.Clash]:
    """Take what became free, open work for each clash of a track's planned days, and close the work that is mended.

    ``just_made`` names days that took their time a moment ago.
    """
    ids = planned_ids(track.pk, at)
    taking.fill([each for each in ids if each not in set(just_made)])
    return report_clashes(by=by, site_id=track.program.site_id, session_ids=ids, at=at)


def report_clashes(
    *, by: Actor, site_id: uuid.UUID, session_ids: Sequence[uuid.UUID], at: dt.datetime
) -> list[taking.Clash]:
    """Open one piece of work for each clash of these days, and close those of them that exist no more."""
    found = taking.clashes(session_ids)
    starts = dict(
        ProgramSession.objects.filter(pk__in={item.session_id for item in found}).values_list("pk", "starts_at")
    )
    items = [
        NewItem(
            kind=WorkKind.SCHEDULE_CLASH,
            site_id=site_id,
            subject=(SUBJECT, clash.session_id),
            summary=CLASH_WORDS[clash.whose],
            due_at=max(starts[clash.session_id], at),
            dedupe_key=f"clash:{clash.session_id}:{clash.calendar_id}",
            role_key=PLANNER,
            client_id=clash.owner_id if clash.whose == "client" else None,
        )
        for clash in found
    ]
    open_items(by=by, items=items)
    _close_mended(by, WorkKind.SCHEDULE_CLASH, session_ids, {item.dedupe_key for item in items}, at)
    return found


def watch_leads(*, by: Actor, track: Track, at: dt.datetime) -> list[uuid.UUID]:
    """Open work for each planned day with a part whose lead is missing, gone, blocked or not licensed that day."""
    ids = planned_ids(track.pk, at)
    lacking = without_lead(ids)
    items = [
        NewItem(
            kind=WorkKind.NEEDS_FACILITATOR,
            site_id=track.program.site_id,
            subject=(SUBJECT, session.pk),
            summary=sentence(
                say("{date}: name a licensed facilitator for {parts}."), date=day_words(session.on), parts=_names(parts)
            ),
            due_at=max(session.starts_at, at),
            dedupe_key=f"lead:{session.pk}",
            role_key=PLANNER,
        )
        for session, parts in lacking
    ]
    open_items(by=by, items=items)
    _close_mended(by, WorkKind.NEEDS_FACILITATOR, ids, {item.dedupe_key for item in items}, at)
    return [session.pk for session, _ in lacking]


def without_lead(session_ids: Iterable[uuid.UUID]) -> list[tuple[ProgramSession, list[SessionComponent]]]:
    """Find the days with parts that need a licensed lead and have none who may lead on that date; three queries."""
    needing = SessionComponent.objects.filter(session__in=list(session_ids), kind__needs_licensed_lead=True)
    parts = list(needing.select_related("session", "kind").order_by("session__starts_at", "position"))
    leads = dict(
        SessionFacilitator.objects.filter(component__in=parts, role=FacilitatorRole.LEAD).values_list(
            "component_id", "staff_id"
        )
    )
    people = staff_with_licences(set(leads.values()))
    known: dict[tuple[uuid.UUID, dt.date], bool] = {}
    lacking: dict[ProgramSession, list[SessionComponent]] = {}
    for part in parts:
        lead = people.get(leads.get(part.pk))  # type: ignore[arg-type]
        if lead is None or not _may_lead(lead, part.session.on, known):
            lacking.setdefault(part.session, []).append(part)
    return list(lacking.items())


def staff_with_licences(staff_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, StaffMember]:
    """Read colleagues with their sign-in and licences, as the policies of the clinic want them."""
    rows = (
        StaffMember.objects.filter(pk__in=list(staff_ids)).select_related("user").prefetch_related("credentials__kind")
    )
    return {row.pk: row for row in rows}


def why_cannot_lead(staff: StaffMember, on: dt.date) -> Sentence | None:
    """A part is led by somebody who works here, may sign in and holds a licence that day."""
    if not staff.user.is_active:
        return say("This colleague's sign-in is blocked.")
    return clinic_policies.why_cannot_lead(staff, on)


def cancel_closed(*, by: Actor, track: Track, at: dt.datetime, closed: Mapping[dt.date, str]) -> list[uuid.UUID]:
    """Cancel planned days that a closure has come over since they were made; a day moved there by hand stays."""
    from sessions_app.actions.moving import cancel_planned

    rows = ProgramSession.objects.filter(
        track=track, status=SessionStatus.PLANNED, on__in=list(closed), is_customised=False, starts_at__gt=at
    ).select_for_update()
    sessions = list(rows)
    for session in sessions:
        session.cancel_reason = closed[session.on][:300]
    cancel_planned(by=by, sessions=sessions, at=at)
    return [session.pk for session in sessions]


def _may_lead(staff: StaffMember, on: dt.date, known: dict[tuple[uuid.UUID, dt.date], bool]) -> bool:
    key = (staff.pk, on)
    if key not in known:
        known[key] = why_cannot_lead(staff, on) is None
    return known[key]


def _names(parts: Sequence[SessionComponent]) -> str:
    return ", ".join(part.title or part.kind.name for part in parts)


def _close_mended(
    by: Actor, kind: WorkKind, session_ids: Sequence[uuid.UUID], still: set[str], at: dt.datetime
) -> None:
    rows = WorkItem.objects.filter(
        kind=kind, status=WorkStatus.OPEN, subject_kind=SUBJECT, subject_id__in=list(session_ids)
    ).exclude(dedupe_key__in=still)
    for item_id in rows.values_list("pk", flat=True):
        close_item(by=by, item_id=item_id, outcome="", at=at)
