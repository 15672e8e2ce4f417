"""The schema is complete: it builds without a warning, and every answer it promises is a problem or a resource."""

import json

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from iop.api.views.docs import drawn
from tests.factories.api import calling_with
from tests.factories.ground import make_site, make_staff, sign_in


def test_builds_without_a_warning(tmp_path):
    target = tmp_path / "schema.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(target))
    schema = json.loads(target.read_text())
    assert schema["openapi"].startswith("3.1")
    assert {"/api/v1/clients/", "/api/v1/sessions/{id}/attendance/", "/api/v1/tracks/{id}/seats/"} <= set(
        schema["paths"]
    )


def test_documents_refusals_as_problems():
    schema = json.loads(drawn("en"))
    told = schema["paths"]["/api/v1/enrolments/"]["post"]["responses"]["409"]["$ref"].rpartition("/")[2]
    (media,) = schema["components"]["responses"][told]["content"].items()
    assert media[0] == "application/problem+json"
    assert media[1]["examples"]["problem"]["value"]["status"] == 409


@pytest.mark.django_db
def test_the_schema_and_its_page_ask_for_a_sign_in(client):
    assert APIClient().get("/api/v1/schema/").status_code in {401, 403}
    site = make_site()
    sign_in(client, make_staff("site_admin", site=site))
    assert client.get("/api/v1/docs/").status_code == 200
    assert calling_with("schedule:read").get("/api/v1/schema/").status_code == 200
