"""Homework, and topics with their handouts, in a client's own eyes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.urls import reverse

from clients.models import Client
from iop.core.words import day_words
from iop.portal.presenters.recovery.plans import language
from iop.portal.presenters.recovery.stay import day_of
from scheduling.models import CurriculumTopic, Handout
from sessions_app.choices import ATTENDED, SessionStatus
from sessions_app.models import SessionComponent
from therapy.choices.recovery import HomeworkStatus
from therapy.models import Homework

MOST = 100


def homework(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Give what is to do, the next due first, and what is done, the newest first; one statement."""
    rows = homework_of(client).exclude(status=HomeworkStatus.DROPPED)
    found = [_task(row) for row in rows.select_related("given_by", "exercise", "episode__site")[:MOST]]
    to_do = sorted(
        (row for row in found if row["is_open"]), key=lambda row: (row["due_on"] is None, row["due_on"] or at.date())
    )
    return {"open": to_do, "done": [row for row in found if not row["is_open"]]}


def homework_of(client: Client) -> QuerySet[Homework]:
    """Keep a client's own tasks."""
    return Homework.objects.filter(episode__client=client)


def topics(client: Client) -> list[dict[str, Any]]:
    """Give the topics of days that the client came to, the latest first, with what there is to take home; two statements."""
    days = (
        attended_topics(client)
        .values("topic")
        .annotate(last=Max("session__starts_at"), zone=Max("session__site__time_zone"))
    )
    seen = {row["topic"]: row for row in days}
    own = Prefetch("handouts", Handout.objects.defer("file"))
    rows = CurriculumTopic.objects.filter(pk__in=seen).prefetch_related(own)
    ordered = sorted(rows, key=lambda row: seen[row.pk]["last"], reverse=True)
    return [_topic(row, day_of(seen[row.pk]["last"], seen[row.pk]["zone"])) for row in ordered]


def attended_topics(client: Client) -> QuerySet[SessionComponent]:
    """Keep the parts with a topic of days that the client was at and that are over."""
    return SessionComponent.objects.filter(
        topic__isnull=False, session__roster__client=client, session__roster__status__in=ATTENDED,
        session__status__in=[SessionStatus.CLOSED, SessionStatus.FINAL],
    )  # fmt: skip


def handouts_of(client: Client) -> QuerySet[Handout]:
    """Keep the handouts of topics that the client was there for."""
    return Handout.objects.filter(topic__in=attended_topics(client).values("topic"), file__isnull=False).select_related(
        "file"
    )


def _task(row: Homework) -> dict[str, Any]:
    zone = row.episode.site.time_zone
    return {
        "id": str(row.pk),
        "lines": row.words.splitlines(),
        "is_open": row.status == HomeworkStatus.OPEN,
        "due_on": row.due_on,
        "due": str(day_words(row.due_on)) if row.due_on else "",
        "who": row.given_by.first_name,
        "given": day_of(row.given_at, zone),
        "done": day_of(row.settled_at, zone) if row.settled_at else "",
        "own": row.client_words,
        "exercise": row.exercise and {"title": row.exercise.title, "lines": row.exercise.script.splitlines()},
        "url": reverse("my_homework_done", args=[row.pk]),
    }


def _topic(row: CurriculumTopic, last: str) -> dict[str, Any]:
    return {"title": row.title, "summary": row.summary, "last": last, "handouts": _handouts(row.handouts.all())}


def _handouts(rows: Iterable[Handout]) -> list[dict[str, Any]]:
    # Those in the reader's language come first; the others are there too: some is better than none.
    ordered = sorted(rows, key=lambda row: (row.language[:2] != language(), row.title))
    return [
        {
            "title": row.title, "lines": row.body.splitlines(), "language": row.language,
            "url": reverse("my_handout", args=[row.pk]) if row.file_id else "",
        }
        for row in ordered
    ]  # fmt: skip
