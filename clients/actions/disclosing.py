"""Telling somebody outside by word of mouth: on a ground that stands, or in a medical emergency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from clients import gate, rules
from clients.choices import Ground, Purpose, SentKind
from clients.models import Client, CourtOrder, Disclosure, RecipientParty
from iop.access.actors import Actor
from iop.audit.choices import ActorKind
from iop.core.errors import Invalid, NotAllowed, require_valid
from iop.core.words import say

SAID_AT_MOST = 300


@transaction.atomic
def tell(
    *,
    by: Actor,
    client: Client,
    party: RecipientParty,
    purpose: str,
    information: Collection[str],
    said: str,
    at: dt.datetime,
    ground: str = Ground.CONSENT,
    order: CourtOrder | None = None,
    note: str = "",
) -> Disclosure:
    """Write down what was told to a recipient by word of mouth, on a ground that the gate finds standing.

    Raises ``NotDisclosable`` with what would mend it, ``Invalid`` when it doesn't say what was told.
    """
    _require_person(by)
    told = _words(said)
    basis = gate.basis_for(
        by=by, client=client, to=gate.Recipient.of_party(party), purpose=purpose, information=information, at=at, ground=ground,
        order=order, note=note,
    )  # fmt: skip
    return gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.SPOKEN, records=(), content=told, at=at, description=told
    )


@transaction.atomic
def tell_in_emergency(
    *,
    by: Actor,
    client: Client,
    nature: str,
    recipient_name: str,
    affiliation: str,
    information: Collection[str],
    said: str,
    at: dt.datetime,
) -> Disclosure:
    """Write down at once what medical personnel were told in an emergency, to be reviewed afterwards (42 CFR 2.51).

    The four facts of 2.51(c) are needed: who was told and of which facility, who told, when, and the nature of it.
    """
    _require_person(by)
    for text, field, reason in (
        (nature, "nature", say("Say what the emergency is.")),
        (recipient_name, "recipient_name", say("Give the name of whoever you told: the medic, nurse or doctor.")),
        (affiliation, "affiliation", say("Say where they are from: the ambulance service or hospital.")),
    ):
        if not rules.plain_line(text):
            raise Invalid(reason, field=field)
    if not set(information):
        raise Invalid(say("Tick what was told."), field="information")
    name, place = rules.plain_line(recipient_name)[:300], rules.plain_line(affiliation)[:300]
    basis = gate.basis_for(
        by=by, client=client, to=gate.Recipient.named(name, place), purpose=Purpose.EMERGENCY, information=information, at=at,
        ground=Ground.EMERGENCY,
    )  # fmt: skip
    return gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.SPOKEN, records=(), content=said, at=at,
        description=rules.plain_line(said)[:SAID_AT_MOST], nature=rules.plain_line(nature)[:500], affiliation=place,
        recipient_name=name, recipient_address=place,
    )  # fmt: skip


def _require_person(by: Actor) -> None:
    if by.kind == ActorKind.API:
        raise NotAllowed(say("Only a person tells somebody something by word of mouth."))


def _words(said: str) -> str:
    told = rules.plain_line(said)
    if not told:
        raise Invalid(say("Say in a sentence what was told."), field="said")
    require_valid(rules.why_too_long(told, SAID_AT_MOST), "said")
    return told
