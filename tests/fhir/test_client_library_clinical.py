"""A client library of others reads a whole record with OAuth2 tokens: a client's own app, and a program for itself."""

import pytest
import requests
from django.db import transaction
from django.test import Client as Browser
from fhirpy import SyncFHIRClient

from clients.models import Client, Disclosure, Episode, PortalAccount
from iop.access.actors import SYSTEM
from iop.api import actions as keys
from iop.api.oauth import actions
from iop.core import clock
from iop.fhir.registry import specs
from sessions_app.models import Attendance
from tests.api.test_oauth import BACK, allow, client_of
from tests.factories.portal import enter
from tests.factories.world import NOW, build_world
from therapy.models import Allergy, DrugTest, MeasureResponse, Medication, PlanGoal, ProgressNote, TreatmentPlan

pytestmark = pytest.mark.django_db(transaction=True)


def make_app(grant, *scopes):
    integration = keys.add_integration(by=SYSTEM, name="Records", at=clock.now(), calls_a_minute=10_000)
    return actions.add_application(
        by=SYSTEM, integration=integration, name="Records", grant=grant, scopes=scopes, at=clock.now(),
        redirect_uris=[BACK] if grant == actions.FOR_PEOPLE else [], keeps_secrets=True,
    )  # fmt: skip


def token_of_the_client(base, account):
    """The client signs in from outside and lets an app read their record (authorization code with PKCE)."""
    app, secret = make_app(actions.FOR_PEOPLE, "patient/*.rs")
    browser = Browser()
    enter(browser, account)
    session, verifier = client_of(app, secret, base, "patient/*.rs"), "v" * 64
    url, _state = session.create_authorization_url(f"{base}/oauth2/authorize/", code_verifier=verifier)
    _html, back = allow(browser, base, url)
    return session.fetch_token(f"{base}/oauth2/token/", authorization_response=back, code_verifier=verifier)


def token_for_itself(base):
    app, secret = make_app(actions.FOR_ITSELF, "system/*.rs")
    answer = requests.post(
        f"{base}/oauth2/token/", timeout=10, auth=(app.client_id, secret), data={"grant_type": "client_credentials"}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def held(client=None):
    """What the database holds, of one client or of all, counted by its own tables."""
    of = {"client": client} if client else {}
    stay = {"episode__client": client} if client else {}
    answers = MeasureResponse.objects.valid().filter(**stay)
    goals = PlanGoal.objects.filter(plan__status="active", **({"plan__episode__client": client} if client else {}))
    return {
        "EpisodeOfCare": Episode.objects.filter(**of).count(),
        "QuestionnaireResponse": answers.exclude(status="draft").count(),
        "Goal": goals.count(),
        "MedicationStatement": Medication.objects.right().filter(**of).count(),
        "MedicationRequest": Medication.objects.right().filter(**of).count(),
        "AllergyIntolerance": Allergy.objects.right().filter(**of).count(),
        "CarePlan?category=treatment-plan": TreatmentPlan.objects.filter(signed_at__isnull=False, **stay).count(),
        "DocumentReference?type=individual": ProgressNote.objects.in_chart().filter(kind="individual", **stay).count(),
        "DiagnosticReport?category=LAB": DrugTest.objects.filter(collected_at__isnull=False, **stay).count(),
        "Specimen": DrugTest.objects.filter(collected_at__isnull=False, **stay).count(),
        "Observation?category=survey": answers.filter(status="complete").count(),
        "Encounter?type=treatment-day": Attendance.objects.attended().filter(**of).count(),
    }


def read(server, ask):
    kind, _, rest = ask.partition("?")
    search = server.resources(kind).search(**dict([rest.split("=")] if rest else [])).limit(100)
    return search.fetch_all()


def test_fhirpy_reads_a_whole_record_with_the_tokens_of_a_clients_app_and_of_a_program(live_server, at):
    at(NOW)
    build_world()
    with_notes = ProgressNote.objects.in_chart().values("episode__client")
    account = PortalAccount.objects.filter(ended_at__isnull=True, client__in=with_notes).order_by("pk").first()
    client, base = account.client, live_server.url
    own = SyncFHIRClient(
        f"{base}/fhir/R4", authorization=f"Bearer {token_of_the_client(base, account)['access_token']}"
    )
    [patient] = own.resources("Patient").fetch_all()
    assert (patient["id"], patient["birthDate"]) == (str(client.pk), client.date_of_birth.isoformat())
    wanted = held(client)
    assert {ask: len(read(own, ask)) for ask in wanted} == wanted
    assert sum(wanted.values()) > 10
    with transaction.atomic():
        grounds = set(
            Disclosure.objects.filter(at__gte=NOW, client=client, sent_as="api").values_list("ground", flat=True)
        )
    assert grounds == {"own_access"}
    plan = own.resources("CarePlan").search(category="treatment-plan", status="active").first()
    goal = plan["goal"][0].to_resource()
    assert goal["subject"].to_resource()["id"] == str(client.pk)
    program = SyncFHIRClient(f"{base}/fhir/R4", authorization=f"Bearer {token_for_itself(base)['access_token']}")
    wanted = held()
    assert {ask: len(read(program, ask)) for ask in wanted} == wanted
    assert {each["id"] for each in program.resources("Patient").limit(100).fetch_all()} == {
        str(pk) for pk in Client.objects.filter(merged_into__isnull=True).values_list("pk", flat=True)
    }
    assert {kind for kind in specs() if program.resources(kind).limit(1).first()} == set(specs())
