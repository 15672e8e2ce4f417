"""What a run over clients' days does with what was decided: rows written, charges posted, charges taken back, or somebody asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from billing import authorizations, deciding
from billing.actions import locks
from billing.actions.changed import SUBJECT, ask_about_changed
from billing.actions.day_rows import GONE, owners_of, row_of, write_rows
from billing.actions.posting import ToPost, on_live_claims, post_charges, reverse_charges, said_by
from billing.choices.rules import DayState, HoldCode
from billing.day_facts import Key
from billing.models import Authorization, Charge, ClientDay
from billing.rules.charges import Difference, Wanted, chargeable, difference, rests_on, still_right
from billing.rules.shapes import DayFacts, Decision
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.work.actions import drop_many

CHANGED = "What the day rests on has changed."
"""Why charges were taken back when nobody asked for it; stored, so it is said in the language of the record."""


@dataclass
class Settled:
    """What a run came to, in numbers; ``later`` are days that wait for another round of the same run."""

    written: int = 0
    charged: int = 0
    cents: int = 0
    taken_back: int = 0
    asked: int = 0
    later: list[Key] = field(default_factory=list)

    def add(self, other: Settled) -> None:
        """Count another run in."""
        self.written += other.written
        self.charged += other.charged
        self.cents += other.cents
        self.taken_back += other.taken_back
        self.asked += other.asked


@dataclass
class _Run:
    """One transaction over some days: what is known of them, and what is to be done."""

    by: Actor
    at: dt.datetime
    because: str
    rows: dict[Key, ClientDay]
    standing: dict[Key, list[Charge]]
    live: set[uuid.UUID]
    left: dict[uuid.UUID, Decimal]
    save: list[ClientDay] = field(default_factory=list)
    back: list[Charge] = field(default_factory=list)
    post: list[ToPost] = field(default_factory=list)
    ask: list[ClientDay] = field(default_factory=list)
    clear: list[uuid.UUID] = field(default_factory=list)
    later: list[Key] = field(default_factory=list)


@transaction.atomic
def settle(
    *, by: Actor, keys: Collection[Key], at: dt.datetime, charges: bool, terms_too: bool = False, because: str = CHANGED
) -> Settled:
    """Decide days anew and bring their rows and charges in line with it, all or nothing.

    ``charges``: charge what is billable and not charged yet. A charged day is looked at only when something it rests on has
    changed, and with ``terms_too`` also when rules or prices have. What is on a claim that stands is never touched: somebody
    is asked. ``because`` is the reason that charges taken back bear.
    """
    clients = {client_id for client_id, _on in keys}
    locks.hold_clients(clients)
    stays = Authorization.objects.filter(episode__client__in=clients)
    left = authorizations.hold(stays.values_list("pk", flat=True))
    decided = deciding.decide(keys, at)
    run = _begin(by, keys, at, because, left)
    owners = owners_of((decision for _facts, decision in decided.values()), at)
    for key in sorted(keys, key=lambda one: (one[1], one[0])):
        facts, decision = decided.get(key, (None, GONE))
        row = row_of(key, run.rows.get(key), facts, decision, owners, at)
        if row is None:
            continue
        if key in run.standing:
            _correct(run, key, row, facts, decision, terms_too=terms_too)
        else:
            _charge(run, key, row, facts, decision, charges=charges)
    return _finish(run)


def _begin(
    by: Actor, keys: Collection[Key], at: dt.datetime, because: str, left: dict[uuid.UUID, Decimal]
) -> _Run:  # fmt: skip
    clients, days = {client_id for client_id, _on in keys}, {on for _client, on in keys}
    wanted = set(keys)
    rows = {
        (row.client_id, row.on): row
        for row in ClientDay.objects.filter(client__in=clients, on__in=days)
        if (row.client_id, row.on) in wanted
    }
    standing: dict[Key, list[Charge]] = defaultdict(list)
    for charge in Charge.objects.standing().filter(client__in=clients, on__in=days).order_by("pk").select_for_update():
        if (charge.client_id, charge.on) in wanted:
            standing[charge.client_id, charge.on].append(charge)
    live = on_live_claims(charge.pk for each in standing.values() for charge in each) if standing else set()
    return _Run(by, at, because, rows, dict(standing), live, left)


def _charge(run: _Run, key: Key, row: ClientDay, facts: DayFacts | None, decision: Decision, *, charges: bool) -> None:
    """Write what the day has come to, and charge it if it is billable and its authorization still has room."""
    if charges and facts is not None and decision.state == DayState.BILLABLE:
        wanted = chargeable(facts, decision)
        if not _take(run.left, wanted):
            run.later.append(key)
            return
        run.post += [ToPost(row, facts, one) for one in wanted]
        row.charged_at = run.at if wanted else None
        row.digest = rests_on(facts)
    run.save.append(row)


def _correct(
    run: _Run, key: Key, row: ClientDay, facts: DayFacts | None, decision: Decision, *, terms_too: bool
) -> None:  # fmt: skip
    """Compare a charged day with what it should be now; take back and post anew, or ask when a claim bears it."""
    digest = rests_on(facts) if facts else ""
    known = run.rows.get(key)
    is_marked = known is not None and HoldCode.CHANGED_AFTER in known.holds
    if known is not None and known.digest == digest and not terms_too and not is_marked:
        return
    if decision.state == DayState.OPEN:
        return  # Something of that day is still under way: it is compared once that is over.
    charges = run.standing[key]
    wanted = still_right(facts, decision) if facts else ()
    found = difference([(charge.pk, said_by(charge)) for charge in charges], wanted)
    if run.live.intersection(found.take_back):
        run.ask.append(row)
        return
    _replace(run, row, facts, charges, found)
    row.digest = digest
    row.charged_at = (known.charged_at if known and not found else run.at) if wanted else None
    run.save.append(row)
    if is_marked:
        run.clear.append(row.pk)


def _replace(
    run: _Run, row: ClientDay, facts: DayFacts | None, charges: list[Charge], found: Difference
) -> None:  # fmt: skip
    gone = {charge.pk: charge for charge in charges if charge.pk in found.take_back}
    by_source = {charge.source_key: charge.pk for charge in gone.values()}
    run.back += gone.values()
    if facts is not None:
        run.post += [ToPost(row, facts, one, by_source.get(one.said.source_key)) for one in found.post]


def _take(left: dict[uuid.UUID, Decimal], wanted: Iterable[Wanted]) -> bool:
    """Use up authorized units for all lines of a day, or none of them. What no longer fits waits for the next round."""
    need: dict[uuid.UUID, Decimal] = defaultdict(Decimal)
    for one in wanted:
        if one.line.authorization_id:
            need[one.line.authorization_id] += one.line.authorized_units
    if any(left.get(key, Decimal(0)) < units for key, units in need.items()):
        return False
    for key, units in need.items():
        left[key] -= units
    return True


def _finish(run: _Run) -> Settled:
    """Write everything: rows first, then what is taken back, then what is posted."""
    reverse_charges(by=run.by, charges=run.back, because=run.because, at=run.at)
    written = write_rows(run.save, {row.pk: row for row in run.rows.values()})
    posted = post_charges(by=run.by, lines=run.post, at=run.at)
    asked = ask_about_changed(by=run.by, rows=run.ask, at=run.at)
    drop_many(by=run.by, subject_kind=SUBJECT, subject_ids=run.clear, at=run.at)
    _note(run, posted)
    return Settled(
        written, len(posted), sum(charge.cents for charge in posted), len(run.back), asked, later=run.later
    )  # fmt: skip


def _note(run: _Run, posted: list[Charge]) -> None:
    for verb, charges in (("billing.charged", posted), ("billing.charges_taken_back", run.back)):
        if charges:
            sites = {charge.site_id for charge in charges}
            record(
                by=run.by, verb=verb, subject=None, clients=sorted({charge.client_id for charge in charges}),
                site_id=sites.pop() if len(sites) == 1 else None,
                detail={"charges": len(charges), "cents": sum(charge.cents for charge in charges)},
            )  # fmt: skip
