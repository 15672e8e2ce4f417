"""What a signed assessment proposes as answers for the state. Pure; somebody looks at each before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from iop.reports.state_data.codes import mapped

MOST = 3
NOT_A_DRUG_HERE = frozenset({"nicotine"})
"""Tobacco is no substance of the data sets."""

Sections = Mapping[str, Mapping[str, Any]]


def suggested(sections: Sections) -> dict[str, str]:
    """Give proposals by field from the sections of a signed assessment."""
    found = dict(_substances(sections.get("substances", {}).get("history")))
    living = mapped("living", _word(sections, "living", "housing"))
    veteran = mapped("veteran", _word(sections, "work", "military"))
    pregnant = mapped("pregnant", _word(sections, "medical", "pregnancy"))
    told = {"living": living, "veteran": veteran, "pregnant": pregnant, "moud": _medication(sections)}
    return found | {key: value for key, value in told.items() if value}


def _medication(sections: Sections) -> str:
    return "yes" if _word(sections, "substances", "medication") == "taking" else ""


def _word(sections: Sections, section: str, key: str) -> str:
    return str(sections.get(section, {}).get(key) or "")


def _substances(history: Any) -> Iterator[tuple[str, str]]:
    """The substances used now come first, those with the most criteria before others."""
    rows = history if isinstance(history, Mapping) else {}
    drugs = [(word, row) for word, row in rows.items() if word not in NOT_A_DRUG_HERE and isinstance(row, Mapping)]
    drugs = [(word, row) for word, row in drugs if row.get("use") in ("now", "past") and mapped("substance", word)]
    drugs.sort(key=lambda each: (each[1].get("use") != "now", -_count(each[1].get("criteria"))))
    for number, (word, row) in enumerate(drugs[:MOST], 1):
        yield f"substance_{number}", mapped("substance", word)
        yield from _details(number, row)


def _details(number: int, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    ways = row.get("route") or []
    way = mapped("route", str(ways[0] if isinstance(ways, list) else ways)) if ways else ""
    often = "none_month" if row.get("use") == "past" else mapped("frequency", str(row.get("pattern") or ""))
    first = _count(row.get("age_first"))
    if way:
        yield f"route_{number}", way
    if often:
        yield f"frequency_{number}", often
    if first > 0:
        yield f"first_use_{number}", str(first)


def _count(told: Any) -> int:
    return int(told) if str(told or "").isdigit() else 0
