"""Settings that every way of running shares. The other modules here only say what differs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from iop.settings.broker import celery_url
from iop.settings.logs import logging_by_structlog

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEBUG = False
DEMO = False
"""True only in the demo settings: demo sign-ins exist, and staff need no second factor."""

SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "rest_framework_api_key",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "phonenumber_field",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_structlog",
    # The house, from the ground up (docs/architecture.md).
    "iop.core",
    "iop.audit",
    "iop.accounts",
    "iop.access",
    "iop.clinic",
    "iop.documents",
    "iop.notifications",
    "iop.work",
    "clients",
    "scheduling",
    "sessions_app",
    "therapy",
    "family",
    "billing",
    "iop.workflows",
    "iop.pages",
    "iop.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "iop.pages.middleware.CallMiddleware",
    "iop.pages.middleware.SignedInMiddleware",
    "iop.pages.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "iop.urls"
WSGI_APPLICATION = "iop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "iop.pages.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
        },
    },
]
COTTON_DIR = "components"
FORM_RENDERER = "iop.pages.forms.Renderer"

DATABASES = {
    # The application's role: it owns no tables and cannot disable a trigger.
    "default": env.dj_db_url("DATABASE_URL", "postgres:///iop"),
}
# The owner's role, used by migrate alone. Without it the one role does both (a laptop, a test).
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
if DATABASE_OWNER_URL:
    DATABASES["owner"] = env.dj_db_url("DATABASE_OWNER_URL")
    DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
# Shared by every process: sign-in counters (allauth, axes) must not be counted per worker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "iop",
        # A dead Redis must cost a request two seconds, not its life.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# E-mail is unique among staff only: relatives share inboxes. The partial constraint is invisible to this check.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", 15)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", 12)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CELERY_BROKER_URL = celery_url(REDIS_URL)
CELERY_BEAT_SCHEDULER = "iop.celery:Beat"
# Two queues, so that a long night's work never stands before a message.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"notifications.deliver": {"queue": "messages"}}
# A task unacknowledged for this long is given to another worker: above the time limit, or work would be doubled.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "audit-seal": {"task": "audit.seal", "schedule": timedelta(minutes=1)},
    "notifications-deliver": {"task": "notifications.deliver", "schedule": timedelta(minutes=1)},
    "sessions-materialise": {"task": "sessions.materialise", "schedule": timedelta(hours=1)},
    "sessions-finalise": {"task": "sessions.finalise_attendance", "schedule": timedelta(minutes=10)},
    "core-heartbeat": {"task": "core.heartbeat", "schedule": timedelta(seconds=20)},
}

LOGGING = logging_by_structlog()
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# Addresses are identifiers of clients (45 CFR 164.514(b)(2)(i)(O)); the audit record alone keeps them.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "iop.api.authentication.ApiKeyAuthentication",
        "iop.api.authentication.SignedInStaff",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["iop.api.permissions.ScopeAllows"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "iop.api.paging.ByCursor",
    "DEFAULT_SCHEMA_CLASS": "iop.api.problems.Schema",
    "EXCEPTION_HANDLER": "iop.api.problems.handle",
    "PAGE_SIZE": 30,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "iop.api.problems.Handler",
    "EXCEPTION_FORMATTER_CLASS": "iop.api.problems.Formatter",
    "ALLOWED_ERROR_STATUS_CODES": ["400", "401", "403", "404", "405", "406", "409", "415", "500"],
    "ERROR_SCHEMAS": dict.fromkeys(
        ("400", "401", "403", "404", "405", "406", "409", "415", "500"), "iop.api.problems.Problem"
    ),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "IOP",
    "DESCRIPTION": "The treatment day of an Intensive Outpatient Program, as plain resources.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
