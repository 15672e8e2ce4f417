"""A site that tells its state: an authority among the recipients, a keeper, and admissions whose answers are whole."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients import actions as clients_actions
from clients.choices import PartyKind
from iop.reports.state_data import events
from iop.reports.state_data.actions import keep_answers, keep_site
from tests.factories import clients, privacy
from tests.factories.clients import AT, TODAY

LAW = "State code 12.3: reporting of admissions and discharges"
ANSWERS = {
    "substance_1": "alcohol", "route_1": "oral", "frequency_1": "daily", "first_use_1": "15", "substance_2": "none",
    "substance_3": "none", "race": "white", "ethnicity": "not_hispanic", "education": "12", "employment": "full_time",
    "referral": "self", "prior_elsewhere": "1", "moud": "no",
}  # fmt: skip
ENDING = {
    "substance_1": "alcohol", "route_1": "oral", "frequency_1": "none_month", "substance_2": "none", "substance_3": "none",
    "employment": "part_time",
}  # fmt: skip


def make_house(site=None) -> SimpleNamespace:
    site = site or clients.make_site(state="MA")
    party = privacy.make_party(PartyKind.AUTHORITY, name="Single State Authority")
    by = clients.make_actor(site, "case_manager")
    state = keep_site(by=by, site_id=site.pk, party=party, authority=LAW, provider_number="MA0417")
    director = clients.make_actor(site)
    return SimpleNamespace(site=site, party=party, by=by, director=director, state=state)


def admit(house, on=TODAY, **fields):
    return clients.make_admitted(house.site, by=house.director, on=on, **{"sex": "female", **fields})


def event(episode, kind="admission", placement_id=None):
    return events.one(episode, kind, placement_id)


def answer(house, episode, kind="admission", version=0, at=AT, by=None, **changes):
    base = ENDING if kind == "discharge" else ANSWERS
    found = event(episode, kind)
    return keep_answers(by=by or house.by, event=found, answers={**base, **changes}, version=version, at=at)


def discharge(house, episode, on, kind="completed"):
    at = dt.datetime.combine(on, dt.time(17), tzinfo=dt.UTC)
    return clients_actions.close_episode(
        by=house.director, episode=episode, on=on, kind=kind, reason="Goals reached.", at=at
    )
