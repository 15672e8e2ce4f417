"""Looking at one person of a file: what would be kept of them, and what is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from clients import diagnosis_codes, rules
from clients.actions.registration import LENGTHS
from clients.choices import NAME_LENGTH, IdentifierKind, Sex
from clients.identifier_rules import kept_form, why_not_number
from iop.workflows.importing.payers import Payers
from iop.workflows.importing.records import Record
from therapy.choices.medications import AllergyKind, AllergySeverity, Ingredient

DAY_FIRST = "dmy"
MONTH_FIRST = "mdy"
SEXES = {
    "f": Sex.FEMALE, "female": Sex.FEMALE, "woman": Sex.FEMALE, "m": Sex.MALE, "male": Sex.MALE, "man": Sex.MALE,
    "o": Sex.OTHER, "other": Sex.OTHER, "x": Sex.OTHER, "nonbinary": Sex.OTHER, "u": Sex.UNKNOWN, "unknown": Sex.UNKNOWN,
}  # fmt: skip
LANGUAGES = {
    "english": "en", "eng": "en", "spanish": "es", "español": "es", "spa": "es", "portuguese": "pt", "french": "fr",
    "vietnamese": "vi", "chinese": "zh", "russian": "ru", "arabic": "ar", "haitian creole": "ht", "khmer": "km", "polish": "pl",
}  # fmt: skip
NUMBERS = (IdentifierKind.SSN, IdentifierKind.MEDICAID, IdentifierKind.MEDICARE)
EXACT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SPLIT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
REST_OF_A_DAY = re.compile(r"(?:T\d{2}:?\d{2}| \d{1,2}:\d{2}).*$")
"""A time of day behind a date: a spreadsheet writes one that nobody typed."""
IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})[ -](?P<month>[a-z]{3,9})[ -](?P<year>\d{4})|(?P<word>[a-z]{3,9})\.? (?P<on>\d{1,2}),? (?P<in>\d{4})"
)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SERIAL = re.compile(r"\d{5}(?:\.0+)?")
"""How a spreadsheet counts days; from which year on, only that spreadsheet knows (1900 or 1904)."""


@dataclass
class Checked:
    """What would be kept, ready for JSON, and the problems as pairs of a code and the field it is about."""

    values: dict[str, Any]
    problems: list[list[str]] = field(default_factory=list)

    def tell(self, code: str, about: str = "") -> None:
        """Note a problem once."""
        if [code, about] not in self.problems:
            self.problems.append([code, about])


def checked(record: Record, *, today: dt.date, order: str, payers: Payers) -> Checked:
    """Look at one person; ``order`` says whether 3/4/1985 is in March (``mdy``) or in April (``dmy``)."""
    found = Checked({})
    given = {key: rules.plain_line(value) for key, value in record.values.items()}
    found.values["told"] = sorted(key for key, value in given.items() if value)
    found.values["external_id"] = given.get("external_id", "")[:200]
    _names(given, found)
    _born(given, order, today, found)
    _about(given, found)
    _reached(given, found)
    _emergency(given, found)
    _numbers(given, found)
    _covered(record, given, order, today, payers, found)
    _clinical(record, today, found)
    for code in record.told:
        found.tell(code)
    return found


def mark_of(values: dict[str, Any]) -> str:
    """Give that by which the other system's person is known again: a digest of its number, else of the name and birth date."""
    number = values.get("external_id")
    person = [values.get(key) or "" for key in ("legal_first_name", "legal_last_name", "date_of_birth")]
    known_by = f"id\0{number}" if number else "\0".join(["person", *(part.casefold() for part in person)])
    return hashlib.sha256(known_by.encode()).hexdigest()


def day_of(text: str, order: str = MONTH_FIRST) -> dt.date | None:
    """Read a date; none where it cannot be one, or has no four digits for the year."""
    plain = REST_OF_A_DAY.sub("", text.strip())
    exact, split = EXACT.fullmatch(plain), SPLIT.fullmatch(plain)
    if worded := IN_WORDS.fullmatch(plain.casefold()):
        return _worded(worded)
    if exact:
        year, month, day = (int(part) for part in exact.groups())
    elif split:
        first, second, year = (int(part) for part in split.groups())
        month, day = (second, first) if order == DAY_FIRST else (first, second)
    elif len(plain) == 8 and plain.isdigit():
        year, month, day = int(plain[:4]), int(plain[4:6]), int(plain[6:])
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def order_of(texts: Iterable[str]) -> str:
    """Say in which order dates are written: day first where some can be nothing else, and none says the contrary."""
    split = [found.groups() for text in texts if (found := SPLIT.fullmatch(REST_OF_A_DAY.sub("", text.strip())))]
    is_day_first = any(int(first) > 12 for first, _second, _year in split)
    is_month_first = any(int(second) > 12 for _first, second, _year in split)
    return DAY_FIRST if is_day_first and not is_month_first else MONTH_FIRST


def _worded(found: re.Match[str]) -> dt.date | None:
    word = found["month"] or found["word"]
    month = next((number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)), 0)
    try:
        return dt.date(int(found["year"] or found["in"]), month, int(found["day"] or found["on"]))
    except ValueError:
        return None


def _names(given: dict[str, str], found: Checked) -> None:
    first, last = given.get("first_name", ""), given.get("last_name", "")
    if not (first and last) and (whole := given.get("full_name", "")):
        first, last = _parted(whole)
    for key, name, text in (("legal_first_name", "first_name", first), ("legal_last_name", "last_name", last)):
        found.values[key] = text
        if not text:
            found.tell("needed", name)
        elif len(text) > NAME_LENGTH:
            found.tell("too_long", name)
    called = given.get("preferred_name", "")
    found.values["preferred_name"] = called if len(called) <= NAME_LENGTH and called != first else ""
    if len(called) > NAME_LENGTH:
        found.tell("left_out_long", "preferred_name")


def _parted(whole: str) -> tuple[str, str]:
    if "," in whole:
        last, _, first = whole.partition(",")
        return first.strip(), last.strip()
    first, _, last = whole.rpartition(" ")
    return first.strip(), last.strip()


def _born(given: dict[str, str], order: str, today: dt.date, found: Checked) -> None:
    text = given.get("date_of_birth", "")
    day = day_of(text, order)
    if not text:
        found.tell("needed", "date_of_birth")
    elif day is None:
        found.tell("counted_date" if SERIAL.fullmatch(text) else "not_a_date", "date_of_birth")
    elif rules.why_not_born(day, today) is not None or day.year < 1900:
        found.tell("not_born", "date_of_birth")
    else:
        found.values["date_of_birth"] = day.isoformat()


def _about(given: dict[str, str], found: Checked) -> None:
    sex, language = given.get("sex", "").casefold(), given.get("language", "")
    found.values["sex"] = str(SEXES.get(sex, Sex.UNKNOWN))
    if sex and sex not in SEXES:
        found.tell("sex", "sex")
    code = LANGUAGES.get(language.casefold(), language.replace("_", "-").partition("-")[0].lower())
    is_known = not language or rules.why_not_language(code) is None
    found.values["language"] = code if language and is_known else "en"
    if not is_known:
        found.tell("language", "language")
    for key, name, limit in (
        ("pronouns", "pronouns", LENGTHS["pronouns"]), ("notes_for_contact", "contact_notes", LENGTHS["notes_for_contact"]),
        ("referred_by", "referred_by", 200),
    ):  # fmt: skip
        found.values[key] = _fitting(given.get(name, ""), limit, name, found)


def _reached(given: dict[str, str], found: Checked) -> None:
    points = []
    if phone := given.get("phone", ""):
        if rules.phone_e164(phone) is None:
            found.tell("phone", "phone")
        else:
            points.append({"kind": "phone", "value": phone, "is_preferred": True})
    if email := given.get("email", ""):
        if _is_email(email):
            points.append({"kind": "email", "value": email, "is_preferred": True})
        else:
            found.tell("email", "email")
    town = " ".join(part for part in (given.get("state", ""), _zip(given.get("zip", ""))) if part)
    parts = (given.get("street", ""), given.get("street_2", ""), given.get("city", ""), town)
    if address := _fitting(", ".join(part for part in parts if part), 400, "street", found):
        points.append({"kind": "postal", "value": address, "is_preferred": True})
    found.values["contact_points"] = points


def _zip(text: str) -> str:
    # A spreadsheet takes 02118 for a number and writes 2118.
    return text.zfill(5) if text.isascii() and text.isdigit() and len(text) in (3, 4) else text


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _emergency(given: dict[str, str], found: Checked) -> None:
    name, phone = given.get("emergency_name", ""), given.get("emergency_phone", "")
    if not name:
        if phone:
            found.tell("emergency", "emergency_name")
        return
    if phone and rules.phone_e164(phone) is None:
        found.tell("phone", "emergency_phone")
        phone = ""
    first, last = _parted(name) if " " in name or "," in name else (name, "")
    person = {"first_name": first or last, "last_name": last if first else "", "phone": phone}
    if max(len(part) for part in person.values()) > NAME_LENGTH:
        found.tell("left_out_long", "emergency_name")
        return
    found.values["emergency_contact"] = person | {"role": given.get("emergency_role", "")[:60]}


def _numbers(given: dict[str, str], found: Checked) -> None:
    kept = []
    for kind in NUMBERS:
        if not given.get(kind):
            continue
        number = kept_form(kind, given[kind])
        if why_not_number(kind, number) is None:
            kept.append({"kind": str(kind), "value": number})
        else:
            found.tell("number", str(kind))
    found.values["identifiers"] = kept


def _covered(record: Record, given: dict[str, str], order: str, today: dt.date, payers: Payers, found: Checked) -> None:
    told = list(record.coverages)
    if given.get("payer") or given.get("member_number"):
        since = day_of(given.get("covered_from", ""), order)
        first = since.isoformat() if since else ""
        told.append(
            {key: given.get(key, "") for key in ("payer", "plan", "member_number", "group_number")}
            | {"starts_on": first}
        )
    kept: list[dict[str, Any]] = []
    for each in told:
        plan = payers.plan(each["payer"], each["plan"])
        start, end = day_of(each["starts_on"]), day_of(each.get("ends_on", ""))
        if plan is None:
            found.tell("payer", "payer")
        elif not each["member_number"] or start is None or not each.get("is_own", True):
            found.tell("coverage", "member_number" if start else "covered_from")
        elif (end is None or end >= today) and len(kept) < 2:
            kept.append(
                {
                    "plan": plan, "member_number": each["member_number"], "group_number": each.get("group_number", ""),
                    "starts_on": start.isoformat(), "ends_on": end.isoformat() if end else None,
                }
            )  # fmt: skip
    found.values["coverages"] = kept


def _clinical(record: Record, today: dt.date, found: Checked) -> None:
    found.values["diagnoses"] = _diagnoses(record, today, found)
    found.values["allergies"] = [_allergy(each) for each in record.allergies if each["substance"]]
    medications = [_medication(each, today) for each in record.medications if each["name"]]
    if len(medications) < len(record.medications) or len(found.values["allergies"]) < len(record.allergies):
        found.tell("medication")
    found.values["medications"] = medications


def _diagnoses(record: Record, today: dt.date, found: Checked) -> list[dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for each in record.diagnoses:
        known = diagnosis_codes.find(each["code"], today) if each["code"] else None
        if known is None or not known.is_billable:
            found.tell("diagnosis")
            continue
        since = day_of(each["on"])
        kept.setdefault(known.code, {"code": known.code, "since": since.isoformat() if since else ""})
    return list(kept.values())


def _allergy(told: dict[str, Any]) -> dict[str, Any]:
    kinds = {"medication": AllergyKind.MEDICATION, "biologic": AllergyKind.MEDICATION, "food": AllergyKind.FOOD}
    severity = told["severity"] if told["severity"] in AllergySeverity.values else AllergySeverity.UNKNOWN
    kind = kinds.get(told["kind"], AllergyKind.OTHER)
    return {
        "substance": told["substance"][:120],
        "kind": str(kind),
        "reaction": told["reaction"][:200],
        "severity": str(severity),
    }


def _medication(told: dict[str, Any], today: dt.date) -> dict[str, Any]:
    since = day_of(told["starts_on"])
    start = since if since and since <= today else today
    return {
        "name": told["name"][:120], "ingredient": _ingredient(told["name"]), "dose": told["dose"][:80],
        "frequency": told["frequency"][:120], "as_needed": told["as_needed"], "starts_on": start.isoformat(),
        "start_is_about": start is not since,
    }  # fmt: skip


def _ingredient(name: str) -> str:
    low = name.casefold()
    if "buprenorphine" in low and "naloxone" in low:
        return str(Ingredient.BUPRENORPHINE_NALOXONE)
    words = set(re.findall(r"[a-z]+", low))
    return next((str(value) for value in Ingredient.values if value in words), str(Ingredient.OTHER))


def _fitting(text: str, limit: int, name: str, found: Checked) -> str:
    if len(text) <= limit:
        return text
    found.tell("left_out_long", name)
    return ""
