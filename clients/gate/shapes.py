"""What the gate speaks of: who is to receive something, what is asked, what a consent says, and a refusal."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from http import HTTPStatus

from clients.choices import Ground, PartyKind
from clients.consent_rules import MinorRule
from clients.models import RecipientParty
from iop.core.errors import Refusal
from iop.core.words import Sentence, say, sentence

CLIENT = "client"
INTEGRATION = "integration"

NEITHER = say("We can neither confirm nor deny that somebody is or was a client here.")
"""All that an outsider hears who may not be told (42 CFR 2.13(c))."""


USUAL = MinorRule(adult_at=18, alone_from=0)


@dataclass(frozen=True)
class Recipient:
    """Somebody outside the program, or the client themselves, as the one who sends knows them.

    ``kind`` is a ``PartyKind``, or "client". ``party_id`` is the kept party; a person met in an emergency has none yet.
    ``key_id`` is the integration through which a party reads.
    """

    kind: str
    party_id: uuid.UUID | None = None
    name: str = ""
    address: str = ""
    key_id: uuid.UUID | None = None

    @classmethod
    def of_party(cls, party: RecipientParty) -> Recipient:
        """Name a kept party."""
        return cls(party.kind, party.pk, party.name, party.address)

    @classmethod
    def named(cls, name: str, address: str = "", kind: str = PartyKind.PROVIDER) -> Recipient:
        """Name somebody who is not kept as a party: medical personnel in an emergency, an authority that is reported to."""
        return cls(kind, None, name, address)

    @classmethod
    def client(cls) -> Recipient:
        """Name the client themselves."""
        return cls(CLIENT)

    @classmethod
    def integration(cls, key_id: uuid.UUID, party: RecipientParty) -> Recipient:
        """Name the party behind an integration's key."""
        return cls(party.kind, party.pk, party.name, party.address, key_id)

    @property
    def is_client(self) -> bool:
        """Say whether this is the client themselves."""
        return self.kind == CLIENT

    @property
    def code(self) -> str:
        """Say who it is in a code that names nobody."""
        if self.is_client:
            return CLIENT
        if self.key_id:
            return f"{INTEGRATION}:{self.key_id}"
        return f"{self.kind}:{self.party_id}" if self.party_id else self.kind


@dataclass(frozen=True)
class Asked:
    """What is asked of a consent: for which party, of which kind, for what, and what would leave."""

    party_kind: str
    party_id: uuid.UUID | None
    purpose: str
    information: frozenset[str]


@dataclass(frozen=True)
class Held:
    """One consent as the clinic holds it on one day, in plain values; see ``clients.models.Consent`` for each.

    ``today`` is the date at the consent's site. ``signers`` are the roles whose signature stands under exactly these words;
    ``altered`` says that a signature stands under others. ``born`` and ``minor_rule`` (the state's) decide whose it needs.
    """

    id: uuid.UUID
    client_id: uuid.UUID
    kind: str
    today: dt.date
    is_signed: bool = True
    signed_on: dt.date | None = None
    discloser: str = ""
    information: frozenset[str] = frozenset()
    party_id: uuid.UUID | None = None
    recipient_class: str = ""
    participants: str = ""
    purposes: frozenset[str] = frozenset()
    expires_on: dt.date | None = None
    expires_event: str = ""
    never_expires: bool = False
    event_happened: bool = False
    is_stopped: bool = False
    signers: frozenset[str] = frozenset()
    altered: bool = False
    found_false: bool = False
    born: dt.date | None = None
    minor_rule: MinorRule = USUAL


@dataclass(frozen=True)
class Why:
    """Why something may not leave, and what would mend it; ``code`` is stable for programs and tests."""

    code: str
    reason: Sentence
    mend: Sentence

    @property
    def words(self) -> Sentence:
        """Say both in one sentence."""
        return sentence("{reason} {mend}", reason=self.reason, mend=self.mend)


class NotDisclosable(Refusal):
    """The gate's no, for staff: why this may not leave, and what would mend it. Outsiders hear ``NEITHER`` instead."""

    status = HTTPStatus.FORBIDDEN
    code = "not_disclosable"

    def __init__(self, why: Why, *, ground: str = Ground.CONSENT) -> None:
        super().__init__(why.words, code=why.code, detail={"ground": str(ground)})
        self.reason = why.reason
        self.mend = why.mend
        self.to_outsiders = NEITHER
