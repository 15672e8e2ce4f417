"""The question whether a cover holds: X12 270, implementation guide 005010X279A1.

Values in, segments out. It asks about one person: who asks whom, the member as the card says, the day, and for which kinds of
service. Nothing clinical is in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from billing.x12.envelope import Envelope, enclosed, wall_time
from billing.x12.segments import date8, line
from billing.x12.words import words

GUIDE = "005010X279A1"
PLAN, MENTAL, SUBSTANCE = "30", "MH", "AI"
"""Service types: the plan as a whole, mental health, substance use (X12 element 1365)."""


@dataclass(frozen=True)
class Question:
    """One question; ``at`` is the sender's wall time, ``trace`` our mark that the answer repeats,
    ``company`` 1 and our employer number.

    ``sex`` is F, M or empty. Where the client is not the one who holds the policy, ``holder_last`` names that person and the
    client stands as dependent.
    """

    number: int
    trace: str
    at: dt.datetime
    sender_code: str
    receiver_code: str
    payer_name: str
    payer_code: str
    provider_name: str
    provider_npi: str
    company: str
    member_number: str
    first_name: str
    last_name: str
    born: dt.date
    sex: str
    about_on: dt.date
    group_number: str = ""
    holder_first: str = ""
    holder_last: str = ""
    holder_born: dt.date | None = None
    relation: str = "18"
    service_types: tuple[str, ...] = field(default=(PLAN, MENTAL, SUBSTANCE))

    @property
    def has_dependent(self) -> bool:
        """Say whether somebody else holds the policy."""
        return bool(self.holder_last)


def write(question: Question) -> str:
    """Write the file."""
    around = Envelope(
        question.number, "HS", "270", GUIDE, question.sender_code, question.receiver_code, question.at
    )  # fmt: skip
    return "".join(enclosed(around, _body(question)))


def _body(question: Question) -> Iterator[str]:
    yield line("BHT", "0022", "13", question.trace, *wall_time(question.at))
    yield line("HL", 1, "", "20", "1")
    yield line("NM1", "PR", "2", words(question.payer_name, 60), "", "", "", "", "PI", words(question.payer_code, 80))
    yield line("HL", 2, 1, "21", "1")
    yield line("NM1", "1P", "2", words(question.provider_name, 60), "", "", "", "", "XX", question.provider_npi)
    yield line("HL", 3, 2, "22", "1" if question.has_dependent else "0")
    if question.has_dependent:
        yield from _holder(question)
    else:
        yield line("TRN", "1", question.trace, question.company)
        yield _name("IL", question.last_name, question.first_name, question.member_number)
        yield from _person(question, question.born)
    yield from _asked(question)


def _holder(question: Question) -> Iterator[str]:
    yield _name("IL", question.holder_last, question.holder_first, question.member_number)
    if question.group_number:
        yield line("REF", "6P", words(question.group_number, 50))
    if question.holder_born:
        yield line("DMG", "D8", date8(question.holder_born))
    yield line("HL", 4, 3, "23", "0")
    yield line("TRN", "1", question.trace, question.company)
    yield line("NM1", "03", "1", words(question.last_name, 60), words(question.first_name, 35))
    yield line("DMG", "D8", date8(question.born), question.sex)
    yield line("INS", "N", question.relation)


def _person(question: Question, born: dt.date) -> Iterator[str]:
    if question.group_number:
        yield line("REF", "6P", words(question.group_number, 50))
    yield line("DMG", "D8", date8(born), question.sex)


def _name(role: str, last: str, first: str, member_number: str) -> str:
    return line("NM1", role, "1", words(last, 60), words(first, 35), "", "", "", "MI", words(member_number, 80))


def _asked(question: Question) -> Iterator[str]:
    yield line("DTP", "291", "D8", date8(question.about_on))
    for kind in question.service_types:
        yield line("EQ", kind)
