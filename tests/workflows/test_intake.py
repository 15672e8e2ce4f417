"""From a call to a held seat, an assessment, and back."""

import datetime as dt

import pytest

from clients import actions as clients
from clients.models import Client, Episode
from iop.access.actors import SYSTEM
from iop.clinic.models import Closure
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from iop.workflows import departure, departure_inquiries, discharge, intake, tasks
from scheduling import actions, seats
from scheduling.models import BusyTime, SeatHold
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_admitted, make_client
from tests.factories.intake import BORN, accept, make_desk, take
from tests.factories.scheduling import Counted, make_room, on, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk(capacity=2)


def book(desk, inquiry=None, *, hour=13, day=TODAY, staff=None, **fields):
    return intake.book_assessment(
        by=desk.by, inquiry=inquiry or take(desk), staff=staff or desk.therapist, starts_at=wall(day, hour),
        ends_at=wall(day, hour + 1, 30), at=AT, **fields,
    )  # fmt: skip


def slots(desk, **fields):
    """The therapist's free times for an assessment."""
    found = intake.assessment_slots(site_id=desk.site.pk, first=TODAY, at=AT, **fields)
    return next(row for row in found if row.staff.pk == desk.therapist.pk)


class TestAccepting:
    def test_holds_a_seat_opens_a_chart_and_says_so(self, desk):
        inquiry = take(desk)
        held = accept(desk, inquiry)
        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.client.legal_last_name, inquiry.episode.status) == (
            "accepted",
            "Doe",
            "inquiry",
        )
        assert held.expires_at == AT + dt.timedelta(hours=48)
        assert seats.taken(desk.track, [TODAY], at=AT) == {TODAY: 1}

    def test_the_chart_has_their_own_number(self, desk):
        inquiry = take(desk, may_leave_message=True)
        accept(desk, inquiry)
        inquiry.refresh_from_db()
        [point] = inquiry.client.contact_points.all()
        assert (point.value, point.may_leave_message) == ("+16175550123", True)

    def test_but_not_a_relatives(self, desk):
        inquiry = take(desk, caller_is="relative", caller_name="Sam")
        accept(desk, inquiry)
        inquiry.refresh_from_db()
        assert not inquiry.client.contact_points.exists()

    @pytest.mark.parametrize("field", ["last_name", "date_of_birth"])
    def test_says_beside_the_field_what_a_chart_needs(self, desk, field):
        with pytest.raises(Invalid) as told:
            accept(desk, take(desk, **{field: "" if field == "last_name" else None}))
        assert told.value.field == field

    def test_without_a_seat_nothing_happens(self, desk):
        accept(desk, take(desk, first_name="A"))
        accept(desk, take(desk, first_name="B"))
        inquiry, before = take(desk), Client.objects.count()
        with pytest.raises(Conflict, match="No seat is free"):
            accept(desk, inquiry)
        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.client_id, Client.objects.count()) == ("new", None, before)

    def test_a_former_client_keeps_chart_and_number_and_gets_a_new_stay(self, desk):
        stay = make_admitted(desk.site, by=desk.as_director, date_of_birth=BORN)
        discharge.discharge(by=desk.as_director, episode=stay, on=TODAY, kind="completed", reason="Done.", at=AT)
        inquiry = clients.link_client(by=desk.by, inquiry=take(desk), client=stay.client, at=AT)
        accept(desk, inquiry)
        inquiry.refresh_from_db()
        assert inquiry.client_id == stay.client_id
        assert inquiry.episode_id != stay.pk
        assert Client.objects.count() == 1

    def test_somebody_in_treatment_is_not_accepted_again(self, desk):
        stay = make_admitted(desk.site, by=desk.as_director, date_of_birth=BORN)
        inquiry = clients.link_client(by=desk.by, inquiry=take(desk), client=stay.client, at=AT)
        with pytest.raises(Conflict, match="already have"):
            accept(desk, inquiry)

    def test_a_stay_begun_by_registering_is_used(self, desk):
        client = make_client(desk.site, date_of_birth=BORN)
        inquiry = clients.link_client(by=desk.by, inquiry=take(desk), client=client, at=AT)
        accept(desk, inquiry)
        assert Episode.objects.filter(client=client).count() == 1

    def test_the_second_of_two_is_told(self, desk):
        inquiry = take(desk)
        clients.change_inquiry(by=desk.by, inquiry=inquiry, version=1, changes={"payer_kind": "medicaid"}, at=AT)
        with pytest.raises(Stale):
            accept(desk, inquiry)

    def test_twice_is_refused(self, desk):
        inquiry = take(desk)
        accept(desk, inquiry)
        inquiry.refresh_from_db()
        with pytest.raises(Conflict, match="accepted already"):
            accept(desk, inquiry)

    def test_is_for_those_who_take_calls(self, desk):
        inquiry = take(desk)
        desk.by = desk.as_therapist
        with pytest.raises(NotAllowed):
            accept(desk, inquiry)

    def test_the_next_step_is_by_when_the_seat_runs_out(self, desk):
        held = accept(desk)
        held.inquiry.refresh_from_db()
        assert held.inquiry.next_step_at == held.expires_at


class TestRunningOut:
    def test_the_task_frees_the_seat_and_shows_it_to_whoever_waits(self, desk, at):
        accept(desk, take(desk, first_name="A"))
        held = accept(desk, take(desk, first_name="B"))
        waiting = make_admitted(desk.site, by=desk.as_director)
        actions.join_waitlist(
            by=desk.as_director, episode=waiting, track=desk.track, weekdays=[0], wanted_from=TODAY, at=AT
        )
        at(held.expires_at)
        assert tasks.expire_holds() == 2
        assert WorkItem.objects.open().filter(kind="waitlist_seat").count() == 1

    def test_giving_back_shows_it_too(self, desk):
        accept(desk, take(desk, first_name="A"))
        held = accept(desk, take(desk, first_name="B"))
        waiting = make_admitted(desk.site, by=desk.as_director)
        actions.join_waitlist(
            by=desk.as_director, episode=waiting, track=desk.track, weekdays=[0], wanted_from=TODAY, at=AT
        )
        intake.give_back(by=desk.by, hold=held, reason="Starts elsewhere", at=AT)
        assert WorkItem.objects.open().filter(kind="waitlist_seat").count() == 1


class TestAssessment:
    def test_is_booked_with_chart_and_status(self, desk):
        inquiry = take(desk)
        row = book(desk, inquiry)
        inquiry.refresh_from_db()
        assert (row.kind, row.episode_id, inquiry.status) == ("assessment", inquiry.episode_id, "assessment_booked")

    def test_in_a_room(self, desk):
        room = make_room(desk.site)
        assert book(desk, room=room).room_id == room.pk

    def test_by_video(self, desk):
        assert book(desk, telehealth_link="https://meet.example/x").telehealth_link == "https://meet.example/x"

    def test_not_with_somebody_who_does_not_assess(self, desk):
        with pytest.raises(Invalid) as told:
            book(desk, staff=ground.make_staff("counselor", site=desk.site))
        assert told.value.field == "staff"

    def test_not_under_a_licence_that_ended(self, desk):
        staff = ground.make_staff("therapist", site=desk.site, expires_on=on(-1))
        with pytest.raises(Invalid):
            book(desk, staff=staff)

    def test_a_taken_time_changes_nothing(self, desk):
        book(desk)
        inquiry = take(desk, first_name="Kim")
        with pytest.raises(Conflict, match="already has"):
            book(desk, inquiry)
        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.client_id) == ("new", None)

    def test_one_accepted_stays_accepted_with_the_seat(self, desk):
        held = accept(desk)
        held.inquiry.refresh_from_db()
        book(desk, held.inquiry)
        held.inquiry.refresh_from_db()
        held.refresh_from_db()
        assert (held.inquiry.status, held.ended_at) == ("accepted", None)

    def test_slots_leave_out_what_is_taken_and_what_has_passed(self, desk):
        book(desk, hour=13)
        free = slots(desk, days=1)
        starts = [start for start, _ in free.slots]
        assert starts[0] == wall(TODAY, 10)
        assert not any(wall(TODAY, 11, 30) < start < wall(TODAY, 14, 30) for start in starts)

    def test_slots_honour_closures(self, desk):
        Closure.objects.create(site=desk.site, starts_on=TODAY, ends_on=TODAY, reason="Snow")
        free = slots(desk, days=2)
        assert free.slots[0][0] == wall(on(1), 8)

    def test_slots_mind_the_room(self, desk):
        room = make_room(desk.site)
        other = ground.make_staff("therapist", site=desk.site)
        book(desk, hour=13, room=room, staff=other)
        found = intake.assessment_slots(site_id=desk.site.pk, first=TODAY, days=1, at=AT, room=room)
        assert not any(start == wall(TODAY, 13) for row in found for start, _ in row.slots)

    def test_every_slot_can_be_booked(self, desk):
        book(desk, hour=11)
        free = slots(desk, days=1)
        start, end = free.slots[-1]
        assert intake.book_assessment(
            by=desk.by, inquiry=take(desk, first_name="Kim"), staff=free.staff, starts_at=start, ends_at=end, at=AT
        ).pk

    def test_slots_take_no_more_statements_for_more_colleagues(self, desk):
        numbers = []
        for size in (1, 6):
            for _ in range(size):
                ground.make_staff("therapist", site=desk.site)
            with Counted() as counted:
                intake.assessment_slots(site_id=desk.site.pk, first=TODAY, days=5, at=AT)
            numbers.append(counted.number)
        assert numbers[0] == numbers[1] <= 8


class TestClosing:
    def test_the_stay_and_the_appointment_go_too(self, desk):
        inquiry = take(desk)
        row = book(desk, inquiry)
        inquiry.refresh_from_db()
        intake.move(by=desk.by, inquiry=inquiry, to="declined", at=AT, reason="changed_mind")
        row.refresh_from_db()
        episode = Episode.objects.get(pk=inquiry.episode_id)
        assert (row.status, episode.status) == ("booked", "not_admitted")

    def test_an_appointment_on_a_later_day_is_cancelled(self, desk):
        inquiry = take(desk)
        row = book(desk, inquiry, day=on(1))
        inquiry.refresh_from_db()
        intake.move(by=desk.by, inquiry=inquiry, to="declined", at=AT, reason="changed_mind")
        row.refresh_from_db()
        assert row.status == "cancelled"
        assert not BusyTime.objects.exists()

    def test_reopening_leads_to_a_new_stay(self, desk):
        inquiry = take(desk)
        accept(desk, inquiry)
        inquiry.refresh_from_db()
        first = inquiry.episode_id
        closed = intake.move(by=desk.by, inquiry=inquiry, to="lost", at=AT, reason="no_answer")
        again = intake.reopen(by=desk.by, inquiry=closed, at=AT, note="Called back.")
        assert (again.status, again.episode_id) == ("contacted", None)
        accept(desk, again)
        again.refresh_from_db()
        assert again.episode_id not in (None, first)
        assert SeatHold.objects.standing().count() == 1

    def test_closing_the_stay_from_the_chart_gives_the_seat_back(self, desk):
        held = accept(desk)
        episode = Episode.objects.get(inquiry=held.inquiry_id)
        discharge.discharge(by=desk.as_director, episode=episode, on=TODAY, kind="", reason="Went elsewhere.", at=AT)
        held.inquiry.refresh_from_db()
        assert (seats.taken(desk.track, [TODAY], at=AT), held.inquiry.status) == ({TODAY: 0}, "contacted")

    def test_an_open_one_is_not_reopened(self, desk):
        with pytest.raises(Conflict):
            intake.reopen(by=desk.by, inquiry=take(desk), at=AT)

    @pytest.mark.parametrize("to", ["accepted", "admitted"])
    def test_the_board_alone_neither_accepts_nor_admits(self, desk, to):
        with pytest.raises(Conflict, match="Accept them with a seat"):
            intake.move(by=desk.by, inquiry=take(desk), to=to, at=AT)


class TestAColleagueLeaves:
    def leave(self, desk, heir):
        return departure.leave(
            by=SYSTEM, staff_id=desk.worker.pk, left_on=TODAY, on=TODAY, work_to=heir and heir.pk, at=AT
        )

    def test_inquiries_go_to_an_heir_who_takes_calls(self, desk):
        inquiry, heir = take(desk), ground.make_staff("intake", site=desk.site)
        self.leave(desk, heir)
        inquiry.refresh_from_db()
        assert inquiry.owner_id == heir.pk

    def test_else_to_whoever_is_on_intake(self, desk):
        inquiry = take(desk)
        self.leave(desk, desk.therapist)
        inquiry.refresh_from_db()
        assert inquiry.owner_id is None

    def test_closed_ones_stay_as_they_were(self, desk):
        inquiry = clients.move_inquiry(by=desk.by, inquiry=take(desk), to="lost", reason="no_answer", at=AT)
        self.leave(desk, desk.therapist)
        inquiry.refresh_from_db()
        assert inquiry.owner_id == desk.worker.pk

    def test_is_said_beforehand(self, desk):
        take(desk)
        assert "1 open inquiry" in str(departure_inquiries.preview(desk.worker.pk, TODAY, AT)[0])
