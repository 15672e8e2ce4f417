"""What is told to whom when: each wish with its lead, its channel and the instant at which it goes out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from clients.reach import Reach, Ways, ways
from iop.notifications.holding_back import safe_hours_of
from iop.notifications.reminders import Wish
from iop.notifications.reminders.rules import dues
from iop.workflows.reminders.rulebook import Rulebook


@dataclass(frozen=True)
class Line:
    """One reminder of one thing to one client: by which channel, to which address, in which language, when."""

    wish: Wish
    lead: int
    due_at: dt.datetime
    channel: str
    to: str
    language: str

    @property
    def key(self) -> str:
        """Name it the same however often it is planned; the channel is left out, so nobody is told twice for changing it."""
        return f"{self.wish.key}:{self.lead}"

    @property
    def address(self) -> tuple[uuid.UUID, str, str, str]:
        """Where it goes: lines with the same address may go in one message."""
        return self.wish.recipient[1], self.channel, self.to, self.language


def lines_of(wishes: Iterable[Wish], book: Rulebook, at: dt.datetime) -> list[Line]:
    """Give all reminders of what begins after ``at``, for those who may be written to. Two statements.

    A person's own quiet hours stand in for the site's. The instants of what begins together are worked out once.
    """
    ahead = [(wish, rule) for wish in wishes if wish.starts_at > at and (rule := book.rule_for(wish)).is_on]
    people = {wish.recipient[1] for wish, _ in ahead}
    reach, own = ways(people), safe_hours_of(people)
    when = lru_cache(maxsize=None)(dues)
    found: list[Line] = []
    for wish, rule in ahead:
        to = _reach(reach, wish, rule.channels)
        if to is not None:
            quiet = own.get(to.client_id) or book.quiet[wish.site_id]
            times = when(wish.starts_at, rule.leads, rule.hour, book.sites[wish.site_id].time_zone, quiet)
            found += [Line(wish, lead, due_at, to.channel, to.to, to.language) for lead, due_at in times]
    return found


def _reach(reach: Mapping[uuid.UUID, Ways], wish: Wish, channels: tuple[str, ...]) -> Reach | None:
    known = reach.get(wish.recipient[1])
    return known.by(channels) if known else None
