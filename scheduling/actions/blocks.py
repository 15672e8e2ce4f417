"""Time a colleague is not available."""

from __future__ import annotations

import datetime as dt

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import SiteRole, StaffMember
from iop.core.errors import Invalid, require
from iop.core.words import say
from scheduling import busy, calendars, policies
from scheduling.busy import atomic_again
from scheduling.choices import BusySource
from scheduling.models import BusyTime, StaffBlock
from scheduling.rules.times import by_the_day

LONGEST_BLOCK = dt.timedelta(days=366)


@atomic_again
def block_staff(
    *,
    by: Actor,
    staff: StaffMember,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    reason: str,
    at: dt.datetime,
    zone: str = "",
) -> StaffBlock:
    """Block a colleague's time: leave, training, supervision. What is already planned then is a ``Conflict`` that names it.

    ``zone`` is for the wall times of that sentence; without it, that of a site where they work.
    """
    require(policies.may_block(by, staff))
    if not at < ends_at or ends_at <= starts_at or ends_at - starts_at > LONGEST_BLOCK:
        raise Invalid(say("Block a time that ends after it begins and after now, a year at most."), field="ends_at")
    if not reason.strip():
        raise Invalid(say("Say what the time is for."), field="reason")
    row = StaffBlock.objects.create(staff=staff, starts_at=starts_at, ends_at=ends_at, reason=reason.strip()[:120])
    calendar = calendars.ensure(staff=[staff.pk], lock=True)["staff", staff.pk]
    busy.take(
        [
            BusyTime(calendar_id=calendar, starts_at=start, ends_at=end, source=BusySource.BLOCK, source_id=row.pk)
            for start, end in by_the_day(starts_at, ends_at)
        ],
        by=by, zone=zone or _zone_of(staff), is_locked=True,
    )  # fmt: skip
    record(
        by=by,
        verb="scheduling.staff_blocked",
        subject=row,
        detail={"staff": staff.pk, "starts_at": starts_at, "ends_at": ends_at},
    )
    return row


@atomic_again
def unblock_staff(*, by: Actor, block: StaffBlock, at: dt.datetime) -> None:
    """Give a colleague's blocked time back."""
    row = StaffBlock.objects.select_for_update(of=("self",)).select_related("staff").get(pk=block.pk)
    require(policies.may_block(by, row.staff))
    busy.release(source_id=row.pk)
    record(
        by=by,
        verb="scheduling.staff_unblocked",
        subject=row,
        detail={"staff": row.staff_id, "starts_at": row.starts_at},
    )
    row.delete()


def _zone_of(staff: StaffMember) -> str:
    zones = SiteRole.objects.filter(staff=staff).order_by("starts_on").values_list("site__time_zone", flat=True)
    return zones.first() or "UTC"
