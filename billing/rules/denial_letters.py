"""The words with which letters about denials begin. Whoever sends one reads and changes them; the clinic's own facts go in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from billing.choices.remittances import LetterKind
from iop.core.money import dollars

WORDS: Mapping[str, str] = {
    LetterKind.NECESSITY: (
        "We appeal your decision of {decided} about claim {claim} (your number {number}), in which you did not pay "
        "${amount} for services from {first} to {last} because you did not see that they were medically needed ({reasons}).\n\n"
        "The services were given at the level of care that the assessment indicated, by a written plan that was reviewed "
        "while care went on. Please have the decision looked at by a clinician who works with substance use disorders, and "
        "tell us which criteria were used and where you see them not met.\n\n"
        "We offer a peer-to-peer call at any time that suits your reviewer."
    ),
    LetterKind.RETRO_AUTHORIZATION: (
        "We ask you to authorize, back to {first}, the services of claim {claim} (your number {number}) from {first} to {last}, "
        "and to pay the ${amount} that your decision of {decided} refused ({reasons}).\n\n"
        "The client needed care without delay. The services were indicated at this level of care and would have been "
        "authorized had the request reached you earlier. Please decide on the claim anew once the authorization is entered."
    ),
    LetterKind.FILING: (
        "We ask you to decide anew on claim {claim} (your number {number}) for services from {first} to {last}, of which your "
        "decision of {decided} refused ${amount} as late ({reasons}).\n\n"
        "The claim was sent on {sent}, within the days that you allow. The acknowledgement of its receipt is with this letter."
    ),
}


def beginning(
    kind: str, *, claim: str, number: str, cents: int, first: dt.date, last: dt.date, decided: dt.date,
    sent: dt.date | None, reasons: str,
) -> str:  # fmt: skip
    """Fill a letter's words with the facts of one denial. Dates are written out, so that they are read alike everywhere."""
    return WORDS[kind].format(
        claim=claim, number=number or "not told", amount=dollars(cents), first=_day(first), last=_day(last),
        decided=_day(decided), sent=_day(sent) if sent else "________", reasons=reasons,
    )  # fmt: skip


def _day(day: dt.date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
