"""What makes a review of the level of care due before its rhythm does (the slot ``REVIEW_CAUSES``).

An unexpected test, a missed week, a safety alert, the end of an authorization, somebody asking for more support: each app
says what it saw, with its place; the review lists them as reasons. Source: levels_of_care.md §4.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from iop.core.words import Sentence


@dataclass(frozen=True)
class Cause:
    """Something that happened to a stay. ``key`` names it once, however often it is found; ``by_on`` is when a review is due for it.

    ``needs`` is the permission without which a colleague sees that something happened, not what.
    """

    episode_id: uuid.UUID
    kind: str
    key: str
    says: Sentence
    on: dt.date
    by_on: dt.date
    place: tuple[str, uuid.UUID] | None = None
    needs: str | None = None


Finder = Callable[[Collection[uuid.UUID], dt.datetime, dt.datetime], Sequence[Cause]]


def causes(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    """Gather what happened to these stays from ``since`` to ``at``. Fixed statements for each app."""
    found: list[Cause] = []
    for path in settings.REVIEW_CAUSES:
        finder: Finder = import_string(path)
        found += finder(episode_ids, since, at)
    return found
