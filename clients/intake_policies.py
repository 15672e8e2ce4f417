"""Who may do what on the way from the first call to admission. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from clients.intake_rules import needs_somebody_now
from clients.models import Inquiry
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_take_inquiries(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Calls are taken, and the board kept, by intake, case managers and the clinical director."""
    if actor.can(Permission.INTAKE_WORK, site_id):
        return None
    return say("Your role does not include taking calls and keeping the intake board.")


def may_open_inquiry(actor: Actor, inquiry: Inquiry) -> Sentence | None:
    """An inquiry is opened by those who keep the board or assess; one about danger by whoever follows concerns up."""
    site = inquiry.site_id
    if actor.can(Permission.INTAKE_WORK, site) or actor.can(Permission.ASSESS, site):
        return None
    if actor.can(Permission.CONCERN_RAISE, site) and needs_somebody_now(inquiry.urgency, inquiry.safety):
        return None
    return say("Your role does not include opening inquiries.")


def may_judge_fit(actor: Actor, inquiry: Inquiry) -> Sentence | None:
    """Checks are answered, and an assessment noted, by those who keep the board or assess."""
    if actor.can(Permission.INTAKE_WORK, inquiry.site_id) or actor.can(Permission.ASSESS, inquiry.site_id):
        return None
    return say("Your role does not include answering intake checks.")


def may_set_up_intake(actor: Actor) -> Sentence | None:
    """The fit checklist is the clinic's: whoever sets intake up at a site may change it."""
    if actor.can(Permission.INTAKE_SETUP):
        return None
    return say("Your role does not include changing the fit checklist.")


def may_keep_sources(actor: Actor) -> Sentence | None:
    """Referral sources are added during a call, so whoever takes calls may keep them too."""
    if actor.can(Permission.INTAKE_SETUP) or actor.can(Permission.INTAKE_WORK):
        return None
    return say("Your role does not include keeping referral sources.")


def may_keep_stays(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Stays elsewhere are kept by those who work on intake or decide placements."""
    if actor.can(Permission.INTAKE_WORK, site_id) or actor.can(Permission.PLACEMENT_DECIDE, site_id):
        return None
    return say("Your role does not include keeping stays elsewhere.")


def may_complete_admission(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Admission as one step is for those whose role says so; what must be there first is the checklist's."""
    if actor.can(Permission.ADMIT, site_id):
        return None
    return say("Your role does not include admitting clients.")
