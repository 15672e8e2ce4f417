"""The pages about the end of a stay, check-ins after it, and asking for more support."""

import datetime as dt

import pytest
from django.urls import reverse

from clients.models import DischargeDetail, Inquiry
from iop.core import clock
from tests.factories import ground
from tests.factories.discharges import ARRANGED, AT, DAY, agree, leave, leaving, make_desk, make_ended
from tests.factories.scheduling import book
from therapy.models import FollowUp, MoreSupportAsk

pytestmark = pytest.mark.django_db
FORM = {
    "discharge-on": "2026-03-02", "discharge-kind": "completed", "discharge-reason": "Goals met.",
    "discharge-destination": "aftercare", "discharge-first_appointment": "arranged", "discharge-first_on": "2026-03-05",
    "discharge-first_time": "14:30", "discharge-first_with": "Dr. Moreau", "discharge-contact_after": "agreed",
}  # fmt: skip
TOLD = {"status": "reached", "living": "stable", "working": "working", "using": "none", "wants_support": "no"}


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(AT):
        yield


def enter(client, staff):
    ground.sign_in(client, staff)
    return client


class TestEndingTreatment:
    @pytest.fixture
    def desk(self, client):
        desk = make_desk()
        enter(client, desk.clinical_director)
        return desk

    @pytest.fixture
    def url(self, desk):
        return reverse("client_discharge", args=[desk.client.pk])

    def test_the_page_shows_what_ends_before_anything_does(self, desk, url, client):
        page = client.get(url).content.decode()
        assert "treatment ends; the chart stays." in page
        assert "Their consent to contact after treatment is missing" in page

    def test_looking_at_another_day_changes_nothing_and_keeps_what_was_typed(self, desk, url, client):
        answer = client.post(url, {**FORM, "step": "look", "discharge-on": "2026-02-27"})
        desk.episode.refresh_from_db()
        page = answer.content.decode()
        assert (answer.status_code, desk.episode.status) == (200, "admitted")
        assert "Goals met." in page
        assert "With Fri 27 Feb as the last day:" in page

    def test_the_discharge_leads_to_what_comes_after(self, desk, url, client):
        answer = client.post(url, FORM)
        row = DischargeDetail.objects.get()
        assert answer["Location"] == reverse("client_after", args=[desk.client.pk])
        assert row.first_at == dt.datetime(2026, 3, 5, 19, 30, tzinfo=dt.UTC)

    def test_a_refusal_keeps_everything_typed(self, desk, url, client):
        answer = client.post(url, {**FORM, "discharge-first_with": ""})
        assert answer.status_code == 422
        assert "Say with whom the first appointment is." in answer.content.decode()

    def test_somebody_who_died_needs_no_destination(self, desk, url, client):
        sent = {
            **FORM,
            "discharge-kind": "deceased",
            "discharge-destination": "",
            "discharge-first_appointment": "not_yet",
        }
        sent |= {"discharge-first_on": "", "discharge-first_time": "", "discharge-first_with": ""}
        assert client.post(url, sent).status_code == 302
        assert DischargeDetail.objects.get().destination == "deceased"

    def test_after_a_death_the_page_says_that_nothing_is_sent(self, desk, url, client):
        page = client.post(url, {**FORM, "step": "look", "discharge-kind": "deceased"}).content.decode()
        assert "Nothing is sent to anybody" in page

    def test_somebody_who_left_already_is_not_discharged_twice(self, desk, url, client):
        leave(desk)
        assert client.get(url).status_code == 409

    def test_a_counselor_is_refused(self, desk, url, client):
        enter(client, desk.counselor)
        assert client.get(url).status_code == 403

    def test_what_the_aftercare_plan_knows_is_filled_in(self, desk, url, client):
        from therapy.actions import aftercare

        plan = aftercare.begin_aftercare(by=desk.as_counselor, episode=desk.episode, at=AT)
        aftercare.save_step(
            by=desk.as_counselor, step=plan.steps.get(key="therapy"), version=1, status="arranged", at=AT,
            provider="Northside Counseling", meets_on=dt.date(2026, 3, 9), meets_at=dt.time(10, 30),
        )  # fmt: skip
        page = client.get(url).content.decode()
        assert 'value="Northside Counseling"' in page
        assert 'value="2026-03-09"' in page


class TestAfterTreatment:
    @pytest.fixture
    def desk(self, client):
        desk = make_desk()
        agree(desk)
        leave(desk, going=leaving(**ARRANGED))
        enter(client, desk.case_manager)
        return desk

    def page(self, desk, client):
        return client.get(reverse("client_after", args=[desk.client.pk])).content.decode()

    def test_it_names_destination_and_check_ins(self, desk, client):
        page = self.page(desk, client)
        assert "Home, with aftercare" in page
        assert page.count("Coming") == 4

    def test_before_the_appointment_nobody_is_asked(self, desk, client):
        assert "The day after it, somebody asks whether it was kept." in self.page(desk, client)

    def test_whether_it_was_kept_is_written_down(self, desk, client):
        with clock.frozen(AT + DAY * 5):
            client.post(reverse("first_appointment", args=[desk.episode.pk]), {"kept": "no", "words": "Overslept."})
        assert DischargeDetail.objects.get().first_kept_words == "Overslept."

    def test_the_destination_is_changed_later(self, desk, client):
        sent = {
            "destination": "recovery_house",
            "first_appointment": "declined",
            "contact_after": "agreed",
            "version": 1,
        }
        client.post(reverse("stay_after", args=[desk.episode.pk]), sent)
        assert DischargeDetail.objects.get().destination == "recovery_house"

    def test_a_stale_change_is_refused_beside_the_stay(self, desk, client):
        sent = {"destination": "home", "first_appointment": "declined", "contact_after": "agreed", "version": 7}
        answer = client.post(reverse("stay_after", args=[desk.episode.pk]), sent)
        assert (answer.status_code, "A colleague changed this" in answer.content.decode()) == (422, True)

    def test_intake_sees_the_page_without_the_check_ins(self, desk, client):
        enter(client, desk.intake)
        assert "After 7 days" not in self.page(desk, client)

    def test_a_biller_is_refused(self, desk, client):
        enter(client, desk.biller)
        assert client.get(reverse("client_after", args=[desk.client.pk])).status_code == 403


class TestCheckIns:
    @pytest.fixture
    def desk(self, client):
        desk = make_ended()
        enter(client, desk.case_manager)
        return desk

    def test_the_list_shows_whom_to_call(self, desk, client):
        with clock.frozen(AT + DAY * 8):
            page = client.get(reverse("follow_ups")).content.decode()
        assert desk.client.legal_last_name in page
        assert "1 day late" in page

    def test_an_attempt_is_written_down(self, desk, client):
        row = desk.check_ins[0]
        client.post(reverse("follow_up_attempt", args=[row.pk]), {"way": "phone", "outcome": "no_answer"})
        page = client.get(reverse("follow_up", args=[row.pk])).content.decode()
        assert "No answer" in page
        assert "2 more attempts first" in page

    def test_a_talk_settles_it(self, desk, client):
        row = desk.check_ins[0]
        client.post(reverse("follow_up_settle", args=[row.pk]), {**TOLD, "version": 1, "words": "Sleeps well."})
        row.refresh_from_db()
        assert (row.status, row.using, row.words) == ("reached", "none", "Sleeps well.")

    def test_who_wants_more_support_has_an_inquiry(self, desk, client):
        sent = {**TOLD, "wants_support": "yes", "version": 1, "words": "Needs the group again."}
        client.post(reverse("follow_up_settle", args=[desk.check_ins[0].pk]), sent)
        assert Inquiry.objects.get(client=desk.client, closed_at=None).presenting_problem == "Needs the group again."

    def test_what_is_missing_is_said_and_everything_kept(self, desk, client):
        answer = client.post(
            reverse("follow_up_settle", args=[desk.check_ins[0].pk]), {**TOLD, "living": "", "version": 1}
        )
        assert answer.status_code == 422
        assert FollowUp.objects.filter(status="due").count() == 4

    def test_another_sites_check_in_looks_as_if_not_there(self, desk, client):
        enter(client, ground.make_staff("case_manager", site=ground.make_site()))
        assert client.get(reverse("follow_up", args=[desk.check_ins[0].pk])).status_code == 404

    def test_statements_do_not_grow_with_the_list(self, desk, client, django_assert_max_num_queries):
        def count():
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with (
                clock.frozen(AT + DAY * 8),
                CaptureQueriesContext(
                    connection,
                ) as seen,
            ):
                client.get(reverse("follow_ups"))
            return len(seen)

        count()
        few = count()
        from tests.factories import clients
        from tests.factories.discharges import discharge

        for _ in range(3):
            stay = clients.make_admitted(
                desk.site, by=desk.as_clinical_director, on=dt.date(2026, 2, 23), at=AT - DAY * 7
            )
            agree(desk, client=stay.client)
            discharge(
                by=desk.as_clinical_director, episode=stay, on=dt.date(2026, 3, 2), kind="completed", reason="Done.", at=AT,
                leaving=leaving(),
            )  # fmt: skip
        assert count() == few


class TestMoreSupport:
    @pytest.fixture
    def desk(self, client):
        desk = make_desk()
        enter(client, desk.counselor)
        return desk

    def test_a_wish_is_taken_down_and_answered(self, desk, client):
        sent = {"words": "Three evenings are not enough.", "urgency": "soon", "channel": "in_person"}
        answer = client.post(reverse("client_more_support", args=[desk.client.pk]), sent)
        client.post(answer["Location"], {"answer": "more_here", "words": "A fourth evening.", "version": 1})
        row = MoreSupportAsk.objects.get()
        assert (row.answer, row.answered_by_id) == ("more_here", desk.counselor.pk)

    def test_intake_takes_a_wish_down_and_does_not_answer_it(self, desk, client):
        enter(client, desk.intake)
        sent = {"words": "More.", "urgency": "soon", "channel": "phone"}
        url = client.post(reverse("client_more_support", args=[desk.client.pk]), sent)["Location"]
        assert "What came of it" not in client.get(url).content.decode()
        assert client.post(url, {"answer": "talked", "words": "x", "version": 1}).status_code == 403


def test_a_booked_appointment_is_named_before_it_is_cancelled(client):
    from tests.factories.scheduling import make_place, on

    place = make_place()
    from tests.factories import clients

    stay = clients.make_admitted(place.site, by=place.by)
    book(place, stay, day=on(7))
    enter(client, place.therapist)
    page = client.get(reverse("client_discharge", args=[stay.client_id])).content.decode()
    assert "1 appointment is cancelled." in page
