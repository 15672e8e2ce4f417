"""Secrets of second factors, encrypted under a key drawn from the installation's own."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


def encrypt(text: str) -> str:
    """Encrypt under the newest key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt under any key that is still known (``SECRET_KEY_FALLBACKS``). Raises ``InvalidToken`` when none fits."""
    return _keys().decrypt(token.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_drawn(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _drawn(key: str | bytes) -> bytes:
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"iop.accounts.second-factor").derive(force_bytes(key))
    return base64.urlsafe_b64encode(drawn)
