"""What the clinic asks of a client now: what waits, and only theirs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories import clients
from tests.factories import measures as made
from tests.factories import plans as written
from tests.factories.measures import AT, TODAY
from therapy.actions import measures, plans
from therapy.asked_of import open_forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return made.make_desk()


def asked(desk, key="phq9", **fields):
    return measures.ask_now(by=desk.by, episode=desk.episode, key=key, at=AT, **fields)


def test_nothing_waits_at_first(desk):
    assert open_forms(desk.client.pk, AT) == []


def test_a_due_questionnaire_waits(desk):
    row = asked(desk)
    (found,) = open_forms(desk.client.pk, AT)
    assert (found.kind, found.url_name, found.id, found.due_on) == ("measure", "my_measure", row.pk, TODAY)


def test_its_title_is_in_the_readers_language(desk):
    asked(desk)
    english = str(open_forms(desk.client.pk, AT)[0].title)
    with translation.override("es"):
        assert str(open_forms(desk.client.pk, AT)[0].title) != english


def test_one_due_later_does_not_wait_yet(desk):
    asked(desk, due_on=TODAY + dt.timedelta(days=1))
    assert open_forms(desk.client.pk, AT) == []


def test_an_answered_one_waits_no_more(desk):
    asked(desk)
    made.given(desk)
    assert open_forms(desk.client.pk, AT) == []


def test_a_scale_that_staff_rate_is_not_asked_of_the_client(desk):
    asked(desk, key="ciwa_ar")
    assert open_forms(desk.client.pk, AT) == []


def test_somebody_elses_is_not_shown(desk):
    asked(desk)
    assert open_forms(made.make_desk().client.pk, AT) == []


def test_statements_do_not_grow_with_what_waits(desk):
    asked(desk)
    with CaptureQueriesContext(connection) as one:
        open_forms(desk.client.pk, AT)
    for key in ("gad7", "bam", "barc10"):
        asked(desk, key=key)
    with CaptureQueriesContext(connection) as four:
        assert len(open_forms(desk.client.pk, AT)) == 4
    assert len(one) == len(four)


def signed_plan():
    desk = written.make_desk()
    desk.episode = clients.make_admitted(desk.site, by=desk.by_director)
    desk.client = desk.episode.client
    return desk, written.signed_plan(desk)


def test_a_plan_in_force_waits_for_the_clients_name():
    desk, plan = signed_plan()
    (found,) = open_forms(desk.client.pk, AT)
    assert (found.kind, found.url_name, found.id) == ("plan", "my_plan_sign", plan.pk)


@pytest.mark.parametrize("answer", [{"method": "refused", "refused_because": "Not now"}, {"method": "typed"}])
def test_an_answered_plan_waits_no_more(answer):
    desk, plan = signed_plan()
    name = f"{desk.client.legal_first_name} {desk.client.legal_last_name}"
    plans.record_client_answer(by=desk.by, plan=plan, at=AT, name=name, **answer)
    assert open_forms(desk.client.pk, AT) == []
