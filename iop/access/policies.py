"""Who may change what roles allow."""

from __future__ import annotations

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.core.words import Sentence, say


def may_edit_roles(actor: Actor) -> Sentence | None:
    """Roles hold for all sites, so they are changed by those who may change both staff and the clinic, and by a person."""
    if actor.kind == ActorKind.API:
        return say("What a role allows is decided by a person.")
    if actor.can(Permission.STAFF_EDIT) and actor.can(Permission.CLINIC_EDIT):
        return None
    return say("Only a site administrator may change roles.")


def may_view_audit(actor: Actor) -> Sentence | None:
    """The audit record is read by those whose role says so."""
    return None if actor.can(Permission.AUDIT_VIEW) else say("Your role does not include reading the audit record.")


def may_view_outbox(actor: Actor) -> Sentence | None:
    """Messages and their delivery are seen by those whose role says so."""
    return None if actor.can(Permission.OUTBOX_VIEW) else say("Your role does not include seeing messages.")
