"""Whether people reached the hours that their level asks of a week."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from iop.clinic import settings as clinic_settings
from iop.core.words import say
from iop.reports.numbers.ground import PEOPLE, Cells, day_label, derived, labelled, named, today
from iop.reports.numbers.names import level_names
from iop.reports.numbers.people import BY_LEVEL
from iop.reports.registry import report
from iop.reports.rules.periods import DAY
from iop.reports.rules.rates import percent, tenth
from iop.reports.shapes import Ask, Chart, Column, Filter, Result, Row, Unit

WEEK = 7 * DAY
# A week counts for somebody who was in treatment on each of its seven days; the level that held last is the one that asks
# (as the weekly-hours meter reads it: sessions_app.hours). One row a stay and week is made and summed up in the database.
STATEMENT = """
WITH span AS (
    SELECT e.id AS episode, e.client_id AS client, s.time_zone AS zone, p.level_id AS level,
           GREATEST(p.starts_on, e.admitted_on) AS begin,
           LEAST(p.ends_on, e.discharged_on, DATE '9999-12-31') AS until
    FROM clients_placement p
    JOIN clients_episode e ON e.id = p.episode_id
    JOIN clinic_site s ON s.id = e.site_id
    WHERE p.withdrawn_at IS NULL AND e.admitted_on IS NOT NULL AND e.site_id = ANY(%(sites)s)
), week AS (
    SELECT w::date AS first FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, INTERVAL '7 days') AS w
), whole AS (
    SELECT week.first, span.episode, span.client, span.zone,
           (ARRAY_AGG(span.level ORDER BY span.begin DESC))[1] AS level
    FROM week JOIN span ON span.begin <= week.first + 6 AND span.until >= week.first AND span.until >= span.begin
    GROUP BY week.first, span.episode, span.client, span.zone
    HAVING SUM(LEAST(span.until, week.first + 6) - GREATEST(span.begin, week.first) + 1) = 7
), attended AS (
    SELECT a.client_id AS client, d."on" - (d."on" - %(first)s::date) %% 7 AS first, SUM(a.credited_minutes) AS minutes
    FROM sessions_app_attendance a JOIN sessions_app_programsession d ON d.id = a.session_id
    WHERE d."on" >= %(first)s AND d."on" <= %(last)s::date + 6 AND d.status IN ('closed', 'final')
      AND a.status IN ('present', 'late', 'left_early')
    GROUP BY 1, 2
), alone AS (
    SELECT DISTINCT whole.client, whole.first
    FROM whole JOIN scheduling_appointment m ON m.client_id = whole.client
    WHERE m.kind = 'individual' AND m.status = 'completed'
      AND m.starts_at >= %(first)s::timestamp - INTERVAL '1 day' AND m.starts_at < %(last)s::timestamp + INTERVAL '9 days'
      AND (m.starts_at AT TIME ZONE whole.zone)::date BETWEEN whole.first AND whole.first + 6
)
SELECT GROUPING({by}) = 1, {by}, COUNT(DISTINCT whole.client), COUNT(*),
       COUNT(*) FILTER (WHERE COALESCE(attended.minutes, 0) >= asked.minutes),
       COALESCE(SUM(attended.minutes), 0),
       COUNT(alone.client)
FROM whole
JOIN LATERAL (
    SELECT r.min_weekly_minutes AS minutes FROM clients_levelrequirement r
    WHERE r.level_id = whole.level AND r.valid_from <= whole.first + 6 ORDER BY r.valid_from DESC LIMIT 1
) asked ON asked.minutes > 0
LEFT JOIN attended ON attended.client = whole.client AND attended.first = whole.first
LEFT JOIN alone ON alone.client = whole.client AND alone.first = whole.first
WHERE (%(level)s::uuid IS NULL OR whole.level = %(level)s)
GROUP BY GROUPING SETS (({by}), ())
"""
BY = {"week": "whole.first", "level": "whole.level"}


def first_and_last_week(ask: Ask, starts_on: int) -> tuple[dt.date, dt.date]:
    """Give the first days of the first and the last counted week that lie wholly in the period and are over."""
    over = min(ask.last, today(ask) - DAY)
    first = ask.first + (starts_on - ask.first.weekday()) % 7 * DAY
    last = over - 6 * DAY
    return first, last - (last.weekday() - starts_on) % 7 * DAY


@report(
    "weekly_hours",
    group="hours",
    title=say("Weeks with enough hours"),
    definition=say(
        "Client weeks: counted weeks of the period that are over, of people in treatment on each of the seven days, at a level that asks "
        "for hours (IOP: 9). Reached: as many credited hours as the level asked for. Weeks of admission and discharge do not count."
    ),
    by=(BY_LEVEL, ("week", say("Week"))),
    filters=(Filter.LEVEL,),
)
def weekly_hours(ask: Ask) -> Result:
    """Count client weeks that reached their hours, and those with an individual session. Three statements."""
    starts_on = int(clinic_settings.value("week.starts_on", on=ask.last))
    first, last = first_and_last_week(ask, starts_on)
    found = _read(ask, first, last) if first <= last else []
    cells = [(is_total, key, dict(zip(KEYS, map(int, numbers), strict=True))) for is_total, key, *numbers in found]
    groups: dict[Any, Cells] = {key: numbers for is_total, key, numbers in cells if not is_total}
    total = next((numbers for is_total, _key, numbers in cells if is_total), dict.fromkeys(KEYS, 0))
    done = derived(groups, _derive)
    rows = _week_rows(done, first, last) if ask.by == "week" else labelled(done, named(level_names()))
    columns = (
        PEOPLE,
        Column("weeks", say("Client weeks")),
        Column("reached", say("Reached")),
        Column("rate", say("Reached, share"), Unit.PERCENT),
        Column("mean_hours", say("Hours in a week, mean"), Unit.NUMBER),
        Column("individual", say("With an individual session")),
        Column("individual_rate", say("With one, share"), Unit.PERCENT),
    )
    heading = say("Week beginning") if ask.by == "week" else say("Level of care")
    chart = Chart("line" if ask.by == "week" else "bar", ("rate", "individual_rate"))
    return Result(heading, columns, rows, _derive(total), chart)


KEYS = ("people", "weeks", "reached", "minutes", "individual")


def _derive(cells: Cells) -> Cells:
    hours = tenth(cells["minutes"] / 60 / cells["weeks"]) if cells["weeks"] else None
    return {
        **{key: cells[key] for key in KEYS if key != "minutes"}, "rate": percent(cells["reached"], cells["weeks"]),
        "mean_hours": hours, "individual_rate": percent(cells["individual"], cells["weeks"]),
    }  # fmt: skip


def _read(ask: Ask, first: dt.date, last: dt.date) -> list[Any]:
    values: dict[str, Any] = {"sites": list(ask.sites), "first": first, "last": last, "level": ask.level}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(by=BY[ask.by]), values)
        return list(cursor.fetchall())


def _week_rows(groups: dict[Any, Cells], first: dt.date, last: dt.date) -> list[Row]:
    blank = _derive(dict.fromkeys(KEYS, 0))
    weeks = [first + number * WEEK for number in range((last - first).days // 7 + 1)] if first <= last else []
    return [Row(week.isoformat(), day_label(week), groups.get(week, blank)) for week in weeks]
