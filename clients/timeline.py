"""One axis for a whole stay: what every app knows of a client by date (the slot ``TIMELINE``).

The chart draws it, its table lists it, and the API serves the same rows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from iop.core.words import Sentence


class LineKind(models.TextChoices):
    """How a line is drawn."""

    BAND = "band", _("Stretch of days")
    VALUE = "value", _("Value by date")
    EVENT = "event", _("Event")


@dataclass(frozen=True)
class Point:
    """One fact. ``until`` is the last day of a band; ``value`` stands on the line's scale; ``place`` is a kind and id that
    ``settings.WORK_PLACES`` knows, or nothing. ``tone`` is good, warn, bad or neutral."""

    on: dt.date
    says: Sentence
    value: float | None = None
    until: dt.date | None = None
    tone: str = "neutral"
    place: tuple[str, uuid.UUID] | None = None


@dataclass(frozen=True)
class Line:
    """Facts of one sort, in order of date. ``needs`` is the permission without which the line is left out.

    Lines of one ``lane`` are drawn over the same scale; without a name a line has its own.
    """

    key: str
    label: Sentence
    kind: LineKind
    points: Sequence[Point]
    needs: str | None = None
    low: float = 0
    high: float = 10
    unit: Sentence = ""
    lane: str = ""


Contributor = Callable[[uuid.UUID, dt.date, dt.date], Sequence[Line]]


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Gather every app's lines about a client between two days, empty ones left out. Fixed statements for each app."""
    found: list[Line] = []
    for path in settings.TIMELINE:
        contributor: Contributor = import_string(path)
        found += [line for line in contributor(client_id, first, last) if line.points]
    return found
