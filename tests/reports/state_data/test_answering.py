"""Keeping what was answered for the state."""

import datetime as dt

import pytest

from clients.models import Client
from iop.audit.models import AuditEvent
from iop.core.errors import Invalid, NotAllowed, Stale
from iop.reports.state_data.models import StateRecord
from iop.reports.state_data.reading import whole
from tests.factories import clients
from tests.factories.state_data import admit, answer, discharge, event, make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def test_whole_answers_make_a_record_complete(house):
    row = answer(house, admit(house))
    assert (row.status, row.version, row.answered_by_id) == ("complete", 1, house.by.staff_id)


def test_what_is_missing_leaves_a_draft_and_keeps_the_rest(house):
    row = answer(house, admit(house), race="")
    assert (row.status, "race" in row.values, row.values["education"]) == ("draft", False, "12")


def test_answers_are_kept_in_our_own_words(house):
    row = answer(house, admit(house), education="012")
    assert (row.values["substance_1"], row.values["education"]) == ("alcohol", "12")


def test_an_event_says_that_it_was_kept_and_no_answer(house):
    row = answer(house, admit(house))
    found = AuditEvent.objects.get(verb="reports.state_record_kept", subject_id=row.pk)
    assert found.detail == {"kind": "admission", "status": "complete", "fields": 13}


@pytest.mark.parametrize(
    ("field", "value"),
    [("race", "martian"), ("education", "26"), ("education", "x"), ("first_use_1", "-1"), ("diagnosis", "F" * 21)],
)
def test_what_a_field_cannot_hold_is_refused_beside_it(house, field, value):
    with pytest.raises(Invalid) as caught:
        answer(house, admit(house), **{field: value})
    assert caught.value.field == field


def test_a_stale_version_overwrites_nothing(house):
    episode = admit(house)
    answer(house, episode)
    with pytest.raises(Stale):
        answer(house, episode, race="black")
    assert StateRecord.objects.get().values["race"] == "white"


def test_who_keeps_it_elsewhere_may_not(house):
    with pytest.raises(NotAllowed):
        answer(house, admit(house), by=clients.make_actor(clients.make_site(), "case_manager"))


def test_a_counselor_may_not(house):
    with pytest.raises(NotAllowed):
        answer(house, admit(house), by=clients.make_actor(house.site, "counselor"))


def test_a_restricted_chart_is_answered_by_its_care_team_alone(house):
    episode = admit(house)
    Client.objects.filter(pk=episode.client_id).update(is_restricted=True, restricted_reason="Colleague")
    with pytest.raises(NotAllowed):
        answer(house, episode)


def test_what_the_record_knows_goes_before_an_answer(house):
    episode = admit(house)
    answer(house, episode, referral="court", criminal="dui")
    item = whole([event(episode)])[0]
    assert (item.values["prior"], item.values["sex"]) == ("1", "female")


def test_at_discharge_the_answers_of_the_beginning_are_proposed(house):
    episode = admit(house)
    answer(house, episode, living="homeless")
    discharge(house, episode, dt.date(2026, 3, 20))
    proposed = whole([event(episode, "discharge")])[0].proposals(clinical=False)
    assert (proposed["living"].value, proposed["substance_1"].value) == ("homeless", "alcohol")
    assert "race" not in proposed
