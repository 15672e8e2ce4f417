"""A new week for a track: the version, and the days ahead that follow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from iop.access.actors import Actor
from iop.core.errors import require
from iop.core.words import Sentence
from scheduling import policies
from scheduling.actions import check_week, save_template_version
from scheduling.busy import atomic_again
from scheduling.models import Track, WeeklyTemplate
from scheduling.rules.weeks import PlannedDay
from sessions_app.actions import apply_template


@dataclass(frozen=True)
class Preview:
    """What stands against a week, what is only worth knowing, and how many days ahead would change, go and be made."""

    refusals: Sequence[Sentence]
    warnings: Sequence[Sentence]
    days_changed: int = 0
    days_cancelled: int = 0
    days_made: int = 0

    @property
    def may_be_published(self) -> bool:
        """Say whether nothing stands against it."""
        return not self.refusals


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


@atomic_again
def preview(
    *, by: Actor, track: Track, valid_from: dt.date, days: Sequence[PlannedDay], at: dt.datetime, note: str = ""
) -> Preview:
    """Say what ``publish`` would do: it is tried and taken back, so that what is said is what would happen."""
    require(policies.may_edit_templates(by, track.program.site_id))
    found = check_week(track=track, days=days, on=valid_from)
    if found.refusals:
        return Preview(found.refusals, found.warnings)
    with transaction.atomic():
        save_template_version(by=by, track=track, valid_from=valid_from, days=days, at=at, note=note)
        done = apply_template(by=by, track_id=track.pk, from_on=valid_from, at=at)
        transaction.set_rollback(True)
    return Preview(found.refusals, found.warnings, len(done.changed), len(done.cancelled), len(done.report.made))
