"""Ours, as in production: every middleware on, requests logged, second factor asked, static files known, connections kept."""

from __future__ import annotations

import os

from iop.settings.logs import logging_by_structlog
from iop.settings.test import *
from iop.settings.test import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = int(os.environ.get("BENCH_CONN_MAX_AGE", "600"))
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
LOGGING = logging_by_structlog()
SECOND_FACTOR_REQUIRED = True
WHITENOISE_AUTOREFRESH = False
# A bench signs in once and runs for minutes.
STAFF_IDLE_MINUTES = 600
# A provider that takes everything at once: what is measured is ours.
MESSAGES_PER_MINUTE = dict.fromkeys(("email", "sms"), 10_000_000)
