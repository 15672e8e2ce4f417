"""For the tests: the real database and broker, quick passwords, mail in memory, everything else as in production."""

from __future__ import annotations

from iop.settings.base import *
from iop.settings.base import BASE_DIR, CACHES, DATABASES, env
from iop.settings.field_keys import TESTS_SECRET, derived
from iop.settings.logs import logging_by_structlog

SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 3
FIELD_KEYS = derived(TESTS_SECRET)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The one role migrates: what least privilege refuses has a test of its own, with a role of its own.
DATABASES.pop("owner", None)
DATABASES["default"]["CONN_MAX_AGE"] = 0

CACHES["default"]["KEY_PREFIX"] = "iop-test"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "test-results" / "media")
# Tasks are called as functions or sent to a worker that a test starts; nothing is run behind a test's back.
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", False)
CELERY_TASK_EAGER_PROPAGATES = True
LOGGING = logging_by_structlog(level="WARNING")

# Nothing leaves this machine: messages are kept and shown on the outbox page.
MESSAGE_CHANNELS = {"email": "iop.notifications.channels.sink.Sink", "sms": "iop.notifications.channels.sink.Sink"}
# Clients pay with a provider that lives here and moves no money.
PAYMENT_PROVIDER = "billing.payments.sandbox.Sandbox"
# A test signs somebody in and is in; the second factor's own tests ask for it.
SECOND_FACTOR_REQUIRED = False
# A test's transaction is undone, and what the sink took with it; tests of faults let it keep its own.
SINK_APART = env.bool("SINK_APART", False)
SITE_URL = "http://testserver"
WEBHOOKS_TO_PRIVATE_ADDRESSES = True
