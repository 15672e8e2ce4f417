"""Why a review is due, as a review keeps it: each cause once, in the words it was found in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from clients.review_causes import Cause, causes
from iop.core import clock
from iop.core.words import Sentence
from therapy.choices.reviews import CauseKind
from therapy.models.reviews import LevelReview

LOOK_BACK = dt.timedelta(days=30)
"""How far back something may lie that makes a review due."""


def cause(kind: str, key: str, says: Sentence, on: dt.date) -> dict[str, Any]:
    """Give a cause of the reviews' own as a review keeps it."""
    return {"kind": str(kind), "key": key, "says": str(says), "on": on.isoformat(), "place": None, "needs": None}


def kept(found: Cause) -> dict[str, Any]:
    """Turn what an app found into what a review keeps."""
    return {
        "kind": found.kind, "key": found.key, "says": str(found.says), "on": found.on.isoformat(),
        "place": [found.place[0], str(found.place[1])] if found.place else None,
        "needs": str(found.needs) if found.needs else None,
    }  # fmt: skip


def keys_of(rows: Iterable[dict[str, Any]]) -> set[str]:
    """Give the keys of causes as a review keeps them."""
    return {each["key"] for each in rows}


def known_keys(row: LevelReview) -> set[str]:
    """Give every cause that this or an earlier review of the stay has already listed; one statement."""
    lists = LevelReview.objects.filter(episode=row.episode_id).values_list("causes", flat=True)
    return {key for each in lists for key in keys_of(each)}


def refresh_causes(row: LevelReview, at: dt.datetime) -> None:
    """Take in what has happened until now, so that what the reviewer sees does not open the next review.

    What happened before the last review was signed belongs to that one.
    """
    known = known_keys(row)
    new = [
        kept(one)
        for one in causes([row.episode_id], since_of(row.episode.admitted_on, at, row), at)
        if one.key not in known
    ]
    if new:
        row.causes = sorted(without_asking([*row.causes, *new]), key=lambda each: each["on"])
        row.save(update_fields=["causes"])


def since_of(admitted_on: dt.date | None, at: dt.datetime, row: LevelReview) -> dt.datetime:
    """Say from when on things are looked for: at most ``LOOK_BACK``, never before the stay began."""
    first = at - LOOK_BACK
    if admitted_on is None:
        return first
    return max(first, clock.day_bounds(admitted_on, row.episode.site.time_zone)[0])


def without_asking(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out "a colleague asked for it" without words of its own once something else says why."""
    told = [row for row in rows if row["kind"] != CauseKind.ASKED or row["says"] != str(CauseKind.ASKED.label)]
    return told or rows
