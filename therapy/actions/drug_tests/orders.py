"""An order for one client, with its reason and why it is needed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from clients.choices import EpisodeStatus
from clients.models import Episode
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import Sentence, say
from iop.notifications.actions import withdraw
from iop.work.actions import drop_for, open_item
from iop.work.choices import WorkKind
from therapy.actions.group_notes.drafts import fitting
from therapy.choices.drug_tests import TEST_MOVES, OrderReason, Stage, TestStatus
from therapy.models.drug_tests import DrugTest, DrugTestStatusChange, TestPanel
from therapy.policies import signer
from therapy.policies.drug_tests import may_collect, why_not_move

KIND = "therapy.drugtest"
END_OF_DAY = dt.time(23, 0)


@transaction.atomic
def order_test(
    *,
    by: Actor,
    episode: Episode,
    panel: TestPanel,
    reason: str,
    necessity: str,
    due_on: dt.date,
    at: dt.datetime,
    reason_note: str = "",
    follows: DrugTest | None = None,
) -> DrugTest:
    """Order one test outside the draw. For cause needs the cause in words; a random one is drawn and never ordered by hand.

    Raises ``Invalid`` for what is missing, ``Conflict`` while an order of the same panel waits already.
    """
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(may_collect(by, row.site_id))
    note, words = plain_line(reason_note)[:300], fitting(necessity.strip(), "necessity")
    _check(row, panel, reason, note, words)
    today = clock.local_date(at, row.site.time_zone)
    if due_on < today:
        raise Invalid(say("The day is over. Choose today or later."), field="due_on")
    if follows is not None and follows.episode_id != row.pk:
        raise Invalid(say("Choose a test of this client."), field="follows")
    if DrugTest.objects.waiting().filter(episode=row, panel__lineage=panel.lineage, due_on__lte=due_on).exists():
        raise Conflict(say("A test with this panel waits already. Collect it first."), code="waits")
    test = DrugTest.objects.create(
        episode=row, panel=panel, reason=reason, reason_note=note, necessity=words, ordered_by_id=signer(by), ordered_at=at,
        follows=follows, due_on=due_on,
    )  # fmt: skip
    told(by, "therapy.test_ordered", test, reason=str(reason), due_on=due_on)
    open_item(
        by=by, kind=WorkKind.TEST_DUE, site_id=row.site_id, subject=(KIND, test.pk), summary=say("Collect what you ordered"),
        due_at=clock.at_local(due_on, END_OF_DAY, row.site.time_zone), dedupe_key=f"test_due:{test.pk}",
        assignee_id=signer(by), client_id=row.client_id,
    )  # fmt: skip
    return test


@transaction.atomic
def cancel_test(*, by: Actor, test: DrugTest, version: int, reason: str, at: dt.datetime) -> DrugTest:
    """Cancel an order, or a sample that nobody read yet, with a reason."""
    row = locked(test.pk)
    require(may_collect(by, row.episode.site_id))
    not_stale(row, version)
    if row.results.exists():
        raise Conflict(say("There is a result: it stays. Correct it if it is wrong."), code="has_result")
    words = plain_line(reason)[:300]
    require_valid(None if words else say("Say why it is cancelled."), "reason")
    moved(by, row, TestStatus.CANCELLED, at, words)
    settle(by, row, at)
    return row


def locked(test_id: uuid.UUID) -> DrugTest:
    """Read a test and hold it until the transaction ends."""
    return DrugTest.objects.select_for_update(of=("self",)).select_related("episode__site", "panel").get(pk=test_id)


def not_stale(row: DrugTest, version: int) -> None:
    """Raise ``Stale`` for somebody who read an older version: two collectors stand at one door."""
    if row.version != version:
        raise Stale(say("A colleague changed this meanwhile. Nothing was overwritten; look again."))


def moved(by: Actor, row: DrugTest, status: TestStatus, at: dt.datetime, reason: str = "", **fields: Any) -> None:
    """Put a test into its next state and write it down; raise ``Conflict`` when it cannot go there."""
    if status not in TEST_MOVES[row.status]:
        raise Conflict(why_not_move(row, status) or say("This cannot be done now."), code="wrong_state")
    before, row.status = row.status, status
    row.version += 1
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["status", "version", *fields])
    DrugTestStatusChange.objects.create(test=row, status=status, at=at, by_id=by.staff_id or by.id, reason=reason)
    told(by, "therapy.test_moved", row, before=str(before), status=str(status))


def settle(by: Actor, row: DrugTest, at: dt.datetime) -> None:
    """Nothing is left to collect: the work item goes, and a message not sent yet is taken back."""
    drop_for(by=by, subject=(KIND, row.pk), kind=WorkKind.TEST_DUE, at=at)
    withdraw(by=by, about=(ASKED_IN, row.pk))


ASKED_IN = "clients.visit"
"""What a message to come in is about, to everybody who reads the outbox: a visit. It says nothing of what it is for."""


def told(by: Actor, verb: str, row: DrugTest, **detail: Any) -> None:
    """Record what happened to a test: codes and dates, never what was found."""
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)


def _check(row: Episode, panel: TestPanel, reason: str, note: str, words: str) -> None:
    if row.status != EpisodeStatus.ADMITTED:
        raise Conflict(say("Only somebody in treatment is tested."), code="not_admitted")
    require_valid(_why_not_reason(reason, note), "reason_note" if reason == OrderReason.FOR_CAUSE else "reason")
    require_valid(None if words else say("Say why testing is needed for this client."), "necessity")
    if not panel.is_active or panel.stage != Stage.PRESUMPTIVE:
        raise Invalid(say("Choose a screen that is in use; the laboratory confirms afterwards."), field="panel")


def _why_not_reason(reason: str, note: str) -> Sentence | None:
    if reason == OrderReason.RANDOM or reason not in OrderReason.values:
        return say("Choose a reason from the list; random tests are drawn, not ordered.")
    if reason == OrderReason.FOR_CAUSE and not note:
        return say("Say what was seen: a test for cause needs its cause in words.")
    return None
