"""The demo's story of three payers that differ, what they pay, whom they know, and who covers whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from billing.choices.coverage import Priority, Subscriber, VerifiedBy
from billing.choices.eligibility import FileKind
from billing.choices.payers import AuthorizationNeed, ClaimForm, FilingCode
from billing.models import (
    BillingIdentity,
    ClinicianNumber,
    Coverage,
    EligibilityFile,
    FeeLine,
    Payer,
    PayerEnrolment,
    PayerPlan,
    SelfPay,
    Verification,
)
from billing.rules import npi
from clients.choices import EpisodeStatus, PartyKind, PayerKind
from clients.models import Episode, LevelOfCare, RecipientParty
from iop.audit.recorder import record
from iop.core import clock
from iop.demo import payer_rules
from iop.demo.clinic import YEARS_OPEN, Clinic

DAY = dt.timedelta(days=1)
BEACON, MEDICAID, MERIDIAN = "Beacon State Health Plan", "State Medicaid managed plan", "Meridian Mutual PPO"
PAYERS: dict[str, dict[str, Any]] = {
    BEACON: {
        "kind": PayerKind.COMMERCIAL, "filing_code": FilingCode.COMMERCIAL, "payer_code": "BSHP1", "form": ClaimForm.PROFESSIONAL,
        "receiver_name": "Tidewater Clearing", "receiver_code": "TWCLEAR", "filing_days": 90, "correction_days": 180,
        "appeal_days": 180, "peer_to_peer_days": 14, "authorization": AuthorizationNeed.NEEDED,
        "authorization_phone": "617 555 0310",
    },
    MEDICAID: {
        "kind": PayerKind.MEDICAID, "filing_code": FilingCode.MEDICAID, "payer_code": "SMMCP", "form": ClaimForm.PROFESSIONAL,
        "filing_days": 365, "correction_days": 365, "appeal_days": 60, "peer_to_peer_days": 7,
        "authorization": AuthorizationNeed.NEEDED, "authorization_phone": "617 555 0311",
    },
    MERIDIAN: {
        "kind": PayerKind.COMMERCIAL, "filing_code": FilingCode.PPO, "payer_code": "MMPPO", "form": ClaimForm.INSTITUTIONAL,
        "receiver_name": "Tidewater Clearing", "receiver_code": "TWCLEAR", "filing_days": 180, "correction_days": 365,
        "appeal_days": 120, "peer_to_peer_days": 10, "authorization": AuthorizationNeed.AFTER,
        "authorization_phone": "617 555 0312", "takes_secondary": True,
    },
}  # fmt: skip
PLANS: dict[str, tuple[dict[str, Any], ...]] = {
    BEACON: ({"name": "Beacon Choice HMO"}, {"name": "Beacon Gold"}),
    MEDICAID: ({"name": "Community Care"},),
    MERIDIAN: (
        {"name": "Meridian Open Access", "authorization": AuthorizationNeed.AFTER, "authorization_after": 12},
        {"name": "Meridian Basic", "is_in_network": False, "authorization": AuthorizationNeed.NEEDED},
    ),
}
PRICES: dict[str, tuple[int, int, int, int]] = {
    # code: the clinic's own price in cents, and what Beacon, Medicaid and Meridian allow
    "H0015": (32500, 21500, 16800, 26000),
    "H0035": (48000, 34000, 27500, 39500),
    "S9480": (32500, 22500, 17200, 26500),
    "H0001": (26000, 18500, 14200, 20500),
    "H0004": (4500, 3600, 2750, 3950),
    "H0005": (6500, 4800, 3950, 5400),
    "H0006": (4200, 0, 2600, 0),
    "T1016": (3600, 0, 2300, 0),
    "T1006": (14500, 10800, 8400, 11800),
    "90791": (24000, 17400, 13800, 18900),
    "90832": (11500, 8600, 6700, 9400),
    "90834": (15500, 11800, 9200, 12900),
    "90837": (21500, 16200, 13100, 17600),
    "90846": (15000, 11200, 8800, 12100),
    "90847": (16000, 12100, 9400, 12900),
    "90849": (6500, 4700, 3700, 5200),
    "90853": (6000, 4400, 3500, 4900),
    "99213": (14500, 10400, 7900, 11300),
    "99214": (20500, 14800, 11200, 16100),
    "80305": (2600, 1260, 1180, 1400),
    "80306": (3400, 1710, 1600, 1900),
    "80307": (9800, 6210, 5800, 6900),
}
IDENTITIES: dict[str, dict[str, Any]] = {
    "BOS": {
        "legal_name": "Harbor Light Recovery LLC", "npi": npi.completed("188055501"), "ein": "041234567",
        "street": "88 Harrison Avenue", "city": "Boston", "state": "MA", "zip": "021111234",
        "contact_phone": "6175550142", "submitter_code": "HLRBOS",
    },
    "TUC": {
        "legal_name": "Harbor Light Recovery LLC", "npi": npi.completed("188055502"), "ein": "041234567",
        "street": "1200 East Speedway", "city": "Tucson", "state": "AZ", "zip": "857194321",
        "contact_phone": "5205550177", "submitter_code": "HLRTUC",
    },
}  # fmt: skip
TAXONOMY = {"MD": "2084P0800X", "LCSW": "1041C0700X", "LMHC": "101YM0800X", "LPC": "101YP2500X"}
SHARES = (*[BEACON] * 7, *[MEDICAID] * 8, *[MERIDIAN] * 4, "")
"""How often each payer is met; the empty one are people who pay themselves."""
COPAYS = {BEACON: 2500, MEDICAID: 0, MERIDIAN: 4000}


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    with clock.frozen(now - YEARS_OPEN):
        plans = _payers()
        _prices(plans)
        _identities(house)
        _clinicians(house, plans, now)
    _covers(house, dice, now, plans)
    payer_rules.fill(house, dice, now)


def _payers() -> dict[str, list[PayerPlan]]:
    parties = RecipientParty.objects.bulk_create(
        RecipientParty(
            kind=PartyKind.PAYER, name=name, address="PO Box 5150, Springfield, MA 01101", phone="617 555 0300"
        )
        for name in PAYERS
    )
    rows = Payer.objects.bulk_create(
        Payer(party=party, name=party.name, **PAYERS[party.name]) for party in parties
    )  # fmt: skip
    plans = PayerPlan.objects.bulk_create(PayerPlan(payer=row, **plan) for row in rows for plan in PLANS[row.name])
    return {row.name: [plan for plan in plans if plan.payer_id == row.pk] for row in rows}


def _prices(plans: dict[str, list[PayerPlan]]) -> None:
    """The clinic's own list, raised at the turn of the year, and what the contracts allow."""
    opened = clock.now().date()
    year = dt.date(opened.year + 1, 1, 1)
    payers = [None, *(found[0].payer for found in plans.values())]
    rows = [
        FeeLine(
            payer=payer, code=code, valid_from=opened, cents=cents * 95 // 100 // 50 * 50 if payer is None else cents
        )
        for code, prices in PRICES.items()
        for payer, cents in zip(payers, prices, strict=True)
        if cents
    ]
    rows += [FeeLine(code=code, valid_from=year, cents=prices[0]) for code, prices in PRICES.items()]
    php = LevelOfCare.objects.filter(key="php").first()
    rows += [FeeLine(payer=payers[3], level=php, code="H0015", valid_from=opened, cents=38800)] if php else []
    FeeLine.objects.bulk_create(rows)


def _identities(house: Clinic) -> None:
    opened = clock.now().date()
    BillingIdentity.objects.bulk_create(
        BillingIdentity(site=house.sites[code], contact_name="Gwendolyn Marsh", starts_on=opened, **fields)
        for code, fields in IDENTITIES.items()
    )


def _clinicians(house: Clinic, plans: dict[str, list[PayerPlan]], now: dt.datetime) -> None:
    """Numbers for those who hold a licence; two payers enrol one by one, and one of them knows a colleague only of late."""
    opened = clock.now().date()
    licensed = [one for _name, one in sorted(house.staff.items()) if one.credentials.exists()]
    ClinicianNumber.objects.bulk_create(
        ClinicianNumber(staff=one, npi=npi.completed(f"1{77_000_001 + number:08d}"), taxonomy=_taxonomy(one.title, one))
        for number, one in enumerate(licensed)
    )
    late = house.staff.get("Acheampong")
    PayerEnrolment.objects.bulk_create(
        PayerEnrolment(
            payer=plans[name][0].payer, staff=one, applied_on=opened,
            starts_on=(now - 40 * DAY).date() if one == late and name == MEDICAID else opened,
            note="Committee met late; not back-dated." if one == late and name == MEDICAID else "",
        )
        for name in (BEACON, MEDICAID)
        for one in licensed
    )  # fmt: skip


def _taxonomy(title: str, member: Any) -> str:
    codes = {held.kind.code for held in member.credentials.select_related("kind")}
    return next((taxonomy for code, taxonomy in TAXONOMY.items() if code in codes), "101YA0400X")


def _covers(house: Clinic, dice: Random, now: dt.datetime, plans: dict[str, list[PayerPlan]]) -> None:
    stays = list(
        Episode.objects.filter(admitted_on__isnull=False)
        .select_related("client", "site")
        .order_by("client_id", "-opened_on")
    )
    newest = list({stay.client_id: stay for stay in reversed(stays)}.values())
    earliest = {stay.client_id: stay.admitted_on for stay in stays}
    active = [stay for stay in newest if stay.status == EpisodeStatus.ADMITTED]
    told = _stories(active)
    covers: list[Coverage] = []
    paying: list[SelfPay] = []
    for stay in newest:
        first = (earliest[stay.client_id] or now.date()) - dt.timedelta(days=dice.randrange(20, 400))
        if stay in told["none"]:
            continue
        known = any(stay in told[story] for story in ("answered", "changed", "unchecked"))
        name = BEACON if known else dice.choice(SHARES)
        if not name or stay in told["pays"]:
            note = "Insurance does not cover the program; sliding fee asked for."
            paying.append(SelfPay(client_id=stay.client_id, starts_on=first, note=note))
        elif stay in told["changed"]:
            covers += _changed(stay, plans, first, now)
        else:
            covers += _cover(stay, plans, name, first, dice)
    with clock.frozen(now - 60 * DAY):
        Coverage.objects.bulk_create(covers)
        SelfPay.objects.bulk_create(paying)
        clients = {row.client_id for row in covers} | {row.client_id for row in paying}
        record(by=house.acting("Abara", clock.now()), verb="billing.coverage_added", subject=None, clients=clients)
    _waiting_answer(
        [row for row in covers if row.client_id in {stay.client_id for stay in told["answered"]}][:1], house, now
    )
    unchecked = {stay.client_id for stay in told["unchecked"]}
    by_client = {stay.client_id: stay for stay in newest}
    _checks(house, dice, now, [(row, by_client[row.client_id]) for row in covers if row.client_id not in unchecked])


def _stories(active: list[Episode]) -> dict[str, list[Episode]]:
    """Choose people of the first site for what is worth showing; in a very small clinic some of it is left out."""
    site_id = active[0].site_id if active else None
    some = iter(
        [stay for stay in active if stay.site.code == "BOS"] or [stay for stay in active if stay.site_id == site_id]
    )
    return {
        name: [stay for stay in [next(some, None)] if stay]
        for name in ("answered", "pays", "changed", "unchecked", "none")
    }


def _cover(stay: Episode, plans: dict[str, list[PayerPlan]], name: str, first: dt.date, dice: Random) -> list[Coverage]:
    plan = dice.choice(plans[name])
    own = dice.random() < 0.75 or name == MEDICAID
    person = stay.client
    holder: dict[str, Any] = {} if own else {
        "subscriber": Subscriber.SPOUSE if dice.random() < 0.6 else Subscriber.CHILD, "subscriber_first_name": "Jordan",
        "subscriber_last_name": person.legal_last_name[:60], "subscriber_born": person.date_of_birth - 900 * DAY,
    }  # fmt: skip
    found = [_row(stay, plan, first, **holder)]
    if name != MEDICAID and dice.random() < 0.14:
        found.append(_row(stay, plans[MEDICAID][0], first, priority=Priority.SECONDARY))
    return found


def _changed(stay: Episode, plans: dict[str, list[PayerPlan]], first: dt.date, now: dt.datetime) -> list[Coverage]:
    """Somebody whose job, and cover, changed on the 15th."""
    middle = (now - 16 * DAY).date().replace(day=15)
    return [
        _row(stay, plans[BEACON][0], min(first, middle - 60 * DAY), ends_on=middle - DAY, note="Through the old job."),
        _row(stay, plans[MERIDIAN][0], middle, note="Through the new job."),
    ]


def _row(stay: Episode, plan: PayerPlan, first: dt.date, **fields: Any) -> Coverage:
    number = f"{plan.payer.payer_code[:3]}{stay.client.record_number[-5:]}77"
    group = "" if plan.payer.kind == PayerKind.MEDICAID else f"G{plan.payer.payer_code[:2]}4410"
    return Coverage(
        client_id=stay.client_id, plan=plan, starts_on=first, member_number=number, group_number=group, **fields
    )


def _waiting_answer(rows: list[Coverage], house: Clinic, now: dt.datetime) -> None:
    """A payer's answer came this morning and nobody has compared it yet."""
    facts = {
        "is_active": True, "plan": "CHOICE HMO", "benefit_days": 60, "benefit_days_left": 41, "copay_cents": 3000,
        "deductible_cents": 100000, "deductible_left_cents": 25000, "is_in_network": True, "authorization": "Y",
    }  # fmt: skip
    EligibilityFile.objects.bulk_create(
        EligibilityFile(
            coverage=row, kind=FileKind.ANSWERED, at=now - dt.timedelta(hours=3), by_id=house.staff["Marsh"].pk,
            about_on=now.date(), trace="E000000001", digest="0" * 64, facts=facts,
        )
        for row in rows
    )  # fmt: skip


def _checks(house: Clinic, dice: Random, now: dt.datetime, rows: Iterable[tuple[Coverage, Episode]]) -> None:
    """A call before the start, and for people still here one of late; a handful are due again."""
    desk = house.staff["Abara"]
    made = []
    for row, stay in rows:
        start = max(stay.admitted_on or row.starts_on, row.starts_on)
        if row.ends_on is None or row.ends_on >= start:
            made.append(_check(row, stay, desk, start, dice))
        if stay.status == EpisodeStatus.ADMITTED and row.ends_on is None and dice.random() < 0.9:
            lately = max(start, now.date() - dt.timedelta(days=dice.randrange(2, 27)))
            made.append(_check(row, stay, desk, lately, dice))
    Verification.objects.bulk_create(made)
    record(
        by=house.acting("Abara", now), verb="billing.coverage_verified", subject=None,
        clients={row.client_id for row, _stay in rows},
    )  # fmt: skip


def _check(row: Coverage, stay: Episode, desk: Any, on: dt.date, dice: Random) -> Verification:
    name = row.plan.payer.name
    at = dt.datetime.combine(on, dt.time(9, 40), ZoneInfo(stay.site.time_zone))
    limited = name != MEDICAID
    return Verification(
        coverage=row, checked_at=at, checked_by=desk, source=dice.choice([VerifiedBy.PHONE, VerifiedBy.WEBSITE]),
        about_on=on, is_active=True, covers_iop=True, benefit_days=60 if limited else None,
        benefit_days_used=dice.randrange(0, 12) if limited else None, copay_cents=COPAYS[name],
        coinsurance_percent=Decimal(20) if name == MERIDIAN else None, deductible_cents=100000 if limited else None,
        deductible_met_cents=dice.randrange(0, 100001, 5000) if limited else None,
        out_of_pocket_cents=450000 if limited else None, out_of_pocket_met_cents=dice.randrange(0, 300001, 5000) if limited else None,
        is_in_network=row.plan.is_in_network, authorization=row.plan.payer.authorization,
        authorization_after=12 if name == MERIDIAN else None,
        carve_out="Beacon Behavioral" if name == BEACON and dice.random() < 0.1 else "",
        call_reference=f"R{dice.randrange(10**7, 10**8)}", created_at=at,
    )  # fmt: skip
