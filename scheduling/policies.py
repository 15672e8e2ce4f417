"""Who may change the schedule. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core.words import Sentence, say


def may_see_schedule(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Calendars, tracks and templates are seen by those who may open the treatment day."""
    if actor.can(Permission.SESSION_VIEW, site_id):
        return None
    return say("Your role does not include seeing the schedule.")


def may_enrol(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Places in tracks are given and changed by intake, case managers and the clinical director."""
    if actor.can(Permission.ENROL, site_id):
        return None
    return say("Your role does not include changing enrolment.")


def may_seat_on_admission(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """The first place in a track is given by whoever admits, or by those who change enrolment anyway."""
    return None if actor.can(Permission.ADMIT, site_id) else may_enrol(actor, site_id)


def may_seat_with_level(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """The place that goes with a decided level is given, left and restored by whoever decides it, or who changes enrolment."""
    return None if actor.can(Permission.PLACEMENT_DECIDE, site_id) else may_enrol(actor, site_id)


def may_hold_seats(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Seats are held, given back and held longer by those who take calls."""
    if actor.can(Permission.INTAKE_WORK, site_id):
        return None
    return say("Your role does not include holding seats.")


def may_edit_templates(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Programs, tracks, weekly templates and the curriculum are changed by those who plan the program."""
    if actor.can(Permission.TEMPLATE_EDIT, site_id):
        return None
    return say("Your role does not include changing tracks, templates and the curriculum.")


def may_edit_rooms(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Rooms are kept by the site administrator and by those who plan the program."""
    if actor.can(Permission.CLINIC_EDIT, site_id) or actor.can(Permission.TEMPLATE_EDIT, site_id):
        return None
    return say("Your role does not include changing rooms.")


def may_book(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Appointments are booked, moved and cancelled by those whose role says so."""
    if actor.can(Permission.APPOINTMENT_BOOK, site_id):
        return None
    return say("Your role does not include booking appointments.")


def may_plan_family(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Who takes part in a family appointment is planned by those who book, and by those who keep family care."""
    if actor.can(Permission.FAMILY_KEEP, site_id):
        return None
    return may_book(actor, site_id)


def may_keep_family(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """What was offered to families, and what came of it, is kept by those who treat clients one-to-one."""
    if actor.can(Permission.FAMILY_KEEP, site_id):
        return None
    return say("Your role does not include keeping what is offered to families.")


def may_expect(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """How often a client has one-to-one appointments is agreed by those who write treatment plans or decide placements."""
    if actor.can(Permission.PLAN_WRITE, site_id) or actor.can(Permission.PLACEMENT_DECIDE, site_id):
        return None
    return say("Your role does not include changing how often a client has appointments.")


def may_keep_commitments(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """When a client cannot come is kept by everybody who books for them or enrols them."""
    keeping = (Permission.APPOINTMENT_BOOK, Permission.ENROL, Permission.CLIENT_EDIT)
    if any(actor.can(each, site_id) for each in keeping):
        return None
    return say("Your role does not include keeping when a client cannot come.")


def may_block(actor: Actor, staff: StaffMember) -> Sentence | None:
    """Colleagues block their own time; those who staff sessions block anybody's."""
    if actor.is_system or actor.staff_id == staff.pk or actor.can(Permission.SESSION_MOVE):
        return None
    return say("You may block your own time only.")
