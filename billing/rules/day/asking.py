"""What a rule asks before a line is billed: each requirement as a step, and as a hold where something is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from billing.choices.payers import AuthorizationNeed
from billing.choices.rules import HoldCode, HoldOwner, Requirement
from billing.rules import authorizations
from billing.rules.shapes import Authorized, DayFacts, Delivered, Hold, Step, Terms
from iop.core.words import Sentence, day_words, say, sentence


@dataclass(frozen=True)
class Answer:
    """What asking one thing came to: always a step, and a hold when it is missing."""

    step: Step
    hold: Hold | None = None


def ask(facts: DayFacts, terms: Terms, sources: tuple[Delivered, ...], *, tells_payer: bool) -> list[Answer]:
    """Ask everything a rule wants of a line, but its authorization; ``sources`` are what the line is made of.

    ``tells_payer`` is false where the client pays: then nothing is asked about the payer. Source: billing.md §1, rule 6.
    """
    wanted = terms.requirements
    answers: list[Answer] = []
    for source in sources:
        answers.extend(_notes(wanted, source))
    answers.extend(_of_record(facts, wanted))
    if tells_payer and facts.cover:
        answers.extend(_of_payer(facts, wanted, sources))
    return answers


def _notes(wanted: frozenset[str], source: Delivered) -> Iterator[Answer]:
    if not source.note:
        return
    if Requirement.SIGNED_NOTE in wanted:
        if source.note == "none":
            yield _no(
                HoldCode.NOTE_MISSING, say("no note yet"), HoldOwner.CLINICIAN, say("Write the note and sign it."),
                source,
            )  # fmt: skip
            return
        if source.note == "draft":
            yield _no(
                HoldCode.NOTE_UNSIGNED, say("note not signed"), HoldOwner.CLINICIAN, say("Sign the note."), source
            )
            return
        yield _yes(Requirement.SIGNED_NOTE, say("note signed"))
    if Requirement.COSIGNATURE in wanted:
        if source.note == "cosign":
            yield _no(
                HoldCode.COSIGN_WAITS, say("co-signature missing"), HoldOwner.SUPERVISOR, say("Co-sign the note."),
                source,
            )  # fmt: skip
        else:
            yield _yes(Requirement.COSIGNATURE, say("no co-signature open"))


def _of_record(facts: DayFacts, wanted: frozenset[str]) -> Iterator[Answer]:
    if Requirement.PLAN in wanted:
        yield (
            _yes(Requirement.PLAN, say("treatment plan in force"))
            if facts.has_plan
            else _no(
                HoldCode.NO_PLAN, say("no treatment plan in force"), HoldOwner.CLINICIAN,
                say("Sign the treatment plan for that day."),
            )
        )  # fmt: skip
    if Requirement.DIAGNOSIS in wanted:
        yield (
            _yes(Requirement.DIAGNOSIS, sentence(say("diagnosis {code}"), code=facts.diagnoses[0]))
            if facts.diagnoses
            else _no(
                HoldCode.NO_DIAGNOSIS, say("no diagnosis on that day"), HoldOwner.CLINICIAN,
                say("Enter the diagnosis with the day from which it holds."),
            )
        )  # fmt: skip


def _of_payer(facts: DayFacts, wanted: frozenset[str], sources: tuple[Delivered, ...]) -> Iterator[Answer]:
    cover = facts.cover
    if cover is None:
        return
    if Requirement.CONSENT in wanted:
        yield (
            _yes(Requirement.CONSENT, say("consent to tell the payer"))
            if facts.consents
            else _no(
                HoldCode.NO_CONSENT, sentence(say("no consent to tell {payer}"), payer=cover.payer_name),
                HoldOwner.INTAKE, say("Ask the client whether they sign a consent for payment."),
            )
        )  # fmt: skip
    if Requirement.COVERAGE in wanted and cover.checked is False:
        yield _no(
            HoldCode.COVERAGE_INACTIVE, sentence(say("{payer} says the coverage is not active"), payer=cover.payer_name),
            HoldOwner.INTAKE, say("Ask the client and the payer; enter the coverage that holds, or end this one."),
        )  # fmt: skip
    elif Requirement.VERIFIED in wanted and cover.checked is None:
        yield _no(
            HoldCode.COVERAGE_UNCHECKED, sentence(say("coverage with {payer} not checked"), payer=cover.payer_name),
            HoldOwner.INTAKE, say("Check the coverage and record the answer."),
        )  # fmt: skip
    elif {Requirement.COVERAGE, Requirement.VERIFIED} & wanted:
        yield _yes(Requirement.COVERAGE, sentence(say("covered by {payer}"), payer=cover.payer_name))
    if Requirement.ENROLLED in wanted:
        yield from _enrolled(facts, sources)


def _enrolled(facts: DayFacts, sources: tuple[Delivered, ...]) -> Iterator[Answer]:
    if facts.enrolled is None:
        yield _yes(Requirement.ENROLLED, say("this payer enrolls no clinician one by one"))
        return
    for source in sources:
        # A supervised clinician may be billed under the supervisor whom the payer has enrolled.
        if {source.staff_id, source.supervisor_id} & facts.enrolled:
            yield _yes(Requirement.ENROLLED, say("clinician enrolled with the payer"))
        else:
            yield _no(
                HoldCode.NOT_ENROLLED, say("clinician not enrolled with the payer on that day"), HoldOwner.BILLING,
                say("Enter the enrollment when the payer confirms it."), source,
            )  # fmt: skip


def needs_authorization(facts: DayFacts, terms: Terms) -> bool:
    """Say whether the payer wants an authorization: the rule asks for one, unless the plan is known to need none."""
    if facts.cover is None or facts.cover.authorization == AuthorizationNeed.NOT_NEEDED:
        return False
    return Requirement.AUTHORIZATION in terms.requirements or facts.cover.authorization == AuthorizationNeed.NEEDED


def authorization_missing(facts: DayFacts, terms: Terms, rest: tuple[Authorized, ...], source: Delivered) -> Answer:
    """Say why no authorization pays for a line: none at all, ended, not begun, or its units are used up."""
    alike = [
        one
        for one in rest
        if one.level_id == facts.level_id and (not one.codes or terms.code in one.codes)
    ]  # fmt: skip
    holding = [one for one in alike if authorizations.covers(one, terms.code, facts.level_id, facts.on)]
    if holding:
        last = holding[-1]
        words = sentence(
            say("authorization {number}: {left} left"), number=last.number,
            left=authorizations.units_words(max(last.left, Decimal(0)), last.unit),
        )  # fmt: skip
        return _no(HoldCode.UNITS_USED_UP, words, HoldOwner.BILLING, say("Ask the payer for more units."), source)
    mends = say("Ask the payer for an authorization that holds that day.")
    return _no(HoldCode.NO_AUTHORIZATION, _no_authorization_words(alike, facts.on), HoldOwner.BILLING, mends, source)


def authorized_step(taken: Authorized) -> Step:
    """Say which authorization pays."""
    return Step(Requirement.AUTHORIZATION, True, sentence(say("authorization {number}"), number=taken.number))


def _no_authorization_words(alike: list[Authorized], on: dt.date) -> Sentence:
    ended = max((one.ends_on for one in alike if one.ends_on < on), default=None)
    if ended:
        return sentence(say("authorization ended {day}"), day=day_words(ended))
    begins = min((one.starts_on for one in alike if one.starts_on > on), default=None)
    if begins:
        return sentence(say("authorization begins only {day}"), day=day_words(begins))
    return say("no authorization")


def _yes(code: str, words: Sentence) -> Answer:
    return Answer(Step(code, True, words))


def _no(code: str, words: Sentence, owner: str, mends: Sentence, source: Delivered | None = None) -> Answer:
    staff_id = None
    if source is not None and owner == HoldOwner.CLINICIAN:
        staff_id = source.note_author_id or source.staff_id
    if source is not None and owner == HoldOwner.SUPERVISOR:
        staff_id = source.supervisor_id
    hold = Hold(code, words, owner, staff_id, source.source_key if source else "", mends)
    return Answer(Step(code, False, words), hold)
