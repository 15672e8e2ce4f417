"""The demo's story of answers of payers: payments read and posted, some days denied, and what is done about them."""

from __future__ import annotations

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from billing.actions import remittances
from billing.actions.denials import working
from billing.choices.claims import ClaimStatus
from billing.choices.remittances import DenialStatus, LetterKind
from billing.models import Claim, ClaimLine, Denial, Payer, Remittance
from clients.gate import NotDisclosable
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Refusal
from iop.demo.answers import Answered, AnsweredLine, Off, Paying, remittance
from iop.demo.clinic import Clinic
from iop.workflows import denial_letters

BILLER = "Marsh"
ANSWERED = (ClaimStatus.SUBMITTED, ClaimStatus.ACCEPTED)
MOST = 160
"""Claims answered in all: enough to look true."""
LATEST = dt.timedelta(days=1)
UNANSWERED = 5
"""Every so-manieth claim still waits for its answer."""
COPAY, ALLOWED_PERCENT = 2500, 82
REFUSALS: tuple[tuple[str, str, str], ...] = (
    ("197", "authorization", "M62"), ("16", "information", "MA130"), ("29", "filing", ""), ("50", "necessity", ""),
)  # fmt: skip


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: each payer's last payment waits to be posted, those before are posted."""
    at = now - LATEST
    with clock.frozen(at):
        by_payer: dict[Payer, list[Claim]] = defaultdict(list)
        for claim in _waiting():
            by_payer[claim.payer].append(claim)
        for number, payer in enumerate(sorted(by_payer, key=lambda row: row.name)):
            _answer(house, dice, payer, by_payer[payer], number, at)
        _work(house, at)


def _waiting() -> list[Claim]:
    rows = Claim.objects.filter(status__in=ANSWERED).select_related("payer", "site", "client", "identity")
    found = list(rows.order_by("starts_on", "control_number")[:MOST])
    return [claim for number, claim in enumerate(found, 1) if number % UNANSWERED]


def _answer(
    house: Clinic, dice: Random, payer: Payer, claims: Sequence[Claim], number: int, at: dt.datetime
) -> None:  # fmt: skip
    lines: dict[object, list[ClaimLine]] = defaultdict(list)
    for line in ClaimLine.objects.filter(claim__in=claims).select_related("charge").order_by("position"):
        lines[line.claim_id].append(line)
    answers = [
        _decided(dice, claim, lines[claim.pk], place) for place, claim in enumerate(claims) if lines[claim.pk]
    ]  # fmt: skip
    if not answers:
        return
    half = max(1, len(answers) * 3 // 4)
    first, later = answers[:half], answers[half:]
    by = house.acting(BILLER, at)
    site = claims[0].site
    paid_on = clock.local_date(at, site.time_zone) - dt.timedelta(days=9)
    posted = _take(by, site, payer, first, f"EFT{number + 1:02d}1001", paid_on, at)
    remittances.post(by=by, remittance=posted, at=at)
    unknown = Answered(f"OLD{number + 1:05d}", (AnsweredLine("H0015", 17500, paid_on - dt.timedelta(days=80)),))
    back = [each.reversed() for each in first if each.paid and number == 0][:1]
    again = [*back, *later, unknown]
    _take(by, site, payer, again, f"EFT{number + 1:02d}1002", paid_on + dt.timedelta(days=7), at)


def _take(
    by: Actor, site: Site, payer: Payer, answers: Sequence[Answered], trace: str, on: dt.date,
    at: dt.datetime,
) -> Remittance:  # fmt: skip
    cents = sum(each.paid for each in answers)
    others = (("WO", "EARLIER", 1000),) if cents > 1000 else ()
    if cents < 0:
        others = (("FB", trace, cents),)
    text = remittance(Paying(payer.name, payer.payer_code, trace, on, others=others), answers, int(trace[-4:]))
    row = remittances.receive(by=by, file=io.BytesIO(text.encode()), at=at, site=site)
    return Remittance.objects.get(file=row)


def _decided(dice: Random, claim: Claim, lines: Sequence[ClaimLine], place: int) -> Answered:
    refusal = REFUSALS[place // 6 % len(REFUSALS)] if place % 6 == 0 else None
    return Answered(
        claim.control_number, tuple(_line(dice, line, refusal) for line in lines), "4" if refusal else "1",
        name=(claim.client.legal_last_name, claim.client.legal_first_name),
    )  # fmt: skip


def _line(dice: Random, line: ClaimLine, refusal: tuple[str, str, str] | None) -> AnsweredLine:
    charge = line.charge
    remarks = (refusal[2],) if refusal and refusal[2] else ()
    off: tuple[Off, ...] = (("CO", refusal[0], charge.cents),) if refusal else _usual(dice, charge.cents)
    return AnsweredLine(charge.code, charge.cents, charge.on, line.control_number, off, remarks)


def _usual(dice: Random, cents: int) -> tuple[Off, ...]:
    beyond = cents * (100 - ALLOWED_PERCENT) // 100
    patient = min(COPAY, cents - beyond) if dice.random() < 0.5 else 0
    return tuple(each for each in (("CO", "45", beyond), ("PR", "3", patient)) if each[2])


def _work(house: Clinic, at: dt.datetime) -> None:
    """The biller works on some denials: one at each site is appealed by letter, one corrected, a small one given up."""
    by, owner = house.acting(BILLER, at), house.staff[BILLER]
    for site in house.sites.values():
        rows = list(
            Denial.objects.visible_to(by).filter(claim__site=site, status=DenialStatus.OPEN).order_by("pk")[:12]
        )
        written = False
        for row in rows:
            if not written and _write(by, row, at):
                written = True
                working.take(by=by, denial=row, owner=owner, at=at)
        left = [row for row in rows if Denial.objects.get(pk=row.pk).status == DenialStatus.OPEN]
        for row in left[:1]:
            working.change(
                by=by, denial=row, status=DenialStatus.CORRECTED, words="The number was missing; a replacement is on its way.", at=at
            )  # fmt: skip
        for row in left[1:2]:
            _give_up(by, row, at)


def _write(by: Actor, row: Denial, at: dt.datetime) -> bool:
    words = denial_letters.words_for(row, LetterKind.RETRO_AUTHORIZATION)
    try:
        denial_letters.send(by=by, denial=row, kind=LetterKind.RETRO_AUTHORIZATION, words=words, at=at)
    except NotDisclosable:
        return False
    return True


def _give_up(by: Actor, row: Denial, at: dt.datetime) -> None:
    try:
        working.give_up(
            by=by, denial=row, reason="Too late for the payer and for an appeal; the reminder was ours.", at=at
        )
    except Refusal:
        # Too much for a biller alone: it stays on the list.
        return
