"""A client-day that somebody makes up, to try rules on it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing import terms
from billing.choices.authorizations import AuthUnit
from billing.choices.payers import AuthorizationNeed
from billing.choices.rules import Service
from billing.models import BillingRule, Payer
from billing.rules import day
from billing.rules.shapes import Authorized, Cover, DayFacts, Decision, Delivered, Week
from clients.models import LevelOfCare

NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Invented:
    """What is made up: who pays, what was delivered, and how the record stands. Minutes are of service."""

    on: dt.date
    payer: Payer | None = None
    level: LevelOfCare | None = None
    service: str = Service.TREATMENT_DAY
    minutes: int = 180
    groups: tuple[int, ...] = ()
    """Minutes of each group of the day."""
    individual: int = 0
    """Minutes of an individual session beside the day; 0: none."""
    note: str = "signed"
    is_telehealth: bool = False
    client_present: bool | None = None
    group_size: int | None = None
    credentials: frozenset[str] = frozenset()
    week_minutes: int = 540
    week_days: int = 3
    week_is_over: bool = True
    units_left: int = 10
    has_plan: bool = True
    has_diagnosis: bool = True
    consents: bool = True
    is_checked: bool = True


def decide(made_up: Invented, drafts: Sequence[BillingRule] = ()) -> Decision:
    """Decide a made-up day by the rules that hold on it, or with drafts taken in as if published. Nothing is written."""
    facts = facts_of(made_up)
    book = terms.of([day.who_pays(facts)], made_up.on, made_up.on, drafts)
    return day.decide(facts, book.for_day(day.who_pays(facts), facts.level_id, made_up.on))


def facts_of(made_up: Invented) -> DayFacts:
    """Give a made-up day as the plain values that the decision takes."""
    level_id = made_up.level.pk if made_up.level else None
    return DayFacts(
        client_id=NOBODY, episode_id=NOBODY, site_id=NOBODY, on=made_up.on, today=made_up.on, level_id=level_id,
        level_name=made_up.level.short_name if made_up.level else "", delivered=tuple(_delivered(made_up)),
        cover=_cover(made_up), diagnoses=("F10.20",) if made_up.has_diagnosis else (), has_plan=made_up.has_plan,
        consents=made_up.consents, authorized=_authorized(made_up, level_id),
        week=Week(made_up.on, made_up.week_minutes, made_up.week_days, made_up.week_is_over),
    )  # fmt: skip


def _delivered(made_up: Invented) -> list[Delivered]:
    found = [_one(made_up, made_up.service, made_up.minutes, 0)]
    if made_up.service == Service.TREATMENT_DAY:
        found += [_one(made_up, Service.GROUP, minutes, n) for n, minutes in enumerate(made_up.groups, start=1)]
        if made_up.individual:
            found.append(_one(made_up, Service.INDIVIDUAL, made_up.individual, 90))
    return found


def _one(made_up: Invented, service: str, minutes: int, number: int) -> Delivered:
    return Delivered(
        service=service, source_key=f"invented:{number}", source_id=uuid.UUID(int=number), minutes=minutes,
        note="" if service == Service.DRUG_TEST else made_up.note, is_telehealth=made_up.is_telehealth,
        credentials=made_up.credentials, client_present=made_up.client_present if service == Service.FAMILY else None,
        group_size=made_up.group_size if service == Service.GROUP else None,
    )  # fmt: skip


def _cover(made_up: Invented) -> Cover | None:
    payer = made_up.payer
    if payer is None:
        return None
    need = payer.authorization if payer.authorization != AuthorizationNeed.AFTER else AuthorizationNeed.NEEDED
    return Cover(
        NOBODY, payer.pk, payer.name, made_up.on, None, True if made_up.is_checked else None, payer.filing_days, need
    )  # fmt: skip


def _authorized(made_up: Invented, level_id: uuid.UUID | None) -> tuple[Authorized, ...]:
    if level_id is None:
        return ()
    one = Authorized(
        NOBODY, "…", level_id, frozenset(), AuthUnit.DAY, Decimal(made_up.units_left), made_up.on, made_up.on
    )  # fmt: skip
    return (one,)
