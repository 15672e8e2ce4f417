"""The end of stays and what followed, as resources."""

import pytest
from rest_framework.test import APIClient

from iop.workflows.more_support import ask
from tests.factories import discharges as make
from tests.factories.api import calling_with
from tests.factories.discharges import AT

pytestmark = pytest.mark.django_db
PATHS = ("discharges", "follow-ups", "more-support")


@pytest.fixture
def desk(at):
    at(AT)
    desk = make.make_ended()
    ask(by=desk.as_case_manager, client=desk.client, words="More.", urgency="soon", channel="phone", at=AT)
    return desk


def signed_in(staff):
    browser = APIClient()
    browser.force_login(staff.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def rows(browser, path, **asked):
    return browser.get(f"/api/v1/{path}/", asked).json()["results"]


def test_a_discharge_is_read_in_codes(desk):
    row = rows(signed_in(desk.counselor), "discharges")[0]
    assert (row["kind"], row["destination"], row["contact_after"]) == ("completed", "aftercare", "agreed")


def test_check_ins_come_by_status(desk):
    browser = signed_in(desk.counselor)
    assert [row["after_days"] for row in rows(browser, "follow-ups", status="due")] == [7, 30, 90, 180]
    assert rows(browser, "follow-ups", status="reached") == []


def test_a_wish_names_where_it_goes_on(desk):
    row = rows(signed_in(desk.counselor), "more-support")[0]
    assert (row["answer"], bool(row["inquiry"])) == ("inquiry", True)


@pytest.mark.parametrize("path", PATHS)
def test_a_biller_reads_none_of_it(desk, path):
    assert signed_in(desk.biller).get(f"/api/v1/{path}/").status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_another_site_sees_nothing(desk, path):
    from tests.factories import ground

    assert rows(signed_in(ground.make_staff("counselor", site=ground.make_site())), path) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_key_needs_the_scope(desk, path):
    assert calling_with("clients:read", sites=[desk.site]).get(f"/api/v1/{path}/").status_code == 403
