"""What a relative may see: asked of the live releases at each request, through the gate alone.

Relationship permits nothing. A share is there while a release of this client names this person and stands; it opens exactly
the kinds of information that it lists, each asked on its own. Nothing of it is kept: taken back is gone with the next request.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from clients import gate
from clients.choices import Information, Purpose
from clients.models import Client, Consent, Episode, RecipientParty, RelatedPerson, Relationship
from iop.core.basis import Basis
from iop.core.words import Sentence, say

FOR_FAMILY = tuple((kind, Purpose.FAMILY_SUPPORT) for kind in Information if kind != Information.COUNSELING_NOTES)
FOR_GUARANTORS = ((Information.BILLING, Purpose.PAYMENT), (Information.PRESENCE, Purpose.PAYMENT))
WANTED = (*FOR_FAMILY, *FOR_GUARANTORS)
"""Support by family opens any kind; a payment's purpose opens statements alone, for whoever pays."""
ON_THE_PAGE = (
    Information.SCHEDULE,
    Information.ATTENDANCE,
    Information.PROGRESS,
    Information.PLAN,
    Information.SAFETY,
    Information.DISCHARGE,
    Information.BILLING,
)
"""What the page has a section for; other kinds are given by the clinic when somebody asks."""
PRESENT = str(Information.PRESENCE)


@dataclass(frozen=True)
class Share:
    """What one client shares with one person now. ``bases`` are the grounds by kind of information.

    ``id`` is that of the relationship: it stays the same when a release is signed anew. ``ends`` says when each release on
    which this rests ends, in its own words.
    """

    id: uuid.UUID
    client: Client
    party: RecipientParty
    bases: Mapping[str, Basis]
    ends: Sequence[dt.date | Sentence]

    @property
    def name(self) -> str:
        """Say what the client is called: their first name, no more."""
        return self.client.preferred_name or self.client.legal_first_name

    @property
    def kinds(self) -> list[Information]:
        """List the kinds of information that the page has a section for, in its order."""
        return [kind for kind in ON_THE_PAGE if kind in self.bases]

    @property
    def elsewhere(self) -> list[Information]:
        """List the kinds that are released too and not on the page: the clinic tells them when asked."""
        return [kind for kind in Information if kind in self.bases and kind not in (*ON_THE_PAGE, PRESENT)]

    @property
    def print(self) -> str:
        """Give a short text that changes whenever anything about this share does."""
        return "-".join(sorted(f"{kind}.{basis.consent_id[-6:]}" for kind, basis in self.bases.items()))

    def has(self, *kinds: str) -> bool:
        """Say whether all these kinds are released."""
        return all(kind in self.bases for kind in kinds)


def shares(person: RelatedPerson, at: dt.datetime, *, hold: bool = False) -> list[Share]:
    """List what clients share with a person now, by first name. Statements do not grow with clients or releases.

    ``hold`` keeps the releases as they are until the transaction ends: whoever takes one back comes after.
    """
    return _shares(person, at, Relationship.objects.filter(person=person), hold)


def share_of(person: RelatedPerson, share_id: uuid.UUID, at: dt.datetime, *, hold: bool = False) -> Share | None:
    """Give one of a person's shares; none for somebody else's, or when nothing is shared any more."""
    found = _shares(person, at, Relationship.objects.filter(person=person, pk=share_id), hold)
    return found[0] if found else None


def sharing_clients(person_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Name for each of many people the clients who share anything with them now. Their statements grow with the people."""
    people = RelatedPerson.objects.filter(pk__in=set(person_ids))
    found = {person.pk: [share.client.pk for share in shares(person, at)] for person in people}
    return {person_id: clients for person_id, clients in found.items() if clients}


def zone_of(client_id: uuid.UUID) -> str:
    """Name the time zone of the site of a client's newest stay."""
    return _zone(Episode.objects.filter(client=client_id))


def zone_for(person: RelatedPerson) -> str:
    """Name the time zone by which a relative's own dates are said: that of the newest stay around them."""
    return _zone(Episode.objects.filter(client__relationships__person=person))


def _zone(stays: QuerySet[Episode]) -> str:
    return stays.order_by("-opened_on", "-pk").values_list("site__time_zone", flat=True).first() or "UTC"


def _shares(person: RelatedPerson, at: dt.datetime, around: QuerySet[Relationship], hold: bool) -> list[Share]:
    party = RecipientParty.objects.filter(person=person, is_active=True).first()
    if party is None:
        return []
    # A chart that was joined to another shares nothing: what was signed there is signed anew in the one that is kept.
    related = [row for row in _with_clients(around) if row.client.merged_into_id is None]
    found = gate.decide_each(
        client_ids={row.client_id for row in related},
        to=gate.Recipient.of_party(party),
        wanted=WANTED,
        at=at,
        hold=hold,
    )
    ends = _ends({basis.consent_id for bases in found.values() for basis in bases.values()})
    open_ones = [
        Share(row.pk, row.client, party, found[row.client_id], _of(found[row.client_id], ends))
        for row in related
        if row.client_id in found
    ]
    return sorted(open_ones, key=lambda share: (share.name, str(share.id)))


def _with_clients(around: QuerySet[Relationship]) -> QuerySet[Relationship]:
    return around.select_related("client")


def _ends(consent_ids: Collection[str]) -> dict[str, dt.date | Sentence]:
    rows = Consent.objects.filter(pk__in=consent_ids) if consent_ids else ()
    return {str(row.pk): _end_of(row) for row in rows}


def _end_of(row: Consent) -> dt.date | Sentence:
    return row.expires_on or row.expires_event or say("until it is taken back")


def _of(bases: Mapping[str, Basis], ends: Mapping[str, dt.date | Sentence]) -> list[dt.date | Sentence]:
    return [ends[each] for each in sorted({basis.consent_id for basis in bases.values()}) if each in ends]
