"""How things are reminded of at each site, and what each person chose, as it stands at an instant."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from iop.clinic.models import Site
from iop.core import clock
from iop.notifications.holding_back import quiet_hours
from iop.notifications.models import ClientReminderChoice, ReminderRule
from iop.notifications.reminders import FOR_CLIENTS, Wish
from iop.notifications.reminders.rules import AS_USUAL, DEFAULTS, Rule, Wanted, fitted
from iop.notifications.rules import Quiet

Dated = list[tuple[dt.date, Rule]]


@dataclass(frozen=True)
class Rulebook:
    """Rules by kind and site, quiet hours by site, choices by client and kind. Made by ``read``."""

    at: dt.datetime
    sites: Mapping[uuid.UUID, Site]
    quiet: Mapping[uuid.UUID, Quiet]
    dated: Mapping[tuple[str, uuid.UUID | None], Dated]
    choices: Mapping[tuple[uuid.UUID, str], Wanted]
    _found: dict[tuple[str, uuid.UUID], Rule] = field(default_factory=dict)

    def rule(self, kind: str, site_id: uuid.UUID) -> Rule:
        """Give the rule that holds at a site: its own, else the clinic's, else the default."""
        if (kind, site_id) not in self._found:
            self._found[kind, site_id] = self._rule(kind, site_id)
        return self._found[kind, site_id]

    def rule_for(self, wish: Wish) -> Rule:
        """Give the rule for one wish, with what its recipient chose put in."""
        wanted = self.choices.get((wish.recipient[1], wish.kind), AS_USUAL)
        return fitted(self.rule(wish.kind, wish.site_id), wanted)

    @property
    def longest(self) -> dt.timedelta:
        """Say how long before something the earliest reminder may go out."""
        leads = [lead for site in self.sites for kind in FOR_CLIENTS for lead in self._leads(kind, site)]
        chosen = [lead for wanted in self.choices.values() for lead in wanted.leads]
        return dt.timedelta(minutes=max([*leads, *chosen], default=0), days=1)

    def _leads(self, kind: str, site_id: uuid.UUID) -> tuple[int, ...]:
        rule = self.rule(kind, site_id)
        return rule.leads if rule.is_on else ()

    def _rule(self, kind: str, site_id: uuid.UUID) -> Rule:
        today = clock.local_date(self.at, self.sites[site_id].time_zone)
        for key in ((kind, site_id), (kind, None)):
            begun = [rule for valid_from, rule in self.dated.get(key, ()) if valid_from <= today]
            if begun:
                return begun[-1]
        return DEFAULTS[kind]


def read(at: dt.datetime, clients: Collection[uuid.UUID] | None = None) -> Rulebook:
    """Read all rules and choices, or the choices of some clients. Three statements, and one for each site."""
    sites = Site.objects.in_bulk()
    quiet = {pk: quiet_hours(pk, site.time_zone, at) for pk, site in sites.items()}
    return Rulebook(at=at, sites=sites, quiet=quiet, dated=_dated(), choices=_choices(clients))


def rule_of(row: ReminderRule) -> Rule:
    """Give a stored rule as rules know it."""
    return Rule(row.is_on, tuple(row.leads), row.hour, tuple(row.channels))


def _dated() -> dict[tuple[str, uuid.UUID | None], Dated]:
    found: dict[tuple[str, uuid.UUID | None], Dated] = {}
    for row in ReminderRule.objects.order_by("valid_from", "created_at", "pk"):
        found.setdefault((row.kind, row.site_id), []).append((row.valid_from, rule_of(row)))
    return found


def _choices(clients: Collection[uuid.UUID] | None) -> dict[tuple[uuid.UUID, str], Wanted]:
    rows = ClientReminderChoice.objects.order_by("client_id", "kind", "-since", "-id").distinct("client_id", "kind")
    if clients is not None:
        rows = rows.filter(client_id__in=clients)
    return {(row.client_id, row.kind): Wanted(row.way, tuple(row.leads)) for row in rows}
