"""Where everything is: what waits, homework, topics, asking for more, and what a phone keeps without a connection."""

import pytest
from django.urls import reverse

from tests.factories import recovery as make
from tests.factories.measures import AT, TODAY
from tests.factories.portal import enter
from therapy.actions import measures
from therapy.actions.homework import drop_homework
from therapy.models import Homework, MoreSupportAsk

pytestmark = pytest.mark.django_db
PAGES = ["my_recovery", "my_plan", "my_homework", "my_journal", "my_topics", "my_progress", "my_more_support"]


@pytest.fixture
def desk(client, at):
    at(AT)
    found = make.make_desk()
    enter(client, found.account)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_somebody_who_just_began(client, desk, name):
    assert client.get(reverse(name)).status_code == 200


def test_what_waits_stands_first(client, desk):
    row = measures.ask_now(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    assert reverse("my_measure", args=[row.pk]) in client.get(reverse("my_recovery")).text


def test_homework_is_done_in_their_own_words(client, desk):
    row = make.give(desk, due_on=TODAY)
    assert row.words in client.get(reverse("my_homework")).text
    client.post(reverse("my_homework_done", args=[row.pk]), {"words": "It helped."})
    row.refresh_from_db()
    assert (row.status, row.client_words) == ("done", "It helped.")


def test_homework_may_be_taken_up_again(client, desk):
    row = make.give(desk)
    for do in ("done", "reopen"):
        client.post(reverse("my_homework_done", args=[row.pk]), {"do": do})
    assert Homework.objects.get().status == "open"


def test_what_is_no_longer_asked_is_gone_from_the_page(client, desk):
    row = make.give(desk)
    drop_homework(by=desk.by, homework=row, version=row.version, at=AT)
    assert row.words not in client.get(reverse("my_homework")).text


def test_somebody_elses_homework_does_not_exist(client, desk):
    row = make.give(make.make_desk())
    assert client.post(reverse("my_homework_done", args=[row.pk])).status_code == 404


def test_statements_do_not_grow_with_the_homework(client, desk, django_assert_max_num_queries):
    make.give(desk)
    client.get(reverse("my_homework"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("my_homework"))
    for number in range(6):
        make.give(desk, f"Task {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("my_homework"))


def test_asking_for_more_support_reaches_the_team(client, desk):
    sent = {"words": "The weekends are hard.", "urgency": "soon", "callback_phone": ""}
    assert client.post(reverse("my_more_support"), sent).url == reverse("my_recovery")
    row = MoreSupportAsk.objects.get()
    assert (row.episode, row.channel, row.taken_by) == (desk.episode, "portal", None)


def test_an_empty_wish_comes_back(client, desk):
    assert client.post(reverse("my_more_support"), {"words": "", "urgency": "soon"}).status_code == 422
    assert not MoreSupportAsk.objects.exists()


def test_the_page_without_a_connection_knows_nobody(client, desk):
    page = client.get(reverse("my_offline")).text
    assert "tel:988" in page
    assert desk.client.name not in page
    client.logout()
    assert client.get(reverse("my_offline")).text == page


def test_the_worker_keeps_that_page_and_its_looks_alone(client):
    answer = client.get(reverse("service_worker"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert reverse("my_offline") in answer.text
    assert reverse("my_recovery") not in answer.text


def test_the_installed_name_says_nothing(client):
    told = client.get(reverse("manifest")).json()
    assert told["name"] == "My pages"
    assert told["start_url"] == reverse("door")
