"""For whoever changes the code: ``manage.py`` uses these unless others are named.

Beside a running ``make run`` they speak to its database and broker, so ``manage.py shell`` or ``manage.py api_key create``
sees what the browser shows. Set DATABASE_URL and REDIS_URL to work elsewhere.
"""

from __future__ import annotations

import os

from iop.settings import field_keys, running

running.join(os.environ)

from iop.settings.base import *
from iop.settings.base import FIELD_ENCRYPTION_KEYS, env

DEBUG = True
DATA = running.folder(os.environ)
DEMO = env.bool("DEMO", False)
SECRET_KEY = running.secret_key(DATA)
FIELD_KEYS = field_keys.parsed(FIELD_ENCRYPTION_KEYS or [running.field_key(DATA)])
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
INTERNAL_IPS = ["127.0.0.1"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = env.path("MEDIA_ROOT", DATA / "media")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = "The clinic <no-reply@localhost>"

# Nothing leaves this machine: messages are kept and shown on the outbox page.
MESSAGE_CHANNELS = {"email": "iop.notifications.channels.sink.Sink", "sms": "iop.notifications.channels.sink.Sink"}
# Clients pay with a provider that lives here and moves no money.
PAYMENT_PROVIDER = "billing.payments.sandbox.Sandbox"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
WEBHOOKS_TO_PRIVATE_ADDRESSES = True
