"""Refusals as pages, fragments and JSON; nothing without a sign-in; nobody's address is believed."""

import pytest
from django.urls import reverse

from iop.accounts.addresses import client_ip
from iop.audit.models import AuditEvent
from tests.factories.ground import make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def counselor(client):
    staff = make_staff("counselor", site=make_site())
    sign_in(client, staff)
    return staff


def test_a_refusal_is_a_page_with_its_sentence(client, counselor):
    answer = client.get(reverse("audit"))
    assert answer.status_code == 403
    assert "Your role does not include reading the audit record." in answer.content.decode()


def test_a_refused_form_shows_what_was_typed(client, counselor):
    text = "Dear all, the rota"
    answer = client.post(reverse("organization"), {"name": text, "password": "secret", "csrfmiddlewaretoken": "t0ken"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert text in page
    assert ">secret<" not in page
    assert "t0ken" not in page


def test_a_refused_fragment_holds_the_sentence(client, counselor):
    answer = client.get(reverse("audit"), headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert 'id="refusal"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_refused_autosave_is_json(client, counselor):
    answer = client.post(reverse("organization"), headers={"Accept": "application/json"})
    assert answer.json()["sentence"] == "Only a site administrator may change the clinic."


def test_what_was_typed_is_escaped(client, counselor):
    page = client.post(reverse("organization"), {"name": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(("proxies", "forwarded", "told"), [
    (0, "203.0.113.9", "127.0.0.1"),
    (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
    (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
    (1, "", "127.0.0.1"),
    (1, "nonsense", ""),
])  # fmt: skip
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, told):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_ip(rf.get("/", headers={"X-Forwarded-For": forwarded})) == told


def test_an_event_carries_the_request_it_came_by(client):
    sign_in(client, make_staff("clinical_director", site=make_site()))
    client.get(reverse("audit"))
    assert len(AuditEvent.objects.get(verb="audit.viewed").request_id) > 20


def test_health_asks_for_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_choosing_a_site_shows_it(client):
    here, there = make_site("Here"), make_site("There")
    staff = make_staff("counselor", site=here)
    from iop.access.actions import ensure_roles
    from iop.access.actors import SYSTEM
    from iop.clinic.actions import give_role
    from tests.factories.ground import LONG_AGO

    roles = ensure_roles(by=SYSTEM)
    give_role(by=SYSTEM, staff_id=staff.pk, site_id=there.pk, role_id=roles["counselor"].pk, starts_on=LONG_AGO)
    sign_in(client, staff)
    assert not client.get(reverse("work")).wsgi_request.site
    client.post(reverse("choose_site"), {"site": str(there.pk), "next": "/work/"})
    assert client.get(reverse("work")).wsgi_request.site.name == "There"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_site_leads_nowhere_else(client, counselor, url):
    assert client.post(reverse("choose_site"), {"site": "", "next": url}).url == "/"
