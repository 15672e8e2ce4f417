"""Whether it helps: questionnaires from the first of a stay to the last, by their own published change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from iop.core.words import Sentence, say, sentence
from iop.reports.numbers.ground import Cells
from iop.reports.registry import report
from iop.reports.rules.change import Course, Moved, course
from iop.reports.rules.rates import percent, tenth
from iop.reports.shapes import Ask, Chart, Column, Filter, Result, Row, Unit
from therapy.questionnaires.library import find_many

# One row for each version and difference of scores: as many as a scale has steps, never as many as there are clients.
STATEMENT = """
WITH given AS (
    SELECT r.episode_id, r.key, r.questionnaire_version AS version, r.language, r.total,
           (r.completed_at AT TIME ZONE s.time_zone)::date AS day,
           FIRST_VALUE(r.total) OVER stay AS baseline,
           COUNT(*) OVER (PARTITION BY r.episode_id, r.key) AS times,
           ROW_NUMBER() OVER (PARTITION BY r.episode_id, r.key ORDER BY r.completed_at DESC, r.id DESC) AS from_last
    FROM therapy_measureresponse r
    JOIN clients_episode e ON e.id = r.episode_id
    JOIN clinic_site s ON s.id = e.site_id
    WHERE r.status = 'complete' AND r.entered_in_error_at IS NULL AND r.total IS NOT NULL AND e.site_id = ANY(%(sites)s)
      AND r.completed_at <= %(at)s
      AND (%(level)s::uuid IS NULL OR EXISTS (
          SELECT 1 FROM clients_placement p
          WHERE p.episode_id = e.id AND p.withdrawn_at IS NULL AND p.level_id = %(level)s
            AND p.starts_on <= %(last)s AND (p.ends_on IS NULL OR p.ends_on >= %(first)s)))
    WINDOW stay AS (PARTITION BY r.episode_id, r.key ORDER BY r.completed_at, r.id)
)
SELECT key, version, language, times > 1 AS again, total - baseline AS difference,
       COUNT(*), SUM(baseline), SUM(total)
FROM given WHERE from_last = 1 AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3, 4, 5
"""


@dataclass
class _Of:
    """What is known of one questionnaire, added up."""

    title: str
    stays: int = 0
    again: int = 0
    baseline: Decimal = Decimal(0)
    last: Decimal = Decimal(0)
    reliable: list[Moved] = field(default_factory=list)
    meaningful: list[Moved] = field(default_factory=list)


@report(
    "outcomes",
    group="outcomes",
    title=say("Outcomes by questionnaire"),
    definition=say(
        "Stays whose last complete result of a questionnaire lies in the period. Means and change are of those with an earlier result in "
        "the same stay (the first is the baseline). "
        "Meaningful and reliable change: from the number that was published with the questionnaire on, or from the clinic's own where it "
        "set one; without a number nothing is said."
    ),
    filters=(Filter.LEVEL,),
)
def outcomes(ask: Ask) -> Result:
    """Compare the first and the last result of each stay, by questionnaire. Two statements."""
    found = _read(ask)
    known = find_many({(row[0], row[1], row[2]) for row in found}) if found else {}
    by_key: dict[str, _Of] = {}
    for key, version, language, again, difference, stays, baseline, last in found:
        definition = known.get((key, version, language))
        of = by_key.setdefault(key, _Of(key))
        of.title = (definition.short or definition.title) if definition else of.title
        of.stays += stays
        if again:
            of.again += stays
            of.baseline, of.last = of.baseline + baseline, of.last + last
            for moves, threshold in (
                (of.reliable, definition.change.reliable if definition else None),
                (of.meaningful, definition.change.meaningful if definition else None),
            ):
                moves.append(Moved(difference, stays, definition.direction if definition else "", threshold))
    rows = [
        Row(key, of.title, _cells(of)) for key, of in sorted(by_key.items(), key=lambda pair: pair[1].title.casefold())
    ]
    columns = (
        Column("stays", say("Stays with a result")),
        Column("repeated", say("With a repeat")),
        Column("repeat_rate", say("With a repeat, share"), Unit.PERCENT),
        Column("baseline", say("Baseline, mean"), Unit.NUMBER),
        Column("last", say("Last, mean"), Unit.NUMBER),
        Column("change", say("Change, mean"), Unit.NUMBER),
        Column("better", say("Meaningfully better")),
        Column("better_rate", say("Meaningfully better, share"), Unit.PERCENT),
        Column("poorer", say("Meaningfully worse")),
        Column("poorer_rate", say("Meaningfully worse, share"), Unit.PERCENT),
        Column("improved", say("Reliably better")),
        Column("improved_rate", say("Reliably better, share"), Unit.PERCENT),
        Column("worse", say("Reliably worse")),
        Column("worse_rate", say("Reliably worse, share"), Unit.PERCENT),
    )
    chart = Chart("bar", ("better_rate", "poorer_rate", "improved_rate", "worse_rate"))
    return Result(say("Questionnaire"), columns, rows, None, chart, _without(rows))


def _without(rows: Sequence[Row]) -> tuple[Sentence, ...]:
    """Name the questionnaires of which nothing can be said, and what a clinic may do about it."""
    again = [row for row in rows if row.cells["repeated"]]
    said = (
        ("better", say("Without a number for meaningful change: {names}. The clinic may set its own on the questionnaire's page.")),
        ("improved", say("Without a number for reliable change: {names}. The clinic may set its own on the questionnaire's page.")),
    )  # fmt: skip
    found = ((words, [str(row.label) for row in again if row.cells[column] is None]) for column, words in said)
    return tuple(sentence(words, names=", ".join(names)) for words, names in found if names)


def _read(ask: Ask) -> list[Any]:
    values: dict[str, Any] = {
        "sites": list(ask.sites),
        "first": ask.first,
        "last": ask.last,
        "level": ask.level,
        "at": ask.at,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        return list(cursor.fetchall())


def _cells(of: _Of) -> Cells:
    reliable, meaningful = course(of.reliable), course(of.meaningful)
    again = of.again
    return {
            "stays": of.stays, "repeated": again, "repeat_rate": percent(again, of.stays),
            "baseline": tenth(of.baseline / again) if again else None, "last": tenth(of.last / again) if again else None,
            "change": tenth((of.last - of.baseline) / again) if again else None,
        **_of_course(reliable, "improved", "worse"), **_of_course(meaningful, "better", "poorer"),
    }  # fmt: skip


def _of_course(says: Course, better: str, worse: str) -> Cells:
    """Counts and shares of those of whom something can be said; nothing where the questionnaire names no number."""
    return {
        better: says.improved if says.judged else None, f"{better}_rate": percent(says.improved, says.judged),
        worse: says.worse if says.judged else None, f"{worse}_rate": percent(says.worse, says.judged),
    }  # fmt: skip
