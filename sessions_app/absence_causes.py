"""What missed days say about the level of care (the slot ``REVIEW_CAUSES``): a missed week, and limits that ask for a review."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

from clients.review_causes import Cause
from iop.clinic import settings as clinic_settings
from iop.core.words import Sentence, day_words, say, sentence
from sessions_app import absence
from sessions_app.absence_choices import LEADS_TO_REVIEW, Consequence
from sessions_app.models import LimitReached
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import Day, Limit

SOON = dt.timedelta(days=3)
"""A review that missed days ask for is due within so many days."""
A_WEEK = dt.timedelta(days=7)
ONE_DAY = dt.timedelta(days=1)


def causes(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    """Name the weeks that stays missed and the limits that they reached between two instants; four statements."""
    return [*_weeks(episode_ids, since, at), *_limits(episode_ids, since, at)]


def _weeks(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    # A week is looked at whole: from the day before the first to the day after the last that any zone calls by these dates.
    first, last = since.date() - A_WEEK - ONE_DAY, at.date() + ONE_DAY
    starts_on = int(clinic_settings.value("week.starts_on", on=at.date()))
    days: dict[uuid.UUID, list[Day]] = defaultdict(list)
    for row in absence.lines_of(episode_ids, first, last + A_WEEK, at + A_WEEK):
        days[row["episode_id"]].append(absence.day_of(row))
    return [
        Cause(
            episode_id, "missed_week", f"missed_week:{episode_id}:{week}",
            sentence(say("Missed every planned day of the week of {day}."), day=day_words(week)),
            on=ended, by_on=ended + SOON, place=("sessions_app.attendance", own[-1].line_id),
        )
        for episode_id, all_days in days.items()
        for week, until in rules.missed_weeks(all_days, starts_on)
        for own in [[day for day in all_days if week <= day.on <= until]]
        for ended in [max(day.on for day in own)]
        if week > first and own[-1].starts_at <= at and own[-1].starts_at > since
    ]  # fmt: skip


def _limits(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    rows = LimitReached.objects.filter(
        episode__in=episode_ids, reached_at__gt=since, reached_at__lte=at, limit__consequence__in=sorted(LEADS_TO_REVIEW)
    ).select_related("limit", "line__session")  # fmt: skip
    return [
        Cause(
            row.episode_id, "absence_limit", f"absence_limit:{row.pk}", _says(row), on=row.line.session.on,
            by_on=row.line.session.on + SOON, place=("sessions_app.limitreached", row.pk),
        )
        for row in rows
    ]  # fmt: skip


def _says(row: LimitReached) -> Sentence:
    limit = Limit(row.limit.kind, row.limit.misses, row.limit.weeks, row.limit.consequence)
    words = (
        say("Reached a limit about missed days that asks to decide together how treatment goes on: {limit}.")
        if limit.consequence == Consequence.DISCHARGE_REVIEW
        else say("Reached a limit about missed days: {limit}.")
    )
    return sentence(words, limit=rules.limit_words(limit))
