"""Payers, covers, rules, prices, authorizations and charges. Rows are written as they are: actions have tests of their own."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

from billing.choices.authorizations import AuthStatus, AuthUnit
from billing.choices.coverage import Priority, VerifiedBy
from billing.choices.payers import ClaimForm
from billing.choices.rules import DayState, RuleStatus, Service, UnitRule
from billing.models import (
    Authorization,
    AuthorizationChange,
    BillingIdentity,
    BillingRule,
    Charge,
    ClientDay,
    ClinicianNumber,
    Coverage,
    FeeLine,
    Payer,
    PayerEnrolment,
    PayerPlan,
    Verification,
)
from billing.rules import npi
from clients.choices import PartyKind, PayerKind
from clients.models import RecipientParty
from tests.factories.clients import AT, TODAY, make_level

LONG_AGO = dt.date(2020, 1, 1)
_count = itertools.count(1)


def make_npi() -> str:
    return npi.completed(f"1{next(_count):08d}")


def make_payer(name: str = "", kind: str = PayerKind.COMMERCIAL, **fields) -> Payer:
    number = next(_count)
    name = name or f"Payer {number}"
    party = fields.pop("party", None) or RecipientParty.objects.create(kind=PartyKind.PAYER, name=name)
    return Payer.objects.create(party=party, name=name, kind=kind, **{"payer_code": f"P{number:05d}", **fields})


def make_plan(payer: Payer | None = None, **fields) -> PayerPlan:
    return PayerPlan.objects.create(payer=payer or make_payer(), **{"name": f"Plan {next(_count)}", **fields})


def make_coverage(client, plan=None, starts_on=LONG_AGO, priority=Priority.PRIMARY, **fields) -> Coverage:
    fields = {"member_number": f"MEM{next(_count):06d}", **fields}
    return Coverage.objects.create(
        client=client, plan=plan or make_plan(), starts_on=starts_on, priority=priority, **fields
    )


def make_verification(coverage: Coverage, at=AT, **fields) -> Verification:
    known = {"source": VerifiedBy.PHONE, "about_on": TODAY, "is_active": True, "covers_iop": True}
    return Verification.objects.create(coverage=coverage, checked_at=at, **{**known, **fields})


def make_identity(site, **fields) -> BillingIdentity:
    known = {
        "legal_name": "Harbor Recovery LLC", "npi": make_npi(), "ein": "123456789", "street": "1 Main St", "city": "Boston",
        "state": "MA", "zip": "021101234", "contact_name": "Billing", "contact_phone": "6175550100",
        "submitter_code": "HARBOR01", "starts_on": LONG_AGO,
    }  # fmt: skip
    return BillingIdentity.objects.create(site=site, **{**known, **fields})


def make_number(staff, **fields) -> ClinicianNumber:
    return ClinicianNumber.objects.create(staff=staff, **{"npi": make_npi(), **fields})


def make_enrolment(payer: Payer, staff, starts_on=LONG_AGO, **fields) -> PayerEnrolment:
    return PayerEnrolment.objects.create(payer=payer, staff=staff, starts_on=starts_on, **fields)


def make_rule(payer, level=None, service=Service.TREATMENT_DAY, code="H0015", **fields) -> BillingRule:
    """A published rule; ``payer`` none: for people who pay themselves."""
    per_diem = service == Service.TREATMENT_DAY
    known = {
        "status": RuleStatus.PUBLISHED, "published_at": AT, "starts_on": LONG_AGO, "form": ClaimForm.PROFESSIONAL,
        "unit_rule": UnitRule.PER_DIEM if per_diem else UnitRule.SESSION, "min_minutes": 180 if per_diem else 0,
    }  # fmt: skip
    return BillingRule.objects.create(payer=payer, level=level, service=service, code=code, **{**known, **fields})


def make_fee(code="H0015", cents=17500, payer=None, valid_from=LONG_AGO, level=None) -> FeeLine:
    return FeeLine.objects.create(code=code, cents=cents, payer=payer, valid_from=valid_from, level=level)


def make_authorization(
    coverage=None, episode=None, units=12, status=AuthStatus.APPROVED, at=AT, **fields
) -> Authorization:
    """One with its history; of a client's newest stay when only the cover is given, and the other way round."""
    coverage = coverage or make_coverage(episode.client)
    episode = episode or coverage.client.episodes.order_by("-created_at").first()
    given = status in {AuthStatus.APPROVED, AuthStatus.PARTIAL}
    known = {
        "number": f"AUTH{next(_count):05d}" if given else "", "unit": AuthUnit.DAY, "units_asked": Decimal(units),
        "units": Decimal(units) if given else Decimal(0), "starts_on": TODAY, "ends_on": TODAY + dt.timedelta(days=60),
        "asked_at": at, "level": fields.pop("level", None) or make_level(),
    }  # fmt: skip
    row = Authorization.objects.create(coverage=coverage, episode=episode, **{**known, **fields})
    if status != AuthStatus.REQUESTED:
        AuthorizationChange.objects.create(authorization=row, status=status, at=at)
        Authorization.objects.filter(pk=row.pk).update(status=status)
        row.refresh_from_db()
    return row


def make_day(episode, on=TODAY, **fields) -> ClientDay:
    known = {"state": DayState.BILLABLE, "minutes": 180, "decided_at": AT, "site": episode.site}
    return ClientDay.objects.create(client=episode.client, episode=episode, on=on, **{**known, **fields})


def make_charge(episode, on=TODAY, *, coverage=None, rule=None, day=None, **fields) -> Charge:
    """A charge of a day without its ledger entry; ``coverage`` none: the client pays."""
    payer = coverage.plan.payer if coverage else None
    level = fields.pop("level", None) or make_level()
    rule = rule or make_rule(payer, level)
    day = day or ClientDay.objects.filter(client=episode.client, on=on).first() or make_day(episode, on, payer=payer)
    known = {
        "service": rule.service, "source_key": f"attendance:{next(_count)}", "form": rule.form, "code": rule.code,
        "place_of_service": "57", "unit_rule": rule.unit_rule, "units": 1, "cents": 17500, "minutes": 180,
        "diagnoses": ["F10.20"], "posted_at": AT, "site": day.site, "revenue_code": rule.revenue_code,
        "modifiers": rule.modifiers,
    }  # fmt: skip
    return Charge.objects.create(
        day=day, client=episode.client, episode=episode, on=on, rule=rule, coverage=coverage, payer=payer, level=level,
        **{**known, **fields},
    )  # fmt: skip
