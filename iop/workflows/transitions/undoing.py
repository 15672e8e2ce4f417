"""Undoing a change of level before it begins: everything as it stood, or somebody asked where that is no longer possible."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import transaction

from clients.actions import withdraw_placement
from clients.actions.stays import note_back
from clients.choices import StayStatus
from clients.models import Client, Episode, OutsideStay, Placement
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Refusal, require
from iop.core.words import Sentence, say, sentence
from iop.work.actions import drop_for, open_item
from iop.work.choices import WorkKind
from iop.workflows.transitions import telling
from scheduling import seats
from scheduling.actions import book_appointment, places
from scheduling.busy import atomic_again
from scheduling.models import Appointment, Enrolment, Room
from sessions_app.actions import sync_rosters
from therapy.actions.drug_tests.levels import as_before
from therapy.actions.reviews.effect import taken_back
from therapy.actions.transitions import lock_transition, mark_step, mark_undone
from therapy.choices.transitions import Undone
from therapy.models import Transition, TransitionStep
from therapy.policies.transitions import may_carry_out
from therapy.rules.transitions import why_not_undo

Undo = Callable[[Actor, Transition, TransitionStep, dt.datetime], None]


@atomic_again
def undo(*, by: Actor, transition: Transition, reason: str, at: dt.datetime) -> Transition:
    """Take a change back until the day it begins: placement, seats, rosters, appointments, plans and rhythms as they stood.

    A seat that somebody else took meanwhile stands in the way (``Conflict``), and then nothing is undone. An appointment
    whose time is taken, and a make-up, become work for somebody. The people who were told are told again.
    """
    held = Transition.objects.get(pk=transition.pk)
    seats.lock_tracks(_tracks(held))
    Episode.objects.select_for_update(of=("self",)).get(pk=held.episode_id)
    row = lock_transition(held.pk)
    require(may_carry_out(by, row.episode.site_id, row.kind))
    today = clock.local_date(at, row.episode.site.time_zone)
    if against := why_not_undo(row.effective_on, today, is_undone=row.undone_at is not None):
        raise Conflict(against, code="begun" if row.undone_at is None else "undone_already")
    steps = list(row.steps.all())
    for act, undone in UNDOING.items():
        for step in steps:
            if step.act == act:
                undone(by, row, step, at)
    if row.review is not None:
        taken_back(by=by, review=row.review, at=at)
    kept = mark_undone(by=by, row=row, reason=reason, at=at)
    staff = {uuid.UUID(pk) for step in steps if step.act == "told" for pk in step.data["staff"]}
    telling.tell_undone(
        by=by, episode=row.episode, transition_id=row.pk, day=row.effective_on, staff=staff - {by.staff_id}, at=at
    )
    _ask(by, row, [step for step in steps if step.undone_as == Undone.ASKED], at)
    return kept


def _placement(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    withdraw_placement(by=by, placement=Placement.objects.get(pk=_subject(step)), at=at)
    if step.data["ends_on"]:
        Placement.objects.filter(pk=step.data["before"]).update(ends_on=dt.date.fromisoformat(step.data["ends_on"]))
    mark_step(step, Undone.RESTORED)


def _referred(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    stay = OutsideStay.objects.get(pk=_subject(step))
    today = clock.local_date(at, row.episode.site.time_zone)
    if stay.status in (StayStatus.REFERRED, StayStatus.THERE):
        note_back(by=by, stay=stay, back_on=today, at=at, status=StayStatus.CANCELLED)
    mark_step(step, Undone.RESTORED)


def _asked(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    stay = OutsideStay.objects.select_for_update().get(pk=_subject(step))
    if stay.status in (StayStatus.REFERRED, StayStatus.THERE):
        ask_on = step.data["ask_on"]
        stay.ask_on, stay.to_ask = dt.date.fromisoformat(ask_on) if ask_on else None, step.data["to_ask"]
        stay.version += 1
        stay.save(update_fields=["ask_on", "to_ask", "version"])
    mark_step(step, Undone.RESTORED)


def _enrolled(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    enrolment = Enrolment.objects.get(pk=_subject(step))
    if enrolment.withdrawn_at is None:
        places.withdraw_place(by=by, enrolment=enrolment, reason=str(say("The change was undone")), at=at)
    places.wait_again(by=by, entries=step.data["waits"], at=at)
    mark_step(step, Undone.RESTORED)


def _left(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    places.restore_place(by=by, enrolment=Enrolment.objects.get(pk=_subject(step)), was=step.data, at=at)
    mark_step(step, Undone.RESTORED)


def _paused(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    places.restore_pauses(by=by, enrolment=Enrolment.objects.get(pk=_subject(step)), was=step.data, at=at)
    mark_step(step, Undone.RESTORED)


def _synced(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    sync_rosters(
        by=by,
        track_id=uuid.UUID(step.data["track"]),
        from_on=row.effective_on,
        at=at,
        client_ids=[row.episode.client_id],
    )
    mark_step(step, Undone.RESTORED)


def _inside(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    Appointment.objects.filter(pk=_subject(step)).update(during_session=False)
    mark_step(step, Undone.RESTORED)


def _cancelled(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            _book(by, row, step, at)
    except Refusal as refusal:
        mark_step(step, Undone.ASKED, refusal.sentence)
        return
    mark_step(step, Undone.RESTORED, say("Booked again"))


def _book(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    data = step.data
    starts_at, ends_at = (dt.datetime.fromisoformat(data[name]) for name in ("starts_at", "ends_at"))
    if starts_at <= at:
        raise Conflict(say("Its time has passed."), code="passed")
    link = Appointment.objects.values_list("telehealth_link", flat=True).get(pk=_subject(step))
    made = book_appointment(
        by=by, kind=data["kind"], client=Client.objects.get(pk=row.episode.client_id), at=at, starts_at=starts_at, ends_at=ends_at,
        staff=StaffMember.objects.get(pk=data["staff"]), site_id=row.episode.site_id, telehealth_link=link,
        room=Room.objects.get(pk=data["room"]) if data["room"] else None, during_session=data["during"],
        episode=row.episode, despite_commitment=True,
    )  # fmt: skip
    if data["series"]:
        Appointment.objects.filter(pk=made.pk).update(series_id=data["series"])


def _make_up(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    mark_step(step, Undone.ASKED, say("Offer the make-up again."))


def _offered(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    if step.subject_id is not None:
        drop_for(by=by, subject=("scheduling.waitlistentry", step.subject_id), kind=WorkKind.WAITLIST_SEAT, at=at)
    mark_step(step, Undone.RESTORED)


def _tests(by: Actor, row: Transition, step: TransitionStep, at: dt.datetime) -> None:
    as_before(by=by, episode=row.episode, was=step.data, at=at)
    mark_step(step, Undone.RESTORED)


UNDOING: dict[str, Undo] = {
    "placed": _placement,
    "referred": _referred,
    "asked": _asked,
    "enrolled": _enrolled,
    "left": _left,
    "kept": _paused,
    "taken_up": _paused,
    "synced": _synced,
    "inside": _inside,
    "cancelled": _cancelled,
    "make_up": _make_up,
    "offered": _offered,
    "tests": _tests,
}
"""How each act is undone, in an order in which nothing stands in the way of the next."""


def _subject(step: TransitionStep) -> uuid.UUID:
    assert step.subject_id is not None
    return step.subject_id


def _tracks(row: Transition) -> set[uuid.UUID]:
    places_touched = [
        pk for kind, pk in row.steps.values_list("subject_kind", "subject_id") if pk and kind == "scheduling.enrolment"
    ]
    return set(Enrolment.objects.filter(pk__in=places_touched).values_list("track_id", flat=True))


def _ask(by: Actor, row: Transition, steps: list[TransitionStep], at: dt.datetime) -> None:
    for step in steps:
        staff = step.data.get("staff")
        open_item(
            by=by, kind=WorkKind.TRANSITION_STEP, site_id=row.episode.site_id, subject=(telling.SUBJECT, row.pk),
            summary=_what(step), due_at=at + dt.timedelta(days=1), dedupe_key=f"transition-ask:{step.pk}",
            assignee_id=uuid.UUID(staff) if staff else by.staff_id, client_id=row.episode.client_id,
        )  # fmt: skip


def _what(step: TransitionStep) -> Sentence:
    if step.act == "make_up":
        return say("A change of level was undone: offer the make-up again.")
    return sentence(say("A change of level was undone: book this again. {why}"), why=step.undone_says)
