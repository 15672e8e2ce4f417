"""Colleagues come, are licensed, hold roles, and leave."""

import datetime as dt

import pytest

from iop.access.actions import ensure_roles
from iop.access.actors import SYSTEM
from iop.accounts.models import User
from iop.audit.models import AuditEvent
from iop.clinic import actions
from iop.clinic.models import SiteRole, StaffMember
from iop.clinic.policies import why_cannot_lead, why_cannot_sign
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories.ground import FAR_AHEAD, LONG_AGO, make_actor, make_kind, make_site, make_staff

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


def test_an_email_signs_in_one_colleague_only():
    make_staff(email="robin@example.org")
    with pytest.raises(Conflict) as refusal:
        make_staff(email="ROBIN@example.org")
    assert refusal.value.field == "email"
    assert StaffMember.objects.count() == User.objects.count() == 1


def test_only_administrators_add_colleagues():
    with pytest.raises(NotAllowed):
        actions.add_staff(by=make_actor("clinical_director"), email="x@example.org", first_name="X", last_name="Y")


def test_a_stale_change_overwrites_nothing():
    staff = make_staff()
    actions.change_staff(by=SYSTEM, staff_id=staff.pk, version=1, title="Lead")
    with pytest.raises(Stale):
        actions.change_staff(by=SYSTEM, staff_id=staff.pk, version=1, title="Other")
    staff.refresh_from_db()
    assert staff.title == "Lead"


def test_nobody_supervises_in_a_circle():
    first, second, third = make_staff(), make_staff(), make_staff()
    actions.change_staff(by=SYSTEM, staff_id=second.pk, version=1, supervisor_id=first.pk)
    actions.change_staff(by=SYSTEM, staff_id=third.pk, version=1, supervisor_id=second.pk)
    with pytest.raises(Invalid) as refusal:
        actions.change_staff(by=SYSTEM, staff_id=first.pk, version=1, supervisor_id=third.pk)
    assert refusal.value.field == "supervisor"


def test_a_licence_that_ends_needs_its_date():
    with pytest.raises(Invalid, match="give its expiry date"):
        make_staff(expires_on=None)


def test_renewing_a_licence_lets_its_holder_lead_and_sign_again():
    staff = make_staff(expires_on=DAY - dt.timedelta(days=1))
    assert why_cannot_lead(staff, DAY)
    assert why_cannot_sign(staff, DAY)
    actions.change_credential(by=SYSTEM, credential_id=staff.credentials.get().pk, expires_on=FAR_AHEAD)
    assert why_cannot_lead(staff, DAY) is None
    assert why_cannot_sign(staff, DAY) is None


def test_a_supervised_colleague_leads_once_a_supervisor_is_named():
    make_kind("INT", may_lead=False, may_lead_supervised=True, needs_cosignature=True)
    staff = make_staff(credential="INT")
    assert "under supervision" in str(why_cannot_lead(staff, DAY))
    actions.change_staff(by=SYSTEM, staff_id=staff.pk, version=1, supervisor_id=make_staff().pk)
    staff.refresh_from_db()
    assert why_cannot_lead(staff, DAY) is None


def test_the_same_role_is_not_given_twice():
    site = make_site()
    staff = make_staff("counselor", site=site)
    with pytest.raises(Conflict):
        actions.give_role(
            by=SYSTEM,
            staff_id=staff.pk,
            site_id=site.pk,
            role_id=ensure_roles(by=SYSTEM)["counselor"].pk,
            starts_on=DAY,
        )


def test_an_administrator_gives_roles_at_their_own_site_only():
    actor = make_actor("site_admin")
    with pytest.raises(NotAllowed):
        actions.give_role(
            by=actor,
            staff_id=make_staff().pk,
            site_id=make_site().pk,
            role_id=ensure_roles(by=SYSTEM)["counselor"].pk,
            starts_on=DAY,
        )


class TestLeaving:
    def test_ends_every_role_the_day_before(self):
        staff = make_staff("counselor", site=make_site())
        actions.depart(by=SYSTEM, staff_id=staff.pk, left_on=DAY, on=DAY)
        assert SiteRole.objects.get(staff=staff).ends_on == DAY - dt.timedelta(days=1)

    def test_takes_roles_away_that_never_began(self):
        staff = make_staff("counselor", site=make_site(), starts_on=DAY + dt.timedelta(days=30))
        actions.depart(by=SYSTEM, staff_id=staff.pk, left_on=DAY, on=DAY)
        assert not SiteRole.objects.filter(staff=staff).exists()

    def test_keeps_the_sign_in_until_the_day(self):
        staff = make_staff("counselor", site=make_site())
        actions.depart(by=SYSTEM, staff_id=staff.pk, left_on=DAY + dt.timedelta(days=5), on=DAY)
        staff.user.refresh_from_db()
        assert staff.user.is_active

    def test_the_last_administrator_cannot(self):
        staff = make_staff("site_admin", site=make_site())
        with pytest.raises(Conflict, match="last administrator"):
            actions.depart(by=SYSTEM, staff_id=staff.pk, left_on=DAY, on=DAY)
        staff.refresh_from_db()
        assert staff.left_on is None

    def test_one_of_two_administrators_can(self):
        site = make_site()
        make_staff("site_admin", site=site)
        actions.depart(by=SYSTEM, staff_id=make_staff("site_admin", site=site).pk, left_on=DAY, on=DAY)

    def test_nobody_lets_themselves_leave(self):
        site = make_site()
        actor = make_actor("site_admin", site=site)
        make_staff("site_admin", site=site)
        with pytest.raises(Conflict, match="ask another"):
            actions.depart(by=actor, staff_id=actor.staff_id, left_on=DAY, on=DAY)

    def test_a_departed_colleague_neither_leads_nor_signs(self):
        staff = actions.depart(by=SYSTEM, staff_id=make_staff().pk, left_on=DAY, on=DAY)
        assert "left on" in str(why_cannot_lead(staff, DAY))
        assert "left on" in str(why_cannot_sign(staff, DAY))

    def test_is_on_the_record(self):
        staff = make_staff()
        actions.depart(by=SYSTEM, staff_id=staff.pk, left_on=DAY, on=DAY)
        assert AuditEvent.objects.get(verb="clinic.staff_departed").subject_id == staff.pk


class TestWhoMayLead:
    def names(self, site):
        return set(StaffMember.objects.who_may_lead(DAY, site.pk))

    def test_agrees_with_the_rule_for_one(self):
        site = make_site()
        make_kind("INT", may_lead=False, may_lead_supervised=True)
        make_kind("RN", may_lead=False)
        lead = make_staff("counselor", site=site)
        people = [
            lead,
            make_staff("counselor", site=site, expires_on=DAY),
            make_staff("counselor", site=site, expires_on=DAY - dt.timedelta(days=1)),
            make_staff("counselor", site=site, issued_on=DAY + dt.timedelta(days=1)),
            make_staff("counselor", site=site, credential="INT"),
            make_staff("counselor", site=site, credential="INT", supervisor=lead),
            make_staff("counselor", site=site, credential="RN"),
            make_staff("counselor", site=site, credential=""),
        ]
        assert self.names(site) == {staff for staff in people if why_cannot_lead(staff, DAY) is None}
        assert len(self.names(site)) == 3

    def test_leaves_out_other_sites_roles_and_former_colleagues(self):
        site = make_site()
        make_staff("counselor", site=make_site())
        make_staff("biller", site=site)
        gone = make_staff("counselor", site=site)
        actions.depart(by=SYSTEM, staff_id=gone.pk, left_on=DAY, on=DAY)
        make_staff("counselor", site=site, starts_on=DAY + dt.timedelta(days=1))
        assert self.names(site) == set()


def test_a_role_from_long_ago_is_ended_not_erased():
    staff = make_staff("counselor", site=make_site(), starts_on=LONG_AGO)
    actions.end_role(by=SYSTEM, site_role_id=SiteRole.objects.get(staff=staff).pk, ends_on=DAY)
    assert SiteRole.objects.get(staff=staff).ends_on == DAY
