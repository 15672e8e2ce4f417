"""Who looks after a client."""

import datetime as dt

import pytest

from clients import actions
from clients.models import CareTeamMembership
from iop.core.errors import Invalid, NotAllowed
from tests.factories.clients import AT, TODAY, make_admitted, make_site, make_staff

NEXT = TODAY + dt.timedelta(days=7)


@pytest.fixture
def episode(clinic):
    return make_admitted(clinic.site)


def assign(clinic, episode, staff, starts_on=TODAY, role="primary_counselor"):
    return actions.assign_care_team(
        by=clinic.as_director, episode=episode, staff=staff, role=role, starts_on=starts_on, at=AT
    )


def test_whoever_had_the_role_ends_the_day_before(clinic, episode):
    first = assign(clinic, episode, clinic.counselor)
    assign(clinic, episode, make_staff(clinic.site, "therapist"), NEXT)
    first.refresh_from_db()
    assert first.ends_on == NEXT - dt.timedelta(days=1)


def test_another_role_is_left_alone(clinic, episode):
    first = assign(clinic, episode, clinic.counselor)
    assign(clinic, episode, make_staff(clinic.site, "case_manager"), NEXT, "case_manager")
    first.refresh_from_db()
    assert first.ends_on is None


def test_a_choice_of_the_same_day_is_replaced(clinic, episode):
    assign(clinic, episode, clinic.counselor)
    other = make_staff(clinic.site, "therapist")
    assign(clinic, episode, other)
    assert CareTeamMembership.objects.get(episode=episode).staff == other


@pytest.mark.parametrize("role", ["intake", "biller", "site_admin"])
def test_a_colleague_who_treats_nobody_is_refused(clinic, episode, role):
    with pytest.raises(Invalid, match="no clinical role"):
        assign(clinic, episode, make_staff(clinic.site, role))


def test_a_colleague_of_another_site_is_refused(clinic, episode):
    with pytest.raises(Invalid, match="at this site"):
        assign(clinic, episode, make_staff(make_site(), "counselor"))


def test_an_unknown_role_is_refused(clinic, episode):
    with pytest.raises(Invalid):
        assign(clinic, episode, clinic.counselor, role="mascot")


def test_a_counselor_does_not_change_the_team(clinic, episode):
    with pytest.raises(NotAllowed):
        actions.assign_care_team(
            by=clinic.as_counselor, episode=episode, staff=clinic.counselor, role="therapist", starts_on=TODAY, at=AT
        )
