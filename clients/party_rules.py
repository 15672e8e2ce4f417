"""What an outside party, an agreement or a court order must be. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

from iop.core.words import Sentence, say

WARN_DAYS = 60
"""An agreement that ends within this many days asks to be renewed: counsel and the other side need weeks."""
ASK_NOTHING_OF_US = frozenset({"relative", "employer", "school", "court", "probation", "referrer"})
"""Kinds of parties that do not serve the program and so cannot be bound by a service agreement (42 CFR 2.11, QSO)."""

SUBPOENA_ALONE = say(
    "A subpoena alone does not open a record. 42 CFR 2.61 asks for two papers: a court order under subpart E that permits, and "
    "a subpoena or similar mandate that compels. Until both are here, neither confirm nor deny, and call counsel."
)
ORDER_ALONE = say(
    "An order alone permits and does not compel (42 CFR 2.61(b)). Nothing leaves until the subpoena or similar mandate is "
    "recorded with it."
)
NOT_HEARD = say("Notice and hearing as the section asks are not on record. Ask counsel before anything leaves.")
ORDER_OVER = say("This order has ended.")
BOTH_HERE = say("Both papers are here. What leaves on them is limited to what the order names.")


class Standing(StrEnum):
    """Where an agreement stands on a day."""

    AHEAD = "ahead"
    LIVE = "live"
    ENDING = "ending"
    OVER = "over"


def why_not_named(name: str) -> Sentence | None:
    """A recipient has a name: the accounting says to whom something went (45 CFR 164.528(b)(2)(ii))."""
    return None if name else say("Give the name of the person or the place.")


def why_not_relative(kind: str, has_person: bool) -> Sentence | None:
    """A relative becomes a recipient from the chart, where it stands whose relative they are."""
    if kind == "relative" and not has_person:
        return say("A relative becomes a recipient from the client's chart, under Contacts.")
    return None


def why_no_agreement(kind: str) -> Sentence | None:
    """A service agreement is made with somebody who serves the program, never with a relative, employer, school or court."""
    if kind in ASK_NOTHING_OF_US:
        return say(
            "This recipient does not provide a service to the program. What they receive needs the client's consent."
        )
    return None


def why_not_dated(starts_on: dt.date | None, ends_on: dt.date | None) -> Sentence | None:
    """An agreement begins on a day and does not end before it."""
    if starts_on is None:
        return say("Give the day from which it holds.")
    if ends_on is not None and ends_on < starts_on:
        return say("The last day lies before the first.")
    return None


def standing(starts_on: dt.date, ends_on: dt.date | None, on: dt.date) -> Standing:
    """An agreement is ahead, live, ending (within 60 days) or over on a day."""
    if starts_on > on:
        return Standing.AHEAD
    if ends_on is None or ends_on > on + dt.timedelta(days=WARN_DAYS):
        return Standing.LIVE
    return Standing.ENDING if ends_on >= on else Standing.OVER


def why_order_opens_nothing(mandate: str, notice_given: bool, ends_on: dt.date | None, on: dt.date) -> Sentence | None:
    """An order opens a record only together with its mandate, after notice, and while it lasts (42 CFR 2.61, 2.64–2.67)."""
    if not mandate:
        return ORDER_ALONE
    if ends_on is not None and ends_on < on:
        return ORDER_OVER
    return None if notice_given else NOT_HEARD


def why_not_recorded(
    came: str, information: Collection[str], issued_on: dt.date | None, on: dt.date
) -> Sentence | None:
    """A court order is recorded when there is one: with what it opens, and not dated ahead. A subpoena is none."""
    if came == "subpoena":
        return SUBPOENA_ALONE
    if not information:
        return say("Say what the order opens, kind by kind.")
    if issued_on is None or issued_on > on:
        return say("Give the day on which the order was made; it cannot lie ahead.")
    return None
