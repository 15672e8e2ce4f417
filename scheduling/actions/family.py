"""Who takes part in a family appointment: inviting, taking back, what they answered, and who came."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from clients.gate import NotDisclosable
from clients.models import Relationship
from iop.access.actors import Actor
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import Sentence, say, sentence
from iop.notifications.actions import queue_many
from iop.notifications.choices import Priority
from scheduling import busy, calendars, family, guests, policies
from scheduling.busy import atomic_again
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.family_choices import BY_HAND, GuestAnswer, GuestPresence, UninvitedBecause
from scheduling.meetings import give_back, hold, locked_appointment, occupy, record_appointment
from scheduling.models import Appointment, AppointmentParticipant, FamilySession
from scheduling.rules.family import FamilyPlan, Guest, why_not_plan

BOOKED = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED})
A_DAY = dt.timedelta(days=1)
NOT_KNOWN = gettext_lazy("This person")


def checked_plan(client_id: uuid.UUID, kind: str, plan: FamilyPlan | None, at: dt.datetime) -> FamilyPlan | None:
    """Give the plan of a family appointment with everybody's role; none for other kinds.

    Raises ``Invalid`` beside ``people`` for somebody who is not related to this client, or whom no live release lets know
    of it, with the reason. The client's consents stay as they are until the transaction ends.
    """
    if kind != AppointmentKind.FAMILY:
        if plan is not None and plan.guests:
            raise Invalid(say("Only to a family appointment other people are invited."), field="people")
        return None
    plan = plan or FamilyPlan()
    require_valid(why_not_plan(plan), "people")
    if not plan.guests:
        return plan
    known = _related(client_id, plan.people)
    _refuse_unrelated(plan.people, known)
    _refuse_unreleased(client_id, plan.people, known, at)
    return replace(plan, guests=tuple(Guest(each, known[each][1]) for each in plan.people))


def write_plans(by: Actor, rows: Sequence[Appointment], at: dt.datetime) -> None:
    """Write down with new appointments what they are planned as; what they know of it is what is written."""
    planned = [(row, row.family_plan) for row in rows if row.family_plan is not None]
    FamilySession.objects.bulk_create(
        FamilySession(
            appointment=row, form=plan.form, goals=list(plan.goals), client_expected=plan.client_expected
        )
        for row, plan in planned
    )  # fmt: skip
    AppointmentParticipant.objects.bulk_create(
        _invited(by, row, guest, at) for row, plan in planned for guest in plan.guests
    )


@atomic_again
def plan_family(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    plan: FamilyPlan,
    at: dt.datetime,
    because: str = UninvitedBecause.CHANGED,
) -> Appointment:
    """Plan a booked family appointment anew: who sits together, what for, and who is invited.

    Whoever is left out is no longer invited (``because``), and their time is free. Raises ``Conflict`` when somebody is taken
    at that time, ``Invalid`` for whom no live release allows it, ``Stale`` for an older ``version``.
    """
    known = checked_plan(appointment.client_id, appointment.kind, plan, at)
    if known is None:
        raise Invalid(say("Only a family appointment is planned with other people."), field="people")
    row = locked_appointment(appointment, version)
    require(policies.may_plan_family(by, row.site_id))
    _must_be_booked(row)
    if because not in dict(BY_HAND):
        raise Invalid(say("Choose why from the list."), field="because")
    family.know([row])
    before = set(family.people_of(row))
    _retake(by, row, known)
    _write(by, row, known, because, at)
    row.version += 1
    row.save(update_fields=["version"])
    _tell(by, row, before, at)
    record_appointment(
        by, "scheduling.family_planned", row,
        {"form": known.form, "goals": list(known.goals), "people": len(known.people), "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def keep_answer(*, by: Actor, participant: AppointmentParticipant, answer: str, at: dt.datetime) -> None:
    """Keep what somebody who is invited said: that they come, or cannot. Their time stays held: they may change their mind."""
    row = _locked(participant)
    require(policies.may_plan_family(by, row.appointment.site_id))
    if answer not in GuestAnswer.values:
        raise Invalid(say("Choose from the list."), field="answer")
    row.answer = answer
    row.save(update_fields=["answer"])
    record_appointment(
        by, "scheduling.participant_answered", row.appointment, {"person": row.person_id, "answer": answer, "at": at}
    )


@transaction.atomic
def note_who_came(
    *,
    by: Actor,
    appointment: Appointment,
    client_present: bool,
    presence: Mapping[uuid.UUID, str],
    at: dt.datetime,
) -> FamilySession:
    """Write down who was at a family session: the client or not, and of each who was invited whether they came.

    ``presence`` is by person. Raises ``Conflict`` before it has begun and for one that was cancelled.
    """
    row = locked_appointment(appointment, None)
    require(policies.may_plan_family(by, row.site_id))
    _must_have_begun(row, at)
    if not set(presence.values()) <= set(GuestPresence.values):
        raise Invalid(say("Choose from the list."), field="presence")
    kept, _made = FamilySession.objects.get_or_create(appointment=row)
    kept.client_present = client_present
    kept.save(update_fields=["client_present"])
    invited = list(AppointmentParticipant.objects.standing().filter(appointment=row, person__in=list(presence)))
    for guest in invited:
        guest.attended = presence[guest.person_id]
    AppointmentParticipant.objects.bulk_update(invited, ["attended"])
    record_appointment(
        by, "scheduling.family_attended", row,
        {"client_present": client_present, "came": sum(guest.attended == GuestPresence.CAME for guest in invited), "at": at},
    )  # fmt: skip
    return kept


def release_ended(*, by: Actor, client_id: uuid.UUID, at: dt.datetime) -> int:
    """No longer invite whom no live release lets know of the client's appointments ahead; say how many (slot)."""
    rows = (
        Appointment.objects.filter(
            client=client_id, kind=AppointmentKind.FAMILY, starts_at__gt=at, status=AppointmentStatus.BOOKED,
            participants__uninvited_at__isnull=True, participants__isnull=False,
        )
        .distinct()
        .values_list("pk", flat=True)
    )  # fmt: skip
    found = sorted(rows)
    if not found:
        return 0
    held = Appointment.objects.filter(pk__in=found).order_by("pk").select_for_update(of=("self",), no_key=True)
    return drop_unreleased(by, list(held), at)


@transaction.atomic
def watch_releases(*, by: Actor, at: dt.datetime) -> int:
    """No longer invite whose release has run out by its date; say how many."""
    clients = (
        AppointmentParticipant.objects.standing()
        .filter(appointment__starts_at__gt=at, appointment__status=AppointmentStatus.BOOKED)
        .order_by()
        .values_list("appointment__client_id", flat=True)
        .distinct()
    )
    return sum(release_ended(by=by, client_id=client_id, at=at) for client_id in sorted(clients))


def drop_unreleased(by: Actor, rows: Sequence[Appointment], at: dt.datetime) -> int:
    """Take everybody off locked appointments of one client whom no live release allows to know of them any more."""
    family.know(rows)
    people = {each for row in rows for each in family.people_of(row)}
    if not people:
        return 0
    allowed = family.releases(rows[0].client_id, people, at)
    gone = {person for person, decision in allowed.items() if isinstance(decision, NotDisclosable)}
    return sum(_take_off(by, row, gone & set(family.people_of(row)), UninvitedBecause.RELEASE, at) for row in rows)


def _take_off(by: Actor, row: Appointment, people: Collection[uuid.UUID], because: str, at: dt.datetime) -> int:
    if not people or row.family_plan is None:
        return 0
    held = calendars.ensure(people=set(people), lock=True)
    busy.release(source_id=row.pk, calendar_ids=list(held.values()))
    _uninvite(row, people, because, at)
    row.family_plan = replace(
        row.family_plan, guests=tuple(each for each in row.family_plan.guests if each.person_id not in people)
    )
    record_appointment(
        by, "scheduling.participant_uninvited", row, {"people": sorted(people), "because": str(because), "at": at}
    )
    return len(people)


def _tell(by: Actor, row: Appointment, before: set[uuid.UUID], at: dt.datetime) -> None:
    """Tell whoever was added that there is an appointment, and whoever was left out that there is none for them."""
    now, key = set(family.people_of(row)), str(row.version)
    if row.starts_at > at:
        drafts = guests.drafts(row, now - before, "appointment_booked", at, key=key, expires_at=row.starts_at)
        drafts += guests.drafts(row, before - now, "appointment_cancelled", at, key=key, expires_at=row.starts_at)
        queue_many(by=by, drafts=drafts)


def remind_guests(*, by: Actor, at: dt.datetime) -> int:
    """Remind those who are invited a day before, on a live release and where they agreed to it; say how many messages.

    Run again, it tells nobody twice; what moves is told of anew. Whoever was invited within the day was told just then.
    """
    rows = (
        AppointmentParticipant.objects.standing()
        .filter(
            appointment__status=AppointmentStatus.BOOKED, appointment__starts_at__gt=at,
            appointment__starts_at__lte=at + A_DAY, invited_at__lte=F("appointment__starts_at") - A_DAY,
        )
        .exclude(answer=GuestAnswer.DECLINES)
        .select_related("appointment__site")
        .order_by("appointment_id", "created_at")
    )  # fmt: skip
    meetings = {row.appointment_id: row.appointment for row in rows}
    people = {pk: [row.person_id for row in rows if row.appointment_id == pk] for pk in meetings}
    drafts = [
        draft
        for pk, meeting in meetings.items()
        for draft in guests.drafts(
            meeting, people[pk], "session_reminder", at, key=meeting.starts_at.isoformat(), expires_at=meeting.starts_at,
            priority=Priority.REMINDER,
        )
    ]  # fmt: skip
    return queue_many(by=by, drafts=drafts)


def _retake(by: Actor, row: Appointment, plan: FamilyPlan) -> None:
    """Give back what the appointment took and take what the new plan needs, with all calendars held together."""
    old = Appointment(client_id=row.client_id, staff_id=row.staff_id, room_id=row.room_id)
    old.family_plan, row.family_plan = row.family_plan, plan
    held = hold([old, row])
    give_back([row])
    occupy([row], held, by, row.site.time_zone)


def _write(by: Actor, row: Appointment, plan: FamilyPlan, because: str, at: dt.datetime) -> None:
    FamilySession.objects.update_or_create(
        appointment=row,
        defaults={"form": plan.form, "goals": list(plan.goals), "client_expected": plan.client_expected},
    )
    standing = set(
        AppointmentParticipant.objects.standing().filter(appointment=row).values_list("person_id", flat=True)
    )
    _uninvite(row, standing - set(plan.people), because, at)
    AppointmentParticipant.objects.bulk_create(
        _invited(by, row, guest, at) for guest in plan.guests if guest.person_id not in standing
    )


def _uninvite(row: Appointment, people: Iterable[uuid.UUID], because: str, at: dt.datetime) -> None:
    AppointmentParticipant.objects.standing().filter(appointment=row, person__in=list(people)).update(
        uninvited_at=at, uninvited_because=because
    )


def _invited(by: Actor, row: Appointment, guest: Guest, at: dt.datetime) -> AppointmentParticipant:
    return AppointmentParticipant(
        appointment=row, person_id=guest.person_id, role=guest.role, invited_at=at, invited_by=by.staff_id or by.id
    )


def _related(client_id: uuid.UUID, people: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    rows = Relationship.objects.filter(client=client_id, person__in=list(people))
    return {
        person: (f"{first} {last}".strip(), role)
        for person, first, last, role in rows.values_list(
            "person_id", "person__first_name", "person__last_name", "role"
        )
    }


def _refuse_unrelated(people: Collection[uuid.UUID], known: Mapping[uuid.UUID, Any]) -> None:
    if not set(people) <= set(known):
        raise Invalid(say("This person is not among the client's contacts."), field="people")


def _refuse_unreleased(
    client_id: uuid.UUID, people: Collection[uuid.UUID], known: Mapping[uuid.UUID, tuple[str, str]], at: dt.datetime
) -> None:
    for person_id, decision in family.releases(client_id, people, at, hold=True).items():
        if isinstance(decision, NotDisclosable):
            raise Invalid(_unreleased(known[person_id][0], decision), field="people", code="no_release")


def _unreleased(name: str, why: NotDisclosable) -> Sentence:
    return sentence(
        say("{name} cannot be invited. {reason} {mend}"), name=name or NOT_KNOWN, reason=why.reason, mend=why.mend
    )


def _must_be_booked(row: Appointment) -> None:
    if row.status not in BOOKED:
        raise Conflict(say("Only an appointment that is still booked can be planned anew."), code="not_booked")


def _must_have_begun(row: Appointment, at: dt.datetime) -> None:
    if row.kind != AppointmentKind.FAMILY:
        raise Invalid(say("This is no family appointment."), field="kind")
    if row.status == AppointmentStatus.CANCELLED:
        raise Conflict(say("This appointment was cancelled."), code="cancelled")
    if row.starts_at > at:
        raise Conflict(say("This appointment has not begun yet."), code="not_begun")


def _locked(participant: AppointmentParticipant) -> AppointmentParticipant:
    row = (
        AppointmentParticipant.objects.standing()
        .select_for_update(of=("self",))
        .select_related("appointment")
        .filter(pk=participant.pk)
        .first()
    )
    if row is None:
        raise Conflict(say("This person is no longer invited."), code="uninvited")
    return row
