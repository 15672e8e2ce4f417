"""When clients cannot come, read for many at once or along with another question."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from scheduling.models import Commitment
from scheduling.rules import commitments as rules
from scheduling.rules.commitments import Bound
from scheduling.rules.times import Stretch

FIELDS = ("kind", "weekday", "starts", "ends", "starts_on", "ends_on")


def of_clients(client_ids: Collection[uuid.UUID], first: dt.date, last: dt.date) -> dict[uuid.UUID, list[Bound]]:
    """Give each client's commitments that hold on some day from ``first`` to ``last`` (one statement)."""
    # A night shift of the evening before reaches into the first day.
    rows = Commitment.objects.standing().filter(client__in=client_ids).overlapping(first - rules.ONE_DAY, last)
    found: dict[uuid.UUID, list[Bound]] = defaultdict(list)
    for client, *fields in rows.order_by("weekday", "starts", "pk").values_list("client_id", *FIELDS):
        found[client].append(Bound(*fields))
    return found


def taken(
    client_ids: Collection[uuid.UUID], first: dt.date, last: dt.date, zone: str
) -> dict[uuid.UUID, list[Stretch]]:
    """Give each client's stretches of time in which they cannot, from ``first`` to ``last`` (one statement)."""
    return {
        client: [stretch for _bound, stretch in rules.stretches(bounds, first, last, zone)]
        for client, bounds in of_clients(client_ids, first, last).items()
    }


def along(client: str) -> ArraySubquery:
    """Ask for a client's commitments along with another row that bears the client at ``client``; read with ``bounds``."""
    rows = Commitment.objects.standing().filter(client=OuterRef(client)).order_by("weekday", "starts", "pk")
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in FIELDS})))


def bounds(rows: Iterable[dict[str, Any]] | None) -> tuple[Bound, ...]:
    """Read what ``along`` brought."""
    return tuple(
        Bound(
            kind=row["kind"], weekday=row["weekday"], starts=dt.time.fromisoformat(row["starts"]),
            ends=dt.time.fromisoformat(row["ends"]), first=dt.date.fromisoformat(row["starts_on"]),
            last=dt.date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        )
        for row in rows or ()
    )  # fmt: skip
