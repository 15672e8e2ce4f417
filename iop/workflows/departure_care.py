"""A colleague leaves: the clients whose care team they are on."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.actions import hand_over_care_teams
from clients.models import CareTeamMembership
from iop.access.actors import Actor
from iop.core.words import Sentence, count_words, day_words, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from sessions_app.actions.watching import PLANNER

CHART = "clients.client"


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many clients would get somebody else on their care team."""
    held = CareTeamMembership.objects.filter(staff_id=staff_id).overlapping(left_on, dt.date.max)
    number = held.order_by().values("episode__client").distinct().count()
    words = count_words(
        "{n} client has them on the care team until the day before; the colleague you name takes over where their role is "
        "clinical, else the clinical director is asked to name somebody.",
        "{n} clients have them on the care team until the day before; the colleague you name takes over where their role is "
        "clinical, else the clinical director is asked to name somebody.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Hand care-team roles over from ``left_on`` on; each that nobody takes is work for the clinical director."""
    alone = hand_over_care_teams(by=by, from_staff_id=staff_id, to_staff_id=to_staff_id, from_on=left_on, at=at)
    open_items(by=by, items=[_item(row, left_on, at) for row in alone])


def _item(row: CareTeamMembership, left_on: dt.date, at: dt.datetime) -> NewItem:
    words = say("Name somebody for the care team ({role}): who it was leaves on {day}.")
    return NewItem(
        kind=WorkKind.TASK, site_id=row.episode.site_id, subject=(CHART, row.episode.client_id),
        client_id=row.episode.client_id, due_at=at,
        summary=sentence(words, role=row.get_role_display(), day=day_words(left_on)),
        dedupe_key=f"care-team:{row.episode_id}:{row.role}", role_key=PLANNER,
    )  # fmt: skip
