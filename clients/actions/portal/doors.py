"""What every door from outside shares: neutral refusals, and the counting of PINs typed wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus

from django.contrib.auth.hashers import check_password

from clients.models import Episode, PortalAccount, PortalInvitation
from clients.portal import actor_behind
from clients.portal_rules import LOCKED_FOR, Tries, after_wrong
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.core.errors import Invalid, Refusal
from iop.core.words import Sentence, say
from iop.work.actions import open_item
from iop.work.choices import WorkKind

RIGHT, WRONG, RESTS, SHUT = "right", "wrong", "rests", "shut"
PLACE = "clients.portal_of"
"""Kind of place at which a locked sign-in is looked after: the chart's page, by client."""


class NoWay(Refusal):
    """A link, an invitation or an account that opens nothing. The words are the same whatever the reason."""

    status = HTTPStatus.GONE
    code = "no_way"

    def __init__(self) -> None:
        super().__init__(say("This link does not work any more. Ask for a new one, or call your care team."))


class WrongPin(Invalid):
    """What was typed does not open this door."""

    code = "wrong_pin"


PIN_WORDS: dict[str, Sentence] = {
    WRONG: say("This is not the right PIN. Try again."),
    RESTS: say("There were too many tries. Wait 15 minutes, then ask for a new link."),
}


def try_pin(account: PortalAccount, pin: str, at: dt.datetime) -> str:
    """Compare a PIN with the account's, and count it; inside a transaction that holds the account's row and is kept.

    Says whether it is right, wrong, or whether the door rests (15 minutes) or stays shut until a colleague opens it.
    """
    now = Tries(account.tries, account.locks, account.locked_until)
    if now.is_shut_for_good or account.ended_at is not None:
        return SHUT
    if now.is_resting(at):
        return RESTS
    if account.pin and check_password(pin, account.pin):
        _write(account, Tries(0, 0, None))
        return RIGHT
    then = after_wrong(now, at)
    _write(account, then)
    _tell(account, now, then, at)
    return _came_to(now, then)


def refusal(came: str) -> Refusal:
    """Word what ``try_pin`` said, where it was not right."""
    return WrongPin(PIN_WORDS[came], field="pin") if came in PIN_WORDS else NoWay()


def clients_of(account: PortalAccount) -> list[uuid.UUID]:
    """Name the client on whose record something about an account stands: their own, for a client's."""
    return [account.client_id] if account.client_id else []


def home_of(account: PortalAccount) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Name the client from whose chart an account is looked after, and the site; none for one that came by no invitation."""
    asked = PortalInvitation.objects.filter(account=account).order_by("-accepted_at").first()
    client_id = account.client_id or (asked.via_client_id if asked else None)
    if client_id is None:
        return None
    last = Episode.objects.filter(client=client_id).order_by("-opened_on").values_list("site_id", flat=True).first()
    site_id = asked.site_id if asked else last
    return (client_id, site_id) if site_id else None


def _came_to(now: Tries, then: Tries) -> str:
    if then.is_shut_for_good:
        return SHUT
    return RESTS if then.locks > now.locks else WRONG


def _write(account: PortalAccount, then: Tries) -> None:
    account.tries, account.locks, account.locked_until = then.tries, then.locks, then.locked_until
    account.save(update_fields=["tries", "locks", "locked_until"])


def _tell(account: PortalAccount, now: Tries, then: Tries, at: dt.datetime) -> None:
    by, clients = actor_behind(account), clients_of(account)
    record(by=by, verb="portal.pin_wrong", subject=account, clients=clients, detail={"tries": now.tries + 1})
    if then.locks == now.locks:
        return
    record(by=by, verb="portal.locked", subject=account, clients=clients, detail={"locks": then.locks})
    home = home_of(account) if then.is_shut_for_good else None
    if home is not None:
        open_item(
            by=SYSTEM, kind=WorkKind.PORTAL_LOCKED, site_id=home[1], subject=(PLACE, home[0]), client_id=home[0],
            summary=say("A sign-in from outside is shut after too many wrong PINs. Talk to them, then open it again."),
            due_at=at + LOCKED_FOR * 16, dedupe_key=f"portal-locked:{account.pk}", role_key="case_manager",
        )  # fmt: skip
