"""What of the schedule follows a person from a duplicate chart into the one that is kept (the slot ``MERGE_PLANS``)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef

from clients.merging import Move, Plan, by_key
from clients.models import Episode
from iop.core.words import Sentence, say
from scheduling.choices import WaitStatus
from scheduling.models import Appointment, BusyTime, Calendar, Commitment, CoveredTime, Enrolment, WaitlistEntry
from scheduling.querysets import BusyQuerySet

STAYS: dict[str, Sentence] = {}


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """Enrolments, waiting and appointments follow their episode; busy times follow what takes them."""
    episodes = list(Episode.objects.filter(client=absorbed_id).values_list("pk", flat=True))
    why_not = [*_why_not_enrolled(kept_id, absorbed_id), *_why_not_waiting(kept_id, absorbed_id)]
    busy, clash = _busy(kept_id, absorbed_id, at)
    moves = [
        Move("scheduling.Enrolment", "client_id", "episode", episodes, kept_id, absorbed_id, say("Enrolments")),
        Move(
            "scheduling.WaitlistEntry",
            "client_id",
            "episode",
            episodes,
            kept_id,
            absorbed_id,
            say("Places on waiting lists"),
        ),
        Move("scheduling.Appointment", "client_id", "episode", episodes, kept_id, absorbed_id, say("Appointments")),
        by_key(kept_id, absorbed_id, Commitment, Commitment.objects.filter(client=absorbed_id)),
        by_key(kept_id, absorbed_id, Appointment, Appointment.objects.filter(client=absorbed_id, episode__isnull=True)),
        *busy,
    ]
    return Plan(moves=[move for move in moves if move.ids], why_not=[*why_not, *clash])


def _why_not_enrolled(kept_id: uuid.UUID, absorbed_id: uuid.UUID) -> list[Sentence]:
    standing = Enrolment.objects.standing()
    other = standing.filter(client=kept_id, track=OuterRef("track")).exclude(ends_on__lt=OuterRef("starts_on"))
    theirs = standing.filter(client=absorbed_id)
    ended = theirs.filter(Exists(other.filter(starts_on__lte=OuterRef("ends_on"))), ends_on__isnull=False)
    going_on = theirs.filter(Exists(other), ends_on__isnull=True)
    clash = ended.exists() or going_on.exists()
    if not clash:
        return []
    return [say("Both charts have a place in the same track on the same days. End or take back one of them first.")]


def _why_not_waiting(kept_id: uuid.UUID, absorbed_id: uuid.UUID) -> list[Sentence]:
    waiting = WaitlistEntry.objects.filter(status=WaitStatus.WAITING)
    kept = waiting.filter(client=kept_id).values("track")
    if not waiting.filter(client=absorbed_id, track__in=kept).exists():
        return []
    return [say("Both charts wait for the same track. Take one of them off its list first.")]


def _busy(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> tuple[list[Move], list[Sentence]]:
    own = Calendar.objects.filter(client=absorbed_id).first()
    if own is None:
        return [], []
    kept = Calendar.objects.filter(client=kept_id).first()
    if kept is None:
        return [Move("scheduling.Calendar", "client_id", "pk", [own.pk], kept_id, absorbed_id)], []
    rows = BusyTime.objects.filter(calendar=own)
    clash = _overlapping(rows, kept)
    if clash.filter(ends_at__gt=at).exists():
        return [], [say("Both charts are booked at the same time on a day to come. Cancel one of the two first.")]
    # What overlapped in the past stays where it was written: nobody can be in two places, and it is over.
    past = set(clash.values_list("source_id", flat=True))
    sources = [source for source in rows.values_list("source_id", flat=True).distinct() if source not in past]
    covered = list(CoveredTime.objects.filter(calendar=own).values_list("source_id", flat=True).distinct())
    return [
        Move("scheduling.BusyTime", "calendar_id", "source_id", sources, kept.pk, own.pk),
        Move("scheduling.CoveredTime", "calendar_id", "source_id", covered, kept.pk, own.pk),
    ], []


def _overlapping(rows: BusyQuerySet[BusyTime], kept: Calendar) -> BusyQuerySet[BusyTime]:
    taken = BusyTime.objects.filter(calendar=kept, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    return rows.filter(Exists(taken))


MOVED = frozenset(
    {
        "scheduling.Enrolment", "scheduling.WaitlistEntry", "scheduling.Appointment", "scheduling.Calendar",
        "scheduling.Commitment",
    }
)  # fmt: skip
"""Tables of this app that bear a client and of which rows move."""
