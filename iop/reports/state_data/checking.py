"""What is wrong with a record before it is handed in: missing answers and pairs that cannot be. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from iop.core.words import Sentence, say
from iop.reports.state_data.choices import MISSING, RecordKind
from iop.reports.state_data.fields import FIELDS, fields_of

Values = Mapping[str, str]
OPIOIDS = frozenset({"heroin", "methadone_illicit", "other_opiates"})
YOUNGEST = 12
"""Below this age the groups of the public-use file have no code."""


@dataclass(frozen=True)
class Finding:
    """One thing found: at which field, an error or a warning, and what to do."""

    field: str
    code: str
    words: Sentence
    is_error: bool = True


def check(kind: str, values: Values) -> list[Finding]:
    """Say what is wrong with a record; errors keep it out of a file, warnings do not. Source: reporting.md §2 [P]."""
    found = [*_missing(kind, values)]
    for rule in RULES:
        found += rule(kind, values)
    return found


def errors(findings: list[Finding]) -> int:
    """Count what keeps a record out."""
    return sum(each.is_error for each in findings)


def _missing(kind: str, values: Values) -> Iterator[Finding]:
    for each in fields_of(kind):
        if each.needed and not values.get(each.key):
            yield Finding(each.key, "missing", say("Not answered yet."))


def _substances(kind: str, values: Values) -> Iterator[Finding]:
    named = [values.get(f"substance_{number}", "") for number in (1, 2, 3)]
    for number, word in enumerate(named, 1):
        if number > 1 and _is_drug(word) and not _is_drug(named[number - 2]):
            yield Finding(f"substance_{number}", "order", say("A further substance is named, but none before it."))
        if _is_drug(word) and word != "other" and word in named[: number - 1]:
            yield Finding(f"substance_{number}", "twice", say("The same substance is named twice."))
        yield from _of_substance(kind, values, number, word)
    if named[0] == "none" and values.get("codependent") != "yes":
        yield Finding(
            "substance_1", "no_primary", say("No primary substance: that is right only for somebody who comes for another."),
            is_error=False,
        )  # fmt: skip


def _of_substance(kind: str, values: Values, number: int, word: str) -> Iterator[Finding]:
    parts = [key for key in ("route", "frequency", "first_use") if kind in FIELDS[f"{key}_1"].kinds]
    for part in parts:
        key = f"{part}_{number}"
        value = values.get(key, "")
        if _is_drug(word) and (not value or value == "not_applicable"):
            yield Finding(key, "missing", say("Not answered yet."))
        if not _is_drug(word) and value and value not in MISSING:
            yield Finding(key, "without_substance", say("This is answered, but no substance is named."))


def _ages(_kind: str, values: Values) -> Iterator[Finding]:
    age = values.get("age", "")
    for number in (1, 2, 3):
        first = values.get(f"first_use_{number}", "")
        if first.isdigit() and age.isdigit() and int(first) > int(age):
            yield Finding(f"first_use_{number}", "above_age", say("The age at first use is above their age."))
    if age.isdigit() and int(age) < YOUNGEST:
        yield Finding("age", "too_young", say("Younger than 12 at admission: check the birth date."), is_error=False)


def _days(_kind: str, values: Values) -> Iterator[Finding]:
    admitted, discharged, last = (_day(values, key) for key in ("admitted_on", "discharged_on", "last_contact_on"))
    if admitted and discharged and discharged < admitted:
        yield Finding("discharged_on", "backward", say("The discharge is before the admission."))
    if last and discharged and last > discharged:
        yield Finding("last_contact_on", "after_discharge", say("The last contact is after the discharge."))
    if last and admitted and last < admitted:
        yield Finding("last_contact_on", "before_admission", say("The last contact is before the admission."))


def _person(_kind: str, values: Values) -> Iterator[Finding]:
    if values.get("pregnant") == "yes" and values.get("sex") == "male":
        yield Finding("pregnant", "male", say("Pregnant and male: one of the two is wrong."))
    if values.get("pregnant") == "not_applicable" and values.get("sex") == "female":
        yield Finding("pregnant", "female", say("For a woman, pregnancy is answered with yes, no or not known."))
    if values.get("sex") == "unknown":
        yield Finding("sex", "unknown", say("Sex is not in the chart; the state is told that it is not known."), False)


def _work(_kind: str, values: Values) -> Iterator[Finding]:
    outside = values.get("employment") == "not_in_labor_force"
    told = values.get("labor", "")
    if outside and (not told or told == "not_applicable"):
        yield Finding("labor", "missing", say("Say why they are not in the labor force."))
    if not outside and told and told not in MISSING:
        yield Finding("labor", "without", say("Answered only for somebody who is not in the labor force."))


def _law(kind: str, values: Values) -> Iterator[Finding]:
    if kind == RecordKind.DISCHARGE:
        return
    by_law = values.get("referral") == "court"
    told = values.get("criminal", "")
    if by_law and (not told or told == "not_applicable"):
        yield Finding("criminal", "missing", say("Say by which part of the law they were referred."))
    if not by_law and told and told not in MISSING:
        yield Finding("criminal", "without", say("Answered only for somebody whom a court or the law referred."))


def _medication(kind: str, values: Values) -> Iterator[Finding]:
    if kind == RecordKind.DISCHARGE or values.get("moud") != "yes":
        return
    if not OPIOIDS & {values.get(f"substance_{number}", "") for number in (1, 2, 3)}:
        yield Finding("moud", "no_opioid", say("Medication for opioid use disorder, but no opioid is named."), False)


def _money(_kind: str, values: Values) -> Iterator[Finding]:
    if values.get("payer") in ("medicaid", "medicare", "private") and values.get("insurance") == "none":
        yield Finding("insurance", "payer", say("A plan pays first, but no insurance is named."))


RULES: tuple[Callable[[str, Values], Iterator[Finding]], ...] = (
    _substances, _ages, _days, _person, _work, _law, _medication, _money,
)  # fmt: skip


def _is_drug(word: str) -> bool:
    return bool(word) and word != "none" and word not in MISSING


def _day(values: Values, key: str) -> dt.date | None:
    told = values.get(key, "")
    return dt.date.fromisoformat(told) if told else None
