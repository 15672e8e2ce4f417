"""Who may work on plans a client owns, on aftercare and on discharge summaries. Each answers nothing, or a sentence."""

from __future__ import annotations

import uuid

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices.notes import NoteStatus
from therapy.models import AftercarePlan, DischargeSummary


def may_write_own_plan(actor: Actor, client: Client) -> Sentence | None:
    """A plan is written with the client by those who write clinical notes where the client is treated."""
    if (
        actor.staff_id is None
        or not Client.objects.visible_to(actor, Permission.NOTE_WRITE).filter(pk=client.pk).exists()
    ):
        return say("Your role does not include writing plans with this client.")
    return None


def may_write_aftercare(actor: Actor, plan: AftercarePlan) -> Sentence | None:
    """Steps are filled by those who write clinical notes at the stay's site; the plan stays open after discharge."""
    return may_open_aftercare(actor, plan.episode.site_id)


def may_open_aftercare(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """The plan is begun by those who write clinical notes at the site, or by admission itself."""
    if actor.is_system:
        return None
    if actor.staff_id is None or not actor.can(Permission.NOTE_WRITE, site_id):
        return say("Your role does not include writing aftercare plans.")
    return None


def may_write_summary(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """A summary is written and signed by those who write clinical notes at the stay's site."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_WRITE, site_id):
        return say("Your role does not include writing discharge summaries.")
    return None


def may_change_summary(actor: Actor, summary: DischargeSummary) -> Sentence | None:
    """A draft is written by colleagues together if they like; a signed one is nobody's to change."""
    if reason := may_write_summary(actor, summary.episode.site_id):
        return reason
    if summary.status != NoteStatus.DRAFT:
        return say("This summary is signed and locked: only an addendum may follow.")
    return None


def may_cosign_summary(actor: Actor, summary: DischargeSummary) -> Sentence | None:
    """A waiting summary is answered by a colleague who co-signs at its site and did not sign it."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_COSIGN, summary.episode.site_id):
        return say("Your role does not include co-signing.")
    if summary.status == NoteStatus.DRAFT:
        return say("The author has not signed this summary yet.")
    if summary.signed_by_id == actor.staff_id:
        return say("Nobody co-signs their own summary.")
    if summary.status != NoteStatus.AWAITING_COSIGNATURE:
        return say("This summary needs no co-signature.")
    return None


def may_add_to_summary(actor: Actor, summary: DischargeSummary) -> Sentence | None:
    """What was forgotten is added after signing, under one's own name."""
    if reason := may_write_summary(actor, summary.episode.site_id):
        return reason
    if summary.status == NoteStatus.DRAFT:
        return say("This summary is still a draft: change it directly.")
    return None
