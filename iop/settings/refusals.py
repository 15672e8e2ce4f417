"""Why a production process may not start, a sentence for each reason. Pure, so that each has a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import ImproperlyConfigured

from iop.settings import field_keys as keys

HOW_TO_MAKE_ONE = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
SECRET_LETTERS = 50
"""Django's own lower bound for a secret key (check security.W009)."""
DEFAULT_SECRETS = ("change", "secret", "default", "example", "insecure", "password", "only-for-tests", "0123456789")
HSTS_DAY = 86_400


def refuse_unsafe(**facts: object) -> None:
    """Raise ``ImproperlyConfigured`` with every reason against starting, one on each line. See ``reasons`` for the facts."""
    found = list(reasons(**facts))  # type: ignore[arg-type]
    if found:
        raise ImproperlyConfigured(
            "This installation is not safe to start.\n" + "\n".join(f"- {reason}" for reason in found)
        )


def reasons(
    *,
    secret_key: str,
    field_keys: Sequence[str],
    debug: bool,
    ssl_redirect: bool,
    hsts_seconds: int,
    allowed_hosts: Sequence[str],
    trusted_origins: Sequence[str],
    database_url: str,
    owner_url: str,
    redis_url: str,
    email_backend: str,
    from_email: str,
    sms: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Say each reason against starting; nothing when all is well."""
    yield from _about_the_secret(secret_key)
    yield from keys.why_refused(field_keys)
    if debug:
        yield "DEBUG is on: it shows code, settings and data to whoever meets an error. Remove it from the environment."
    yield from _about_plain_http(ssl_redirect, hsts_seconds, trusted_origins)
    yield from _about_hosts(allowed_hosts)
    yield from _about_the_database(database_url, owner_url)
    if not redis_url:
        yield "REDIS_URL is missing: background work and sign-in limits need it, for example redis://redis:6379/0."
    yield from _about_mail(email_backend, from_email)
    yield from _about_texts(sms or {})


def _about_the_secret(secret_key: str) -> Iterator[str]:
    if not secret_key:
        yield f"SECRET_KEY is missing. {HOW_TO_MAKE_ONE}"
    elif any(word in secret_key.lower() for word in DEFAULT_SECRETS):
        yield f"SECRET_KEY is a default or example that anybody can know. {HOW_TO_MAKE_ONE}"
    elif len(secret_key) < SECRET_LETTERS or len(set(secret_key)) < 12:
        yield f"SECRET_KEY is too short or too plain to guard sign-ins: it needs at least {SECRET_LETTERS} mixed characters."


def _about_plain_http(ssl_redirect: bool, hsts_seconds: int, trusted_origins: Sequence[str]) -> Iterator[str]:
    if not ssl_redirect:
        yield "SECURE_SSL_REDIRECT is off: pages would be served over plain HTTP. Put a TLS proxy in front and leave it on."
    if hsts_seconds < HSTS_DAY:
        yield "SECURE_HSTS_SECONDS is below a day: browsers would go back to plain HTTP. Leave it at a year (31536000)."
    if any(origin.startswith("http://") for origin in trusted_origins):
        yield "CSRF_TRUSTED_ORIGINS names an http:// address: only https:// may send forms."


def _about_hosts(allowed_hosts: Sequence[str]) -> Iterator[str]:
    if not allowed_hosts:
        yield "ALLOWED_HOSTS is missing: name the address people type, for example clinic.example.org."
    if "*" in allowed_hosts:
        yield "ALLOWED_HOSTS allows every name (*): name the address people type instead."


def _about_the_database(database_url: str, owner_url: str) -> Iterator[str]:
    if not database_url:
        yield "DATABASE_URL is missing: name the application's own role, for example postgres://iop_app:…@db/iop."
    elif database_url == owner_url:
        yield (
            "DATABASE_OWNER_URL is the same as DATABASE_URL: the application would own its tables and could switch off the "
            "triggers that guard the record. Give the application a role of its own."
        )


def _about_mail(email_backend: str, from_email: str) -> Iterator[str]:
    if not email_backend:
        yield "No e-mail is set up: give EMAIL_URL (submission://user:password@host:587) or EMAIL_BACKEND with ANYMAIL."
    if not from_email:
        yield "DEFAULT_FROM_EMAIL is missing: name the address that the clinic's messages come from."


def _about_texts(sms: Mapping[str, str]) -> Iterator[str]:
    missing = [name for name, value in sms.items() if not value]
    if missing and len(missing) < len(sms):
        yield (
            f"{' and '.join(missing)} missing: text messages need all of {', '.join(sms)}, or none of them. Without the token "
            "nobody could tell the provider's calls from made-up ones."
        )
