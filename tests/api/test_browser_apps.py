"""Apps whose pages run in a browser: an answer is handed to the pages that the calling app names, and to no others."""

import base64
import datetime as dt
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from oauth2_provider.models import get_access_token_model

from iop.access.actors import SYSTEM
from iop.api import actions as keys
from iop.api.models import Application
from iop.api.oauth import actions, origins
from iop.audit.models import AuditEvent
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale
from tests.api.test_oauth import BACK
from tests.factories.api import make_key
from tests.factories.clients import make_client
from tests.factories.ground import make_site, make_staff, sign_in
from tests.factories.portal import make_account
from tests.factories.scheduling import Counted, race

pytestmark = pytest.mark.django_db
HOME = "https://app.example.org"
OTHERS = "https://other.example.org"
NOWHERE = "https://nowhere.example.org"
SITES = "/api/v1/sites/"
PUBLIC = ("/fhir/R4/metadata", "/fhir/R4/.well-known/smart-configuration", "/.well-known/oauth-authorization-server")
ALLOWED, EXPOSED = "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"


def make_app(*named, name="Planner", scopes=("schedule:read",)):
    integration = keys.add_integration(by=SYSTEM, name=name, at=clock.now())
    app, _none = actions.add_application(
        by=SYSTEM, integration=integration, name=name, grant=actions.FOR_PEOPLE, scopes=scopes, at=clock.now(),
        redirect_uris=[BACK], allowed_origins=named, keeps_secrets=False,
    )  # fmt: skip
    return app


def change(app, *named, **fields):
    told = {"name": app.name, "scopes": app.scopes, "redirect_uris": [BACK], "allowed_origins": named, **fields}
    return actions.change_application(by=SYSTEM, application=app, **told)


def token_of(app, user, minutes=9):
    text = f"token-{app.pk}-{minutes}"
    expires = clock.now() + dt.timedelta(minutes=minutes)
    get_access_token_model().objects.create(
        user=user, application=app, token=text, scope=" ".join(app.scopes), expires=expires
    )
    return {"Authorization": f"Bearer {text}"}


def asked(origin, path=SITES, method="GET"):
    """What a browser asks beforehand."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization",
    }
    return Browser().options(path, headers=headers)


def got(origin, headers, path=SITES, browser=None):
    return (browser or Browser()).get(path, headers={"Origin": origin, **headers})


@pytest.fixture
def staff():
    return make_staff("case_manager", site=make_site())


@pytest.fixture
def app():
    return make_app(HOME)


@pytest.fixture
def other():
    return make_app(OTHERS, name="Other")


# What is asked beforehand


@pytest.mark.parametrize("path", [SITES, "/api/v1/clients/", "/fhir/R4/Patient", "/oauth2/token/", "/oauth2/revoke/"])
def test_a_page_of_an_app_may_ask(app, path):
    with Counted() as counted:
        answer = asked(HOME, path, "POST")
    assert (answer.status_code, answer.content, answer[ALLOWED]) == (200, b"", HOME)
    assert counted.number == 1
    assert {"authorization", "if-match", "if-none-match", "idempotency-key", "content-type", "prefer"} <= {
        *answer["Access-Control-Allow-Headers"].split(", ")
    }
    assert {"GET", "POST", "PATCH", "DELETE"} <= {*answer["Access-Control-Allow-Methods"].split(", ")}
    assert "Origin" in re.split(", *", answer["Vary"].title())
    # Whoever loses an origin loses it at once: nothing is remembered, and cookies never come along.
    assert "Access-Control-Max-Age" not in answer
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies


@pytest.mark.parametrize(
    "origin",
    [
        NOWHERE, "null", "https://app.example.or", "https://app.example.org.evil.example", "https://evil.app.example.org",
        "http://app.example.org", "https://app.example.org:8443", "https://app.example.org/", "https://APP.example.org",
        "https://app.example.org https://x.example", "https://app.example.org\x00", "https://[x", "x" * 5000, "https://%", "*",
    ],
)  # fmt: skip
def test_a_page_from_elsewhere_may_not(app, origin):
    with Counted() as counted:
        answer = asked(origin)
    assert ALLOWED not in answer
    assert counted.number <= 1
    assert "origin" in answer["Vary"].lower()


def test_one_name_that_is_the_beginning_of_another_is_not_that_other():
    make_app("https://app.example.org.uk")
    assert ALLOWED not in asked(HOME)


def test_an_integration_that_ended_lets_nobody_ask(app, staff):
    token = token_of(app, staff.user)
    assert asked(HOME)[ALLOWED] == HOME
    keys.end_integration(by=SYSTEM, integration=app.integration, at=clock.now())
    assert ALLOWED not in asked(HOME)
    answer = got(HOME, token)
    assert (answer.status_code, answer.get(ALLOWED)) == (401, None)


# What is answered


def test_the_answer_is_for_the_pages_of_the_tokens_own_app(app, other, staff):
    token = token_of(app, staff.user)
    answer = got(HOME, token)
    assert (answer.status_code, answer[ALLOWED]) == (200, HOME)
    told = answer[EXPOSED].split(", ")
    assert {
        "ETag",
        "Location",
        "Content-Location",
        "Retry-After",
        "X-Progress",
        "RateLimit-Remaining",
        "Consent-Scope",
    } <= {*told}
    assert "Access-Control-Allow-Credentials" not in answer
    # The other app may ask beforehand; with this app's token it hears nothing.
    assert asked(OTHERS)[ALLOWED] == OTHERS
    assert ALLOWED not in got(OTHERS, token)
    assert ALLOWED not in got(NOWHERE, token)
    assert "origin" in got(NOWHERE, token)["Vary"].lower()


@pytest.mark.parametrize("path", ["/api/v1/nothing/", f"{SITES}?sideways=1", "/fhir/R4/Nothing", "/api/v1/clients/"])
def test_a_page_reads_why_it_was_refused(app, other, staff, path):
    token = token_of(app, staff.user)
    answer = got(HOME, token, path)
    assert answer.status_code >= 400
    assert answer[ALLOWED] == HOME
    assert ALLOWED not in got(OTHERS, token, path)


def test_a_token_that_has_run_out_is_told_to_its_own_app(app, other, staff):
    late = token_of(app, staff.user, minutes=-1)
    answer = got(HOME, late)
    assert (answer.status_code, answer[ALLOWED]) == (401, HOME)
    assert ALLOWED not in got(OTHERS, late)


def test_that_a_token_is_no_more_is_told_to_pages_of_apps_alone(app, staff):
    token = token_of(app, staff.user)
    actions.take_back(by=SYSTEM, user=staff.user, application=app)
    answer = got(HOME, token)
    assert (answer.status_code, answer[ALLOWED]) == (401, HOME)
    assert ALLOWED not in got(NOWHERE, token)


def test_an_origin_that_is_taken_out_is_out_at_once(app, staff):
    token = token_of(app, staff.user)
    assert got(HOME, token)[ALLOWED] == HOME
    change(app, "https://new.example.org")
    assert ALLOWED not in got(HOME, token)
    assert ALLOWED not in asked(HOME)
    assert got("https://new.example.org", token)[ALLOWED] == "https://new.example.org"


def test_a_clients_app_reads_their_record_from_its_page():
    one = make_client(make_site())
    app = make_app(HOME, scopes=["patient/*.rs", "launch/patient"])
    token = token_of(app, make_account(client=one).user)
    answer = got(HOME, token, f"/fhir/R4/Patient/{one.pk}")
    assert (answer.status_code, answer.json()["id"], answer[ALLOWED]) == (200, str(one.pk), HOME)
    assert "ETag" in answer[EXPOSED]


def test_it_costs_one_statement_and_nothing_without_an_origin(app, staff):
    token = token_of(app, staff.user)
    got(HOME, token)
    with Counted() as plain:
        Browser().get(SITES, headers=token)
    with Counted() as crossed:
        got(HOME, token)
    assert crossed.number == plain.number + 1
    assert not [sql for sql in plain.statements if "allowed_origins" in sql and "LIKE" in sql]
    assert "origin" in Browser().get(SITES, headers=token)["Vary"].lower()


# Where an app names itself


def token_call(origin, path="/oauth2/token/", headers=None, **fields):
    return Browser().post(path, fields, headers={"Origin": origin, **(headers or {})})


@pytest.mark.parametrize("path", ["/oauth2/token/", "/oauth2/revoke/"])
def test_an_app_names_itself_where_it_has_no_token(app, other, path):
    fields = {"grant_type": "authorization_code", "code": "x", "token": "x", "client_id": app.client_id}
    assert token_call(HOME, path, **fields)[ALLOWED] == HOME
    assert ALLOWED not in token_call(OTHERS, path, **fields)
    assert ALLOWED not in token_call(NOWHERE, path, **fields)
    assert ALLOWED not in token_call(HOME, path, **{**fields, "client_id": "nobody"})


def basic(client_id):
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:x".encode()).decode()}


def test_two_names_in_one_call_are_none(app, other):
    assert ALLOWED not in token_call(HOME, headers=basic(other.client_id), client_id=app.client_id)
    assert ALLOWED not in token_call(HOME, client_id=[app.client_id, other.client_id])
    assert token_call(HOME, headers=basic(app.client_id), client_id=app.client_id)[ALLOWED] == HOME


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "Basic %%%"}, {"Authorization": "Basic /w=="}, {"Authorization": "Basic"}, basic("\x00")],
)
def test_what_cannot_be_read_names_nobody(app, headers):
    answer = token_call(HOME, headers=headers, grant_type="authorization_code")
    assert answer.status_code in (400, 401)
    assert ALLOWED not in answer
    assert ALLOWED not in token_call(HOME, client_id="\x00")


def test_what_is_too_long_to_be_read_names_nobody(app, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = token_call(HOME, client_id=app.client_id)
    assert (answer.status_code, answer.get(ALLOWED)) == (400, None)


# What is never handed over


def test_whoever_is_signed_in_is_signed_in_on_our_own_pages_alone(app, staff, client):
    sign_in(client, staff)
    answer = got(HOME, {}, browser=client)
    assert (answer.status_code, answer.get(ALLOWED)) == (200, None)
    # Not even beside a token that opens it: no header lets a browser send cookies along.
    answer = got(HOME, token_of(app, staff.user), browser=client)
    assert "Access-Control-Allow-Credentials" not in answer


def test_keys_are_for_servers(app):
    _key, text = make_key("schedule:read")
    answer = got(HOME, {"Authorization": f"Api-Key {text}"})
    assert (answer.status_code, answer.get(ALLOWED)) == (200, None)


@pytest.mark.parametrize(
    "path",
    ["/", "/accounts/login/", "/integrations/", "/my/", "/healthz", "/oauth2/authorize/", "/oauth2/introspect/", "/api/v1/docs/",
     "/api/v2/sites/", "/x/api/v1/sites/", "/oauth2/token/more/"],
)  # fmt: skip
def test_pages_never(app, staff, path):
    token = token_of(app, staff.user)
    for answer in (asked(HOME, path), got(HOME, token, path), token_call(HOME, path, client_id=app.client_id)):
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_a_page_costs_what_it_costs(app, staff, client):
    sign_in(client, staff)
    client.get(reverse("own_apps"))
    with Counted() as plain:
        client.get(reverse("own_apps"))
    with Counted() as crossed:
        client.get(reverse("own_apps"), headers={"Origin": HOME})
    assert crossed.number == plain.number


@pytest.mark.parametrize("path", PUBLIC)
def test_what_the_server_says_of_itself_every_page_may_read(db, path):
    assert asked(NOWHERE, path)[ALLOWED] == NOWHERE
    with Counted() as counted:
        answer = got(NOWHERE, {}, path)
    assert (answer.status_code, answer[ALLOWED]) == (200, NOWHERE)
    assert "Access-Control-Allow-Credentials" not in answer
    assert not [sql for sql in counted.statements if "application" in sql]


def test_fhir_says_so():
    assert Browser().get("/fhir/R4/metadata").json()["rest"][0]["security"]["cors"] is True


# What is typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (HOME, HOME),
        ("  https://App.Example.ORG/ ", HOME),
        ("https://app.example.org:443", HOME),
        ("https://app.example.org:8443", "https://app.example.org:8443"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://127.0.0.1:80/", "http://127.0.0.1"),
        ("http://[::1]:5173", "http://[::1]:5173"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(typed, kept):
    assert origins.checked([typed, "", kept]) == [kept]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("https://*.example.org", "Name each origin by itself"),
        ("*", "Name each origin by itself"),
        ("http://app.example.org", "must begin with https://"),
        ("http://localhost.example.org", "must begin with https://"),
        (
            "https://app.example.org/start?x=1",
            "Write https://app.example.org instead of https://app.example.org/start?x=1.",
        ),
        ("https://app.example.org?", "Write https://app.example.org instead"),
        ("https://app.example.org/#", "Write https://app.example.org instead"),
        ("app.example.org", "is no origin"),
        ("null", "is no origin"),
        ("ftp://app.example.org", "is no origin"),
        ("javascript:alert(1)", "is no origin"),
        ("https://", "is no origin"),
        ("https://bücher.example", "is no origin"),
        ("https://me:secret@app.example.org", "is no origin"),
        ("https://@app.example.org", "is no origin"),
        ("https://app.example.org:port", "is no origin"),
        ("https://app.example.org:0", "is no origin"),
        ("https://app.example.org:99999", "is no origin"),
        ("https://[x", "is no origin"),
        ("https://[fe80::1]", "is no origin"),
        ("https://a..example", "is no origin"),
        ("https://app.example.org https://b.example", "is no origin"),
        ("https://app.exa\tmple.org", "is no origin"),
        ("https://" + "a." * 200 + "example", "is no origin"),
    ],
)
def test_what_is_no_origin_is_told_kindly(typed, says):
    with pytest.raises(Invalid, match=re.escape(says)) as told:
        origins.checked([HOME, typed])
    assert told.value.field == "allowed_origins"


def test_ten_origins_are_enough():
    assert len(origins.checked([f"https://a{number}.example" for number in range(10)])) == 10
    with pytest.raises(Invalid, match="ten"):
        origins.checked([f"https://a{number}.example" for number in range(11)])


def test_an_app_that_acts_for_itself_runs_on_no_page(db):
    integration = keys.add_integration(by=SYSTEM, name="Lab", at=clock.now())
    with pytest.raises(Invalid, match="runs on a server"):
        actions.add_application(
            by=SYSTEM, integration=integration, name="Lab", grant=actions.FOR_ITSELF, scopes=["schedule:read"],
            allowed_origins=[HOME], at=clock.now(),
        )  # fmt: skip


# The pages


@pytest.fixture
def admin(client):
    sign_in(client, make_staff("site_admin", site=make_site()))
    return client


def form_of(app, **fields):
    told = {
        "name": app.name,
        "redirect_uris": BACK,
        "scopes": "\n".join(app.scopes),
        "proof": "",
        "version": app.version,
    }
    return {**told, "allowed_origins": app.allowed_origins.replace(" ", "\n"), **fields}


def page_of(app):
    return reverse("integration_app_change", args=[app.pk])


def test_an_app_is_added_with_where_its_pages_run(admin):
    integration = keys.add_integration(by=SYSTEM, name="Planner", at=clock.now())
    fields = {
        "name": "Planner", "grant": "authorization-code", "proof": "none", "redirect_uris": BACK, "scopes": "schedule:read",
        "allowed_origins": "https://App.example.org/back",
    }  # fmt: skip
    address = reverse("integration_app_add", args=[integration.pk])
    answer = admin.post(address, fields)
    assert answer.status_code == 422
    assert "Write https://app.example.org instead" in answer.context["app_form"].errors["allowed_origins"][0]
    assert "https://App.example.org/back</textarea>" in answer.content.decode()
    assert not Application.objects.exists()
    fields["allowed_origins"] = "https://App.example.org/\nhttp://localhost:5173"
    admin.post(address, fields)
    app = Application.objects.get()
    assert app.allowed_origins == "https://app.example.org http://localhost:5173"
    assert "its pages run at https://app.example.org, http://localhost:5173" in admin.get(
        reverse("integration", args=[integration.pk])
    ).content.decode()  # fmt: skip
    assert AuditEvent.objects.get(verb="api.application_added").detail["origins"] == 2


def test_an_app_that_acts_for_itself_is_told_so_beside_the_field(admin):
    integration = keys.add_integration(by=SYSTEM, name="Lab", at=clock.now())
    fields = {
        "name": "Lab",
        "grant": "client-credentials",
        "proof": "secret",
        "scopes": "schedule:read",
        "allowed_origins": HOME,
    }
    answer = admin.post(reverse("integration_app_add", args=[integration.pk]), fields)
    assert "runs on a server" in answer.context["app_form"].errors["allowed_origins"][0]


def test_where_its_pages_run_is_changed_and_a_wrong_origin_is_told_beside_it(admin, app):
    assert HOME in admin.get(page_of(app)).content.decode()
    answer = admin.post(page_of(app), form_of(app, allowed_origins="http://app.example.org", name="Renamed"))
    assert answer.status_code == 422
    assert "must begin with https://" in answer.context["form"].errors["allowed_origins"][0]
    assert 'value="Renamed"' in answer.content.decode()
    assert admin.post(page_of(app), form_of(app, allowed_origins=OTHERS)).status_code == 302
    app.refresh_from_db()
    assert (app.allowed_origins, app.version) == (OTHERS, 2)
    admin.post(page_of(app), form_of(app, allowed_origins=""))
    app.refresh_from_db()
    assert (app.allowed_origins, app.version) == ("", 3)


def test_a_form_that_was_overtaken_loses_nothing_and_overwrites_nothing(admin, app):
    mine = form_of(app, name="Mine")
    change(app, OTHERS, name="Theirs")
    answer = admin.post(page_of(app), mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody changed this app meanwhile" in page
    assert 'value="Mine"' in page
    assert dict(answer.context["stands"]) == {"Name that people see": "Theirs", "Where its pages run": OTHERS}
    app.refresh_from_db()
    assert (app.name, app.allowed_origins, app.version) == ("Theirs", OTHERS, 2)
    # Having seen it, whoever sends it again means it.
    again = dict(re.findall(r'<input type="hidden" name="(version|keys_shown)" value="([^"]*)"', page))
    assert admin.post(page_of(app), {**mine, **again}).status_code == 302
    app.refresh_from_db()
    assert (app.name, app.allowed_origins, app.version) == ("Mine", HOME, 3)


def test_keys_that_somebody_else_changed_stay_theirs(admin):
    from tests.api.test_key_page import KEYS

    app = make_app(HOME)
    public = KEYS.export(private_keys=False)
    shown = admin.get(page_of(app)).context["form"].initial
    mine = form_of(app, name="Mine", keys_shown=shown["keys_shown"])
    change(app, HOME, proof="keys", keys=actions.Keys(pasted=public))
    answer = admin.post(page_of(app), mine)
    assert "Somebody changed this app meanwhile" in answer.content.decode()
    form = answer.context["form"]
    again = {
        **mine,
        "version": form["version"].value(),
        "keys_shown": form["keys_shown"].value(),
        "key_set": form["key_set"].value(),
    }
    assert admin.post(page_of(app), again).status_code == 302
    app.refresh_from_db()
    assert (app.name, [key["kid"] for key in app.key_set]) == ("Mine", ["one"])


def test_keys_that_were_typed_into_an_overtaken_form_stay_in_it(admin, app):
    mine = form_of(app, proof="keys", key_set_url="https://keys.example/set")
    change(app, OTHERS)
    answer = admin.post(page_of(app), mine)
    assert answer.context["form"]["key_set_url"].value() == "https://keys.example/set"
    assert ("Or the address of its public keys", "") in answer.context["stands"]


def test_an_app_that_was_ended_meanwhile_says_so(admin, app):
    held = Application.objects.get()
    actions.end_application(by=SYSTEM, application=app)
    with pytest.raises(Conflict, match="ended this app meanwhile"):
        change(held, HOME)
    assert admin.post(page_of(held), form_of(held)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_an_app_at_once_one_is_told():
    app = make_app(HOME)
    told = race(
        lambda: change(app, OTHERS, version=1),
        lambda: change(app, NOWHERE, version=1),
    )
    assert sorted(type(one) is Stale for one in told) == [False, True]
    app.refresh_from_db()
    assert app.version == 2
    assert app.allowed_origins in (OTHERS, NOWHERE)
