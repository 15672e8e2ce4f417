"""Who may assess, and who keeps SUD counseling notes. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices import NoteStatus
from therapy.models import BiopsychosocialAssessment


def may_assess(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """An assessment is begun, written and signed by those who assess at the site (A.A.C. R9-10-1011(B))."""
    if actor.staff_id is None or not actor.can(Permission.ASSESS, site_id):
        return say("Your role does not include assessing clients.")
    return None


def may_change_assessment(actor: Actor, assessment: BiopsychosocialAssessment) -> Sentence | None:
    """A draft is written by those who assess at its site, together if they like; a signed one is nobody's to change."""
    if reason := may_assess(actor, assessment.episode.site_id):
        return reason
    if assessment.status != NoteStatus.DRAFT:
        return say("This assessment is signed and locked: only an addendum may follow.")
    return None


def may_cosign_assessment(actor: Actor, assessment: BiopsychosocialAssessment) -> Sentence | None:
    """A waiting assessment is answered by a colleague who co-signs at its site and did not sign it."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_COSIGN, assessment.episode.site_id):
        return say("Your role does not include co-signing.")
    if assessment.status == NoteStatus.DRAFT:
        return say("The author has not signed this assessment yet.")
    if assessment.signed_by_id == actor.staff_id:
        return say("Nobody co-signs their own assessment.")
    if assessment.status != NoteStatus.AWAITING_COSIGNATURE:
        return say("This assessment needs no co-signature.")
    return None


def may_add_to_assessment(actor: Actor, assessment: BiopsychosocialAssessment) -> Sentence | None:
    """What was forgotten is added after signing, under one's own name, by those who assess or write notes at the site."""
    site_id = assessment.episode.site_id
    if actor.staff_id is None or not (
        actor.can(Permission.ASSESS, site_id) or actor.can(Permission.NOTE_WRITE, site_id)
    ):
        return say("Your role does not include adding to assessments.")
    if assessment.status == NoteStatus.DRAFT:
        return say("This assessment is still a draft: change it directly.")
    return None


def may_keep_counseling_notes(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """SUD counseling notes are kept by counselors and therapists, each their own (42 CFR 2.11)."""
    if actor.staff_id is None or actor.is_system or not actor.can(Permission.COUNSELING_NOTES, site_id):
        return say("Your role does not include keeping SUD counseling notes.")
    return None
