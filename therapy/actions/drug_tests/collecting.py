"""What happens at the door: told on arrival, asked before, collected, or not and why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.db import transaction

from clients.choices import Substance
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from therapy.actions.drug_tests.orders import locked, moved, not_stale, settle, told
from therapy.actions.group_notes.drafts import fitting
from therapy.choices.drug_tests import NOT_COLLECTED, Matrix, Observation, Stage, TestStatus, ToldUse
from therapy.models.drug_tests import DrugTest, TestPanel
from therapy.policies import signer
from therapy.policies.drug_tests import may_collect

WARMEST, COLDEST = Decimal(120), Decimal(40)


@transaction.atomic
def tell_on_arrival(*, by: Actor, test: DrugTest, at: dt.datetime) -> DrugTest:
    """Write down that the client was told, now that they are here. Telling twice keeps the first."""
    row = locked(test.pk)
    require(may_collect(by, row.episode.site_id))
    if row.status != TestStatus.ORDERED:
        raise Conflict(say("Nothing waits to be collected here any more."), code="wrong_state")
    if row.told_at is None:
        row.told_at = at
        row.version += 1
        row.save(update_fields=["told_at", "version"])
        told(by, "therapy.test_told", row)
    return row


@transaction.atomic
def save_what_was_told(
    *, by: Actor, test: DrugTest, use: str, at: dt.datetime, substances: Collection[str] = (), words: str = ""
) -> DrugTest:
    """Keep what the client says about use, before there is a result; afterwards it stays as it was said."""
    row = locked(test.pk)
    require(may_collect(by, row.episode.site_id))
    if row.results.exists():
        raise Conflict(say("There is a result: what was said before it stays as it was."), code="has_result")
    if row.status in NOT_COLLECTED:
        raise Conflict(say("This order is closed without a sample. Order a new test."), code="wrong_state")
    _keep_told(row, use, substances, words, at)
    row.version += 1
    row.save(update_fields=[*TOLD_FIELDS, "version"])
    told(by, "therapy.test_use_told", row, use=str(use), substances=len(row.told_substances))
    return row


@transaction.atomic
def collect_sample(
    *,
    by: Actor,
    test: DrugTest,
    version: int,
    at: dt.datetime,
    collected_at: dt.datetime | None = None,
    panel: TestPanel | None = None,
    observation: str = Observation.NONE,
    observation_agreed: bool = False,
    temperature_f: Decimal | None = None,
    lot: str = "",
    lot_expires_on: dt.date | None = None,
    custody_id: str = "",
    use: str = ToldUse.NOT_ASKED,
    substances: Collection[str] = (),
    words: str = "",
) -> DrugTest:
    """Write a sample down: when, by whom, how it was watched over and with which device; once, and for good.

    ``panel`` is another screen than the ordered one, such as oral fluid for somebody who cannot provide urine. Raises ``Stale``
    for the second of two collectors, ``Invalid`` for a device that has expired or watching without the client's yes.
    """
    row = locked(test.pk)
    require(may_collect(by, row.episode.site_id))
    not_stale(row, version)
    when = collected_at or at
    used = panel or row.panel
    _check_device(row, used, when, at, lot_expires_on)
    if observation not in Observation.values:
        raise Invalid(say("Choose from the list."), field="observation")
    if observation == Observation.DIRECT and not observation_agreed:
        raise Invalid(
            say("Nobody is watched without saying yes. Ask, or collect without watching."), field="observation_agreed"
        )
    _check_temperature(used, temperature_f)
    if use != ToldUse.NOT_ASKED:
        _keep_told(row, use, substances, words, at)
    moved(
        by, row, TestStatus.COLLECTED, at, panel=used, collected_at=when, collected_by_id=signer(by), told_at=row.told_at or when,
        observation=observation, observation_agreed=observation_agreed, temperature_f=temperature_f, lot=plain_line(lot)[:60],
        lot_expires_on=lot_expires_on, custody_id=plain_line(custody_id)[:60], **{name: getattr(row, name) for name in TOLD_FIELDS},
    )  # fmt: skip
    settle(by, row, at)
    return row


@transaction.atomic
def mark_outcome(
    *, by: Actor, test: DrugTest, version: int, outcome: str, at: dt.datetime, reason: str = ""
) -> DrugTest:
    """Close an order without a sample as missed, declined or "could not provide": three codes, none of them a result."""
    if outcome not in (TestStatus.MISSED, TestStatus.REFUSED, TestStatus.UNABLE):
        raise Invalid(say("Choose from the list."), field="outcome")
    row = locked(test.pk)
    require(may_collect(by, row.episode.site_id))
    not_stale(row, version)
    words = plain_line(reason)[:300]
    if outcome != TestStatus.MISSED and not words:
        raise Invalid(say("Say what the client told you, in a few words."), field="reason")
    moved(by, row, TestStatus(outcome), at, words)
    settle(by, row, at)
    return row


TOLD_FIELDS = ("told_use", "told_substances", "told_words", "told_use_at")


def _keep_told(row: DrugTest, use: str, substances: Collection[str], words: str, at: dt.datetime) -> None:
    if use not in ToldUse.values or use == ToldUse.NOT_ASKED:
        raise Invalid(say("Choose what the client said."), field="use")
    unknown = set(substances) - set(Substance.values)
    if unknown or (use == ToldUse.USED and not substances):
        raise Invalid(say("Choose what was used."), field="substances")
    row.told_use, row.told_use_at = use, at
    row.told_substances = sorted(substances) if use == ToldUse.USED else []
    row.told_words = fitting(words.strip(), "words")


def _check_device(
    row: DrugTest, panel: TestPanel, when: dt.datetime, at: dt.datetime, lot_expires_on: dt.date | None
) -> None:
    if panel.stage != Stage.PRESUMPTIVE or (panel.pk != row.panel_id and not panel.is_active):
        raise Invalid(say("Choose a screen that is in use."), field="panel")
    if when > at:
        raise Invalid(say("The time lies ahead."), field="collected_at")
    if when < row.ordered_at:
        raise Invalid(say("The sample is older than its order. Look at the time again."), field="collected_at")
    day = clock.local_date(when, row.episode.site.time_zone)
    if lot_expires_on is not None and lot_expires_on < day:
        raise Invalid(say("This device has expired. Take another one."), field="lot_expires_on")


def _check_temperature(panel: TestPanel, temperature_f: Decimal | None) -> None:
    if temperature_f is None:
        return
    if panel.matrix != Matrix.URINE:
        raise Invalid(say("Only urine has a temperature to write down."), field="temperature_f")
    if not COLDEST <= temperature_f <= WARMEST:
        raise Invalid(say("Between 40 and 120 °F: look at the strip again."), field="temperature_f")
