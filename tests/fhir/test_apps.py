"""Apps that people let in: a client's reads that client's record and nobody else's, a colleague's is never more than they are."""

import datetime as dt

import pytest
from oauth2_provider.models import get_access_token_model
from rest_framework.test import APIClient

from clients.models import Disclosure, RelatedPerson, Relationship
from iop.access.actors import SYSTEM
from iop.api import actions as keys
from iop.api.oauth import actions
from iop.core import clock
from iop.fhir.registry import specs
from tests.factories.clients import AT, make_admitted, make_client, make_site, make_staff
from tests.factories.fhir import BASE, found, ids
from tests.factories.portal import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def app_of(user, *scopes):
    """An app that this person let in."""
    integration = keys.add_integration(by=SYSTEM, name="Planner", at=clock.now())
    app, _secret = actions.add_application(
        by=SYSTEM, integration=integration, name="Planner", grant=actions.FOR_PEOPLE, scopes=scopes, at=clock.now(),
        redirect_uris=["http://localhost:8765/back"], keeps_secrets=True,
    )  # fmt: skip
    get_access_token_model().objects.create(
        user=user,
        application=app,
        token="t" * 40,
        scope=" ".join(scopes),
        expires=clock.now() + dt.timedelta(minutes=9),
    )
    return APIClient(headers={"Authorization": f"Bearer {'t' * 40}"})


def own_app(client, *scopes):
    account = make_account(client=client)
    return app_of(account.user, *(scopes or ["patient/*.rs"]))


def test_a_clients_app_reads_their_record_and_nobody_elses():
    site = make_site()
    mine, other = make_admitted(site), make_admitted(site)
    for episode in (mine, other):
        person = RelatedPerson.objects.create(first_name="Mia")
        Relationship.objects.create(client=episode.client, person=person, role="Sister")
    caller = own_app(mine.client)
    assert ids(caller.get(f"{BASE}/Patient")) == {str(mine.client_id)}
    assert ids(caller.get(f"{BASE}/EpisodeOfCare")) == {str(mine.pk)}
    assert len(found(caller.get(f"{BASE}/RelatedPerson"))) == 1
    assert caller.get(f"{BASE}/Patient/{other.client_id}").status_code == 404
    assert caller.get(f"{BASE}/EpisodeOfCare/{other.pk}").status_code == 404
    for kind in specs():
        assert str(other.client_id) not in caller.get(f"{BASE}/{kind}").content.decode(), kind


def test_what_a_clients_app_reads_is_their_right_of_access_and_on_record():
    mine = make_client(make_site())
    answer = own_app(mine).get(f"{BASE}/Patient/{mine.pk}")
    row = Disclosure.objects.get()
    assert (row.client, row.ground, row.sent_as) == (mine, "own_access", "api")
    assert "Redisclosure-Notice" not in answer


def test_a_clients_app_reads_what_its_scopes_name():
    mine = make_client(make_site())
    caller = own_app(mine, "patient/Patient.r")
    assert caller.get(f"{BASE}/Patient/{mine.pk}").status_code == 200
    assert caller.get(f"{BASE}/Patient").status_code == 403
    assert caller.get(f"{BASE}/EpisodeOfCare").status_code == 403


def test_a_colleagues_app_is_never_more_than_the_colleague():
    site, elsewhere = make_site(), make_site()
    make_client(elsewhere)
    staff = make_staff(site, "counselor")
    caller = app_of(staff.user, "user/*.rs")
    assert ids(caller.get(f"{BASE}/Patient")) == set()
    assert caller.get(f"{BASE}/Coverage").status_code == 403
    mine = make_admitted(site).client
    assert ids(caller.get(f"{BASE}/Patient")) == {str(mine.pk)}
