"""A POST with an Idempotency-Key happens once, whatever the network does."""

import threading

import pytest
from django.db import connection
from rest_framework.test import APIClient

from clients.models import Client
from iop.api.models import IdempotentCall
from tests.factories.api import calling_with, make_key
from tests.factories.clients import AT, make_site

CLIENTS = "/api/v1/clients/"
WRITE = ("clients:read", "clients:write")


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def body(**fields):
    return {
        "site": str(make_site().pk),
        "legal_first_name": "Ana",
        "legal_last_name": "Ruiz",
        "date_of_birth": "1990-01-01",
        **fields,
    }


def send(caller, data, key):
    return caller.post(CLIENTS, data, format="json", headers={"Idempotency-Key": key})


@pytest.mark.django_db
def test_sent_again_it_is_answered_alike_and_happens_once():
    caller, data = calling_with(*WRITE), body()
    first, second = send(caller, data, "k1"), send(caller, data, "k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert first["ETag"] == second["ETag"]
    assert Client.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_for_another_call_is_refused():
    caller, data = calling_with(*WRITE), body()
    send(caller, data, "k1")
    answer = send(caller, {**data, "legal_first_name": "Eva"}, "k1")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Client.objects.count() == 1


@pytest.mark.django_db
def test_after_a_refusal_the_key_is_free():
    caller, data = calling_with(*WRITE), body()
    assert send(caller, {**data, "date_of_birth": "never"}, "k1").status_code == 400
    assert send(caller, data, "k1").status_code == 201
    assert IdempotentCall.objects.count() == 1


@pytest.mark.django_db
def test_another_callers_key_is_another():
    data = body()
    send(calling_with(*WRITE), data, "k1")
    assert "Idempotency-Replayed" not in send(calling_with(*WRITE), data, "k1")
    assert Client.objects.count() == 2


@pytest.mark.django_db
def test_what_was_answered_lies_closed():
    data = body()
    send(calling_with(*WRITE), data, "k1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM api_idempotentcall")
        assert "Ruiz" not in cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one():
    _, text = make_key(*WRITE)
    data, answers, gate = body(), [], threading.Barrier(2)

    def go():
        caller = APIClient(headers={"Authorization": f"Api-Key {text}"})
        gate.wait()
        answers.append(send(caller, data, "k1"))
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Client.objects.count() == 1


@pytest.mark.django_db
def test_a_paper_is_sent_again_as_it_was():
    from clients.models import Disclosure
    from tests.api.signed_in import calling_as
    from tests.factories import reviews as made

    desk = made.make_desk()
    row, body = made.signed(desk), {"purpose": "request", "information": ["assessment"]}
    caller, address = calling_as(desk.director), "/api/v1/level-reviews/{}/packet/"
    first, second = (
        caller.post(address.format(row.pk), body, format="json", headers={"Idempotency-Key": "k1"})
        for _time in range(2)
    )
    assert (first.status_code, first.content[:4]) == (200, b"%PDF")
    assert (second.content, second["Content-Type"]) == (first.content, "application/pdf")
    assert second["Content-Disposition"] == first["Content-Disposition"]
    assert second["Idempotency-Replayed"] == "true"
    assert Disclosure.objects.count() == 1


@pytest.mark.django_db
def test_when_keeping_the_answer_fails_nothing_has_happened(monkeypatch):
    from iop.api import idempotency

    caller, data = calling_with(*WRITE), body()
    caller.raise_request_exception = False
    monkeypatch.setattr(idempotency, "keep", lambda *_: 1 / 0)
    assert send(caller, data, "k1").status_code == 500
    assert not Client.objects.exists()
    monkeypatch.undo()
    assert send(caller, data, "k1").status_code == 201
    assert Client.objects.count() == 1
