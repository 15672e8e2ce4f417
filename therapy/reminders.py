"""Questionnaires that clients may be reminded of, and drafts that wait for their author's signature."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef

from clients.choices import EpisodeStatus
from iop.clinic import settings
from iop.core import clock
from iop.notifications.reminders import CLIENT, Only, ReminderKind, Wish
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.choices.notes import NoteStatus
from therapy.models import GroupNote, MeasureAssignment, ProgressNote

ASSIGNMENT = "therapy.measureassignment"
NOON = dt.time(12)
"""A questionnaire falls due on a day; in the middle of it, as far as reminders are concerned."""
WIDEST = dt.timedelta(days=2)


def wishes(first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only) -> list[Wish]:
    """Give the questionnaires of people in treatment that fall due from ``first`` until ``last``. One statement."""
    rows = MeasureAssignment.objects.open().filter(
        due_on__gte=(first - WIDEST).date(), due_on__lte=(last + WIDEST).date(), episode__status=EpisodeStatus.ADMITTED
    )
    kept = only.narrow(rows, client="episode__client_id", thing="pk").order_by()
    found = kept.values_list("episode__client_id", "pk", "due_on", "episode__site_id", "episode__site__time_zone")
    made = [
        Wish(ReminderKind.MEASURE, (CLIENT, client_id), (ASSIGNMENT, pk), clock.at_local(on, NOON, zone), site_id)
        for client_id, pk, on, site_id, zone in found
    ]
    return [wish for wish in made if first <= wish.starts_at < last]


def unsigned(staff_ids: Collection[uuid.UUID], until: dt.datetime) -> list[tuple[uuid.UUID, ReminderKind, uuid.UUID]]:
    """Give drafts to be signed before ``until`` (``notes.sign_hours``) that are on nobody's work list yet: author, kind, note."""
    begun = until - dt.timedelta(hours=settings.value("notes.sign_hours", on=until.date()))
    found: list[tuple[uuid.UUID, ReminderKind, uuid.UUID]] = []
    for model in (GroupNote, ProgressNote):
        listed = WorkItem.objects.open().filter(kind=WorkKind.SIGN_NOTE, subject_id=OuterRef("pk"))
        drafts = model.objects.filter(status=NoteStatus.DRAFT, author__in=staff_ids, created_at__lt=begun)
        rows = drafts.exclude(Exists(listed)).order_by().values_list("author_id", "pk")
        found += [(author_id, ReminderKind.NOTE, pk) for author_id, pk in rows]
    return found
