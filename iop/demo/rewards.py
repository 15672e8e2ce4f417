"""The demo's rewards: switched on at Boston three weeks ago, with a short history of two people who came often."""

from __future__ import annotations

import datetime as dt
import random

from django.db.models import Count, Q

from clients.models import Episode
from iop.clinic.models import Site
from iop.core import clock
from iop.demo.clinic import Clinic
from sessions_app.choices import ATTENDED
from therapy import rewards
from therapy.actions.rewards import draw_reward, hand_out, switch_rewards

DAY = dt.timedelta(days=1)
AGO = (10, 6, 2, 0)
"""On how many days before now somebody drew."""


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Switch rewards on at Boston; two people draw for what they did, and the first is handed a card."""
    boston = house.sites["BOS"]
    begun = now - 21 * DAY
    with clock.frozen(begun):
        by = house.acting("Ferreira", begun)
        switch_rewards(by=by, site=boston, is_on=True, month_cents=15_000, stay_cents=50_000, at=begun)
    for stay in _often(boston, now):
        for ago in AGO:
            _draw(house, dice, stay, now - ago * DAY)
        balance = rewards.read_caps(stay, clock.local_date(now, boston.time_zone)).balance
        if balance:
            hand_out(by=house.acting("Oduya", now), episode=stay, cents=balance // 2 or 1, what="Grocery card", at=now)


def _often(boston: Site, now: dt.datetime) -> list[Episode]:
    came = Count(
        "attendance", filter=Q(attendance__status__in=ATTENDED, attendance__session__on__gte=(now - 14 * DAY).date())
    )
    rows = Episode.objects.admitted().filter(site=boston).annotate(came=came).select_related("site")
    return list(rows.order_by("-came", "client__record_number")[:2])


def _draw(house: Clinic, dice: random.Random, stay: Episode, at: dt.datetime) -> None:
    with clock.frozen(at):
        for one in rewards.owed(stay, at)[:2]:
            seed = f"{dice.getrandbits(128):032x}"
            draw_reward(
                by=house.acting("Oduya", at), episode=stay, kind=one.kind, event=one.earned.event.key, at=at, seed=seed
            )
