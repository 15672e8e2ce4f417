"""The clinic's reminders: what holds now and what is to come, kind by kind, with the exact words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Place
from iop.clinic.models import Site
from iop.core import clock
from iop.notifications.models import ReminderRule
from iop.notifications.reminders import CLIENT, FOR_CLIENTS, PAPERS, ReminderKind, Wish
from iop.notifications.reminders.rules import DAY, Rule, dues
from iop.notifications.wording import neutral_sender, words_of
from iop.pages.presenters.schedule.when import day_words, instant_words
from iop.pages.reminder_forms import WAYS, leads_words
from iop.workflows.reminders import rulebook
from iop.workflows.reminders.rulebook import Rulebook, rule_of
from iop.workflows.reminders.wording import text_of

LANGUAGES = (("en", "English"), ("es", "Español"))
NOBODY = uuid.UUID(int=0)
NINE, SIX = dt.time(9), dt.time(18)
IN_DAYS = 6
"""How far ahead the time in the example is."""


def read_setup(places: Sequence[Place], at: dt.datetime) -> list[dict[str, Any]]:
    """List the kinds with the rule of each site; those alike are said once. Statements do not grow with the kinds."""
    book = rulebook.read(at)
    later = _later(places, book, at)
    return [
        {
            "label": kind.label, "url": reverse("reminder_rule", args=[kind.value]), "sites": _sites(kind, places, book),
            "later": later.get(kind.value, []),
        }
        for kind in FOR_CLIENTS
    ]  # fmt: skip


def rule_now(kind: str, place: Place | None, places: Sequence[Place], at: dt.datetime) -> Rule:
    """Give the rule that holds at a site; at the first of them when none is named."""
    chosen = place or places[0]
    return rulebook.read(at).rule(kind, chosen.id)


@dataclass(frozen=True)
class Example:
    """One message as it would arrive."""

    title: str
    language: str
    code: str
    subject: str
    body: str


def examples(kind: ReminderKind, place: Place, at: dt.datetime) -> list[Example]:
    """Write the messages that this kind leads to, alone and together with others, in both languages."""
    site = Site.objects.get(pk=place.id)
    sender = neutral_sender()
    return [
        _example(title, wishes, site, sender, code, name)
        for title, wishes in _occasions(kind, site, at)
        for code, name in LANGUAGES
    ]


def times(rule: Rule, place: Place, at: dt.datetime) -> list[str]:
    """Say when the reminders of the example would leave: "Mon 3 Aug 2026, 17:00"."""
    site = Site.objects.get(pk=place.id)
    book = rulebook.read(at)
    starts_at = _on(at, site, IN_DAYS, NINE)
    found = dues(starts_at, rule.leads, rule.hour, site.time_zone, book.quiet[site.pk]) if rule.is_on else []
    return [instant_words(due_at, ZoneInfo(site.time_zone)) for _lead, due_at in found]


def rule_words(rule: Rule) -> str:
    """Say a rule in one line."""
    if not rule.is_on:
        return _("No reminders")
    channels = str(dict(WAYS).get(",".join(rule.channels), ""))
    said = {"when": leads_words(rule.leads), "hour": rule.hour, "how": channels}
    if not any(lead % DAY == 0 for lead in rule.leads):
        return _("%(when)s · %(how)s") % said
    return _("%(when)s · whole days at %(hour)s:00 · %(how)s") % said


def _sites(kind: ReminderKind, places: Sequence[Place], book: Rulebook) -> list[dict[str, str]]:
    said: dict[str, list[str]] = {}
    for place in places:
        said.setdefault(rule_words(book.rule(kind, place.id)), []).append(place.name)
    alike = len(said) == 1
    return [{"says": says, "where": "" if alike else ", ".join(names)} for says, names in said.items()]


def _later(places: Sequence[Place], book: Rulebook, at: dt.datetime) -> dict[str, list[str]]:
    """Rules that begin on a later day, by kind."""
    today = min(clock.local_date(at, place.time_zone) for place in places)
    names = {place.id: place.name for place in places}
    found: dict[str, list[str]] = {}
    for row in ReminderRule.objects.filter(valid_from__gt=today).order_by("valid_from", "created_at"):
        if row.site_id is None or row.site_id in names:
            where = names[row.site_id] if row.site_id else _("all sites without a rule of their own")
            words = _("From %(day)s, %(where)s: %(rule)s")
            found.setdefault(row.kind, []).append(
                words % {"day": day_words(row.valid_from), "where": where, "rule": rule_words(rule_of(row))}
            )
    return found


def _occasions(kind: ReminderKind, site: Site, at: dt.datetime) -> list[tuple[str, list[Wish]]]:
    first, second = _on(at, site, IN_DAYS, NINE), _on(at, site, IN_DAYS, SIX)
    one = _wish(kind, site, first)
    if kind in PAPERS:
        return [
            (_("On its own"), [one]),
            (_("Together with a time"), [one, _wish(ReminderKind.SESSION, site, first)]),
        ]
    return [(_("On its own"), [one]), (_("Two that fall together"), [one, _wish(kind, site, second)])]


def _example(title: str, wishes: list[Wish], site: Site, sender: str, code: str, name: str) -> Example:
    text = text_of(wishes, {site.pk: site}, code)
    words = words_of(text.template, code, {"sender": sender, **text.context})
    return Example(title, name, code, words.subject, words.body)


def _wish(kind: ReminderKind, site: Site, starts_at: dt.datetime) -> Wish:
    return Wish(kind, (CLIENT, NOBODY), ("example", NOBODY), starts_at, site.pk)


def _on(at: dt.datetime, site: Site, days: int, wall: dt.time) -> dt.datetime:
    on = clock.local_date(at, site.time_zone) + dt.timedelta(days=days)
    return clock.at_local(on, wall, site.time_zone)
