"""Letting something leave: the ground is asked once more under lock, and the disclosure is written down, append-only."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.db import transaction

from clients.choices import GROUND_SOURCE, Ground, Notice, PartyKind, Purpose, SentKind
from clients.gate import deciding, restrictions, rules, standing
from clients.gate.policies import may_disclose
from clients.gate.shapes import CLIENT, Asked, NotDisclosable, Recipient, Why
from clients.models import Client, Consent, CourtOrder, Disclosure, Episode, RecipientParty, ServiceAgreement
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import require
from iop.core.words import say
from iop.documents.signing import canonical
from iop.work.actions import open_item
from iop.work.choices import WorkKind

Content = bytes | str | Mapping[str, object] | Sequence[object]
Parties = dict[str, RecipientParty]
Records = Sequence[tuple[str, uuid.UUID]]
REVIEWER = "privacy_officer"
REVIEW_DAYS = 3
"""An emergency disclosure is looked at within three days."""
SUBJECT = "clients.disclosure"
EVERY_PURPOSE = frozenset(Purpose.values)


@transaction.atomic
def release(
    *, by: Actor, client: Client, basis: Basis, sent_as: SentKind | str, records: Records, content: Content, at: dt.datetime,
    description: str = "", nature: str = "", affiliation: str = "", recipient_name: str = "", recipient_address: str = "",
) -> Disclosure:  # fmt: skip
    """Write down one disclosure in the sender's transaction, after asking its ground once more under lock.

    ``records`` names what is sent, as kind and id; ``content`` is what leaves, of which the hash is kept (nothing of what is
    spoken). An emergency needs ``recipient_name``, ``affiliation`` and ``nature`` (2.51(c)) and asks for a review. Raises
    ``NotDisclosable`` when the ground has ended meanwhile: then nothing may leave.
    """
    require(may_disclose(by, client, basis.ground, basis.purpose))
    party = _confirm({client.pk: basis}, at).get(basis.party_id)
    name = party.name if party else recipient_name or (client.name if basis.ground == Ground.OWN_ACCESS else "")
    if basis.ground == Ground.EMERGENCY:
        _refuse(rules.why_not_written(name=name, affiliation=affiliation, nature=nature), basis)
    row = _row(by, client.pk, basis, sent_as, records, content, at)
    row.site_id = _site_of(client)
    row.recipient_name = (recipient_name or name)[:400]
    row.recipient_address = recipient_address or (party.address if party else "")
    row.description, row.nature, row.affiliation = description[:300], nature.strip()[:500], affiliation.strip()[:300]
    _refuse(None if row.recipient_name else rules.UNKNOWN_PARTY, basis)
    row.save(force_insert=True)
    row.refresh_from_db(fields=["gate_order"])
    _tell(by, row, at)
    return row


@transaction.atomic
def release_many(
    *, by: Actor, basis_by_client: Mapping[uuid.UUID, Basis], sent_as: SentKind | str,
    records_by_client: Mapping[uuid.UUID, Records], content: Content | Mapping[uuid.UUID, Content], at: dt.datetime,
    description: str = "",
) -> int:  # fmt: skip
    """Write down disclosures about many clients in a fixed number of statements; say how many.

    ``content`` is what leaves of all of them together, or by client's id. The caller's own audit event names the clients.
    Raises ``NotDisclosable`` when the ground of any has ended meanwhile: then nothing may leave.
    """
    if not basis_by_client:
        return 0
    parties = _confirm(basis_by_client, at)
    by_client = _by_client(content)
    shared = None if by_client else _digest(sent_as, cast(Content, content))
    rows = []
    for client_id, basis in basis_by_client.items():
        part = by_client[client_id] if by_client else ""
        row = _row(by, client_id, basis, sent_as, records_by_client.get(client_id, ()), part, at, shared)
        party = parties.get(basis.party_id)
        row.recipient_name = party.name if party else basis.recipient
        row.recipient_address = party.address if party else ""
        row.description = description[:300]
        rows.append(row)
    return len(Disclosure.objects.bulk_create(rows))


def confirm(*, client_id: uuid.UUID, basis: Basis, at: dt.datetime) -> None:
    """Ask a ground once more, under lock; raise ``NotDisclosable`` when it has ended."""
    _confirm({client_id: basis}, at)


def _confirm(basis_by_client: Mapping[uuid.UUID, Basis], at: dt.datetime) -> Parties:
    """Ask each ground at the moment of sending, whatever was found a moment ago; give the recipients by id."""
    by_ground: dict[str, dict[uuid.UUID, Basis]] = {}
    for client_id, basis in basis_by_client.items():
        by_ground.setdefault(basis.ground, {})[client_id] = basis
    parties: Parties = {}
    for ground, group in by_ground.items():
        if ground == Ground.CONSENT:
            parties |= _confirm_consents(group, at)
        elif ground == Ground.SERVICE_PROVIDER:
            parties |= _confirm_agreements(group.values(), at)
        elif ground in GROUND_SOURCE and ground != Ground.OWN_USE:
            parties |= _confirm_others(group, at)
        else:
            raise ValueError(f"nothing is disclosed on the ground {ground!r}")
    return parties


def _confirm_consents(group: Mapping[uuid.UUID, Basis], at: dt.datetime) -> Parties:
    consent_ids = {uuid.UUID(basis.consent_id) for basis in group.values() if basis.consent_id}
    standing.hold_still(consent_ids=consent_ids)
    held = {str(item.id): item for item in standing.read(Consent.objects.filter(pk__in=consent_ids), at)}
    parties = _parties_of(group.values())
    for client_id, basis in group.items():
        item = held.get(basis.consent_id)
        if item is None or item.client_id != client_id or basis.party_id not in parties:
            raise NotDisclosable(rules.NO_CONSENT)
        _refuse(rules.why_not(item, _asked(basis, parties))[1], basis)
    _refuse_restricted(group, parties, at)
    return parties


def _refuse_restricted(group: Mapping[uuid.UUID, Basis], parties: Parties, at: dt.datetime) -> None:
    alike: dict[Asked, set[uuid.UUID]] = {}
    for client_id, basis in group.items():
        alike.setdefault(_asked(basis, parties), set()).add(client_id)
    for asked, client_ids in alike.items():
        if restrictions.restricted(client_ids, asked, at):
            raise NotDisclosable(rules.RESTRICTED)


def _asked(basis: Basis, parties: Parties) -> Asked:
    return Asked(parties[basis.party_id].kind, _id(basis.party_id), basis.purpose, frozenset(basis.scope))


def _confirm_agreements(bases: Iterable[Basis], at: dt.datetime) -> Parties:
    wanted = {(basis.agreement_id, basis.party_id, basis.purpose, frozenset(basis.scope)) for basis in bases}
    agreements = ServiceAgreement.objects.on(clock.local_date(at, "UTC")).select_related("party")
    agreements = agreements.filter(pk__in={item[0] for item in wanted}, party__is_active=True)
    # Locked, so that an agreement that is ended meanwhile ends before or after, and not in between.
    found = {str(row.pk): row for row in agreements.select_for_update(of=("self",), no_key=True)}
    for agreement_id, party_id, purpose, information in wanted:
        row = found.get(agreement_id)
        if row is None or str(row.party_id) != party_id:
            raise NotDisclosable(rules.NO_AGREEMENT, ground=Ground.SERVICE_PROVIDER)
        why = rules.why_not_served(row.purposes, purpose=purpose, information=information)
        if why:
            raise NotDisclosable(why, ground=Ground.SERVICE_PROVIDER)
    return {str(row.party_id): row.party for row in found.values()}


def _confirm_others(group: Mapping[uuid.UUID, Basis], at: dt.datetime) -> Parties:
    parties = _parties_of(group.values())
    wanted = {basis.order_id for basis in group.values() if basis.order_id}
    orders = CourtOrder.objects.select_related("site").in_bulk(wanted) if wanted else {}
    for client_id, basis in group.items():
        to = _recipient(basis, parties)
        _refuse(
            deciding.why_not_on_ground(
                basis.ground, client_id=client_id, to=to, purpose=basis.purpose, information=frozenset(basis.scope), at=at,
                order=orders.get(_id(basis.order_id)), note=basis.note,
            ),
            basis,
        )  # fmt: skip
        _refuse(rules.UNKNOWN_PARTY if basis.party_id and basis.party_id not in parties else None, basis)
    return parties


def _recipient(basis: Basis, parties: Parties) -> Recipient:
    if basis.recipient == CLIENT:
        return Recipient.client()
    known = parties.get(basis.party_id)
    kind = known.kind if known else basis.recipient.partition(":")[0]
    return Recipient(kind if kind in PartyKind.values else "", _id(basis.party_id))


def _parties_of(bases: Iterable[Basis]) -> Parties:
    wanted = {basis.party_id for basis in bases if basis.party_id}
    rows = RecipientParty.objects.filter(pk__in=wanted, is_active=True) if wanted else ()
    return {str(row.pk): row for row in rows}


def _row(
    by: Actor, client_id: uuid.UUID, basis: Basis, sent_as: SentKind | str, records: Records, content: Content,
    at: dt.datetime, digest: str | None = None,
) -> Disclosure:  # fmt: skip
    return Disclosure(
        client_id=client_id, at=at, ground=basis.ground, purpose=_purpose(basis), purpose_note=basis.note[:300],
        consent_id=_id(basis.consent_id), agreement_id=_id(basis.agreement_id), order_id=_id(basis.order_id),
        party_id=_id(basis.party_id), information=sorted(basis.scope), sent_as=sent_as,
        records=[[kind, str(record_id)] for kind, record_id in records],
        digest=_digest(sent_as, content) if digest is None else digest,
        notice=rules.notice_for(basis.ground, sent_as), with_consent_copy=_with_copy(basis, sent_as),
        by_staff_id=by.staff_id, by_name=by.display_name[:640],
    )  # fmt: skip


def _purpose(basis: Basis) -> str:
    return basis.purpose if basis.purpose in EVERY_PURPOSE else Purpose.REQUEST


def _with_copy(basis: Basis, sent_as: SentKind | str) -> bool:
    # The short form goes with a line that explains the scope, the long form with the consent itself (2.32(b)).
    return rules.notice_for(basis.ground, sent_as) == Notice.LONG


def _digest(sent_as: SentKind | str, content: Content) -> str:
    if sent_as == SentKind.SPOKEN:
        return ""
    if isinstance(content, str):
        content = content.encode()
    return hashlib.sha256(content if isinstance(content, bytes) else canonical(content)).hexdigest()


def _by_client(content: object) -> Mapping[uuid.UUID, Content] | None:
    """Give content that is apart for each client; none for content of all together."""
    if isinstance(content, Mapping) and content and all(isinstance(key, uuid.UUID) for key in content):
        return content
    return None


def _site_of(client: Client) -> uuid.UUID | None:
    return Episode.objects.filter(client=client).order_by("-opened_on", "-pk").values_list("site_id", flat=True).first()


def _tell(by: Actor, row: Disclosure, at: dt.datetime) -> None:
    record(
        by=by, verb="clients.disclosed", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={
            "ground": str(row.ground), "purpose": str(row.purpose), "information": list(row.information),
            "sent_as": str(row.sent_as), "notice": str(row.notice), "consent": row.consent_id, "party": row.party_id,
        },
    )  # fmt: skip
    if row.ground == Ground.EMERGENCY and row.site_id:
        open_item(
            by=by, kind=WorkKind.REVIEW_DISCLOSURE, site_id=row.site_id, subject=(SUBJECT, row.pk),
            summary=say("Look at what was told in a medical emergency."), due_at=at + dt.timedelta(days=REVIEW_DAYS),
            dedupe_key=f"review-disclosure:{row.pk}", role_key=REVIEWER, client_id=row.client_id,
        )  # fmt: skip


def _refuse(why: Why | None, basis: Basis) -> None:
    if why:
        raise NotDisclosable(why, ground=basis.ground)


def _id(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
