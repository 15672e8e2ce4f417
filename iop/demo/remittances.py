"""The demo's story of answers of payers: each pays some weeks after a claim went out, denies a few, and what is done about them."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
from iop.demo.clinic import WALL_CLOCK, Clinic
from iop.demo.payers import BEACON, COPAYS, MEDICAID, MERIDIAN
from iop.workflows import denial_letters

BILLER = "Marsh"
ANSWERED = (ClaimStatus.SUBMITTED, ClaimStatus.ACCEPTED)
DAY = dt.timedelta(days=1)
LATEST = DAY
OPENS = dt.time(10, 30)
"""When the biller posts what came, the day after."""
WEDNESDAY = dt.date(2024, 1, 3).toordinal()


@dataclass(frozen=True)
class Pace:
    """How a payer answers: how many days after a claim was sent, on payments every so many days; what of a hundred it allows;
    of how many claims it denies one; what the client pays of a day."""

    days: int
    every: int
    allows: int
    denies: int
    copay: int


PACES = {
    BEACON: Pace(13, 7, 94, 11, COPAYS[BEACON]),
    MEDICAID: Pace(18, 7, 97, 13, COPAYS[MEDICAID]),
    MERIDIAN: Pace(16, 7, 91, 8, COPAYS[MERIDIAN]),
}
USUAL = Pace(16, 7, 82, 9, 2500)
FULL_REACH = 40
"""In a story of fewer days than these payers are quicker, so that something is answered."""
UNANSWERED = 19
"""Every so-manieth claim was lost on the way: nobody has answered yet."""
LATER_PERCENT = 20
"""How many claims of a hundred wait for the payment after the next."""
FRESH = 3 * DAY
"""What came within this time is not posted yet."""
POSTED_PERCENT = 75
"""How much of each payer's last payment is posted."""
PAY_A_SHARE_PERCENT = 55
"""Of how many days of a hundred the client pays a share."""
Reason = tuple[str, str]
REASONS: tuple[Reason, ...] = (
    ("197", "M62"), ("16", "MA130"), ("197", "M62"), ("50", ""), ("27", ""), ("16", "MA130"), ("197", "M62"), ("29", ""), ("50", ""),
)  # fmt: skip
"""Why claims are denied, with a remark: mostly a missing authorization or number."""


@dataclass(frozen=True)
class Fate:
    """What the biller did about a denial, after how many days, in which words; and how it ended, after how many more."""

    does: str
    after: int
    words: str
    ends: str
    later: int


FATES: tuple[Fate | None, ...] = (
    Fate(DenialStatus.CORRECTED, 4, "The number was missing; sent again with it.", DenialStatus.WON, 20),
    Fate(DenialStatus.APPEALED, 8, "Appealed; the authorization was on file.", DenialStatus.WON, 30),
    Fate(DenialStatus.CORRECTED, 6, "Sent again with the number of the authorization.", DenialStatus.WON, 21),
    Fate(DenialStatus.APPEALED, 9, "Appealed with attendance and the physician's letter.", DenialStatus.LOST, 32),
    None,
)
"""What became of denials, in turn; of the last kind nobody has begun yet."""
STAYS = "The payer stays with its decision."


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: each payer's last payment waits to be posted, those before are posted."""
    story = _Story(house, dice, now - LATEST)
    story.expect()
    for payment in story.come():
        story.arrives(payment)
    with clock.frozen(story.at):
        _work(house, story.at)


@dataclass
class _Payment:
    """What a payer pays on one day."""

    payer: Payer
    site: Site
    on: dt.date
    answers: list[Answered] = field(default_factory=list)


@dataclass
class _Story:
    """Answers of payers, by the day on which they come; ``at``: until when it is told."""

    house: Clinic
    dice: Random
    at: dt.datetime
    payments: dict[tuple[dt.date, str], _Payment] = field(default_factory=dict)
    claims: dict[uuid.UUID, tuple[Claim, list[ClaimLine]]] = field(default_factory=dict)
    done: set[tuple[dt.date, str]] = field(default_factory=set)
    paid: dict[str, Answered] = field(default_factory=dict)
    """One paid answer of each payer."""
    reach: int = FULL_REACH
    denials: int = 0
    number: int = 0
    worked: int = 0

    @property
    def today(self) -> dt.date:
        """The last day of which it tells."""
        return clock.local_date(self.at, WALL_CLOCK.key)

    def expect(self) -> None:
        """Lay out when each claim that was sent is answered, and how."""
        rows = Claim.objects.filter(status__in=ANSWERED, sent_at__isnull=False)
        found = list(rows.select_related("payer", "site", "client").order_by("sent_at", "control_number"))
        lines: dict[uuid.UUID, list[ClaimLine]] = defaultdict(list)
        for line in ClaimLine.objects.filter(claim__in=found).select_related("charge").order_by("position"):
            lines[line.claim_id].append(line)
        if found and found[0].sent_at:
            self.reach = max(0, (self.at - found[0].sent_at).days)
        counts: dict[str, int] = defaultdict(int)
        for number, claim in enumerate(found, 1):
            if number % UNANSWERED == UNANSWERED // 2 or not lines[claim.pk]:
                continue
            pace = _pace(claim.payer)
            counts[claim.payer.name] += 1
            refusal: Reason | None = None
            if counts[claim.payer.name] % pace.denies == 2:
                refusal = REASONS[self.denials % len(REASONS)]
                self.denials += 1
            self.claims[claim.pk] = (claim, lines[claim.pk])
            later = pace.every if self.dice.randrange(100) < LATER_PERCENT else 0
            sent = clock.local_date(claim.sent_at or self.at, claim.site.time_zone)
            self._put(claim, sent, pace.days + later, _decided(self.dice, claim, lines[claim.pk], refusal))

    def come(self) -> Iterator[_Payment]:
        """Give the payments that have come, the oldest first; answers to what was done meanwhile join them as they arise."""
        while key := min((each for each in self.payments.keys() - self.done if each[0] <= self.today), default=None):
            self.done.add(key)
            yield self.payments[key]

    def arrives(self, payment: _Payment) -> None:
        """Take a payment in and post it; of the payer's last the rest came by itself, of late, and waits."""
        name, answers = payment.payer.name, payment.answers
        if any(payment.on < on <= self.today for on, other in self.payments if other == name):
            self._posted(payment, answers)
            return
        most = len(answers) * POSTED_PERCENT // 100
        if most:
            self._posted(payment, answers[:most])
        on = max(payment.on, self.today - FRESH)
        self._taken(payment, [*self._back(name), *answers[most:], _unknown(self.number, on)], on, corrects=True)

    def _taken(
        self, payment: _Payment, answers: Sequence[Answered], on: dt.date, *, corrects: bool = False
    ) -> Remittance:
        self.number += 1
        at = self._opened(on)
        with clock.frozen(at):
            by = self.house.acting(BILLER, at)
            return _take(
                by, payment.site, payment.payer, answers, f"EFT{100_000 + self.number}", on, at, corrects=corrects
            )

    def _posted(self, payment: _Payment, answers: Sequence[Answered]) -> None:
        row, at = self._taken(payment, answers, payment.on), self._opened(payment.on)
        with clock.frozen(at):
            remittances.post(by=self.house.acting(BILLER, at), remittance=row, at=at)
        if answers[0].paid:
            self.paid[payment.payer.name] = answers[0]
        denials = Denial.objects.filter(answer__remittance=row, status=DenialStatus.OPEN)
        for denial in denials.order_by("claim__control_number"):
            self._follow(denial, FATES[self.worked % len(FATES)], at)
            self.worked += 1

    def _opened(self, on: dt.date) -> dt.datetime:
        return min(self.at, clock.at_local(on + DAY, OPENS, WALL_CLOCK.key))

    def _follow(self, denial: Denial, fate: Fate | None, at: dt.datetime) -> None:
        """Let the biller do something about a denial, as far as its time has come."""
        if fate is None or at + fate.after * DAY >= self.at:
            return
        acts = at + fate.after * DAY
        with clock.frozen(acts):
            working.change(
                by=self.house.acting(BILLER, acts), denial=denial, status=fate.does, words=fate.words, at=acts
            )
        claim, lines = self.claims[denial.claim_id]
        ends = acts + fate.later * DAY
        if fate.ends == DenialStatus.WON:
            on = clock.local_date(acts, claim.site.time_zone)
            self._put(claim, on, fate.later, _decided(self.dice, claim, lines, None))
        elif ends < self.at:
            with clock.frozen(ends):
                by = self.house.acting(BILLER, ends)
                working.change(by=by, denial=denial, status=fate.ends, words=STAYS, at=ends)
                _give_up(by, denial, ends)

    def _put(self, claim: Claim, sent: dt.date, days: int, answer: Answered) -> None:
        on = self._payday(sent, days, _pace(claim.payer).every)
        while (on, claim.payer.name) in self.done:
            on += DAY
        payment = self.payments.setdefault((on, claim.payer.name), _Payment(claim.payer, claim.site, on))
        payment.answers.append(answer)

    def _payday(self, sent: dt.date, days: int, every: int) -> dt.date:
        """Payers pay on Wednesdays; in a short story sooner."""
        if self.reach < FULL_REACH:
            return min(sent + days * self.reach // FULL_REACH * DAY, self.today)
        earliest = sent + days * DAY
        return earliest + (WEDNESDAY - earliest.toordinal()) % every * DAY

    def _back(self, name: str) -> list[Answered]:
        """One payment of the past is taken back, of the payer that is told first."""
        found = [self.paid[name].reversed()] if name in self.paid else []
        if found:
            self.paid.clear()
        return found


def _pace(payer: Payer) -> Pace:
    return PACES.get(payer.name, USUAL)


def _unknown(number: int, on: dt.date) -> Answered:
    return Answered(f"OLD{number:05d}", (AnsweredLine("H0015", 17500, on - 80 * DAY),))


def _take(
    by: Actor, site: Site, payer: Payer, answers: Sequence[Answered], trace: str, on: dt.date,
    at: dt.datetime, *, corrects: bool,
) -> Remittance:  # fmt: skip
    cents = sum(each.paid for each in answers)
    others = (("WO", "EARLIER", 1000),) if cents > 1000 and corrects else ()
    if cents < 0:
        others = (("FB", trace, cents),)
    text = remittance(Paying(payer.name, payer.payer_code, trace, on, others=others), answers, int(trace[-4:]))
    row = remittances.receive(by=by, file=io.BytesIO(text.encode()), at=at, site=site)
    return Remittance.objects.get(file=row)


def _decided(dice: Random, claim: Claim, lines: Sequence[ClaimLine], refusal: Reason | None) -> Answered:
    return Answered(
        claim.control_number, tuple(_line(dice, claim, line, refusal) for line in lines), "4" if refusal else "1",
        name=(claim.client.legal_last_name, claim.client.legal_first_name),
    )  # fmt: skip


def _line(dice: Random, claim: Claim, line: ClaimLine, refusal: Reason | None) -> AnsweredLine:
    charge = line.charge
    remarks = (refusal[1],) if refusal and refusal[1] else ()
    off: tuple[Off, ...] = (
        (("CO", refusal[0], charge.cents),) if refusal else _usual(dice, _pace(claim.payer), charge.cents)
    )
    return AnsweredLine(charge.code, charge.cents, charge.on, line.control_number, off, remarks)


def _usual(dice: Random, pace: Pace, cents: int) -> tuple[Off, ...]:
    beyond = cents * (100 - pace.allows) // 100
    patient = min(pace.copay, cents - beyond) if dice.randrange(100) < PAY_A_SHARE_PERCENT else 0
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
