"""What is being written: saved as it grows, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import Sentence, say
from therapy.choices.own_plans import MadeHow, OwnPlanKind
from therapy.models import OwnPlan, OwnPlanVersion
from therapy.own_plan_form import form_of
from therapy.policies.own_plans import may_write_own_plan
from therapy.policies.signers import signer
from therapy.rules.own_plans import Contents, cleaned, why_not_fitting


class Unfit(Invalid):
    """What was written does not fit; ``section`` says where."""

    def __init__(self, section: str, sentence: Sentence) -> None:
        super().__init__(sentence, field=section)
        self.section = section


@transaction.atomic
def plan_of(*, by: Actor, client: Client, kind: str, at: dt.datetime) -> OwnPlan:
    """Give a client's plan of a kind, begun now when there is none. Raises ``NotAllowed`` for whoever may not write it."""
    require(may_write_own_plan(by, client))
    # Held, so that two colleagues who begin at once begin one plan.
    Client.objects.select_for_update().get(pk=client.pk)
    found = OwnPlan.objects.in_use([client.pk], _kind(kind)).first()
    if found is not None:
        return found
    made = OwnPlan.objects.create(client=client, kind=_kind(kind), created_at=at)
    told(by, "therapy.own_plan_begun", made)
    return made


@transaction.atomic
def save_draft(
    *,
    by: Actor,
    plan: OwnPlan,
    version: int,
    contents: Mapping[str, Any],
    at: dt.datetime,
    how: str = MadeHow.TOGETHER,
) -> OwnPlan:
    """Save what is being written. ``version`` is the one that was read; ``how`` says whose hands wrote.

    Raises ``Stale`` when a colleague saved meanwhile (nothing is overwritten), ``Unfit`` for what does not fit.
    """
    row = locked(plan.pk)
    require(may_write_own_plan(by, row.client))
    require_current(row, version)
    row.draft = fit(row.kind, contents)
    row.draft_saved_at, row.draft_by_id, row.draft_how = at, signer(by), how
    row.version += 1
    row.save(update_fields=["draft", "draft_saved_at", "draft_by", "draft_how", "version"])
    told(by, "therapy.own_plan_saved", row, sections=len(row.draft), how=str(how))
    return row


@transaction.atomic
def discard_draft(*, by: Actor, plan: OwnPlan, version: int, at: dt.datetime) -> OwnPlan:
    """Throw away what was begun; the version kept last holds on. ``at`` is when it was decided."""
    row = locked(plan.pk)
    require(may_write_own_plan(by, row.client))
    require_current(row, version)
    if row.draft is None:
        raise Conflict(say("Nothing is being written here."), code="no_draft")
    clear_draft(row)
    row.save(update_fields=["draft", "draft_saved_at", "draft_by", "draft_how", "version"])
    told(by, "therapy.own_plan_draft_discarded", row, at=at)
    return row


def contents_of(plan: OwnPlan) -> Contents:
    """Give what the writer sees first: the draft, else the version kept last, else nothing."""
    if plan.draft is not None:
        return plan.draft
    newest = OwnPlanVersion.objects.newest([plan.pk]).first()
    return newest.contents if newest else {}


def fit(kind: str, contents: Mapping[str, Any]) -> Contents:
    """Give contents as they may be kept; raise ``Unfit`` for what does not fit."""
    form = form_of(kind)
    kept = cleaned(form, contents)
    if wrong := why_not_fitting(form, kept):
        raise Unfit(*wrong)
    return kept


def clear_draft(row: OwnPlan) -> None:
    """Take the draft off a plan, in memory."""
    row.draft, row.draft_saved_at, row.draft_by_id, row.draft_how = None, None, None, ""
    row.version += 1


def require_current(row: OwnPlan, version: int) -> None:
    """Raise ``Stale`` when ``version`` is not the one that stands."""
    if row.version != version:
        raise Stale(say("Somebody else changed this plan meanwhile. Nothing was overwritten."))


def locked(plan_id: uuid.UUID) -> OwnPlan:
    """Read a plan and hold it until the transaction ends."""
    return OwnPlan.objects.select_for_update(of=("self",)).select_related("client").get(pk=plan_id)


def told(by: Actor, verb: str, row: OwnPlan, **detail: Any) -> None:
    """Record what happened to a plan: codes and counts, never its words."""
    record(by=by, verb=verb, subject=row, clients=[row.client_id], detail={"kind": str(row.kind), **detail})


def _kind(kind: str) -> str:
    if kind not in OwnPlanKind.values:
        raise Invalid(say("There is no plan of this kind."), field="kind")
    return kind
