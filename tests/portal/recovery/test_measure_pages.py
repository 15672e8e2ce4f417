"""Answering a due questionnaire on the phone: saved as it goes, scored as ever, and danger is heard at once."""

import pytest
from django.urls import reverse

from tests.factories import measures as given
from tests.factories import recovery as make
from tests.factories.measures import AT, CALM, WORRYING
from tests.factories.portal import enter
from therapy.actions import measures
from therapy.models import MeasureAlert, MeasureResponse

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, at):
    at(AT)
    found = make.make_desk()
    found.asked = measures.ask_now(by=found.by, episode=found.episode, key="phq9", at=AT)
    enter(client, found.account)
    return found


def begin(client, desk):
    client.post(reverse("my_measure", args=[desk.asked.pk]))
    return MeasureResponse.objects.get(assignment=desk.asked)


def answers(row, values):
    found = {f"q-{key}": str(value) for key, value in given.answers(values).items()}
    return {**found, "version": row.version}


def test_looking_begins_nothing(client, desk):
    assert "10 questions" in client.get(reverse("my_measure", args=[desk.asked.pk])).text
    assert not MeasureResponse.objects.exists()


def test_the_answers_are_the_clients_own(client, desk):
    row = begin(client, desk)
    assert (row.mode, row.entered_by) == ("self", None)


def test_what_a_colleague_began_is_gone_on_with(client, desk):
    theirs = given.begun(desk)
    row = begin(client, desk)
    assert (row.pk, row.mode) == (theirs.pk, "self")


def test_it_saves_itself(client, desk):
    row = begin(client, desk)
    url = reverse("my_measure_answer", args=[row.pk])
    answer = client.post(url, {"q-1": "2", "version": row.version}, headers={"X-Autosave": "1"})
    row.refresh_from_db()
    assert (answer.json()["version"], list(row.answers)) == (row.version, ["1"])


def test_finished_answers_are_scored_and_nothing_waits(client, desk):
    row = begin(client, desk)
    answer = client.post(reverse("my_measure_answer", args=[row.pk]), answers(row, CALM))
    row.refresh_from_db()
    assert answer.url == reverse("my_measure_done", args=[row.pk])
    assert (row.status, row.total) == ("complete", 4)
    assert client.get(reverse("my_measure", args=[desk.asked.pk])).url == reverse("my_recovery")


def test_danger_is_told_to_the_team_and_help_is_shown(client, desk):
    row = begin(client, desk)
    answer = client.post(reverse("my_measure_answer", args=[row.pk]), answers(row, WORRYING), follow=True)
    assert "tel:988" in answer.text.split("portal-main")[1].split('class="foot"')[0]
    assert MeasureAlert.objects.filter(response=row, is_safety=True).exists()


def test_danger_is_heard_before_it_is_finished(client, desk):
    row = begin(client, desk)
    url = reverse("my_measure_answer", args=[row.pk])
    client.post(url, {"q-9": "3", "version": row.version}, headers={"X-Autosave": "1"})
    assert MeasureAlert.objects.filter(response=row, is_safety=True).exists()


def test_it_may_be_gone_on_with_later(client, desk):
    row = begin(client, desk)
    sent = {"q-1": "1", "version": row.version, "do": "later"}
    assert client.post(reverse("my_measure_answer", args=[row.pk]), sent).url == reverse("my_recovery")


def test_a_scale_that_staff_rate_does_not_exist_here(client, desk):
    row = measures.ask_now(by=desk.by, episode=desk.episode, key="ciwa_ar", at=AT)
    assert client.post(reverse("my_measure", args=[row.pk])).status_code == 404
    theirs = given.begun(desk, "ciwa_ar")
    assert client.get(reverse("my_measure_answer", args=[theirs.pk])).status_code == 404


def test_somebody_elses_do_not_exist(client, desk):
    other = make.make_desk()
    asked = measures.ask_now(by=other.by, episode=other.episode, key="phq9", at=AT)
    row = given.begun(other)
    for url in (reverse("my_measure", args=[asked.pk]), reverse("my_measure_answer", args=[row.pk])):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_progress_tells_the_course_kindly(client, desk):
    given.given(desk, [3] * 9, at=AT)
    given.given(desk, CALM, at=AT)
    page = client.get(reverse("my_progress")).text
    assert "Clearly better than when you began" in page
    assert "Severe" not in page
