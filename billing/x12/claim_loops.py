"""Loops that professional and institutional claims share: who bills, who is covered, what the payer before decided.

Source: ASC X12N/005010X222A1 and 005010X223A2, loops 2000A to 2010CA, 2320, 2330 and 2430.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from billing.rules.adjudications import Adjustment
from billing.x12.claim_values import Address, Biller, ClaimOut, Clinician, LineOut, Person, Prior
from billing.x12.segments import date8, line, money
from billing.x12.words import words

MOST_TRIPLETS = 6


def body(claims: Iterable[ClaimOut], loop: Callable[[ClaimOut], Iterator[str]]) -> Iterator[str]:
    """Give the levels of claims one after another: a billing provider's once, and under it each claim with its ``loop`` 2300.

    Claims of one billing provider stand together for the shortest file; they need not.
    """
    number = 0
    biller, above = None, 0
    for claim in claims:
        if claim.biller != biller:
            biller, number = claim.biller, number + 1
            above = number
            yield from _biller(biller, number)
        number += 1
        yield from _subscriber(claim, number, above)
        if not claim.client_is_subscriber:
            yield from _client(claim, number + 1, number)
            number += 1
        yield from loop(claim)


def _biller(biller: Biller, number: int) -> Iterator[str]:
    yield line("HL", number, "", "20", "1")
    if biller.taxonomy:
        yield line("PRV", "BI", "PXC", biller.taxonomy)
    yield line("NM1", "85", "2", words(biller.name, 60), "", "", "", "", "XX", biller.npi)
    yield from address(biller.address)
    yield line("REF", "EI", biller.ein)


def _subscriber(claim: ClaimOut, number: int, above: int) -> Iterator[str]:
    own = claim.client_is_subscriber
    yield line("HL", number, above, "22", "0" if own else "1")
    yield line(
        "SBR", claim.letter, "18" if own else "", words(claim.group_number, 50), "", "", "", "", "", claim.filing_code
    )
    yield insured(claim.subscriber, claim.member_number)
    if claim.subscriber.address:
        yield from address(claim.subscriber.address)
    if claim.subscriber.born:
        yield born(claim.subscriber)
    yield line("NM1", "PR", "2", words(claim.payer.name, 60), "", "", "", "", "PI", words(claim.payer.code, 80))


def _client(claim: ClaimOut, number: int, above: int) -> Iterator[str]:
    yield line("HL", number, above, "23", "0")
    yield line("PAT", claim.relation)
    yield line("NM1", "QC", "1", words(claim.client.last, 60), words(claim.client.first, 35))
    if claim.client.address:
        yield from address(claim.client.address)
    yield born(claim.client)


def insured(person: Person, member_number: str) -> str:
    """Name who holds a policy, with the member number."""
    return line(
        "NM1", "IL", "1", words(person.last, 60), words(person.first, 35), "", "", "", "MI", words(member_number, 80)
    )


def address(where: Address) -> Iterator[str]:
    """Give the two segments of an address."""
    yield line("N3", words(where.street, 55))
    yield line("N4", words(where.city, 30), words(where.state, 2), where.zip)


def born(person: Person) -> str:
    """Give birth date and sex."""
    return line("DMG", "D8", date8(person.born) if person.born else "", person.sex)


def clinician(role: str, who: Clinician, specialty: str = "") -> Iterator[str]:
    """Name a clinician in a ``role`` (82 rendering, DQ supervising, 71 attending), with taxonomy where a role has one."""
    yield line("NM1", role, "1", words(who.last, 60), words(who.first, 35), "", "", "", "XX", who.npi)
    if specialty and who.taxonomy:
        yield line("PRV", specialty, "PXC", who.taxonomy)


def numbers(claim: ClaimOut) -> Iterator[str]:
    """Give the payer's authorization, and its own number of the claim that this one replaces or voids."""
    if claim.authorization_number:
        yield line("REF", "G1", words(claim.authorization_number, 50))
    if claim.payer_number and claim.frequency in ("7", "8"):
        yield line("REF", "F8", words(claim.payer_number, 50))


def prior(before: Prior) -> Iterator[str]:
    """Tell what a payer before decided about the claim as a whole."""
    yield line(
        "SBR", before.letter, before.relation, words(before.group_number, 50), "", "", "", "", "", before.filing_code
    )
    yield from adjustments(before.adjustments)
    yield line("AMT", "D", money(before.paid))
    yield line("OI", "", "", "Y", "", "", "Y")
    yield insured(before.subscriber, before.member_number)
    yield line("NM1", "PR", "2", words(before.payer.name, 60), "", "", "", "", "PI", words(before.payer.code, 80))
    if before.payer_number:
        yield line("REF", "F8", words(before.payer_number, 50))


def line_answer(claim: ClaimOut, each: LineOut) -> Iterator[str]:
    """Tell what the payer before decided about one line."""
    if each.answer is None or not claim.priors:
        return
    before = claim.priors[0]
    yield line(
        "SVD", words(before.payer.code, 80), money(each.answer.paid), ["HC", each.code, *each.modifiers],
        each.revenue_code, each.units,
    )  # fmt: skip
    yield from adjustments(each.answer.adjustments)
    yield line("DTP", "573", "D8", date8(each.answer.on or before.on))


def adjustments(all_of_them: Iterable[Adjustment]) -> Iterator[str]:
    """Give adjustments as CAS segments: one or more for each group, at most six reasons in each; amounts of nothing left out."""
    wanted = sorted((each for each in all_of_them if each.cents), key=lambda each: each.group)
    for group, members in groupby(wanted, key=lambda each: each.group):
        rows = list(members)
        for first in range(0, len(rows), MOST_TRIPLETS):
            triplets = [
                part
                for row in rows[first : first + MOST_TRIPLETS]
                for part in (
                    row.code,
                    money(row.cents),
                    "" if row.quantity is None else f"{row.quantity.normalize():f}",
                )
            ]
            yield line("CAS", group, *triplets)
