"""Run a command with a complete and safe production environment: ``python -m tests.production_environment manage.py check``."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys

SAFE = {
    "DJANGO_SETTINGS_MODULE": "iop.settings.production",
    "ALLOWED_HOSTS": "clinic.example.org",
    "DATABASE_URL": "postgres://iop_app@localhost/iop",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "submission://user:word@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "The clinic <no-reply@clinic.example.org>",
}


def field_key(name: str = "k1") -> str:
    """Make a key of the encrypted columns as the environment names one."""
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def safe_environment(**changes: str) -> dict[str, str]:
    """Build an environment that production accepts, with ``changes`` (an empty value removes a name)."""
    named = {**SAFE, "SECRET_KEY": secrets.token_urlsafe(64), "FIELD_ENCRYPTION_KEYS": field_key(), **changes}
    ours = {*named, "DATABASE_OWNER_URL", "DEBUG", "DEMO", "EMAIL_BACKEND", "ANYMAIL"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {**inherited, **{name: value for name, value in named.items() if value}}


if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, *sys.argv[1:]], env=safe_environment(), check=False).returncode)
