"""Every page of the ground opens for the roles of the matrix, and for no other."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.access.models import Role
from iop.access.starting_roles import STARTING_ROLES
from iop.clinic import actions
from iop.clinic.models import CredentialKind, SiteRole, StaffCredential
from iop.core import clock
from iop.work.actions import open_item
from tests.factories.ground import make_site, make_staff, sign_in
from tests.role_matrix_ground import MATRIX, POST_ONLY

pytestmark = pytest.mark.django_db
ROLES = [role.key for role in STARTING_ROLES]
THEIRS_ALONE = {"file", "work_close"}
GONE_ON: set[str] = set()


@pytest.fixture
def clinic():
    site = make_site()
    staff = make_staff("counselor", site=site, phone="+16175550100")
    today = clock.today(site.time_zone)
    return {
        "site": site,
        "staff": staff,
        "closure": actions.add_closure(
            by=SYSTEM, site_id=site.pk, starts_on=today + dt.timedelta(days=3), ends_on=today + dt.timedelta(days=4), reason="x"
        ),
        "shift": actions.add_shift(
            by=SYSTEM, site_id=site.pk, staff_id=staff.pk, starts_at=clock.now() + dt.timedelta(hours=2),
            ends_at=clock.now() + dt.timedelta(hours=9),
        ),
        "item": open_item(
            by=SYSTEM, kind="task", site_id=site.pk, subject=("x", uuid.uuid4()), summary="Call back", due_at=clock.now(),
            dedupe_key="x", assignee_id=staff.pk,
        ),
    }  # fmt: skip


def address(name, clinic):
    keys = {
        "site": clinic["site"].pk, "opening_hours": clinic["site"].pk, "closure_add": clinic["site"].pk,
        "on_call": clinic["site"].pk, "closure_remove": clinic["closure"].pk, "on_call_remove": clinic["shift"].pk,
        "setting": "caseload.warn_at", "staff_member": clinic["staff"].pk, "credential_add": clinic["staff"].pk,
        "role_give": clinic["staff"].pk, "staff_leave": clinic["staff"].pk, "work_close": clinic["item"].pk,
        "file": uuid.uuid4(),
    }  # fmt: skip
    if name == "credential_kind":
        keys[name] = CredentialKind.objects.first().pk
    if name == "credential_change":
        keys[name] = StaffCredential.objects.filter(staff=clinic["staff"]).first().pk
    if name == "role_end":
        keys[name] = SiteRole.objects.filter(staff=clinic["staff"]).first().pk
    if name == "role":
        keys[name] = Role.objects.get(key="biller").pk
    return reverse(name, args=[keys[name]] if name in keys else [])


@pytest.mark.parametrize("name", sorted(set(MATRIX) - THEIRS_ALONE))
def test_page_opens_for_its_roles_only(client, clinic, name):
    url = address(name, clinic)
    for role in ROLES:
        sign_in(client, make_staff(role, site=clinic["site"]))
        method = client.post if name in POST_ONLY else client.get
        status = method(url).status_code
        if role not in MATRIX[name]:
            assert status == 403, (role, status)
        else:
            assert status in ({302} if name in GONE_ON else {200, 302, 400, 404, 409}), (role, status)
            assert status not in (404,) or name in POST_ONLY, (role, status)


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_page_asks_a_stranger_to_sign_in(client, clinic, name):
    method = client.post if name in POST_ONLY else client.get
    answer = method(address(name, clinic))
    assert answer.status_code == 401 or answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["site", "opening_hours", "on_call", "closure_add"])
def test_another_sites_page_is_not_there(client, clinic, name):
    sign_in(client, make_staff("site_admin", site=make_site()))
    assert client.get(address(name, clinic)).status_code == 404
