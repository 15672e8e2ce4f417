"""What we ask of whoever takes payments online. ``PAYMENT_PROVIDER`` names the one in use; without it nobody pays online.

A provider hears an amount, a neutral word for the card statement and our own key. It never hears who pays or for what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from iop.core.errors import NotAllowed
from iop.core.words import say

NOT_SIGNED = say("This message does not come from the payment provider.")
DESCRIPTOR_LENGTH = 22


@dataclass(frozen=True)
class Ask:
    """What is to be paid. ``key`` is the same however often it is asked; ``back_url`` is where the client returns to."""

    key: str
    cents: int
    descriptor: str
    back_url: str


@dataclass(frozen=True)
class Begun:
    """The provider's own name for it, and the address at which the client pays."""

    reference: str
    url: str


@dataclass(frozen=True)
class Heard:
    """What the provider says became of it: paid, or not. ``cents`` is what it took."""

    event: str
    reference: str
    is_paid: bool
    cents: int


class Provider(Protocol):
    """Somebody who takes payments online."""

    code: str

    def begin(self, ask: Ask) -> Begun:
        """Open a payment."""

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Read a message from the provider; raise ``NotAllowed`` when it is not signed by them."""

    def refund(self, reference: str, cents: int, key: str) -> str:
        """Give money back; say the provider's own name for it."""


def provider() -> Provider | None:
    """Give the provider in use; none where clients do not pay online."""
    if not settings.PAYMENT_PROVIDER:
        return None
    made: Provider = import_string(settings.PAYMENT_PROVIDER)()
    return made


def descriptor(neutral_name: str) -> str:
    """Say what stands on the client's card statement: the neutral name, as cards take it (22 letters)."""
    kept = "".join(letter for letter in neutral_name.upper() if letter.isalnum() or letter == " ")
    return kept.strip()[:DESCRIPTOR_LENGTH].strip() or "PAYMENT"


def refuse_unsigned() -> NotAllowed:
    """Make the refusal of a message without a right signature."""
    return NotAllowed(NOT_SIGNED, code="not_signed")
