"""A file of clients in a real browser: handed in on a phone, looked through, and brought in."""

import pytest

from clients.models import Client
from iop.clinic.models import StaffMember
from tests.factories import clients as make
from tests.factories.imports import people, received, table

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


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_who_looks_like_somebody_is_decided_beside_their_chart(at, live, barriers, device):
    at(make.AT)
    site = make.make_site()
    worker = StaffMember.objects.get(pk=make.make_actor(site, "intake").staff_id)
    points = [{"kind": "phone", "value": "617-555-0199", "is_preferred": True}]
    known = make.make_client(site, legal_first_name="Ann", legal_last_name="Leighton", contact_points=points)
    born = known.date_of_birth.isoformat()
    ann = ("7", "Ann", "Leighton", born, "F", "617-555-0142", "ann@example.org", "")
    run = received(site, table(ann, ("8", *ann[1:]), *people(1)), make.AT)
    page = live.page(device, user=worker.user)
    page.goto(f"/imports/{run.pk}/")
    barriers(page)
    page.get_by_role("link", name="Look at them and decide").click()
    page.get_by_role("heading", name="Row 2: Ann Leighton").wait_for()
    barriers(page)
    first = page.get_by_role("region", name="Row 2: Ann Leighton")
    first.get_by_label(f"The same person: link to chart {known.record_number}").check()
    first.get_by_role("button", name="Keep this decision").click()
    page.get_by_text("Row 2 is decided.").wait_for()
    page.get_by_role("button", name="Leave all of them out").click()
    page.get_by_text("1 row is left out.").wait_for()
    barriers(page)
    page.goto(f"/imports/{run.pk}/")
    page.get_by_text("1 row linked to a chart").wait_for()
    page.get_by_role("button", name="Bring in").click()
    page.get_by_text("Linked to a chart").first.wait_for()
    page.get_by_role("button", name="Undo this link of row 2").click()
    barriers(page)
    page.get_by_role("button", name="Undo the link", exact=True).click()
    page.get_by_text("The link is undone.").wait_for()
    assert Client.objects.count() == 2
