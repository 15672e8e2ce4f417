"""How long people are in their level of care, and for how long they are meant to be, many at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Sum

from clients.models import Placement, StayExtension
from iop.core import clock
from scheduling.models import Enrolment, Program
from scheduling.rules.lengths import Length, length


def target_weeks(episode_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, Length]:
    """Say of each stay how long it lasts in its level now and how long it should, by its program (four statements).

    The program is that of the track they are enrolled in, where it is of their level; else the site's only one of that level.
    Whoever is in no level at ``at`` is left out.
    """
    rows = Placement.objects.filter(episode__in=list(episode_ids)).select_related("episode__site")
    placed = {
        row.episode_id: row for row in rows if row.starts_on <= (today := _today(row, at)) <= (row.ends_on or today)
    }
    if not placed:
        return {}
    extended = _extended(placed.values())
    programs = _programs(placed, at)
    found = {}
    for episode_id, row in placed.items():
        program = programs.get(episode_id)
        found[episode_id] = length(
            row.starts_on, _today(row, at), target=program.target_weeks if program else None,
            extended=extended.get(row.pk, 0), most=program.max_weeks if program else None,
        )  # fmt: skip
    return found


def _today(row: Placement, at: dt.datetime) -> dt.date:
    return clock.local_date(at, row.episode.site.time_zone)


def _extended(rows: Collection[Placement]) -> dict[uuid.UUID, int]:
    standing = StayExtension.objects.standing().filter(placement__in=[row.pk for row in rows]).order_by()
    return dict(standing.values_list("placement").annotate(weeks=Sum("weeks")))


def _programs(placed: dict[uuid.UUID, Placement], at: dt.datetime) -> dict[uuid.UUID, Program]:
    """Find each stay's program: by its enrolment first, then by site and level where that leaves one."""
    found: dict[uuid.UUID, Program] = {}
    enrolled = Enrolment.objects.filter(episode__in=list(placed), withdrawn_at__isnull=True)
    for row in enrolled.select_related("track__program").order_by("starts_on"):
        home = placed[row.episode_id]
        today = _today(home, at)
        program = row.track.program
        if row.starts_on <= today <= (row.ends_on or today) and program.level_id == home.level_id:
            found[row.episode_id] = program
    offered: dict[tuple[uuid.UUID, uuid.UUID], list[Program]] = defaultdict(list)
    for program in Program.objects.filter(is_active=True, level__in={row.level_id for row in placed.values()}):
        offered[program.site_id, program.level_id].append(program)
    for episode_id, home in placed.items():
        if len(same := offered[home.episode.site_id, home.level_id]) == 1:
            found.setdefault(episode_id, same[0])
    return found
