"""Looking after an account: who holds it changes the PIN and the language; staff end it or open it again."""

from __future__ import annotations

import datetime as dt
import uuid

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from clients import portal_policies as policies
from clients import portal_rules as rules
from clients.actions.portal.doors import PLACE, RIGHT, clients_of, home_of, refusal, try_pin
from clients.models import Client, PortalAccount, PortalLink
from clients.portal import actor_behind
from clients.portal_choices import AccessEnd, SignInMethod
from iop.access.actors import Actor
from iop.accounts.actions import block_user, end_sessions
from iop.accounts.models import User
from iop.audit.recorder import record
from iop.core.errors import Invalid, Refusal, require, require_valid
from iop.core.words import say
from iop.notifications.actions import withdraw_to
from iop.work.actions import drop_for
from iop.work.choices import WorkKind


@transaction.atomic
def note_signed_in(*, account: PortalAccount, method: SignInMethod, at: dt.datetime) -> None:
    """Put a sign-in from outside on the record."""
    PortalAccount.objects.filter(pk=account.pk).update(last_signed_in_at=at)
    record(
        by=actor_behind(account), verb="portal.signed_in", subject=account, clients=clients_of(account),
        detail={"method": str(method)},
    )  # fmt: skip


def change_pin(
    *, by: Actor, account: PortalAccount, old: str, pin: str, again: str, at: dt.datetime, session_key: str = ""
) -> None:
    """Choose another PIN, knowing the one before; every other place where they are signed in is signed out.

    Raises ``WrongPin`` for the old one typed wrong, which is counted, ``Invalid`` for a new one that will not do.
    """
    came = _change_pin(by, account, old, pin, again, at, session_key)
    if came is not None:
        raise came


def prove_pin(*, account: PortalAccount, pin: str, at: dt.datetime) -> None:
    """Raise ``WrongPin`` or ``NoWay`` unless this is the account's PIN; wrong ones are counted as at the door."""
    came = _proved(account, pin, at)
    if came != RIGHT:
        raise refusal(came)


@transaction.atomic
def _proved(account: PortalAccount, pin: str, at: dt.datetime) -> str:
    row = PortalAccount.objects.select_for_update(of=("self",)).select_related("client", "person").get(pk=account.pk)
    return try_pin(row, pin, at)


@transaction.atomic
def _change_pin(
    by: Actor, account: PortalAccount, old: str, pin: str, again: str, at: dt.datetime, session_key: str
) -> Refusal | None:
    row = PortalAccount.objects.select_for_update(of=("self",)).select_related("client").get(pk=account.pk)
    came = try_pin(row, old, at)
    if came != RIGHT:
        refused = refusal(came)
        refused.field = "old" if refused.field else ""
        return refused
    try:
        require_valid(rules.why_not_pin(pin, again, row.client.date_of_birth if row.client else None), "pin")
    except Invalid as wrong:
        return wrong
    row.pin = make_password(pin)
    row.save(update_fields=["pin"])
    ended = end_sessions(user_id=row.user_id, except_key=session_key)
    record(by=by, verb="portal.pin_changed", subject=row, clients=clients_of(row), detail={"sessions_ended": ended})
    return None


@transaction.atomic
def speak(*, by: Actor, account: PortalAccount, language: str) -> None:
    """Choose in which language they read the pages and the letters."""
    if language not in ("en", "es"):
        raise Invalid(say("Choose a language from the list."), field="language")
    User.objects.filter(pk=account.user_id).update(language=language)
    record(by=by, verb="portal.language_set", subject=account, clients=clients_of(account), detail={"to": language})


@transaction.atomic
def end_access(*, by: Actor, client: Client, account_id: uuid.UUID, reason: str, at: dt.datetime) -> None:
    """End somebody's way in from outside, at once and wherever they are signed in. Their records stay theirs on paper."""
    row = PortalAccount.objects.select_for_update().get(pk=account_id)
    require(policies.may_change_account(by, row, client))
    if reason not in AccessEnd.values:
        raise Invalid(say("Say why it ends."), field="reason")
    _end(by, row, AccessEnd(reason), at)


@transaction.atomic
def end_access_after_death(*, by: Actor, client: Client, at: dt.datetime) -> None:
    """End the way in of somebody who died; inside the action that recorded it."""
    for row in PortalAccount.objects.select_for_update().filter(client=client, ended_at__isnull=True):
        _end(by, row, AccessEnd.DIED, at)


@transaction.atomic
def open_again(*, by: Actor, client: Client, account_id: uuid.UUID, at: dt.datetime) -> None:
    """Let somebody try again whose door stayed shut after too many wrong PINs. The PIN stays what it was."""
    row = PortalAccount.objects.select_for_update().get(pk=account_id)
    require(policies.may_change_account(by, row, client))
    row.tries, row.locks, row.locked_until = 0, 0, None
    row.save(update_fields=["tries", "locks", "locked_until"])
    _settle(by, row, at)
    record(by=by, verb="portal.opened_again", subject=row, clients=[client.pk])


def _end(by: Actor, row: PortalAccount, reason: AccessEnd, at: dt.datetime) -> None:
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_by_id, row.end_reason = at, by.staff_id, reason
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    PortalLink.objects.filter(account=row, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    Authenticator.objects.filter(user=row.user_id).delete()
    withdraw_to(by=by, recipient=("account", row.pk))
    block_user(by=by, user_id=row.user_id)
    _settle(by, row, at)
    record(by=by, verb="portal.ended", subject=row, clients=clients_of(row), detail={"reason": str(reason)})


def _settle(by: Actor, row: PortalAccount, at: dt.datetime) -> None:
    home = home_of(row)
    if home is not None:
        drop_for(by=by, subject=(PLACE, home[0]), kind=WorkKind.PORTAL_LOCKED, at=at)
