"""Each reason for which production does not start, and that a good environment has none."""

import base64
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from iop.settings.field_keys import TESTS_SECRET, derived, parsed
from iop.settings.refusals import reasons, refuse_unsafe
from tests.production_environment import field_key, safe_environment

GOOD = {
    "secret_key": "kX9-vR2_mQ7pLwZ4tB8nYc1JhG6sDf3aEu5oViTqNrMxKzWb0HyP",
    "field_keys": [field_key()],
    "debug": False,
    "ssl_redirect": True,
    "hsts_seconds": 31_536_000,
    "allowed_hosts": ["clinic.example.org"],
    "trusted_origins": ["https://clinic.example.org"],
    "database_url": "postgres://iop_app@db/iop",
    "owner_url": "",
    "redis_url": "redis://redis:6379/0",
    "email_backend": "django.core.mail.backends.smtp.EmailBackend",
    "from_email": "no-reply@clinic.example.org",
}


def test_a_good_environment_is_not_refused():
    assert list(reasons(**GOOD)) == []


@pytest.mark.parametrize("value", ["", "given"])
def test_text_messages_are_set_up_wholly_or_not_at_all(value):
    assert list(reasons(**GOOD, sms=dict.fromkeys(("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"), value))) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"secret_key": ""}, "SECRET_KEY is missing"),
        ({"sms": {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": ""}}, "TWILIO_AUTH_TOKEN missing"),
        ({"secret_key": "please-change-me-please-change-me-please-change-me-now"}, "SECRET_KEY is a default"),
        ({"secret_key": "kX9-vR2_mQ7pLwZ4"}, "SECRET_KEY is too short"),
        ({"secret_key": "ab" * 40}, "SECRET_KEY is too short or too plain"),
        ({"field_keys": []}, "FIELD_ENCRYPTION_KEYS is missing"),
        ({"field_keys": [field_key().removeprefix("k1:")]}, "has no id"),
        ({"field_keys": [field_key("K 1")]}, "has no id"),
        ({"field_keys": ["k1:" + base64.b64encode(bytes(range(31))).decode()]}, "is not 32 bytes"),
        ({"field_keys": ["k1:not base64"]}, "is not 32 bytes"),
        ({"field_keys": ["k1:" + base64.b64encode(bytes(32)).decode()]}, "default or too plain"),
        (
            {"field_keys": ["k1:" + base64.b64encode(b"change-me-change-me-change-me-12").decode()]},
            "default or too plain",
        ),
        ({"field_keys": ["k1:" + base64.b64encode(derived(TESTS_SECRET)["own"]).decode()]}, "default or too plain"),
        ({"field_keys": [field_key("k1"), field_key("k1")]}, "repeats"),
        ({"debug": True}, "DEBUG is on"),
        ({"ssl_redirect": False}, "plain HTTP"),
        ({"hsts_seconds": 60}, "SECURE_HSTS_SECONDS"),
        ({"trusted_origins": ["http://clinic.example.org"]}, "CSRF_TRUSTED_ORIGINS"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS is missing"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS allows every name"),
        ({"database_url": ""}, "DATABASE_URL is missing"),
        ({"owner_url": "postgres://iop_app@db/iop"}, "DATABASE_OWNER_URL is the same"),
        ({"redis_url": ""}, "REDIS_URL is missing"),
        ({"email_backend": ""}, "No e-mail is set up"),
        ({"from_email": ""}, "DEFAULT_FROM_EMAIL is missing"),
    ],
)
def test_each_unsafe_fact_is_refused_with_its_sentence(change, sentence):
    found = list(reasons(**{**GOOD, **change}))
    assert len(found) == 1
    assert sentence in found[0]


def test_the_first_key_is_the_one_that_writes():
    assert list(parsed([field_key("k2"), field_key("k1")])) == ["k2", "k1"]


def test_a_refused_key_is_not_repeated_in_its_refusal():
    bad = "k1:" + base64.b64encode(bytes(range(31))).decode()
    assert all(bad[3:] not in reason for reason in reasons(**{**GOOD, "field_keys": [bad]}))


def test_all_reasons_are_said_at_once():
    with pytest.raises(ImproperlyConfigured, match=r"(?s)DEBUG is on.*REDIS_URL is missing"):
        refuse_unsafe(**{**GOOD, "debug": True, "redis_url": ""})


def settings_value(expression, **changes):
    return subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; print({expression})"],
        env=safe_environment(**changes),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"SECRET_KEY": ""},
        {"FIELD_ENCRYPTION_KEYS": ""},
        {"FIELD_ENCRYPTION_KEYS": "k1:c2hvcnQ="},
        {"DEBUG": "1"},
        {"SECURE_SSL_REDIRECT": "0"},
        {"ALLOWED_HOSTS": ""},
        {"REDIS_URL": ""},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_real_settings_refuse_to_load(changes):
    said = settings_value("settings.DEBUG", **changes)
    assert said.returncode == 1
    assert "This installation is not safe to start." in said.stderr
    assert next(iter(changes)) in said.stderr


def test_the_real_settings_load_with_a_good_environment():
    said = settings_value("settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.DEBUG, settings.DEMO")
    assert said.stdout.split("\n")[0] == "True True False False", said.stderr


def test_production_counts_sign_ins_where_all_processes_see_them():
    said = settings_value("settings.CACHES['default']['BACKEND']")
    assert said.stdout.strip() == "django.core.cache.backends.redis.RedisCache", said.stderr


def test_the_demo_settings_alone_are_a_demo():
    said = settings_value("settings.DEMO", DJANGO_SETTINGS_MODULE="iop.settings.build")
    assert said.stdout.strip() == "False", said.stderr
