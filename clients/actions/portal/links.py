"""Signing in by a link to one's inbox and a PIN."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.actions.portal.doors import RIGHT, NoWay, clients_of, home_of, refusal, try_pin
from clients.models import PortalAccount, PortalLink
from clients.portal_rules import LINK_FOR, MOST_LOCKS
from clients.portal_tokens import LINK, digest, kept
from iop.access.actors import SYSTEM
from iop.accounts.people import Stranger
from iop.audit.recorder import record
from iop.core.basis import to_its_holder
from iop.core.errors import Refusal
from iop.core.ids import uuid7
from iop.notifications.actions import Draft, queue_many
from iop.notifications.choices import Channel, Priority
from iop.notifications.letters import LINK_PLACE

MOST_IN_ONE_INBOX = 8


@transaction.atomic
def ask_for_links(*, email: str, at: dt.datetime) -> int:
    """Write to every account of an inbox with a link of its own; say how many. A link sent before opens nothing any more.

    An account that stays shut after too many wrong PINs gets none. Whether an inbox is known is told to nobody.
    """
    found = PortalAccount.objects.filter(
        user__email__iexact=email.strip(), user__is_active=True, ended_at__isnull=True, locks__lt=MOST_LOCKS
    )
    accounts = list(found.select_related("user").order_by("created_at")[:MOST_IN_ONE_INBOX])
    PortalLink.objects.filter(account__in=accounts, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    queue_many(by=SYSTEM, drafts=[_letter(account, at) for account in accounts])
    record(
        by=Stranger(), verb="portal.link_asked", subject=None, clients=[key for one in accounts for key in clients_of(one)],
        detail={"accounts": len(accounts)},
    )  # fmt: skip
    return len(accounts)


def standing(token: str, at: dt.datetime) -> PortalLink | None:
    """Find the link that a letter carried while it can be used."""
    row = PortalLink.objects.select_related("account__user").filter(token=digest(token)).first()
    return row if row and _stands(row, at) else None


def enter_by_link(*, token: str, pin: str, at: dt.datetime) -> PortalAccount:
    """Use a link with the PIN, once; give the account that may be signed in.

    Raises ``NoWay`` for a link that is unknown, used or too late and for a sign-in that ended or is shut, ``WrongPin`` for
    a wrong PIN, which is counted.
    """
    came = _enter(token, pin, at)
    if isinstance(came, Refusal):
        raise came
    return came


@transaction.atomic
def _enter(token: str, pin: str, at: dt.datetime) -> PortalAccount | Refusal:
    link = PortalLink.objects.select_for_update().filter(token=digest(token)).first()
    if link is None or not _stands(link, at):
        record(by=Stranger(), verb="portal.link_useless", subject=link)
        return NoWay()
    account = PortalAccount.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.account_id)
    came = try_pin(account, pin, at)
    if came != RIGHT:
        return refusal(came)
    link.used_at = at
    link.save(update_fields=["used_at"])
    return account


def _stands(link: PortalLink, at: dt.datetime) -> bool:
    return link.used_at is None and at < link.expires_at


def _letter(account: PortalAccount, at: dt.datetime) -> Draft:
    key = uuid7()
    link = PortalLink.objects.create(pk=key, account=account, token=kept(LINK, key), expires_at=at + LINK_FOR)
    home = home_of(account)
    return Draft(
        channel=Channel.EMAIL, to=account.user.email, recipient=("account", account.pk), template="sign_in_link",
        language=account.user.language, due_at=at, basis=to_its_holder("sign_in"), dedupe_key=f"portal-link:{key}",
        context={"link": LINK_PLACE, "word": account.word, "minutes": int(LINK_FOR.total_seconds() // 60)},
        about=(LINK, key), site_id=home[1] if home else None, expires_at=link.expires_at, priority=Priority.URGENT,
    )  # fmt: skip
