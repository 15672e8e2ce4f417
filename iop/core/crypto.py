"""Columns that a stolen copy of the database does not give away: government identifiers, member numbers.

A value is kept as ``e1.<key id>.<nonce and ciphertext>``: AES-256-GCM under the key of that id, bound to its table and
column, so that a value copied into another column is refused instead of shown. Equal values are found by a blind index, an
HMAC under a key of its own. The keys come from ``settings.FIELD_KEYS`` (id to 32 bytes; the first writes, all read);
``manage.py rotate_keys`` brings everything under the first. Source: 45 CFR 164.312(a)(2)(iv); NIST SP 800-38D.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

FORM = "e1"
NONCE_BYTES = 12


class Unreadable(Exception):
    """A kept value cannot be opened: its key is gone, it was changed, or it belongs to another column. Says no value."""


def current_key_id() -> str:
    """Say under which key new values are written. Raises ``Unreadable`` when no key is set."""
    for name in settings.FIELD_KEYS:
        return str(name)
    raise Unreadable("no field key is set (FIELD_ENCRYPTION_KEYS)")


def encrypt(text: str, place: str) -> str:
    """Close ``text`` for ``place`` ("table.column") under the current key."""
    name = current_key_id()
    nonce = os.urandom(NONCE_BYTES)
    closed = AESGCM(_drawn(name, b"encrypts")).encrypt(nonce, text.encode(), _bound(name, place))
    return f"{FORM}.{name}.{base64.urlsafe_b64encode(nonce + closed).decode()}"


def decrypt(token: str, place: str) -> str:
    """Open what was closed for the same ``place``. Raises ``Unreadable``."""
    form, _, rest = token.partition(".")
    name, _, coded = rest.partition(".")
    if form != FORM or name not in settings.FIELD_KEYS:
        raise Unreadable(f"a value of {place} was not written under a key that is set")
    try:
        sealed = base64.urlsafe_b64decode(coded)
        opened = AESGCM(_drawn(name, b"encrypts")).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(name, place)
        )
    except (InvalidTag, ValueError) as trouble:
        raise Unreadable(f"a value of {place} was changed, or belongs elsewhere") from trouble
    return opened.decode()


def blind_index(value: str, purpose: str, key_id: str = "") -> str:
    """Give what stands for ``value`` where equals must be found without reading them; under the current key or a named one.

    ``purpose`` ("table.column") keeps equal values of different columns apart.
    """
    key = _drawn(key_id or current_key_id(), b"finds")
    return hmac.new(key, f"{purpose}\0{plainest(value)}".encode(), hashlib.sha256).hexdigest()


def blind_indexes(value: str, purpose: str) -> list[str]:
    """Give the value's index under every key, for searching while a rotation is under way."""
    return [blind_index(value, purpose, key_id) for key_id in settings.FIELD_KEYS]


def plainest(value: str) -> str:
    """Reduce an identifier to what two spellings of it share: letters and digits, capitals."""
    return "".join(letter for letter in value.upper() if letter.isalnum())


class EncryptedField(models.Field):
    """A text that is closed in the database and open in Python. It cannot be searched or sorted; see ``BlindIndexField``."""

    def get_internal_type(self) -> str:
        """Kept as text."""
        return "TextField"

    @property
    def place(self) -> str:
        """What its values are bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Open a kept value."""
        return None if value is None else decrypt(value, self.place)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Close a value on its way in. A database expression could copy a closed value elsewhere and is refused."""
        if hasattr(value, "resolve_expression"):
            if isinstance(value, models.Value):
                return self.get_db_prep_save(value.value, connection)
            raise FieldError(f"{self.place} takes plain texts only")
        return None if value is None else encrypt(str(value), self.place)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked of it: two closings of one text differ."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and can't be searched; use its blind index")
        return super().get_lookup(lookup_name)


class BlindIndexField(models.CharField):
    """The index of an ``EncryptedField`` of the same model, written along with it."""

    def __init__(self, *, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(**{"max_length": 64, "editable": False, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Say how a migration writes it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    @property
    def purpose(self) -> str:
        """What its values are bound to: the place of the field it stands for."""
        field = self.model._meta.get_field(self.of)
        return f"{self.model._meta.db_table}.{field.column}"  # type: ignore[union-attr]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Follow the value."""
        value = getattr(model_instance, self.of)
        index = "" if value is None else blind_index(str(value), self.purpose)
        setattr(model_instance, self.attname, index)
        return index


def masked(value: str, shown: int = 4) -> str:
    """Show the last letters of an identifier, never more than half of it: "•••• 6789"."""
    plain = plainest(value)
    return f"•••• {plain[-min(shown, len(plain) // 2) :]}" if len(plain) > 1 else "••••"


def _drawn(name: str, use: bytes) -> bytes:
    # One secret, two keys: what finds must not help to open.
    key: bytes = settings.FIELD_KEYS[name]
    return hmac.new(key, b"iop field key " + use, hashlib.sha256).digest()


def _bound(name: str, place: str) -> bytes:
    return f"{FORM}.{name}.{place}".encode()
