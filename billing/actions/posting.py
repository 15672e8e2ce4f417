"""Writing charges and taking them back, each with its entry in the ledger. Whoever calls holds the clients' locks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from billing.actions.ledger import Draft, post
from billing.choices.ledger import EntryKind
from billing.models import Charge, ClaimLine, ClientDay
from billing.rules import charges as rules
from billing.rules.charges import Said, Wanted
from billing.rules.ledger import reversed_sides
from billing.rules.shapes import DayFacts
from iop.access.actors import Actor


@dataclass(frozen=True)
class ToPost:
    """A line of a day to be charged, and the charge whose place it takes."""

    day: ClientDay
    facts: DayFacts
    wanted: Wanted
    replaces_id: uuid.UUID | None = None


def post_charges(*, by: Actor, lines: Sequence[ToPost], at: dt.datetime) -> list[Charge]:
    """Write the charges with their entries. Five statements, whatever the number.

    The database refuses a service that is charged already and a second per diem of a day (``IntegrityError``).
    """
    if not lines:
        return []
    charges = Charge.objects.bulk_create([_charge(by, one, at) for one in lines], batch_size=1000)
    drafts = [
        Draft(f"charge:{row.pk}", EntryKind.CHARGE, row.site_id, row.on, sides(row))
        for row in charges
        if row.cents
    ]  # fmt: skip
    post(by=by, drafts=drafts, at=at)
    return charges


def reverse_charges(*, by: Actor, charges: Collection[Charge], because: str, at: dt.datetime) -> None:
    """Take charges back: they stay as they were, marked, and the ledger gets the same sides with the other sign.

    What was paid or written off on them stays where it is and shows as a balance to settle.
    """
    if not charges:
        return
    Charge.objects.filter(pk__in=[row.pk for row in charges]).update(
        reversed_at=at, reversed_by=by.staff_id or by.id, reversed_because=because[:200]
    )
    drafts = [
        Draft(f"charge:{row.pk}:back", EntryKind.CHARGE_REVERSED, row.site_id, row.on, reversed_sides(sides(row)))
        for row in charges
        if row.cents
    ]  # fmt: skip
    post(by=by, drafts=drafts, at=at)


def sides(charge: Charge) -> list[rules.Side]:
    """Give a charge's postings."""
    return rules.sides_of(charge.pk, charge.client_id, charge.payer_id, charge.cents)


def on_live_claims(charge_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Say which charges are on a claim that stands. One statement."""
    return set(ClaimLine.objects.filter(charge__in=list(charge_ids), is_live=True).values_list("charge_id", flat=True))


def said_by(charge: Charge) -> Said:
    """Say what a charge tells whoever pays."""
    return Said(
        charge.source_key, charge.form, charge.code, charge.revenue_code, tuple(charge.modifiers), charge.place_of_service,
        charge.units, charge.cents, charge.payer_id, charge.coverage_id, charge.level_id, charge.rendered_by_id,
        tuple(charge.diagnoses),
    )  # fmt: skip


def _charge(by: Actor, one: ToPost, at: dt.datetime) -> Charge:
    line, said, facts = one.wanted.line, one.wanted.said, one.facts
    return Charge(
        day=one.day, client_id=facts.client_id, episode_id=facts.episode_id, site_id=facts.site_id, on=facts.on,
        service=line.service, source_key=line.source_key, rule_id=line.rule_id, coverage_id=said.coverage_id,
        payer_id=said.payer_id, level_id=said.level_id, form=line.form, code=line.code, revenue_code=line.revenue_code,
        modifiers=list(line.modifiers), place_of_service=line.place_of_service, unit_rule=line.unit_rule, units=line.units,
        cents=line.cents, minutes=line.minutes, diagnoses=list(facts.diagnoses), rendered_by_id=line.staff_id,
        supervised_by_id=line.supervisor_id, authorization_id=line.authorization_id,
        authorized_units=line.authorized_units, posted_at=at, posted_by=by.staff_id or by.id,
        replaces_id=one.replaces_id, **_source(facts, one.wanted),
    )  # fmt: skip


def _source(facts: DayFacts, wanted: Wanted) -> dict[str, uuid.UUID | None]:
    """Name the row that was delivered: the day's attendance, the appointment, or the test."""
    line = wanted.line
    kind = line.source_key.partition(":")[0]
    found = next((one for one in facts.delivered if one.source_key == line.source_key), None)
    row_id = found.source_id if found else None
    return {
        "attendance_id": line.attendance_id,
        "appointment_id": row_id if kind == "appointment" else None,
        "drug_test_id": row_id if kind == "test" else None,
    }
