"""Reading 277CA: what a payer says of each claim before it decides (005010X214)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from billing.x12.segments import BadFile, Segment
from iop.core.words import Sentence, say

REFUSED = "U"
CLAIM_LEVEL = "PT"
TAKEN = frozenset({"A1", "A2"})
REFUSING = frozenset({"A3", "A4", "A6", "A7", "A8"})
CATEGORIES: dict[str, Sentence] = {
    "A0": say("forwarded to another"), "A1": say("received"), "A2": say("taken in for a decision"),
    "A3": say("returned: it cannot be worked on"), "A4": say("not found"), "A5": say("split"),
    "A6": say("rejected: something is missing"), "A7": say("rejected: something is not valid"),
    "A8": say("rejected: parts of it do not fit each other"),
}  # fmt: skip
"""Claim status categories (X12 list 507), those of an acknowledgement, in our own short words."""
STATUSES: dict[str, Sentence] = {
    "19": say("accepted"), "20": say("accepted for processing"), "21": say("missing or not valid"),
    "24": say("entity not approved as a submitter"), "26": say("entity not found"), "33": say("subscriber not found"),
    "35": say("claim or encounter not found"), "54": say("duplicate of another claim"),
    "85": say("other payer's identification"), "88": say("not eligible on that date"), "97": say("patient eligibility not found"),
    "116": say("submitted to the wrong payer"), "122": say("date of birth"), "128": say("tax number"), "145": say("taxonomy"),
    "158": say("birth date does not fit"), "164": say("member number"), "178": say("submitted charges"),
    "187": say("dates of service"), "228": say("type of bill"), "249": say("place of service"),
    "254": say("principal diagnosis"), "255": say("diagnosis"), "454": say("procedure code"), "455": say("revenue code"),
    "481": say("claim frequency"), "562": say("NPI"), "48": say("authorization number"),
}  # fmt: skip
"""Claim status codes (X12 list 508) that claims like ours meet, in our own short words; others show their number."""


@dataclass
class Answer277:
    """What was said of one claim: its control number, the payer's own, and ``(category, status, entity)`` codes."""

    control_number: str
    payer_number: str = ""
    codes: list[tuple[str, str, str]] = field(default_factory=list)
    action: str = ""

    @property
    def is_refused(self) -> bool:
        """Say whether the payer sent it back: it will not decide about it."""
        return self.action == REFUSED or any(category in REFUSING for category, _status, _entity in self.codes)

    @property
    def is_taken(self) -> bool:
        """Say whether the payer took it in."""
        return not self.is_refused and any(category in TAKEN for category, _status, _entity in self.codes)


def read(segments: Iterable[Segment]) -> Iterator[Answer277]:
    """Give what is said of each claim, one after another. Raises ``BadFile`` for what is no 277CA or ends early."""
    open_one: Answer277 | None = None
    found = at_claims = ended = False
    for segment in segments:
        if segment.name == "ST":
            found = segment.at(1) == "277" and (segment.at(3) or "005010X214").startswith("005010X214")
            if not found:
                raise BadFile(say("This is no 277CA: it holds another transaction set."), "no_277")
        elif segment.name == "HL":
            if open_one is not None:
                yield open_one
                open_one = None
            at_claims = segment.at(3) == CLAIM_LEVEL
        elif segment.name == "TRN" and at_claims and segment.at(1) == "2":
            if open_one is not None:
                yield open_one
            open_one = Answer277(segment.at(2))
        elif open_one is not None:
            _take(open_one, segment)
        ended = segment.name == "SE"
        if ended and open_one is not None:
            yield open_one
            open_one = None
        if segment.name == "IEA":
            ended = True
    if not found:
        raise BadFile(say("This is no 277CA: it holds no transaction set 277."), "no_277")
    if not ended:
        raise BadFile(say("The 277CA ends in the middle: it was cut off."), "cut_off")


def _take(answer: Answer277, segment: Segment) -> None:
    if segment.name == "STC":
        for place in (1, 10, 11):
            parts = [*segment.parts(place), "", "", ""]
            if parts[0]:
                answer.codes.append((parts[0], parts[1], parts[2]))
        answer.action = answer.action if answer.action == REFUSED else segment.at(3)
    elif segment.name == "REF" and segment.at(1) == "1K":
        answer.payer_number = segment.at(2)[:50]
