"""Whether something may leave, and on what ground: for one client with a reason, or for many in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from clients.choices import Ground, Information, Purpose
from clients.gate import restrictions, rules, standing
from clients.gate.policies import may_disclose
from clients.gate.shapes import Asked, Held, NotDisclosable, Recipient, Why
from clients.models import Client, Consent, CourtOrder, ServiceAgreement
from iop.access.actors import Actor
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Invalid, require
from iop.core.words import say

Decision = Basis | NotDisclosable
BY_AUTHORITY = frozenset(
    {
        Ground.EMERGENCY,
        Ground.AUDIT,
        Ground.RESEARCH,
        Ground.CHILD_ABUSE,
        Ground.CRIME_ON_PREMISES,
        Ground.CAUSE_OF_DEATH,
    }
)


def basis_for(
    *, by: Actor, client: Client, to: Recipient, purpose: Purpose | str, information: Collection[Information | str],
    at: dt.datetime, ground: Ground | str = Ground.CONSENT, order: CourtOrder | None = None, note: str = "",
) -> Basis:  # fmt: skip
    """Say on what ground ``information`` about a client may leave now, or raise ``NotDisclosable`` with what would mend it.

    ``ground`` is the one that is claimed: consent, unless said; a party that serves the program by agreement needs no consent.
    To the client themselves it is always their own access. ``order`` is the court order, ``note`` the authority on which
    research or an audit rests. Source: 42 CFR part 2, section by ground in ``clients.choices.GROUND_SOURCE``.
    """
    ground = Ground.OWN_ACCESS if to.is_client else Ground(ground)
    require(may_disclose(by, client, ground, str(purpose)))
    told = _checked(purpose, information)
    if ground in (Ground.CONSENT, Ground.SERVICE_PROVIDER):
        found = decide(client_ids=[client.pk], to=to, purpose=purpose, information=told, at=at, ground=ground)[
            client.pk
        ]
    else:
        found = on_ground(
            ground, client_id=client.pk, to=to, purpose=str(purpose), information=told, at=at, order=order, note=note
        )
    if isinstance(found, NotDisclosable):
        raise found
    return found


def decide(
    *, client_ids: Collection[uuid.UUID], to: Recipient, purpose: Purpose | str, information: Collection[Information | str],
    at: dt.datetime, ground: Ground | str = Ground.CONSENT, hold: bool = False,
) -> dict[uuid.UUID, Decision]:  # fmt: skip
    """Say for each client whether a party may be told: on the agreement by which it serves the program, else on consent.

    Its number of statements does not depend on the number of clients. ``hold`` locks the consents until the transaction
    ends, so that what is found stays true until it has been sent and logged.
    """
    told = _checked(purpose, information)
    served, why_not = _served(to, str(purpose), told, at)
    if served:
        return {client_id: _on_agreement(served, to, purpose, told) for client_id in client_ids}
    if ground == Ground.SERVICE_PROVIDER:
        return {client_id: NotDisclosable(why_not, ground=ground) for client_id in client_ids}
    if standing.party(to.party_id) is None:
        return {client_id: NotDisclosable(rules.UNKNOWN_PARTY) for client_id in client_ids}
    if hold:
        standing.hold_still(client_ids=client_ids)
    asked = Asked(to.kind, to.party_id, str(purpose), told)
    held = standing.consents_of(client_ids, at)
    restricted = restrictions.restricted(client_ids, asked, at)
    return {
        client_id: NotDisclosable(rules.RESTRICTED)
        if client_id in restricted
        else _on_consent(held.get(client_id, ()), asked, to)
        for client_id in client_ids
    }


def decide_each(
    *, client_ids: Collection[uuid.UUID], to: Recipient, wanted: Collection[tuple[Information | str, Purpose | str]],
    at: dt.datetime, hold: bool = False,
) -> dict[uuid.UUID, dict[str, Basis]]:  # fmt: skip
    """Say for each client which kinds of information a party may be told on consent, each asked on its own.

    ``wanted`` are kinds, each with the purpose it would serve; a kind may be asked for several purposes, and the first that
    holds is its ground. Clients of whom nothing may be told are left out. Its statements grow with nothing but the purposes,
    and with the kinds only where a restriction was agreed. ``hold`` as in ``decide``.
    """
    known = standing.party(to.party_id)
    if known is None or not client_ids:
        return {}
    if hold:
        standing.hold_still(client_ids=client_ids)
    held = standing.consents_of(client_ids, at)
    purposes = {str(purpose) for _kind, purpose in wanted}
    touched = {each: restrictions.restricted(client_ids, _asked_alone(to, each), at) for each in purposes}
    found: dict[uuid.UUID, dict[str, Basis]] = {}
    for kind, purpose in wanted:
        asked = _asked_alone(to, str(purpose), str(kind))
        closed = restrictions.restricted(touched[asked.purpose], asked, at) if touched[asked.purpose] else set()
        for client_id in set(client_ids) - closed:
            basis = _on_consent(held.get(client_id, ()), asked, to)
            if isinstance(basis, Basis):
                found.setdefault(client_id, {}).setdefault(str(kind), basis)
    return found


def open_to(
    *, party_id: uuid.UUID, purpose: Purpose | str, information: Collection[Information | str], at: dt.datetime
) -> QuerySet[Client, uuid.UUID]:
    """Name the clients about whom a party may be told this: all, for one that serves the program; else by their consent."""
    everybody = Client.objects.order_by().values_list("pk", flat=True)
    told = _checked(purpose, information)
    known = standing.party(party_id)
    if known is None:
        return everybody.none()
    to = Recipient.of_party(known)
    if _served(to, str(purpose), told, at)[0]:
        return everybody
    asked = Asked(to.kind, to.party_id, str(purpose), told)
    speaking = Consent.objects.filter(purposes__contains=[str(purpose)], stopped_at__isnull=True)
    found = {held.client_id for held in standing.read(speaking, at) if rules.why_not(held, asked)[1] is None}
    return everybody.filter(pk__in=found - restrictions.restricted(found, asked, at))


def served(
    *, to: Recipient, purpose: Purpose | str, information: Collection[Information | str], at: dt.datetime
) -> Basis | None:
    """Give the ground on which a party that serves the program by agreement may be told of any client; none without one."""
    told = _checked(purpose, information)
    agreement = _served(to, str(purpose), told, at)[0]
    return _on_agreement(agreement, to, purpose, told) if agreement else None


def on_ground(
    ground: str, *, client_id: uuid.UUID, to: Recipient, purpose: str, information: frozenset[str], at: dt.datetime,
    order: CourtOrder | None = None, note: str = "",
) -> Decision:  # fmt: skip
    """Decide on a ground that needs no consent."""
    why = why_not_on_ground(
        ground, client_id=client_id, to=to, purpose=purpose, information=information, at=at, order=order, note=note
    )
    if to.party_id and standing.party(to.party_id) is None:
        why = rules.UNKNOWN_PARTY
    if why:
        return NotDisclosable(why, ground=ground)
    return Basis(
        ground=str(ground), recipient=to.code, purpose=str(purpose), scope=tuple(sorted(information)),
        party_id=_text(to.party_id), order_id=_text(order and order.pk), note=note.strip(),
    )  # fmt: skip


def why_not_by_order(
    order: CourtOrder | None, *, client_id: uuid.UUID, party_id: uuid.UUID | None, information: frozenset[str], at: dt.datetime
) -> Why | None:  # fmt: skip
    """Ask a court order; an order that names no client is one against the program (2.66) and opens what it names."""
    if order is None:
        return rules.NO_ORDER
    if order.client_id not in (None, client_id) or order.party_id != party_id:
        return rules.OTHER_ORDER
    return rules.why_not_order(
        section=order.section, issued_on=order.issued_on, ends_on=order.ends_on, mandate=order.mandate,
        mandate_on=order.mandate_on, notice_given=order.notice_given, information=frozenset(order.information),
        asked=information, on=clock.local_date(at, order.site.time_zone),
    )  # fmt: skip


def why_not_on_ground(
    ground: str, *, client_id: uuid.UUID, to: Recipient, purpose: str, information: frozenset[str], at: dt.datetime,
    order: CourtOrder | None = None, note: str = "",
) -> Why | None:  # fmt: skip
    """Ask a ground that needs no consent: its recipients, its purpose, its limits and its paper."""
    if ground == Ground.OWN_ACCESS and not to.is_client:
        return rules.NOT_THE_CLIENT
    why = rules.why_not_ground(ground, party_kind=to.kind, purpose=purpose, information=information, note=note)
    if why or ground != Ground.COURT_ORDER:
        return why
    return why_not_by_order(order, client_id=client_id, party_id=to.party_id, information=information, at=at)


def _served(
    to: Recipient, purpose: str, information: frozenset[str], at: dt.datetime
) -> tuple[ServiceAgreement | None, Why]:
    why = rules.NO_AGREEMENT
    for agreement in standing.agreements_of(to.party_id, at):
        reason = rules.why_not_served(agreement.purposes, purpose=purpose, information=information)
        if reason is None:
            return agreement, why
        why = reason
    return None, why


def _on_agreement(
    agreement: ServiceAgreement, to: Recipient, purpose: Purpose | str, information: frozenset[str]
) -> Basis:
    return Basis(
        ground=str(Ground.SERVICE_PROVIDER), recipient=to.code, purpose=str(purpose), scope=tuple(sorted(information)),
        party_id=_text(to.party_id), agreement_id=str(agreement.pk),
    )  # fmt: skip


def _on_consent(consents: Iterable[Held], asked: Asked, to: Recipient) -> Decision:
    held, why = rules.refusal_of(consents, asked)
    if held is None:
        return NotDisclosable(why or rules.NO_CONSENT)
    return Basis(
        ground=str(Ground.CONSENT), recipient=to.code, purpose=asked.purpose, scope=tuple(sorted(asked.information)),
        consent_id=str(held.id), party_id=_text(to.party_id),
    )  # fmt: skip


def _asked_alone(to: Recipient, purpose: str, *kinds: str) -> Asked:
    return Asked(to.kind, to.party_id, purpose, frozenset(kinds))


def _checked(purpose: Purpose | str, information: Collection[Information | str]) -> frozenset[str]:
    told = frozenset(str(Information(item)) if item in Information.values else str(item) for item in information)
    if not told:
        raise NotDisclosable(rules.NOTHING_ASKED)
    if not told <= set(Information.values):
        raise Invalid(say("Choose the information from the list."), field="information")
    if purpose not in Purpose.values:
        raise Invalid(say("Choose the purpose from the list."), field="purpose")
    return told


def _text(value: object) -> str:
    return str(value) if value else ""
