"""People who were brought in before: told kindly, with what the file says otherwise; their charts are never overwritten."""

import pytest
from django.urls import reverse

from clients.models import Client, ContactPoint
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.workflows.importing.receiving import bring_in
from tests.factories import clients as make
from tests.factories.ground import sign_in
from tests.factories.imports import HEADINGS, received, table

pytestmark = pytest.mark.django_db
AT = make.AT
ANN = ("7", "Ann", "Lee", "1985-03-04", "F", "617-555-0142", "ann@example.org", "")
OTHER = ("7", "Anna", "Lee", "1985-03-04", "", "617-555-0199", "ANN@example.org", "")


@pytest.fixture
def site():
    return make.make_site()


@pytest.fixture
def known(site):
    run = received(site, table(ANN), AT)
    bring_in(by=SYSTEM, run=run, version=run.version, at=AT)
    return Client.objects.get()


@pytest.fixture
def page(client, site):
    with clock.frozen(AT):
        sign_in(client, StaffMember.objects.get(pk=make.make_actor(site, "intake").staff_id))
        yield lambda run, **asked: client.get(reverse("import_run", args=[run.pk]), asked).content.decode()


def problems(site, person, headings=HEADINGS):
    return received(site, table(person, headings=headings), AT).rows.get().problems


def test_what_the_file_tells_otherwise_is_named_by_field(site, known):
    assert problems(site, OTHER) == [["known", ""], ["differs", "first_name"], ["differs", "phone"]]


def test_what_the_file_leaves_empty_is_no_difference(site, known):
    headings = ("ID", "First Name", "Last Name", "DOB")
    known.language, known.preferred_name = "es", "Annie"
    known.save()
    assert problems(site, ANN[:4], headings) == [["known", ""]]


def test_a_number_written_another_way_is_the_same(site, known):
    assert problems(site, (*ANN[:5], "(617) 555 0142", *ANN[6:])) == [["known", ""]]


def test_the_page_puts_both_beside_each_other_with_where_it_is_mended(site, known, page):
    text = page(received(site, table(OTHER), AT))
    assert "the file says (617) 555-0199, the chart says (617) 555-0142" in text
    assert "the file says Anna, the chart says Ann" in text
    assert reverse("client_edit", args=[known.pk]) in text
    assert reverse("client_contacts", args=[known.pk]) in text
    assert AuditEvent.objects.get(verb="clients.list_opened").detail == {"list": "import_known", "rows": 1}


def test_people_whose_charts_say_something_else_are_a_part_of_their_own(site, known, page):
    run = received(site, table(OTHER, ("8", "Bo", "Lin", "1990-01-01", "", "", "", "")), AT)
    assert "Bo Lin" in page(run)
    assert "Bo Lin" not in page(run, show="differs")
    assert "Anna Lee" in page(run, show="differs")


def test_what_was_mended_meanwhile_is_no_longer_told(site, known, page):
    run = received(site, table(OTHER), AT)
    Client.objects.filter(pk=known.pk).update(legal_first_name="Anna")
    ContactPoint.objects.filter(client=known, kind="phone").update(value="+16175550199")
    assert "the chart says" not in page(run)


def test_of_a_restricted_chart_nothing_is_compared(site, known, page):
    Client.objects.filter(pk=known.pk).update(is_restricted=True, restricted_reason="Colleague")
    run = received(site, table(OTHER), AT)
    assert run.rows.get().problems == [["known", ""]]
    assert "555-0142" not in page(run)


def test_a_chart_that_became_restricted_after_the_look_is_not_shown(site, known, page):
    run = received(site, table(OTHER), AT)
    Client.objects.filter(pk=known.pk).update(is_restricted=True, restricted_reason="Colleague")
    assert "(617) 555-0142" not in page(run)


def test_the_very_same_file_is_recognised(site, page):
    first = received(site, table(ANN), AT)
    with clock.frozen(AT):
        again = received(site, table(ANN), AT + make.AT.resolution, source="Other")
    text = page(again)
    assert "This very file was handed in before" in text
    assert reverse("import_run", args=[first.pk]) in text
    assert "This very file" not in page(first)


def test_a_file_with_nobody_new_offers_no_bringing_in(site, known, page):
    text = page(received(site, table(ANN), AT))
    assert "Nobody of this file can be brought in as it is" in text
    assert "import_bring" not in text
    assert "/bring-in/" not in text
