"""For a clinic with real clients. Each of these must be right, or the process does not start and says what is wrong.

Environment (docs/operating.md explains each): SECRET_KEY, FIELD_ENCRYPTION_KEYS, ALLOWED_HOSTS, DATABASE_URL, REDIS_URL, DEFAULT_FROM_EMAIL and
EMAIL_URL or EMAIL_BACKEND with ANYMAIL; for ``migrate`` alone DATABASE_OWNER_URL.
"""

from __future__ import annotations

import json

from iop.settings.base import *
from iop.settings.base import (
    ALLOWED_HOSTS,
    CSRF_TRUSTED_ORIGINS,
    DATABASE_OWNER_URL,
    FIELD_ENCRYPTION_KEYS,
    INSTALLED_APPS,
    SECRET_KEY,
    SITE_URL,
    TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN,
    TWILIO_FROM,
    env,
)
from iop.settings.field_keys import parsed
from iop.settings.logs import logging_by_structlog
from iop.settings.refusals import refuse_unsafe

DEBUG = env.bool("DEBUG", False)

# The proxy ends TLS and says so; without that word a request is sent to https, so plain HTTP serves no page.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
# What only says "alive" may be asked from inside, by a container's own health check.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = CSRF_TRUSTED_ORIGINS or [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# How many proxies stand in front: each adds an address to X-Forwarded-For, and only theirs are believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1)

INSTALLED_APPS = [*INSTALLED_APPS, "anymail"]
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if EMAIL_URL := env.str("EMAIL_URL", ""):
    _mail = env.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST = _mail["EMAIL_HOST"]
    EMAIL_PORT = _mail["EMAIL_PORT"]
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
    EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = env.str("EMAIL_BACKEND", "")
ANYMAIL = json.loads(env.str("ANYMAIL", "") or "{}")
EMAIL_TIMEOUT = 20
# Links in e-mails and calls back from providers come to this name; the first of the allowed ones unless another is given.
SITE_URL = SITE_URL or next((f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")), "")

LOGGING = logging_by_structlog(as_json=True, level=env.str("LOG_LEVEL", "INFO"))

refuse_unsafe(
    secret_key=SECRET_KEY,
    field_keys=FIELD_ENCRYPTION_KEYS,
    debug=DEBUG,
    ssl_redirect=SECURE_SSL_REDIRECT,
    hsts_seconds=SECURE_HSTS_SECONDS,
    allowed_hosts=ALLOWED_HOSTS,
    trusted_origins=CSRF_TRUSTED_ORIGINS,
    database_url=env.str("DATABASE_URL", ""),
    owner_url=DATABASE_OWNER_URL,
    redis_url=env.str("REDIS_URL", ""),
    email_backend=EMAIL_BACKEND,
    from_email=DEFAULT_FROM_EMAIL,
    sms={
        "TWILIO_ACCOUNT_SID": TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": TWILIO_AUTH_TOKEN,
        "TWILIO_FROM": TWILIO_FROM,
    },
)
FIELD_KEYS = parsed(FIELD_ENCRYPTION_KEYS)
