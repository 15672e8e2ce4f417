"""Deciding clients' days, handing them to somebody, and leaving a changed day as it was billed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction

from billing import deciding, delivered
from billing.actions import locks
from billing.actions.changed import SUBJECT, settled
from billing.actions.settling import Settled, settle
from billing.choices.rules import DayState, HoldCode, HoldOwner
from billing.day_facts import Key
from billing.models import ClientDay
from billing.policies.charges import may_work_days
from billing.rules.charges import rests_on
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.work.actions import drop_for, open_item
from iop.work.choices import WorkKind

CHUNK = 400
"""Days of one transaction: few enough that nobody waits long for a client's lock."""
RECENT = dt.timedelta(days=7)
YEAR = dt.timedelta(days=400)
DAYS_TO_MEND = 3


def decide_days(
    *, by: Actor, at: dt.datetime, keys: Collection[Key] | None = None, site_id: uuid.UUID | None = None,
    first: dt.date | None = None, last: dt.date | None = None,
) -> int:  # fmt: skip
    """Decide days anew and write what is different: the days in ``keys``, or all of a site in a range.

    A day that is charged already and has changed since is taken back and posted anew, or somebody is asked when a claim that
    stands bears it. One transaction for each ``CHUNK``. Say how many rows were written.
    """
    if keys is None:
        assert site_id is not None
        assert first is not None
        assert last is not None
        keys = delivered.keys(site_id, first, last)
    total = Settled()
    for part in chunks(keys):
        total.add(settle(by=by, keys=part, at=at, charges=False))
    return total.written


def sweep(*, by: Actor, at: dt.datetime, whole: bool = False) -> int:
    """Decide what may have changed: the last days of each site, and all days that wait; ``whole``: a year back.

    Say how many rows were written.
    """
    written = 0
    for site in Site.objects.filter(is_active=True):
        today = clock.local_date(at, site.time_zone)
        wanted = delivered.keys(site.pk, today - (YEAR if whole else RECENT), today)
        waits = ClientDay.objects.filter(site=site, on__gte=today - YEAR).exclude(state=DayState.NOT_BILLABLE)
        wanted |= set(waits.filter(charged_at__isnull=True).values_list("client", "on"))
        wanted |= set(waits.filter(state=DayState.REVIEW).values_list("client", "on"))
        written += decide_days(by=by, at=at, keys=wanted)
    return written


def decide_anew(*, by: Actor, rows: Iterable[ClientDay], at: dt.datetime) -> int:
    """Decide these days anew, because somebody asks for it; say how many came out differently."""
    mine = list(rows)
    for site_id in {row.site_id for row in mine}:
        require(may_work_days(by, site_id))
    return decide_days(by=by, at=at, keys={(row.client_id, row.on) for row in mine})


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Cut days into runs of ``CHUNK``, a client's days together and in order."""
    ordered = sorted(set(keys), key=lambda key: (key[0].bytes, key[1]))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


@transaction.atomic
def assign(*, by: Actor, day: ClientDay, staff: StaffMember, at: dt.datetime, note: str = "") -> None:
    """Put a day on a colleague's list. They must be able to open it. ``note`` says what to do, without a name."""
    require(may_work_days(by, day.site_id))
    on = clock.local_date(at, day.site.time_zone)
    if (
        not StaffMember.objects.working(on)
        .at_site(day.site_id, on, Permission.BILLING_VIEW)
        .filter(pk=staff.pk)
        .exists()
    ):
        raise Invalid(say("This colleague does not work with billing at that site."), field="staff")
    drop_for(by=by, subject=(SUBJECT, day.pk), kind=WorkKind.DAY_HELD, at=at)
    open_item(
        by=by, kind=WorkKind.DAY_HELD, site_id=day.site_id, subject=(SUBJECT, day.pk), client_id=day.client_id,
        summary=note.strip()[:300] or say("A day cannot be billed yet: look what it waits for."),
        due_at=at + dt.timedelta(days=DAYS_TO_MEND), dedupe_key=f"day_held:{day.pk}", assignee_id=staff.pk,
    )  # fmt: skip


@transaction.atomic
def leave_as_billed(*, by: Actor, day: ClientDay, because: str, at: dt.datetime) -> None:
    """Let a day that changed after it was billed stand as it was billed, with the reason. The next change is asked about again."""
    require(may_work_days(by, day.site_id))
    if not because.strip():
        raise Invalid(say("Say why it is right as it was billed."), field="because")
    locks.hold_clients([day.client_id])
    row = ClientDay.objects.select_for_update().get(pk=day.pk)
    if HoldCode.CHANGED_AFTER not in row.holds:
        raise Conflict(say("Nobody is asked about this day any more."), code="not_asked")
    found = deciding.decide([(row.client_id, row.on)], at).get((row.client_id, row.on))
    row.digest = rests_on(found[0]) if found else ""
    row.state, row.holds, row.owner, row.owner_staff = DayState.BILLABLE, [], HoldOwner.NOBODY, None
    row.words = str(say("Left as it was billed."))
    row.trace = [*row.trace, {"code": "left_as_billed", "held": True, "words": because.strip()[:300]}]
    row.decided_at = at
    row.version += 1
    row.save()
    settled(by=by, day_id=row.pk, at=at)
    record(by=by, verb="billing.left_as_billed", subject=row, clients=[row.client_id], site_id=row.site_id)
