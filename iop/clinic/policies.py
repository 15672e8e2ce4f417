"""Who may lead, sign and change the clinic. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.access.models import Role
from iop.audit.choices import ActorKind
from iop.clinic import rules
from iop.clinic.models import SiteRole, StaffCredential, StaffMember
from iop.core.errors import Conflict
from iop.core.words import Sentence, day_words, say, sentence


def held(credential: StaffCredential) -> rules.Held:
    """Give a licence on file as the plain value that rules decide on."""
    kind = credential.kind
    return rules.Held(
        code=kind.code,
        issued_on=credential.issued_on,
        expires_on=credential.expires_on,
        expires=kind.expires,
        may_lead=kind.may_lead,
        may_lead_supervised=kind.may_lead_supervised,
        may_sign=kind.may_sign,
        needs_cosignature=kind.needs_cosignature,
        is_primary=credential.is_primary,
    )


def credentials_of(staff: StaffMember) -> list[rules.Held]:
    """Read a colleague's licences: no query when ``credentials__kind`` was prefetched."""
    if "credentials" in getattr(staff, "_prefetched_objects_cache", {}):
        return [held(item) for item in staff.credentials.all()]
    return [held(item) for item in staff.credentials.select_related("kind")]


def why_cannot_lead(staff: StaffMember, on: dt.date) -> Sentence | None:
    """A colleague who works here and is licensed that day may answer for a group; supervised staff need a supervisor."""
    return _why_gone(staff, on) or rules.why_cannot_lead(
        credentials_of(staff), on, has_supervisor=staff.supervisor_id is not None
    )


def why_cannot_sign(staff: StaffMember, on: dt.date) -> Sentence | None:
    """A colleague signs under a licence that holds that day; a departed one signs nothing."""
    return _why_gone(staff, on) or rules.why_cannot_sign(credentials_of(staff), on)


def needs_cosignature(staff: StaffMember, on: dt.date) -> bool:
    """A note by somebody whose licence does not sign alone waits for a supervisor."""
    return rules.needs_cosignature(credentials_of(staff), on)


def credential_on(staff: StaffMember, on: dt.date) -> str:
    """Give what a signature shows behind the name that day: "LCSW"."""
    return rules.credential_on(credentials_of(staff), on)


def may_edit_clinic(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Sites, rooms, levels and settings are changed by those whose role says so."""
    if actor.can(Permission.CLINIC_EDIT, site_id):
        return None
    return say("Only a site administrator may change the clinic.")


def may_edit_staff(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Colleagues, their licences and roles are changed by those whose role says so."""
    if actor.can(Permission.STAFF_EDIT, site_id):
        return None
    return say("Only a site administrator may change staff and their roles.")


def may_edit_profile(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """The program page is changed by those who set up intake."""
    if actor.can(Permission.INTAKE_SETUP, site_id):
        return None
    return say("Your role does not include changing the program page.")


def _why_gone(staff: StaffMember, on: dt.date) -> Sentence | None:
    if staff.left_on and staff.left_on <= on:
        return sentence(say("This colleague left on {date}."), date=day_words(staff.left_on))
    return None


def may_give_role(actor: Actor, role: Role, site_id: uuid.UUID) -> Sentence | None:
    """Nobody gives away what they may not do themselves, except administrators, who may give every role of their site.

    An integration is no administrator: it gives no role that may do more than it may itself.
    """
    missing = set(role.permissions) - actor.grants.get(site_id, frozenset())
    if not missing or actor.is_system:
        return None
    if actor.can(Permission.CLINIC_EDIT, site_id) and actor.kind != ActorKind.API:
        return None
    return say("You can only give roles whose permissions you hold yourself.")


def refuse_losing_last_administrator(
    staff_id: uuid.UUID, *, after: dt.date, without_role: uuid.UUID | None = None
) -> None:
    """Somebody must stay who may change staff; else nobody could ever be let in again.

    Looks at the day after ``after``. ``without_role`` is the one role about to end; without it all of the colleague's are.
    """
    left = SiteRole.objects.on(after + dt.timedelta(days=1)).filter(role__permissions__contains=[Permission.STAFF_EDIT])
    left = left.filter(staff__left_on__isnull=True, staff__user__is_active=True)
    others = left.exclude(pk=without_role) if without_role else left.exclude(staff_id=staff_id)
    if left.exists() and not others.exists():
        raise Conflict(say("This is the last administrator; give somebody else that role first."))
