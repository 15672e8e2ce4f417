"""Pages about measures: the chart's part, answering here and on a handed-over device, lists, alerts, the rhythm."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import measures as made
from tests.factories import own_plans
from tests.factories.ground import sign_in
from tests.factories.measures import AT, CALM, WORRYING
from therapy.actions import measures
from therapy.choices.measures import ResponseStatus
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse, MeasureRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


@pytest.fixture
def screen(client, desk):
    sign_in(client, desk.counselor)
    return client


def typed(values, **more):
    return {f"q-{key}": value for key, value in made.answers(values).items()} | more


def posted(screen, name, row, values=(), **more):
    row.refresh_from_db()
    return screen.post(reverse(name, args=[row.pk]), typed(values, version=row.version, **more))


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def give(screen, desk, key="phq9", **more):
    return screen.post(reverse("measure_give", args=[desk.client.pk]), {"key": key, **more})


def chart(screen, desk, key=""):
    return screen.get(reverse("client_measures", args=[desk.client.pk]), {"m": key} if key else None)


def test_any_measure_may_be_given_now(screen, desk):
    answer = give(screen, desk)
    assert answer.headers["Location"] == reverse("measure_answer", args=[MeasureResponse.objects.get().pk])


def test_answers_finish_on_staffs_screen(screen, desk):
    row = made.begun(desk)
    answer = posted(screen, "measure_answer", row, CALM)
    row.refresh_from_db()
    assert (answer.status_code, row.status, row.total) == (302, ResponseStatus.COMPLETE, 4)


def test_open_questions_come_back_marked_and_what_was_answered_stays(screen, desk):
    row = made.begun(desk)
    answer = posted(screen, "measure_answer", row, CALM[:5])
    assert answer.status_code == 422
    assert "Please answer this question." in text_of(answer)
    row.refresh_from_db()
    assert row.answers == made.answers(CALM[:5])


def test_it_may_be_finished_as_it_is(screen, desk):
    row = made.begun(desk)
    posted(screen, "measure_answer", row, CALM[:5], do="accept")
    row.refresh_from_db()
    assert row.status == ResponseStatus.INCOMPLETE


def test_it_may_be_kept_for_later(screen, desk):
    row = made.begun(desk)
    answer = posted(screen, "measure_answer", row, CALM[:5], do="later")
    assert answer.headers["Location"] == reverse("client_measures", args=[desk.client.pk])
    assert "Go on" in text_of(chart(screen, desk))


def test_it_saves_itself_and_hears_danger_at_once(screen, desk):
    row = made.begun(desk)
    url = reverse("measure_answer", args=[row.pk])
    answer = screen.post(url, {"version": 1, "q-9": 2}, headers={"X-Autosave": "1"})
    assert json.loads(answer.content)["version"] == 2
    assert MeasureAlert.objects.get().rule_key == "item9"


def test_a_stale_save_is_told_what_stands(screen, desk):
    row = made.begun(desk)
    measures.save_answers(by=desk.by_director, response=row, version=1, answers={"1": 3}, at=AT)
    url = reverse("measure_answer", args=[row.pk])
    answer = screen.post(url, {"version": 1, "q-1": 0}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()["theirs"]) == (409, {"q-1": 3})


def test_without_a_script_danger_shows_help_when_the_page_comes_back(screen, desk):
    row = made.begun(desk)
    shown = posted(screen, "measure_answer", row, [None] * 8 + [1]).content.decode()
    assert 'href="tel:988"' in shown.split("data-help", 1)[1][:900]
    assert 'data-help role="alert">' in shown


def test_the_safety_plan_stands_beside_988(screen, desk):
    own_plans.keep_safety(desk)
    assert "My sister Ana" in text_of(screen.get(reverse("measure_answer", args=[made.begun(desk).pk])))


def test_handing_over_closes_everything_but_the_form(screen, desk):
    answer = give(screen, desk, do="hand_over")
    row = MeasureResponse.objects.get()
    assert answer.headers["Location"] == reverse("measure_form", args=[row.pk])
    assert screen.get(answer.headers["Location"]).status_code == 200
    for url in (reverse("client", args=[desk.client.pk]), reverse("measure_answer", args=[row.pk]), "/"):
        assert screen.get(url).headers["Location"] == reverse("take_back")


def test_the_client_finishes_and_is_asked_for_the_device(screen, desk):
    give(screen, desk, do="hand_over")
    row = MeasureResponse.objects.get()
    answer = posted(screen, "measure_form", row, CALM)
    assert answer.headers["Location"] == reverse("measure_thanks", args=[row.pk])
    assert "Please give the device back." in text_of(screen.get(answer.headers["Location"]))
    row.refresh_from_db()
    assert (row.mode, row.status) == ("self", "complete")


def test_whoever_may_be_in_danger_reads_988_once_more_at_the_end(screen, desk):
    give(screen, desk, do="hand_over")
    row = MeasureResponse.objects.get()
    thanks = screen.get(posted(screen, "measure_form", row, WORRYING, do="accept").headers["Location"])
    assert 'href="tel:988"' in thanks.content.decode()


def test_the_form_in_their_hands_names_nobody(screen, desk):
    give(screen, desk, do="hand_over")
    shown = text_of(screen.get(reverse("measure_form", args=[MeasureResponse.objects.get().pk])))
    assert desk.client.legal_last_name not in shown


def test_the_form_speaks_the_clients_language(at, client):
    at(AT)
    desk = made.make_desk(language="es")
    sign_in(client, desk.counselor)
    give(client, desk, do="hand_over")
    row = MeasureResponse.objects.get()
    assert row.language == "es"
    assert 'lang="es"' in client.get(reverse("measure_form", args=[row.pk])).content.decode()


def test_a_questionnaire_not_in_their_language_is_given_in_english(at, client):
    at(AT)
    desk = made.make_desk(language="es")
    sign_in(client, desk.counselor)
    give(client, desk, "barc10")
    assert MeasureResponse.objects.get().language == "en"


@pytest.mark.parametrize("key", ["cows", "ciwa_ar"])
def test_staff_scales_are_not_handed_over(screen, desk, key):
    answer = give(screen, desk, key, do="hand_over")
    assert answer.status_code == 422
    assert "rated by staff" in text_of(answer)
    assert not MeasureResponse.objects.exists()


def test_staff_scales_are_answered_here(screen, desk):
    assert give(screen, desk, "cows").status_code == 302


def test_the_form_is_not_open_while_staff_hold_the_device(screen, desk):
    row = made.begun(desk)
    answer = screen.get(reverse("measure_form", args=[row.pk]))
    assert answer.headers["Location"] == reverse("measure_answer", args=[row.pk])


def test_a_due_one_is_begun_from_the_chart(screen, desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="gad7", at=AT)
    screen.post(reverse("measure_begin", args=[due.pk]))
    assert MeasureResponse.objects.get().assignment == due


def test_a_due_one_is_left_out_with_a_reason(screen, desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="gad7", at=AT)
    screen.post(reverse("measure_skip", args=[due.pk]), {"reason": "not_well", "words": ""})
    due.refresh_from_db()
    assert (due.status, due.reason) == ("skipped", "not_well")


def test_leaving_out_without_a_reason_says_so(screen, desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="gad7", at=AT)
    answer = screen.post(reverse("measure_skip", args=[due.pk]), {"reason": "", "words": ""}, follow=True)
    assert "This field is required." in text_of(answer)


def test_the_chart_shows_results_with_band_and_meaning(screen, desk):
    made.given(desk, [2, 2, 2, 2, 2, 2, 1, 1, 0])
    made.given(desk, CALM, at=AT + dt.timedelta(days=14))
    shown = text_of(chart(screen, desk, "phq9"))
    assert "−10, meaningfully better, half or less, in remission" in shown
    assert "None or minimal" in shown


def test_the_picture_and_the_table_hold_the_same(screen, desk):
    made.given(desk, [1, 1, 1, 1, 1, 1, 1, 0, 0])
    made.given(desk, CALM, at=AT + dt.timedelta(days=14))
    course = chart(screen, desk, "phq9").context["page"]["course"]
    assert json.loads(course["picture"])["lines"][0]["values"] == [7, 4]
    assert [row["result"] for row in course["rows"]] == ["4", "7"]


def test_answers_in_error_are_struck_out_and_not_drawn(screen, desk):
    row = made.given(desk)
    made.given(desk, CALM, at=AT + dt.timedelta(days=14))
    measures.mark_error(by=desk.by, response=row, reason="Wrong chart", at=AT)
    course = chart(screen, desk, "phq9").context["page"]["course"]
    assert (course["picture"], [each["is_error"] for each in course["rows"]]) == ("", [False, True])


def test_one_giving_shows_every_answer(screen, desk):
    row = made.given(desk, WORRYING)
    shown = text_of(screen.get(reverse("measure_response", args=[row.pk])))
    assert "Thoughts that you would be better off dead" in shown
    assert "Several days Safety" in shown


def test_an_error_is_marked_from_the_page(screen, desk):
    row = made.given(desk)
    screen.post(reverse("measure_error", args=[row.pk]), {"reason": "Wrong chart"})
    row.refresh_from_db()
    assert row.entered_in_error_reason == "Wrong chart"


def test_an_alert_is_answered_from_its_page(screen, desk):
    alert = made.alarmed(desk)
    url = reverse("measure_alert", args=[alert.pk])
    assert 'href="tel:988"' in screen.get(url).content.decode()
    screen.post(url, {"done": ["spoke"], "what_was_done": "Safe today."})
    alert.refresh_from_db()
    assert alert.acknowledged_by == desk.counselor


def test_an_alert_answered_meanwhile_says_so(screen, desk):
    alert = made.alarmed(desk)
    measures.acknowledge(by=desk.by_called, alert=alert, done=["spoke"], at=AT)
    answer = screen.post(reverse("measure_alert", args=[alert.pk]), {"done": ["spoke"]})
    assert answer.status_code == 422


def test_open_alerts_stand_in_their_list_and_on_the_chart(screen, desk):
    made.alarmed(desk)
    assert desk.client.name in text_of(screen.get(reverse("measure_alerts")))
    assert "Somebody must look at this" in text_of(chart(screen, desk))


def test_the_due_list_can_be_of_ones_own_clients(screen, desk):
    measures.ask_now(by=desk.by, episode=desk.episode, key="gad7", at=AT)
    assert desk.client.name in text_of(screen.get(reverse("measures_due"), {"whose": "mine"}))


def test_the_rhythm_is_changed_by_the_director(client, desk):
    sign_in(client, desk.director)
    client.post(reverse("measure_rhythm"), {
        "level": str(desk.level.pk), "key": "phq9", "valid_from": made.TODAY.isoformat(), "every_days": 14, "after_days": "30, 90",
    })  # fmt: skip
    rule = MeasureRule.objects.get()
    assert (rule.every_days, rule.after_days) == (14, [30, 90])


def test_a_clinic_without_a_rhythm_takes_the_suggested_one(client, desk):
    sign_in(client, desk.director)
    assert "Take the suggested rhythm" in text_of(client.get(reverse("measure_rhythm")))
    client.post(reverse("measure_rhythm"), {"do": "suggested"})
    assert MeasureRule.objects.filter(key="phq9", every_days=14).exists()


def test_another_sites_answers_look_like_none(client, desk):
    sign_in(client, made.make_desk().counselor)
    assert client.get(reverse("measure_response", args=[made.given(desk).pk])).status_code == 404


def statements(screen, url, **asked):
    screen.get("/clients/")
    with CaptureQueriesContext(connection) as found:
        assert screen.get(url, asked).status_code == 200
    return len([each for each in found.captured_queries if "SAVEPOINT" not in each["sql"]])


def test_the_chart_asks_as_often_for_many_results_as_for_few(screen, desk):
    for number in range(3):
        made.given(desk, CALM, at=AT + dt.timedelta(days=number))
    url = reverse("client_measures", args=[desk.client.pk])
    few = statements(screen, url, m="phq9")
    for number in range(3, 15):
        made.given(desk, WORRYING, at=AT + dt.timedelta(days=number))
        made.given(desk, [0] * 7, "gad7", at=AT + dt.timedelta(days=number))
    assert statements(screen, url, m="phq9") == few


@pytest.mark.parametrize("name", ["measures_due", "measure_alerts"])
def test_lists_ask_as_often_for_many_as_for_few(screen, desk, name):
    def one_more():
        other = made.clients.make_admitted(desk.site, by=desk.by_director)
        row = measures.begin(by=desk.by, episode=other, key="phq9", at=AT)
        measures.finish(by=desk.by, response=row, version=1, answers=made.answers(WORRYING), at=AT)
        measures.ask_now(by=desk.by, episode=other, key="gad7", at=AT)

    one_more()
    few = statements(screen, reverse(name))
    for _ in range(4):
        one_more()
    assert statements(screen, reverse(name)) == few


def test_asking_leaves_one_of_a_kind(screen, desk):
    measures.ask_now(by=desk.by, episode=desk.episode, key="gad7", at=AT)
    give(screen, desk, "gad7")
    assert MeasureAssignment.objects.get().status == "begun"
