"""Held days on people's work lists: one item for each colleague and each role of a site, with the number of days."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from billing.choices.rules import HoldOwner
from billing.models import ClientDay
from iop.access.actors import Actor
from iop.core.words import Sentence, count_words, sentence
from iop.work.actions import NewItem, drop_many, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

OF_SITE = "billing.held_days"
OF_STAFF = "billing.held_notes"
DAYS_TO_MEND = 3
ROLE_OF = {HoldOwner.BILLING: "biller", HoldOwner.INTAKE: "intake"}
DIRECTOR = "clinical_director"
PEOPLE = frozenset({HoldOwner.CLINICIAN, HoldOwner.SUPERVISOR})


@dataclass(frozen=True)
class _Owed:
    """How many held days of a site wait for a colleague or a role."""

    site_id: uuid.UUID
    staff_id: uuid.UUID | None
    role_key: str
    days: int

    @property
    def key(self) -> str:
        return f"held_days:{self.site_id}:{self.staff_id or self.role_key}"

    @property
    def words(self) -> str:
        return str(sentence(_words(self), n=self.days))


@transaction.atomic
def owe_held_days(*, by: Actor, at: dt.datetime) -> int:
    """Put held days on the lists of those whose turn it is, with the present number; close what is mended. Say how many are new.

    A note to sign has an item of its own; this one tells its author how many days' money waits for theirs.
    """
    owed = {one.key: one for one in _owed()}
    open_now = WorkItem.objects.open().filter(kind=WorkKind.DAY_HELD, subject_kind__in=[OF_SITE, OF_STAFF])
    stale = []
    for item in open_now.select_for_update().order_by("pk"):
        one = owed.get(item.dedupe_key)
        if one is None:
            stale.append(item)
        elif item.summary != one.words:
            WorkItem.objects.filter(pk=item.pk).update(summary=one.words)
    for kind in (OF_SITE, OF_STAFF):
        gone = [item.subject_id for item in stale if item.subject_kind == kind]
        if gone:
            drop_many(by=by, subject_kind=kind, subject_ids=gone, at=at)
    return open_items(by=by, items=[_item(one, at) for one in owed.values()])


def _owed() -> list[_Owed]:
    """Count by who is asked: the notes and the co-signatures that one colleague owes are one number."""
    rows = ClientDay.objects.waiting().order_by().values_list("site", "owner", "owner_staff")
    found: Counter[tuple[uuid.UUID, uuid.UUID | None, str]] = Counter()
    for site_id, owner, staff_id, days in rows.annotate(days=Count("pk")):
        if owner in PEOPLE:
            found[site_id, staff_id, "" if staff_id else DIRECTOR] += days
        elif owner in ROLE_OF and staff_id is None:
            found[site_id, None, ROLE_OF[owner]] += days
    return [_Owed(*key, days) for key, days in found.items()]


def _item(one: _Owed, at: dt.datetime) -> NewItem:
    subject = (OF_STAFF, one.staff_id) if one.staff_id else (OF_SITE, one.site_id)
    return NewItem(
        kind=WorkKind.DAY_HELD, site_id=one.site_id, subject=subject, summary=one.words,
        due_at=at + dt.timedelta(days=DAYS_TO_MEND), dedupe_key=one.key, assignee_id=one.staff_id, role_key=one.role_key,
    )  # fmt: skip


def _words(one: _Owed) -> Sentence:
    if one.staff_id:
        return count_words(
            "{n} day cannot be billed until you have written, signed or co-signed something.",
            "{n} days cannot be billed until you have written, signed or co-signed something.",
            one.days,
        )
    return count_words(
        "{n} day waits to be billed: mend what holds it.", "{n} days wait to be billed: mend what holds them.", one.days
    )
