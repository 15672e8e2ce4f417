"""Keeping a version: from then on it stays as it is, and it is the plan that holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.documents.signing import digest_of
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.own_plans.drafts import clear_draft, fit, locked, require_current, told
from therapy.choices.own_plans import (
    PLACE_OF_KIND,
    REVIEW_DAYS_SETTING,
    MadeHow,
    OwnPlanKind,
    SeenBy,
)
from therapy.models import OwnPlan, OwnPlanVersion
from therapy.own_plan_form import form_of
from therapy.policies.own_plans import may_write_own_plan
from therapy.policies.signers import signer
from therapy.rules import own_plans as rules


@transaction.atomic
def keep_version(
    *,
    by: Actor,
    plan: OwnPlan,
    version: int,
    contents: Mapping[str, Any],
    at: dt.datetime,
    how: str = MadeHow.TOGETHER,
    seen_by: str = SeenBy.EVERYBODY,
    language: str = "en",
) -> OwnPlanVersion:
    """Keep what was written as the plan's next version; it holds until the next one, and work that asked for it is done.

    ``seen_by`` is the client's wish for a relapse-prevention plan (a safety plan is there for whoever may have to help).
    Keeping the same words again says that the plan was gone through. Raises ``Stale``, ``Unfit``, or ``Invalid`` for what
    is missing; then nothing is kept.
    """
    row = locked(plan.pk)
    require(may_write_own_plan(by, row.client))
    require_current(row, version)
    kept = fit(row.kind, contents)
    _require_whole(row.kind, kept, language)
    made = _make(by, row, kept, at, how=how, language=language, seen_by=_seen_by(row.kind, seen_by))
    clear_draft(row)
    row.kept_at, row.kept_by_id, row.seen_by, row.review_on = at, made.kept_by_id, made.seen_by, made.review_on
    row.save()
    if row.kind == OwnPlanKind.SAFETY:
        close_for(by=by, subject=(PLACE_OF_KIND[row.kind], row.client_id), kind=WorkKind.SAFETY_PLAN, at=at)
    told(by, "therapy.own_plan_kept", row, number=made.number, how=str(how), seen_by=str(made.seen_by))
    return made


def _make(by: Actor, row: OwnPlan, kept: rules.Contents, at: dt.datetime, **fields: Any) -> OwnPlanVersion:
    newest = OwnPlanVersion.objects.newest([row.pk]).first()
    number = newest.number + 1 if newest else 1
    return OwnPlanVersion.objects.create(
        plan=row, number=number, contents=kept, kept_at=at, kept_by_id=signer(by),
        review_on=_review_on(row.client, row.kind, at),
        digest=digest_of({"plan": row.pk, "number": number, "contents": kept, "kept_at": at}), **fields,
    )  # fmt: skip


def _require_whole(kind: str, kept: rules.Contents, language: str) -> None:
    form = form_of(kind)
    if reason := rules.why_not_keep(form, kept, language):
        raise Invalid(reason, field=rules.missing(form, kept)[0].key)


def _seen_by(kind: str, wish: str) -> str:
    if kind == OwnPlanKind.SAFETY:
        return SeenBy.EVERYBODY
    if wish not in SeenBy.values:
        raise Invalid(say("Choose who may read the plan."), field="seen_by")
    return wish


def _review_on(client: Client, kind: str, at: dt.datetime) -> dt.date:
    episode = Episode.objects.filter(client=client).select_related("site").order_by("-opened_on", "-pk").first()
    zone, site_id = (episode.site.time_zone, episode.site_id) if episode else ("UTC", None)
    today = clock.local_date(at, zone)
    return rules.review_on(today, settings.value(REVIEW_DAYS_SETTING[kind], on=today, site_id=site_id))
