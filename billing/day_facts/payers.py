"""Who pays for clients' days, and what that payer knows and wants: covers, consents, restrictions, enrolments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from billing import coverage
from billing.choices.claims import CLAIM_TELLS
from billing.choices.payers import AuthorizationNeed
from billing.models import Coverage, PayerEnrolment, SelfPay, Verification
from billing.rules.coverage import holds_on
from billing.rules.shapes import Cover
from clients import restrictions
from clients.choices import PayerKind, Purpose
from clients.gate import NotDisclosable, Recipient
from clients.gate import decide as gate_decide
from clients.models import RecipientParty
from sessions_app.models import Attendance

Key = tuple[uuid.UUID, dt.date]
LONG_AGO = dt.date(1900, 1, 1)


@dataclass
class Payers:
    """What is known about who pays, for many clients."""

    covers: dict[uuid.UUID, list[Coverage]] = field(default_factory=dict)
    checks: dict[uuid.UUID, Verification] = field(default_factory=dict)
    consenting: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)
    restricted: set[Key] = field(default_factory=set)
    enrolments: dict[uuid.UUID, list[tuple[uuid.UUID, dt.date, dt.date | None]]] = field(default_factory=dict)
    paying: dict[uuid.UUID, list[tuple[dt.date, dt.date | None]]] = field(default_factory=lambda: defaultdict(list))
    """Days for which it is settled that the client pays."""
    days: dict[uuid.UUID, list[dt.date]] = field(default_factory=dict)
    """Days of service of clients whose plan wants authorization only after a number of visits."""

    def cover(self, client_id: uuid.UUID, on: dt.date) -> Cover | None:
        """Give who pays first that day; none: the client."""
        row = self._first(client_id, on)
        if row is None or row.plan.payer.kind == PayerKind.SELF_PAY:
            return None
        payer, check = row.plan.payer, self.checks.get(row.pk)
        return Cover(
            row.pk, payer.pk, payer.name, row.starts_on, row.ends_on, check.is_active if check else None,
            payer.filing_days, self._need(row, check, on),
        )  # fmt: skip

    def is_self_pay(self, client_id: uuid.UUID, on: dt.date) -> bool:
        """Say whether it is settled that the client pays themselves that day."""
        if any(holds_on(on, *span) for span in self.paying.get(client_id, [])):
            return True
        row = self._first(client_id, on)
        return row is not None and row.plan.payer.kind == PayerKind.SELF_PAY

    def lapsed_on(self, client_id: uuid.UUID, on: dt.date) -> dt.date | None:
        """Give the last day of the cover before, if there was one."""
        ended = [row.ends_on for row in self.covers.get(client_id, []) if row.ends_on and row.ends_on < on]
        return max(ended, default=None)

    def enrolled(self, payer_id: uuid.UUID, on: dt.date) -> frozenset[uuid.UUID] | None:
        """Give who is enrolled that day; none: the payer enrolls nobody one by one."""
        rows = self.enrolments.get(payer_id)
        if rows is None:
            return None
        return frozenset(staff for staff, first, last in rows if holds_on(on, first, last))

    def _first(self, client_id: uuid.UUID, on: dt.date) -> Coverage | None:
        rows = self.covers.get(client_id, [])
        return next((row for row in rows if holds_on(on, row.starts_on, row.ends_on)), None)

    def _need(self, row: Coverage, check: Verification | None, on: dt.date) -> str:
        need, after = coverage.authorization_need(row, check)
        if need != AuthorizationNeed.AFTER:
            return need
        visits = sum(row.starts_on <= day <= on for day in self.days.get(row.client_id, []))
        return AuthorizationNeed.NEEDED if visits > (after or 0) else AuthorizationNeed.NOT_NEEDED


def read(keys: Collection[Key], at: dt.datetime) -> Payers:
    """Read who pays for clients' days. Statements grow with the number of payers alone."""
    clients, last = {client for client, _on in keys}, max(on for _client, on in keys)
    found = Payers(covers=coverage.between(clients, LONG_AGO, last))
    rows = [row for rows in found.covers.values() for row in rows]
    found.checks = coverage.newest_verification([row.pk for row in rows])
    found.consenting = _consenting(rows, at)
    found.restricted = restrictions.restricted_days(keys, Purpose.PAYMENT, [str(each) for each in CLAIM_TELLS])
    found.enrolments = _enrolments({row.plan.payer_id for row in rows})
    paying = SelfPay.objects.filter(client__in=clients, starts_on__lte=last)
    for client_id, starts, ends in paying.values_list("client_id", "starts_on", "ends_on"):
        found.paying[client_id].append((starts, ends))
    needs = ((row.client_id, coverage.authorization_need(row, found.checks.get(row.pk))[0]) for row in rows)
    counted = {client_id for client_id, need in needs if need == AuthorizationNeed.AFTER}
    found.days = _days(counted, last) if counted else {}
    return found


def _consenting(rows: Collection[Coverage], at: dt.datetime) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Name by payer the clients whose consent lets it be told what a claim tells, as the gate says now."""
    clients: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    parties: dict[uuid.UUID, uuid.UUID] = {}
    for row in rows:
        clients[row.plan.payer_id].add(row.client_id)
        parties[row.plan.payer_id] = row.plan.payer.party_id
    known = RecipientParty.objects.in_bulk(set(parties.values()))
    return {
        payer_id: {
            client_id
            for client_id, found in gate_decide(
                client_ids=mine, to=Recipient.of_party(known[parties[payer_id]]), purpose=Purpose.PAYMENT,
                information=CLAIM_TELLS, at=at,
            ).items()
            if not isinstance(found, NotDisclosable)
        }
        for payer_id, mine in clients.items()
    }  # fmt: skip


def _enrolments(
    payer_ids: Collection[uuid.UUID],
) -> dict[uuid.UUID, list[tuple[uuid.UUID, dt.date, dt.date | None]]]:
    found: dict[uuid.UUID, list[tuple[uuid.UUID, dt.date, dt.date | None]]] = {}
    rows = PayerEnrolment.objects.filter(payer__in=payer_ids)
    for payer, staff, first, last in rows.values_list("payer_id", "staff_id", "starts_on", "ends_on"):
        found.setdefault(payer, []).append((staff, first, last))
    return found


def _days(client_ids: Collection[uuid.UUID], last: dt.date) -> dict[uuid.UUID, list[dt.date]]:
    found: dict[uuid.UUID, list[dt.date]] = defaultdict(list)
    rows = Attendance.objects.attended().filter(client__in=client_ids, session__on__lte=last)
    for client, on in rows.order_by().values_list("client_id", "session__on").distinct():
        found[client].append(on)
    return found
