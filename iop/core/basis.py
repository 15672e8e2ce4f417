"""On what ground something may leave a chart. Every exit takes one, and has no default for it.

Until the consent gate decides (``clients.policies``), the only ground is the clinic's own use: staff within the program
who need to know (42 CFR 2.12(c)(3)) and the client's own copy of what concerns them (42 CFR 2.23).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Basis:
    """Who receives what, for which purpose, on which legal ground. Coded values and opaque ids only."""

    ground: str
    recipient: str
    purpose: str
    scope: tuple[str, ...] = ()
    consent_id: str = ""

    def as_data(self) -> dict[str, Any]:
        """Give plain values for storing beside what was sent."""
        return {**asdict(self), "scope": list(self.scope)}


def own_use(purpose: str, *scope: str) -> Basis:
    """Say that staff of this program use it themselves (42 CFR 2.12(c)(3))."""
    return Basis(ground="own_use", recipient="program_staff", purpose=purpose, scope=scope)


def to_the_client(purpose: str, *scope: str) -> Basis:
    """Say that the client is told what concerns themselves (42 CFR 2.23)."""
    return Basis(ground="own_access", recipient="client", purpose=purpose, scope=scope)
