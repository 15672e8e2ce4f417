"""Background work: one Celery application, two queues (``default``, ``messages``), one static schedule in the settings."""

from __future__ import annotations

import datetime as dt
import logging.config
import os
from typing import Any

from celery import Celery
from celery.beat import ScheduleEntry, Scheduler
from celery.contrib.django.task import DjangoTask
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

from iop.core import heartbeat
from iop.core.context import Call, during

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.settings.development")

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class CalledTask(DjangoTask):
    """A task whose audit events say that a task wrote them, and which."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with during(Call(request_id=self.request.id or "", channel="task")):
            return super().__call__(*args, **kwargs)


class DueAtStart(ScheduleEntry):
    """A schedule entry that is due when beat starts: after a long night off, nothing waits another hour."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "last_run_at": kwargs.get("last_run_at") or LONG_AGO})


class Beat(Scheduler):
    """The clock of the background work. It keeps no file: its work is rows that are due, and every task may run twice."""

    Entry = DueAtStart

    def apply_async(self, entry: ScheduleEntry, *args: Any, **kwargs: Any) -> Any:
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
