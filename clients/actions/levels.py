"""Levels of care, and what they ask of a week from a date on."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from clients import policies, rules
from clients.models import LevelOfCare, LevelRequirement
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import say

CHANGED = say("Somebody else changed this level meanwhile. Look at it again; nothing of theirs was overwritten.")


@transaction.atomic
def save_level(
    *,
    by: Actor,
    key: str,
    name: str,
    short_name: str,
    intensity: int,
    at: dt.datetime,
    level: LevelOfCare | None = None,
    version: int | None = None,
    is_off_site: bool = False,
    asam_3: str = "",
    asam_4: str = "",
    is_active: bool = True,
) -> LevelOfCare:
    """Make a level of care or change one. ``intensity`` orders them: higher is more intensive, and no two are equal.

    ``version`` is the one of the level that was read; somebody else's change meanwhile raises ``Stale``.
    """
    require(policies.may_edit_levels(by))
    if not name.strip() or not short_name.strip():
        raise Invalid(say("Give the level a name and a short name."), field="name")
    row = _next_state(level, version) if level else LevelOfCare()
    row.key, row.name, row.short_name = key, rules.plain_line(name)[:120], rules.plain_line(short_name)[:20]
    row.intensity, row.is_off_site, row.is_active = intensity, is_off_site, is_active
    row.asam_3, row.asam_4 = asam_3, asam_4
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise Conflict(say("Another level has this key or the same intensity."), field="intensity") from clash
    record(by=by, verb="clients.level_saved", subject=row, detail={"key": key, "active": is_active, "at": at})
    return row


@transaction.atomic
def set_requirement(
    *,
    by: Actor,
    level: LevelOfCare,
    valid_from: dt.date,
    at: dt.datetime,
    min_weekly_minutes: int = 0,
    max_weekly_minutes: int | None = None,
    min_days: int = 0,
    max_days: int = 7,
    min_daily_minutes: int = 0,
    individual_per_week: int = 0,
    version: int | None = None,
) -> LevelRequirement:
    """Say what a level asks of a week from a day on; what held before stays as it was. Minutes are of service.

    ``version`` is the one of the level that was read; somebody else's change meanwhile raises ``Stale``.
    """
    require(policies.may_edit_levels(by))
    if max_weekly_minutes is not None and max_weekly_minutes < min_weekly_minutes:
        raise Invalid(say("The most a week may hold is less than the least."), field="max_weekly_minutes")
    if not min_days <= max_days <= 7:
        raise Invalid(say("A week has seven days, and the most cannot be less than the least."), field="max_days")
    _next_state(level, version).save(update_fields=["version"])
    try:
        with transaction.atomic():
            row = LevelRequirement.objects.create(
                level=level, valid_from=valid_from, min_weekly_minutes=min_weekly_minutes,
                max_weekly_minutes=max_weekly_minutes, min_days=min_days, max_days=max_days,
                min_daily_minutes=min_daily_minutes, individual_per_week=individual_per_week,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Conflict(
            say("This level already has a requirement from that day; choose a later day."), field="valid_from"
        ) from clash
    record(
        by=by,
        verb="clients.requirement_set",
        subject=row,
        detail={"level": level.key, "valid_from": valid_from, "at": at},
    )
    return row


def _next_state(level: LevelOfCare, version: int | None) -> LevelOfCare:
    """Give the level locked, as its next version. What points to it goes on being written meanwhile."""
    row = LevelOfCare.objects.select_for_update(no_key=True).get(pk=level.pk)
    require_current(row.version, version, CHANGED)
    row.version += 1
    return row
