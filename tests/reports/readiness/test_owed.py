"""What a surveyor would ask for and what of it is owed: each kind, when it begins and when it stops."""

import datetime as dt

import pytest

from clients.actions import assign_care_team, close_episode
from clients.models import Breach, EmergencyAccess, Grievance, Incident, RestrictionRequest
from iop.clinic.actions import change_setting
from iop.clinic.models import CredentialKind, StaffCredential
from iop.reports.readiness.asking import QUESTIONS, owed
from iop.reports.readiness.shapes import KINDS
from tests.factories import clients, days, privacy, progress_notes
from tests.factories.clients import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = AT + 45 * DAY


@pytest.fixture
def clinic():
    return clients.make_clinic()


def admit(clinic, **fields):
    return clients.make_admitted(clinic.site, by=clinic.as_director, **fields)


def found(clinic, kind, at=LATER):
    return [(each.due_on, each.client_id, each.staff_id) for each in owed([clinic.site], at, [kind])]


def test_every_kind_has_a_question():
    assert set(QUESTIONS) == set(KINDS)


def test_nothing_is_owed_in_an_empty_house(clinic):
    assert owed([clinic.site], AT) == []
    assert owed([], AT) == []


@pytest.mark.parametrize(("kind", "days"), [("assessments", 2), ("plans", 7)])
def test_what_comes_with_admission_is_owed_once_its_days_are_over(clinic, kind, days):
    episode = admit(clinic)
    due = TODAY + days * DAY
    assert found(clinic, kind, AT + days * DAY) == []
    assert found(clinic, kind, AT + (days + 1) * DAY) == [(due, episode.client_id, None)]


def test_it_is_the_work_of_the_primary_counselor(clinic):
    episode = admit(clinic)
    assign_care_team(
        by=clinic.as_director, episode=episode, staff=clinic.counselor, role="primary_counselor", starts_on=TODAY, at=AT
    )
    assert found(clinic, "plans")[0][2] == clinic.counselor.pk


def test_consents_that_everybody_needs_are_owed_by_kind(clinic):
    episode = admit(clinic)
    assert len(found(clinic, "consents")) == 3
    privacy.make_consent(
        episode.client, kind="tpo", purposes=["treatment", "payment", "operations"], never_expires=True
    )
    assert len(found(clinic, "consents")) == 2


def test_a_consent_that_ends_soon_is_told_before(clinic):
    episode = admit(clinic)
    ends = LATER.date() + 10 * DAY
    privacy.make_consent(episode.client, expires_on=ends)
    assert found(clinic, "consents_ending") == [(ends, episode.client_id, None)]
    assert found(clinic, "consents_ending", AT) == []


def test_a_stay_that_ended_without_a_summary_is_owed_after_the_clinics_days(clinic):
    episode = admit(clinic)
    close_episode(by=clinic.as_director, episode=episode, on=TODAY + DAY, kind="completed", reason="Done.", at=AT + DAY)
    assert found(clinic, "summaries", AT + 16 * DAY) == []
    assert found(clinic, "summaries", AT + 17 * DAY) == [(TODAY + 16 * DAY, episode.client_id, None)]


@pytest.mark.parametrize(("ends", "count"), [(-5, 1), (59, 1), (61, 0)])
def test_licences_are_told_before_they_end(clinic, ends, count):
    kind = CredentialKind.objects.create(code="LADC", name="Counselor")
    on = LATER.date()
    StaffCredential.objects.create(
        staff=clinic.counselor, kind=kind, issued_on=on - 900 * DAY, expires_on=on + ends * DAY
    )
    assert len(found(clinic, "licences")) == count


def test_a_renewed_licence_is_not_owed(clinic):
    kind = CredentialKind.objects.create(code="LADC", name="Counselor")
    on = LATER.date()
    for ends in (-5, 400):
        StaffCredential.objects.create(
            staff=clinic.counselor, kind=kind, issued_on=on - 900 * DAY, expires_on=on + ends * DAY
        )
    assert found(clinic, "licences") == []


@pytest.mark.parametrize(
    ("kind", "model", "fields"),
    [
        ("incidents", Incident, {"kind": "injury", "happened_on": TODAY}),
        ("breaches", Breach, {}),
        ("grievances", Grievance, {}),
    ],
)
def test_registers_are_owed_beyond_their_clock(clinic, kind, model, fields):
    row = model.objects.create(
        site=clinic.site,
        received_on=TODAY,
        reported_by=clinic.counselor,
        text="Something.",
        due_on=TODAY + 5 * DAY,
        **fields,
    )
    assert found(clinic, kind, AT + 5 * DAY) == []
    assert [each.place[1] for each in owed([clinic.site], AT + 6 * DAY, [kind])] == [row.pk]


def test_a_request_for_a_restriction_is_owed_beyond_its_clock(clinic):
    episode = admit(clinic)
    RestrictionRequest.objects.create(
        site=clinic.site, client=episode.client, received_on=TODAY, text="Not to my employer.", due_on=TODAY + 5 * DAY,
        purposes=["payment"],
    )  # fmt: skip
    assert found(clinic, "requests", AT + 5 * DAY) == []
    assert found(clinic, "requests", AT + 6 * DAY) == [(TODAY + 5 * DAY, episode.client_id, None)]


def test_an_appointment_without_a_note_is_owed_past_the_hours_for_signing():
    room = progress_notes.make_room()
    meeting = progress_notes.make_appointment(room, status="completed")
    (late,) = owed([room.site], AT + 4 * DAY, ["unwritten"])
    assert (late.place, late.staff_id, late.client_id) == (
        ("scheduling.appointment", meeting.pk),
        room.staff.pk,
        room.client.pk,
    )
    assert owed([room.site], meeting.ends_at, ["unwritten"]) == []


def test_a_day_that_people_attended_without_a_group_note_is_owed():
    day = days.make_closed(people=1)
    at = day.session.ends_at + 4 * DAY
    (late,) = owed([day.site], at, ["unwritten"])
    assert late.place == ("sessions_app.programsession", day.session.pk)
    assert owed([day.site], day.session.ends_at, ["unwritten"]) == []
    assert owed([day.site], at + 40 * DAY, ["unwritten"]) == []


def test_an_emergency_access_waits_for_its_review(clinic):
    episode = admit(clinic)
    EmergencyAccess.objects.create(
        client=episode.client, site=clinic.site, staff=clinic.counselor, reason="Crisis call", starts_at=AT,
        ends_at=AT + dt.timedelta(hours=1),
    )  # fmt: skip
    assert [client for _, client, _ in found(clinic, "emergencies")] == [episode.client_id]


def test_the_states_data_are_owed_where_the_state_wants_them(clinic):
    episode = admit(clinic)
    assert found(clinic, "state_data") == []
    admin = clients.make_actor(clinic.site, "site_admin")
    change_setting(by=admin, key="state_data.wanted", value=True, valid_from=TODAY, on=TODAY, site_id=clinic.site.pk)
    assert found(clinic, "state_data", AT + 30 * DAY) == []
    assert [client for _, client, _ in found(clinic, "state_data")] == [episode.client_id]


def test_the_longest_owed_comes_first(clinic):
    admit(clinic)
    due = [each.due_on for each in owed([clinic.site], LATER)]
    assert due == sorted(due)


def test_statements_do_not_grow_with_people(clinic, django_assert_max_num_queries):
    admit(clinic)
    with django_assert_max_num_queries(60) as one:
        few = len(owed([clinic.site], LATER))
    for _ in range(3):
        admit(clinic)
    with django_assert_max_num_queries(len(one)):
        assert len(owed([clinic.site], LATER)) == 4 * few
