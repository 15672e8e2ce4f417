"""Colleagues: who they are, what they are licensed for, which roles they hold where, and how they leave."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from iop.access.actors import Actor
from iop.access.models import Role
from iop.accounts.actions import add_staff_user, block_user
from iop.audit.recorder import record
from iop.clinic import policies
from iop.clinic.models import CredentialKind, SiteRole, StaffCredential, StaffMember
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say, sentence

STAFF_FIELDS = ("first_name", "last_name", "title", "phone", "supervisor_id")
KIND_FIELDS = ("name", "may_lead", "may_lead_supervised", "may_sign", "needs_cosignature", "expires")
CREDENTIAL_FIELDS = ("kind_id", "number", "state", "issued_on", "expires_on", "is_primary")


@transaction.atomic
def add_staff(
    *, by: Actor, email: str, first_name: str, last_name: str, password: str | None = None, **fields: Any
) -> StaffMember:
    """Register a colleague with a sign-in. Without a password they set their own by an e-mailed link."""
    require(policies.may_edit_staff(by))
    user = add_staff_user(by=by, email=email, password=password)
    staff = StaffMember.objects.create(user=user, first_name=first_name, last_name=last_name, **fields)
    record(by=by, verb="clinic.staff_added", subject=staff)
    return staff


@transaction.atomic
def change_staff(*, by: Actor, staff_id: uuid.UUID, version: int, **fields: Any) -> StaffMember:
    """Change a colleague's details. A circle of supervisors is refused; a stale ``version`` is told, not obeyed."""
    require(policies.may_edit_staff(by))
    staff = StaffMember.objects.select_for_update().get(pk=staff_id)
    if staff.version != version:
        raise Stale(
            say("Somebody else changed this colleague meanwhile. Look again; nothing of theirs was overwritten.")
        )
    wanted = {name: value for name, value in fields.items() if name in STAFF_FIELDS}
    _refuse_circle(staff_id, wanted.get("supervisor_id"))
    changed = [name for name, value in wanted.items() if getattr(staff, name) != value]
    for name, value in wanted.items():
        setattr(staff, name, value)
    staff.version += 1
    staff.save()
    record(by=by, verb="clinic.staff_changed", subject=staff, detail={"fields": changed})
    return staff


@transaction.atomic
def save_credential_kind(*, by: Actor, code: str, **fields: Any) -> CredentialKind:
    """Add a kind of licence, or change what one allows from now on. Signatures keep the letters they were made with."""
    require(policies.may_edit_clinic(by))
    wanted = {name: value for name, value in fields.items() if name in KIND_FIELDS}
    kind, added = CredentialKind.objects.update_or_create(code=code, defaults=wanted)
    rights = {name: value for name, value in wanted.items() if name != "name"}
    record(by=by, verb="clinic.credential_kind_saved", subject=kind, detail={"added": added, **rights})
    return kind


@transaction.atomic
def add_credential(
    *, by: Actor, staff_id: uuid.UUID, kind_id: uuid.UUID, issued_on: dt.date, expires_on: dt.date | None = None,
    number: str = "", state: str = "", is_primary: bool = True,
) -> StaffCredential:  # fmt: skip
    """Put a licence on a colleague's file, for the days from ``issued_on`` to ``expires_on``, both included."""
    require(policies.may_edit_staff(by))
    kind = CredentialKind.objects.get(pk=kind_id)
    _check_dates(kind, issued_on, expires_on)
    row = StaffCredential.objects.create(
        staff_id=staff_id,
        kind=kind,
        issued_on=issued_on,
        expires_on=expires_on,
        number=number,
        state=state,
        is_primary=is_primary,
    )
    record(
        by=by, verb="clinic.credential_added", subject=row,
        detail={"staff": staff_id, "kind": kind.pk, "issued_on": issued_on, "expires_on": expires_on},
    )  # fmt: skip
    return row


@transaction.atomic
def change_credential(*, by: Actor, credential_id: uuid.UUID, **fields: Any) -> StaffCredential:
    """Correct or renew a licence; what changed goes on the record with both dates."""
    require(policies.may_edit_staff(by))
    row = StaffCredential.objects.select_for_update(of=("self",)).select_related("kind").get(pk=credential_id)
    before = {"issued_on": row.issued_on, "expires_on": row.expires_on}
    for name, value in fields.items():
        if name in CREDENTIAL_FIELDS:
            setattr(row, name, value)
    _check_dates(row.kind, row.issued_on, row.expires_on)
    row.save()
    record(
        by=by, verb="clinic.credential_changed", subject=row,
        detail={"staff": row.staff_id, "before": before, "issued_on": row.issued_on, "expires_on": row.expires_on},
    )  # fmt: skip
    return row


@transaction.atomic
def give_role(
    *,
    by: Actor,
    staff_id: uuid.UUID,
    site_id: uuid.UUID,
    role_id: uuid.UUID,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> SiteRole:
    """Let a colleague hold a role at a site from ``starts_on`` to ``ends_on`` (both included; none is open-ended)."""
    require(policies.may_edit_staff(by, site_id))
    role = Role.objects.get(pk=role_id)
    require(policies.may_give_role(by, role, site_id))
    if ends_on and ends_on < starts_on:
        raise Invalid(say("The last day cannot be before the first."), field="ends_on")
    row = SiteRole(staff_id=staff_id, site_id=site_id, role=role, starts_on=starts_on, ends_on=ends_on)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        if "site_role_once" not in str(clash):
            raise
        raise Conflict(
            say("This colleague already holds that role at this site in these days."), field="role"
        ) from clash
    record(
        by=by, verb="clinic.role_given", subject=row, site_id=site_id,
        detail={"staff": staff_id, "role": role.key, "starts_on": starts_on, "ends_on": ends_on},
    )  # fmt: skip
    return row


@transaction.atomic
def end_role(*, by: Actor, site_role_id: uuid.UUID, ends_on: dt.date) -> None:
    """Let a role end with the day ``ends_on``; one that would then never have held is taken away altogether.

    The last administrator of the clinic cannot lose that role: nobody could give it back.
    """
    row = SiteRole.objects.select_for_update(of=("self",)).select_related("role").get(pk=site_role_id)
    require(policies.may_edit_staff(by, row.site_id))
    policies.refuse_losing_last_administrator(row.staff_id, without_role=row.pk, after=ends_on)
    if ends_on < row.starts_on:
        row.delete()
    else:
        row.ends_on = ends_on
        row.save(update_fields=["ends_on"])
    record(
        by=by, verb="clinic.role_ended", subject=("clinic.siterole", site_role_id), site_id=row.site_id,
        detail={"staff": row.staff_id, "role": row.role.key, "ends_on": ends_on},
    )  # fmt: skip


@transaction.atomic
def depart(*, by: Actor, staff_id: uuid.UUID, left_on: dt.date, on: dt.date) -> StaffMember:
    """Note that a colleague no longer works here from ``left_on`` on. ``on`` is today at the clinic.

    Roles end the day before. If that day has come, the sign-in is blocked and every open session of it ends at once.
    Signatures and history stay. What they still owed is moved by ``iop.workflows.departure``.
    """
    require(policies.may_edit_staff(by))
    staff = StaffMember.objects.select_for_update().select_related("user").get(pk=staff_id)
    if staff_id == by.staff_id:
        raise Conflict(say("You cannot let yourself leave; ask another administrator."))
    policies.refuse_losing_last_administrator(staff_id, after=left_on)
    staff.left_on = left_on
    staff.version += 1
    staff.save(update_fields=["left_on", "version"])
    last_day = left_on - dt.timedelta(days=1)
    SiteRole.objects.filter(staff=staff, starts_on__gt=last_day).delete()
    SiteRole.objects.overlapping(left_on, left_on).filter(staff=staff).update(ends_on=last_day)
    if left_on <= on:
        block_user(by=by, user_id=staff.user_id)
    record(by=by, verb="clinic.staff_departed", subject=staff, detail={"left_on": left_on})
    return staff


def _check_dates(kind: CredentialKind, issued_on: dt.date, expires_on: dt.date | None) -> None:
    if kind.expires and expires_on is None:
        raise Invalid(
            sentence(say("{code} is a licence that ends; give its expiry date."), code=kind.code), field="expires_on"
        )
    if expires_on and expires_on < issued_on:
        raise Invalid(say("A licence cannot expire before it was issued."), field="expires_on")


def _refuse_circle(staff_id: uuid.UUID, supervisor_id: uuid.UUID | None) -> None:
    seen = {staff_id}
    while supervisor_id is not None:
        if supervisor_id in seen:
            raise Invalid(say("Two people cannot supervise each other, not even through others."), field="supervisor")
        seen.add(supervisor_id)
        supervisor_id = StaffMember.objects.values_list("supervisor_id", flat=True).get(pk=supervisor_id)
