"""Passkeys of clients and relatives: the ceremonies of allauth, at doors of our own (W3C Web Authentication, level 2)."""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from clients.models import PortalAccount
from iop.access.actors import Actor
from iop.accounts.people import Stranger
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid
from iop.core.words import say
from iop.portal.presenters.door import MOST_PASSKEYS, account_of, passkeys

UNKNOWN = say("This passkey is not known here. Use the link by e-mail instead.")


def options_to_enter() -> dict[str, Any]:
    """Give what a browser needs to look for a passkey of this place; the person is asked for a finger, a face or a code."""
    return _plain(auth.begin_authentication())


def entered(credential: Any) -> PortalAccount:
    """Find whose passkey answered. Raises ``Invalid`` for one that is unknown, a colleague's, or of access that ended."""
    form = LoginWebAuthnForm(data={"credential": json.dumps(credential)})
    try:
        proved: Authenticator | None = form.cleaned_data["credential"] if form.is_valid() else None
    except (ValidationError, TypeError, KeyError, ValueError):
        proved = None
    account = account_of(proved.user_id) if proved else None
    if proved is None or account is None:
        record(by=Stranger(), verb="portal.passkey_useless", subject=None)
        raise Invalid(UNKNOWN)
    Authenticator.objects.filter(pk=proved.pk).update(last_used_at=clock.now())
    return account


def options_to_add(account: PortalAccount) -> dict[str, Any]:
    """Give what a browser needs to make a passkey; it shows the account's pair of words, never who they are or were here."""
    options = _plain(auth.begin_registration(account.user, True))
    options["publicKey"]["user"].update(name=account.word, displayName=account.word)
    return options


@transaction.atomic
def add(*, by: Actor, account: PortalAccount, credential: Any, name: str) -> Authenticator:
    """Keep a passkey that a browser made just now."""
    if passkeys(account.user_id).select_for_update().count() >= MOST_PASSKEYS:
        raise Conflict(say("You have many passkeys already. Remove one first."))
    try:
        auth.parse_registration_response(credential)
        binding = auth.complete_registration(credential)
    except (ValidationError, TypeError, KeyError, ValueError, AttributeError) as wrong:
        raise Invalid(say("The passkey was not made. Try again.")) from wrong
    if not binding.is_user_verified():
        raise Invalid(say("The passkey was not made. Try again."))
    made = cast(Authenticator, auth.WebAuthn.add(account.user, name[:60], credential).instance)
    record(by=by, verb="portal.passkey_added", subject=account, clients=_clients(account))
    return made


@transaction.atomic
def remove(*, by: Actor, account: PortalAccount, passkey_id: int) -> None:
    """Take one of one's own passkeys away; one that is not there is quiet."""
    if passkeys(account.user_id).filter(pk=passkey_id).delete()[0]:
        record(by=by, verb="portal.passkey_removed", subject=account, clients=_clients(account))


def was_asked(request: HttpRequest) -> bool:
    """Say whether a ceremony is under way in this session."""
    return auth.STATE_SESSION_KEY in request.session


def _clients(account: PortalAccount) -> list[Any]:
    return [account.client_id] if account.client_id else []


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    public = options["publicKey"]
    return {"publicKey": {**public, "user": dict(public["user"])} if "user" in public else dict(public)}
