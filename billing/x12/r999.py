"""Reading 999: whether a file of claims could be read, and where not (005010X231A1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from billing.x12.segments import BadFile, Segment
from iop.core.words import Sentence, say

ACCEPTED, WITH_ERRORS, PARTLY = "A", "E", "P"
SEGMENT_ERRORS: dict[str, Sentence] = {
    "1": say("segment not known"), "2": say("segment not expected"), "3": say("segment missing"),
    "4": say("loop too often"), "5": say("segment too often"), "6": say("segment not in this set"),
    "7": say("segment out of order"), "8": say("element with an error"), "I4": say("segment not used by the guide"),
    "I6": say("segment missing by the guide"), "I7": say("loop too seldom"), "I8": say("segment below its minimum"),
    "I9": say("segment missing because of another"),
}  # fmt: skip
ELEMENT_ERRORS: dict[str, Sentence] = {
    "1": say("missing"), "2": say("missing because of another"), "3": say("too many"), "4": say("too short"),
    "5": say("too long"), "6": say("letters not allowed"), "7": say("code not known"), "8": say("date not valid"),
    "9": say("time not valid"), "10": say("excludes another"), "12": say("too often"), "13": say("too many parts"),
    "I6": say("code not allowed by the guide"), "I9": say("required by the guide"), "I10": say("not used by the guide"),
    "I11": say("too often by the guide"), "I12": say("not as the guide's pattern"), "I13": say("not as the guide's rule"),
}  # fmt: skip


@dataclass(frozen=True)
class Fault999:
    """One fault: the segment's name, its place in the transaction set (ST is 1), its loop, and codes of what is wrong."""

    segment: str
    position: int
    loop: str
    code: str
    element: str = ""
    element_code: str = ""
    value: str = ""


@dataclass
class Answer999:
    """What a 999 says of one functional group: which, and whether it was taken (A, E, P, R …)."""

    group_number: int
    verdict: str = ""
    faults: list[Fault999] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Say whether the file went on to the payer, with or without errors noted."""
        return self.verdict in (ACCEPTED, WITH_ERRORS)


def read(segments: Iterable[Segment]) -> list[Answer999]:
    """Give what a 999 says of each group of ours. Raises ``BadFile`` for what is no 999 or ends early."""
    answers: list[Answer999] = []
    open_one: Answer999 | None = None
    found = False
    for segment in segments:
        found = found or (segment.name == "ST" and segment.at(1) == "999")
        if segment.name == "AK1":
            open_one = Answer999(_number(segment))
            answers.append(open_one)
        elif open_one is None:
            continue
        elif segment.name == "IK3":
            open_one.faults.append(Fault999(segment.at(1), _digits(segment.at(2)), segment.at(3), segment.at(4)))
        elif segment.name == "IK4" and open_one.faults:
            open_one.faults[-1] = _with_element(open_one.faults[-1], segment)
        elif segment.name == "AK9":
            open_one.verdict = segment.at(1)
            open_one = None
    if not found:
        raise BadFile(say("This is no 999: it holds no transaction set 999."), "no_999")
    if not answers or any(not each.verdict for each in answers):
        raise BadFile(say("The 999 says of no file, or ends before it says whether it was accepted."), "no_verdict")
    return answers


def _with_element(fault: Fault999, segment: Segment) -> Fault999:
    if fault.element:
        return fault
    return Fault999(
        fault.segment, fault.position, fault.loop, fault.code, segment.at(1), segment.at(3), segment.at(4)[:60]
    )


def _number(segment: Segment) -> int:
    if segment.at(1) != "HC":
        raise BadFile(say("The 999 answers something else than claims."), "not_claims")
    return _digits(segment.at(2))


def _digits(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
