"""A new week for a track: the version, and the days ahead that follow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from iop.access.actors import Actor
from scheduling.actions import save_template_version
from scheduling.busy import atomic_again
from scheduling.models import Track, WeeklyTemplate
from scheduling.rules.weeks import PlannedDay
from sessions_app.actions import apply_template


@atomic_again
def publish(
    *, by: Actor, track: Track, valid_from: dt.date, days: Sequence[PlannedDay], at: dt.datetime, note: str = ""
) -> WeeklyTemplate:
    """Save a track's week from ``valid_from`` on and change the days already made ahead to follow it.

    Days that have begun, and days changed by hand, stay as they are.
    """
    template = save_template_version(by=by, track=track, valid_from=valid_from, days=days, at=at, note=note)
    apply_template(by=by, track_id=track.pk, from_on=valid_from, at=at)
    return template
