"""The on-call rota."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import policies
from iop.clinic.models import OnCallShift, SiteRole, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say, sentence


@transaction.atomic
def add_shift(
    *, by: Actor, site_id: uuid.UUID, staff_id: uuid.UUID, starts_at: dt.datetime, ends_at: dt.datetime, phone: str = ""
) -> OnCallShift:
    """Put a colleague on call for a site. One person answers at a time: an overlap is refused with who and when.

    ``phone`` is where to call during the shift; empty means the colleague's own number, which must then exist.
    """
    require(policies.may_edit_clinic(by, site_id))
    if ends_at <= starts_at:
        raise Invalid(say("A shift ends after it starts."), field="ends_at")
    staff = StaffMember.objects.get(pk=staff_id)
    if not (phone or staff.phone):
        raise Invalid(say("Nobody could call this colleague; give a phone number for the shift."), field="phone")
    if staff.left_on and ends_at.astimezone(dt.UTC).date() >= staff.left_on:
        raise Invalid(say("This colleague no longer works here then."), field="staff")
    shift = OnCallShift(site_id=site_id, staff=staff, starts_at=starts_at, ends_at=ends_at, phone=phone)
    _save(shift)
    record(
        by=by, verb="clinic.on_call_added", subject=shift, site_id=site_id,
        detail={"staff": staff_id, "starts_at": starts_at, "ends_at": ends_at},
    )  # fmt: skip
    return shift


@transaction.atomic
def remove_shift(*, by: Actor, shift_id: uuid.UUID, at: dt.datetime) -> None:
    """Take a shift off the rota; one that has begun is shortened to end now, so who answered stays on record."""
    shift = OnCallShift.objects.select_for_update().get(pk=shift_id)
    require(policies.may_edit_clinic(by, shift.site_id))
    if shift.ends_at <= at:
        raise Invalid(say("This shift is over; it stays on record."))
    if shift.starts_at < at:
        shift.ends_at = at
        shift.save(update_fields=["ends_at"])
    else:
        shift.delete()
    record(by=by, verb="clinic.on_call_removed", subject=("clinic.oncallshift", shift_id), site_id=shift.site_id)


@transaction.atomic
def hand_over_shifts(
    *, by: Actor, from_staff_id: uuid.UUID, to_staff_id: uuid.UUID | None, left_on: dt.date, at: dt.datetime
) -> list[OnCallShift]:
    """Take a colleague off the rota from ``left_on`` on (each site's own midnight) and put another in their place.

    ``to_staff_id`` takes a turn where they hold a role at the site on that day and can be called. A turn under way is cut
    there, so who answered stays on record. Gives the turns that nobody has now, as they were.
    """
    require(policies.may_edit_staff(by))
    rows = OnCallShift.objects.filter(staff_id=from_staff_id, ends_at__gt=at).select_for_update(of=("self",))
    takes = _sites_taken(to_staff_id, left_on)
    lost: list[OnCallShift] = []
    for shift in rows.select_related("site").order_by("starts_at"):
        cut = max(at, clock.day_bounds(left_on, shift.site.time_zone)[0])
        if shift.ends_at > cut:
            rest = _take_off(shift, cut)
            if to_staff_id is not None and shift.site_id in takes:
                OnCallShift.objects.create(
                    site_id=shift.site_id, staff_id=to_staff_id,
                    starts_at=rest.starts_at, ends_at=rest.ends_at,
                )  # fmt: skip
            else:
                lost.append(rest)
            record(
                by=by, verb="clinic.on_call_handed_over", subject=("clinic.oncallshift", shift.pk), site_id=shift.site_id,
                detail={"from": from_staff_id, "to": to_staff_id if shift.site_id in takes else None, "from_at": rest.starts_at},
            )  # fmt: skip
    return lost


def _sites_taken(staff_id: uuid.UUID | None, on: dt.date) -> set[uuid.UUID]:
    """Where a colleague may be put on call that day: nowhere without a number of their own."""
    staff = StaffMember.objects.working(on).filter(pk=staff_id).first() if staff_id else None
    if staff is None or not staff.phone:
        return set()
    return set(SiteRole.objects.on(on).filter(staff=staff).values_list("site_id", flat=True))


def _take_off(shift: OnCallShift, cut: dt.datetime) -> OnCallShift:
    """Let a shift end at ``cut``, or go when it would begin later; give what is left of it."""
    rest = OnCallShift(
        site=shift.site, staff_id=shift.staff_id, phone=shift.phone,
        starts_at=max(shift.starts_at, cut), ends_at=shift.ends_at,
    )  # fmt: skip
    if shift.starts_at >= cut:
        OnCallShift.objects.filter(pk=shift.pk).delete()
    else:
        OnCallShift.objects.filter(pk=shift.pk).update(ends_at=cut)
    return rest


def _save(shift: OnCallShift) -> None:
    try:
        with transaction.atomic():
            shift.save()
    except IntegrityError as clash:
        other = OnCallShift.objects.between(shift.starts_at, shift.ends_at).filter(site_id=shift.site_id).first()
        if other is None:
            raise
        raise Conflict(
            sentence(say("{name} is already on call then."), name=other.staff.name), detail={"shift": str(other.pk)}
        ) from clash
