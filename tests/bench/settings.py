"""Ours, as in production: templates cached, connections kept, every middleware on."""

from __future__ import annotations

from iop.settings.test import *
from iop.settings.test import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 600
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
# A bench signs in once and runs for minutes.
STAFF_IDLE_MINUTES = 600
