"""The clocks of the registers, and what must be agreed to. Pure: plain values in, dates and sentences out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from clients.choices import Purpose
from clients.register_choices import (
    ACCESS_DAYS,
    AFTER_YEAR_DAYS,
    AMEND_DAYS,
    EXTENSION_DAYS,
    MANY,
    REGISTER_MOVES,
    TELL_DAYS,
    EntryStatus,
    Factor,
    Register,
    RestrictionEnd,
)
from iop.core.words import Sentence, say, sentence


@dataclass(frozen=True)
class Clock:
    """One deadline of an entry: until when, on which ground, and whether it was met (``met_on``)."""

    key: str
    label: Sentence
    due_on: dt.date
    source: str
    met_on: dt.date | None = None

    @property
    def runs(self) -> bool:
        """Say whether it is still to be met."""
        return self.met_on is None

    def is_late(self, today: dt.date) -> bool:
        """Say whether it ran out, or was met only afterwards."""
        return (self.met_on or today) > self.due_on


def next_due(clocks: Sequence[Clock]) -> dt.date | None:
    """The deadline that comes next is the earliest that still runs; none when all were met."""
    return min((clock.due_on for clock in clocks if clock.runs), default=None)


def breach_clocks(
    discovered_on: dt.date,
    affected: int,
    *,
    told_people: dt.date | None,
    told_hhs: dt.date | None,
    told_media: dt.date | None,
) -> list[Clock]:
    """People are told within 60 days of discovery; from 500 people on HHS is too, else within 60 days after the year's end.

    More than 500 residents of one state: the media are told within the same 60 days. Source: 45 CFR 164.404(b), 164.406,
    164.408(b) and (c); 42 CFR 2.16(b).
    """
    by = discovered_on + dt.timedelta(days=TELL_DAYS)
    clocks = [Clock("people", say("Tell the people concerned"), by, "45 CFR 164.404(b)", told_people)]
    if affected >= MANY:
        clocks.append(Clock("hhs", say("Tell HHS"), by, "45 CFR 164.408(b)", told_hhs))
    else:
        clocks.append(Clock("hhs", say("Tell HHS"), after_year(discovered_on), "45 CFR 164.408(c)", told_hhs))
    if affected > MANY:
        clocks.append(Clock("media", say("Tell the media"), by, "45 CFR 164.406(b)", told_media))
    return clocks


def after_year(discovered_on: dt.date) -> dt.date:
    """Breaches of fewer than 500 people are told to HHS within 60 days after the calendar year ends (45 CFR 164.408(c))."""
    return dt.date(discovered_on.year, 12, 31) + dt.timedelta(days=AFTER_YEAR_DAYS)


def request_due(register: str, received_on: dt.date, *, extended: bool) -> tuple[dt.date, str]:
    """A wish to amend is acted on in 60 days, a copy given in 30; each once 30 days longer (45 CFR 164.526(b), 164.524(b))."""
    days = AMEND_DAYS if register == Register.AMENDMENT else ACCESS_DAYS
    source = "45 CFR 164.526(b)(2)" if register == Register.AMENDMENT else "45 CFR 164.524(b)(2)"
    return received_on + dt.timedelta(days=days + (EXTENSION_DAYS if extended else 0)), source


def why_not_extend(register: str, *, extended: bool, due_on: dt.date, today: dt.date, reason: str) -> Sentence | None:
    """A clock is extended once, before it ends, with a reason given to the client in writing (45 CFR 164.524(b)(2)(ii))."""
    if register not in (Register.AMENDMENT, Register.ACCESS):
        return say("This deadline cannot be extended.")
    if extended:
        return say("It has been extended once already; there is no second time.")
    if today > due_on:
        return say("The deadline has passed; it can be extended only before.")
    return None if reason.strip() else say("Say why more time is needed: the client gets the reason in writing.")


def why_not_move(register: str, status: str, to: str) -> Sentence | None:
    """An entry moves along its register's table only."""
    if to in REGISTER_MOVES[register].get(status, set()):
        return None
    return sentence(
        say("This entry is “{now}” and cannot become “{then}”."),
        now=EntryStatus(status).label,
        then=EntryStatus(to).label if to in EntryStatus.values else to,
    )


def why_not_low(factors: Mapping[str, str], words: Mapping[str, str]) -> Sentence | None:
    """ "No breach" is said only when all four factors were weighed in words, and all together speak against a compromise.

    Without that an impermissible use or disclosure is presumed to be a breach. Source: 45 CFR 164.402(2).
    """
    if not all(words.get(key, "").strip() for key in factors):
        return say("Weigh all four factors in words first: without that it is presumed to be a breach.")
    if any(value != Factor.LOW for value in factors.values()):
        return say("A factor speaks for a compromise, so this is a breach: the people concerned are told.")
    return None


def must_agree(*, paid_in_full: bool, purposes: Collection[str], required_by_law: bool) -> bool:
    """A wish not to tell the health plan, for payment or operations, of what was paid in full otherwise must be agreed to.

    Unless the law requires the disclosure. Source: 45 CFR 164.522(a)(1)(vi); 42 CFR 2.26(a)(4).
    """
    return paid_in_full and not required_by_law and bool({Purpose.PAYMENT, Purpose.OPERATIONS} & set(purposes))


def why_not_refuse(*, paid_in_full: bool, purposes: Collection[str], required_by_law: bool) -> Sentence | None:
    """What must be agreed to cannot be refused."""
    if must_agree(paid_in_full=paid_in_full, purposes=purposes, required_by_law=required_by_law):
        return say("They paid in full and ask that the health plan is not told: this must be agreed to.")
    return None


def why_not_end(*, how: str, must: bool) -> Sentence | None:
    """A restriction ends when the client asks or agrees; we alone end only what we did not have to agree to.

    Source: 45 CFR 164.522(a)(2)(iii); 42 CFR 2.26.
    """
    if how not in RestrictionEnd.values:
        return say("Say how the restriction ends.")
    if how == RestrictionEnd.WE_END and must:
        return say("What was paid in full stays restricted until the client ends it.")
    return None


def restricts(
    *,
    purposes: Collection[str],
    information: Collection[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    purpose: str,
    asked: Collection[str],
    on: dt.date,
) -> bool:
    """An agreed restriction holds back what it names, for the purposes it names, from its first day to its last.

    No information named means all of it. A medical emergency is never restricted, unless the emergency is over and it is
    asked for something else. Source: 45 CFR 164.522(a)(1)(iii) and (iv); 42 CFR 2.26(a)(3).
    """  # fmt: skip
    if purpose == Purpose.EMERGENCY or purpose not in purposes:
        return False
    if on < starts_on or (ends_on is not None and on > ends_on):
        return False
    return not information or bool(set(information) & set(asked)) or not asked
