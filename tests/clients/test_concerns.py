"""Raising and closing a concern."""

import datetime as dt
import uuid

import pytest

from clients import actions, choices
from clients.models import Concern
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.models import OnCallShift
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from tests.factories.clients import AT, make_actor, make_client, make_staff


@pytest.fixture
def client_row(clinic):
    return make_client(clinic.site)


def raise_one(clinic, client, by=None, **changes):
    given = {"site_id": clinic.site.pk, "client": client, "kind": "suicidal", "at": AT}
    return actions.raise_concern(by=by or clinic.as_counselor, **{**given, **changes})


def test_it_keeps_who_when_and_in_which_session(clinic, client_row):
    session_id = uuid.uuid4()
    row = raise_one(clinic, client_row, session_id=session_id, what_happened="Said so.\nTwice.")
    assert (row.raised_by_id, row.raised_at, row.session_id) == (clinic.counselor.pk, AT, session_id)
    assert row.what_happened == "Said so.\nTwice."


def test_the_colleague_on_call_is_asked_now(clinic, client_row):
    called = make_staff(clinic.site, "therapist")
    OnCallShift.objects.create(site=clinic.site, staff=called, starts_at=AT, ends_at=AT + dt.timedelta(hours=8))
    raise_one(clinic, client_row)
    item = WorkItem.objects.get()
    assert (item.assignee, item.due_at, item.kind, item.client_id) == (called, AT, "concern", client_row.pk)


def test_with_a_gap_in_the_rota_the_clinical_director_is_asked(clinic, client_row):
    raise_one(clinic, client_row)
    item = WorkItem.objects.get()
    assert (item.assignee, item.role_key) == (None, "clinical_director")


def test_the_work_names_nobody(clinic, client_row):
    raise_one(clinic, client_row)
    assert client_row.legal_last_name not in WorkItem.objects.get().summary


def test_two_concerns_ask_twice(clinic, client_row):
    raise_one(clinic, client_row)
    raise_one(clinic, client_row, kind="medical")
    assert WorkItem.objects.count() == 2


def test_it_is_recorded_without_words(clinic, client_row):
    raise_one(clinic, client_row, what_happened="Secret")
    assert "Secret" not in str(AuditEvent.objects.get(verb="clients.concern_raised").detail)


def test_an_unknown_kind_is_refused_and_nothing_is_left(clinic, client_row):
    with pytest.raises(Invalid):
        raise_one(clinic, client_row, kind="grumpy")
    assert not Concern.objects.exists()
    assert not WorkItem.objects.exists()


def test_a_biller_raises_none(clinic, client_row):
    with pytest.raises(NotAllowed, match="Tell the colleague on call"):
        raise_one(clinic, client_row, by=make_actor(clinic.site, "biller"))


def test_the_system_raises_none(clinic, client_row):
    with pytest.raises(NotAllowed):
        raise_one(clinic, client_row, by=SYSTEM)


def test_closing_says_what_came_of_it_and_closes_the_work(clinic, client_row):
    row = actions.resolve_concern(
        by=clinic.as_director, concern=raise_one(clinic, client_row), resolution="Safe with sister.", at=AT
    )
    assert (row.resolved_by_id, row.resolution) == (clinic.director.pk, "Safe with sister.")
    assert WorkItem.objects.get().status == "done"


def test_closing_without_words_is_refused(clinic, client_row):
    with pytest.raises(Invalid):
        actions.resolve_concern(by=clinic.as_director, concern=raise_one(clinic, client_row), resolution=" ", at=AT)


def test_closing_twice_is_told(clinic, client_row):
    concern = raise_one(clinic, client_row)
    actions.resolve_concern(by=clinic.as_director, concern=concern, resolution="Safe.", at=AT)
    with pytest.raises(Conflict, match="already closed"):
        actions.resolve_concern(by=clinic.as_director, concern=concern, resolution="Safe.", at=AT)


def test_every_kind_says_what_to_do_now_and_what_to_take_over():
    assert set(choices.CONCERN_STEPS) == set(choices.ConcernKind.values) == set(choices.CONCERN_WORK)


def test_the_crisis_line_is_among_the_steps_for_thoughts_of_suicide():
    assert any(choices.CRISIS_LINE in str(step) for step in choices.CONCERN_STEPS["suicidal"])
