"""The on-call rota."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import policies
from iop.clinic.models import OnCallShift, StaffMember
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
