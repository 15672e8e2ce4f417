"""Words and tones that all pages about missed days share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iop.core.words import Sentence
from sessions_app.absence import AbsenceStanding
from sessions_app.absence_choices import StepOwner
from sessions_app.models import AbsenceLimit
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import Count, Limit, Verdict

VERDICTS: Mapping[Verdict, tuple[str, Sentence]] = {
    Verdict.CAME: ("good", gettext_lazy("Came")),
    Verdict.OPEN: ("quiet", gettext_lazy("Not marked yet")),
    Verdict.PAUSED: ("quiet", gettext_lazy("Paused: does not count")),
    Verdict.MADE_UP: ("good", gettext_lazy("Made up: does not count")),
    Verdict.SECOND: ("quiet", gettext_lazy("A make-up: the first miss counts already")),
    Verdict.EXCUSED: ("quiet", gettext_lazy("Excused: does not count")),
    Verdict.COUNTED: ("absent", gettext_lazy("Excused, and counts")),
    Verdict.SHORT: ("warn", gettext_lazy("Short notice: counts")),
    Verdict.UNEXCUSED: ("absent", gettext_lazy("Without a word: counts")),
}
"""What a day counts for: tone and words."""


def limit_words(row: AbsenceLimit) -> Sentence:
    """Say a limit of a policy."""
    return rules.limit_words(Limit(row.kind, row.misses, row.weeks, row.consequence))


def count_chip(count: Count) -> dict[str, Any]:
    """Say how a stay stands against one limit: its words, tone, and what is said of it."""
    if count.is_reached:
        tone, state = "bad", _("reached")
    elif count.is_near:
        tone, state = "warn", _("one more reaches it")
    else:
        tone, state = "quiet", _("below")
    return {"words": rules.count_sentence(count), "tone": tone, "state": state}


def standing_words(standing: AbsenceStanding | None) -> dict[str, Any]:
    """Say how a stay stands, for a row."""
    if standing is None or standing.policy is None:
        return {"says": "", "tone": "quiet"}
    return {"says": standing.says, "tone": standing.tone}


def owner_words(owner: str) -> str:
    """Name whose step it is."""
    return str(StepOwner(owner).label)


def hours_words(hours: int) -> str:
    """Say a number of hours as people do: days when they are whole."""
    if hours == 0:
        return _("the same day")
    if hours % 24:
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    return ngettext("%(number)d day", "%(number)d days", hours // 24) % {"number": hours // 24}


def due_words(due_at: dt.datetime, at: dt.datetime) -> tuple[str, str]:
    """Say with which tone and word a deadline stands: over, today's, or ahead."""
    if due_at <= at:
        return "bad", _("overdue")
    if due_at - at <= dt.timedelta(hours=24):
        return "warn", _("within a day")
    return "quiet", _("ahead")
