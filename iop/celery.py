"""Background work: one Celery application, two queues (``default``, ``messages``), one static schedule in the settings."""

from __future__ import annotations

import datetime as dt
import logging.config
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from celery import Celery
from celery.beat import ScheduleEntry, Scheduler
from celery.contrib.django.task import DjangoTask
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu.transport import redis

from iop.core import clock, heartbeat
from iop.core.context import Call, during
from iop.operations import rules
from iop.operations.schedule import UNRECORDED

if TYPE_CHECKING:
    from iop.operations.runs import Order

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.settings.development")

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
SLOT = "slot"
"""Header of a message: the piece of the schedule that a run stands for (``iop.operations.rules``)."""


class CalledTask(DjangoTask):
    """A task whose audit events say that a task wrote them, and which; a worker's runs of it are on the operations page."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with during(Call(request_id=self.request.id or "", channel="task")):
            if self.request.called_directly or self.name in UNRECORDED:
                return super().__call__(*args, **kwargs)
            # Models are there only once Django is set up, and this module is read before that.
            from iop.operations.runs import recorded

            return recorded(self._order(), lambda: super(CalledTask, self).__call__(*args, **kwargs))

    def _order(self) -> Order:
        from iop.operations.runs import Order

        slot = (self.request.headers or {}).get(SLOT)
        return Order(
            task=self.name, slot=dt.datetime.fromisoformat(slot) if slot else None, request_id=self.request.id or "",
            queue=(self.request.delivery_info or {}).get("routing_key") or "", worker=self.request.hostname or "",
        )  # fmt: skip


class Careful(redis.QoS):
    """What a worker holds and has not acknowledged.

    When the broker goes away while a task runs, kombu asks a channel that is closed already for its address, and the
    ``AttributeError`` would end the worker. There is nobody to give anything back to, and no need: the work is rows that are due.
    """

    def ack(self, delivery_tag: str) -> None:
        with suppress(AttributeError):
            super().ack(delivery_tag)

    def restore_unacked(self, client: Any = None) -> None:
        with suppress(AttributeError):
            super().restore_unacked(client)


redis.Channel.QoS = Careful


class DueAtStart(ScheduleEntry):
    """A schedule entry that is due when beat starts: after a long night off, nothing waits another hour.

    ``every`` is its rhythm. What is done once a day is asked for each hour; a slot that is done is not done again.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.every: dt.timedelta = kwargs.pop("every", None) or kwargs["schedule"]
        asked = {"schedule": rules.asked_every(self.every), "last_run_at": kwargs.get("last_run_at") or LONG_AGO}
        super().__init__(**{**kwargs, **asked})

    def ordered(self) -> dict[str, Any]:
        """Say how it is sent now: with the slot it stands for, and dropped when no worker takes it before the next."""
        slot = rules.slot_of(clock.now(), self.every)
        expires = rules.asked_every(self.every).total_seconds()
        return {"expires": expires, **(self.options or {}), "headers": {SLOT: slot.isoformat()}}


class Beat(Scheduler):
    """The clock of the background work. It keeps no file: its work is rows that are due, and every task may run twice.

    Two of them may run: each run of a task stands for a slot of the schedule, and a slot is done once.
    """

    Entry = DueAtStart

    def install_default_entries(self, data: Any) -> None:
        """Add nothing of Celery's own: no results are kept, so there are none to clean up, and the settings list everything."""

    def apply_async(self, entry: ScheduleEntry, *args: Any, **kwargs: Any) -> Any:
        if isinstance(entry, DueAtStart):
            entry.options = entry.ordered()
        sent = super().apply_async(entry, *args, **kwargs)
        if entry.task == heartbeat.TASK:
            heartbeat.mark("beat")
        return sent


app = Celery("iop", task_cls=CalledTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def _log_as_the_site_does(**_: Any) -> None:
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
