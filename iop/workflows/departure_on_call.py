"""A colleague leaves: their turns on the on-call rota."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.clinic.actions import hand_over_shifts
from iop.clinic.models import OnCallShift
from iop.core import clock
from iop.core.words import Sentence, count_words, day_words, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from iop.workflows.credentials import ADMINISTRATOR

SITE = "clinic.site"


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many turns would be somebody else's."""
    rows = OnCallShift.objects.filter(staff_id=staff_id, ends_at__gt=at).select_related("site")
    number = sum(row.ends_at > clock.day_bounds(left_on, row.site.time_zone)[0] for row in rows)
    words = count_words(
        "{n} turn on call goes to the colleague you name where they work and can be phoned; else the rota has a gap, and the "
        "administrators are asked to fill it.",
        "{n} turns on call go to the colleague you name where they work and can be phoned; else the rota has gaps, and the "
        "administrators are asked to fill them.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Hand turns over from ``left_on`` on; the first gap of each site is work for its administrators."""
    lost = hand_over_shifts(by=by, from_staff_id=staff_id, to_staff_id=to_staff_id, left_on=left_on, at=at)
    first_of: dict[uuid.UUID, OnCallShift] = {}
    for shift in lost:
        first_of.setdefault(shift.site_id, shift)
    open_items(by=by, items=[_item(shift, staff_id) for shift in first_of.values()])


def _item(shift: OnCallShift, staff_id: uuid.UUID) -> NewItem:
    day = day_words(clock.local_date(shift.starts_at, shift.site.time_zone))
    return NewItem(
        kind=WorkKind.TASK, site_id=shift.site_id, subject=(SITE, shift.site_id), due_at=shift.starts_at,
        summary=sentence(say("Nobody is on call from {day} on: a colleague leaves. Fill the rota."), day=day),
        dedupe_key=f"on-call-gap:{shift.site_id}:{staff_id}", role_key=ADMINISTRATOR,
    )  # fmt: skip
