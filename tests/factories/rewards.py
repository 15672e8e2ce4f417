"""Rewards to test with: switched on at a small clinic, with days somebody came to."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.models import Episode
from sessions_app.choices import AttendanceStatus, SessionStatus
from tests.therapy.world import DAY, World, wall
from therapy import rewards
from therapy.actions.rewards import draw_reward, switch_rewards
from therapy.models.rewards import RewardPrize

NOW = wall(18)
BEGUN = wall(8, day=DAY - dt.timedelta(days=20))
PRESENT, ABSENT, EXCUSED = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED


def make_rewards(world: World | None = None, **caps) -> SimpleNamespace:
    """Rewards on for twenty days, and one person in treatment."""
    world = world or World()
    (person,) = world.clients(1)
    by_director = world.actor(world.supervisor, BEGUN)
    switch_rewards(
        by=by_director, site=world.site, is_on=True, at=BEGUN,
        month_cents=caps.get("month", 10_000), stay_cents=caps.get("stay", 50_000),
    )  # fmt: skip
    episode = Episode.objects.select_related("site").get(client=person)
    return SimpleNamespace(
        world=world,
        site=world.site,
        person=person,
        episode=episode,
        by=world.actor(),
        director=world.actor(world.supervisor),
    )


def came(house, *ago, status=PRESENT):
    for days in ago:
        session = house.world.session(DAY - dt.timedelta(days=days), status=SessionStatus.CLOSED)
        house.world.roster(session, [house.person], status)


def one_prize(house, cents=100):
    """A bowl in which every slip is worth the same: what is drawn is known."""
    RewardPrize.objects.filter(site=house.site).update(retired_at=BEGUN)
    return RewardPrize.objects.create(site=house.site, label="Small prize", cents=cents, slips=10)


def owed(house, at=NOW):
    return rewards.owed(house.episode, at)


def draw(house, one=None, at=NOW, **fields):
    one = one or owed(house, at)[0]
    return draw_reward(
        by=fields.pop("by", house.by), episode=house.episode, kind=one.kind, event=one.earned.event.key, at=at, **fields
    )
