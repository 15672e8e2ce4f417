"""The frame of a page names the clinic to those who work there."""

import pytest

from iop.clinic.models import Organization
from tests.factories.ground import make_site, make_staff, sign_in


@pytest.mark.django_db
def test_the_frame_names_the_clinic_to_its_staff_and_to_nobody_else(client):
    site = make_site()
    Organization.objects.update(name="Harbor House of Boston")
    sign_in(client, make_staff("counselor", site=site))
    assert "Harbor House of Boston" in client.get("/work/").content.decode()
    client.logout()
    assert "Harbor House of Boston" not in client.get("/accounts/login/").content.decode()
