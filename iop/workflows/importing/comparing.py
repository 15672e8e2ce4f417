"""What a file says of somebody who was brought in before, beside what their chart says now. The chart is never overwritten."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clients.choices import Sex
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


@dataclass(frozen=True)
class Pair:
    """One field of a file with what the file says and all that the chart says; ``agrees`` is none where one of them is silent."""

    field: str
    there: tuple[str, ...]
    here: tuple[str, ...]
    agrees: bool | None


def points_of(clients: Iterable[Client]) -> Points:
    """Give how clients are reached, by client; one statement."""
    found: dict[uuid.UUID, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(client__in=list(clients)):
        found[point.client_id].append(point)
    return found


def differences(values: Mapping[str, Any], client: Client, points: Sequence[ContactPoint]) -> list[Difference]:
    """Say what of a person the file tells otherwise than the chart. What the file leaves empty is no difference."""
    return [*_of_fields(values, client), *_of_points(values, points)]


def beside(values: Mapping[str, Any], client: Client, points: Sequence[ContactPoint]) -> list[Pair]:
    """Put all that the file tells of a person beside what a chart says, for deciding whether both are one person."""
    tells = told_of(values)
    found = [_pair(field, tells.get(field, ""), str(getattr(client, name) or "")) for field, name in FIELDS.items()]
    for kind, field in POINTS.items():
        there = [each for each in values.get("contact_points", ()) if each["kind"] == kind]
        here = [{"kind": point.kind, "value": point.value} for point in points if point.kind == kind]
        one, other = {_plain(each) for each in there}, {_plain(each) for each in here}
        found.append(
            Pair(
                field, tuple(each["value"] for each in there), tuple(each["value"] for each in here),
                bool(one & other) if one and other else None,
            )
        )  # fmt: skip
    return [pair for pair in found if pair.there or pair.here]


def told_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Give what a file tells of a person by field: not what is kept where it tells nothing (English, a sex that was not asked)."""
    named = set(values.get("told", FIELDS))
    if "full_name" in named:
        named |= {"first_name", "last_name"}
    found = {field: str(values.get(name) or "") for field, name in FIELDS.items() if field in named}
    return {field: text for field, text in found.items() if text and not (field == "sex" and text == Sex.UNKNOWN)}


def _pair(field: str, there: str, here: str) -> Pair:
    here = "" if field == "sex" and here == Sex.UNKNOWN else here
    agrees = there.casefold() == here.casefold() if there and here else None
    return Pair(field, (there,) if there else (), (here,) if here else (), agrees)


def _of_fields(values: Mapping[str, Any], client: Client) -> Iterator[Difference]:
    for field, there in told_of(values).items():
        here = str(getattr(client, FIELDS[field]) or "")
        if there != here:
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
