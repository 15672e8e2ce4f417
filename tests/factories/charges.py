"""Days as they were delivered, told instead of lived through: the decision, the charges and the ledger are the real ones."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from types import SimpleNamespace

from billing import authorizations, day_facts
from billing.choices.rules import Service
from billing.day_facts import Gathered
from billing.models import ClientDay
from billing.rules.shapes import Cover, DayFacts, Delivered
from tests.factories import billing as made
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_level, make_site

YESTERDAY = TODAY - dt.timedelta(days=1)


class Told:
    """What was delivered, by client and date. ``at`` reads it where ``day_facts.gather`` would read attendance and notes."""

    def __init__(self):
        self.facts: dict[tuple[uuid.UUID, dt.date], DayFacts] = {}

    def gather(self, keys, at):
        found = {key: self.facts[key] for key in keys if key in self.facts}
        return Gathered(found, authorizations.book({one.episode_id for one in found.values()}))

    def day(self, desk, on=YESTERDAY, *, minutes=180, client=0, **fields):
        """One treatment day of a client."""
        episode, coverage = desk.episodes[client], desk.coverages[client]
        cover = Cover(
            coverage_id=coverage.pk, payer_id=desk.payer.pk, payer_name=desk.payer.name, starts_on=coverage.starts_on,
            ends_on=None, checked=True, filing_days=desk.payer.filing_days,
        )  # fmt: skip
        known = self.facts.get((episode.client_id, on))
        source = known.delivered[0].source_id if known and known.delivered else uuid.uuid4()
        note, staff_id = fields.pop("note", "signed"), fields.pop("staff_id", None)
        what = Delivered(
            service=Service.TREATMENT_DAY, source_key=f"attendance:{source}", source_id=source, minutes=minutes, note=note,
            note_author_id=staff_id, staff_id=staff_id,
        )  # fmt: skip
        facts = {"delivered": (what, *fields.pop("beside", ())), "cover": cover, **fields}
        self.facts[episode.client_id, on] = DayFacts(
            client_id=episode.client_id, episode_id=episode.pk, site_id=desk.site.pk, on=on, today=TODAY,
            level_id=desk.level.pk, level_name="IOP", **{"diagnoses": ("F10.20",), **facts},
        )  # fmt: skip
        return episode.client_id, on

    def change(self, key, **fields):
        """Something about a day is different now."""
        self.facts[key] = replace(self.facts[key], **fields)


def tell(monkeypatch) -> Told:
    """Let billing read these days instead of attendance."""
    told = Told()
    monkeypatch.setattr(day_facts, "gather", told.gather)
    return told


def make_desk(people=1, *, requirements=(), cents=17500) -> SimpleNamespace:
    """A site with clients who are covered, a rule and a price; a biller and a director."""
    site, level = make_site(), make_level()
    payer = made.make_payer()
    plan = made.make_plan(payer)
    episodes = [make_admitted(site) for _ in range(people)]
    coverages = [made.make_coverage(episode.client, plan) for episode in episodes]
    rule = made.make_rule(payer, level, requirements=list(requirements))
    made.make_fee(cents=cents)
    return SimpleNamespace(
        site=site, level=level, payer=payer, plan=plan, episodes=episodes, coverages=coverages, rule=rule,
        biller=make_actor(site, "biller"), director=make_actor(site), at=AT,
    )  # fmt: skip


def row_of(key) -> ClientDay:
    return ClientDay.objects.get(client=key[0], on=key[1])
