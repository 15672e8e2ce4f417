"""Messages at the gate: asked just before sending, and written down as they leave.

``no_longer_wanted`` is for the slot ``MESSAGE_STILL_WANTED``, ``leaves`` for ``MESSAGE_LEAVES``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from clients.choices import ConsentKind, ConsentStatus, ContactKind, Ground, Information, PartyKind, Purpose, SentKind
from clients.gate import accounts, rules, standing
from clients.gate.releasing import release
from clients.gate.shapes import CLIENT, Asked, NotDisclosable
from clients.models import (
    ChannelPermission,
    Client,
    Consent,
    ContactPoint,
    MessageHold,
    RecipientParty,
    ServiceAgreement,
)
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.core.basis import Basis
from iop.notifications.choices import Channel
from iop.notifications.models import Message

STAFF, ACCOUNT = "staff", "account"
ADDRESS_OF = {Channel.SMS: ContactKind.PHONE, Channel.EMAIL: ContactKind.EMAIL}
WESTERNMOST = dt.timedelta(hours=10)


def no_longer_wanted(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Name the messages that may not leave any more, whatever held when they were queued, in a fixed number of statements.

    To a client: the channel is not permitted, the address is not theirs any more, messages are held, or the consent to
    messages has ended. To anybody else outside: the consent or agreement it rests on does not stand. Staff are inside; what
    somebody signs in with goes to the holder of a standing account or invitation alone (``clients.gate.accounts``).
    """
    outside = [message for message in messages if message.recipient_kind != STAFF]
    to_clients = [message for message in outside if message.recipient_kind == CLIENT]
    to_others = [message for message in outside if message.recipient_kind not in (CLIENT, ACCOUNT)]
    to_accounts = [message for message in outside if message.recipient_kind == ACCOUNT]
    return _not_to_client(to_clients, at) | _not_to_others(to_others, at) | accounts.not_wanted(to_accounts, at)


def leaves(message: Message, at: dt.datetime) -> None:
    """Write a message to somebody outside down as a disclosure; raise ``NotDisclosable`` when its ground has ended.

    Called in the transaction in which it is handed to its provider, so that what was not handed over is not written down.
    """
    if message.recipient_kind == STAFF:
        return
    if message.recipient_kind == ACCOUNT:
        # It tells nothing about anybody; but an account may have ended since it was claimed.
        accounts.must_stand(message, at)
        return
    basis = _basis_of(message)
    client_id = _client_id(message, basis)
    client = Client.objects.filter(pk=client_id).first() if client_id else None
    if client is None:
        raise NotDisclosable(rules.NO_CONSENT, ground=basis.ground)
    records = [("notifications.message", message.pk)]
    if message.about_id:
        records.append((message.about_kind, message.about_id))
    release(
        by=SYSTEM, client=client, basis=basis, sent_as=SentKind.MESSAGE, records=records,
        content=f"{message.subject}\n{message.body}", at=at, description=message.template, recipient_address=message.to,
    )  # fmt: skip


def _not_to_client(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    if not messages:
        return set()
    client_ids = {message.recipient_id for message in messages}
    permitted, held = _permitted(client_ids, at), _held_back(client_ids, at)
    addresses, ended = _addresses(client_ids), _ended(client_ids, at)
    return {
        message.pk
        for message in messages
        if (message.recipient_id, message.channel) not in permitted
        or message.recipient_id in held
        or (message.recipient_id, message.channel, message.to) not in addresses
        or (message.recipient_id, message.channel) in ended
    }


def _permitted(client_ids: set[uuid.UUID], at: dt.datetime) -> set[tuple[uuid.UUID, str]]:
    """The newest answer for a channel decides; none means no."""
    newest = ChannelPermission.objects.filter(client__in=client_ids, since__lte=at)
    rows = newest.order_by("client_id", "channel", "-since", "-id").distinct("client_id", "channel")
    return {(row[0], row[1]) for row in rows.values_list("client_id", "channel", "allowed") if row[2]}


def _held_back(client_ids: set[uuid.UUID], at: dt.datetime) -> set[uuid.UUID]:
    """Sites live by different clocks: a hold on either of the two dates that ``at`` may fall on holds."""
    days = {at.date(), (at - WESTERNMOST).date()}
    rows = MessageHold.objects.overlapping(min(days), max(days)).filter(client__in=client_ids)
    return set(rows.values_list("client_id", flat=True))


def _addresses(client_ids: set[uuid.UUID]) -> set[tuple[uuid.UUID, str, str]]:
    """An address that was taken away may be a stranger's by now; a number that may hold no message gets none."""
    rows = ContactPoint.objects.filter(client__in=client_ids).values_list(
        "client_id", "kind", "value", "may_leave_message"
    )
    return {
        (client_id, channel, value)
        for client_id, kind, value, may_leave in rows
        for channel, wanted in ADDRESS_OF.items()
        if kind == wanted and (may_leave or kind == ContactKind.EMAIL)
    }


def _ended(client_ids: set[uuid.UUID], at: dt.datetime) -> set[tuple[uuid.UUID, str]]:
    """Whoever signed for a channel and took all of it back, or let it lapse, gets nothing there until they sign anew."""
    rows = Consent.objects.filter(client__in=client_ids, kind=ConsentKind.MESSAGES, status=ConsentStatus.SIGNED)
    stands: dict[tuple[uuid.UUID, str], bool] = defaultdict(bool)
    for row in rows.select_related("site").only(
        "client_id", "channel", "stopped_at", "expires_on", "expired_event_at", "site__time_zone"
    ):
        over = row.expires_on is not None and row.expires_on < clock.local_date(at, row.site.time_zone)
        stands[row.client_id, row.channel] |= row.stopped_at is None and row.expired_event_at is None and not over
    return {key for key, still in stands.items() if not still}


def _not_to_others(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    if not messages:
        return set()
    bases = {message.pk: _basis_of(message) for message in messages}
    consents = standing.read(Consent.objects.filter(pk__in=_ids(bases.values(), "consent_id")), at)
    held = {str(item.id): item for item in consents}
    parties = {
        str(pk): kind
        for pk, kind in RecipientParty.objects.filter(
            pk__in=_ids(bases.values(), "party_id"), is_active=True
        ).values_list("pk", "kind")
    }
    agreements = _agreements(bases.values(), at)
    return {pk for pk, basis in bases.items() if not _still(basis, held, parties, agreements)}


def _still(
    basis: Basis, held: dict[str, Any], parties: dict[str, str], agreements: dict[str, ServiceAgreement]
) -> bool:
    if basis.ground == Ground.SERVICE_PROVIDER:
        row = agreements.get(basis.agreement_id)
        return bool(row and str(row.party_id) == basis.party_id and basis.party_id in parties)
    if basis.ground != Ground.CONSENT or basis.consent_id not in held or basis.party_id not in parties:
        return False
    asked = Asked(PartyKind(parties[basis.party_id]), uuid.UUID(basis.party_id), basis.purpose, frozenset(basis.scope))
    return rules.why_not(held[basis.consent_id], asked)[1] is None


def _agreements(bases: Iterable[Basis], at: dt.datetime) -> dict[str, ServiceAgreement]:
    rows = ServiceAgreement.objects.on(clock.local_date(at, "UTC")).filter(pk__in=_ids(bases, "agreement_id"))
    return {str(row.pk): row for row in rows}


def _ids(bases: Iterable[Basis], name: str) -> set[str]:
    return {getattr(basis, name) for basis in bases if getattr(basis, name)}


def _client_id(message: Message, basis: Basis) -> uuid.UUID | None:
    if message.recipient_kind == CLIENT:
        return message.recipient_id
    if message.about_kind == "clients.client":
        return message.about_id
    if not basis.consent_id:
        return None
    return Consent.objects.filter(pk=basis.consent_id).values_list("client_id", flat=True).first()


def _basis_of(message: Message) -> Basis:
    """Read the ground that was kept with the message; codes from before the gate become the gate's own."""
    kept = dict(message.basis)
    scope = {code for code in kept.pop("scope", ()) if code in Information.values}
    purpose = kept.pop("purpose", "")
    return Basis(
        **kept, scope=tuple(sorted(scope or {Information.SCHEDULE})),
        purpose=purpose if purpose in Purpose.values else str(Purpose.TREATMENT),
    )  # fmt: skip
