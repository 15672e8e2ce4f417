"""Who may change what becomes of messages."""

from __future__ import annotations

import datetime as dt

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from iop.notifications.choices import MessageStatus, StopSource
from iop.notifications.models import AddressStop, Message


def may_settle(actor: Actor, message: Message) -> Sentence | None:
    """A failed message is sent again, or given up, by those whose role says so where it came from."""
    allowed = (
        actor.can(Permission.MESSAGES_SETUP, message.site_id)
        if message.site_id
        else actor.can(Permission.MESSAGES_SETUP)
    )
    return None if allowed else say("Your role does not include sending messages again.")


def why_not_again(message: Message, at: dt.datetime) -> Sentence | None:
    """Only what failed is sent again; what is too late or was taken back is no longer true."""
    if message.status not in (MessageStatus.FAILED, MessageStatus.GIVEN_UP):
        return say("Only a message that failed can be sent again.")
    if message.expires_at and message.expires_at <= at:
        return say("It is too late for this message: what it tells of has begun. Call instead.")
    return None


def why_not_rest(message: Message) -> Sentence | None:
    """Only what failed or still waits is given up."""
    if message.status not in (MessageStatus.FAILED, MessageStatus.WAITING):
        return say("There is nothing left to give up: this message was sent or taken back.")
    return None


def may_lift(actor: Actor, stop: AddressStop) -> Sentence | None:
    """A stop that came by text is ended by text: the provider would refuse our word for it."""
    if stop.ended_at is not None:
        return say("This address is written to again already.")
    if stop.source in (StopSource.WORD, StopSource.PROVIDER):
        return say("They stopped from their own phone or mailbox, and only from there can they start again.")
    return (
        None
        if actor.can(Permission.CLIENT_EDIT)
        else say("Your role does not include changing how people are reached.")
    )


def may_read_replies(actor: Actor) -> Sentence | None:
    """Texts that come in are read by those who see messages, and by those who answer the phone."""
    if actor.can(Permission.OUTBOX_VIEW) or actor.can(Permission.INTAKE_WORK):
        return None
    return say("Your role does not include reading the texts that come in.")
