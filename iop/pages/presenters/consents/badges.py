"""Badges of where consents stand: in the chart's head, and shorter in a row of the census."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.consents import ConsentState, Standing
from iop.core.words import Sentence
from iop.pages.presenters.clients.listing import date_words

NAMED_AT_MOST = 2
"""Up to this many of a kind are named in a chart's head; more are counted."""


def of_chart(states: Sequence[ConsentState], *, is_open: bool) -> list[dict[str, str]]:
    """Badges for a chart's head: what is missing (while care is open or begins), ends soon, was stopped, and how many are live."""
    found = _group(states, Standing.MISSING, "warn", _("Consent missing: %(what)s"), _missing) if is_open else []
    found += _group(states, Standing.EXPIRING, "late", _("Ends %(what)s"), _expiring)
    found += _group(states, Standing.STOPPED, "lock", _("Consent stopped: %(what)s"), _stopped)
    live = _number(states, Standing.LIVE)
    if live:
        words = ngettext("%(number)d consent live", "%(number)d consents live", live) % {"number": live}
        found.append({"tone": "good", "label": words})
    return found


def of_row(states: Sequence[ConsentState]) -> list[tuple[str, Sentence]]:
    """Badges for a row: counts alone, because a row is read at a glance."""
    missing, expiring = _number(states, Standing.MISSING), _number(states, Standing.EXPIRING)
    stopped = _number(states, Standing.STOPPED)
    found: list[tuple[str, Sentence]] = []
    if missing:
        found.append(("warn", _missing(missing)))
    if expiring:
        found.append(("late", ngettext("%(number)d ends soon", "%(number)d end soon", expiring) % {"number": expiring}))
    if stopped:
        found.append(("lock", _stopped(stopped)))
    return found or [("good", _("complete"))]


def _group(
    states: Sequence[ConsentState], standing: Standing, tone: str, words: str, counted: Any
) -> list[dict[str, str]]:
    those = [one for one in states if one.state == standing]
    if len(those) > NAMED_AT_MOST:
        return [{"tone": tone, "label": _("Consents: %(count)s") % {"count": counted(len(those))}}]
    return [{"tone": tone, "label": words % {"what": _named(one)}} for one in those]


def _named(one: ConsentState) -> str:
    return f"{date_words(one.until)}: {one.label}" if one.state == Standing.EXPIRING and one.until else str(one.label)


def _number(states: Sequence[ConsentState], standing: Standing) -> int:
    return sum(one.state == standing for one in states)


def _missing(number: int) -> str:
    return ngettext("%(number)d missing", "%(number)d missing", number) % {"number": number}


def _expiring(number: int) -> str:
    return ngettext("%(number)d ends soon", "%(number)d end soon", number) % {"number": number}


def _stopped(number: int) -> str:
    return ngettext("%(number)d stopped", "%(number)d stopped", number) % {"number": number}
