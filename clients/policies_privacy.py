"""Who may do what about outside recipients and about what left. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from clients.models import Client, Disclosure
from clients.policies import sites_of
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say

ONLY_A_PERSON = say("Agreements and court orders open the record to others: only a person records them.")


def may_see_parties(actor: Actor) -> Sentence | None:
    """Recipients, agreements and orders are read by those who may disclose and by those who answer for privacy."""
    if actor.can(Permission.DISCLOSE) or actor.can(Permission.PRIVACY_MANAGE):
        return None
    return say("Your role does not include sending information out.")


def may_keep_parties(actor: Actor) -> Sentence | None:
    """Recipients and agreements hold for all sites and are kept by those who answer for privacy somewhere."""
    if actor.can(Permission.PRIVACY_MANAGE):
        return None
    return say("Recipients and agreements are kept by the privacy officer.")


def may_bind(actor: Actor) -> Sentence | None:
    """An agreement opens the record to a party: a person who answers for privacy makes and ends it, never a program."""
    if actor.staff_id is None and not actor.is_system:
        return ONLY_A_PERSON
    return may_keep_parties(actor)


def may_name_relative(actor: Actor, client: Client) -> Sentence | None:
    """A relative becomes a recipient by those who keep consents or privacy where the client is in care."""
    if _where(actor, client, Permission.CONSENT_KEEP) or _where(actor, client, Permission.PRIVACY_MANAGE):
        return None
    return say("Your role does not include naming recipients.")


def may_keep_orders(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Court orders are recorded by people who answer for privacy at the site they concern."""
    if actor.staff_id is None and not actor.is_system:
        return ONLY_A_PERSON
    if actor.can(Permission.PRIVACY_MANAGE, site_id):
        return None
    return say("Court orders are recorded by the privacy officer of the site.")


def may_disclose(actor: Actor, client: Client) -> Sentence | None:
    """Information leaves by the hand of those whose role says so, where the client is or was in care."""
    if _where(actor, client, Permission.DISCLOSE):
        return None
    return say("Your role does not include sending information out.")


def may_see_disclosures(actor: Actor, client: Client) -> Sentence | None:
    """What left is read by those who may disclose, and by those who answer for privacy or read the audit record."""
    if any(_where(actor, client, each) for each in (Permission.DISCLOSE, Permission.PRIVACY_MANAGE)):
        return None
    return say("Your role does not include the accounting of disclosures.")


def may_see_openings(actor: Actor, client: Client) -> Sentence | None:
    """Who opened a chart is read by those who read the audit record or answer for privacy where the client is in care."""
    if any(_where(actor, client, each) for each in (Permission.AUDIT_VIEW, Permission.PRIVACY_MANAGE)):
        return None
    return say("Who opened a chart is seen by the privacy officer and by those who read the audit record.")


def may_see_reviews(actor: Actor) -> Sentence | None:
    """Emergency disclosures and emergency access are reviewed by those who answer for privacy."""
    if actor.can(Permission.PRIVACY_MANAGE):
        return None
    return say("Reviews are done by the privacy officer.")


def may_review(actor: Actor, disclosure: Disclosure) -> Sentence | None:
    """An emergency disclosure is looked at afterwards by somebody who answers for privacy there and did not make it."""
    if not actor.can(Permission.PRIVACY_MANAGE, disclosure.site_id):
        return say("Reviews are done by the privacy officer.")
    if disclosure.by_staff_id is not None and disclosure.by_staff_id == actor.staff_id:
        return say("You made this disclosure: a colleague reviews it.")
    return None


def may_write_letters(actor: Actor) -> Sentence | None:
    """The words of letters are changed by those who make consent forms or answer for privacy."""
    if actor.can(Permission.CONSENT_TEMPLATES) or actor.can(Permission.PRIVACY_MANAGE):
        return None
    return say("The words of letters are changed by the privacy officer.")


def _where(actor: Actor, client: Client, permission: Permission) -> bool:
    return any(actor.can(permission, site_id) for site_id in sites_of(client))
