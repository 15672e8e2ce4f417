"""What a client asks about their record reaches the register with its clock and the privacy desk, and its answer reaches them."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import actions
from clients.actions import own_wishes
from clients.models import AccessRequest, AmendmentRequest, RestrictionRequest
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from tests.factories.clients import AT, TODAY
from tests.factories.ground import sign_in
from tests.factories.own_papers import make_own
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(at):
    at(AT)
    return make_own()


def ask(own, register="amendment", text="I never said that.", **fields):
    return own_wishes.ask(
        **{"by": own.by, "client": own.client, "register": register, "text": text, "at": AT, **fields}
    )


def refuse(own, entry):
    return actions.registers.move(
        by=own.clinic.as_director, entry=entry, version=entry.version, to="refused", reason="It is what was said.",
        refused_because="accurate", at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(("register", "days", "fields"), [("amendment", 60, {}), ("access", 30, {"form": "paper"})])
def test_the_clock_of_the_law_runs_from_today(own, register, days, fields):
    entry = ask(own, register, **fields)
    assert (entry.received_on, entry.due_on, entry.reported_by) == (TODAY, TODAY + dt.timedelta(days=days), None)
    assert entry.changes.get().status == "received"


def test_the_privacy_desk_has_it_at_once_and_only_once(own):
    entry = ask(own)
    actions.registers.warn_of_deadlines(at=AT + dt.timedelta(days=59))
    assert WorkItem.objects.get(kind="register_deadline").subject_id == entry.pk


def test_a_wish_to_restrict_says_for_what(own):
    assert ask(own, "restriction", purposes=["payment"], paid_in_full=True).paid_in_full
    with pytest.raises(Invalid):
        ask(own, "restriction", text="Another", purposes=[])


@pytest.mark.parametrize("register", ["incident", "breach", "grievance"])
def test_other_registers_are_not_theirs_to_write(own, register):
    with pytest.raises(NotAllowed):
        ask(own, register)


def test_nobody_else_asks_for_them(own):
    for by in (own.by_other, own.clinic.as_director):
        with pytest.raises(NotAllowed):
            ask(own, by=by)


def test_the_same_twice_is_said_kindly(own):
    ask(own)
    with pytest.raises(Conflict):
        ask(own)
    assert AmendmentRequest.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_empty_or_endless_words_are_refused(own, text):
    with pytest.raises(Invalid):
        ask(own, text=text)


def test_a_statement_follows_a_refusal_and_only_once(own):
    entry = ask(own)
    with pytest.raises(Conflict):
        own_wishes.disagree(by=own.by, entry=entry, version=entry.version, text="I see it so.", at=AT)
    entry = refuse(own, entry)
    with pytest.raises(Stale):
        own_wishes.disagree(by=own.by, entry=entry, version=entry.version - 1, text="I see it so.", at=AT)
    entry = own_wishes.disagree(by=own.by, entry=entry, version=entry.version, text="I see it so.", at=AT)
    assert entry.disagreement == "I see it so."
    with pytest.raises(Conflict):
        own_wishes.disagree(by=own.by, entry=entry, version=entry.version, text="Again.", at=AT)


@pytest.mark.parametrize(
    ("kind", "typed", "model"),
    [
        ("correction", {}, AmendmentRequest),
        ("copy", {"form": "paper"}, AccessRequest),
        ("restriction", {"purposes": ["payment"]}, RestrictionRequest),
    ],
)
def test_the_page_sends_each_kind(own, client, kind, typed, model):
    enter(client, own.account)
    answer = client.post(reverse("my_record_ask", args=[kind]), {"text": "Please look.", **typed})
    assert answer.url == reverse("my_record_wishes")
    assert model.objects.get().text == "Please look."


def test_a_kind_that_is_none_does_not_exist(own, client):
    enter(client, own.account)
    assert client.get(reverse("my_record_ask", args=["everything"])).status_code == 404


def test_they_see_the_answer_and_may_disagree(own, client):
    entry = refuse(own, ask(own))
    enter(client, own.account)
    said = client.get(reverse("my_record_wishes")).content.decode()
    assert "It is what was said." in said
    assert "We believe the record is right and complete." in said
    client.post(reverse("my_record_disagree", args=[entry.pk]), {"version": entry.version, "text": "I see it so."})
    assert "I see it so." in client.get(reverse("my_record_wishes")).content.decode()


def test_somebody_elses_request_does_not_exist(own, client):
    entry = refuse(own, ask(own))
    enter(client, own.other)
    assert client.get(reverse("my_record_disagree", args=[entry.pk])).status_code == 404


def test_staff_read_who_asked(own, client):
    entry = ask(own)
    sign_in(client, own.clinic.director)
    said = client.get(reverse("register_entry", args=["amendment", entry.pk])).content.decode()
    assert "The client, signed in" in said
