"""A claim as data by box number, as the paper forms number them (CMS-1500 02/12, UB-04). Not the forms' own look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from billing.choices.payers import ClaimForm
from billing.x12.claim_values import Address, ClaimOut, LineOut, Person
from iop.core.money import dollars
from iop.core.words import Sentence, say

LETTERS = "ABCDEFGHIJKL"


@dataclass(frozen=True)
class Paper:
    """A claim's boxes, and its lines as a table."""

    boxes: Sequence[tuple[str, Sentence, str]]
    columns: Sequence[Sentence]
    lines: Sequence[Sequence[str]]


def paper_of(out: ClaimOut, form: str) -> Paper:
    """Lay a claim's values out by box number."""
    return _professional(out) if form == ClaimForm.PROFESSIONAL else _institutional(out)


def _professional(out: ClaimOut) -> Paper:
    clinician = out.rendered_by
    boxes: list[tuple[str, Sentence, str]] = [
        ("1a", say("Insured's number"), out.member_number), ("2", say("Client"), _name(out.client)),
        ("3", say("Birth date and sex"), f"{_day(out.client.born)} {out.client.sex}"),
        ("4", say("Insured"), _name(out.subscriber)), ("5", say("Client's address"), _address(out.client.address)),
        ("6", say("Relationship to insured"), out.relation), ("11", say("Group"), out.group_number),
        ("11c", say("Plan"), out.payer.name),
        ("21", say("Diagnoses"), ", ".join(f"{LETTERS[n]} {code}" for n, code in enumerate(out.diagnoses))),
        ("22", say("Resubmission: code and the payer's number"), f"{out.frequency} {out.payer_number}".strip()),
        ("23", say("Authorization"), out.authorization_number), ("25", say("Tax number"), out.biller.ein),
        ("26", say("Our number"), out.control_number), ("27", say("Accepts assignment"), "Y"),
        ("28", say("Total"), f"$ {dollars(out.cents)}"), ("29", say("Paid"), f"$ {dollars(out.patient_paid_cents)}"),
        ("31", say("Rendered by"), f"{clinician.first} {clinician.last}" if clinician else ""),
        ("32", say("Where"), out.biller.name), ("33", say("Billing provider"), f"{out.biller.name}, {_address(out.biller.address)}"),
        ("33a", say("NPI"), out.biller.npi), ("33b", say("Taxonomy"), out.biller.taxonomy),
    ]  # fmt: skip
    columns = [
        say("24A Date"),
        say("24B Place"),
        say("24D Code"),
        say("24E Points to"),
        say("24F Price"),
        say("24G Units"),
        say("24J NPI"),
    ]
    npi = clinician.npi if clinician else ""
    return Paper(
        boxes, columns, [[*_line(each), (each.rendered_by.npi if each.rendered_by else npi)] for each in out.lines]
    )


def _line(each: LineOut) -> list[str]:
    pointers = "".join(LETTERS[number - 1] for number in each.pointers)
    return [
        _day(each.on),
        each.place,
        " ".join((each.code, *each.modifiers)),
        pointers,
        dollars(each.cents),
        str(each.units),
    ]


def _institutional(out: ClaimOut) -> Paper:
    clinician = out.attended_by
    boxes: list[tuple[str, Sentence, str]] = [
        ("1", say("Billing provider"), f"{out.biller.name}, {_address(out.biller.address)}"),
        ("3a", say("Our number"), out.control_number), ("4", say("Type of bill"), f"0{out.place}{out.frequency}"),
        ("5", say("Tax number"), out.biller.ein), ("6", say("First and last day"), f"{_day(out.starts_on)} – {_day(out.ends_on)}"),
        ("8", say("Client"), _name(out.client)), ("9", say("Client's address"), _address(out.client.address)),
        ("10", say("Birth date"), _day(out.client.born)), ("11", say("Sex"), out.client.sex),
        ("14", say("Kind of admission"), "3"), ("15", say("Where from"), "1"), ("17", say("Status"), out.patient_status),
        ("18–28", say("Condition codes"), ", ".join(out.conditions)), ("47", say("Total"), f"$ {dollars(out.cents)}"),
        ("50", say("Payer"), out.payer.name), ("56", say("NPI"), out.biller.npi), ("58", say("Insured"), _name(out.subscriber)),
        ("59", say("Relationship to insured"), out.relation), ("60", say("Insured's number"), out.member_number),
        ("62", say("Group"), out.group_number), ("63", say("Authorization"), out.authorization_number),
        ("64", say("The payer's number of the earlier claim"), out.payer_number),
        ("67", say("Diagnoses"), ", ".join(out.diagnoses)), ("70", say("Reason for the visit"), out.diagnoses[0] if out.diagnoses else ""),
        ("76", say("Answers for the care"), f"{clinician.first} {clinician.last} {clinician.npi}" if clinician else ""),
    ]  # fmt: skip
    columns = [say("42 Revenue code"), say("44 Code"), say("45 Date"), say("46 Units"), say("47 Price")]
    lines = [
        [each.revenue_code, " ".join((each.code, *each.modifiers)), _day(each.on), str(each.units), dollars(each.cents)]
        for each in out.lines
    ]
    return Paper(boxes, columns, lines)


def pdf_data(paper: Paper, title: str, footer: str) -> dict[str, object]:
    """Give what the printed sheet is made from (templates/typst/claim.typ)."""
    return {
        "title": title, "facts": [[f"{number} {label}", value or "–"] for number, label, value in paper.boxes],
        "columns": [str(each) for each in paper.columns], "rows": _texts(paper.lines), "footer": footer,
    }  # fmt: skip


def _texts(lines: Iterable[Sequence[str]]) -> list[list[str]]:
    return [[str(value) for value in line] for line in lines]


def _name(person: Person) -> str:
    return f"{person.last}, {person.first}".strip(", ")


def _day(on: dt.date | None) -> str:
    return f"{on:%m/%d/%Y}" if on else ""


def _address(where: Address | None) -> str:
    return f"{where.street}, {where.city}, {where.state} {where.zip}" if where else ""
