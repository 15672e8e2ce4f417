"""The people around a client: who may be invited to a family session, and why another may not."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from clients.gate import NotDisclosable
from clients.models import Relationship
from scheduling import family


@dataclass(frozen=True)
class Around:
    """Somebody around a client: as what, and whether a live release lets them know of appointments; ``why_not`` else."""

    id: str
    person_id: uuid.UUID
    name: str
    role: str
    is_emergency: bool
    why_not: str = ""

    @property
    def may_be_invited(self) -> bool:
        """Say whether a live release allows it."""
        return not self.why_not


def around(client_id: uuid.UUID, at: dt.datetime) -> list[Around]:
    """List the people around a client with the state of their releases; a fixed number of statements."""
    rows = list(Relationship.objects.filter(client=client_id).select_related("person").order_by("created_at", "pk"))
    allowed = family.releases(client_id, [row.person_id for row in rows], at)
    return [_around(row, allowed[row.person_id]) for row in rows]


def _around(row: Relationship, decision: object) -> Around:
    person = row.person
    why_not = f"{decision.reason} {decision.mend}" if isinstance(decision, NotDisclosable) else ""
    return Around(
        str(row.person_id), row.person_id, f"{person.first_name} {person.last_name}".strip(), row.role,
        row.is_emergency_contact, why_not,
    )  # fmt: skip
