"""Inquiry, admission, discharge."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from clients import actions
from clients.models import CareTeamMembership, EpisodeStatusChange, Placement
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_inquiry, make_placed

LATER = AT + dt.timedelta(days=30)
LAST = TODAY + dt.timedelta(days=30)


def close(clinic, episode, **changes):
    given = {"on": LAST, "kind": "completed", "reason": "Goals met.", "at": LATER}
    return actions.close_episode(by=clinic.as_director, episode=episode, **{**given, **changes})


def test_admission_sets_the_date_and_the_history(clinic):
    episode = make_admitted(clinic.site)
    history = list(EpisodeStatusChange.objects.filter(episode=episode).values_list("status", flat=True))
    assert (episode.status, episode.admitted_on, history) == ("admitted", TODAY, ["inquiry", "admitted"])


def test_admission_needs_a_level_of_care(clinic):
    with pytest.raises(Invalid, match="level of care first"):
        actions.admit(by=clinic.as_director, episode=make_inquiry(clinic.site), on=TODAY, at=AT)


def test_nobody_is_admitted_twice(clinic):
    episode = make_admitted(clinic.site)
    with pytest.raises(Conflict, match="cannot become"):
        actions.admit(by=clinic.as_director, episode=episode, on=TODAY, at=AT)


def test_a_counselor_admits_nobody(clinic):
    with pytest.raises(NotAllowed):
        actions.admit(by=clinic.as_counselor, episode=make_placed(clinic.site), on=TODAY, at=AT)


def test_a_returning_client_keeps_the_chart(clinic):
    closed = close(clinic, make_admitted(clinic.site))
    again = actions.open_episode(by=clinic.as_director, client=closed.client, site_id=clinic.site.pk, at=LATER)
    assert (again.client, again.status) == (closed.client, "inquiry")


def test_a_second_episode_beside_one_under_way_is_refused(clinic):
    episode = make_inquiry(clinic.site)
    with pytest.raises(Conflict, match="under way"):
        actions.open_episode(by=clinic.as_director, client=episode.client, site_id=clinic.site.pk, at=AT)


def test_discharge_ends_level_and_care_team(clinic):
    episode = make_admitted(clinic.site)
    actions.assign_care_team(
        by=clinic.as_director, episode=episode, staff=clinic.counselor, role="primary_counselor", starts_on=TODAY, at=AT
    )
    closed = close(clinic, episode)
    assert (closed.status, closed.discharged_on, closed.discharge_kind) == ("discharged", LAST, "completed")
    assert Placement.objects.get(episode=episode).ends_on == LAST
    assert CareTeamMembership.objects.get(episode=episode).ends_on == LAST


def test_a_placement_that_would_begin_later_never_does(clinic):
    episode = make_admitted(clinic.site)
    later = actions.place(
        by=clinic.as_director,
        episode=episode,
        level=clinic.level,
        starts_on=LAST + dt.timedelta(days=7),
        reason="Taper.",
        at=AT,
    )
    close(clinic, episode)
    later.refresh_from_db()
    assert later.withdrawn_at == LATER


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "Say why"),
        ({"kind": "vanished"}, "Choose how"),
        ({"on": LAST + dt.timedelta(days=1)}, "future"),
        ({"on": TODAY - dt.timedelta(days=1)}, "cannot be earlier"),
    ],
)
def test_a_discharge_that_makes_no_sense_is_refused(clinic, changes, words):
    episode = make_admitted(clinic.site)
    with pytest.raises(Invalid, match=words):
        close(clinic, episode, **changes)
    episode.refresh_from_db()
    assert episode.status == "admitted"


def test_an_inquiry_closes_as_not_admitted(clinic):
    assert close(clinic, make_inquiry(clinic.site), reason="Went elsewhere.").status == "not_admitted"


def test_discharge_is_recorded_with_codes_only(clinic):
    close(clinic, make_admitted(clinic.site))
    detail = AuditEvent.objects.get(verb="clients.episode_closed").detail
    assert detail == {"on": LAST.isoformat(), "status": "discharged", "kind": "completed"}


def test_intake_discharges_nobody(clinic):
    with pytest.raises(NotAllowed, match="decided by a therapist"):
        actions.close_episode(
            by=make_actor(clinic.site, "intake"),
            episode=make_admitted(clinic.site),
            on=TODAY,
            kind="left",
            reason="-",
            at=AT,
        )


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_status_without_its_history(clinic):
    episode = make_placed(clinic.site)
    with pytest.raises(DatabaseError, match="newest of its history"), transaction.atomic():
        type(episode).objects.filter(pk=episode.pk).update(status="admitted", admitted_on=TODAY)
