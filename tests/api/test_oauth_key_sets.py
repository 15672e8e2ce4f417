"""Public keys of apps: read as pasted, never a private one, and fetched again no oftener than once a minute."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.cache import cache
from jwcrypto import jwk

from iop.api.models import Application
from iop.api.oauth import key_sets
from iop.api.webhooks import lines
from iop.core.errors import Invalid

EC = jwk.JWK.generate(kty="EC", crv="P-384", kid="one")
RSA = jwk.JWK.generate(kty="RSA", size=2048, kid="two")


def public(key, **more):
    return {**key.export_public(as_dict=True), **more}


def as_set(*keys):
    return json.dumps({"keys": [*keys]})


def test_the_public_parts_of_what_was_pasted_are_kept():
    kept = key_sets.pasted(as_set(public(EC, note="x"), public(RSA)))
    assert [(key["kid"], key["kty"]) for key in kept] == [("one", "EC"), ("two", "RSA")]
    assert "note" not in kept[0]


def test_a_single_key_is_a_set_of_one():
    assert [key["kid"] for key in key_sets.pasted(json.dumps(public(EC)))] == ["one"]


@pytest.mark.parametrize(
    "text",
    [
        as_set(EC.export_private(as_dict=True)),
        as_set(public(EC), RSA.export_private(as_dict=True)),
        json.dumps({"kty": "oct", "k": "c2VjcmV0"}),
        RSA.export_to_pem(private_key=True, password=None).decode(),
        # Cut off in the middle: no JSON any more, and private all the same.
        RSA.export_private()[:-20],
        str(EC.export_private(as_dict=True)),
    ],
    ids=["alone", "among public ones", "shared", "pem", "cut off", "python"],
)
def test_a_private_key_is_refused_in_words(text):
    with pytest.raises(Invalid, match="private key"):
        key_sets.pasted(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "as JSON"),
        ("keys", "as JSON"),
        ("[" * 50_000, "as JSON"),
        ('{"keys": {}}', "as JSON"),
        ('{"keys": []}', "None of these"),
        (as_set("one", None, 3), "None of these"),
        (as_set({"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}), "None of these"),
        (as_set({"kty": "RSA", "n": "AQAB", "e": "AQAB"}), "None of these"),
        (as_set(public(jwk.JWK.generate(kty="EC", crv="P-521"))), "None of these"),
        (as_set(public(EC, use="enc")), "None of these"),
        (as_set(public(EC, alg="ES256")), "None of these"),
        (as_set(*[public(EC)] * 21), "At most 20"),
    ],
    ids=[
        "empty",
        "words",
        "deep",
        "object",
        "none",
        "no-keys",
        "no-point",
        "small",
        "another-curve",
        "for-secrecy",
        "another-algorithm",
        "many",
    ],
)
def test_what_cannot_be_used_is_refused_in_words(text, words):
    with pytest.raises(Invalid, match=words):
        key_sets.pasted(text)


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://app.example.org/keys.json", True),
        ("http://app.example.org/keys.json", False),
        ("https://10.0.0.7/keys.json", False),
        ("https://localhost/keys.json", False),
        ("https://app.example.org:port/", False),
        ("https://[x/", False),
        ("https://app.example.org/a b", False),
        ("ftp://app.example.org/", False),
    ],
)
def test_an_address_is_public_and_https(settings, url, fits):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    assert (lines.why_not_address(url) is None) is fits


class Shelf:
    """A server on this machine that gives a set of keys, and counts how often it was asked."""

    def __init__(self):
        self.text, self.status, self.asked = as_set(public(EC)), 200, 0
        shelf = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                shelf.asked += 1
                self.send_response(shelf.status)
                self.end_headers()
                self.wfile.write(shelf.text.encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/keys.json"


@pytest.fixture
def shelf():
    found = Shelf()
    yield found
    found.server.shutdown()
    found.server.server_close()


def found(shelf, algorithm, kid):
    return [key["kid"] for key in key_sets.keys_for(Application(key_set_url=shelf.url), algorithm, kid)]


def a_minute_later():
    for key in cache._cache.get_client().scan_iter(match="*:asked"):
        cache._cache.get_client().delete(key)


def test_keys_are_fetched_once_and_anew_for_an_unknown_one_at_most_once_a_minute(shelf):
    assert found(shelf, "ES384", "one") == ["one"]
    assert found(shelf, "ES384", None) == ["one"]
    assert shelf.asked == 1
    shelf.text = as_set(public(EC), public(RSA))
    assert found(shelf, "RS384", "two") == []
    assert shelf.asked == 1
    a_minute_later()
    assert found(shelf, "RS384", "two") == ["two"]
    assert found(shelf, "RS384", "three") == []
    assert shelf.asked == 2


@pytest.mark.parametrize(
    "text", ["", "x" * 70_000, as_set(EC.export_private(as_dict=True))], ids=["none", "long", "private"]
)
def test_what_is_no_set_of_public_keys_gives_none_and_is_not_asked_for_again_at_once(shelf, text):
    shelf.text = text
    assert found(shelf, "ES384", "one") == []
    assert found(shelf, "ES384", "one") == []
    assert shelf.asked == 1


def test_an_address_that_fails_leaves_the_keys_that_are_known(shelf):
    assert found(shelf, "ES384", "one") == ["one"]
    shelf.status = 500
    a_minute_later()
    assert found(shelf, "ES384", "two") == []
    assert found(shelf, "ES384", "one") == ["one"]


def test_an_address_that_leads_inside_is_not_called(shelf, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    assert found(shelf, "ES384", "one") == []
    assert shelf.asked == 0
