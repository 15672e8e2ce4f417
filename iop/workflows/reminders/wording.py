"""The words of a reminder: one time, several, a form, or both. The same words stand in the preview."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clients.reach import phone_words, short_when_words, when_words
from iop.clinic.models import Site
from iop.notifications.reminders import PAPERS, TIMES, Wish

TEMPLATES: dict[tuple[bool, bool, bool], str] = {
    (True, False, False): "session_reminder",
    (True, False, True): "reminder_form_too",
    (True, True, False): "reminder_many",
    (True, True, True): "reminder_many_form_too",
    (False, False, True): "reminder_form",
    (False, False, False): "reminder_due",
}
"""By whether there is a time, whether there are several, and whether there is a form; without any, something else is due."""


@dataclass(frozen=True)
class Text:
    """A message template and what is put into it."""

    template: str
    context: dict[str, str]


def text_of(wishes: Sequence[Wish], sites: Mapping[uuid.UUID, Site], language: str) -> Text:
    """Say several things of one person in one message, each time once, by its own site's wall clock."""
    times: dict[dt.datetime, str] = {
        wish.starts_at: sites[wish.site_id].time_zone
        for wish in sorted(wishes, key=lambda wish: wish.starts_at)
        if wish.kind in TIMES
    }
    has_form = any(wish.kind in PAPERS and not wish.values.get("is_due") for wish in wishes)
    context = {"phone": phone_words(sites[wishes[0].site_id].phone)}
    if len(times) == 1:
        context["when"] = next(when_words(at, zone, language) for at, zone in times.items())
    elif times:
        context["times"] = "; ".join(short_when_words(at, zone, language) for at, zone in times.items())
    return Text(TEMPLATES[bool(times), len(times) > 1, has_form], context)
