"""What may be wrong with a claim before it goes out: each fault in a sentence, with the place where it is mended.

Source: billing.md §9 (what validators miss) and the implementation guides 005010X222A1 and 005010X223A2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from billing.choices.payers import ClaimForm
from billing.rules import addresses, npi
from billing.rules.claims.grouping import MOST_LINES
from billing.x12.claim_values import ClaimOut, Clinician
from billing.x12.words import words as written
from iop.core.words import Sentence, day_words, say, sentence

ZIP_FULL, BORN_EARLIEST = 9, dt.date(1900, 1, 1)


@dataclass(frozen=True)
class Fault:
    """One thing to mend: a stable code, a sentence, and the place where it is mended (``billing.rules.claims.scrubbing.PLACES``)."""

    code: str
    words: Sentence
    place: str


PLACES = (
    "client",
    "coverage",
    "identity",
    "clinician",
    "payer",
    "authorization",
    "diagnoses",
    "consent",
    "days",
    "claim",
)


@dataclass(frozen=True)
class ClaimFacts:
    """What checking a claim rests on. ``reversed`` are positions of lines whose charge was taken back meanwhile.

    ``unknown_diagnoses`` are codes that are not valid on the first day they are used; ``not_enrolled`` names of clinicians
    the payer does not pay for on a day; ``twins`` other live claims with the same services; ``why_not_told`` is the gate's
    reason. ``authorized`` and ``covered`` are spans, the last day included.
    """

    out: ClaimOut
    form: str
    today: dt.date
    file_by: dt.date | None = None
    covered: tuple[dt.date, dt.date | None] = (dt.date.min, None)
    authorized: tuple[dt.date, dt.date] | None = None
    coverage_in_error: bool = False
    reversed: tuple[int, ...] = ()
    unknown_diagnoses: tuple[str, ...] = ()
    not_enrolled: tuple[str, ...] = ()
    rendered_by_words: str = ""
    nobody_rendered: bool = False
    sex_known: bool = True
    twins: tuple[str, ...] = ()
    why_not_told: Sentence | None = None
    kept_cents: int = 0
    """What the claim's row says it comes to."""
    prior_missing: bool = False


def check(facts: ClaimFacts) -> list[Fault]:
    """Give everything that is wrong with a claim, in the order in which people mend it; nothing: it may go out."""
    return [fault for each in CHECKS for fault in each(facts)]


def _consent(facts: ClaimFacts) -> Iterator[Fault]:
    if facts.why_not_told:
        yield Fault("not_disclosable", facts.why_not_told, "consent")


def _who(facts: ClaimFacts) -> Iterator[Fault]:
    out = facts.out
    if not written(out.client.last) or not written(out.client.first):
        yield Fault(
            "client_name", say("The client's name cannot be written in the letters a claim may carry."), "client"
        )
    if out.client.born is None or not BORN_EARLIEST <= out.client.born <= facts.today:
        yield Fault("client_born", say("The client's birth date is missing or cannot be."), "client")
    if not facts.sex_known:
        yield Fault("client_sex", say("A claim says female, male or another; the client has not been asked."), "client")
    if out.client.address is None:
        yield Fault(
            "client_address",
            say("The client's postal address is missing or cannot be read: write it as “2 Elm St, Boston, MA 02110”."),
            "client",
        )


def _subscriber(facts: ClaimFacts) -> Iterator[Fault]:
    out = facts.out
    if facts.coverage_in_error:
        yield Fault("coverage_error", say("The cover was marked as entered in error."), "coverage")
    if not written(out.member_number):
        yield Fault("member_number", say("The member number is missing."), "coverage")
    if not written(out.subscriber.last):
        yield Fault("subscriber_name", say("The name of who holds the policy is missing."), "coverage")
    if not out.client_is_subscriber and out.subscriber.born is None:
        yield Fault("subscriber_born", say("The birth date of who holds the policy is missing."), "coverage")
    first, last = facts.covered
    outside = [line.on for line in out.lines if line.on < first or (last and line.on > last)]
    if outside:
        yield Fault(
            "not_covered", sentence(say("The cover does not hold on {day}."), day=day_words(outside[0])), "coverage"
        )


def _biller(facts: ClaimFacts) -> Iterator[Fault]:
    biller = facts.out.biller
    if not npi.is_valid(biller.npi):
        yield Fault("biller_npi", say("The clinic's NPI has a wrong check digit."), "identity")
    if len(biller.address.zip) != ZIP_FULL:
        yield Fault(
            "biller_zip", say("The clinic's billing address needs all nine digits of its ZIP code."), "identity"
        )
    if addresses.is_po_box(biller.address.street):
        yield Fault("biller_po_box", say("The clinic's billing address may not be a post office box."), "identity")


def _clinicians(facts: ClaimFacts) -> Iterator[Fault]:
    out = facts.out
    if facts.nobody_rendered:
        yield Fault("nobody_rendered", say("Nobody is named who rendered the service."), "days")
    for who in dict.fromkeys(_named(out)):
        if not who.npi:
            yield Fault(
                "clinician_npi", sentence(say("{name} has no NPI here."), name=f"{who.first} {who.last}"), "clinician"
            )
        elif not npi.is_valid(who.npi):
            words = sentence(say("The NPI of {name} has a wrong check digit."), name=f"{who.first} {who.last}")
            yield Fault("clinician_npi_digit", words, "clinician")
    for name in facts.not_enrolled:
        yield Fault(
            "not_enrolled", sentence(say("The payer has not enrolled {name} for these days."), name=name), "payer"
        )


def _named(out: ClaimOut) -> Iterator[Clinician]:
    for who in (out.rendered_by, out.attended_by, out.supervised_by, *(line.rendered_by for line in out.lines)):
        if who is not None:
            yield who


def _diagnoses(facts: ClaimFacts) -> Iterator[Fault]:
    if not facts.out.diagnoses:
        yield Fault("no_diagnosis", say("There is no diagnosis on the claim."), "diagnoses")
    for code in facts.unknown_diagnoses:
        yield Fault(
            "diagnosis_invalid",
            sentence(say("{code} is no diagnosis that holds on these days."), code=code),
            "diagnoses",
        )
    for number, line in enumerate(facts.out.lines, 1):
        if not line.pointers or max(line.pointers) > len(facts.out.diagnoses):
            words = sentence(say("Line {number} points to no diagnosis of the claim."), number=number)
            yield Fault("pointer", words, "diagnoses")


def _lines(facts: ClaimFacts) -> Iterator[Fault]:
    out, most = facts.out, MOST_LINES[ClaimForm(facts.form)]
    if not out.lines:
        yield Fault("no_lines", say("The claim has no line."), "claim")
    if len(out.lines) > most:
        yield Fault("too_many_lines", sentence(say("It has more than {most} lines."), most=most), "claim")
    for number in facts.reversed:
        words = sentence(
            say("The charge of line {number} was taken back. Leave this claim and make it anew."), number=number
        )
        yield Fault("charge_reversed", words, "claim")
    if sum(line.cents for line in out.lines) != out.cents or (facts.kept_cents and facts.kept_cents != out.cents):
        yield Fault("total", say("The total is not the sum of the lines."), "claim")
    for number, line in enumerate(out.lines, 1):
        if line.on > facts.today:
            yield Fault("future", sentence(say("Line {number} lies in the future."), number=number), "days")
        if line.cents <= 0 and out.frequency != "8":
            yield Fault("no_price", sentence(say("Line {number} has no price."), number=number), "days")
        if facts.form == ClaimForm.INSTITUTIONAL and not line.revenue_code:
            yield Fault("revenue", sentence(say("Line {number} has no revenue code."), number=number), "days")
        if facts.form == ClaimForm.PROFESSIONAL and not line.place:
            yield Fault("place", sentence(say("Line {number} has no place of service."), number=number), "days")


def _authorization(facts: ClaimFacts) -> Iterator[Fault]:
    if facts.authorized is None:
        return
    first, last = facts.authorized
    outside = [line.on for line in facts.out.lines if not first <= line.on <= last]
    if outside:
        words = sentence(say("The authorization does not cover {day}."), day=day_words(outside[0]))
        yield Fault("not_authorized", words, "authorization")


def _against_the_others(facts: ClaimFacts) -> Iterator[Fault]:
    out = facts.out
    if out.frequency in ("7", "8") and not out.payer_number:
        yield Fault(
            "no_original_number",
            say("The payer's own number of the first claim is missing: it stands in its answer."),
            "claim",
        )
    for number in facts.twins:
        yield Fault(
            "twin", sentence(say("Claim {number} asks for the same service on the same day."), number=number), "claim"
        )
    if facts.prior_missing:
        yield Fault("no_prior", say("What the payer before decided is not on record."), "claim")


def _clock(facts: ClaimFacts) -> Iterator[Fault]:
    if facts.file_by and facts.today > facts.file_by:
        words = sentence(say("The payer took claims for these days until {day}."), day=day_words(facts.file_by))
        yield Fault("too_late", words, "payer")


CHECKS: tuple[Callable[[ClaimFacts], Iterator[Fault]], ...] = (
    _consent, _who, _subscriber, _biller, _clinicians, _diagnoses, _lines, _authorization, _against_the_others, _clock,
)  # fmt: skip
