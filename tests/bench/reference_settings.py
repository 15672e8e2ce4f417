"""The references' process: the same apps and database, and of the middleware only session and user."""

from __future__ import annotations

from tests.bench.settings import *

ROOT_URLCONF = "tests.bench.reference"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # allauth does not start without it; for these paths it only passes on.
    "allauth.account.middleware.AccountMiddleware",
]
