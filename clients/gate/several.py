"""What several relatives of one client may be told: the same questions as for one, read once for all of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients.choices import Ground, Information, PartyKind, Purpose
from clients.gate import restrictions, rules, standing
from clients.gate.deciding import Decision
from clients.gate.shapes import Asked, NotDisclosable, Recipient, Why
from clients.models import RecipientParty
from iop.core.basis import Basis
from iop.core.words import say

NO_RELEASE = Why(
    "no_release",
    say("No release names this person."),
    say("Ask the client whether they want to sign one."),
)


def decide_for_people(
    *, client_id: uuid.UUID, person_ids: Collection[uuid.UUID], information: Collection[Information], at: dt.datetime,
    hold: bool = False,
) -> dict[uuid.UUID, Decision]:  # fmt: skip
    """Say of each related person whether they may be told this of one client, to support them, on a live release.

    Its number of statements does not depend on the number of people. ``hold`` locks the client's consents until the
    transaction ends: what is found stays true until it is written, and whoever revokes one comes after.
    """
    if not person_ids:
        return {}
    parties = {
        party.person_id: party for party in RecipientParty.objects.filter(person__in=list(person_ids), is_active=True)
    }
    if hold:
        standing.hold_still(client_ids=[client_id])
    consents = standing.consents_of([client_id], at).get(client_id, [])
    told = frozenset(str(item) for item in information)
    plain = Asked(PartyKind.RELATIVE, None, str(Purpose.FAMILY_SUPPORT), told)
    if restrictions.restricted([client_id], plain, at):
        return {person_id: NotDisclosable(rules.RESTRICTED) for person_id in person_ids}
    found: dict[uuid.UUID, Decision] = {}
    for person_id in person_ids:
        party = parties.get(person_id)
        found[person_id] = NotDisclosable(NO_RELEASE) if party is None else _of_party(party, consents, told)
    return found


def _of_party(party: RecipientParty, consents: list[standing.Held], told: frozenset[str]) -> Decision:
    asked = Asked(party.kind, party.pk, str(Purpose.FAMILY_SUPPORT), told)
    named = [held for held in consents if held.party_id == party.pk]
    held, why = rules.refusal_of(named, asked)
    if held is None:
        return NotDisclosable(why or NO_RELEASE) if named else NotDisclosable(NO_RELEASE)
    return Basis(
        ground=str(Ground.CONSENT), recipient=Recipient.of_party(party).code, purpose=asked.purpose,
        scope=tuple(sorted(told)), consent_id=str(held.id), party_id=str(party.pk),
    )  # fmt: skip
