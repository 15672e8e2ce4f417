"""When a reminder goes out, and which go out together. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from iop.core import clock
from iop.core.words import Sentence, count_words, say, sentence
from iop.notifications.choices import Channel
from iop.notifications.reminders import FOR_STAFF, ReminderKind
from iop.notifications.rules import Quiet, next_allowed

DAY = 24 * 60
LEADS = (30, 60, 120, 240, DAY, 2 * DAY, 3 * DAY, 7 * DAY)
"""How long before something one may be reminded, in minutes. Whole days mean that many days before, at the rule's hour."""
MOST_LEADS = 3
HOURS = range(8, 21)
"""Hours of the day at which reminders of the days before may go out."""
TOGETHER = dt.timedelta(minutes=90)
"""What falls due for one person within this time becomes one message."""
MOST_IN_ONE = 6
"""More times than these do not fit two text messages."""
APART = dt.timedelta(hours=12)
"""A reminder that is brought forward to the evening is left out where one has gone out within this time."""
LATEST = dt.timedelta(minutes=20)
"""A reminder that would leave closer to the beginning than this helps nobody."""

PLANNED_AHEAD = dt.timedelta(hours=48)
CATCH_UP = dt.timedelta(minutes=30)
"""How long after its time a reminder is still made, when what it tells of came late onto the calendar."""


@dataclass(frozen=True)
class Rule:
    """How a kind of thing is reminded of: whether, by which channels, how long before (minutes), whole days at which hour."""

    is_on: bool
    leads: tuple[int, ...]
    hour: int = 17
    channels: tuple[str, ...] = (Channel.SMS, Channel.EMAIL)


DEFAULTS: dict[str, Rule] = {
    ReminderKind.SESSION: Rule(is_on=True, leads=(DAY,)),
    ReminderKind.APPOINTMENT: Rule(is_on=True, leads=(DAY, 120)),
    ReminderKind.GROUP: Rule(is_on=True, leads=(DAY,)),
    ReminderKind.FORM: Rule(is_on=True, leads=(DAY,)),
    ReminderKind.MEASURE: Rule(is_on=False, leads=(DAY,)),
}
"""What holds until a clinic sets its own. Questionnaires are given on the day itself, so nobody is written to about them."""


@dataclass(frozen=True)
class Wanted:
    """What one person chose for a kind: ``way`` is a channel, "none", or "" for the clinic's; no ``leads``: the clinic's."""

    way: str = ""
    leads: tuple[int, ...] = ()


@dataclass(frozen=True)
class Morning:
    """When a colleague gets the message on what waits for them: by which channel (or "none"), at which hour, on which days."""

    way: str
    hour: int
    weekdays: tuple[int, ...]
    kinds: tuple[str, ...]


NONE = "none"
AS_USUAL = Wanted()
AS_USUAL_FOR_STAFF = Morning(Channel.EMAIL, 8, (0, 1, 2, 3, 4), tuple(str(kind) for kind in FOR_STAFF))


def fitted(rule: Rule, wanted: Wanted) -> Rule:
    """Put a person's own choice into the clinic's rule. A rule that is off stays off."""
    if wanted == AS_USUAL:
        return rule
    if wanted.way == NONE:
        return replace(rule, is_on=False)
    channels = (wanted.way,) if wanted.way else rule.channels
    return replace(rule, channels=channels, leads=wanted.leads or rule.leads)


def dues(
    starts_at: dt.datetime, leads: Iterable[int], hour: int, zone: str, quiet: Quiet
) -> list[tuple[int, dt.datetime]]:
    """Say when something that begins at ``starts_at`` is reminded of: each lead with its instant, earliest first.

    A lead of whole days means that many days before at ``hour`` by the site's wall clock, so a day of 23 or 25 hours moves
    nothing. What would fall into the quiet hours goes out after them or, where that is too late, before they begin, unless
    another reminder of the same thing goes out shortly before. What finds no fitting time is left out.
    """
    # Two hours before are two hours that pass, also across the night on which clocks change.
    starts_at = starts_at.astimezone(dt.UTC)
    found: list[tuple[int, dt.datetime]] = []
    for lead in sorted(set(leads), reverse=True):
        wish = _wished(starts_at, lead, hour, zone)
        out = next_allowed(wish, zone, quiet)
        if starts_at - out < LATEST:
            out = before_quiet(wish, zone, quiet)
            if any(out - other < APART for _, other in found):
                continue
        if starts_at - out >= LATEST:
            found.append((lead, out))
    return sorted(found, key=lambda each: each[1])


def before_quiet(at: dt.datetime, zone: str, quiet: Quiet) -> dt.datetime:
    """Give the last minute before the quiet hours into which ``at`` falls; ``at`` itself outside them."""
    local = at.astimezone(ZoneInfo(zone))
    if not quiet.holds(local.hour):
        return at
    begins = quiet.from_hour % 24
    on = local.date() if local.hour >= begins else local.date() - dt.timedelta(days=1)
    return clock.at_local(on, dt.time(begins), zone) - dt.timedelta(minutes=1)


def _wished(starts_at: dt.datetime, lead: int, hour: int, zone: str) -> dt.datetime:
    days, rest = divmod(lead, DAY)
    if rest:
        return starts_at - dt.timedelta(minutes=lead)
    return clock.at_local(clock.local_date(starts_at, zone) - dt.timedelta(days=days), dt.time(hour), zone)


T = TypeVar("T")


def together(rows: Iterable[T], *, key: Callable[[T], Hashable], due: Callable[[T], dt.datetime]) -> list[list[T]]:
    """Put what falls due for the same ``key`` within ``TOGETHER`` of its first into one bundle, earliest first."""
    bundles: list[list[T]] = []
    open_now: dict[Hashable, list[T]] = {}
    for row in sorted(rows, key=due):
        held = open_now.get(key(row))
        if held is None or due(row) - due(held[0]) > TOGETHER or len(held) >= MOST_IN_ONE:
            held = open_now[key(row)] = []
            bundles.append(held)
        held.append(row)
    return bundles


def why_not_leads(leads: Sequence[int]) -> Sentence | None:
    """Refuse leads that are on no list, or too many of them."""
    if any(lead not in LEADS for lead in leads):
        return say("Choose from the times on the list.")
    if len(set(leads)) > MOST_LEADS:
        return say("Three reminders of one thing are enough: choose fewer times.")
    return None


def why_not_rule(rule: Rule) -> Sentence | None:
    """Refuse a rule that is on and could never send anything, or would at an hour when people sleep."""
    if rule.is_on and not rule.leads:
        return say("Choose at least one time, or switch these reminders off.")
    if rule.is_on and not rule.channels:
        return say("Choose at least one way to send them, or switch these reminders off.")
    if rule.hour not in HOURS:
        return say("Choose an hour between 8 in the morning and 8 in the evening.")
    return why_not_leads(rule.leads)


def lead_words(lead: int) -> Sentence:
    """Say how long before: "1 day before", "2 hours before"."""
    days, rest = divmod(lead, DAY)
    if not rest:
        return sentence(count_words("{count} day before", "{count} days before", days), count=days)
    hours, minutes = divmod(lead, 60)
    if not minutes:
        return sentence(count_words("{count} hour before", "{count} hours before", hours), count=hours)
    return sentence(count_words("{count} minute before", "{count} minutes before", minutes), count=minutes)


def why_not_morning(morning: Morning) -> Sentence | None:
    """Refuse a morning message that could never come, or would come at night."""
    if morning.hour not in HOURS:
        return say("Choose an hour between 8 in the morning and 8 in the evening.")
    if morning.way != NONE and not morning.weekdays:
        return say("Choose at least one day, or no message at all.")
    if morning.way != NONE and not morning.kinds:
        return say("Choose at least one thing that is counted, or no message at all.")
    return None
