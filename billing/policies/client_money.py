"""Who may take, give back and forgive clients' money."""

from __future__ import annotations

import uuid

from billing.models import ClientPayment, ClientStatement, Estimate
from clients.models import Client
from clients.portal import is_own_chart
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.core.words import Sentence, say

NOT_YOURS = say("Only the person themselves can do this here.")


def may_see_account(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """What a client owes is seen by those whose role includes billing, at their site."""
    if actor.can(Permission.BILLING_VIEW, site_id):
        return None
    return say("Your role does not include seeing what clients owe.")


def may_take_payment(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Payments, plans, estimates, sliding fees and statements are made by those who take payments, at their site."""
    if actor.can(Permission.PAYMENT_TAKE, site_id):
        return None
    return say("Your role does not include taking payments.")


def may_give_back(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Money is given back, and debts are forgiven, by people who may close the books: not by whoever takes payments."""
    if actor.can(Permission.BILLING_CLOSE, site_id) and actor.kind != ActorKind.API:
        return None
    return say("Your role does not include giving money back or writing it off.")


def may_set_scale(actor: Actor) -> Sentence | None:
    """The sliding scale and the poverty guideline are entered by those who set up billing."""
    if actor.can(Permission.BILLING_SETUP):
        return None
    return say("Your role does not include changing the sliding scale.")


def may_pay_online(actor: Actor, client: Client) -> Sentence | None:
    """From outside one pays one's own bills."""
    return None if is_own_chart(actor, client) else NOT_YOURS


def may_take_paper(actor: Actor, paper: ClientStatement | ClientPayment | Estimate) -> Sentence | None:
    """Statements, receipts and estimates are opened by the client themselves, and handed out by those who take payments."""
    if is_own_chart(actor, paper.client):
        return None
    return may_take_payment(actor, paper.site_id)
