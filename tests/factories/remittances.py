"""Claims that were sent, and the files with which payers answer them."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from types import SimpleNamespace

from billing.actions import ledger, remittances
from billing.actions.ledger import Draft
from billing.choices.claims import ClaimStatus
from billing.choices.ledger import Account, EntryKind
from billing.models import Claim, ClaimChange, ClaimLine, Remittance
from billing.rules.ledger import Side
from iop.access.actors import SYSTEM
from iop.demo.answers import Answered, AnsweredLine, Paying, remittance
from tests.factories import billing, clients

AT = dt.datetime(2026, 3, 20, 15, 0, tzinfo=dt.UTC)
PAID_ON = dt.date(2026, 3, 18)
DAYS = (dt.date(2026, 3, 2), dt.date(2026, 3, 4), dt.date(2026, 3, 6))
CENTS = 17500
_count = itertools.count(1)


def make_desk(**payer_fields) -> SimpleNamespace:
    """A site that bills, its payer, and its biller."""
    site = clients.make_site()
    payer = billing.make_payer(**payer_fields)
    identity = billing.make_identity(site)
    return SimpleNamespace(
        site=site, payer=payer, identity=identity, rule=billing.make_rule(payer, clients.make_level()),
        biller=clients.make_actor(site, "biller"),
    )  # fmt: skip


def make_sent(desk, days=DAYS, cents=CENTS, status=ClaimStatus.SUBMITTED, **fields) -> Claim:
    """A claim that was sent, with its charges in the ledger."""
    episode = fields.pop("episode", None) or clients.make_admitted(desk.site)
    coverage = fields.pop("coverage", None) or billing.make_coverage(episode.client, billing.make_plan(desk.payer))
    charges = fields.pop("charges", None) or [
        billing.make_charge(episode, on, coverage=coverage, rule=desk.rule, cents=cents) for on in days
    ]
    number = next(_count)
    claim = Claim.objects.create(
        **{
            "control_number": f"C{number:09d}", "client": episode.client, "episode": episode, "site": desk.site,
            "identity": desk.identity, "coverage": coverage, "payer": coverage.plan.payer, "form": desk.rule.form,
            "starts_on": days[0], "ends_on": days[-1], "cents": sum(each.cents for each in charges), "made_at": AT,
            "sent_at": AT - dt.timedelta(days=10), **fields,
        }
    )  # fmt: skip
    for position, each in enumerate(charges, 1):
        ClaimLine.objects.create(
            claim=claim, position=position, charge=each, payer=claim.payer,
            control_number=f"{claim.control_number}-{position}",
        )  # fmt: skip
    ClaimChange.objects.create(claim=claim, status=status, at=AT - dt.timedelta(days=10))
    Claim.objects.filter(pk=claim.pk).update(status=status)
    claim.refresh_from_db()
    if claim.after_id is None:
        ledger.post(by=SYSTEM, drafts=[_charged(each) for each in charges], at=AT)
    return claim


def _charged(charge) -> Draft:
    sides = [
        Side(Account.PAYERS_OWE, charge.cents, charge.client_id, charge.payer_id, charge.pk),
        Side(Account.REVENUE, -charge.cents, charge.client_id, charge.payer_id, charge.pk),
    ]
    return Draft(f"charge:{charge.pk}", EntryKind.CHARGE, charge.site_id, charge.on, sides)


def answer(claim, *offs, status="1", **fields) -> Answered:
    """The payer's answer: what it takes off each line, in order; nothing where nothing is said."""
    lines = [
        AnsweredLine(
            row.charge.code, row.charge.cents, row.charge.on, row.control_number, tuple(offs[index]) if index < len(offs) else ()
        )
        for index, row in enumerate(claim.lines.select_related("charge"))
    ]  # fmt: skip
    return Answered(claim.control_number, tuple(lines), status, **fields)


def text_of(desk, *answers, trace="", on=PAID_ON, **fields) -> str:
    paying = Paying(desk.payer.name, desk.payer.payer_code, trace or f"EFT{next(_count):06d}", on, **fields)
    return remittance(paying, answers)


def receive(desk, *answers, by=None, at=AT, **fields):
    text = text_of(desk, *answers, **fields)
    return remittances.receive(by=by or desk.biller, file=io.BytesIO(text.encode()), site=desk.site, at=at)


def received(desk, *answers, **fields) -> Remittance:
    return receive(desk, *answers, **fields).remittances.get()


def posted(desk, *answers, **fields) -> Remittance:
    return remittances.post(by=desk.biller, remittance=received(desk, *answers, **fields), at=AT)
