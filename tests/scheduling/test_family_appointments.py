"""Appointments of several people: who may be invited, whose time is taken, and what the end of a release does."""

import datetime as dt

import pytest

from clients.actions import consents
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.notifications.models import Message
from scheduling import actions, reminders, slots
from scheduling.models import Appointment, AppointmentParticipant, BusyTime, FamilySession
from tests.factories import ground
from tests.factories.clients import AT, ZONE
from tests.factories.family_care import book_family, invited, make_relative, plan_of, relate, release, taken
from tests.factories.scheduling import MONDAY, book, let_text, make_place, make_waiting_client, on, wall

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_waiting_client(place, preferred_name="Ana", legal_last_name="Ruiz")


@pytest.fixture
def brother(place, episode):
    return make_relative(place, episode.client)


def revoke(place, client, at=AT):
    row = client.consents.get(kind="relative")
    return consents.revoke(by=actor_of(place.therapist.pk, AT), consent=row, at=at, method="oral")


def plan(place, row, new, **fields):
    return actions.plan_family(by=place.by, appointment=row, plan=new, at=AT, **{"version": row.version, **fields})


class TestBooking:
    def test_takes_the_time_of_everybody_who_is_invited(self, place, episode, brother):
        row = book_family(place, episode, brother)
        assert taken(brother) == [row.starts_at]

    def test_keeps_as_what_each_comes(self, place, episode, brother):
        row = book_family(place, episode, brother)
        assert row.participants.get().role == "brother"

    def test_a_relative_has_one_place_at_a_time_also_with_another_client(self, place, episode, brother):
        other = make_waiting_client(place)
        relate(other.client, brother)
        release(place, other.client, brother.party)
        book_family(place, episode, brother)
        with pytest.raises(Conflict) as refusal:
            book_family(place, other, brother, staff=place.director)
        assert str(refusal.value) == (
            "Bo already has another appointment from 2 p.m. to 3 p.m. on Monday, March 2, 2026."
        )

    def test_somebody_without_a_release_is_refused_with_the_reason(self, place, episode):
        sister = make_relative(place, episode.client, "Mia", "sister", released=False)
        with pytest.raises(
            Invalid, match=r"Mia cannot be invited\. No release names this person\. Ask the client"
        ) as refusal:
            book_family(place, episode, sister)
        assert refusal.value.field == "people"

    def test_a_release_about_something_else_is_not_enough(self, place, episode):
        sister = make_relative(place, episode.client, "Mia", "sister", information=("safety",))
        with pytest.raises(Invalid, match="Mia cannot be invited"):
            book_family(place, episode, sister)

    def test_somebody_elses_relative_is_refused(self, place, episode):
        other = make_waiting_client(place)
        with pytest.raises(Invalid, match="not among the client's contacts"):
            book_family(place, episode, make_relative(place, other.client))

    def test_another_kind_takes_nobody_else(self, place, episode, brother):
        with pytest.raises(Invalid, match="Only to a family appointment"):
            book(place, episode, plan=plan_of(brother))

    def test_without_a_plan_it_is_the_client_with_their_family(self, place, episode):
        row = book(place, episode, kind="family")
        assert (row.family_session.form, row.family_session.client_expected) == ("family", True)

    def test_a_refusal_leaves_nothing_behind(self, place, episode, brother):
        book(place, make_waiting_client(place))
        with pytest.raises(Conflict):
            book_family(place, episode, brother)
        assert (FamilySession.objects.count(), AppointmentParticipant.objects.count(), taken(brother)) == (0, 0, [])

    def test_every_week_takes_everybody_every_week(self, place, episode, brother):
        starts = wall(MONDAY, 14)
        actions.book_series(
            by=place.by, kind="family", client=episode.client, staff=place.therapist, site_id=place.site.pk,
            starts_at=starts, ends_at=starts + dt.timedelta(hours=1), at=AT, count=3, plan=plan_of(brother),
        )  # fmt: skip
        assert len(taken(brother)) == 3

    def test_a_week_in_which_a_relative_is_taken_may_be_left_out(self, place, episode, brother):
        book_family(place, episode, brother, day=on(7), staff=place.director)
        starts = wall(MONDAY, 14)
        series = actions.book_series(
            by=place.by, kind="family", client=episode.client, staff=place.therapist, site_id=place.site.pk,
            starts_at=starts, ends_at=starts + dt.timedelta(hours=1), at=AT, count=3, plan=plan_of(brother),
            skip_clashes=True,
        )  # fmt: skip
        assert [day for day, _why in series.left_out] == [on(7)]


class TestRelativesAlone:
    def test_leave_the_clients_time_free(self, place, episode, brother):
        row = book_family(place, episode, brother, form="relatives")
        assert not BusyTime.objects.filter(source_id=row.pk, calendar__client=episode.client).exists()
        assert book(place, episode, staff=place.director).pk

    def test_tell_the_client_nothing(self, place, episode, brother):
        let_text(episode.client)
        book_family(place, episode, brother, form="relatives")
        assert not Message.objects.filter(recipient_kind="client").exists()

    def test_do_not_remind_the_client(self, place, episode, brother):
        alone = book_family(place, episode, brother, form="relatives")
        together = book_family(place, episode, brother, day=on(1))
        from iop.notifications.reminders import Only

        wishes = reminders.wishes(alone.starts_at, together.ends_at, AT, Only())
        assert [wish.about[1] for wish in wishes] == [together.pk]

    def test_cannot_be_without_a_relative(self, place, episode):
        with pytest.raises(Invalid, match="at least one relative"):
            book_family(place, episode, form="relatives")


class TestMovingAndCancelling:
    def test_moving_moves_everybody(self, place, episode, brother):
        row = book_family(place, episode, brother)
        starts = wall(on(1), 10)
        actions.move_appointment(
            by=place.by,
            appointment=row,
            version=row.version,
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=1),
            at=AT,
        )
        assert taken(brother) == [starts]

    def test_moving_onto_a_relatives_other_appointment_is_refused(self, place, episode, brother):
        book_family(place, episode, brother, day=on(1), staff=place.director)
        row = book_family(place, episode, brother)
        with pytest.raises(Conflict):
            actions.move_appointment(
                by=place.by,
                appointment=row,
                version=row.version,
                starts_at=wall(on(1), 14),
                ends_at=wall(on(1), 15),
                at=AT,
            )
        assert taken(brother) == [wall(MONDAY, 14), wall(on(1), 14)]

    def test_cancelling_frees_everybody(self, place, episode, brother):
        row = book_family(place, episode, brother)
        actions.cancel_appointment(by=place.by, appointment=row, reason="Ill", at=AT)
        assert taken(brother) == []

    def test_moving_leaves_out_whose_release_has_run_out(self, place, episode):
        sister = make_relative(place, episode.client, "Mia", "sister", days=2)
        row = book_family(place, episode, sister, day=on(4))
        starts = wall(on(8), 10)
        actions.move_appointment(
            by=place.by, appointment=row, version=row.version, starts_at=starts, ends_at=starts + dt.timedelta(hours=1),
            at=LATER,
        )  # fmt: skip
        assert (invited(row), taken(sister)) == ([], [])


class TestPlanningAnew:
    def test_invites_and_takes_the_time(self, place, episode, brother):
        row = book_family(place, episode)
        plan(place, row, plan_of(brother))
        assert (invited(row), taken(brother)) == (["Bo"], [row.starts_at])

    def test_whoever_is_left_out_is_free_and_on_record(self, place, episode, brother):
        row = book_family(place, episode, brother)
        plan(place, row, plan_of(), because="wish")
        assert (invited(row), taken(brother)) == ([], [])
        assert row.participants.get().uninvited_because == "wish"

    def test_without_the_client_frees_their_time_and_with_them_takes_it_again(self, place, episode, brother):
        row = book_family(place, episode, brother)
        theirs = BusyTime.objects.filter(source_id=row.pk, calendar__client=episode.client)
        row = plan(place, row, plan_of(brother, form="relatives"))
        assert not theirs.exists()
        plan(place, row, plan_of(brother))
        assert theirs.exists()

    def test_a_taken_relative_is_refused_and_all_stays(self, place, episode, brother):
        book_family(place, episode, brother, staff=place.director)
        other = make_waiting_client(place)
        relate(other.client, brother)
        release(place, other.client, brother.party)
        row = book_family(place, other)
        with pytest.raises(Conflict, match="Bo already has"):
            plan(place, row, plan_of(brother))
        assert invited(row) == []

    def test_an_older_version_overwrites_nothing(self, place, episode, brother):
        row = book_family(place, episode)
        plan(place, row, plan_of(brother))
        with pytest.raises(Stale):
            plan(place, row, plan_of(), version=1)

    def test_is_for_those_who_book_or_keep_family_care(self, place, episode):
        row = book_family(place, episode)
        nobody = ground.make_actor("site_admin", site=place.site, at=AT)
        with pytest.raises(NotAllowed):
            actions.plan_family(by=nobody, appointment=row, version=row.version, plan=plan_of(), at=AT)


class TestTheEndOfARelease:
    def test_revoked_takes_them_off_what_lies_ahead_at_once(self, place, episode, brother):
        row = book_family(place, episode, brother)
        revoke(place, episode.client)
        assert (invited(row), taken(brother)) == ([], [])
        assert row.participants.get().uninvited_because == "release"

    def test_revoked_leaves_what_has_been(self, place, episode, brother):
        row = book_family(place, episode, brother)
        revoke(place, episode.client, at=LATER)
        assert invited(row) == ["Bo"]

    def test_revoked_leaves_the_others(self, place, episode, brother):
        sister = make_relative(place, episode.client, "Mia", "sister")
        row = book_family(place, episode, brother, sister)
        consent = episode.client.consents.get(party=brother.party)
        consents.revoke(by=actor_of(place.therapist.pk, AT), consent=consent, at=AT, method="oral")
        assert invited(row) == ["Mia"]

    def test_run_out_takes_them_off_by_background_work_once(self, place, episode):
        sister = make_relative(place, episode.client, "Mia", "sister", days=2)
        row = book_family(place, episode, sister, day=on(4))
        assert actions.watch_releases(by=place.by, at=LATER) == 1
        assert actions.watch_releases(by=place.by, at=LATER) == 0
        assert invited(row) == []

    def test_is_recorded_without_a_name(self, place, episode, brother):
        book_family(place, episode, brother)
        revoke(place, episode.client)
        event = AuditEvent.objects.get(verb="scheduling.participant_uninvited")
        assert event.detail["people"] == [str(brother.pk)]


class TestWhoCame:
    def test_says_whether_the_client_was_there(self, place, episode, brother):
        row = book_family(place, episode, brother)
        actions.note_who_came(
            by=place.by, appointment=row, client_present=False, presence={brother.pk: "came"}, at=row.ends_at
        )
        assert FamilySession.objects.get().client_present is False
        assert AppointmentParticipant.objects.get().attended == "came"

    def test_is_not_known_before(self, place, episode, brother):
        row = book_family(place, episode, brother, day=on(1))
        with pytest.raises(Conflict, match="has not begun"):
            actions.note_who_came(by=place.by, appointment=row, client_present=True, presence={}, at=AT)

    def test_of_somebody_who_was_not_invited_nothing_is_kept(self, place, episode, brother):
        row = book_family(place, episode)
        actions.note_who_came(
            by=place.by, appointment=row, client_present=True, presence={brother.pk: "came"}, at=row.ends_at
        )
        assert not AppointmentParticipant.objects.exists()

    def test_an_answer_is_kept(self, place, episode, brother):
        row = book_family(place, episode, brother)
        actions.keep_answer(by=place.by, participant=row.participants.get(), answer="comes", at=AT)
        assert row.participants.get().answer == "comes"


def test_free_times_leave_out_when_a_relative_is_taken(place, episode, brother):
    book_family(place, episode, brother, hour=14, staff=place.director)
    found = slots.free_slots(
        staff_id=place.therapist.pk, on=MONDAY, minutes=60, zone=ZONE, site_id=place.site.pk, person_ids=[brother.pk]
    )
    assert wall(MONDAY, 14) not in [start for start, _end in found]
    assert wall(MONDAY, 15) in [start for start, _end in found]


def test_the_other_kinds_cost_no_statement_more(place, episode, brother):
    from tests.factories.scheduling import Counted

    book(place, make_waiting_client(place), hour=8)
    with Counted() as counted:
        book(place, episode)
    assert not any(
        "scheduling_familysession" in sql or "scheduling_appointmentparticipant" in sql for sql in counted.statements
    )
    assert Appointment.objects.count() == 2
