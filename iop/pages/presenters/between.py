"""Homework, and what a client shares of their journal, for colleagues who read clinical notes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404

from clients.models import Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from scheduling.models import Exercise
from sessions_app.models import Attendance, ProgramSession
from therapy.actions.journal import read_shared
from therapy.choices.recovery import HomeworkStatus
from therapy.models import Homework
from therapy.policies.recovery import may_give_homework

TONES = {HomeworkStatus.OPEN: "wait", HomeworkStatus.DONE: "good", HomeworkStatus.DROPPED: "quiet"}
MOST = 200


def read_between(chart: Chart) -> dict[str, Any]:
    """Give a client's homework, the newest first, and the pages of their journal that they share now."""
    may_give = may_give_homework(chart.actor, chart.episode.site_id) is None
    rows = Homework.objects.visible_to(chart.actor, at=chart.at).filter(episode__client__in=chart.ids)
    drop = to("homework_drop")
    return {
        "may_give": may_give,
        "homework": [
            _task(row, chart, drop if may_give else None) for row in rows.select_related("given_by", "exercise")[:MOST]
        ],
        "shared": [
            {
                "when": instant_words(row.written_at, ZoneInfo(chart.zone)),
                "lines": row.words.splitlines(),
                "mood": row.mood,
            }
            for row in read_shared(by=chart.actor, client=chart.client, at=chart.at)
        ],
    }


def homework_of(actor: Actor, homework_id: uuid.UUID) -> Homework:
    """Give a task within the colleague's reach."""
    rows = Homework.objects.visible_to(actor, at=clock.now()).select_related("episode__site")
    found = rows.filter(pk=homework_id).first()
    if found is None:
        raise Http404
    return found


def exercises() -> Iterable[Exercise]:
    """Give the exercises in use."""
    return Exercise.objects.filter(is_active=True)


def who_came(actor: Actor, session: ProgramSession) -> dict[str, tuple[str, Episode]]:
    """Give those who were there that day, of people within the colleague's reach: their name and stay by the line's id."""
    rows = Attendance.objects.filter(session=session).attended().visible_to(actor, Permission.NOTE_WRITE)
    found = rows.select_related("client", "episode__site").order_by("client__legal_last_name", "pk")
    return {str(row.pk): (row.client.name, row.episode) for row in found}


def _task(row: Homework, chart: Chart, drop: Any) -> dict[str, Any]:
    status = HomeworkStatus(row.status)
    is_open = status == HomeworkStatus.OPEN
    return {
        "words": row.words,
        "exercise": row.exercise.title if row.exercise else "",
        "due": date_words(row.due_on) if row.due_on else "",
        "is_late": is_open and row.due_on is not None and row.due_on < chart.today,
        "given": date_words(clock.local_date(row.given_at, chart.zone)),
        "who": row.given_by.name,
        "status": status.label,
        "tone": TONES[status],
        "settled": date_words(clock.local_date(row.settled_at, chart.zone)) if row.settled_at else "",
        "own": row.client_words,
        "drop_url": drop(row.pk) if drop and is_open else "",
        "version": row.version,
    }
