"""What the small clinic's story is too short for: a claim that was sent and answered, a denial, a letter, a statement, a plan.

Two weeks of a handful of clients may bring no charge at all; pages about money are looked at all the same.
"""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

from billing.actions import claims, ledger, remittances
from billing.actions.client_money import plans, statements
from billing.choices.remittances import LetterKind
from billing.choices.rules import RuleStatus, Service
from billing.models import BillingIdentity, BillingRule, Claim, ClinicianNumber, Denial, Payer
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.workflows import denial_letters
from tests.factories import billing
from tests.factories.claims import make_covered
from tests.factories.remittances import Answered, AnsweredLine, _charged, answer, text_of

DAYS = (9, 8, 7)
"""Days ago on which somebody was here."""


def build(at: dt.datetime) -> None:
    """Let two people's weeks at Boston be claimed, one paid with a part left to the client, one denied."""
    site = Site.objects.get(code="BOS")
    house = _house(site, at)
    rows = [_claimed(house, at) for _ in range(2)]
    batch = claims.make_batch(by=SYSTEM, claim_ids=[row.pk for row in rows], at=at)
    claims.hand_out(by=house.biller, batch=batch, at=at)
    claims.mark_sent(by=house.biller, batch=batch, at=at)
    _answered(house, [Claim.objects.get(pk=row.pk) for row in rows], at)
    denial = Denial.objects.select_related("claim").get(claim=rows[1])
    words = denial_letters.words_for(denial, LetterKind.NECESSITY)
    denial_letters.send(by=house.biller, denial=denial, kind=LetterKind.NECESSITY, words=words, at=at)
    client = rows[0].client
    statements.make_statement(by=house.biller, client=client, site=site, key="world", at=at)
    plans.agree_plan(
        by=house.biller, client=client, site=site, total_cents=9000, each_cents=3000,
        first_on=clock.local_date(at, site.time_zone), rhythm="month", at=at,
    )  # fmt: skip


def _house(site: Site, at: dt.datetime) -> SimpleNamespace:
    payer = Payer.objects.filter(form="professional").order_by("name").first()
    rule = BillingRule.objects.filter(payer=payer, service=Service.TREATMENT_DAY, status=RuleStatus.PUBLISHED).first()
    return SimpleNamespace(
        site=site, payer=payer, rule=rule, identity=BillingIdentity.objects.get(site=site),
        number=ClinicianNumber.objects.filter(staff__payer_enrolments__payer=payer).order_by("pk").first(),
        biller=actor_of(StaffMember.objects.get(last_name="Marsh").pk, at),
    )  # fmt: skip


def _claimed(house: SimpleNamespace, at: dt.datetime) -> Claim:
    one = make_covered(house.site, house.payer)
    today = clock.local_date(at, house.site.time_zone)
    charges = [
        billing.make_charge(
            one.episode, today - dt.timedelta(days=ago), coverage=one.coverage, rule=house.rule, rendered_by=house.number.staff,
            level=house.rule.level,
        )
        for ago in DAYS
    ]  # fmt: skip
    ledger.post(by=SYSTEM, drafts=[_charged(each) for each in charges], at=at)
    first, last = charges[0].on, charges[-1].on
    claims.make(by=SYSTEM, site_id=house.site.pk, first=first, last=last, at=at)
    return Claim.objects.filter(client=one.client).get()


def _answered(house: SimpleNamespace, rows: list[Claim], at: dt.datetime) -> None:
    part, nothing = (("CO", "45", 4000), ("PR", "3", 3500)), (("CO", "50", 17500),)
    paid, denied = answer(rows[0], part, part, part), answer(rows[1], nothing, nothing, nothing, status="4")
    unknown = Answered("C000000000", (AnsweredLine("H0015", 17500, rows[0].starts_on, "C000000000-1", ()),), "1")
    text = text_of(house, paid, denied, unknown, on=clock.local_date(at, house.site.time_zone))
    kept = remittances.receive(by=house.biller, file=io.BytesIO(text.encode()), site=house.site, at=at)
    remittances.post(by=house.biller, remittance=kept.remittances.get(), at=at)
