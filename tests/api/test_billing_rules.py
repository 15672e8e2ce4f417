"""Rules of billing as a resource, and a made-up day decided by them."""

import pytest

from tests.factories import billing, ground
from tests.factories.clients import make_level
from tests.factories.ground import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule():
    billing.make_fee()
    return billing.make_rule(billing.make_payer("Harbor Health"), make_level())


def asked(rule, **more):
    return {"payer": str(rule.payer_id), "level": str(rule.level_id), **more}


def test_a_biller_reads_the_rules_and_a_counselor_does_not(rule, client):
    site = ground.make_site()
    sign_in(client, ground.make_staff("biller", site=site))
    assert [row["code"] for row in client.get("/api/v1/billing-rules/").json()["results"]] == ["H0015"]
    sign_in(client, ground.make_staff("counselor", site=site))
    assert client.get("/api/v1/billing-rules/").status_code == 403


def test_a_made_up_day_is_decided_with_its_sentence_and_nothing_is_written(rule, client):
    sign_in(client, ground.make_staff("biller", site=ground.make_site()))
    url = "/api/v1/billing-rules/decide/"
    short = client.post(url, asked(rule, minutes=175), content_type="application/json").json()
    assert (short["state"], short["words"]) == ("not_billable", "Not billable: 2 h 55 of 3 h.")
    whole = client.post(url, asked(rule, minutes=180), content_type="application/json").json()
    assert (whole["state"], whole["cents"], whole["lines"][0]["code"]) == ("billable", 17500, "H0015")
