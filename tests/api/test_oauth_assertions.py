"""Apps that sign: a real client gets a token with its private key, and nobody else's assertion, nor the same twice."""

import datetime as dt
import json
import time

import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.test import Client as Browser
from jwcrypto import jwk, jwt

from iop.access.actors import SYSTEM
from iop.api import actions as integrations
from iop.api.models import Application
from iop.api.oauth import actions, assertions
from iop.audit.models import AuditEvent
from iop.core import clock
from tests.api.test_oauth import BACK, allow, basic, call, code_for
from tests.factories.ground import make_site, make_staff, sign_in
from tests.factories.scheduling import race

TOKEN = "http://testserver/oauth2/token/"
EC = jwk.JWK.generate(kty="EC", crv="P-384", kid="one")
RSA = jwk.JWK.generate(kty="RSA", size=2048, kid="two")
FOREIGN = jwk.JWK.generate(kty="EC", crv="P-384", kid="one")
PUBLIC = json.dumps({"keys": [key.export_public(as_dict=True) for key in (EC, RSA)]})


def make_app(*scopes, grant=actions.FOR_ITSELF, **more):
    integration = integrations.add_integration(by=SYSTEM, name="State", at=clock.now())
    return actions.add_application(
        by=SYSTEM, integration=integration, name="State", grant=grant, scopes=scopes or ["schedule:read"],
        at=clock.now(), keys=actions.Keys(pasted=PUBLIC), **more,
    )[0]  # fmt: skip


@pytest.fixture
def app(db):
    make_site()
    return make_app()


def signed(app, *, key=EC, header=None, **claims):
    """An assertion as SMART asks for it, unless told otherwise; a claim that is None is left out."""
    algorithm = "ES384" if key["kty"] == "EC" else "RS384"
    told = {
        "iss": app.client_id, "sub": app.client_id, "aud": TOKEN, "exp": int(time.time()) + 240, "jti": "a1", **claims,
    }  # fmt: skip
    made = jwt.JWT(
        header={"alg": algorithm, "typ": "JWT", "kid": key["kid"], **(header or {})},
        claims={name: value for name, value in told.items() if value is not None},
    )
    made.make_signed_token(key)
    return made.serialize()


def asked(assertion, **more):
    fields = {
        "grant_type": "client_credentials",
        "client_assertion_type": assertions.TYPE,
        "client_assertion": assertion,
    }
    headers = more.pop("headers", {})
    return Browser().post("/oauth2/token/", {**fields, **more}, headers=headers)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "algorithm"), [(EC, "ES384"), (RSA, "RS384")])
def test_a_real_client_gets_a_token_with_its_private_key(live_server, settings, key, algorithm):
    settings.SITE_URL = live_server.url
    make_site()
    app = make_app("schedule:read", "clients:read")
    address = f"{live_server.url}/oauth2/token/"
    from joserfc import jwk as theirs

    mine = theirs.import_key(key.export_private(as_dict=True))
    session = OAuth2Session(app.client_id, mine, token_endpoint_auth_method="private_key_jwt", scope="schedule:read")
    session.register_client_auth_method(
        PrivateKeyJWT(address, claims={"exp": int(time.time()) + 300}, headers={"kid": key["kid"]}, alg=algorithm)
    )
    token = session.fetch_token(address, grant_type="client_credentials")
    assert (token["scope"], token["expires_in"]) == ("schedule:read", 900)
    assert session.get(f"{live_server.url}/api/v1/sites/").status_code == 200
    assert session.get(f"{live_server.url}/api/v1/clients/").status_code == 403


def test_an_assertion_without_the_name_of_its_key_is_tried_with_each_that_fits(app):
    made = jwt.JWT(
        header={"alg": "RS384"},
        claims={"iss": app.client_id, "sub": app.client_id, "aud": [TOKEN], "exp": int(time.time()) + 60, "jti": "b"},
    )
    made.make_signed_token(RSA)
    assert asked(made.serialize()).status_code == 200


FAR = 4_000_000_000
"""The year 2096: in the future however long the tests before took."""
WRONG = {
    "another audience": {"aud": "https://elsewhere.example/oauth2/token/"},
    "no audience": {"aud": None},
    "ended": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "an end that is none": {"exp": "soon"},
    "an end beyond numbers": {"exp": float("nan")},
    "too long": {"exp": FAR},
    "not yet": {"nbf": FAR},
    "from the future": {"iat": FAR},
    "another issuer": {"iss": "somebody"},
    "without an id": {"jti": None},
    "an id that is none": {"jti": 7},
    "a key of somebody else": {"key": FOREIGN},
    "a key that is not named": {"header": {"kid": "three"}},
    "keys at an address that was not given": {"header": {"jku": "https://elsewhere.example/keys"}},
    "something critical": {"header": {"crit": ["alg"]}},
}


@pytest.mark.parametrize("what", WRONG)
def test_what_proves_nothing_is_refused(app, what):
    answer = asked(signed(app, **WRONG[what]))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client"), what
    assert "WWW-Authenticate" in answer


def unsigned(app):
    from jwcrypto.common import base64url_encode

    claims = {"iss": app.client_id, "sub": app.client_id, "aud": TOKEN, "exp": int(time.time()) + 60, "jti": "a"}
    return ".".join([base64url_encode('{"alg":"none"}'), base64url_encode(json.dumps(claims)), "AA"])


def shared(app):
    """Signed with the public key as if it were a secret that both know."""
    made = jwt.JWT(
        header={"alg": "HS256"},
        claims={"iss": app.client_id, "sub": app.client_id, "aud": TOKEN, "exp": int(time.time()) + 60, "jti": "a"},
    )
    made.make_signed_token(jwk.JWK(kty="oct", k=EC.export_public(as_dict=True)["x"]))
    return made.serialize()


@pytest.mark.parametrize("made", [unsigned, shared, lambda app: "", lambda app: "a.b.c", lambda app: "é.ü.ö"])
def test_what_is_no_signed_letter_is_refused(app, made):
    assert asked(made(app)).status_code == 401


def test_an_assertion_of_another_kind_is_refused(app):
    kind = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"
    assert asked(signed(app), client_assertion_type=kind).status_code == 401


def test_an_assertion_counts_once(app):
    made = signed(app)
    assert asked(made).status_code == 200
    assert asked(made).status_code == 401
    assert asked(signed(app, jti="a2")).status_code == 200
    assert AuditEvent.objects.get(verb="api.call_refused").detail == {"reason": "assertion_replayed"}


def test_of_two_at_once_one_counts(transactional_db):
    make_site()
    made = signed(make_app())
    answers = race(*[lambda: asked(made)] * 2)
    assert sorted(answer.status_code for answer in answers) == [200, 401]


def test_two_ways_of_proving_at_once_are_refused(app):
    assert asked(signed(app), headers=basic(app, "x")).status_code == 401
    assert asked(signed(app, jti="a2"), client_secret="x").status_code == 401
    assert asked(signed(app, jti="a3"), client_id="somebody").status_code == 401


def test_no_secret_opens_an_app_with_keys(app):
    for secret in ("", app.client_secret, "None"):
        answer = Browser().post("/oauth2/token/", {"grant_type": "client_credentials"}, headers=basic(app, secret))
        assert answer.status_code == 401


def test_an_app_with_a_secret_is_not_proven_by_an_assertion(db):
    make_site()
    integration = integrations.add_integration(by=SYSTEM, name="Lab", at=clock.now())
    app, _ = actions.add_application(
        by=SYSTEM,
        integration=integration,
        name="Lab",
        grant=actions.FOR_ITSELF,
        scopes=["schedule:read"],
        at=clock.now(),
    )
    assert asked(signed(app)).status_code == 401


def test_an_integration_that_ended_proves_nothing(app):
    integrations.end_integration(by=SYSTEM, integration=app.integration, at=clock.now())
    assert asked(signed(app)).status_code == 401


def test_keys_that_were_changed_for_others_prove_nothing(app):
    other = json.dumps({"keys": [jwk.JWK.generate(kty="EC", crv="P-256", kid="next").export_public(as_dict=True)]})
    actions.change_application(
        by=SYSTEM,
        application=app,
        name="State",
        scopes=["schedule:read"],
        proof="keys",
        keys=actions.Keys(pasted=other),
    )
    assert asked(signed(app)).status_code == 401


def test_from_keys_to_a_secret_and_back(app):
    row, secret = actions.change_application(
        by=SYSTEM, application=app, name="State", scopes=["schedule:read"], proof="secret"
    )
    assert asked(signed(app)).status_code == 401
    answer = Browser().post("/oauth2/token/", {"grant_type": "client_credentials"}, headers=basic(row, secret))
    assert answer.status_code == 200
    _row, none = actions.change_application(
        by=SYSTEM,
        application=app,
        name="State",
        scopes=["schedule:read"],
        proof="keys",
        keys=actions.Keys(pasted=PUBLIC),
    )
    assert none == ""
    answer = Browser().post("/oauth2/token/", {"grant_type": "client_credentials"}, headers=basic(row, secret))
    assert answer.status_code == 401


def test_an_app_that_people_allow_signs_too(client, db):
    sign_in(client, make_staff("case_manager", site=make_site()))
    app = make_app("schedule:read", "offline_access", grant=actions.FOR_PEOPLE, redirect_uris=[BACK])
    url, verifier = code_for(client, app, "schedule:read offline_access")
    _html, back = allow(client, "http://testserver", url)
    code = back.partition("code=")[2].partition("&")[0]
    fields = {"code": code, "redirect_uri": BACK, "code_verifier": verifier, "client_id": app.client_id}
    assert Browser().post("/oauth2/token/", {"grant_type": "authorization_code", **fields}).status_code == 401
    token = asked(signed(app), grant_type="authorization_code", **fields).json()
    assert call(token).status_code == 200
    again = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    assert Browser().post("/oauth2/token/", {**again, "client_id": app.client_id}).status_code == 401
    token = asked(signed(app, jti="a2"), **again).json()
    assert call(token).status_code == 200
    told = {"client_assertion_type": assertions.TYPE, "client_assertion": signed(app, jti="a3")}
    said = Browser().post("/oauth2/introspect/", {"token": token["access_token"], **told}).json()
    assert said["active"] is True
    told["client_assertion"] = signed(app, jti="a4")
    assert Browser().post("/oauth2/revoke/", {"token": token["access_token"], **told}).status_code == 200
    assert call(token).status_code == 401


def test_the_server_says_how_apps_prove_who_they_are(client, db):
    told = client.get("/.well-known/oauth-authorization-server").json()
    smart = client.get("/fhir/R4/.well-known/smart-configuration").json()
    for document in (told, smart):
        assert document["issuer"] == "http://testserver"
        assert document["token_endpoint"] == TOKEN
        assert "private_key_jwt" in document["token_endpoint_auth_methods_supported"]
        assert {"RS384", "ES384"} <= {*document["token_endpoint_auth_signing_alg_values_supported"]}
    assert "client-confidential-asymmetric" in smart["capabilities"]
    assert "plain" not in told["code_challenge_methods_supported"]


def test_an_assertion_is_kept_as_long_as_it_lasts(app):
    """Its id is forgotten when it has ended, and no earlier."""
    from django.core.cache import cache

    asked(signed(app, exp=int(time.time()) + 200))
    (key,) = cache._cache.get_client().scan_iter(match="*oauth-assertion:*")
    assert 195 <= cache._cache.get_client().ttl(key) <= 202


def test_a_clock_that_is_a_little_ahead_is_forgiven(app):
    ahead = int((clock.now() + dt.timedelta(minutes=5, seconds=20)).timestamp())
    assert asked(signed(app, exp=ahead, iat=int(time.time()) + 20)).status_code == 200


def test_one_key_set_or_one_address(db):
    from django.db import IntegrityError, transaction

    app = make_app()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=app.pk).update(key_set_url="https://app.example/keys")
