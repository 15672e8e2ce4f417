"""Background work as people deal with it: who may look, running something now, and being told when something has not run."""

from __future__ import annotations

import datetime as dt
import uuid

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.clinic.models import Site, SiteRole
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, count_words, say, sentence
from iop.operations.choices import State
from iop.operations.schedule import is_scheduled, queue_of
from iop.operations.standing import Standing, standings
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

ADMINISTRATOR = "site_admin"
SCHEDULE = ("operations.schedule", uuid.UUID("5f0e3f0a-6d6c-4a0b-8f39-1d2b7a1c9e11"))
"""Subject of the work item: the schedule as a whole, which has no row."""
KEY = "operations:trouble"
PATIENCE = 3
"""So many failures in a day of something that runs often are worth a look; one of a nightly task is."""
OFTEN = dt.timedelta(hours=6)


def may_view_operations(actor: Actor) -> Sentence | None:
    """Background work is looked after by those whose role says so."""
    if actor.can(Permission.OPERATIONS_VIEW):
        return None
    return say("Your role does not include looking after background work.")


@transaction.atomic
def run_now(*, by: Actor, task: str, at: dt.datetime) -> None:
    """Ask a worker to run a scheduled task now, out of turn. Every one of them may run twice, so this can do no harm.

    Raises ``Invalid`` for a task that is not on the schedule, ``Conflict`` when the broker does not answer.
    """
    require(may_view_operations(by))
    if not is_scheduled(task):
        raise Invalid(say("There is no such task on the schedule."), field="task")
    record(by=by, verb="operations.run_asked", subject=None, detail={"task": task})
    try:
        current_app.send_task(task, queue=queue_of(task), retry=False)
    except OperationalError as away:
        raise Conflict(say("The queue does not answer, so nothing can be started now."), code="broker_away") from away


@transaction.atomic
def watch(*, at: dt.datetime) -> int:
    """Put background work that is late or keeps failing on the administrators' list, and take it off when it runs again.

    There is one item for everything, at a site that has an administrator; nothing without one. Says how many are in trouble.
    """
    troubled = [one for one in standings(at=at) if is_trouble(one)]
    if not troubled:
        close_for(by=SYSTEM, subject=SCHEDULE, at=at)
    elif (site := _administered(at)) and not WorkItem.objects.open().filter(dedupe_key=KEY).exists():
        open_item(
            by=SYSTEM, kind=WorkKind.TASK, site_id=site.pk, subject=SCHEDULE, summary=_words(troubled), due_at=at,
            dedupe_key=KEY, role_key=ADMINISTRATOR,
        )  # fmt: skip
    return len(troubled)


def is_trouble(one: Standing) -> bool:
    """Say whether somebody should look: it is late, or failed last time and that is no single slip."""
    if one.state == State.LATE:
        return True
    return one.state == State.FAILING and (one.entry.every >= OFTEN or one.failures >= PATIENCE)


def _administered(at: dt.datetime) -> Site | None:
    held = SiteRole.objects.on(at.date()).filter(
        role__key=ADMINISTRATOR, staff__user__is_active=True, site__is_active=True
    )
    row = held.select_related("site").order_by("site__name", "pk").first()
    return row.site if row else None


def _words(troubled: list[Standing]) -> Sentence:
    words = count_words(
        "{n} piece of background work has not run as it should: look at the page of background work.",
        "{n} pieces of background work have not run as they should: look at the page of background work.",
        len(troubled),
    )
    return sentence(words, n=len(troubled))
