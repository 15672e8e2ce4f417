"""Who here may be a person of a file: the rule of intake's own search (``clients.intake_rules.alike``), asked for thousands at once.

Intake's search asks the database for each caller. A file's people all have a birth date, so everybody who may be one of them
shares a phone number, or was born on nearly the same day, or called without telling a birth date; of those alone the names are compared.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce

from clients.intake_rules import Alike, Known, alike
from clients.models import Client, ContactPoint, Inquiry
from clients.rules import phone_e164

LIKELIEST = list(Alike)
MOST = 5
"""So many are kept with a row, as intake's own search shows them."""


@dataclass(frozen=True)
class Neighbour:
    """Somebody here: ``kind`` is "client", "restricted" or "inquiry"; ``client_id`` is none for the last."""

    kind: str
    client_id: uuid.UUID | None
    known: Known
    inquiry_id: uuid.UUID | None = None

    @property
    def key(self) -> str:
        """Name the chart (the one kept, of two that were joined) or the inquiry."""
        return str(self.client_id or self.inquiry_id)


@dataclass(frozen=True)
class Likeness:
    """Whom a person of a file is like, and why."""

    reason: Alike
    who: Neighbour

    def as_data(self) -> dict[str, str]:
        """Give plain values to keep with the row. Whether a chart is restricted is asked when it is shown."""
        kind = "client" if self.who.client_id else "inquiry"
        return {"kind": kind, "id": self.who.key, "reason": str(self.reason)}


class Neighbours:
    """Everybody here, read once for a whole file in three statements."""

    def __init__(self) -> None:
        self._by_day: dict[dt.date, list[Neighbour]] = defaultdict(list)
        self._by_phone: dict[str, list[Neighbour]] = defaultdict(list)
        self._undated: dict[str, list[Neighbour]] = defaultdict(list)
        for each in (*_clients(), *_inquiries()):
            for phone in each.known.phones:
                self._by_phone[phone].append(each)
            if each.known.born is not None:
                self._by_day[each.known.born].append(each)
            else:
                self._undated[_initial(each.known.names[1])].append(each)

    def alike(self, values: dict[str, Any]) -> list[Likeness]:
        """Give the charts and inquiries a person of the file is like, each once, the likeliest first."""
        phones = (phone_e164(each["value"]) for each in values["contact_points"] if each["kind"] == "phone")
        names = (values["legal_first_name"], values["legal_last_name"])
        born = dt.date.fromisoformat(values["date_of_birth"])
        typed = Known(names, values["preferred_name"], born, frozenset(phone for phone in phones if phone))
        found = [
            Likeness(reason, each)
            for each in self._candidates(typed)
            if (reason := alike(typed, each.known)) is not None
        ]
        once: dict[str, Likeness] = {}
        for each in sorted(found, key=_likeliest_first):
            once.setdefault(each.who.key, each)
        return list(once.values())[:MOST]

    def _candidates(self, typed: Known) -> Iterator[Neighbour]:
        assert typed.born is not None
        for phone in typed.phones:
            yield from self._by_phone.get(phone, ())
        for day in near_days(typed.born):
            yield from self._by_day.get(day, ())
        for letter in {_initial(name) for name in typed.names}:
            yield from self._undated.get(letter, ())


def _likeliest_first(each: Likeness) -> tuple[int, bool, str]:
    return LIKELIEST.index(each.reason), each.who.kind != "restricted", each.who.key


def near_days(born: dt.date) -> set[dt.date]:
    """Give the day itself, the one with day and month changed over, and those that differ in one digit."""
    written = born.strftime("%Y%m%d").rjust(8, "0")
    spelled = {written, written[:4] + written[6:] + written[4:6]}
    spelled |= {written[:at] + digit + written[at + 1 :] for at in range(8) for digit in "0123456789"}
    return {day for text in spelled if (day := _day(text)) is not None}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _initial(name: str) -> str:
    return name[:1].casefold()


def _clients() -> Iterator[Neighbour]:
    phones: dict[uuid.UUID, set[str]] = defaultdict(set)
    for client_id, value in ContactPoint.objects.filter(kind="phone").order_by().values_list("client_id", "value"):
        phones[client_id].add(value)
    rows = Client.objects.order_by().annotate(
        kept=Coalesce("merged_into_id", "pk"), closed=Coalesce("merged_into__is_restricted", "is_restricted")
    )
    columns = ("pk", "kept", "closed", "legal_first_name", "legal_last_name", "preferred_name", "date_of_birth")
    for pk, kept, closed, first, last, called, born in rows.values_list(*columns):
        known = Known((first, last), called, born, frozenset(phones.get(pk, ())))
        yield Neighbour("restricted" if closed else "client", kept, known)


def _inquiries() -> Iterator[Neighbour]:
    columns = ("pk", "first_name", "last_name", "preferred_name", "date_of_birth", "phone", "callback_phone")
    rows = Inquiry.objects.filter(client__isnull=True).order_by().values_list(*columns)
    for pk, first, last, called, born, phone, callback in rows:
        known = Known((first, last), called, born, frozenset({phone, callback} - {""}))
        yield Neighbour("inquiry", None, known, pk)
