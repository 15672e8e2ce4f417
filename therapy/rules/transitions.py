"""Where a change of level leads, when it may begin, and until when it can be undone. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iop.core.words import Sentence, day_words, say, sentence
from therapy.choices.transitions import TransitionKind

ONE_DAY = dt.timedelta(days=1)
MOST_AHEAD = dt.timedelta(days=90)
"""Nobody decides a level further ahead: by then it is reviewed again (levels_of_care.md §4)."""


@dataclass(frozen=True)
class Level:
    """What a rule needs of a level of care."""

    key: str
    intensity: int
    is_off_site: bool = False


def kind_of(before: Level, after: Level) -> TransitionKind:
    """Say where a change leads. Care elsewhere comes first: out is out and back is back, whatever the intensity."""
    if before.key == after.key:
        return TransitionKind.SAME_LEVEL
    if after.is_off_site:
        return TransitionKind.OFF_SITE
    if before.is_off_site:
        return TransitionKind.BACK
    return TransitionKind.STEP_DOWN if after.intensity < before.intensity else TransitionKind.STEP_UP


def why_not_from(effective_on: dt.date, today: dt.date) -> Sentence | None:
    """A change begins today or later, and not further ahead than three months: the past is never rewritten."""
    if effective_on < today:
        return sentence(say("{day} has passed. A change begins today or later."), day=day_words(effective_on))
    if effective_on > today + MOST_AHEAD:
        return sentence(say("{day} is more than three months away. Decide nearer to it."), day=day_words(effective_on))
    return None


def why_not_undo(effective_on: dt.date, today: dt.date, *, is_undone: bool) -> Sentence | None:
    """A change is undone once, and only until it begins; afterwards another change follows it."""
    if is_undone:
        return say("This change was undone already.")
    if effective_on <= today:
        return sentence(
            say("This change has begun on {day}. Decide another change instead; what happened since stays."),
            day=day_words(effective_on),
        )
    return None


def why_not_track(*, is_off_site: bool, has_track: bool, weekdays: Sequence[int]) -> Sentence | None:
    """A level here needs a track and days; care elsewhere has none."""
    if is_off_site:
        return say("Care elsewhere has no track here. Leave the track empty.") if has_track else None
    if not has_track:
        return say("Choose the track they come to.")
    return None if weekdays else say("Choose at least one weekday.")


def clashes(
    starts_at: dt.datetime, ends_at: dt.datetime, day: tuple[dt.datetime, dt.datetime], *, lies_inside: bool
) -> bool:
    """Say whether an appointment is in the way of a treatment day. One meant to lie wholly inside the day is not."""
    if starts_at >= day[1] or ends_at <= day[0]:
        return False
    return not (lies_inside and is_inside(starts_at, ends_at, day))


def is_inside(starts_at: dt.datetime, ends_at: dt.datetime, day: tuple[dt.datetime, dt.datetime]) -> bool:
    """Say whether an appointment lies wholly within a treatment day."""
    return starts_at >= day[0] and ends_at <= day[1]


def review_plan_by(effective_on: dt.date, days: int, due_on: dt.date | None) -> dt.date | None:
    """The plan is reviewed within some days of a new level, unless it is due earlier anyway: then nothing changes."""
    by = effective_on + ONE_DAY * days
    return None if due_on is not None and due_on <= by else by


def fingerprint(wish: Iterable[str], lines: Iterable[Sequence[str]]) -> str:
    """Name what was shown: two previews have the same name only when every line of them is the same."""
    shown = json.dumps([list(wish), [list(line) for line in lines]], ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()
