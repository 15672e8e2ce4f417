"""OAuth2: a real client signs in with PKCE, is never more than who allowed it, and is cut off at once."""

import base64
import re
import threading

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

from iop.access.actors import SYSTEM
from iop.api import actions as keys
from iop.api import limits
from iop.api.models import Application
from iop.api.oauth import actions
from iop.audit.models import AuditEvent
from iop.core import clock
from iop.core.errors import Invalid
from tests.factories.clients import make_client
from tests.factories.ground import make_site, make_staff, sign_in
from tests.factories.portal import enter, make_account
from tests.factories.scheduling import race

WAITING = """SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid IN (
    SELECT pid FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database()))"""
BACK = "http://localhost:8765/back"
SITES = "/api/v1/sites/"


def outside(one):
    browser = Browser()
    enter(browser, make_account(client=one))
    return browser


def make_app(*scopes, grant=actions.FOR_PEOPLE, keeps_secrets=True, **fields):
    integration = keys.add_integration(by=SYSTEM, name="Planner", at=clock.now(), **fields)
    return actions.add_application(
        by=SYSTEM, integration=integration, name="Planner", grant=grant, scopes=scopes, at=clock.now(),
        redirect_uris=[] if grant == actions.FOR_ITSELF else [BACK], keeps_secrets=keeps_secrets,
    )  # fmt: skip


def client_of(app, secret, base, scope):
    return OAuth2Session(
        app.client_id, secret or None, scope=scope, redirect_uri=BACK, code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if secret else "none", token_endpoint=f"{base}/oauth2/token/",
    )  # fmt: skip


def allow(browser, base, url, *, yes=True):
    """What a person does in their browser: look at the page, press the button; gives where they are sent back to."""
    path = url.removeprefix(base)
    page = browser.get(path)
    assert page.status_code == 200, page.content
    html = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    answer = browser.post(path, {**fields, **({"allow": "Authorize"} if yes else {})})
    assert answer.status_code == 302, (fields, re.sub(r"<[^>]*>|\s+", " ", answer.content.decode())[:600])
    return html, answer["Location"]


@pytest.mark.django_db(transaction=True)
def test_a_real_client_signs_in_refreshes_and_is_cut_off(live_server, client):
    base, verifier = live_server.url, "v" * 64
    site = make_site()
    sign_in(client, make_staff("case_manager", site=site))
    app, secret = make_app("schedule:read", "clients:read", "offline_access")
    session = client_of(app, secret, base, "schedule:read offline_access")
    url, state = session.create_authorization_url(f"{base}/oauth2/authorize/", code_verifier=verifier)
    html, back = allow(client, base, url)
    assert "Planner" in html
    assert "Read sites" in html
    assert f"state={state}" in back
    token = session.fetch_token(f"{base}/oauth2/token/", authorization_response=back, code_verifier=verifier)
    assert token["scope"] == "schedule:read offline_access"
    assert session.get(base + SITES).status_code == 200
    # The app was given less than its person may do.
    assert session.get(f"{base}/api/v1/clients/").status_code == 403
    session.refresh_token(f"{base}/oauth2/token/")
    assert session.get(base + SITES).status_code == 200
    client.post(reverse("own_app_take_back", args=[app.pk]))
    assert session.get(base + SITES).status_code == 401
    refused = requests.post(
        f"{base}/oauth2/token/", timeout=10, auth=(app.client_id, secret),
        data={"grant_type": "refresh_token", "refresh_token": session.token["refresh_token"]},
    )  # fmt: skip
    assert refused.status_code == 400


@pytest.fixture
def site(db):
    return make_site()


def code_for(browser, app, scope, *, challenge=True):
    verifier = "w" * 64
    session = client_of(app, "", "http://testserver", scope)
    url, _state = session.create_authorization_url(
        "http://testserver/oauth2/authorize/", **({"code_verifier": verifier} if challenge else {})
    )
    return url, verifier


def token_for(browser, app, secret, scope):
    url, verifier = code_for(browser, app, scope)
    _html, back = allow(browser, "http://testserver", url)
    code = re.search(r"[?&]code=([^&]+)", back)[1]
    answer = Browser().post(
        "/oauth2/token/",
        {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier, "client_id": app.client_id},
        headers=basic(app, secret) if secret else {},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    return answer.json()


def basic(app, secret):
    return {"Authorization": "Basic " + base64.b64encode(f"{app.client_id}:{secret}".encode()).decode()}


def call(token, path=SITES):
    return Browser().get(path, headers={"Authorization": f"Bearer {token['access_token']}"})


def test_an_app_is_never_more_than_who_allowed_it(client, site):
    sign_in(client, make_staff("site_admin", site=site))
    app, secret = make_app("schedule:read", "clients:read")
    token = token_for(client, app, secret, "schedule:read clients:read")
    assert call(token).status_code == 200
    # A site administrator opens no chart, and so doesn't the app.
    assert call(token, "/api/v1/clients/").status_code == 403


def test_what_an_app_reads_for_a_colleague_is_a_disclosure_to_whoever_runs_it(client, site):
    from clients.models import Disclosure

    sign_in(client, make_staff("case_manager", site=site))
    one = make_client(site)
    app, secret = make_app("clients:read")
    token = token_for(client, app, secret, "clients:read")
    assert len(call(token, "/api/v1/clients/").json()["results"]) == 1
    assert Disclosure.objects.get().client_id == one.pk
    event = AuditEvent.objects.get(verb="api.clients_read")
    assert event.detail["integration"] == str(app.integration_id)


def test_without_pkce_nobody_is_asked(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, _secret = make_app("schedule:read")
    url, _ = code_for(client, app, "schedule:read", challenge=False)
    answer = client.get(url.removeprefix("http://testserver"))
    assert answer.status_code == 302
    assert "error=invalid_request" in answer["Location"]


def test_a_scope_the_app_was_not_given_is_refused(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, _secret = make_app("schedule:read")
    url, _ = code_for(client, app, "notes:read")
    assert "error=invalid_scope" in client.get(url.removeprefix("http://testserver"))["Location"]


def test_who_says_no_gives_no_code(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, _secret = make_app("schedule:read")
    url, _ = code_for(client, app, "schedule:read")
    _html, back = allow(client, "http://testserver", url, yes=False)
    assert "error=access_denied" in back
    assert AuditEvent.objects.filter(verb="api.application_declined").count() == 1


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(site):
    app, _secret = make_app("schedule:read", "patient/*.rs", "launch/patient")
    url, _ = code_for(Browser(), app, "schedule:read")
    assert (
        "/accounts/login/?next=/oauth2/authorize/" in Browser().get(url.removeprefix("http://testserver"))["Location"]
    )
    url, _ = code_for(Browser(), app, "patient/*.rs launch/patient")
    assert Browser().get(url.removeprefix("http://testserver"))["Location"] == reverse("door")


def test_a_client_allows_an_app_to_read_their_own_record_and_takes_it_back(site):
    one = make_client(site)
    browser = outside(one)
    app, _ = make_app("patient/*.rs", "launch/patient", keeps_secrets=False)
    token = token_for(browser, app, "", "patient/*.rs launch/patient")
    assert token["patient"] == str(one.pk)
    # The REST interface is not for it.
    assert call(token).status_code == 403
    page = browser.get(reverse("my_apps")).content.decode()
    assert "Planner" in page
    browser.post(reverse("my_app_take_back", args=[app.pk]))
    assert not get_access_token_model().objects.exists()
    assert call(token).status_code == 401


def test_staff_cannot_allow_what_is_a_clients_and_clients_not_what_is_staffs(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, _ = make_app("patient/*.rs", "launch/patient", "schedule:read", keeps_secrets=False)
    url, _ = code_for(client, app, "patient/*.rs")
    assert client.get(url.removeprefix("http://testserver")).status_code == 403
    browser = outside(make_client(site))
    url, _ = code_for(browser, app, "patient/*.rs schedule:read")
    assert browser.get(url.removeprefix("http://testserver")).status_code == 403


def test_a_colleague_who_left_takes_the_app_along(client, site):
    from iop.accounts.models import User

    staff = make_staff("case_manager", site=site)
    sign_in(client, staff)
    app, secret = make_app("schedule:read")
    token = token_for(client, app, secret, "schedule:read")
    User.objects.filter(pk=staff.user_id).update(is_active=False)
    assert call(token).status_code == 401


def test_a_colleague_who_left_is_not_gone_on_for(client, site):
    from iop.accounts.models import User

    staff = make_staff("case_manager", site=site)
    sign_in(client, staff)
    app, secret = make_app("schedule:read", "offline_access")
    token = token_for(client, app, secret, "schedule:read offline_access")
    User.objects.filter(pk=staff.user_id).update(is_active=False)
    assert refreshed(app, secret, token).status_code == 400


def test_a_colleague_who_leaves_takes_back_what_they_allowed(client, site):
    from iop.api.oauth.departing import preview
    from iop.workflows.departure import leave

    staff = make_staff("case_manager", site=site)
    sign_in(client, staff)
    app, secret = make_app("schedule:read", "offline_access")
    token = token_for(client, app, secret, "schedule:read offline_access")
    today = clock.local_date(clock.now(), site.time_zone)
    assert "1 app" in str(preview(staff.pk, today, clock.now())[0])
    leave(by=SYSTEM, staff_id=staff.pk, left_on=today, on=today, work_to=None, at=clock.now())
    assert not get_refresh_token_model().objects.exists()
    assert call(token).status_code == 401
    assert AuditEvent.objects.filter(verb="api.application_taken_back").count() == 1
    assert refreshed(app, secret, token).status_code == 400


def test_a_colleague_without_a_role_is_not_gone_on_for(client, site):
    staff = make_staff("case_manager", site=site)
    sign_in(client, staff)
    app, secret = make_app("schedule:read", "offline_access")
    token = token_for(client, app, secret, "schedule:read offline_access")
    staff.site_roles.all().delete()
    assert refreshed(app, secret, token).status_code == 400
    assert not get_refresh_token_model().objects.exists()


def test_a_client_whose_way_in_was_ended_is_not_gone_on_for(site):
    one = make_client(site)
    account = make_account(client=one)
    browser = Browser()
    enter(browser, account)
    app, secret = make_app("patient/*.rs", "offline_access")
    token = token_for(browser, app, secret, "patient/*.rs offline_access")
    type(account).objects.filter(pk=account.pk).update(ended_at=clock.now(), end_reason="asked")
    assert call(token, f"/fhir/R4/Patient/{one.pk}").status_code == 401
    assert refreshed(app, secret, token).status_code == 400


def refreshed(app, secret, token, **more):
    fields = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **more}
    return Browser().post("/oauth2/token/", fields, headers=basic(app, secret))


def test_an_app_goes_on_only_when_that_was_asked_and_allowed(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, secret = make_app("schedule:read", "offline_access")
    assert "refresh_token" not in token_for(client, app, secret, "schedule:read")
    assert "refresh_token" in token_for(client, app, secret, "schedule:read offline_access")


def test_a_refresh_token_that_comes_twice_ends_all_that_came_of_it(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, secret = make_app("schedule:read", "offline_access")
    first = token_for(client, app, secret, "schedule:read offline_access")
    second = refreshed(app, secret, first).json()
    assert call(second).status_code == 200
    assert refreshed(app, secret, first).status_code == 400
    assert call(second).status_code == 401
    assert refreshed(app, secret, second).status_code == 400
    told = AuditEvent.objects.get(verb="api.call_refused")
    assert told.detail == {"reason": "token_twice"}


@pytest.mark.django_db(transaction=True)
def test_of_two_that_refresh_at_once_one_goes_on(client):
    sign_in(client, make_staff("case_manager", site=make_site()))
    app, secret = make_app("schedule:read", "offline_access")
    token = token_for(client, app, secret, "schedule:read offline_access")
    answers = race(*[lambda: refreshed(app, secret, token)] * 2)
    assert sorted(answer.status_code for answer in answers) == [200, 400], [each.content for each in answers]


def waiting():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_while_it_is_refreshed_does_not_go_on(client):
    staff = make_staff("case_manager", site=make_site())
    sign_in(client, staff)
    app, secret = make_app("schedule:read", "offline_access")
    token = token_for(client, app, secret, "schedule:read offline_access")
    asking = threading.Thread(
        target=lambda: (client.post(reverse("own_app_take_back", args=[app.pk])), connection.close())
    )
    with transaction.atomic():
        following = refreshed(app, secret, token).json()
        asking.start()
        # Until taking it back has come as far as the token that is being changed.
        while asking.is_alive() and not waiting():
            pass
    asking.join()
    assert call(following).status_code == 401
    assert refreshed(app, secret, following).status_code == 400
    assert not get_refresh_token_model().objects.exists()


def test_what_an_app_may_no_longer_ask_for_its_tokens_no_longer_open(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, secret = make_app("schedule:read", "clients:read", "offline_access")
    token = token_for(client, app, secret, "schedule:read clients:read offline_access")
    assert call(token, "/api/v1/clients/").status_code == 200
    actions.change_application(
        by=SYSTEM, application=app, name="Planner", scopes=["schedule:read", "offline_access"], redirect_uris=[BACK]
    )
    assert call(token, "/api/v1/clients/").status_code == 403
    assert refreshed(app, secret, token).json()["scope"] == "schedule:read offline_access"


def test_a_token_for_another_server_opens_nothing_here(site):
    app, secret = make_app("schedule:read", grant=actions.FOR_ITSELF)
    assert call(machine_token(app, secret, resource="https://elsewhere.example/").json()).status_code == 401
    assert call(machine_token(app, secret, resource="http://testserver/").json()).status_code == 200


def test_whoever_sends_people_here_does_not_decide_whether_they_are_asked(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, secret = make_app("schedule:read")
    token_for(client, app, secret, "schedule:read")
    url, _ = code_for(client, app, "schedule:read")
    answer = client.get(url.removeprefix("http://testserver") + "&approval_prompt=auto")
    assert answer.status_code == 200
    assert "Read sites" in answer.content.decode()


def test_an_app_that_asks_for_nothing_gets_nothing(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, _secret = make_app("schedule:read")
    url, _ = code_for(client, app, None)
    assert "error=invalid_scope" in client.get(url.removeprefix("http://testserver"))["Location"]


def test_an_app_that_means_another_server_is_told_so(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, _secret = make_app("user/*.rs")
    url, _ = code_for(client, app, "user/*.rs")
    path = url.removeprefix("http://testserver")
    assert client.get(f"{path}&aud=https://elsewhere.example/fhir").status_code == 403
    assert client.get(f"{path}&aud=http://testserver/fhir/R4").status_code == 200


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "a\x00b"}, "invalid_request"),
    ],
)
def test_what_is_not_offered_is_refused_in_words_of_the_protocol(db, fields, error):
    app, _ = make_app("patient/*.rs", keeps_secrets=False)
    answer = Browser().post("/oauth2/token/", {"client_id": app.client_id, **fields})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_an_address_that_cannot_be_read_is_refused(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    answer = client.get("/oauth2/authorize/?client_id=a&b=%zz")
    assert "cannot be read" in answer.content.decode()
    assert Browser().post("/oauth2/token/?a=%zz", {"grant_type": "client_credentials"}).status_code == 400


def test_whoever_guesses_secrets_has_to_wait(site):
    app, secret = make_app("schedule:read", grant=actions.FOR_ITSELF)
    for _ in range(limits.MOST_FAILURES):
        assert machine_token(app, "guessed").status_code == 401
    answer = machine_token(app, secret)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    elsewhere = Browser(REMOTE_ADDR="198.51.100.7").post(
        "/oauth2/token/", {"grant_type": "client_credentials"}, headers=basic(app, secret)
    )
    assert elsewhere.status_code == 200
    # However often it was tried, the record says it once a minute.
    assert AuditEvent.objects.filter(verb="api.call_refused").count() == 1


def test_a_token_that_is_given_is_in_the_record(site):
    app, secret = make_app("schedule:read", grant=actions.FOR_ITSELF)
    machine_token(app, secret)
    event = AuditEvent.objects.get(verb="api.token_given")
    assert (event.actor_id, event.detail["grant"]) == (app.integration_id, "client_credentials")


def machine_token(app, secret, **more):
    return Browser().post("/oauth2/token/", {"grant_type": "client_credentials", **more}, headers=basic(app, secret))


def test_a_program_gets_a_token_for_itself(site):
    app, secret = make_app("schedule:read", "clients:read", grant=actions.FOR_ITSELF)
    token = machine_token(app, secret, scope="schedule:read").json()
    assert (token["expires_in"], token["scope"]) == (900, "schedule:read")
    assert call(token).status_code == 200
    assert call(token, "/api/v1/clients/").status_code == 403


def test_an_integration_that_ended_gets_no_token_and_its_tokens_open_nothing(site):
    app, secret = make_app("schedule:read", grant=actions.FOR_ITSELF)
    token = machine_token(app, secret).json()
    keys.end_integration(by=SYSTEM, integration=app.integration, at=clock.now())
    assert call(token).status_code == 401
    assert machine_token(app, secret).status_code == 401


def test_of_tokens_only_a_hash_is_kept(client, site):
    sign_in(client, make_staff("case_manager", site=site))
    app, secret = make_app("schedule:read", "offline_access")
    token = token_for(client, app, secret, "schedule:read offline_access")
    kept = str(list(get_access_token_model().objects.values()) + list(get_refresh_token_model().objects.values()))
    assert token["access_token"] not in kept
    assert token["refresh_token"] not in kept
    assert secret not in str(Application.objects.values().get())


def introspected(app, secret, token):
    return Browser().post("/oauth2/introspect/", {"token": token["access_token"]}, headers=basic(app, secret))


def test_the_server_says_what_a_token_is_good_for_to_the_app_it_was_given_to(site):
    app, secret = make_app("schedule:read", grant=actions.FOR_ITSELF)
    token = machine_token(app, secret).json()
    told = introspected(app, secret, token).json()
    assert (told["active"], told["scope"], told["client_id"]) == (True, "schedule:read", app.client_id)
    other, others = make_app("schedule:read", grant=actions.FOR_ITSELF)
    assert introspected(other, others, token).json() == {"active": False}
    assert introspected(app, "guessed", token).status_code == 401
    asked = Browser().get(f"/oauth2/introspect/?token={token['access_token']}", headers=basic(app, secret))
    assert asked.status_code == 405


def test_what_a_token_of_a_client_is_good_for_names_the_client_and_no_sign_in_name(site):
    one = make_client(site)
    app, secret = make_app("patient/*.rs", "launch/patient")
    told = introspected(app, secret, token_for(outside(one), app, secret, "patient/*.rs launch/patient")).json()
    assert told["patient"] == str(one.pk)
    assert "username" not in told


def test_a_public_app_has_no_secret_not_even_an_empty_one(site):
    app, _ = make_app("patient/*.rs", "launch/patient", keeps_secrets=False)
    token = token_for(outside(make_client(site)), app, "", "patient/*.rs launch/patient")
    fields = {"token": token["access_token"], "client_id": app.client_id}
    assert Browser().post("/oauth2/introspect/", fields).status_code == 401
    assert introspected(app, "", token).status_code == 401


@pytest.mark.parametrize(
    ("grant", "scopes", "uris"),
    [
        (actions.FOR_PEOPLE, ["sleep:read"], [BACK]),
        (actions.FOR_PEOPLE, ["system/*.rs"], [BACK]),
        (actions.FOR_ITSELF, ["patient/*.rs"], []),
        (actions.FOR_PEOPLE, [], [BACK]),
        (actions.FOR_PEOPLE, ["schedule:read"], []),
        (actions.FOR_PEOPLE, ["schedule:read"], ["http://elsewhere.example/x"]),
        (actions.FOR_PEOPLE, ["schedule:read"], ["javascript:alert(1)"]),
        (actions.FOR_PEOPLE, ["schedule:read"], ["https://a.example/x http://b.example/y"]),
        (actions.FOR_PEOPLE, ["schedule:read"], ["https://[x"]),
        (actions.FOR_PEOPLE, ["schedule:read"], ["https://a.example:port/x"]),
        (actions.FOR_PEOPLE, ["schedule:read"], ["https://a.example@b.example/x"]),
    ],
)
def test_an_app_that_cannot_be_is_refused(db, grant, scopes, uris):
    integration = keys.add_integration(by=SYSTEM, name="Planner", at=clock.now())
    with pytest.raises(Invalid):
        actions.add_application(
            by=SYSTEM, integration=integration, name="X", grant=grant, scopes=scopes, redirect_uris=uris, at=clock.now()
        )
