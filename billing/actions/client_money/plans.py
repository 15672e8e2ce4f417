"""Payment plans: agreed, watched, ended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from billing.choices.client_money import PAYMENT_PLAN_MOVES, RUNNING, PlanStatus
from billing.client_money import owed, standings
from billing.models import Instalment, PaymentPlan, PaymentPlanChange
from billing.policies.client_money import may_take_payment
from billing.rules import payment_plans as rules
from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.money import dollars
from iop.core.words import say, sentence
from iop.work.actions import NewItem, drop_for, open_items
from iop.work.choices import WorkKind

ABOUT = "billing.paymentplan"
WHO_ASKS = "biller"


@transaction.atomic
def agree_plan(
    *, by: Actor, client: Client, site: Site, total_cents: int, each_cents: int, first_on: dt.date, rhythm: str, at: dt.datetime
) -> PaymentPlan:  # fmt: skip
    """Agree with a client what they pay when: at most what they owe now, without interest; one plan at a time."""
    require(may_take_payment(by, site.pk))
    today = clock.local_date(at, site.time_zone)
    held = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    require_valid(rules.why_not_plan(total_cents, each_cents, first_on, today), "each_cents")
    due = owed(held.pk)
    if total_cents > due:
        words = say("They owe ${due}. A plan is for that or for a part of it.")
        raise Invalid(sentence(words, due=dollars(max(due, 0))), field="total_cents")
    if PaymentPlan.objects.filter(client=held, status__in=RUNNING).exists():
        raise Conflict(say("A plan is running already. End it first."), code="plan_runs")
    plan = PaymentPlan.objects.create(
        client=held, site=site, total_cents=total_cents, rhythm=rhythm, agreed_at=at, agreed_by=by.staff_id
    )
    dues = rules.schedule(total_cents, each_cents, first_on, rhythm)
    Instalment.objects.bulk_create(
        Instalment(plan=plan, number=number, due_on=due.on, cents=due.cents) for number, due in enumerate(dues, start=1)
    )
    record(
        by=by, verb="billing.plan_agreed", subject=plan, site_id=site.pk, clients=[held.pk],
        detail={"cents": total_cents, "payments": len(dues)},
    )  # fmt: skip
    return plan


@transaction.atomic
def end_plan(*, by: Actor, plan: PaymentPlan, version: int, because: str, at: dt.datetime) -> PaymentPlan:
    """End a plan that was agreed anew or came to nothing. What is owed stays owed."""
    require(may_take_payment(by, plan.site_id))
    if not because.strip():
        raise Invalid(say("Say why it ends."), field="because")
    row = PaymentPlan.objects.select_for_update().get(pk=plan.pk)
    if row.version != version:
        raise Conflict(say("Somebody changed this plan a moment ago. Look at it again."), code="stale")
    _move(by, row, PlanStatus.ENDED, because, at)
    drop_for(by=by, subject=(ABOUT, row.pk), at=at)
    return row


@transaction.atomic
def watch_plans(*, by: Actor, at: dt.datetime, client_ids: Collection[uuid.UUID] | None = None) -> int:
    """Bring every running plan's status up to date; two missed payments are work for billing. Say how many changed."""
    plans = PaymentPlan.objects.filter(status__in=RUNNING).select_related("site").prefetch_related("instalments")
    rows = list(plans if client_ids is None else plans.filter(client__in=client_ids))
    found = standings(rows, {row.site_id: clock.local_date(at, row.site.time_zone) for row in rows})
    changed = [row for row in rows if found[row.pk].status != row.status]
    for row in changed:
        held = PaymentPlan.objects.select_for_update().get(pk=row.pk)
        if held.status == row.status:
            _move(by, held, found[row.pk].status, "", at)
            if held.status != PlanStatus.BEHIND:
                drop_for(by=by, subject=(ABOUT, row.pk), at=at)
    open_items(by=by, items=[_missed(row, at) for row in changed if found[row.pk].status == PlanStatus.BEHIND])
    return len(changed)


def _missed(plan: PaymentPlan, at: dt.datetime) -> NewItem:
    return NewItem(
        kind=WorkKind.PAYMENT_MISSED, site_id=plan.site_id, subject=(ABOUT, plan.pk), client_id=plan.client_id,
        summary=say("Two payments of a plan did not come: call, and agree on what works"), due_at=at + dt.timedelta(days=3),
        dedupe_key=f"payment-missed:{plan.pk}", role_key=WHO_ASKS,
    )  # fmt: skip


def _move(by: Actor, plan: PaymentPlan, status: str, because: str, at: dt.datetime) -> None:
    if status not in PAYMENT_PLAN_MOVES[plan.status]:
        raise Conflict(say("This plan has ended already."), code="over")
    plan.status = status
    plan.version += 1
    plan.save(update_fields=["status", "version"])
    PaymentPlanChange.objects.create(plan=plan, status=status, because=because.strip()[:200], at=at, by_id=by.staff_id)
    record(
        by=by, verb="billing.plan_moved", subject=plan, site_id=plan.site_id, clients=[plan.client_id],
        detail={"status": str(status)},
    )  # fmt: skip
