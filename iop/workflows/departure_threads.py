"""A colleague leaves: what they write about with clients gets somebody else, or goes back to the team."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.actions.threads.keeping import leave_behind
from clients.models import Thread
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, count_words, sentence
from iop.workflows.heirs import sites_of_heir


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many open threads would go to somebody else."""
    number = Thread.objects.open().filter(assigned_to=staff_id).count()
    words = count_words(
        "{n} thread with a client goes to the colleague you name where they answer messages, else back to the team.",
        "{n} threads with clients go to the colleague you name where they answer messages, else back to the team.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Give open threads to ``to_staff_id`` at the sites where they answer messages, and to the team elsewhere."""
    mine = Thread.objects.open().filter(assigned_to=staff_id).order_by().values_list("site", flat=True).distinct()
    sites = sites_of_heir(to_staff_id, list(mine), Permission.THREAD_ANSWER, on=left_on)
    leave_behind(by=by, staff_id=staff_id, to_staff_id=to_staff_id, sites=sites, left_on=left_on, at=at)
