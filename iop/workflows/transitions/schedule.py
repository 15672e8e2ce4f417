"""The schedule's part of a change of level: appointments in the way, places in tracks, rosters, and freed seats."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence
from iop.notifications.choices import MessageStatus
from iop.notifications.models import Message
from iop.workflows.enrolment import offer_seat
from iop.workflows.transitions import words
from iop.workflows.transitions.case import Case
from iop.workflows.transitions.wish import Done
from scheduling import actions
from scheduling.actions import places
from scheduling.actions.appointments import cancel_rows
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment, Enrolment, Track
from sessions_app import making
from sessions_app.actions import cancel_make_up, leave_all, sync_rosters
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, MakeUp, ProgramSession
from therapy.choices.transitions import Area
from therapy.rules import transitions as rules

Day = tuple[dt.datetime, dt.datetime]
DAY_KIND = "sessions_app.programsession"
REASON = say("Level of care changes")


def in_the_way(case: Case) -> list[Appointment]:
    """Give the booked appointments that lie in the way of the new days, or of being away, in order of time."""
    first = clock.day_bounds(case.day, case.zone)[0]
    rows = Appointment.objects.filter(
        client=case.episode.client_id, site=case.episode.site_id, status=AppointmentStatus.BOOKED, starts_at__gte=max(first, case.at)
    ).select_related("site", "episode", "staff")  # fmt: skip
    found = list(rows.select_for_update(of=("self",)).order_by("starts_at", "pk"))
    if case.level.is_off_site:
        until = case.wish.expected_until
        return [row for row in found if until is None or clock.local_date(row.starts_at, case.zone) <= until]
    days = _days(case, {clock.local_date(row.starts_at, case.zone) for row in found})
    return [row for row in found if _clashes(row, days.get(clock.local_date(row.starts_at, case.zone)))]


def settle_appointments(case: Case, found: Sequence[Appointment]) -> Iterator[Done]:
    """Cancel what lies in the way, except what is kept: that is meant to lie inside the day from then on."""
    kept = [row for row in found if row.pk in case.wish.keep_appointments]
    gone = [row for row in found if row.pk not in case.wish.keep_appointments]
    before = {row.pk: _appointment_data(row) for row in gone}
    if gone:
        cancel_rows(case.by, gone, str(REASON), case.at)
    for row in kept:
        yield _keep(case, row)
    for row in gone:
        yield Done(
            Area.APPOINTMENT, words.appointment_words(row, case.zone), say("Cancelled; the client is told"), act="cancelled",
            subject=("scheduling.appointment", row.pk), data=before[row.pk],
        )  # fmt: skip


def change_places(case: Case) -> Iterator[Done]:
    """Leave the tracks of before and take a seat in the new one, or keep the seat while away."""
    if case.level.is_off_site and case.wish.keeps_seat and case.wish.expected_until:
        for place in case.places:
            yield _kept(case, place, case.wish.expected_until)
        return
    same = case.same_place
    if same is not None:
        yield _taken_up(case, same)
        return
    for place in case.places:
        was = places.leave_place(by=case.by, enrolment=place, from_on=case.day, reason=str(REASON), at=case.at)
        yield Done(
            Area.TRACK, words.track_words(place.track, place.weekdays), _ends(case), act="left",
            subject=("scheduling.enrolment", place.pk), data=was,
        )  # fmt: skip
    if case.track is not None:
        yield _enrolled(case)


def change_rosters(case: Case) -> Iterator[Done]:
    """Let the rosters of the planned days say what enrolment says now; make-ups go too when they are away."""
    for track_id in case.track_ids:
        track = next(each for each in _tracks(case) if each.pk == track_id)
        synced = sync_rosters(
            by=case.by, track_id=track_id, from_on=case.day, at=case.at, client_ids=[case.episode.client_id]
        )
        data = {"track": str(track_id)}
        if synced.removed:
            yield Done(
                Area.ROSTER, sentence(say("On the roster of {days}: {track}"), days=words.day_count(synced.removed), track=track.name),
                say("Taken off"), act="synced", data=data,
            )  # fmt: skip
        if synced.added + synced.restored:
            number = words.day_count(synced.added + synced.restored)
            yield Done(
                Area.ROSTER, "", sentence(say("On the roster of {days}: {track}"), days=number, track=track.name), _first(case, track_id),
                act="synced", data=data,
            )  # fmt: skip
    if case.level.is_off_site:
        yield from _leave_make_ups(case)


def offer_seats(case: Case, done: Sequence[Done]) -> Iterator[Done]:
    """Show the seats that were left to whoever waits for one."""
    left = {each.subject[1] for each in done if each.act == "left" and each.subject}
    for place in case.places:
        if place.pk not in left or (case.track and place.track_id == case.track.pk):
            continue
        entry = offer_seat(by=case.by, track_id=place.track_id, at=case.at)
        yield Done(
            Area.SEAT, sentence(say("Their seat in {track}"), track=place.track.name),
            sentence(say("Free from {day}"), day=day_words(case.day)), say("Somebody waits for it and is offered it.") if entry else "",
            act="offered" if entry else "", subject=("scheduling.waitlistentry", entry.pk) if entry else None,
        )  # fmt: skip


def waiting_reminders(case: Case) -> Iterator[Done]:
    """Say how many reminders of days that are gone will not be sent: each is asked again just before it is due."""
    gone = Attendance.objects.filter(
        client=case.episode.client_id, status=AttendanceStatus.REMOVED, session__on__gte=case.day,
        session__status=SessionStatus.PLANNED,
    )  # fmt: skip
    number = Message.objects.filter(
        recipient_kind="client", recipient_id=case.episode.client_id, status=MessageStatus.WAITING, about_kind=DAY_KIND,
        about_id__in=gone.values("session"),
    ).count()  # fmt: skip
    if number:
        yield Done(
            Area.REMINDERS, sentence(say("{n} waiting about days that are gone"), n=number), say("Not sent"),
            say("The new days are reminded of by themselves."),
        )  # fmt: skip


def _days(case: Case, wanted: set[dt.date]) -> dict[dt.date, Day]:
    """Give the new track's treatment days on some dates: as they are made, and beyond those as its week says."""
    if case.track is None or not wanted:
        return {}
    rows = ProgramSession.objects.filter(track=case.track, on__in=wanted)
    made: dict[dt.date, Day | None] = {}
    for on, original, status, starts_at, ends_at in rows.values_list(
        "on", "original_on", "status", "starts_at", "ends_at"
    ):
        stands = status != SessionStatus.CANCELLED and original.weekday() in case.wish.weekdays
        made[on] = (starts_at, ends_at) if stands else made.get(on)
    versions = making.versions(case.track.pk, max(wanted))
    found = {on: day for on, day in made.items() if day is not None}
    for on in wanted - set(made):
        version = next((each for each in reversed(versions) if each.valid_from <= on), None)
        for shape in version.days if version else ():
            if shape.weekday == on.weekday() and shape.weekday in case.wish.weekdays:
                start = clock.at_local(on, shape.wall, case.zone)
                found[on] = (start, start + dt.timedelta(minutes=shape.minutes))
    return found


def _clashes(row: Appointment, day: Day | None) -> bool:
    inside = row.during_session or row.kind == AppointmentKind.INDIVIDUAL
    return day is not None and rules.clashes(row.starts_at, row.ends_at, day, lies_inside=inside)


def _appointment_data(row: Appointment) -> dict[str, str | bool]:
    return {
        "kind": str(row.kind), "staff": str(row.staff_id), "room": str(row.room_id or ""), "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(), "during": row.during_session, "series": str(row.series_id or ""),
        "episode": str(row.episode_id or ""),
    }  # fmt: skip


def _keep(case: Case, row: Appointment) -> Done:
    said = words.appointment_words(row, case.zone)
    if case.level.is_off_site or row.during_session:
        return Done(Area.APPOINTMENT, said, say("Stays as it is"))
    row.during_session, row.version = True, row.version + 1
    row.save(update_fields=["during_session", "version"])
    return Done(
        Area.APPOINTMENT,
        said,
        say("Stays, inside the new day"),
        act="inside",
        subject=("scheduling.appointment", row.pk),
    )


def _kept(case: Case, place: Enrolment, until: dt.date) -> Done:
    was = places.keep_place(by=case.by, enrolment=place, from_on=case.day, until=until, reason=str(REASON), at=case.at)
    return Done(
        Area.SEAT, words.track_words(place.track, place.weekdays), sentence(say("Seat kept until {day}"), day=day_words(until)),
        act="kept", subject=("scheduling.enrolment", place.pk), data=was,
    )  # fmt: skip


def _taken_up(case: Case, place: Enrolment) -> Done:
    was = places.take_place_up(by=case.by, enrolment=place, from_on=case.day, at=case.at)
    said = words.track_words(place.track, place.weekdays)
    return Done(
        Area.TRACK, said, said, words.times_words(place.track, place.weekdays, case.day), act="taken_up",
        subject=("scheduling.enrolment", place.pk), data=was,
    )  # fmt: skip


def _enrolled(case: Case) -> Done:
    assert case.track is not None
    waits = places.waits_for(case.track.pk, case.episode.client_id)
    row = actions.enrol(
        by=case.by, episode=case.episode, track=case.track, weekdays=case.wish.weekdays, starts_on=case.day, at=case.at, placing=True
    )  # fmt: skip
    return Done(
        Area.TRACK, "", words.track_words(case.track, row.weekdays), words.times_words(case.track, row.weekdays, case.day),
        act="enrolled", subject=("scheduling.enrolment", row.pk), data={"waits": waits},
    )  # fmt: skip


def _ends(case: Case) -> Sentence:
    return sentence(say("Last day {day}"), day=day_words(case.day - rules.ONE_DAY))


def _tracks(case: Case) -> list[Track]:
    return [*(place.track for place in case.places), *([case.track] if case.track else [])]


def _first(case: Case, track_id: uuid.UUID) -> Sentence:
    rows = Attendance.objects.filter(
        client=case.episode.client_id,
        status=AttendanceStatus.EXPECTED,
        session__track=track_id,
        session__on__gte=case.day,
    )
    first = rows.order_by("session__on").values_list("session__on", flat=True).first()
    return sentence(say("The first is {day}."), day=day_words(first)) if first else ""


def _leave_make_ups(case: Case) -> Iterator[Done]:
    """Cancel the make-ups of the time away: until they are expected back where the seat is kept, else all."""
    until = case.wish.expected_until if case.wish.keeps_seat else None
    rows = MakeUp.objects.filter(
        line__client=case.episode.client_id, line__status=AttendanceStatus.EXPECTED, line__session__on__gte=case.day,
        cancelled_at__isnull=True, **({"line__session__on__lte": until} if until else {}),
    )  # fmt: skip
    found = list(rows.select_related("line__session").order_by("line__session__on", "pk"))
    if until is None:
        leave_all(by=case.by, client_id=case.episode.client_id, from_on=case.day, at=case.at)
    for row in found:
        if until is not None:
            cancel_make_up(by=case.by, make_up=row, at=case.at, reason=str(REASON))
        yield Done(
            Area.ROSTER, sentence(say("Make-up on {day}"), day=day_words(row.line.session.on)), say("Cancelled"), act="make_up",
            subject=("sessions_app.makeup", row.pk),
        )  # fmt: skip
