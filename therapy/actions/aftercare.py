"""What comes after treatment: begun with the admission, settled step by step, and settled before treatment is completed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from clients import rules
from clients.choices import DischargeKind
from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import count_words, say, sentence
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from therapy.actions.group_notes.drafts import fitting
from therapy.choices.own_plans import AFTERCARE_SETTLED, AftercareKey, AftercareStatus
from therapy.models import AftercareChange, AftercarePlan, AftercareStep
from therapy.policies.own_plans import may_open_aftercare, may_write_aftercare
from therapy.policies.signers import signer

WORDS = ("status", "words", "provider", "phone", "meets_on", "meets_at")


@transaction.atomic
def open_aftercare(*, by: Actor, episode: Episode, at: dt.datetime) -> AftercarePlan:
    """Begin the aftercare plan of a stay with its eight steps; one that is there is given back.

    Admission calls it, so that what comes afterwards is planned from the first day (documentation.md §7). Whoever admits need
    not be a clinician: the plan is empty then, and the work of beginning it stays open until the first step is saved.
    """
    found = AftercarePlan.objects.filter(episode=episode).first()
    if found is not None:
        return found
    made = AftercarePlan.objects.create(episode=episode, opened_at=at, opened_by_id=by.staff_id)
    AftercareStep.objects.bulk_create(
        AftercareStep(plan=made, key=key, saved_at=at, created_at=at + dt.timedelta(microseconds=number))
        for number, key in enumerate(AftercareKey.values)
    )
    _told(by, "therapy.aftercare_opened", made)
    return made


@transaction.atomic
def begin_aftercare(*, by: Actor, episode: Episode, at: dt.datetime) -> AftercarePlan:
    """Begin the plan of a stay that has none, as a colleague; see ``open_aftercare``."""
    require(may_open_aftercare(by, episode.site_id))
    # Held, so that two who begin at once begin one plan.
    row = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    return open_aftercare(by=by, episode=row, at=at)


@transaction.atomic
def save_step(
    *,
    by: Actor,
    step: AftercareStep,
    version: int,
    status: str,
    at: dt.datetime,
    words: str = "",
    provider: str = "",
    phone: str = "",
    meets_on: dt.date | None = None,
    meets_at: dt.time | None = None,
) -> AftercareStep:
    """Save one step: what is planned, with whom, and when the first appointment is. ``version`` is the step's that was read.

    Raises ``Stale`` when a colleague saved it meanwhile, ``Invalid`` for a step that is arranged without saying how.
    """
    row = AftercareStep.objects.select_for_update(of=("self",)).select_related("plan__episode__site").get(pk=step.pk)
    require(may_write_aftercare(by, row.plan))
    if row.version != version:
        raise Stale(say("A colleague changed this step meanwhile. Nothing was overwritten."))
    _write(row, status, words, provider, phone, meets_on, meets_at)
    row.saved_at, row.saved_by_id = at, signer(by)
    row.version += 1
    row.save()
    AftercareChange.objects.create(step=row, at=at, by_id=signer(by), values=_values(row))
    _close_beginning(by, row.plan.episode, at)
    _told(by, "therapy.aftercare_saved", row.plan, step=str(row.key), status=str(row.status))
    return row


def require_aftercare(*, episode: Episode, kind: str, on: dt.date) -> None:
    """Refuse that treatment counts as completed while steps are open, where the clinic wants that (a setting, off at first)."""
    wants = settings.value("discharge.aftercare_first", on=on, site_id=episode.site_id)
    if kind != DischargeKind.COMPLETED or not wants:
        return
    steps = list(AftercareStep.objects.filter(plan__episode=episode).values_list("status", flat=True))
    left = sum(status not in AFTERCARE_SETTLED for status in steps) if steps else len(AftercareKey.values)
    if left:
        words = count_words(
            "{left} step of the aftercare plan is not settled yet. Settle it before treatment is completed.",
            "{left} steps of the aftercare plan are not settled yet. Settle them before treatment is completed.",
            left,
        )
        raise Conflict(sentence(words, left=left), code="aftercare_open")


def _write(
    row: AftercareStep, status: str, words: str, provider: str, phone: str, meets_on: dt.date | None, meets_at: dt.time | None
) -> None:  # fmt: skip
    if status not in AftercareStatus.values:
        raise Invalid(say("Choose how far this step is."), field="status")
    row.status = AftercareStatus(status)
    row.words = rules.plain_text(fitting(words, "words"))
    row.provider, row.phone = rules.plain_line(provider)[:200], rules.plain_line(phone)[:40]
    row.meets_on, row.meets_at = meets_on, meets_at
    if row.status == AftercareStatus.ARRANGED and not (row.words or row.provider):
        raise Invalid(say("Say what is arranged, or with whom."), field="words")
    if meets_at and not meets_on:
        raise Invalid(say("Give the day of the appointment too."), field="meets_on")


def _values(row: AftercareStep) -> dict[str, Any]:
    return {name: str(getattr(row, name) or "") for name in WORDS}


def _close_beginning(by: Actor, episode: Episode, at: dt.datetime) -> None:
    """The work that admission opened points to the chart, as other work does: it is found by its key."""
    open_ones = WorkItem.objects.open().filter(
        kind=WorkKind.OPEN_AFTERCARE, dedupe_key=f"{WorkKind.OPEN_AFTERCARE}:{episode.pk}"
    )
    closed = open_ones.update(status=WorkStatus.DONE, closed_at=at, closed_by=by.staff_id or by.id)
    if closed:
        record(
            by=by, verb="work.closed", subject=("clients.client", episode.client_id), clients=[episode.client_id],
            site_id=episode.site_id, detail={"kind": str(WorkKind.OPEN_AFTERCARE)},
        )  # fmt: skip


def _told(by: Actor, verb: str, plan: AftercarePlan, **detail: Any) -> None:
    episode = plan.episode
    record(
        by=by, verb=verb, subject=plan, clients=[episode.client_id], site_id=episode.site_id, detail=detail
    )  # fmt: skip


def progress(episode_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """Say for each stay with a plan how many steps are settled and how many there are; one statement."""
    found: dict[uuid.UUID, tuple[int, int]] = {}
    rows = AftercareStep.objects.filter(plan__episode__in=episode_ids).values_list("plan__episode_id", "status")
    for episode_id, status in rows:
        done, steps = found.get(episode_id, (0, 0))
        found[episode_id] = (done + (status in AFTERCARE_SETTLED), steps + 1)
    return found
