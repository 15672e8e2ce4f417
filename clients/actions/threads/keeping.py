"""Who answers a thread, and when it is done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet

from clients import thread_policies as policies
from clients.actions.threads.asking import ask_anew
from clients.models import CareTeamMembership, Thread
from clients.thread_choices import THREAD
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.clinic.policies import may_edit_staff
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say, sentence
from iop.work.actions import close_for
from iop.work.choices import WorkKind


@transaction.atomic
def take(*, by: Actor, thread: Thread, at: dt.datetime) -> Thread:
    """Take a thread that nobody has. Raises ``Conflict`` when a colleague was quicker."""
    row = _held(by, thread)
    if row.assigned_to_id == by.staff_id:
        return row
    if row.assigned_to is not None:
        raise Conflict(sentence(say("{name} has taken this already."), name=row.assigned_to.name), code="taken")
    return _give(by, row, by.staff_id, at)


@transaction.atomic
def hand_over(*, by: Actor, thread: Thread, version: int, to_staff_id: uuid.UUID | None, at: dt.datetime) -> Thread:
    """Give a thread to a colleague who answers messages at its site, or back to the whole team (none).

    Raises ``Stale`` when it was changed since the page with ``version`` was opened, ``Invalid`` for somebody who could not read it.
    """
    row = _held(by, thread)
    if row.version != version:
        raise Stale(say("Something changed meanwhile. Look at it again first."))
    if to_staff_id is not None and not heirs(row, at).filter(pk=to_staff_id).exists():
        raise Invalid(say("This colleague does not answer messages here. Choose another."), field="to")
    return _give(by, row, to_staff_id, at)


@transaction.atomic
def settle(*, by: Actor, thread: Thread, version: int, at: dt.datetime) -> Thread:
    """Say that what a client wrote needs no written answer: it was a thank-you, or was talked about."""
    row = _held(by, thread)
    if row.version != version:
        raise Stale(say("Something was written meanwhile. Read it first."))
    if row.waits_since is None:
        raise Conflict(say("Nothing waits here any more."))
    return _changed(by, row, "clients.thread_settled", at, waits_since=None, answer_by=None)


@transaction.atomic
def close(*, by: Actor, thread: Thread, version: int, at: dt.datetime) -> Thread:
    """Close a thread; the client still reads it, and writing in it opens it again. Raises ``Stale`` past what was not seen."""
    row = _held(by, thread)
    if row.version != version:
        raise Stale(say("Something was written meanwhile. Read it first."))
    if row.closed_at is not None:
        raise Conflict(say("A colleague has closed this already."))
    done = {"waits_since": None, "answer_by": None, "closed_at": at, "closed_by_id": by.staff_id}
    return _changed(by, row, "clients.thread_closed", at, **done)


@transaction.atomic
def leave_behind(
    *, by: Actor, staff_id: uuid.UUID, to_staff_id: uuid.UUID | None, sites: Iterable[uuid.UUID], left_on: dt.date,
    at: dt.datetime,
) -> int:  # fmt: skip
    """A colleague leaves: their open threads go to another at ``sites``, and elsewhere back to the team of ``left_on``; say how many.

    Who may let a colleague leave may do this: it opens no chart.
    """
    require(may_edit_staff(by))
    mine = Thread.objects.open().filter(assigned_to=staff_id).select_related("site", "client")
    rows = list(mine.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for row in rows:
        can_read = row.site_id in set(sites) and heirs(row, at).filter(pk__in=[to_staff_id]).exists()
        _give(by, row, to_staff_id if can_read else None, at, left_on)
    return len(rows)


def heirs(thread: Thread, at: dt.datetime) -> QuerySet[StaffMember]:
    """Name the colleagues who answer messages at a thread's site; of a restricted chart only its care team."""
    on = clock.local_date(at, thread.site.time_zone)
    found = StaffMember.objects.working(on).at_site(thread.site_id, on, Permission.THREAD_ANSWER)
    if thread.client.is_restricted:
        team = CareTeamMembership.objects.on(on).filter(episode__client=thread.client_id)
        found = found.filter(pk__in=team.values("staff"))
    return found.order_by("last_name", "first_name", "pk")


def _held(by: Actor, thread: Thread) -> Thread:
    rows = Thread.objects.select_for_update(of=("self",), no_key=True)
    # Whoever has it is read after the lock: what is joined to a row that one waited for is as old as the question.
    row = rows.select_related("site", "client").get(pk=thread.pk)
    require(policies.may_answer(by, row.site_id))
    require(policies.may_read(by, row))
    return row


def _give(by: Actor, row: Thread, staff_id: uuid.UUID | None, at: dt.datetime, on: dt.date | None = None) -> Thread:
    row.assigned_to_id = staff_id
    Thread.objects.filter(pk=row.pk).update(assigned_to=staff_id, version=F("version") + 1)
    record(
        by=by, verb="clients.thread_given", subject=(THREAD, row.pk), clients=[row.client_id], site_id=row.site_id,
        detail={"to": staff_id},
    )  # fmt: skip
    ask_anew(by=by, thread=row, at=at, on=on)
    return row


def _changed(by: Actor, row: Thread, verb: str, at: dt.datetime, **values: object) -> Thread:
    Thread.objects.filter(pk=row.pk).update(version=F("version") + 1, **values)
    close_for(by=by, subject=(THREAD, row.pk), kind=WorkKind.THREAD_WAITS, at=at)
    record(by=by, verb=verb, subject=(THREAD, row.pk), clients=[row.client_id], site_id=row.site_id)
    return row
