"""Plans a client owns, aftercare and discharge summaries to test with, made by the real actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.actions import assign_care_team
from iop.clinic.actors import actor_of
from iop.workflows.discharge import discharge
from tests.factories import clients, ground
from therapy.actions import aftercare, own_plans, summaries
from therapy.choices.own_plans import NEEDED_PARTS

AT = clients.AT
TODAY = clients.TODAY
SAFETY = {
    "signs": ["I stop sleeping.", "I think that everybody is better off without me."],
    "alone": ["Walk to the river with the dog.", "The song list"],
    "company": [{"name": "Café on Elm Street", "phone": ""}, {"name": "Luis", "phone": "+1 617 555 0134"}],
    "helpers": [{"name": "My sister Ana", "phone": "+1 617 555 0151"}],
    "professionals": [{"name": "My counselor", "phone": "+1 617 555 0100"}],
    "surroundings": ["Ana keeps my pills and gives me two days at a time."],
}
RELAPSE = {
    "people": ["Whoever sold to me"],
    "feelings": ["Lonely on Sunday evenings"],
    "early": ["I skip breakfast and meetings."],
    "coping": ["Call before, not after."],
    "cravings": ["Wait ten minutes, drink water, walk round the block."],
    "network": [{"name": "Sam from group", "phone": "+1 617 555 0177"}],
    "dates": [{"on": "2026-06-14", "text": "Dad's birthday: dinner with Ana"}],
    "lapse": ["Tell Ana the same day, come to group the next."],
    "told": [{"name": "Ana", "phone": "+1 617 555 0151"}],
}


def make_desk(**fields) -> SimpleNamespace:
    """A site with a counselor and a director, and somebody in treatment."""
    site = ground.make_site()
    counselor = ground.make_staff("counselor", site=site, first_name="Cora")
    director = ground.make_staff("clinical_director", site=site, first_name="Dana")
    by, by_director = actor_of(counselor.pk, AT), actor_of(director.pk, AT)
    episode = clients.make_admitted(site, by=by_director, **fields)
    return SimpleNamespace(
        site=site, counselor=counselor, director=director, by=by, by_director=by_director, episode=episode,
        client=episode.client,
    )  # fmt: skip


def keep_safety(desk, *, client=None, at=AT, by=None, **sections):
    return keep(desk, "safety", {**SAFETY, **sections}, client=client, at=at, by=by)


def keep_relapse(desk, *, client=None, at=AT, by=None, **sections):
    return keep(desk, "relapse", {**RELAPSE, **sections}, client=client, at=at, by=by)


def keep(desk, kind, contents, *, client=None, at=AT, by=None):
    by = by or desk.by
    plan = own_plans.plan_of(by=by, client=client or desk.client, kind=kind, at=at)
    return own_plans.keep_version(by=by, plan=plan, version=plan.version, contents=contents, at=at)


def join_team(desk, staff, role="therapist", on: dt.date = TODAY):
    return assign_care_team(by=desk.by_director, episode=desk.episode, staff=staff, role=role, starts_on=on, at=AT)


def step(desk, key="therapy", *, episode=None):
    plan = aftercare.begin_aftercare(by=desk.by, episode=episode or desk.episode, at=AT)
    return plan.steps.get(key=key)


def leave(desk, *, on=TODAY, kind="completed", at=AT, episode=None):
    return discharge(by=desk.by_director, episode=episode or desk.episode, on=on, kind=kind, reason="Goals met.", at=at)


def open_summary(desk, *, episode=None, by=None, at=AT, **parts):
    """A draft with every needed part written."""
    by = by or desk.by
    row = summaries.open_summary(by=by, episode=episode or desk.episode, at=at)
    wanted = {part: f"Words about {part}." for part in NEEDED_PARTS} | parts
    return summaries.save_summary(by=by, summary=row, version=row.version, contents=wanted, at=at)


def signed_summary(desk, *, by=None, at=AT, **parts):
    """The summary of a stay that has ended, signed."""
    if desk.episode.status != "discharged":
        desk.episode = leave(desk, at=at)
    row = open_summary(desk, by=by, at=at, **parts)
    return summaries.sign_summary(by=by or desk.by, summary=row, at=at)
