"""On what ground something may leave a chart. Every exit takes one, and has no default for it.

Two grounds need nobody's permission and are made here: the program's own use by staff who need to know
(42 CFR 2.12(c)(3)) and the client's own copy (42 CFR 2.23). All others come from the gate alone (``clients.gate``).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Basis:
    """Who receives what, for which purpose, on which legal ground. Coded values and opaque ids only.

    ``ground``, ``purpose`` and ``scope`` are values of ``clients.choices.Ground``, ``Purpose`` (or, inside the program, a
    plain code) and ``Information``; ``recipient`` a code or ``kind:id``. The ids name what the ground rests on.
    """

    ground: str
    recipient: str
    purpose: str
    scope: tuple[str, ...] = ()
    consent_id: str = ""
    party_id: str = ""
    agreement_id: str = ""
    order_id: str = ""
    note: str = ""
    """The written authority of research or an audit; it stays out of ``as_data``."""

    def as_data(self) -> dict[str, Any]:
        """Give plain values for storing beside what was sent: codes and ids, no words."""
        plain = {**asdict(self), "scope": list(self.scope)}
        del plain["note"]
        return plain


def own_use(purpose: str, *scope: str) -> Basis:
    """Say that staff of this program use it themselves (42 CFR 2.12(c)(3))."""
    return Basis(ground="own_use", recipient="program_staff", purpose=purpose, scope=scope)


def to_the_client(purpose: str, *scope: str) -> Basis:
    """Say that the client is told what concerns themselves (42 CFR 2.23)."""
    return Basis(ground="own_access", recipient="client", purpose=purpose, scope=scope)


def to_its_holder(purpose: str) -> Basis:
    """Say that whoever signs in from outside is sent what they sign in with. It tells nothing about anybody."""
    return Basis(ground="own_sign_in", recipient="account", purpose=purpose)
