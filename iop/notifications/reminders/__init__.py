"""What may be reminded of: kinds, and the wish in which an app says that something begins and whom to remind.

The slot ``REMINDERS`` names the functions that give wishes; ``iop.workflows.reminders`` makes messages of them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

CLIENT = "client"


class ReminderKind(models.TextChoices):
    """What clients are reminded of, and (from ``REVIEW`` on) what waits for colleagues, who get one message a morning."""

    SESSION = "session", _("Treatment day")
    APPOINTMENT = "appointment", _("Appointment")
    GROUP = "group_meeting", _("Alumni and open groups")
    FORM = "form_to_sign", _("Form to sign")
    MEASURE = "measure_due", _("Questionnaire to fill in")
    REVIEW = "review_due", _("Reviews of the level of care")
    NOTE = "unsigned_note", _("Notes to sign")
    LICENCE = "licence", _("Own licences about to end")
    WORK = "work_due", _("Other work that is due")


TIMES = frozenset({ReminderKind.SESSION, ReminderKind.APPOINTMENT, ReminderKind.GROUP})
"""Kinds that name a time to come at."""
PAPERS = frozenset({ReminderKind.FORM, ReminderKind.MEASURE})
"""Kinds of which a client is told only that there is something to fill in."""
FOR_CLIENTS = (*(kind for kind in ReminderKind if kind in TIMES), *(kind for kind in ReminderKind if kind in PAPERS))
FOR_STAFF = tuple(kind for kind in ReminderKind if kind not in TIMES | PAPERS)


@dataclass(frozen=True)
class Wish:
    """Something begins at ``starts_at`` (or falls due then), and ``recipient`` (kind and id) may be told beforehand.

    ``about`` is the thing's kind and id. ``version`` makes it another thing to be told of; left empty, its time does: a day
    that moves is reminded of again, one that changes its room is not. ``values`` are neutral words for a template;
    with ``is_due`` it is nothing to fill in, and the words say that something is due.
    """

    kind: ReminderKind
    recipient: tuple[str, uuid.UUID]
    about: tuple[str, uuid.UUID]
    starts_at: dt.datetime
    site_id: uuid.UUID
    version: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> str:
        """Name what is told to whom, the same however often it is found."""
        told = self.version or self.starts_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S")
        return f"{self.recipient[0]}:{self.recipient[1]}:{self.about[0]}:{self.about[1]}:{told}"


Q = TypeVar("Q", bound="models.QuerySet[Any]")


@dataclass(frozen=True)
class Only:
    """To which people, or to which things, a question about wishes is kept; none: to none in particular."""

    clients: Collection[uuid.UUID] | None = None
    things: Collection[uuid.UUID] | None = None

    def narrow(self, rows: Q, *, client: str, thing: str) -> Q:
        """Keep a queryset to what was asked for; ``client`` and ``thing`` are its paths to the two ids."""
        if self.clients is not None:
            rows = rows.filter(**{f"{client}__in": list(self.clients)})
        if self.things is not None:
            rows = rows.filter(**{f"{thing}__in": list(self.things)})
        return rows


ALL = Only()
Finder = Callable[[dt.datetime, dt.datetime, dt.datetime, Only], Sequence[Wish]]


def wishes(first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only = ALL) -> list[Wish]:
    """Gather what begins or falls due from ``first`` until ``last``. Fixed statements for each app."""
    found: list[Wish] = []
    for path in settings.REMINDERS:
        finder: Finder = import_string(path)
        found += finder(first, last, at, only)
    return found
