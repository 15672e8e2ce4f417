"""An uploaded file opens to whoever may see what it belongs to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clients.actions import set_photo
from iop.clinic.models import SiteRole, StaffMember
from iop.documents.actions import store_file
from scheduling.actions import add_handout, save_topic
from tests.documents.test_files import PDF, png
from tests.factories.clients import AT, make_admitted
from tests.factories.ground import make_actor, make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


def opens(client, staff, file):
    sign_in(client, staff)
    return client.get(reverse("file", args=[file.pk])).status_code == 200


@pytest.fixture
def handout(site):
    director = make_actor("clinical_director", site=site)
    file = store_file(by=director, upload=SimpleUploadedFile("triggers.pdf", PDF))
    topic = save_topic(by=director, title="Triggers", category="relapse_prevention", at=AT)
    return add_handout(by=director, topic=topic, title="Triggers", file=file, at=AT).file


@pytest.fixture
def photo(site):
    actor = make_actor("case_manager", site=site)
    person = set_photo(by=actor, client=make_admitted(site).client, upload=SimpleUploadedFile("face.png", png()), at=AT)
    person.refresh_from_db()
    return person.photo


@pytest.mark.parametrize("role", ["counselor", "biller", "site_admin"])
def test_a_handout_opens_to_everybody_who_may_open_a_treatment_day(client, site, handout, role):
    assert opens(client, make_staff(role, site=site), handout)


def test_a_handout_does_not_open_to_who_holds_no_role(client, handout):
    assert not opens(client, make_staff(), handout)


def test_a_photo_opens_to_who_may_open_the_chart(client, site, photo):
    assert opens(client, make_staff("counselor", site=site), photo)


def test_a_photo_does_not_open_at_another_site_nor_to_administrators(client, site, photo):
    assert not opens(client, make_staff("counselor", site=make_site()), photo)
    assert not opens(client, make_staff("site_admin", site=site), photo)


def test_who_uploaded_a_photo_loses_it_with_the_chart(client, site, photo):
    uploader = StaffMember.objects.get(pk=photo.uploaded_by)
    assert opens(client, uploader, photo)
    SiteRole.objects.filter(staff=uploader).delete()
    assert not opens(client, uploader, photo)
