"""Booking, moving and cancelling appointments, and what became of them."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic import actions as clinic
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.notifications.models import Message
from scheduling import actions
from scheduling.models import Appointment, AppointmentStatusChange, BusyTime
from tests.factories import ground
from tests.factories.scheduling import (
    AT,
    MONDAY,
    book,
    let_text,
    make_place,
    make_room,
    make_waiting_client,
    on,
    wall,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_waiting_client(place, preferred_name="Ana", legal_last_name="Ruiz")


def move(place, row, hour, *, day=MONDAY, **fields):
    starts_at = wall(day, hour)
    fields = {"version": row.version, **fields}
    return actions.move_appointment(
        by=place.by, appointment=row, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=50), at=AT, **fields
    )


def cancel(place, row, reason="Client is ill", **fields):
    return actions.cancel_appointment(by=place.by, appointment=row, reason=reason, at=AT, **fields)


class TestBooking:
    def test_takes_the_time_of_client_colleague_and_room(self, place, episode):
        row = book(place, episode, room=make_room(place.site))
        owners = BusyTime.objects.filter(source_id=row.pk).values_list(
            "calendar__client", "calendar__staff", "calendar__room"
        )
        assert {next(each for each in owner if each) for owner in owners} == {row.client_id, row.staff_id, row.room_id}

    def test_belongs_to_the_newest_stay(self, place, episode):
        assert book(place, episode).episode_id == episode.pk

    def test_is_recorded(self, place, episode):
        row = book(place, episode)
        event = AuditEvent.objects.get(verb="scheduling.appointment_booked")
        assert (event.subject_id, event.detail["messages"]) == (row.pk, 1)

    def test_a_taken_colleague_is_named_with_what_and_when(self, place, episode):
        book(place, episode)
        with pytest.raises(Conflict) as refusal:
            book(place, make_waiting_client(place), hour=14, minute=30)
        assert str(refusal.value) == (
            "Dana Reyes already has an appointment (Individual therapy, Ana R.) from 2 p.m. to 2:50 p.m. on Monday, March 2, 2026."
        )

    def test_who_may_not_see_the_client_is_not_told_the_name(self, place, episode):
        from scheduling import busy

        row = book(place, episode)
        nobody = ground.make_actor("site_admin", site=place.site, at=AT)
        wanted = BusyTime.objects.filter(source_id=row.pk, calendar__staff=place.therapist).first()
        wanted = BusyTime(
            calendar_id=wanted.calendar_id,
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            source="block",
            source_id=place.site.pk,
        )
        said = str(busy.clash_sentence([wanted], by=nobody, zone="America/New_York"))
        assert "an appointment from" in said
        assert "Ana" not in said

    def test_a_taken_client_is_named(self, place, episode):
        book(place, episode)
        with pytest.raises(Conflict, match=r"Ana R\. already has an appointment"):
            book(place, episode, staff=place.director)

    def test_a_taken_room_is_named(self, place, episode):
        room = make_room(place.site, name="Quiet room")
        book(place, episode, room=room)
        with pytest.raises(Conflict, match="Quiet room already has"):
            book(place, make_waiting_client(place), room=room, staff=place.director)

    def test_one_may_begin_where_another_ends(self, place, episode):
        book(place, episode)
        assert book(place, episode, minute=50).pk

    def test_a_refusal_leaves_nothing_behind(self, place, episode):
        book(place, episode)
        before = BusyTime.objects.count(), Message.objects.count()
        with pytest.raises(Conflict):
            book(place, make_waiting_client(place), room=make_room(place.site))
        assert (BusyTime.objects.count(), Message.objects.count()) == before
        assert Appointment.objects.count() == 1

    def test_on_a_closed_day_is_refused(self, place, episode):
        clinic.add_closure(by=SYSTEM, site_id=place.site.pk, starts_on=on(1), ends_on=on(1), reason="Snow")
        with pytest.raises(Conflict, match=r"closed on Tuesday, March 3, 2026 \(Snow\)"):
            book(place, episode, day=on(1))

    def test_the_closed_day_is_the_sites_own(self, place, episode):
        clinic.add_closure(by=SYSTEM, site_id=place.site.pk, starts_on=on(1), ends_on=on(1), reason="Snow")
        # 20:30 on Monday in New York is Tuesday in Greenwich.
        assert book(place, episode, day=MONDAY, hour=20, minute=30).pk

    def test_on_a_past_day_is_refused(self, place, episode):
        with pytest.raises(Invalid, match="has passed"):
            book(place, episode, day=on(-1))

    def test_a_client_without_a_stay_here_is_refused(self, place):
        elsewhere = make_place()
        with pytest.raises(Conflict, match="no stay at this site"):
            book(place, make_waiting_client(elsewhere))

    def test_a_room_of_another_site_is_refused(self, place, episode):
        with pytest.raises(Invalid, match="not in use at this site"):
            book(place, episode, room=make_room(make_place().site))

    def test_an_unknown_kind_is_refused(self, place, episode):
        with pytest.raises(Invalid, match="kind of appointment"):
            book(place, episode, kind="massage")

    def test_a_biller_may_not(self, place, episode):
        with pytest.raises(NotAllowed, match="does not include booking"):
            book(place, episode, by=ground.make_actor("biller", site=place.site, at=AT))


class TestLicences:
    def test_an_expired_licence_cannot_be_assigned(self, place, episode):
        expired = ground.make_staff("therapist", site=place.site, expires_on=on(-1))
        with pytest.raises(Conflict, match=r"cannot be assigned\. The LCSW licence ended on"):
            book(place, episode, staff=expired)

    def test_a_licence_counts_up_to_its_last_day(self, place, episode):
        ending = ground.make_staff("therapist", site=place.site, expires_on=MONDAY)
        assert book(place, episode, staff=ending).pk
        with pytest.raises(Conflict, match="cannot be assigned"):
            book(place, episode, staff=ending, day=on(1))

    def test_case_management_needs_no_licence(self, place, episode):
        manager = ground.make_staff("case_manager", site=place.site, credential="")
        assert book(place, episode, staff=manager, kind="case_management").pk

    def test_therapy_does(self, place, episode):
        manager = ground.make_staff("case_manager", site=place.site, credential="")
        with pytest.raises(Conflict, match="No credential is on file"):
            book(place, episode, staff=manager)

    def test_somebody_who_has_left_cannot_be_assigned(self, place, episode):
        gone = ground.make_staff("therapist", site=place.site)
        clinic.depart(by=SYSTEM, staff_id=gone.pk, left_on=MONDAY, on=MONDAY)
        with pytest.raises(Conflict, match="left on Monday"):
            book(place, episode, staff=gone)

    def test_somebody_from_another_site_cannot_be_assigned(self, place, episode):
        elsewhere = ground.make_staff("therapist", site=make_place().site)
        with pytest.raises(Conflict, match="no role at this site"):
            book(place, episode, staff=elsewhere)


class TestTelling:
    def test_a_client_who_agreed_is_told_in_neutral_words(self, place, episode):
        let_text(episode.client)
        row = book(place, episode)
        message = Message.objects.get(recipient_kind="client")
        assert (message.channel, message.to, message.about_id) == ("sms", "+16175550111", row.pk)
        assert "Monday, March 2, 2:00" in message.body.replace("\u202f", " ")
        assert message.basis["ground"] == "own_access"

    def test_without_permission_nobody_is_told(self, place, episode):
        book(place, episode)
        assert not Message.objects.filter(recipient_kind="client").exists()

    def test_a_revoked_permission_closes_at_once(self, place, episode):
        from clients.actions import set_channel_permission

        let_text(episode.client)
        later = AT + dt.timedelta(minutes=1)
        set_channel_permission(by=SYSTEM, client=episode.client, channel="sms", allowed=False, at=later)
        book(place, episode)
        assert not Message.objects.filter(recipient_kind="client").exists()

    def test_a_number_that_may_hold_no_message_gets_none(self, place, episode):
        from clients.actions import add_contact_point, set_channel_permission

        add_contact_point(by=SYSTEM, client=episode.client, kind="phone", value="+16175550111", at=AT)
        set_channel_permission(by=SYSTEM, client=episode.client, channel="sms", allowed=True, at=AT)
        book(place, episode)
        assert not Message.objects.filter(recipient_kind="client").exists()

    def test_the_colleague_is_told_unless_they_booked_it(self, place, episode):
        book(place, episode)
        book(place, episode, hour=16, staff=place.director)
        assert [message.to for message in Message.objects.filter(recipient_kind="staff")] == [
            place.therapist.user.email
        ]

    def test_moving_replaces_what_was_not_sent_yet(self, place, episode):
        let_text(episode.client)
        move(place, book(place, episode), 16)
        waiting = Message.objects.filter(recipient_kind="client", status="waiting")
        assert [message.template for message in waiting] == ["appointment_moved"]

    def test_spanish_is_spoken_where_it_is_theirs(self, place):
        episode = make_waiting_client(place, language="es")
        let_text(episode.client)
        book(place, episode)
        assert "lunes 2 marzo" in Message.objects.get(recipient_kind="client").body


class TestMoving:
    def test_frees_the_old_time_and_takes_the_new(self, place, episode):
        row = move(place, book(place, episode), 16)
        assert {busy.starts_at for busy in BusyTime.objects.all()} == {wall(MONDAY, 16)}
        assert row.version == 2

    def test_may_overlap_its_own_old_time(self, place, episode):
        row = book(place, episode)
        assert move(place, row, 14, day=MONDAY).starts_at == wall(MONDAY, 14)

    def test_to_another_colleague(self, place, episode):
        row = move(place, book(place, episode), 14, staff=place.director)
        assert row.staff_id == place.director.pk
        assert book(place, make_waiting_client(place)).pk

    def test_into_a_taken_time_changes_nothing(self, place, episode):
        row = book(place, episode)
        book(place, make_waiting_client(place), hour=16)
        with pytest.raises(Conflict, match="Dana Reyes already has"):
            move(place, row, 16)
        assert BusyTime.objects.filter(source_id=row.pk, starts_at=wall(MONDAY, 14)).count() == 2

    def test_a_stale_version_is_told(self, place, episode):
        row = book(place, episode)
        move(place, row, 16)
        with pytest.raises(Stale, match="Somebody else changed"):
            move(place, row, 15, version=1)

    def test_a_cancelled_one_stays_where_it_was(self, place, episode):
        row = cancel(place, book(place, episode))
        with pytest.raises(Conflict, match="Only a booked"):
            move(place, row, 16)


class TestCancelling:
    def test_frees_the_time(self, place, episode):
        cancel(place, book(place, episode))
        assert not BusyTime.objects.exists()

    def test_writes_the_history(self, place, episode):
        row = cancel(place, book(place, episode))
        change = AppointmentStatusChange.objects.get(appointment=row)
        assert (change.status, change.reason, change.by_id) == ("cancelled", "Client is ill", place.by.staff_id)

    def test_needs_a_reason(self, place, episode):
        with pytest.raises(Invalid, match="Say why"):
            cancel(place, book(place, episode), reason=" ")

    def test_twice_is_refused(self, place, episode):
        row = cancel(place, book(place, episode))
        with pytest.raises(Conflict, match="is “Cancelled” and cannot become “Cancelled”"):
            cancel(place, row)

    def test_the_client_is_told(self, place, episode):
        let_text(episode.client)
        cancel(place, book(place, episode))
        assert Message.objects.get(recipient_kind="client", status="waiting").template == "appointment_cancelled"


class TestWhatBecameOfIt:
    def set(self, row, place, status, at=None, **fields):
        at = at or wall(MONDAY, 15)
        return actions.set_appointment_status(by=place.by, appointment=row, status=status, at=at, **fields)

    def test_arrived_then_completed(self, place, episode):
        row = self.set(book(place, episode), place, "arrived")
        row = self.set(row, place, "completed")
        assert list(row.status_changes.values_list("status", flat=True)) == ["arrived", "completed"]

    def test_completed_is_the_end(self, place, episode):
        row = self.set(book(place, episode), place, "completed")
        with pytest.raises(Conflict, match="cannot become “Booked”"):
            self.set(row, place, "booked", reason="x")

    def test_nobody_is_missed_before_it_begins(self, place, episode):
        with pytest.raises(Invalid, match="not begun"):
            self.set(book(place, episode), place, "no_show", at=AT)

    def test_taking_a_miss_back_needs_a_reason(self, place, episode):
        row = self.set(book(place, episode), place, "no_show")
        with pytest.raises(Invalid, match="Say why"):
            self.set(row, place, "booked")
        assert self.set(row, place, "booked", reason="They waited in the wrong room").status == "booked"

    def test_cancelling_through_the_status_frees_the_time(self, place, episode):
        self.set(book(place, episode), place, "cancelled", at=AT, reason="Ill")
        assert not BusyTime.objects.exists()


class TestSeries:
    def series(self, place, episode, *, hour=14, **fields):
        starts_at = wall(MONDAY, hour)
        return actions.book_series(
            by=place.by, kind="individual", client=episode.client, staff=place.therapist, site_id=place.site.pk,
            starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=50), at=AT, **{"count": 4, **fields},
        )  # fmt: skip

    def test_stays_at_the_same_wall_time_over_the_spring_sunday(self, place, episode):
        rows = self.series(place, episode).appointments
        assert [row.starts_at for row in rows] == [wall(on(7 * number), 14) for number in range(4)]
        assert rows[1].starts_at - rows[0].starts_at == dt.timedelta(days=7, hours=-1)

    def test_leaves_out_closed_days_and_says_so(self, place, episode):
        clinic.add_closure(by=SYSTEM, site_id=place.site.pk, starts_on=on(7), ends_on=on(7), reason="Snow")
        made = self.series(place, episode)
        assert [day for day, _ in made.left_out] == [on(7)]
        assert len(made.appointments) == 3

    def test_a_taken_day_refuses_all_of_it(self, place, episode):
        book(place, make_waiting_client(place), day=on(14))
        with pytest.raises(Conflict, match="on Monday, March 16, 2026"):
            self.series(place, episode)
        assert Appointment.objects.count() == 1

    def test_or_is_left_out_when_asked(self, place, episode):
        book(place, make_waiting_client(place), day=on(14))
        made = self.series(place, episode, skip_clashes=True)
        assert [day for day, _ in made.left_out] == [on(14)]
        assert "Dana Reyes already has" in str(made.left_out[0][1])
        assert len(made.appointments) == 3

    def test_a_licence_that_ends_in_between_refuses_it(self, place, episode):
        place.therapist = ground.make_staff("therapist", site=place.site, expires_on=on(10))
        with pytest.raises(Conflict, match="End the series earlier"):
            self.series(place, episode)

    def test_cancelling_the_rest_keeps_what_was(self, place, episode):
        made = self.series(place, episode)
        actions.cancel_series(by=place.by, series_id=made.id, from_at=wall(on(7), 0), reason="New hours", at=AT)
        assert (
            list(Appointment.objects.order_by("starts_at").values_list("status", flat=True))
            == ["booked"] + ["cancelled"] * 3
        )
        assert BusyTime.objects.count() == 2

    def test_until_a_date(self, place, episode):
        assert len(self.series(place, episode, count=None, until=on(14)).appointments) == 3


class TestBlocks:
    def block(self, place, first, last, **fields):
        return actions.block_staff(
            by=place.by,
            staff=place.therapist,
            starts_at=wall(first, 8),
            ends_at=wall(last, 18),
            reason="Leave",
            at=AT,
            **fields,
        )

    def test_leave_takes_every_day_of_it(self, place, episode):
        self.block(place, on(0), on(10))
        with pytest.raises(Conflict, match="Dana Reyes already has time blocked"):
            book(place, episode, day=on(5))

    def test_what_is_planned_stands_in_the_way(self, place, episode):
        book(place, episode, day=on(5))
        with pytest.raises(Conflict, match="an appointment"):
            self.block(place, on(0), on(10), zone="America/New_York")

    def test_giving_it_back(self, place, episode):
        held = self.block(place, on(0), on(10))
        actions.unblock_staff(by=place.by, block=held, at=AT)
        assert book(place, episode, day=on(5)).pk

    def test_others_time_is_not_theirs_to_block(self, place):
        counselor = ground.make_actor("counselor", site=place.site, at=AT)
        with pytest.raises(NotAllowed, match="your own time"):
            actions.block_staff(
                by=counselor,
                staff=place.therapist,
                starts_at=wall(MONDAY, 8),
                ends_at=wall(MONDAY, 18),
                reason="x",
                at=AT,
            )
