"""A file of clients in a real browser: handed in on a phone, looked through, and brought in."""

import pytest

from clients.models import Client
from iop.clinic.models import StaffMember
from tests.factories import clients as make
from tests.factories.imports import people, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_file_is_handed_in_looked_through_and_brought_in(at, live, barriers, monkeypatch):
    at(make.AT)
    monkeypatch.setattr("iop.workflows.importing.receiving.READ_AT_ONCE", 10)
    site = make.make_site()
    worker = StaffMember.objects.get(pk=make.make_actor(site, "intake").staff_id)
    page = live.page("phone", user=worker.user)
    page.goto("/imports/new/")
    barriers(page)
    content = table(("1", "", "Lee", "1985-03-04", "", "", "", ""), *people(3))
    page.get_by_label("File").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_label("What the other system is called").fill("OldChart")
    page.get_by_role("button", name="Look through it").click()
    page.get_by_text("Being read").wait_for()
    from iop.workflows.importing.reading import read_waiting

    read_waiting(at=make.AT)
    # The page asks by itself how far it is, and shows what was found.
    page.get_by_role("button", name="Bring in").wait_for()
    barriers(page)
    page.get_by_label("Leave the rows out that cannot be used").check()
    page.get_by_role("button", name="Bring in").click()
    page.get_by_text("Brought in. Each person has a chart").wait_for()
    barriers(page)
    assert Client.objects.count() == 3
