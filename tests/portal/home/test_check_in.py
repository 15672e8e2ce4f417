"""The check-in before a group on one's own phone: open when, saved how, seen by whom, sent twice once."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from iop.core import clock
from sessions_app.choices import AttendanceStatus
from sessions_app.models import CheckIn, SelfReport
from tests.factories.days import NINE, lines_of, make_closed, make_day, make_running, minutes
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db
HALF_PAST_EIGHT = NINE - minutes(30)


@pytest.fixture
def morning():
    day = make_day(people=2)
    day.lines = lines_of(day.session)
    return day


def _enter(client, line):
    account = make_account(client=line.client)
    enter(client, account)
    return account


def _send(browser, line, **typed):
    said = {"version": 0, "sent_key": str(uuid.uuid4()), "mood": "7"} | typed
    return browser.post(reverse("my_check_in_words", args=[line.pk]), said, headers={"X-Autosave": "1"})


def test_it_is_open_before_the_group(client, morning):
    _enter(client, morning.lines[0])
    with clock.frozen(HALF_PAST_EIGHT):
        assert b"my-check-in" in client.get(reverse("my_check_in")).content


def test_it_says_when_it_opens(client, morning):
    _enter(client, morning.lines[0])
    with clock.frozen(NINE - dt.timedelta(hours=6)):
        answer = client.get(reverse("my_check_in"))
    assert "opens at 5 a.m." in answer.content.decode()


def test_what_is_sent_stands_as_the_clients_own_with_the_servers_time(client, morning):
    _enter(client, morning.lines[0])
    with clock.frozen(HALF_PAST_EIGHT):
        answer = _send(client, morning.lines[0], successes="Slept well")
    row = CheckIn.objects.get()
    assert (row.mood, row.successes, row.by_client, row.saved_at) == (7, "Slept well", True, HALF_PAST_EIGHT)
    assert answer.json() == {"saved_at": "8:30", "version": 1}


def test_the_same_words_sent_twice_are_saved_once(client, morning):
    _enter(client, morning.lines[0])
    key = str(uuid.uuid4())
    with clock.frozen(HALF_PAST_EIGHT):
        _send(client, morning.lines[0], sent_key=key)
    with clock.frozen(HALF_PAST_EIGHT + minutes(5)):
        again = _send(client, morning.lines[0], sent_key=key)
    assert again.json()["version"] == 1
    assert CheckIn.objects.get().saved_at == HALF_PAST_EIGHT


def test_whose_answer_was_lost_on_the_way_is_not_told_that_somebody_else_wrote(client, morning):
    _enter(client, morning.lines[0])
    key = str(uuid.uuid4())
    with clock.frozen(HALF_PAST_EIGHT):
        _send(client, morning.lines[0], sent_key=key)
        again = _send(client, morning.lines[0], sent_key=key, mood="4")
    assert (again.status_code, CheckIn.objects.get().mood) == (200, 4)


def test_another_open_page_overwrites_nothing(client, morning):
    _enter(client, morning.lines[0])
    with clock.frozen(HALF_PAST_EIGHT):
        _send(client, morning.lines[0])
        other = _send(client, morning.lines[0], mood="2")
    assert (other.status_code, other.json()["theirs"]["mood"], CheckIn.objects.get().mood) == (409, "7", 7)


def test_what_comes_after_the_group_is_refused_kindly_and_says_that_the_words_are_still_there(client, morning):
    _enter(client, morning.lines[0])
    with clock.frozen(morning.session.ends_at):
        late = _send(client, morning.lines[0])
    assert late.status_code == 409
    assert "still on this page" in late.json()["sentence"]
    assert not CheckIn.objects.exists()


def test_a_closed_group_takes_nothing_more(client):
    day = make_closed(at=NINE + minutes(60))
    _enter(client, day.lines[0])
    with clock.frozen(NINE + minutes(61)):
        assert _send(client, day.lines[0]).status_code == 409


def test_somebody_marked_absent_does_not_check_in(client):
    day = make_running(people=1)
    line = lines_of(day.session)[0]
    line.status = AttendanceStatus.ABSENT
    line.save()
    _enter(client, line)
    with clock.frozen(NINE + minutes(20)):
        assert _send(client, line).status_code == 403


def test_the_line_of_somebody_else_does_not_exist(client, morning):
    _enter(client, morning.lines[0])
    with clock.frozen(HALF_PAST_EIGHT):
        assert _send(client, morning.lines[1]).status_code == 404


def test_use_sleep_and_stress_are_saved_as_the_clients_own(client, morning):
    line = morning.lines[0]
    _enter(client, line)
    said = {"version": 0, "sent_key": str(uuid.uuid4()), "sleep_hours": "6.5", "stress": "3", "use": "none"}
    with clock.frozen(HALF_PAST_EIGHT):
        client.post(reverse("my_check_in_report", args=[line.pk]), said, headers={"X-Autosave": "1"})
    row = SelfReport.objects.get()
    assert (str(row.sleep_hours), row.stress, row.use, row.by_client) == ("6.5", 3, "none", True)


def test_without_scripts_a_saved_part_leads_back_to_the_page(client, morning):
    line = morning.lines[0]
    _enter(client, line)
    said = {"version": 0, "sent_key": str(uuid.uuid4()), "mood": "7"}
    with clock.frozen(HALF_PAST_EIGHT):
        answer = client.post(reverse("my_check_in_words", args=[line.pk]), said)
    assert answer.url == reverse("my_check_in")
