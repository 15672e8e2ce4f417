"""The list of authorizations: what runs out, is reviewed, was denied or is appealed, the most money at risk first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.authorizations import gives, used
from billing.choices.authorizations import AuthStatus, Standing
from billing.models import Authorization
from billing.outlook import Outlook, of_stays
from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import settings
from iop.core import clock
from iop.core.money import money
from iop.core.words import Sentence
from iop.pages.presenters.authorizations import words
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to

ROWS_A_PAGE = 30
AHEAD = dt.timedelta(days=14)
LATELY = dt.timedelta(days=30)
LOW, REVIEWS, OVERDUE, WAITING, DECIDED, DENIED, APPEALS, LEVEL = (
    "low", "reviews", "overdue", "waiting", "decided", "denied", "appeals", "level",
)  # fmt: skip
STATES: tuple[tuple[str, Sentence], ...] = (
    (LOW, gettext_lazy("Nearly used up or over")),
    (REVIEWS, gettext_lazy("Reviews in the next two weeks")),
    (OVERDUE, gettext_lazy("Overdue")),
    (WAITING, gettext_lazy("Payer has not answered")),
    (DECIDED, gettext_lazy("Decided in the last month")),
    (DENIED, gettext_lazy("Denied")),
    (APPEALS, gettext_lazy("Appeals")),
    (LEVEL, gettext_lazy("Level differs")),
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown asks for everything."""

    state: str = ""
    whose: str = ""
    payer: str = ""
    page: int = 1


@dataclass(frozen=True)
class _Line:
    row: Authorization
    left: Decimal
    standing: str
    states: frozenset[str]
    ahead: Outlook | None
    on: dt.date

    @property
    def cents(self) -> int:
        return self.ahead.cents_at_risk if self.ahead else 0

    @property
    def urgency(self) -> tuple[Any, ...]:
        """The most money first, then the nearest day on which somebody answers, then the nearest end."""
        due = words.due_of(self.row, self.on)
        return (-self.cents, due[0] if due else dt.date.max, self.row.ends_on, self.row.pk)


def read_board(actor: Actor, site_id: uuid.UUID | None, asked: Asked, at: dt.datetime) -> dict[str, Any]:
    """Give a page of the list, with the number of each state; statements do not grow with the rows."""
    lines = sorted(_lines(actor, site_id, at), key=lambda line: line.urgency)
    payers = sorted(
        {(line.row.coverage.plan.payer_id, line.row.coverage.plan.payer.name) for line in lines},
        key=lambda each: each[1],
    )
    lines = [line for line in lines if _is_asked(line, asked, actor)]
    state = asked.state if asked.state in dict(STATES) else ""
    shown = [line for line in lines if not state or state in line.states]
    page = Paginator(shown, ROWS_A_PAGE).get_page(asked.page)
    kept = {"state": state, "whose": "mine" if asked.whose == "mine" else "", "payer": asked.payer}
    risk = {line.row.episode_id: line.cents for line in shown}
    return {
        "rows": [_row(line, is_one=site_id is not None) for line in page],
        "states": [{"key": key, "label": label, "count": sum(key in line.states for line in lines)} for key, label in STATES],
        "total": len(lines), "state": state, "mine": asked.whose == "mine", "payer": asked.payer,
        "payers": [(str(pk), name) for pk, name in payers], "is_filtered": any(kept.values()),
        "at_risk": money(sum(risk.values())), "stays_at_risk": sum(bool(cents) for cents in risk.values()),
        "says": _("Page %(now)d of %(all)d") % {"now": page.number, "all": page.paginator.num_pages},
        "earlier": _address(kept, page.previous_page_number()) if page.has_previous() else "",
        "later": _address(kept, page.next_page_number()) if page.has_next() else "",
    }  # fmt: skip


def _lines(actor: Actor, site_id: uuid.UUID | None, at: dt.datetime) -> list[_Line]:
    rows = _rows(actor, site_id, at)
    taken = used([row.pk for row in rows])
    stays = {row.episode_id: row.episode for row in rows if row.episode.status == EpisodeStatus.ADMITTED}
    by_day: dict[dt.date, list[Episode]] = defaultdict(list)
    for stay in stays.values():
        by_day[clock.local_date(at, stay.site.time_zone)].append(stay)
    ahead: dict[uuid.UUID, Outlook] = {}
    for day, found in by_day.items():  # At most two dates: that of the eastern and of the western sites.
        ahead |= of_stays(found, day)
    limits = settings.values(words.LIMITS, on=at.date(), site_id=site_id)
    lines = [_line(row, row.units - taken[row.pk], ahead.get(row.episode_id), limits, at) for row in rows]
    return _newest_of_the_past(lines)


def _rows(actor: Actor, site_id: uuid.UUID | None, at: dt.datetime) -> list[Authorization]:
    mine = Authorization.objects.visible_to(actor, Permission.AUTHORIZATION_KEEP, at=at)
    mine = mine.filter(episode__site=site_id) if site_id else mine
    open_ones = Q(status__in=[AuthStatus.REQUESTED, AuthStatus.APPEALED]) | Q(
        status=AuthStatus.DENIED, decided_at__gte=at - dt.timedelta(days=365)
    )
    rows = mine.exclude(status=AuthStatus.CANCELLED).filter(open_ones | Q(episode__status=EpisodeStatus.ADMITTED))
    return list(rows.select_related("episode__client", "episode__site", "level", "owner", "coverage__plan__payer"))


def _line(
    row: Authorization, left: Decimal, ahead: Outlook | None, limits: dict[str, Any], at: dt.datetime
) -> _Line:  # fmt: skip
    on = clock.local_date(at, row.episode.site.time_zone)
    standing = words.standing_of(row, left, on, limits)
    due = words.due_of(row, on)
    decided = row.decided_at is not None and row.decided_at >= at - LATELY
    tests = {
        LOW: standing in (Standing.LOW, Standing.USED_UP, Standing.OVER),
        REVIEWS: due is not None and on <= due[0] <= on + AHEAD and row.status != AuthStatus.DENIED,
        OVERDUE: due is not None and due[0] < on,
        WAITING: standing == Standing.WAITING,
        DECIDED: decided and row.status != AuthStatus.APPEALED,
        DENIED: standing == Standing.DENIED,
        APPEALS: standing == Standing.APPEALED,
        LEVEL: ahead is not None and ahead.differs and gives(row) and ahead.level is not None and row.level_id != ahead.level.pk,
    }  # fmt: skip
    return _Line(row, left, standing, frozenset(key for key, holds in tests.items() if holds), ahead, on)


def _newest_of_the_past(lines: Iterable[_Line]) -> list[_Line]:
    """Of what is over or used up only the last of a stay is shown, and only while nothing follows it."""
    found: list[_Line] = []
    past: dict[uuid.UUID, _Line] = {}
    running: set[uuid.UUID] = set()
    for line in lines:
        if line.standing in (Standing.OVER, Standing.USED_UP):
            known = past.get(line.row.episode_id)
            if known is None or line.row.ends_on > known.row.ends_on:
                past[line.row.episode_id] = line
            continue
        found.append(line)
        if gives(line.row):
            running.add(line.row.episode_id)
    return found + [line for stay, line in past.items() if stay not in running]


def _is_asked(line: _Line, asked: Asked, actor: Actor) -> bool:
    if asked.whose == "mine" and line.row.owner_id != actor.staff_id:
        return False
    return not asked.payer or str(line.row.coverage.plan.payer_id) == asked.payer


def _row(line: _Line, *, is_one: bool) -> dict[str, Any]:
    row, ahead = line.row, line.ahead
    tone, standing = words.chip(line.standing)
    due_tone, due = words.due_words(row, line.on)
    flags: Sequence[str] = ()
    if ahead and gives(row):
        flags = [each for each in (words.level_words(ahead, row.level.short_name), words.cut_off_words(ahead)) if each]
    return {
        "url": to("authorization")(row.pk), "client": row.episode.client.name, "site": "" if is_one else row.episode.site.name,
        "payer": row.coverage.plan.payer.name, "number": row.number, "level": row.level.short_name,
        "left": words.left_of(row, line.left), "ends": date_words(row.ends_on), "tone": tone, "standing": standing,
        "runway": words.runway_words(ahead) if ahead else "", "risk": words.risk_words(ahead) if ahead else "–",
        "due": due, "due_tone": due_tone, "owner": row.owner.name if row.owner else _("Billing"), "flags": flags,
    }  # fmt: skip


def _address(kept: dict[str, str], page: int) -> str:
    return f"?{urlencode({**{key: value for key, value in kept.items() if value}, 'page': page})}"
