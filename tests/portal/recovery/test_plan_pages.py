"""A client's plans: the treatment plan read and signed, the plans of their own read."""

import pytest
from django.urls import reverse

from clients.portal import outsider
from iop.audit.models import AuditEvent
from tests.factories import clients, own_plans, recovery
from tests.factories import plans as written
from tests.factories.clients import AT
from tests.factories.portal import enter, make_account
from therapy.models.plans import PlanSignature

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, at):
    at(AT)
    found = written.make_desk()
    found.episode = clients.make_admitted(found.site, by=found.by_director)
    found.client = found.episode.client
    found.plan = written.signed_plan(found)
    found.account = make_account(client=found.client)
    found.me = outsider(found.account.user, AT).actor
    enter(client, found.account)
    return found


def sign(client, desk, **fields):
    name = f"{desk.client.legal_first_name} {desk.client.legal_last_name}"
    sent = {"seen": desk.plan.digest, "agrees": "on", "typed_name": name, **fields}
    return client.post(reverse("my_plan_sign", args=[desk.plan.pk]), sent)


def test_the_plan_is_read_in_plain_words_and_the_reading_recorded(client, desk):
    page = client.get(reverse("my_plan")).text
    assert "I want my mornings back" in page
    assert "What I take on" in page
    assert AuditEvent.objects.filter(verb="portal.plan_read").exists()


def test_a_client_signs_with_their_name(client, desk):
    assert sign(client, desk).url == reverse("my_plan")
    kept = PlanSignature.objects.get(plan=desk.plan)
    assert (kept.method, kept.digest, kept.witness) == ("typed", desk.plan.digest, None)
    assert "You signed it" in client.get(reverse("my_plan")).text


@pytest.mark.parametrize(
    "wrong", [{"typed_name": "Somebody Else"}, {"typed_name": ""}, {"agrees": ""}, {"seen": "0" * 64}]
)
def test_what_is_no_signature_signs_nothing(client, desk, wrong):
    assert sign(client, desk, **wrong).status_code == 422
    assert not PlanSignature.objects.exists()


def test_saying_no_keeps_the_reason_and_the_way_open(client, desk):
    sign(client, desk, do="refuse", refused_because="The evenings do not fit.")
    assert PlanSignature.objects.get().refused_because == "The evenings do not fit."
    assert sign(client, desk).url == reverse("my_plan")
    assert PlanSignature.objects.filter(method="typed").count() == 1


def test_somebody_elses_plan_does_not_exist(client, desk):
    enter(client, recovery.make_desk().account)
    assert client.get(reverse("my_plan_sign", args=[desk.plan.pk])).status_code == 404
    assert sign(client, desk).status_code == 404
    assert "mornings" not in client.get(reverse("my_plan")).text


def test_a_draft_is_not_shown(client, at):
    at(AT)
    found = written.make_desk()
    found.episode = clients.make_admitted(found.site, by=found.by_director)
    written.fill_in(found, written.open_plan(found))
    enter(client, make_account(client=found.episode.client))
    assert "There is no plan yet" in client.get(reverse("my_plan")).text


def test_the_safety_plan_is_read_and_may_be_kept_on_the_phone(client):
    desk = own_plans.make_desk()
    own_plans.keep_safety(desk)
    enter(client, make_account(client=desk.client))
    page = client.get(reverse("my_plan_own", args=["safety"])).text
    assert "data-keep-plan=" in page
    assert own_plans.SAFETY["signs"][0] in page


def test_without_a_safety_plan_nothing_is_offered_to_keep(client, desk):
    page = client.get(reverse("my_plan_own", args=["safety"])).text
    assert "It is not written yet" in page
    assert "data-keep-plan" not in page


def test_there_is_no_third_kind(client, desk):
    assert client.get(reverse("my_plan_own", args=["treatment"])).status_code == 404
