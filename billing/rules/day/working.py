"""A decision while it is being made: what was asked so far, which lines there are, what holds them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from billing.choices.rules import HoldCode, HoldOwner, UnitRule
from billing.rules import authorizations
from billing.rules.day import asking
from billing.rules.day.picking import SERVICES
from billing.rules.day.units import units
from billing.rules.shapes import Authorized, DayFacts, Delivered, Hold, Line, Step, Terms
from iop.core.words import Sentence, say, sentence

MOST_MODIFIERS = 4
"""A service line holds four (SV101-3 to SV101-6)."""


@dataclass
class Working:
    """What is known so far of one client's day."""

    facts: DayFacts
    terms: Sequence[Terms]
    tells_payer: bool
    lines: list[Line] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    refusals: list[Hold] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)
    bundled: list[str] = field(default_factory=list)
    heads: list[Sentence] = field(default_factory=list)
    """What was delivered, for the sentence."""
    lacks: list[Sentence] = field(default_factory=list)
    """What is missing, for the sentence."""
    rest: list[Authorized] = field(default_factory=list)
    counted: set[uuid.UUID] = field(default_factory=set)
    taken_units: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def of(self, service: str) -> list[Terms]:
        """Give the rules for a service."""
        return [one for one in self.terms if one.service == service]

    def step(self, code: str, held: bool, words: Sentence) -> None:
        """Write down one step."""
        self.trace.append(Step(code, held, words))

    def hold(self, hold: Hold) -> None:
        """Write down what holds the day, each thing once."""
        if not any((one.code, one.source_key) == (hold.code, hold.source_key) for one in self.holds):
            self.holds.append(hold)
            self.lack(hold.words)

    def refuse(self, code: str, words: Sentence, *, source: Delivered | None = None, owner: str = HoldOwner.NOBODY,
               mends: Sentence = "", can_mend: bool = False) -> None:  # fmt: skip
        """Write down why something is not billed; where it can be mended it holds the day."""
        hold = Hold(code, words, owner, None, source.source_key if source else "", mends, can_mend)
        self.step(code, False, words)
        if can_mend:
            self.holds.append(hold)
        else:
            self.refusals.append(hold)

    def lack(self, words: Sentence) -> None:
        """Let the sentence name what is missing, each thing once."""
        if not any(str(one) == str(words) for one in self.lacks):
            self.lacks.append(words)

    def ask(
        self, terms: Terms, sources: tuple[Delivered, ...], minutes: int, *, only_say: bool = False
    ) -> Authorized | None:
        """Ask what a rule wants; what is missing holds the line, or with ``only_say`` is only named. Gives the authorization it uses."""
        answers = asking.ask(self.facts, terms, sources, tells_payer=self.tells_payer)
        taken = None
        if self.tells_payer and asking.needs_authorization(self.facts, terms):
            taken = authorizations.take(
                self.rest, terms.code, self.facts.level_id, self.facts.on, minutes, self.counted
            )
            missing = asking.authorization_missing
            answers.append(
                asking.Answer(asking.authorized_step(taken))
                if taken
                else missing(self.facts, terms, tuple(self.rest), sources[0])
            )
        for answer in answers:
            if answer.step not in self.trace:
                self.trace.append(answer.step)
            if answer.hold and only_say:
                self.lack(answer.hold.words)
            elif answer.hold:
                self.hold(answer.hold)
        return taken

    def bill(self, terms: Terms, source: Delivered, minutes: int, sources: tuple[Delivered, ...] = ()) -> bool:
        """Make a line of what was delivered, as its rule says; false when the payer's most for a day is reached already."""
        count = self._within_most(terms, units(terms.unit_rule, minutes))
        if count <= 0:
            words = sentence(say("{code}: no more than {most} a day"), code=terms.code, most=terms.max_units)
            self.refuse(HoldCode.TOO_SHORT, words, source=source)
            return False
        taken = self.ask(terms, sources or (source,), minutes)
        used = authorizations.need(taken, minutes, self.counted) if taken else Decimal(0)
        if taken:
            self.rest = authorizations.after(self.rest, taken, used)
            self.counted.add(taken.id)
        if terms.cents is None:
            self._no_fee(terms, source)
        self.taken_units[terms.code] += count
        self.lines.append(
            Line(
                source_key=source.source_key, service=source.service, rule_id=terms.id, form=terms.form, code=terms.code,
                revenue_code=terms.revenue_code, modifiers=modifiers(terms, source),
                place_of_service=place(terms, source, self.facts), unit_rule=terms.unit_rule, units=count,
                cents=(terms.cents or 0) * count, minutes=minutes, staff_id=source.staff_id,
                supervisor_id=source.supervisor_id, attendance_id=source.attendance_id,
                authorization_id=taken.id if taken else None, authorized_units=used,
            )
        )  # fmt: skip
        self.step("rule", True, _line_words(self.lines[-1]))
        return True

    def _no_fee(self, terms: Terms, source: Delivered) -> None:
        words = sentence(say("no price for {code}"), code=terms.code)
        self.step(HoldCode.NO_FEE, False, words)
        mends = sentence(say("Enter a price for {code} that holds that day."), code=terms.code)
        self.hold(Hold(HoldCode.NO_FEE, words, HoldOwner.BILLING, None, source.source_key, mends))

    def _within_most(self, terms: Terms, count: int) -> int:
        if terms.max_units is None:
            return count
        return min(count, terms.max_units - self.taken_units[terms.code])


def modifiers(terms: Terms, source: Delivered) -> tuple[str, ...]:
    """Give a line's modifiers in the payer's order, each once, those for video last; four at the most (billing.md §4)."""
    wanted = [*terms.modifiers, *(terms.telehealth_modifiers if source.is_telehealth else ())]
    return tuple(dict.fromkeys(wanted))[:MOST_MODIFIERS]


def place(terms: Terms, source: Delivered, facts: DayFacts) -> str:
    """Give the place of service: the rule's for video, else the rule's own, else the site's (billing.md §5)."""
    if source.is_telehealth:
        return terms.telehealth_place
    return terms.place_of_service or facts.place_of_service


def code_words(line: Line) -> str:
    """Write a line's code with its modifiers as claims do: "H0015-HF", more than one unit as "H0004-HF × 3"."""
    code = "-".join([line.code, *line.modifiers])
    return code if line.units == 1 else f"{code} × {line.units}"


def joined(pieces: Iterable[Sentence]) -> Sentence:
    """Put clauses one after another with semicolons; shown in the reader's language."""
    whole: Sentence = ""
    for piece in pieces:
        whole = sentence("{whole}; {piece}", whole=whole, piece=piece) if whole else piece
    return whole


def _line_words(line: Line) -> Sentence:
    unit = {UnitRule.PER_DIEM: say("the day"), UnitRule.SESSION: say("the session")}.get(UnitRule(line.unit_rule))
    words = say("{service}: {code} for {unit}") if unit else say("{service}: {code}")
    return sentence(words, service=SERVICES[line.service], code=code_words(line), unit=unit or "")
