"""Rooms and facilitators of a part of a day: for this one, this and those that follow, or all to come."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import say
from scheduling.choices import FacilitatorRole
from scheduling.models import Room
from sessions_app import policies, weekly
from sessions_app.actions.attendance import lock_session
from sessions_app.actions.moving import ONE_BY_ONE, Scope, days_in_scope, record_change, retake
from sessions_app.actions.parts import CHANGED
from sessions_app.actions.standing_in import refuse_unlicensed
from sessions_app.actions.telling import News, tell_clients, tell_staff
from sessions_app.actions.watching import watch_leads
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession, SessionComponent, SessionFacilitator


@transaction.atomic
def change_room(
    *, by: Actor, component: SessionComponent, room: Room | None, at: dt.datetime, scope: Scope = ONE_BY_ONE,
    version: int | None = None,
) -> list[ProgramSession]:  # fmt: skip
    """Give a part of a planned day another room, or none. A room that is taken, closed or of another site is refused.

    Raises ``Stale`` for an older ``version`` of the part.
    """
    first = _lock(component, version)
    require(policies.may_change_plan(by, first))
    if room and (not room.is_active or room.site_id != first.site_id):
        raise Invalid(say("Choose a room that is in use at this site."), field="room")
    days = days_in_scope(first, scope, at)
    if scope != ONE_BY_ONE:
        weekly.change_part(
            by=by, session=first, days=days, at=at, index=_index(component), kind_id=component.kind_id,
            edit=lambda part: replace(part, room_id=room.pk if room else None),
        )  # fmt: skip
    for part in _same_parts(component, days):
        part.room = room
        part.version += 1
        part.save(update_fields=["room", "version"])
    _finish(by, days, at, scope, "sessions.room_changed", {"room": room.pk if room else None})
    place = room.name if room else ""
    if place:
        tell_clients(by=by, at=at, news=[News(day, "session_place_changed", place=place) for day in days])
    tell_staff(by=by, sessions=days, what=say("a room of this day has changed."), at=at, key="room")
    return days


@transaction.atomic
def change_facilitator(
    *,
    by: Actor,
    component: SessionComponent,
    staff: StaffMember,
    at: dt.datetime,
    stands_in_for: StaffMember | None = None,
    scope: Scope = ONE_BY_ONE,
    role: str = FacilitatorRole.LEAD,
    version: int | None = None,
) -> list[ProgramSession]:
    """Let a colleague lead a part, or join it with ``role`` co. Both the one who comes and the one who goes are told.

    Refused when they are not licensed on one of the days, have left, or are taken then; ``Stale`` for an older ``version``.
    """
    first = _lock(component, version)
    require(policies.may_staff(by, first))
    days = days_in_scope(first, scope, at)
    needs_licence = role == FacilitatorRole.LEAD and component.kind.needs_licensed_lead
    for day in days:
        refuse_unlicensed(staff, day, needs_licence=needs_licence)
    if scope != ONE_BY_ONE:
        _change_template(by, first, days, component, staff, role, at)
    tell_staff(by=by, sessions=days, what=say("who leads this day has changed."), at=at, key="leads")
    for part in _same_parts(component, days):
        _assign(part, staff, role, stands_in_for)
        _count_change(part)
    _finish(by, days, at, scope, "sessions.facilitator_changed", {"staff": staff.pk, "role": str(role)})
    tell_staff(by=by, sessions=days, what=say("who leads this day has changed."), at=at, key="leads")
    watch_leads(by=by, track=first.track, at=at)
    return days


@transaction.atomic
def remove_facilitator(
    *, by: Actor, component: SessionComponent, staff: StaffMember, at: dt.datetime, version: int | None = None
) -> None:
    """Take a co-facilitator off a part of this day. A lead is replaced, not removed. Raises ``Stale``."""
    session = _lock(component, version)
    require(policies.may_staff(by, session))
    row = SessionFacilitator.objects.filter(component=component, staff=staff).first()
    if row is None or row.role == FacilitatorRole.LEAD:
        raise Conflict(say("Only a co-facilitator can be taken off; name another lead instead."))
    row.delete()
    _count_change(component)
    _finish(by, [session], at, ONE_BY_ONE, "sessions.facilitator_removed", {"staff": staff.pk})


def _lock(component: SessionComponent, version: int | None) -> ProgramSession:
    """Lock the day of a part, as whatever changes one does first."""
    session = lock_session(component.session_id)
    component.refresh_from_db(fields=["version"])
    require_current(component.version, version, CHANGED)
    return session


def _count_change(part: SessionComponent) -> None:
    part.version += 1
    part.save(update_fields=["version"])


def _assign(part: SessionComponent, staff: StaffMember, role: str, stands_in_for: StaffMember | None) -> None:
    SessionFacilitator.objects.filter(component=part, staff=staff).delete()
    if role == FacilitatorRole.LEAD:
        SessionFacilitator.objects.filter(component=part, role=FacilitatorRole.LEAD).delete()
    instead_of = stands_in_for.pk if stands_in_for and stands_in_for.pk != staff.pk else None
    SessionFacilitator.objects.create(component=part, staff=staff, role=role, stands_in_for_id=instead_of)


def _change_template(
    by: Actor,
    first: ProgramSession,
    days: Sequence[ProgramSession],
    component: SessionComponent,
    staff: StaffMember,
    role: str,
    at: dt.datetime,
) -> None:
    def with_staff(part: weekly.PlannedPart) -> weekly.PlannedPart:
        others = tuple(each for each in part.co_ids if each != staff.pk)
        if role == FacilitatorRole.LEAD:
            return replace(part, lead_id=staff.pk, co_ids=others)
        return replace(part, co_ids=(*others, staff.pk))

    weekly.change_part(
        by=by, session=first, days=days, at=at, index=_index(component), kind_id=component.kind_id, edit=with_staff
    )


def _same_parts(component: SessionComponent, days: Sequence[ProgramSession]) -> list[SessionComponent]:
    """Find the part in each day: the one at the same place and of the same kind."""
    rows = SessionComponent.objects.filter(session__in=days, position=component.position, kind=component.kind_id)
    return list(rows.order_by("session__starts_at"))


def _index(component: SessionComponent) -> int:
    return SessionComponent.objects.filter(session=component.session_id, position__lt=component.position).count()


def _finish(
    by: Actor,
    days: Sequence[ProgramSession],
    at: dt.datetime,
    scope: Scope,
    verb: str,
    detail: dict[str, uuid.UUID | str | None],
) -> None:
    for day in days:
        day.version += 1
        if scope == ONE_BY_ONE:
            day.is_customised = True
    ProgramSession.objects.bulk_update(days, ["version", "is_customised"])
    if all(day.status == SessionStatus.PLANNED for day in days):
        retake(by=by, days=days, at=at)
    record_change(by, verb, days, {"scope": scope, **detail})
