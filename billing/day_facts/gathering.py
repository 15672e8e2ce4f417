"""Putting together what the decision about each client's day rests on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from billing import authorizations
from billing.authorizations import Book
from billing.choices.rules import Service
from billing.day_facts import delivered, payers, record
from billing.day_facts.delivered import Given, Key
from billing.day_facts.payers import Payers
from billing.day_facts.record import Record
from billing.rules.shapes import DayFacts
from iop.core import clock

CHUNK = 500
"""Client-days read together."""


@dataclass
class Gathered:
    """Facts of client-days, and the authorizations that days decided together draw on."""

    facts: dict[Key, DayFacts] = field(default_factory=dict)
    book: Book = field(default_factory=Book)


def read(keys: Collection[Key], at: dt.datetime) -> dict[Key, DayFacts]:
    """Give the facts of client-days; days on which nothing was delivered are left out.

    A fixed number of statements for each 500 days, and a few more for each payer. A client-day is the date at the site.
    """
    return gather(keys, at).facts


def gather(keys: Collection[Key], at: dt.datetime) -> Gathered:
    """Give the facts of client-days with the book of their authorizations."""
    whole = Gathered()
    for some in _chunks(sorted(set(keys), key=lambda key: (key[1], str(key[0])))):
        part = _read(some, at)
        whole.facts.update(part.facts)
        whole.book.rows.update(part.book.rows)
        for authorization_id, days in part.book.used.items():
            whole.book.used.setdefault(authorization_id, days)
    return whole


def _chunks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _read(keys: Sequence[Key], at: dt.datetime) -> Gathered:
    by_key: dict[Key, list[Given]] = defaultdict(list)
    for one in delivered.of(keys, at):
        by_key[one.key].append(one)
    if not by_key:
        return Gathered()
    stays = record.stays({client for client, _on in by_key})
    mains = {key: main for key, given in by_key.items() if (main := _main(given, stays))}
    found = record.read(
        list(mains), {stay for _one, stay in mains.values()}, {one.site_id for one, _ in mains.values()}
    )
    who = payers.read(list(mains), at)
    book = authorizations.book({stay for _one, stay in mains.values()})
    facts = {key: _facts(main, by_key[key], found, who, book, at) for key, main in mains.items()}
    return Gathered(facts, book)


def _main(
    given: Sequence[Given], stays: dict[uuid.UUID, list[tuple[dt.date, uuid.UUID]]]
) -> tuple[Given, uuid.UUID] | None:
    """Choose what a day belongs to: its longest treatment day, or else what was delivered first."""
    best = max(given, key=lambda one: (one.what.service == Service.TREATMENT_DAY, one.what.came, one.what.minutes))
    client_id, on = best.key
    stay = best.episode_id or next((pk for opened, pk in stays.get(client_id, []) if opened <= on), None)
    return (best, stay) if stay else None


def _facts(
    main: tuple[Given, uuid.UUID], given: Sequence[Given], found: Record, who: Payers, book: Book, at: dt.datetime
) -> DayFacts:
    one, stay = main
    client_id, on = one.key
    level_id, level_name = found.level(stay, on)
    attended = [each for each in given if each.what.service == Service.TREATMENT_DAY and each.what.came]
    if level_id is None and attended:
        level_id, level_name = attended[0].level_id, attended[0].level_name
    cover = who.cover(client_id, on)
    mine = {each.what.source_key for each in given}
    today = clock.local_date(at, one.zone)
    return DayFacts(
        client_id=client_id, episode_id=stay, site_id=one.site_id, on=on, today=today, level_id=level_id,
        level_name=level_name, place_of_service=found.place(one.site_id, on),
        delivered=tuple(each.what for each in given), cover=cover, diagnoses=found.codes(client_id, on),
        has_plan=found.has_plan(stay, on),
        consents=cover is None or client_id in who.consenting.get(cover.payer_id, set()),
        is_restricted=(client_id, on) in who.restricted, authorized=tuple(book.of_day(stay, on)),
        enrolled=who.enrolled(cover.payer_id, on) if cover else None, week=found.week(client_id, on, today),
        other_per_diem=bool(found.per_diems.get(one.key, set()) - mine), other_level=_other_level(attended, level_id),
        lapsed_on=who.lapsed_on(client_id, on) if cover is None else None,
        is_self_pay=cover is None and who.is_self_pay(client_id, on),
    )  # fmt: skip


def _other_level(attended: Sequence[Given], level_id: uuid.UUID | None) -> str:
    return next((each.level_name for each in attended if each.level_id and each.level_id != level_id), "")
