"""To whom something about a client may go now, and for everybody else why not: a fixed number of statements, whatever their number."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from clients.choices import Ground, PartyKind
from clients.gate import restrictions, rules, standing
from clients.gate.deciding import why_not_by_order
from clients.gate.shapes import Asked, Held, Why
from clients.models import Client, Consent, CourtOrder, Episode, RecipientParty, Relationship, ServiceAgreement
from iop.core import clock

SHOWN = 24
"""More recipients than this are found by name."""


@dataclass(frozen=True)
class Option:
    """One recipient, with what lets something go there (``held``, ``agreement``, ``order``) or what stands in the way (``why``)."""

    party: RecipientParty
    why: Why | None
    held: Held | None = None
    agreement: ServiceAgreement | None = None
    order: CourtOrder | None = None

    @property
    def value(self) -> str:
        """Say it in a code for a form: the order where one is chosen, else the party."""
        return str(self.order.pk if self.order else self.party.pk)


def options(
    *, client: Client, ground: str, purpose: str, information: Collection[str], at: dt.datetime,
    kinds: Collection[str] = (), text: str = "", note: str = "",
) -> list[Option]:  # fmt: skip
    """List recipients, those first for whom it is possible, then those tied to the client, then others that ``text`` finds.

    The gate asks again when something is released; this only shows beforehand what it will say.
    """
    told = frozenset(information)
    if ground == Ground.COURT_ORDER:
        found = [_by_order(order, client, told, at) for order in orders_of(client)]
    else:
        parties = list(_parties(client, kinds or kinds_for(ground), text))
        if ground in (Ground.CONSENT, Ground.SERVICE_PROVIDER):
            found = _on_paper(parties, client, purpose, told, at)
        else:
            found = [_on_ground(party, ground, purpose, told, note) for party in parties]
    return sorted(found, key=lambda option: option.why is not None)


def kinds_for(ground: str) -> frozenset[str]:
    """Name the kinds of recipients that a ground can serve."""
    return frozenset(rules.GROUND_RECIPIENTS.get(ground, PartyKind.values))


def orders_of(client: Client) -> list[CourtOrder]:
    """Give the court orders about a client, and those about the program at a site of theirs."""
    about = Q(client=client) | Q(client__isnull=True, site__in=Episode.objects.filter(client=client).values("site"))
    return list(CourtOrder.objects.filter(about).select_related("party", "site").order_by("-issued_on", "pk"))


def _parties(client: Client, kinds: Collection[str], text: str) -> QuerySet[RecipientParty]:
    named = Consent.objects.filter(party=OuterRef("pk"), client=client)
    related = Relationship.objects.filter(person__party=OuterRef("pk"), client=client)
    rows = RecipientParty.objects.filter(is_active=True, kind__in=list(kinds)).annotate(
        tied=Case(When(Exists(named) | Exists(related), then=Value(0)), default=Value(1), output_field=IntegerField())
    )
    # A relative is shown in the chart they belong to, and nowhere else.
    rows = rows.filter(Q(tied=0) | ~Q(kind=PartyKind.RELATIVE))
    for word in text.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(organization__icontains=word))
    return rows.order_by("tied", "name", "pk")[:SHOWN]


def _on_paper(
    parties: Sequence[RecipientParty], client: Client, purpose: str, told: frozenset[str], at: dt.datetime
) -> list[Option]:
    held = standing.consents_of([client.pk], at).get(client.pk, [])
    agreements = _agreements([party.pk for party in parties], at)
    found = [_asked_of(party, held, agreements.get(party.pk, []), purpose, told) for party in parties]
    closed = _restricted_kinds(found, client, purpose, told, at)
    return [
        Option(option.party, rules.RESTRICTED) if option.held and option.party.kind in closed else option
        for option in found
    ]


def _asked_of(
    party: RecipientParty,
    held: Sequence[Held],
    agreements: Sequence[ServiceAgreement],
    purpose: str,
    told: frozenset[str],
) -> Option:
    for agreement in agreements:
        if rules.why_not_served(agreement.purposes, purpose=purpose, information=told) is None:
            return Option(party, None, agreement=agreement)
    if not told:
        return Option(party, rules.NOTHING_ASKED)
    found, why = rules.refusal_of(held, Asked(party.kind, party.pk, purpose, told))
    return Option(party, None, held=found) if found else Option(party, why or rules.NO_CONSENT)


def _agreements(party_ids: Sequence[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, list[ServiceAgreement]]:
    found: dict[uuid.UUID, list[ServiceAgreement]] = {}
    for row in ServiceAgreement.objects.on(clock.local_date(at, "UTC")).filter(party__in=party_ids).order_by("pk"):
        found.setdefault(row.party_id, []).append(row)
    return found


def _restricted_kinds(
    found: Sequence[Option], client: Client, purpose: str, told: frozenset[str], at: dt.datetime
) -> set[str]:
    # One party of each kind is asked about: as many statements as there are kinds, not as there are recipients.
    one_of = {option.party.kind: option.party for option in found if option.held}
    return {
        kind
        for kind, party in one_of.items()
        if restrictions.restricted([client.pk], Asked(kind, party.pk, purpose, told), at)
    }


def _by_order(order: CourtOrder, client: Client, told: frozenset[str], at: dt.datetime) -> Option:
    why = why_not_by_order(order, client_id=client.pk, party_id=order.party_id, information=told, at=at)
    if why is None and not order.party.is_active:
        why = rules.UNKNOWN_PARTY
    return Option(order.party, why, order=order)


def _on_ground(party: RecipientParty, ground: str, purpose: str, told: frozenset[str], note: str) -> Option:
    why = rules.why_not_ground(ground, party_kind=party.kind, purpose=purpose, information=told, note=note)
    return Option(party, why or (None if told else rules.NOTHING_ASKED))
