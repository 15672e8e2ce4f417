"""Ways to say what is due of somebody and when they cannot come."""

from __future__ import annotations

import datetime as dt

from scheduling import actions
from tests.factories.scheduling import AT, MONDAY


def expect(place, episode, **fields):
    """Agree on one individual session a week from the Monday on."""
    said = {"kind": "individual", "times": 1, "starts_on": MONDAY, "reason": "Agreed", "at": AT}
    return actions.set_expectation(episode=episode, **{"by": place.by, **said, **fields})


def bind(place, client, *, weekdays=(0,), starts=14, ends=18, **fields):
    """Keep that somebody works on Mondays from two to six."""
    said = {"kind": "work", "starts_on": MONDAY - dt.timedelta(days=7), "at": AT}
    return actions.add_commitments(
        by=place.by, client=client, weekdays=weekdays, starts=dt.time(starts), ends=dt.time(ends), **{**said, **fields}
    )
