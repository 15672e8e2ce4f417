"""A colleague leaves: what ends, and where what they still owe goes."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from iop.access.actors import Actor
from iop.clinic.actions import depart
from iop.clinic.models import StaffMember
from iop.core.errors import Invalid
from iop.core.words import Sentence, count_words, say, sentence
from iop.work.actions import hand_over
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from iop.work.querysets import WorkQuerySet
from iop.workflows.credentials import forget_own


@dataclass(frozen=True)
class Preview:
    """What would happen, as sentences, before anybody says yes."""

    open_work: int
    supervises: int
    consequences: tuple[Sentence, ...]


def preview(staff: StaffMember, *, left_on: dt.date, at: dt.datetime) -> Preview:
    """Say what leaving on ``left_on`` would end and what would have to move."""
    work = _owed(staff.pk).count()
    supervises = StaffMember.objects.filter(supervisor=staff, left_on__isnull=True).count()
    moves = count_words(
        "{n} open piece of work moves to the colleague you name.",
        "{n} open pieces of work move to the colleague you name.",
        work,
    )
    alone = count_words(
        "{n} colleague loses their supervisor; name another.",
        "{n} colleagues lose their supervisor; name another.",
        supervises,
    )
    consequences = [
        say("They can no longer sign in from that day on; open sign-ins end at once."),
        say("Every role ends the day before. Signatures and history stay as they are."),
        sentence(moves, n=work),
        sentence(alone, n=supervises),
    ]
    for path in settings.DEPARTURE_PREVIEWS:
        consequences.extend(import_string(path)(staff.pk, left_on, at))
    return Preview(work, supervises, tuple(consequences))


@transaction.atomic
def leave(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, on: dt.date, work_to: uuid.UUID | None, at: dt.datetime
) -> StaffMember:
    """Let a colleague leave on ``left_on`` and give their open work to ``work_to``. ``on`` is today at the clinic.

    Open work without anybody to take it is refused: it would be nobody's. The slot ``DEPARTURE_STEPS`` lets the apps above
    do their part in the same transaction (sessions still to be led, a caseload).
    """
    if _owed(staff_id).exists() and work_to in (None, staff_id):
        raise Invalid(say("Open work needs somebody to take it; choose a colleague."), field="work_to")
    staff = depart(by=by, staff_id=staff_id, left_on=left_on, on=on)
    forget_own(staff_id=staff_id, at=at)
    if work_to is not None:
        if StaffMember.objects.working(left_on).filter(pk=work_to).exists():
            hand_over(by=by, from_staff_id=staff_id, to_staff_id=work_to)
        else:
            raise Invalid(say("This colleague no longer works here; choose another."), field="work_to")
    for path in settings.DEPARTURE_STEPS:
        import_string(path)(by=by, staff_id=staff_id, left_on=left_on, to_staff_id=work_to, at=at)
    return staff


def _owed(staff_id: uuid.UUID) -> WorkQuerySet:
    """Work that somebody else can take: renewing one's own licence is not."""
    return WorkItem.objects.open().filter(assignee_id=staff_id).exclude(kind=WorkKind.CREDENTIAL_EXPIRING)
