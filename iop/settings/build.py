"""For building an image: enough to collect static files as production does, and nothing that could serve a page."""

from __future__ import annotations

from iop.settings.base import *

SECRET_KEY = "collects static files and signs nothing"  # noqa: S105
ALLOWED_HOSTS = []
