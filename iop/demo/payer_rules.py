"""The demo's rules of what each payer pays for: three payers that differ, prices for people who pay themselves, one draft."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from random import Random
from typing import Any

from billing.choices.payers import ClaimForm
from billing.choices.rules import Requirement, RuleStatus, Service, UnitRule
from billing.models import BillingRule, Payer
from clients.models import LevelOfCare
from iop.audit.recorder import record
from iop.core import clock
from iop.demo.clinic import YEARS_OPEN, Clinic

BEACON, MEDICAID, MERIDIAN = "Beacon State Health Plan", "State Medicaid managed plan", "Meridian Mutual PPO"
NOTES = [Requirement.SIGNED_NOTE, Requirement.COSIGNATURE]
RECORD = [*NOTES, Requirement.PLAN, Requirement.DIAGNOSIS]
PAYER = [*RECORD, Requirement.CONSENT, Requirement.COVERAGE, Requirement.VERIFIED]
INTENSIVE = [*PAYER, Requirement.AUTHORIZATION]
ENROLLED = [*INTENSIVE, Requirement.ENROLLED]
BUNDLE = [Service.INDIVIDUAL, Service.FAMILY, Service.CASE_MANAGEMENT, Service.ASSESSMENT]
MANUALS = {
    BEACON: "Provider manual 2026, section 7.3: intensive outpatient, per diem of three hours",
    MEDICAID: "Program regulations, outpatient SUD: nine hours on three days of the week",
    MERIDIAN: "Contract, exhibit B: institutional claims with revenue code 0906",
    "": "The clinic's own price list",
}


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: rules since the house opened, and a draft that waits."""
    levels = {level.key: level for level in LevelOfCare.objects.all()}
    payers = {payer.name: payer for payer in Payer.objects.filter(name__in=MANUALS)}
    opened = now - YEARS_OPEN
    with clock.frozen(opened):
        by = house.acting("Marsh", opened)
        rows = BillingRule.objects.bulk_create(_rows(payers, levels, opened, by.id))
        record(by=by, verb="billing.rules_published", subject=None, detail={"count": len(rows)})
    iop = levels.get("iop")
    _draft(house, next(row for row in rows if row.payer == payers[BEACON] and row.level == iop), now)


def _rows(
    payers: dict[str, Payer], levels: dict[str, LevelOfCare], opened: dt.datetime, by: uuid.UUID | None
) -> Iterator[BillingRule]:
    for name, make in ((BEACON, _beacon), (MEDICAID, _medicaid), (MERIDIAN, _meridian), ("", _own)):
        for level, service, code, unit, fields in make(levels):
            yield BillingRule(
                payer=payers[name] if name else None, level=level, service=service, code=code, unit_rule=unit,
                status=RuleStatus.PUBLISHED, starts_on=opened.date(), published_at=opened, published_by=by, made_by=by,
                note=MANUALS[name], **fields,
            )  # fmt: skip


Row = tuple[LevelOfCare | None, str, str, str, dict[str, Any]]


def _beacon(levels: dict[str, LevelOfCare]) -> Iterator[Row]:
    """A commercial plan: a day of three hours is one rate that holds everything else of the day."""
    day = {"min_minutes": 180, "modifiers": ["HF"], "telehealth_modifiers": ["95"], "bundles": BUNDLE}
    yield levels.get("iop"), Service.TREATMENT_DAY, "H0015", UnitRule.PER_DIEM, {**day, "requirements": ENROLLED}
    php = {**day, "min_minutes": 300, "requirements": ENROLLED, "telehealth_place": ""}
    yield levels.get("php"), Service.TREATMENT_DAY, "H0035", UnitRule.PER_DIEM, php
    yield from _sessions([*PAYER, Requirement.ENROLLED], {"telehealth_modifiers": ["95"]})
    groups = {"min_minutes": 45, "group_from": 2, "group_to": 15, "requirements": [*PAYER, Requirement.ENROLLED]}
    yield levels.get("op"), Service.GROUP, "90853", UnitRule.SESSION, groups
    yield None, Service.DRUG_TEST, "80305", UnitRule.SESSION, _test("QW")


def _medicaid(levels: dict[str, LevelOfCare]) -> Iterator[Row]:
    """A public plan: the day's rate only in weeks of nine hours on three days, else each group by itself."""
    day = {
        "min_minutes": 180, "modifiers": ["HF", "U1"], "telehealth_modifiers": ["GT"], "week_days": 3, "week_minutes": 540,
        "falls_back": True, "requirements": INTENSIVE, "bundles": [Service.INDIVIDUAL, Service.CASE_MANAGEMENT],
    }  # fmt: skip
    yield levels.get("iop"), Service.TREATMENT_DAY, "H0015", UnitRule.PER_DIEM, day
    php = {**day, "min_minutes": 240, "week_days": 0, "week_minutes": 0, "falls_back": False}
    yield levels.get("php"), Service.TREATMENT_DAY, "H0035", UnitRule.PER_DIEM, php
    group = {"min_minutes": 45, "max_units": 2, "modifiers": ["HF"], "requirements": PAYER, "group_to": 15}
    yield None, Service.GROUP, "H0005", UnitRule.SESSION, group
    quarter = {"modifiers": ["HF"], "telehealth_modifiers": ["GT"], "max_units": 8, "requirements": PAYER}
    yield None, Service.INDIVIDUAL, "H0004", UnitRule.TIMED_15, quarter
    yield (
        None,
        Service.FAMILY,
        "T1006",
        UnitRule.SESSION,
        {"min_minutes": 30, "modifiers": ["HF"], "requirements": PAYER},
    )
    yield None, Service.CASE_MANAGEMENT, "T1016", UnitRule.TIMED_15, {"max_units": 16, "requirements": PAYER}
    yield None, Service.ASSESSMENT, "H0001", UnitRule.SESSION, {"requirements": [*NOTES, Requirement.CONSENT]}
    yield None, Service.MEDICATION, "99213", UnitRule.SESSION, {"requirements": PAYER}
    yield None, Service.DRUG_TEST, "80305", UnitRule.SESSION, _test("QW")


def _meridian(levels: dict[str, LevelOfCare]) -> Iterator[Row]:
    """A plan that wants institutional claims for the day and professional ones for everything else."""
    day = {
        "form": ClaimForm.INSTITUTIONAL, "revenue_code": "0906", "min_minutes": 180, "requirements": INTENSIVE,
        "bundles": BUNDLE, "telehealth_modifiers": ["95"],
    }  # fmt: skip
    yield levels.get("iop"), Service.TREATMENT_DAY, "H0015", UnitRule.PER_DIEM, day
    php = {**day, "revenue_code": "0912", "min_minutes": 240}
    yield levels.get("php"), Service.TREATMENT_DAY, "H0015", UnitRule.PER_DIEM, php
    yield from _sessions(PAYER, {"telehealth_modifiers": ["95"]})
    groups = {"min_minutes": 45, "requirements": PAYER}
    yield levels.get("op"), Service.GROUP, "90853", UnitRule.SESSION, groups
    yield None, Service.DRUG_TEST, "80305", UnitRule.SESSION, _test("QW")


def _own(levels: dict[str, LevelOfCare]) -> Iterator[Row]:
    """People who pay themselves: the same services, and nothing that only a payer asks for."""
    day = {"min_minutes": 120, "bundles": BUNDLE, "requirements": NOTES}
    yield levels.get("iop"), Service.TREATMENT_DAY, "H0015", UnitRule.PER_DIEM, day
    yield levels.get("php"), Service.TREATMENT_DAY, "H0035", UnitRule.PER_DIEM, {**day, "min_minutes": 180}
    yield from _sessions(NOTES, {})
    yield levels.get("op"), Service.GROUP, "90853", UnitRule.SESSION, {"requirements": NOTES}
    yield None, Service.DRUG_TEST, "80305", UnitRule.SESSION, _test()


def _sessions(needs: list[Requirement], more: dict[str, Any]) -> Iterator[Row]:
    """Sessions outside the day by their length, families by who was there."""
    lengths = (("90832", 16, 37), ("90834", 38, 52), ("90837", 53, None))
    for position, (code, least, most) in enumerate(lengths, start=1):
        fields = {"position": position, "min_minutes": least, "max_minutes": most, "requirements": needs, **more}
        yield None, Service.INDIVIDUAL, code, UnitRule.SESSION, fields
    for position, (code, present) in enumerate((("90846", False), ("90847", True)), start=1):
        fields = {"position": position, "min_minutes": 26, "client_present": present, "requirements": needs, **more}
        yield None, Service.FAMILY, code, UnitRule.SESSION, fields
    yield None, Service.ASSESSMENT, "90791", UnitRule.SESSION, {"min_minutes": 30, "requirements": [*NOTES]}
    yield None, Service.MEDICATION, "99213", UnitRule.SESSION, {"requirements": needs, **more}


def _test(*modifiers: str) -> dict[str, Any]:
    return {"max_units": 1, "modifiers": list(modifiers), "requirements": [Requirement.DIAGNOSIS]}


def _draft(house: Clinic, old: BillingRule, now: dt.datetime) -> None:
    """The payer wrote that family sessions are paid apart from next month on; the change waits to be published."""
    month = (now.date().replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    values = {
        field.name: getattr(old, field.name)
        for field in BillingRule._meta.concrete_fields
        if field.name not in {"id", "created_at", "version", "published_at", "published_by"}
    }
    values |= {
        "status": RuleStatus.DRAFT, "starts_on": month, "replaces": old, "min_minutes": 175,
        "bundles": [Service.INDIVIDUAL, Service.CASE_MANAGEMENT, Service.ASSESSMENT],
        "note": "Letter of this month: family sessions are paid apart, and a day counts from 175 minutes.",
    }  # fmt: skip
    with clock.frozen(now - dt.timedelta(days=6)):
        BillingRule.objects.create(**values)
