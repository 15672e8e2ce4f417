"""Accepting an invitation: the link from the letter, the code from the colleague, a PIN of one's own."""

from __future__ import annotations

import datetime as dt
import random
import uuid

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from clients import portal_rules as rules
from clients.actions.portal.doors import NoWay, clients_of
from clients.models import PortalAccount, PortalInvitation
from clients.portal import actor_behind
from clients.portal_releases import has_release
from clients.portal_tokens import digest
from iop.accounts.choices import UserKind
from iop.accounts.models import User
from iop.accounts.people import Stranger
from iop.audit.recorder import record
from iop.core.errors import Invalid, Refusal, require_valid
from iop.core.words import say


def accept(*, token: str, code: str, pin: str, again: str, language: str, at: dt.datetime) -> PortalAccount:
    """Make a sign-in of one's own from an invitation; it can be used once, and by who was told its code alone.

    Raises ``NoWay`` for a link that is unknown, used, taken back, too late, or whose code was typed wrong five times;
    ``Invalid`` beside a code or a PIN that will not do. What was typed wrong is counted even though it is refused.
    """
    came = _accept(token, code, pin, again, language, at)
    if isinstance(came, Refusal):
        raise came
    return came


def standing(token: str, at: dt.datetime) -> PortalInvitation | None:
    """Find the invitation that a link belongs to while it can be accepted."""
    row = PortalInvitation.objects.filter(token=digest(token)).first()
    return row if row and _stands(row, at) else None


@transaction.atomic
def _accept(token: str, code: str, pin: str, again: str, language: str, at: dt.datetime) -> PortalAccount | Refusal:
    row = PortalInvitation.objects.select_for_update(of=("self",)).filter(token=digest(token)).first()
    if row is None or not _stands(row, at) or not _is_released(row, at):
        record(by=Stranger(), verb="portal.invitation_useless", subject=row, clients=_clients(row))
        return NoWay()
    if not check_password(code.strip().replace(" ", ""), row.code):
        return _wrong(row, at)
    try:
        require_valid(rules.why_not_pin(pin, again, row.client.date_of_birth if row.client else None), "pin")
    except Invalid as refused:
        return refused
    return _make(row, pin, language, at)


def _stands(row: PortalInvitation, at: dt.datetime) -> bool:
    return row.accepted_at is None and row.revoked_at is None and at < row.expires_at


def _is_released(row: PortalInvitation, at: dt.datetime) -> bool:
    if row.via_client_id is None or row.person_id is None:
        return True
    return has_release(row.via_client_id, row.person_id, at)


def _wrong(row: PortalInvitation, at: dt.datetime) -> Refusal:
    row.tries += 1
    is_over = row.tries >= rules.CODE_TRIES
    row.revoked_at = at if is_over else None
    row.save(update_fields=["tries", "revoked_at"])
    record(
        by=Stranger(), verb="portal.code_wrong", subject=row, clients=_clients(row),
        detail={"tries": row.tries, "ended": is_over},
    )  # fmt: skip
    return NoWay() if is_over else Invalid(say("This is not the code you were told. Try again."), field="code")


def _make(row: PortalInvitation, pin: str, language: str, at: dt.datetime) -> PortalAccount:
    kind = UserKind.CLIENT if row.client_id else UserKind.RELATED
    user = User.objects.create_user(email=row.email, kind=kind, language=language or row.language)
    client = (row.client.merged_into or row.client) if row.client else None
    account = PortalAccount.objects.create(
        user=user, client=client, person=row.person, word=word_for(row.email), pin=make_password(pin)
    )
    row.accepted_at, row.account = at, account
    row.save(update_fields=["accepted_at", "account"])
    record(by=actor_behind(account), verb="portal.accepted", subject=account, clients=clients_of(account))
    return account


def word_for(email: str) -> str:
    """Draw a pair of words that no other account of this inbox has."""
    taken = set(PortalAccount.objects.filter(user__email__iexact=email).values_list("word", flat=True))
    pairs = [f"{color} {thing}" for color in rules.COLORS for thing in rules.THINGS]
    return random.choice([pair for pair in pairs if pair not in taken] or pairs)  # noqa: S311 - a name, no secret


def _clients(row: PortalInvitation | None) -> list[uuid.UUID]:
    return [key for key in (row.client_id, row.via_client_id) if key] if row else []
