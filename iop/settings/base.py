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
    "corsheaders",
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
    "iop.operations",
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
    "iop.reports",
    "iop.pages",
    "iop.api",
    "oauth2_provider",
    "iop.fhir",
    "iop.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before whatever answers: a browser's question beforehand brings neither cookie nor token, and is answered here.
    "corsheaders.middleware.CorsMiddleware",
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
                "iop.portal.context.frame",
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
# A component sees what it was given, not whatever the page around it happens to name alike.
COTTON_ISOLATE_BY_DEFAULT = True
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
# An address without the word says 0, and a new connection for every request costs more than most pages ask of the database.
DATABASES["default"]["CONN_MAX_AGE"] = DATABASES["default"].get("CONN_MAX_AGE") or 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FIELD_ENCRYPTION_KEYS: list[str] = env.list("FIELD_ENCRYPTION_KEYS", [])
FIELD_KEYS: dict[str, bytes] = {}
"""Keys of the encrypted columns by id; the first one writes (``iop.core.crypto``). Each way of running says which."""

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

# Staff sign in by e-mail. Nobody signs up; an administrator vouches for each address, so none is confirmed by mail.
ACCOUNT_ADAPTER = "iop.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# A clinic is one address on the net: what counts per address must allow for a whole staff arriving at nine.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,20/15m/key", "reset_password": "20/m/ip,5/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
SIGNED_IN_AS = "iop.clinic.actors.actor_for"
"""Who a signed-in user is to the audit record: ``(user, at) -> Actor``."""

SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "iop.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = env.str("MFA_TOTP_ISSUER", "IOP")
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys without TLS on this machine alone; production never serves plain HTTP.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.bool("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "iop.accounts.lockout.tried_name"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "iop.accounts.lockout.answer"
AXES_CLIENT_IP_CALLABLE = "iop.accounts.addresses.client_ip"
AXES_DISABLE_ACCESS_LOG = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
]

STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", 15)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", 12)
# Clients and relatives: short on a device that others use too, longer on their own.
PORTAL_IDLE_MINUTES = env.int("PORTAL_IDLE_MINUTES", 10)
PORTAL_OWN_IDLE_MINUTES = env.int("PORTAL_OWN_IDLE_MINUTES", 60)
PORTAL_SESSION_HOURS = env.int("PORTAL_SESSION_HOURS", 12)

PORTAL_RATE_LIMITS = {"portal_link": "30/m/ip,5/15m/key", "portal_passkey": "30/m/ip"}
"""How often one address on the net may ask for links to sign in, and for one inbox; and begin or end with a passkey."""
KIOSK_COOKIE = "here"
"""By which a tablet in the waiting room is known."""

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
# What runs each minute may not stand in the way for ten; what makes rows for weeks ahead may take longer once. In seconds.
CELERY_TASK_ANNOTATIONS = {
    "core.heartbeat": {"soft_time_limit": 10, "time_limit": 15},
    "audit.seal": {"soft_time_limit": 110, "time_limit": 120},
    "scheduling.expire_holds": {"soft_time_limit": 110, "time_limit": 120},
    "therapy.escalate_measure_alerts": {"soft_time_limit": 110, "time_limit": 120},
    "notifications.deliver": {"soft_time_limit": 270, "time_limit": 300},
    "sessions.materialise": {"soft_time_limit": 1680, "time_limit": 1800},
    "billing.decide_all_days": {"soft_time_limit": 1680, "time_limit": 1800},
    "billing.read_remittance": {"soft_time_limit": 1680, "time_limit": 1800},
    "fhir.make_exports": {"soft_time_limit": 3180, "time_limit": 3300},
    "imports.read_waiting": {"soft_time_limit": 1680, "time_limit": 1800},
    "imports.bring_waiting": {"soft_time_limit": 3300, "time_limit": 3420},
    "billing.post_remittances": {"soft_time_limit": 1680, "time_limit": 1800},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "audit-seal": {"task": "audit.seal", "schedule": timedelta(minutes=1)},
    "notifications-deliver": {"task": "notifications.deliver", "schedule": timedelta(minutes=1)},
    "billing-owe-coverage-checks": {"task": "billing.owe_coverage_checks", "schedule": timedelta(hours=6)},
    "sessions-materialise": {"task": "sessions.materialise", "schedule": timedelta(hours=1)},
    "billing-read-remittances": {"task": "billing.read_remittance", "schedule": timedelta(minutes=5)},
    "billing-post-remittances": {"task": "billing.post_remittances", "schedule": timedelta(minutes=2)},
    "sessions-call-absentees": {"task": "sessions.call_absentees", "schedule": timedelta(minutes=5)},
    "sessions-watch-absence": {"task": "sessions.watch_absence", "schedule": timedelta(minutes=15)},
    "sessions-finalise": {"task": "sessions.finalise_attendance", "schedule": timedelta(minutes=10)},
    "scheduling-owe-appointments": {"task": "scheduling.owe_appointments", "schedule": timedelta(hours=1)},
    "scheduling-owe-family-offers": {"task": "scheduling.owe_family_offers", "schedule": timedelta(hours=1)},
    "scheduling-remind-guests": {"task": "scheduling.remind_guests", "schedule": timedelta(minutes=15)},
    "scheduling-watch-releases": {"task": "scheduling.watch_releases", "schedule": timedelta(hours=1)},
    "clients-watch-consents": {"task": "clients.watch_consents", "schedule": timedelta(days=1)},
    "clients-watch-registers": {"task": "clients.watch_registers", "schedule": timedelta(days=1)},
    "clinic-watch-credentials": {"task": "clinic.watch_credentials", "schedule": timedelta(days=1)},
    "scheduling-expire-holds": {"task": "scheduling.expire_holds", "schedule": timedelta(minutes=1)},
    "intake-ask-after-stays": {"task": "intake.ask_after_stays", "schedule": timedelta(hours=1)},
    "therapy-draw-tests": {"task": "therapy.draw_tests", "schedule": timedelta(minutes=15)},
    "therapy-owe-assessments": {"task": "therapy.owe_assessments", "schedule": timedelta(hours=1)},
    "therapy-owe-progress-notes": {"task": "therapy.owe_progress_notes", "schedule": timedelta(hours=1)},
    "therapy-owe-plans": {"task": "therapy.owe_plans", "schedule": timedelta(hours=1)},
    "therapy-owe-own-plans": {"task": "therapy.owe_own_plans", "schedule": timedelta(hours=1)},
    "therapy-find-reviews": {"task": "therapy.find_reviews", "schedule": timedelta(hours=1)},
    "therapy-watch-warnings": {"task": "therapy.watch_warnings", "schedule": timedelta(hours=1)},
    "therapy-owe-medication-work": {"task": "therapy.owe_medication_work", "schedule": timedelta(hours=1)},
    "therapy-assign-measures": {"task": "therapy.assign_measures", "schedule": timedelta(hours=1)},
    "therapy-escalate-measure-alerts": {"task": "therapy.escalate_measure_alerts", "schedule": timedelta(minutes=1)},
    "operations-watch": {"task": "operations.watch", "schedule": timedelta(minutes=15)},
    "operations-prune": {"task": "operations.prune", "schedule": timedelta(days=1)},
    "therapy-watch-follow-ups": {"task": "therapy.watch_follow_ups", "schedule": timedelta(hours=1)},
    "imports-read-waiting": {"task": "imports.read_waiting", "schedule": timedelta(minutes=5)},
    "imports-bring-waiting": {"task": "imports.bring_waiting", "schedule": timedelta(minutes=5)},
    "imports-remove-files": {"task": "imports.remove_files", "schedule": timedelta(days=1)},
    "fhir-make-exports": {"task": "fhir.make_exports", "schedule": timedelta(minutes=1)},
    "records-make-exports": {"task": "records.make_exports", "schedule": timedelta(minutes=1)},
    "reminders-plan": {"task": "reminders.plan", "schedule": timedelta(minutes=10)},
    "sessions-make-group-meetings": {"task": "sessions.make_group_meetings", "schedule": timedelta(hours=1)},
    "sessions-ask-for-group-attendance": {
        "task": "sessions.ask_for_group_attendance",
        "schedule": timedelta(hours=1),
    },
    "billing-decide-days": {"task": "billing.decide_days", "schedule": timedelta(minutes=10)},
    "billing-decide-all-days": {"task": "billing.decide_all_days", "schedule": timedelta(days=1)},
    "billing-make-claims": {"task": "billing.make_claims", "schedule": timedelta(hours=6)},
    "billing-pull-charges": {"task": "billing.pull_charges", "schedule": timedelta(minutes=10)},
    "billing-watch-authorizations": {"task": "billing.watch_authorizations", "schedule": timedelta(hours=1)},
    "billing-watch-client-money": {"task": "billing.watch_client_money", "schedule": timedelta(hours=6)},
    "api-tell-webhooks": {"task": "api.tell_webhooks", "schedule": timedelta(minutes=1)},
    "api-forget-old-calls": {"task": "api.forget_old_calls", "schedule": timedelta(hours=6)},
    "api-forget-old-deliveries": {"task": "api.forget_old_deliveries", "schedule": timedelta(days=1)},
    "api-watch-keys": {"task": "api.watch_keys", "schedule": timedelta(days=1)},
    "core-heartbeat": {"task": "core.heartbeat", "schedule": timedelta(seconds=20)},
}

# Slots: what a lower app asks of those above it (docs/architecture.md).
READINESS = {"tasks": "iop.operations.health.tasks"}
"""More parts of ``/readyz`` by name: functions that say whether the part is ``ok``, in numbers that anybody may read."""
SEATS_TAKEN = ("sessions_app.seats.make_ups_taken",)
"""Seats that apps above scheduling give away by the day: functions of a track's id and days, giving a count by day."""
BUSY_WORDS = ("sessions_app.clashes.words_for",)
"""What a busy time is called: functions of ids, giving words by id."""
CLOSING_GAPS = ("therapy.closing.note_gaps",)
"""What apps above the day still miss before it may close: functions of a day and an instant, giving ``sessions_app.closing.Gap``."""

LOGGING = logging_by_structlog()
# An error's report tells where it broke and never whom it was about.
DEFAULT_EXCEPTION_REPORTER = "iop.core.reports.NamelessReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "iop.core.reports.NamelessFilter"
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# Addresses are identifiers of clients (45 CFR 164.514(b)(2)(i)(O)); the audit record alone keeps them.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "iop.api.authentication.ApiKeyAuthentication",
        "iop.api.authentication.TokenAuthentication",
        "iop.api.authentication.SignedInStaff",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["iop.api.permissions.ScopeAllows"],
    "DEFAULT_THROTTLE_CLASSES": ["iop.api.limits.CallsAMinute"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["iop.api.parsing.Json"],
    "DEFAULT_FILTER_BACKENDS": ["iop.api.strictness.ById"],
    "DEFAULT_PAGINATION_CLASS": "iop.api.paging.ByCursor",
    "DEFAULT_SCHEMA_CLASS": "iop.api.schema.Schema",
    "EXCEPTION_HANDLER": "iop.api.problems.handle",
    "PAGE_SIZE": 30,
}
WEBHOOKS_TO_PRIVATE_ADDRESSES = env.bool("WEBHOOKS_TO_PRIVATE_ADDRESSES", False)
"""Whether webhooks may lead to addresses of a private network, and be plain http."""
OAUTH2_PROVIDER_APPLICATION_MODEL = "api.Application"
OAUTH2_PROVIDER = {
    "SCOPES_BACKEND_CLASS": "iop.api.oauth.scopes.OfApplication",
    "OAUTH2_VALIDATOR_CLASS": "iop.api.oauth.validator.Validator",
    "PKCE_REQUIRED": True,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 900,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 90 * 24 * 3600,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "ALLOW_LOCALHOST_LOOPBACK": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    # Of tokens only a hash is kept.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}
# Apps whose pages run elsewhere (CORS): at these addresses, and nowhere else, ``iop.api.oauth.browsers`` says which page may have
# which answer. Never with cookies: what somebody is signed in to stays with our own pages.
CORS_URLS_REGEX = r"/(api/v1/(?!docs/)|fhir/R4/|oauth2/(token|revoke)/$|\.well-known/oauth-authorization-server$)"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS")
CORS_ALLOW_HEADERS = (
    "accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer",
)  # fmt: skip
CORS_EXPOSE_HEADERS = (
    "ETag", "Link", "Location", "Content-Location", "Content-Disposition", "Retry-After", "X-Progress", "WWW-Authenticate",
    "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Idempotency-Replayed", "Redisclosure-Notice", "Consent-Scope",
    "X-Security-Context",
)  # fmt: skip
# Browsers ask beforehand each time (by themselves they remember for five seconds): an origin that is taken out is out.
CORS_PREFLIGHT_MAX_AGE = 0
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "iop.api.problems.Handler",
    "EXCEPTION_FORMATTER_CLASS": "iop.api.problems.Formatter",
    "ALLOWED_ERROR_STATUS_CODES": ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "429", "500"],
    "ERROR_SCHEMAS": dict.fromkeys(
        ("400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "429", "500"), "iop.api.problems.Problem"
    ),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "IOP",
    "DESCRIPTION": "The treatment day of an Intensive Outpatient Program, as plain resources.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    # Nine hundred operations: groups are opened by whoever looks for one, or found by their name.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "none", "filter": True},
    "POSTPROCESSING_HOOKS": [
        "drf_standardized_errors.openapi_hooks.postprocess_schema_enums",
        "iop.api.schema.only_ids_are_always_there",
        "iop.api.schema.problems_once",
        "iop.api.schema.no_empty_choice",
        "iop.api.schema.with_examples",
    ],
    "PREPROCESSING_HOOKS": ["iop.api.schema.name_the_lists"],
    "ENUM_NAME_OVERRIDES": {
        "RemittanceStatus": "billing.choices.remittances.RemittanceStatus",
        "DenialStatus": "billing.choices.remittances.DenialStatus",
        "AuthorizationStatus": "billing.choices.authorizations.AuthStatus",
        "CoveragePriority": "billing.choices.coverage.Priority",
        "VerifiedBy": "billing.choices.coverage.VerifiedBy",
        "Sex": "clients.choices.Sex",
        "PlanStatus": "therapy.choices.plans.PlanStatus",
        "ObjectiveStatus": "therapy.choices.plans.ThreadStatus",
        "NoteStatus": "therapy.choices.notes.NoteStatus",
        "NoteKind": "therapy.choices.progress_notes.NoteKind",
        "BillingService": "billing.choices.rules.Service",
        "ClaimStatus": "billing.choices.claims.ClaimStatus",
        "ClaimFrequency": "billing.choices.claims.Frequency",
        "Modality": "therapy.choices.notes.Modality",
        "OwnPlanKind": "therapy.choices.own_plans.OwnPlanKind",
        "AnalyteOutcome": "therapy.choices.drug_tests.Outcome",
        "TestUnit": "therapy.choices.drug_tests.Unit",
        "AttendanceMode": "sessions_app.choices.AttendanceMode",
        "AnswerMode": "therapy.choices.measures.Mode",
        "EpisodeStatus": "clients.choices.EpisodeStatus",
        "DischargeKind": "clients.choices.DischargeKind",
        "ContactKind": "clients.choices.ContactKind",
        "SessionStatus": "sessions_app.choices.SessionStatus",
        "AttendanceStatus": "sessions_app.choices.AttendanceStatus",
        "AppointmentKind": "scheduling.choices.AppointmentKind",
        "AppointmentStatus": "scheduling.choices.AppointmentStatus",
        "CommitmentKind": "scheduling.choices.CommitmentKind",
        "StatusReason": "scheduling.choices.StatusReason",
        "Weekday": "iop.clinic.choices.Weekday",
        "ReferralStatus": "therapy.choices.support.ReferralStatus",
        "Need": "therapy.choices.support.Need",
        "MeetingKind": "therapy.choices.support.MeetingKind",
        "RewardLedgerKind": "therapy.choices.rewards.LedgerKind",
        "AllergyKind": "therapy.choices.medications.AllergyKind",
        "StopReason": "therapy.choices.medications.StopReason",
        "GroupKind": "sessions_app.group_choices.GroupKind",
        "AbsenceLimitKind": "sessions_app.absence_choices.LimitKind",
        "AbsenceStepMethod": "iop.api.serializers.absence.METHODS",
        "AbsenceStepOwner": "sessions_app.absence_choices.StepOwner",
        "OfferReason": "scheduling.family_choices.OfferReason",
        "GroupPresence": "sessions_app.group_choices.Presence",
        "AskChannel": "therapy.choices.follow_ups.AskChannel",
        "Language": "iop.api.serializers.people.LANGUAGES",
        "LearnedFrom": "therapy.choices.medications.LearnedFrom",
        "CoSignatureDecision": "therapy.choices.notes.CoSignatureDecision",
        "CaseContactHow": "therapy.choices.support.ContactBy",
        "TestExemptionKind": "therapy.choices.drug_tests.ExemptionKind",
        "TransitionKind": "therapy.choices.transitions.TransitionKind",
        "EarlyWarningKind": "therapy.choices.warnings.WarningKind",
        "RewardKind": "therapy.choices.rewards.RewardKind",
        "QuestionnaireLanguage": "therapy.choices.questionnaires.QuestionnaireLanguage",
        "NoteContactMode": "therapy.choices.progress_notes.ContactMode",
        "NoObjectiveReason": "therapy.choices.progress_notes.NoObjective",
        "TestReviewOutcome": "therapy.choices.drug_tests.TalkOutcome",
        "FollowUpAttemptOutcome": "therapy.choices.follow_ups.AttemptOutcome",
        "FollowUpAttemptWay": "therapy.choices.follow_ups.AttemptWay",
        "NoteContactOutcome": "therapy.choices.progress_notes.ContactOutcome",
        "CaseContactOutcome": "therapy.choices.support.ContactOutcome",
        "SummaryPart": "therapy.choices.own_plans.SummaryPart",
        "MeasureSkipReason": "therapy.choices.measures.SkipReason",
        "AssessmentSource": "therapy.choices.assessments.AssessmentSource",
        "LevelReviewStatus": "therapy.choices.reviews.ReviewStatus",
        "DrugTestStatus": "therapy.choices.drug_tests.TestStatus",
        "AftercareStatus": "therapy.choices.own_plans.AftercareStatus",
        "PlanPartKind": ["problem", "goal", "objective", "intervention"],
        "GoalOutcome": "sessions_app.choices.GoalOutcome",
        "OutreachOutcome": "sessions_app.choices.OutreachOutcome",
        "OutreachMethod": "sessions_app.choices.OutreachMethod",
        "OfferOutcome": "scheduling.family_choices.OfferOutcome",
        "GroupFrequency": "sessions_app.group_choices.Frequency",
        "GuestAnswer": "scheduling.family_choices.GuestAnswer",
        "FacilitatorRole": "scheduling.choices.FacilitatorRole",
        "FamilyForm": "scheduling.family_choices.FamilyForm",
        "AbsenceConsequence": "sessions_app.absence_choices.Consequence",
        "RosterSource": "sessions_app.choices.RosterSource",
        "IdentifierKind": "clients.choices.IdentifierKind",
        "DocumentKind": "clients.choices.DocumentKind",
        "CareRole": "clients.choices.CareRole",
        "ConcernKind": "clients.choices.ConcernKind",
        "VarianceReason": "clients.choices.VarianceReason",
        "InquiryStatus": "clients.choices.InquiryStatus",
        "InquiryChannel": "clients.choices.InquiryChannel",
        "CallerIs": "clients.choices.CallerIs",
        "ReplyBy": "clients.choices.ReplyBy",
        "Urgency": "clients.choices.Urgency",
        "SafetyAnswer": "clients.choices.SafetyAnswer",
        "PayerKind": "clients.choices.PayerKind",
        "Substance": "clients.choices.Substance",
        "ReferralKind": "clients.choices.ReferralKind",
        "OutReason": "clients.choices.OutReason",
        "CheckKind": "clients.choices.CheckKind",
        "CheckAnswer": "clients.choices.CheckAnswer",
        "StayKind": "clients.choices.StayKind",
        "StayStatus": "clients.choices.StayStatus",
        "ConsentKind": "clients.choices.ConsentKind",
        "ConsentStatus": "clients.choices.ConsentStatus",
        "SignerRole": "clients.choices.SignerRole",
        "SignatureMethod": "clients.choices.SignatureMethod",
        "RevocationMethod": "clients.choices.RevocationMethod",
        "Information": "clients.choices.Information",
        "Purpose": "clients.choices.Purpose",
        "RecipientClass": "clients.choices.RecipientClass",
        "PartyKind": "clients.choices.PartyKind",
        "Ground": "clients.choices.Ground",
        "SentKind": "clients.choices.SentKind",
        "Notice": "clients.choices.Notice",
        "AgreementKind": "clients.choices.AgreementKind",
        "OrderSection": "clients.choices.OrderSection",
        "Edition": "clients.choices.Edition",
        "MessageHoldKind": "clients.choices.MessageHoldKind",
        "Specifier": "clients.choices.Specifier",
        "Destination": "clients.discharge_choices.Destination",
        "FirstAppointment": "clients.discharge_choices.FirstAppointment",
        "Kept": "clients.discharge_choices.Kept",
        "ContactAfter": "clients.discharge_choices.ContactAfter",
        "EntryStatus": "clients.register_choices.EntryStatus",
        "IncidentKind": "clients.register_choices.IncidentKind",
        "Harm": "clients.register_choices.Harm",
        "Factor": "clients.register_choices.Factor",
        "RestrictionEnd": "clients.register_choices.RestrictionEnd",
        "RefusedBecause": "clients.register_choices.RefusedBecause",
        "ExportForm": "clients.register_choices.ExportForm",
        "CopyForm": "clients.register_choices.CopyForm",
        "AccessEnd": "clients.portal_choices.AccessEnd",
        "IdentityCheck": "clients.portal_choices.IdentityCheck",
        "ThreadAbout": "clients.thread_choices.ThreadAbout",
        "ImportKind": "clients.import_choices.ImportKind",
        "ImportStatus": "clients.import_choices.ImportStatus",
        "RowOutcome": "clients.import_choices.RowOutcome",
        "Channel": "iop.notifications.choices.Channel",
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Slots: what the ground asks of the apps above it, by dotted path.
INQUIRY_MOVED: list[str] = [
    "scheduling.actions.holds.inquiry_moved",
    "iop.workflows.intake.inquiry_moved",
]
"""``(*, by, inquiry, before, at)``: what else happens when an inquiry changes its status, in the same transaction."""
ADMISSION_CHECKS: list[str] = [
    "clients.admission_lines.placement",
    "clients.admission_lines.inquiry_checks",
    "clients.admission_lines.emergency_contact",
    "clients.admission_checks.consents",
    "therapy.admission.checks",
    "billing.admission.checks",
]
"""``(episode, at) -> list of clients.admission.ChecklistItem``: what blocks an admission or only warns."""
RELEASE_ENDED: list[str] = ["scheduling.actions.family.release_ended"]
"""``(*, by, client_id, at)``: what else happens when a client takes a consent back or its event has come, in the same transaction."""
CASELOAD_ROSTERS: list[str] = ["sessions_app.caseload.people_of"]
"""``(staff_id, first, last) -> ids of clients``: people on rosters that a colleague leads, for sites that keep caseloads apart."""
RECORD_FILES: list[str] = ["iop.fhir.record.files"]
"""What else lies in the archive of their record that a client takes away (``iop.workflows.record_export``)."""
MERGE_PLANS: list[str] = [
    "scheduling.merging.plan",
    "sessions_app.merging.plan",
    "sessions_app.merging_asks.plan",
    "sessions_app.merging_groups.plan",
    "therapy.merging.plan",
    "therapy.merging_own_plans.plan",
    "therapy.merging_recovery.plan",
    "therapy.merging_support.plan",
    "billing.merging.plan",
]
"""``(kept_id, absorbed_id, at) -> clients.merging.Plan``: rows of apps above that follow a client into another chart."""
MERGE_STAYS: list[str] = [
    "scheduling.merging.STAYS",
    "sessions_app.merging.STAYS",
    "sessions_app.merging_asks.STAYS",
    "sessions_app.merging_groups.STAYS",
    "therapy.merging.STAYS",
    "therapy.merging_own_plans.STAYS",
    "therapy.merging_recovery.STAYS",
    "therapy.merging_support.STAYS",
    "billing.merging.STAYS",
]
"""``{model label: words}``: tables of apps above that bear a client and are left with the chart they were written in."""
TIMELINE: list[str] = [
    "clients.timeline_lines.lines",
    "sessions_app.timeline.lines",
    "sessions_app.absence_timeline.lines",
    "therapy.measures_lines.lines",
    "therapy.plans_lines.timeline",
    "therapy.transitions_lines.lines",
    "scheduling.timeline.lines",
    "therapy.notes_timeline.lines",
    "therapy.own_plans_lines.timeline",
    "therapy.recovery_lines.lines",
    "therapy.support_lines.lines",
    "therapy.tests_lines.lines",
    "therapy.warning_lines.lines",
    "therapy.review_lines.lines",
    "billing.authorization_lines.lines",
    "billing.coverage_lines.lines",
    "therapy.follow_ups_lines.lines",
]
"""``(client_id, first, last) -> list of clients.timeline.Line``: what each app knows of a client, by date."""
EVIDENCE: list[str] = [
    "therapy.plans_lines.evidence",
    "therapy.measures_lines.facts",
    "therapy.notes_timeline.facts",
    "sessions_app.evidence.facts",
    "scheduling.evidence.facts",
    "clients.evidence_lines.facts",
    "therapy.own_plans_lines.evidence",
    "therapy.support_evidence.facts",
    "therapy.tests_lines.facts",
    "therapy.follow_ups_lines.facts",
    "therapy.review_evidence.facts",
    "billing.authorization_lines.facts",
]
"""``(episode, first, last, at) -> list of clients.evidence.Fact``: what is known of a stay when somebody decides or sums up."""
REVIEW_CAUSES: list[str] = [
    "therapy.review_causes.causes",
    "clients.concern_causes.causes",
    "therapy.more_support_causes.causes",
    "sessions_app.absence_causes.causes",
    "billing.review_causes.causes",
]
"""``(episode_ids, since, at) -> list of clients.review_causes.Cause``: what makes a review due before its rhythm does."""
REMINDERS: list[str] = [
    "sessions_app.reminders.wishes",
    "sessions_app.group_reminders.wishes",
    "scheduling.reminders.wishes",
    "therapy.reminders.wishes",
    "billing.reminders.wishes",
    "iop.work.reminders.wishes",
]
"""``(first, last, at, only) -> list of iop.notifications.reminders.Wish``: what begins or falls due between two instants, and whom to remind."""
STAFF_REMINDERS: list[str] = ["iop.work.reminders.waiting", "therapy.reminders.unsigned"]
"""``(staff_ids, until) -> list of (colleague, kind, id)``: what waits for each colleague and is due before an instant."""
MESSAGE_STILL_WANTED: list[str] = [
    "clients.gate.messages.no_longer_wanted",
    "sessions_app.group_messages.no_longer_wanted",
    "iop.workflows.reminders.no_longer_true",
    "clients.threads.no_longer_wanted",
    "family.reach.no_longer_wanted",
]
RELATIVES_REACHED = "family.reach"
"""The module with ``ways(person_ids)`` and ``tellable(person_ids, at)``: how relatives may be told (``clients.relatives_reach``)."""
"""``(messages, at) -> ids``: asked just before sending; messages whose ids come back are withdrawn instead."""
MESSAGE_LEAVES: list[str] = ["clients.gate.messages.leaves"]
"""``(message, at)``: writes down that a message leaves, in the transaction that hands it over; a ``Refusal`` withdraws it."""
MESSAGE_NOT_TOLD: list[str] = ["iop.workflows.messages.could_not_tell"]
"""``(messages, at)``: told of messages that nobody will read, in the transaction that gives them up."""
MESSAGE_LINKS: dict[str, str] = {
    "clients.portalinvitation": "clients.portal_tokens.invitation_url",
    "clients.portallink": "clients.portal_tokens.link_url",
}
"""Kind of what a message is about to ``(id) -> URL``: the link that is filled in as it leaves, and rests nowhere."""
MESSAGE_CAME_IN: list[str] = ["iop.workflows.messages.came_in"]
"""``(reply, at)``: told of a text that somebody wrote to us, in the transaction that keeps it."""
SITE_URL = env.str("SITE_URL", "").rstrip("/")
PAYMENT_PROVIDER = env.str("PAYMENT_PROVIDER", "")
"""Dotted path of the class by which clients pay online (``billing.payments.providers``); empty: they do not."""
PAYMENT_SECRET = env.str("PAYMENT_SECRET", "")
"""What the provider signs its messages with."""
"""Where this installation is reached from outside, for links in e-mails and for providers that call back: https://clinic.example.org."""
CALLBACK_RATE_LIMITS = {"unsigned_call": "30/m/ip", "unsubscribe": "30/m/ip"}
"""How often one address on the net may call without a right signature, or use the link that ends e-mails."""
ANYMAIL: dict[str, object] = {}
IMPORT_FILE_DAYS = env.int("IMPORT_FILE_DAYS", 30)
"""How many days a file of clients from another system lies here before it is removed."""
MESSAGES_PER_MINUTE = {"email": env.int("EMAIL_PER_MINUTE", 600), "sms": env.int("SMS_PER_MINUTE", 300)}
"""How many messages the clinic's providers take in any minute; more wait their turn."""
MESSAGE_LEASE_SECONDS = env.int("MESSAGE_LEASE_SECONDS", 600)
"""How long a worker may hold messages it has claimed before another takes them over."""
SINK_APART = True
"""Whether the development sink keeps what it takes on a connection of its own, as a provider elsewhere would."""
MESSAGE_CHANNELS = {
    "email": "iop.notifications.channels.email.Email",
    "sms": "iop.notifications.channels.twilio.Twilio"
    if env.str("TWILIO_ACCOUNT_SID", "")
    else "iop.notifications.channels.missing.Missing",
}
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", "")
TWILIO_FROM = env.str("TWILIO_FROM", "")
WORK_PLACES: dict[str, str] = {
    "api.integration": "iop.pages.places.integration",
    "api.webhook": "iop.pages.places.webhook",
    "billing.account_of": "iop.pages.places.account",
    "billing.paymentplan": "iop.pages.places.payment_plan",
    "billing.remittance": "iop.pages.places.remittance",
    "billing.denial": "iop.pages.places.denial",
    "clients.portal_of": "iop.pages.places.portal_access",
    "billing.clientday": "iop.pages.places.billing_day",
    "billing.held_days": "iop.pages.places.held_days",
    "billing.held_notes": "iop.pages.places.held_notes",
    "clients.thread": "iop.pages.places.thread",
    "sessions_app.scheduleask": "iop.pages.places.schedule_ask",
    "therapy.progressnote": "iop.pages.places.progress_note",
    "therapy.notemention": "iop.pages.places.note_question",
    "clients.client": "iop.pages.places.chart",
    "clients.care_of": "iop.pages.places.care",
    "clients.schedule_of": "iop.pages.places.schedule",
    "clients.family_of": "iop.pages.places.family",
    "clients.dimensionalassessment": "iop.pages.places.dimensions",
    "sessions_app.attendance_of": "iop.pages.places.attendance",
    "clients.concern": "iop.pages.places.concern",
    "clients.disclosure": "iop.pages.places.disclosure",
    "clients.accessrequest": "iop.pages.places.access_request",
    "clients.amendmentrequest": "iop.pages.places.amendment_request",
    "clients.breach": "iop.pages.places.breach",
    "clients.emergencyaccess": "iop.pages.places.emergency_access",
    "clients.grievance": "iop.pages.places.grievance",
    "clients.incident": "iop.pages.places.incident",
    "clients.restrictionrequest": "iop.pages.places.restriction_request",
    "clients.consent": "iop.pages.places.consent",
    "clients.consents_of": "iop.pages.places.consents",
    "clients.inquiry": "iop.pages.places.inquiry",
    "clients.outsidestay": "iop.pages.places.stay",
    "clinic.site": "iop.pages.places.rota",
    "operations.schedule": "iop.pages.places.operations",
    "notifications.message": "iop.pages.places.message",
    "notifications.reply": "iop.pages.places.reply",
    "clinic.staffmember": "iop.pages.places.staff",
    "scheduling.appointment": "iop.pages.places.appointment",
    "scheduling.due_of": "iop.pages.places.due",
    "scheduling.family_of": "iop.pages.places.family",
    "scheduling.seathold": "iop.pages.places.hold",
    "scheduling.waitlistentry": "iop.pages.places.waiting",
    "scheduling.track": "iop.pages.places.track",
    "sessions_app.programsession": "iop.pages.places.day",
    "sessions_app.openmeeting": "iop.pages.places.group_meeting",
    "sessions_app.attendance": "iop.pages.places.line",
    "sessions_app.absencecase": "iop.pages.places.absence_case",
    "sessions_app.absencecasestep": "iop.pages.places.absence_step",
    "sessions_app.limitreached": "iop.pages.places.absence_limit",
    "therapy.earlywarning": "iop.pages.places.early_warning",
    "billing.authorization": "iop.pages.places.authorization",
    "billing.claim": "iop.pages.places.claim",
    "billing.stay_authorizations": "iop.pages.places.client_authorizations",
    "therapy.groupnote": "iop.pages.places.note",
    "therapy.between_sessions_of": "iop.pages.places.between_sessions",
    "therapy.measurealert": "iop.pages.places.measure_alert",
    "therapy.measureresponse": "iop.pages.places.measure_response",
    "therapy.biopsychosocialassessment": "iop.pages.places.assessment",
    "therapy.drugtest": "iop.pages.places.drug_test",
    "therapy.transition": "iop.pages.places.transition",
    "therapy.treatmentplan": "iop.pages.places.plan",
    "therapy.planreview": "iop.pages.places.plan_review",
    "therapy.levelreview": "iop.pages.places.level_review",
    "therapy.medication": "iop.pages.places.medication",
    "billing.coverage_of": "iop.pages.places.coverage",
    "therapy.medications_of": "iop.pages.places.medications",
    "therapy.referral": "iop.pages.places.referral",
    "therapy.support_of": "iop.pages.places.support",
    "therapy.safety_plan_of": "iop.pages.places.safety_plan",
    "therapy.relapse_plan_of": "iop.pages.places.relapse_plan",
    "therapy.aftercare_of": "iop.pages.places.aftercare",
    "therapy.summary_of": "iop.pages.places.discharge_summary",
    "clients.discharge_of": "iop.pages.places.after_treatment",
    "therapy.followup": "iop.pages.places.follow_up",
    "therapy.moresupportask": "iop.pages.places.more_support",
}
"""Kind of subject to ``(subject_id) -> URL``: where a piece of work is done."""
STATE_DATA_DIRS: list[str] = env.list("STATE_DATA_DIRS", default=[])
"""Folders with code lists, mappings and layouts of the clinic's own state, beside the shipped ones (docs/state_data.md)."""
FILE_OPENERS: list[str] = [
    "iop.workflows.files.may_open_handout",
    "iop.workflows.files.may_open_photo",
    "iop.workflows.files.may_open_chart_document",
    "iop.workflows.files.may_open_card",
    "clients.consent_policies.may_open_file",
    "clients.thread_policies.may_open_file",
    "iop.reports.state_data.policies.may_open_file",
]
"""``(actor, file) -> bool | None``: whether the actor may open this file because of what it belongs to; none: not mine."""
DEPARTURE_PREVIEWS: list[str] = [
    "iop.workflows.departure_days.preview",
    "iop.workflows.departure_groups.preview",
    "iop.workflows.departure_weeks.preview",
    "iop.workflows.departure_appointments.preview",
    "iop.workflows.departure_care.preview",
    "iop.workflows.departure_inquiries.preview",
    "iop.workflows.departure_reviews.preview",
    "iop.workflows.departure_on_call.preview",
    "iop.workflows.departure_notes.preview",
    "iop.workflows.departure_plans.preview",
    "iop.workflows.departure_threads.preview",
    "iop.workflows.departure_authorizations.preview",
    "iop.workflows.departure_held_days.preview",
    "iop.api.oauth.departing.preview",
]
"""``(staff_id, left_on, at) -> sentences``: what else would happen if this colleague left that day."""
DEPARTURE_STEPS: list[str] = [
    "iop.workflows.departure_weeks.hand_over",
    "iop.workflows.departure_days.hand_over",
    "iop.workflows.departure_groups.hand_over",
    "iop.workflows.departure_appointments.hand_over",
    "iop.workflows.departure_care.hand_over",
    "iop.workflows.departure_inquiries.hand_over",
    "iop.workflows.departure_reviews.hand_over",
    "iop.workflows.departure_on_call.hand_over",
    "iop.workflows.departure_threads.hand_over",
    "iop.workflows.departure_authorizations.hand_over",
    "iop.workflows.departure_held_days.hand_over",
    "iop.api.oauth.departing.hand_over",
]
"""``(*, by, staff_id, left_on, to_staff_id, at)``: what else happens when a colleague leaves, in the same transaction."""
