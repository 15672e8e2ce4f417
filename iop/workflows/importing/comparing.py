"""What a file says of somebody who was brought in before, beside what their chart says now. The chart is never overwritten."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clients.models import Client, ContactPoint
from clients.rules import phone_e164

FIELDS = {
    "first_name": "legal_first_name", "last_name": "legal_last_name", "preferred_name": "preferred_name",
    "date_of_birth": "date_of_birth", "sex": "sex", "pronouns": "pronouns", "language": "language",
}  # fmt: skip
"""What is compared, by the field of a file, and the client's own field."""
POINTS = {"phone": "phone", "email": "email", "postal": "street"}
"""Ways to reach somebody, by kind, and the field of a file that tells of it."""
Points = Mapping[uuid.UUID, Sequence[ContactPoint]]


@dataclass(frozen=True)
class Difference:
    """One field of a file (``fields.FIELDS``) with what the file says, and all that the chart says."""

    field: str
    there: str
    here: tuple[str, ...]


def points_of(clients: Iterable[Client]) -> Points:
    """Give how clients are reached, by client; one statement."""
    found: dict[uuid.UUID, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(client__in=list(clients)):
        found[point.client_id].append(point)
    return found


def differences(values: Mapping[str, Any], client: Client, points: Sequence[ContactPoint]) -> list[Difference]:
    """Say what of a person the file tells otherwise than the chart. What the file leaves empty is no difference."""
    return [*_of_fields(values, client), *_of_points(values, points)]


def _of_fields(values: Mapping[str, Any], client: Client) -> Iterator[Difference]:
    told = set(values.get("told", FIELDS)) | (
        {"first_name", "last_name"} if "full_name" in values.get("told", ()) else set()
    )
    for field, name in FIELDS.items():
        there, here = str(values.get(name) or ""), str(getattr(client, name) or "")
        if field in told and there not in ("", here) and not (field == "sex" and there == "unknown"):
            yield Difference(field, there, (here,) if here else ())


def _of_points(values: Mapping[str, Any], points: Sequence[ContactPoint]) -> Iterator[Difference]:
    for each in values.get("contact_points", ()):
        here = tuple(point.value for point in points if point.kind == each["kind"])
        if _plain(each) not in {_plain({"kind": each["kind"], "value": value}) for value in here}:
            yield Difference(POINTS[each["kind"]], each["value"], here)


def _plain(point: Mapping[str, str]) -> str:
    if point["kind"] == "phone":
        return phone_e164(point["value"]) or point["value"]
    return " ".join(point["value"].casefold().split())
