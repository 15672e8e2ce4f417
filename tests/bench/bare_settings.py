"""What a worker of Django and its REST framework weighs with nothing of ours in it, for the row about memory."""

from __future__ import annotations

import os

from iop.settings.test import DATABASES as OURS

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.bare"
DATABASES = {"default": OURS["default"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
