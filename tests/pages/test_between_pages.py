"""Between sessions, for colleagues: homework given from the chart and to a group, and what a client shares of their journal."""

import pytest
from django.urls import reverse

from tests.factories import days
from tests.factories import recovery as make
from tests.factories.ground import sign_in
from tests.factories.measures import AT
from tests.factories.recovery import WORDS
from therapy.models import Homework

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, at):
    at(AT)
    found = make.make_desk()
    sign_in(client, found.counselor)
    found.url = reverse("client_between", args=[found.client.pk])
    return found


def test_homework_is_given_from_the_chart(client, desk):
    client.post(desk.url, {"words": "Call one friend."})
    row = Homework.objects.get()
    assert (row.episode, row.given_by, row.words) == (desk.episode, desk.counselor, "Call one friend.")


def test_a_day_that_has_passed_is_said_beside_the_field(client, desk):
    answer = client.post(desk.url, {"words": "Rest", "due_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "Choose today or a later day." in answer.text


def test_shared_pages_alone_are_shown(client, desk):
    make.write(desk, "Mine alone")
    make.share(desk)
    page = client.get(desk.url).text
    assert WORDS in page
    assert "Mine alone" not in page


def test_private_pages_are_nowhere_in_the_chart(client, desk):
    make.write(desk, "Mine alone")
    for name in ("client", "client_timeline", "client_notes", "client_own_plans", "client_between"):
        assert "Mine alone" not in client.get(reverse(name, args=[desk.client.pk])).text


def test_a_task_is_no_longer_asked(client, desk):
    row = make.give(desk)
    client.post(reverse("homework_drop", args=[row.pk]), {"version": row.version})
    row.refresh_from_db()
    assert row.status == "dropped"


def test_somebody_of_another_site_does_not_reach_it(client, desk):
    row = make.give(make.make_desk())
    assert client.post(reverse("homework_drop", args=[row.pk]), {"version": 1}).status_code == 404


def test_statements_do_not_grow_with_the_rows(client, desk, django_assert_max_num_queries):
    make.give(desk), make.share(desk)
    client.get(desk.url)
    with django_assert_max_num_queries(90) as few:
        client.get(desk.url)
    for number in range(5):
        make.give(desk, f"Task {number}"), make.share(desk, words=f"Page {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(desk.url)


def test_a_group_gets_the_same_task_and_only_who_came(client, at):
    day = days.make_closed(people=3)
    at(day.closed_at)
    sign_in(client, day.counselor)
    url = reverse("session_homework", args=[day.session.pk])
    ticked = [str(line.pk) for line in day.lines[:2]]
    client.post(url, {"words": "Walk once a day.", "people": ticked})
    assert {row.episode_id for row in Homework.objects.all()} == {line.episode_id for line in day.lines[:2]}


def test_nobody_ticked_is_said(client, at):
    day = days.make_closed(people=1)
    at(day.closed_at)
    sign_in(client, day.counselor)
    url = reverse("session_homework", args=[day.session.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"words": "Walk."}).status_code == 422
    assert not Homework.objects.exists()
