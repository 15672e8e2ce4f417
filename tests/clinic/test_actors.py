"""What somebody may do is read in one query, by date, and ends when they leave."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.access.choices import Permission
from iop.accounts.actions import block_user
from iop.clinic.actions import change_site, depart, end_role
from iop.clinic.actors import actor_for, actor_of, local_day
from iop.clinic.models import SiteRole, StaffMember
from tests.factories.ground import make_site, make_staff

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)


def test_holds_what_the_roles_at_each_site_grant():
    here, there = make_site(), make_site()
    actor = actor_of(make_staff("counselor", site=here).pk, NOON)
    assert actor.can(Permission.SESSION_RUN, here.pk)
    assert not actor.can(Permission.SESSION_RUN, there.pk)
    assert not actor.can(Permission.STAFF_EDIT)
    assert actor.role_keys == {here.pk: frozenset({"counselor"})}
    assert [place.name for place in actor.places] == [here.name]


def test_one_query(django_assert_num_queries):
    user = make_staff("counselor", "therapist", site=make_site()).user
    with django_assert_num_queries(1):
        actor_for(user, NOON)


def test_a_role_begins_with_the_sites_own_midnight():
    site = make_site(time_zone="Pacific/Honolulu")
    staff = make_staff("counselor", site=site, starts_on=dt.date(2026, 3, 3))
    assert not actor_of(staff.pk, dt.datetime(2026, 3, 3, 9, 59, tzinfo=dt.UTC)).grants
    assert actor_of(staff.pk, dt.datetime(2026, 3, 3, 10, 1, tzinfo=dt.UTC)).grants


def test_a_role_ends_after_its_last_day():
    staff = make_staff("counselor", site=make_site())
    end_role(by=SYSTEM, site_role_id=SiteRole.objects.get(staff=staff).pk, ends_on=DAY)
    assert actor_of(staff.pk, NOON).grants
    assert not actor_of(staff.pk, NOON + dt.timedelta(days=1)).grants


def test_without_a_role_somebody_holds_nothing_but_is_known():
    staff = make_staff()
    actor = actor_of(staff.pk, NOON)
    assert (actor.staff_id, actor.grants, actor.display_name) == (staff.pk, {}, staff.name)


def test_a_departed_colleague_holds_nothing():
    staff = make_staff("counselor", site=make_site())
    depart(by=SYSTEM, staff_id=staff.pk, left_on=DAY, on=DAY)
    assert not actor_of(staff.pk, NOON).grants


def test_a_departure_ahead_leaves_the_rights_until_then():
    staff = make_staff("counselor", site=make_site())
    depart(by=SYSTEM, staff_id=staff.pk, left_on=DAY + dt.timedelta(days=1), on=DAY)
    assert actor_of(staff.pk, NOON).grants
    assert not actor_of(staff.pk, NOON + dt.timedelta(days=1)).grants


def test_a_blocked_user_holds_nothing():
    staff = make_staff("counselor", site=make_site())
    block_user(by=SYSTEM, user_id=staff.user_id)
    staff.user.refresh_from_db()
    assert not actor_for(staff.user, NOON).grants


def test_a_site_that_closed_for_good_grants_nothing():
    site = make_site()
    staff = make_staff("counselor", site=site)
    change_site(by=SYSTEM, site_id=site.pk, version=1, is_active=False)
    assert not actor_of(staff.pk, NOON).grants


def test_shows_the_credential_held_that_day():
    staff = make_staff("counselor", site=make_site(), expires_on=DAY)
    assert actor_of(staff.pk, NOON).credential == "LCSW"
    assert actor_of(staff.pk, NOON + dt.timedelta(days=1)).credential == ""


def test_nobody_of_that_id():
    import uuid

    with pytest.raises(StaffMember.DoesNotExist):
        actor_of(uuid.uuid4(), NOON)


def test_a_licence_is_good_until_the_clinics_own_midnight():
    staff = make_staff("counselor", site=make_site(time_zone="America/New_York"))
    assert local_day(staff.pk, dt.datetime(2026, 3, 3, 3, tzinfo=dt.UTC)) == DAY
