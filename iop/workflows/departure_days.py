"""A colleague leaves: the treatment days ahead that they would have led."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from iop.access.actors import Actor
from iop.clinic.models import SiteRole, StaffMember
from iop.core.words import Sentence, count_words, day_words, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from scheduling import calendars, seats
from scheduling.choices import FacilitatorRole
from scheduling.models import BusyTime, Track
from sessions_app import taking
from sessions_app.actions.moving import record_change
from sessions_app.actions.watching import SUBJECT, staff_with_licences, watch_leads, why_cannot_lead
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession, SessionFacilitator


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many planned days would need somebody else."""
    number = _led(staff_id, left_on, at).values("component__session").distinct().count()
    words = count_words(
        "{n} planned session is theirs to lead: it goes to the colleague you name where they are licensed and free, else "
        "onto the clinical director's list.",
        "{n} planned sessions are theirs to lead: they go to the colleague you name where they are licensed and free, the "
        "others onto the clinical director's list.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Take a colleague off planned days from ``left_on`` on; ``to_staff_id`` leads where licensed, at the site and free.

    Days left without a licensed lead become work for the clinical director (``watch_leads``).
    """
    tracks = _led(staff_id, left_on, at).order_by().values_list("component__session__track", flat=True).distinct()
    # As in making days: the track is held before its days, so that a run at this moment waits.
    held = seats.lock_tracks(tracks)
    days = _locked_days(staff_id, left_on, at)
    if not days:
        return
    rows = list(_led(staff_id, left_on, at).select_related("component__session", "component__kind"))
    taken = _hand_rows(rows, _heir(to_staff_id, rows))
    _retake(days, rows)
    record_change(by, "sessions.facilitator_left", days, {"staff": staff_id, "to": to_staff_id, "handed": len(taken)})
    for track in Track.objects.filter(pk__in=list(held)).select_related("program__site").order_by("pk"):
        watch_leads(by=by, track=track, at=at)
    _tell_heir(by, to_staff_id, taken, at)


@dataclass(frozen=True)
class _Heir:
    """The colleague who takes over, with what may stand in the way."""

    staff: StaffMember
    roles: Sequence[SiteRole]
    busy: Sequence[BusyTime]

    def may_take(self, row: SessionFacilitator) -> bool:
        """Say whether they may have this part: at the site that day, licensed where it is needed, and free."""
        part, session = row.component, row.component.session
        if row.role == FacilitatorRole.LEAD and part.kind.needs_licensed_lead:
            fits = why_cannot_lead(self.staff, session.on) is None
        else:
            fits = self.staff.user.is_active and not (self.staff.left_on and self.staff.left_on <= session.on)
        return fits and self._works(session) and self._is_free(row)

    def _works(self, session: ProgramSession) -> bool:
        return any(
            role.site_id == session.site_id
            and role.starts_on <= session.on
            and (role.ends_on is None or session.on <= role.ends_on)
            for role in self.roles
        )

    def _is_free(self, row: SessionFacilitator) -> bool:
        part = row.component
        return not any(
            taken.part_id != part.pk and taken.starts_at < part.ends_at and taken.ends_at > part.starts_at
            for taken in self.busy
        )


def _led(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> QuerySet[SessionFacilitator]:
    return SessionFacilitator.objects.filter(
        staff_id=staff_id, component__session__status=SessionStatus.PLANNED,
        component__session__on__gte=left_on, component__session__starts_at__gt=at,
    )  # fmt: skip


def _locked_days(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[ProgramSession]:
    ids = _led(staff_id, left_on, at).order_by().values("component__session")
    rows = ProgramSession.objects.filter(pk__in=ids, status=SessionStatus.PLANNED)
    return list(rows.order_by("starts_at", "pk").select_for_update(of=("self",), no_key=True))


def _heir(staff_id: uuid.UUID | None, rows: Sequence[SessionFacilitator]) -> _Heir | None:
    if staff_id is None or not rows:
        return None
    calendars.ensure(staff=[staff_id], lock=True)
    first, last = min(row.component.starts_at for row in rows), max(row.component.ends_at for row in rows)
    busy = BusyTime.objects.filter(calendar__staff=staff_id, starts_at__lt=last, ends_at__gt=first)
    return _Heir(staff_with_licences([staff_id])[staff_id], list(SiteRole.objects.filter(staff=staff_id)), list(busy))


def _hand_rows(rows: Sequence[SessionFacilitator], heir: _Heir | None) -> list[SessionFacilitator]:
    """Give each part to the heir who may take it, and take everybody else's off; say which were taken."""
    taken = [row for row in rows if heir and heir.may_take(row)]
    if heir:
        beside = SessionFacilitator.objects.filter(component__in=[row.component_id for row in taken], staff=heir.staff)
        leading = set(beside.filter(role=FacilitatorRole.LEAD).values_list("component_id", flat=True))
        taken = [row for row in taken if row.component_id not in leading]
        beside.exclude(role=FacilitatorRole.LEAD).delete()
        SessionFacilitator.objects.filter(pk__in=[row.pk for row in taken]).update(staff=heir.staff)
    kept = {row.pk for row in taken}
    SessionFacilitator.objects.filter(pk__in=[row.pk for row in rows if row.pk not in kept]).delete()
    return taken


def _retake(days: Sequence[ProgramSession], rows: Sequence[SessionFacilitator]) -> None:
    ids = [day.pk for day in days]
    taking.release_parts([row.component_id for row in rows], "staff")
    taking.ensure_calendars(ids)
    taking.fill(ids)
    ProgramSession.objects.filter(pk__in=ids).update(version=F("version") + 1)


def _tell_heir(by: Actor, staff_id: uuid.UUID | None, taken: Sequence[SessionFacilitator], at: dt.datetime) -> None:
    sessions = {row.component.session_id: row.component.session for row in taken}
    if staff_id is None or not sessions:
        return
    first = min(sessions.values(), key=lambda session: session.starts_at)
    words = count_words(
        "You lead {n} more session from {day} on, in the place of a colleague who leaves.",
        "You lead {n} more sessions from {day} on, in the place of a colleague who leaves.",
        len(sessions),
    )
    item = NewItem(
        kind=WorkKind.TASK, site_id=first.site_id, subject=(SUBJECT, first.pk), due_at=first.starts_at,
        summary=sentence(words, n=len(sessions), day=day_words(first.on)),
        dedupe_key=f"taken-over:{first.pk}:{staff_id}", assignee_id=staff_id,
    )  # fmt: skip
    open_items(by=by, items=[item])
