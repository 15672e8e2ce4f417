"""One inquiry: each next thing, refusals beside their field, and who may do what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from clients.models import Inquiry, IntakeAnswer, IntakeCheck, OutsideStay, ReferralSource
from iop.audit.models import AuditEvent
from scheduling.models import Appointment, SeatHold
from tests.factories.clients import TODAY, make_client
from tests.factories.ground import make_staff
from tests.factories.intake import only_block, place
from tests.factories.scheduling import Counted
from tests.pages.intake_clinic import AT, accept, crowd, make_house, page, send, signed_in, take

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(minutes=5)


@pytest.fixture
def desk(at):
    at(LATER)
    return make_house()


@pytest.fixture
def browser(client, desk):
    return signed_in(client, desk.worker)


def text(answer):
    return answer.content.decode()


def seat(desk, **changes):
    found = {"track": desk.track.pk, "weekdays": [0, 2, 4], "starts_on": "2026-03-04", **changes}
    return {f"seat-{name}": value for name, value in found.items()}


def test_opening_one_is_on_record(browser, desk):
    row = take(desk)
    assert page(browser, "inquiry", row.pk).status_code == 200
    assert AuditEvent.objects.filter(verb="clients.inquiry_opened").exists()


def test_no_name_stands_in_an_address(browser, desk):
    take(desk)
    assert "doe" not in reverse("inquiry", args=[Inquiry.objects.get().pk]).lower()
    assert "?" not in send(browser, "inquiry_new", do="answer", first_name="Doe").request["QUERY_STRING"]


def test_accepting_holds_the_seat_and_says_until_when(browser, desk):
    row = take(desk)
    answer = browser.post(reverse("inquiry_accept", args=[row.pk]), seat(desk), follow=True)
    assert SeatHold.objects.get().inquiry == row
    assert "Held for 2 days more" in text(answer)


def test_a_full_track_is_refused_beside_it_and_everything_kept(browser, desk):
    desk.track.capacity = 1
    desk.track.save()
    accept(desk)
    row = take(desk, first_name="Second", callback_phone="6175550124")
    answer = send(browser, "inquiry_accept", row.pk, **seat(desk))
    assert answer.status_code == 422
    assert not SeatHold.objects.filter(inquiry=row).exists()


def test_somebody_without_a_last_name_is_asked_for_it(browser, desk):
    row = take(desk, last_name="")
    answer = send(browser, "inquiry_accept", row.pk, **seat(desk))
    assert answer.status_code == 422
    assert "needed for their chart" in text(answer)


def test_a_seat_that_ran_out_between_page_and_press_is_said(browser, desk, at):
    hold = accept(desk)
    at(AT + dt.timedelta(hours=49))
    answer = send(browser, "hold_extend", hold.pk, **{"extend-hours": 24})
    assert answer.status_code == 422
    assert "ran out" in text(answer)


def test_a_seat_is_held_longer(browser, desk):
    hold = accept(desk)
    send(browser, "hold_extend", hold.pk, **{"extend-hours": 72})
    assert SeatHold.objects.get().expires_at > hold.expires_at


def test_a_seat_is_given_back_with_a_reason(browser, desk):
    hold = accept(desk)
    assert send(browser, "hold_release", hold.pk, **{"release-reason": ""}).status_code == 422
    send(browser, "hold_release", hold.pk, **{"release-reason": "Went elsewhere"})
    assert SeatHold.objects.get().ended_as == "released"


def test_work_about_a_held_seat_leads_to_its_inquiry(browser, desk):
    hold = accept(desk)
    assert page(browser, "hold_place", hold.pk)["Location"].endswith(f"{hold.inquiry_id}/#seat")


def test_a_free_time_books_the_assessment(browser, desk):
    row = take(desk)
    shown = text(page(browser, "inquiry", row.pk))
    slot = shown.split('name="assess-slot" value="')[1].split('"')[0]
    send(
        browser, "inquiry_assessment", row.pk, **{"assess-on": "2026-03-02", "assess-minutes": 90, "assess-slot": slot}
    )
    assert Appointment.objects.get().kind == "assessment"
    assert Inquiry.objects.get().status == "assessment_booked"


@pytest.mark.parametrize("slot", ["", "nobody|2026-03-02T10:00+00:00", "x", "|"])
def test_a_time_that_was_not_offered_books_nothing(browser, desk, slot):
    row = take(desk)
    answer = send(
        browser, "inquiry_assessment", row.pk, **{"assess-on": "2026-03-02", "assess-minutes": 90, "assess-slot": slot}
    )
    assert answer.status_code == 422
    assert not Appointment.objects.exists()


def test_looking_for_other_times_books_nothing(browser, desk):
    row = take(desk)
    answer = send(
        browser, "inquiry_assessment", row.pk, do="times", **{"assess-on": "2026-03-09", "assess-minutes": 60}
    )
    assert "Mon 9 Mar" in text(answer)
    assert not Appointment.objects.exists()


def test_a_check_is_answered_with_one_press(browser, desk):
    row, check = take(desk), IntakeCheck.objects.first()
    send(browser, "inquiry_check", row.pk, check_id=check.pk, answer="no", reason="lives alone")
    assert (IntakeAnswer.objects.get().answer, IntakeAnswer.objects.get().reason) == ("no", "lives alone")


def test_an_assessor_answers_checks_and_does_nothing_else(client, desk):
    row, check = take(desk), IntakeCheck.objects.first()
    signed_in(client, desk.therapist)
    assert send(client, "inquiry_check", row.pk, check_id=check.pk, answer="yes").status_code == 302
    for name in ("inquiry_accept", "inquiry_assign", "inquiry_next_step", "inquiry_assessment", "inquiry_link"):
        assert send(client, name, row.pk).status_code == 403


def test_the_next_step_is_set_with_its_day(browser, desk):
    row = take(desk)
    send(browser, "inquiry_next_step", row.pk, next_step="Ask the sister", next_on="2026-03-05", next_at="10:30")
    row.refresh_from_db()
    assert (row.next_step, row.next_step_at) == ("Ask the sister", dt.datetime(2026, 3, 5, 15, 30, tzinfo=dt.UTC))


def test_details_change_unless_somebody_else_changed_them(browser, desk):
    row = take(desk)
    page_ = page(browser, "inquiry_edit", row.pk)
    data = {"caller_is": "self", "callback_phone": "6175550123", "reply_by": "phone", "first_name": "Jo", "language": "en",
            "safety": "safe", "urgency": "soon", "referral_kind": "self", "payer_kind": "unknown"}  # fmt: skip
    assert page_.status_code == 200
    assert send(browser, "inquiry_edit", row.pk, version=row.version, **data).status_code == 302
    assert send(browser, "inquiry_edit", row.pk, version=row.version, **data).status_code == 422


def test_a_known_chart_is_linked_and_taken_back(browser, desk):
    row = take(desk)
    known = make_client(desk.site, legal_first_name="Jordan", legal_last_name="Doe", date_of_birth=row.date_of_birth)
    send(browser, "inquiry_link", row.pk, client=known.pk)
    assert Inquiry.objects.get().client == known
    send(browser, "inquiry_unlink", row.pk)
    assert Inquiry.objects.get().client is None


def test_before_a_second_chart_is_made_the_page_says_so(browser, desk):
    row = take(desk)
    assert "Accepting makes a new one" not in text(page(browser, "inquiry", row.pk))
    make_client(desk.site, legal_first_name="Jordan", legal_last_name="Doe", date_of_birth=row.date_of_birth)
    assert "Accepting makes a new one" in text(page(browser, "inquiry", row.pk))


def test_the_page_costs_the_same_whatever_the_board(browser, desk):
    row = take(desk)
    page(browser, "inquiry", row.pk)
    with Counted() as few:
        page(browser, "inquiry", row.pk)
    crowd(desk, 30)
    with Counted() as many:
        page(browser, "inquiry", row.pk)
    assert many.number == few.number


def test_admission_says_what_comes_first_and_where_it_is_mended(browser, desk):
    hold = accept(desk)
    shown = text(page(browser, "client_admission", hold.inquiry.client_id))
    assert "Missing, comes first" in shown
    assert "Go there" in shown


def test_one_press_admits_and_shows_the_first_session(browser, desk):
    hold = accept(desk)
    inquiry = Inquiry.objects.get()
    only_block(desk, "placement")
    place(desk, inquiry.episode)
    answer = send(
        browser, "client_admission", inquiry.client_id, on=TODAY, track=desk.track.pk, weekdays=[0, 2, 4],
        starts_on=hold.starts_on, accept_warnings_reason="Consents are signed on the first day",
    )  # fmt: skip
    inquiry.refresh_from_db()
    assert inquiry.status == "admitted"
    assert answer["Location"].startswith(reverse("calendar"))
    assert desk.track.name in text(browser.get(answer["Location"]))


def test_admission_that_is_blocked_is_refused_and_nothing_done(browser, desk):
    accept(desk)
    inquiry = Inquiry.objects.get()
    answer = send(
        browser,
        "client_admission",
        inquiry.client_id,
        on=TODAY,
        track=desk.track.pk,
        weekdays=[0, 2, 4],
        starts_on=TODAY,
    )
    assert answer.status_code == 422
    assert Inquiry.objects.get().status == "accepted"


@pytest.mark.parametrize("role", ["counselor", "medical", "biller", "site_admin", "privacy_officer"])
def test_who_may_not_admit_is_refused_before_the_form_is_read(role, client, desk):
    accept(desk)
    signed_in(client, make_staff(role, site=desk.site))
    answer = send(client, "client_admission", Inquiry.objects.get().client_id)
    assert answer.status_code in (403, 404)


def test_somebody_elsewhere_is_written_down_and_welcomed_back(browser, desk):
    accept(desk)
    who = Inquiry.objects.get().client_id
    send(
        browser,
        "client_stays",
        who,
        **{"stay-kind": "detox", "stay-facility": "North Shore", "stay-referred_on": TODAY},
    )
    stay = OutsideStay.objects.get()
    assert page(browser, "stay_place", stay.pk)["Location"] == reverse("client_stays", args=[who])
    send(browser, "client_stay", who, stay.pk, **{f"s{stay.pk}-what": "back", f"s{stay.pk}-on": TODAY})
    stay.refresh_from_db()
    assert stay.status == "back"


def test_a_source_is_added_during_a_call_and_stands_once(browser):
    data = {"organization": "City Court", "kind": "court", "is_active": "on"}
    assert send(browser, "referral_source_add", **data).status_code == 302
    assert send(browser, "referral_source_add", **{**data, "organization": "city court"}).status_code == 422
    assert ReferralSource.objects.filter(organization__iexact="city court").count() == 1


def test_a_question_is_added_changed_and_moved(client, desk):
    signed_in(client, desk.director)
    send(client, "check_add", kind="fit", text="Has a phone?", is_active="on")
    row = IntakeCheck.objects.get(text="Has a phone?")
    send(client, "check", row.pk, text="Has a phone that works?", is_active="on", version=row.version)
    send(client, "check_move", row.pk, to="up")
    places = list(IntakeCheck.objects.filter(kind="fit").order_by("position").values_list("text", flat=True))
    assert places[-2] == "Has a phone that works?"


def test_the_checklist_is_not_intakes_to_change(browser):
    assert page(browser, "intake_setup").status_code == 403
    assert send(browser, "check_add").status_code == 403
