"""ETag, If-Match and If-None-Match (RFC 9110 §13): who changes a row says which state of it was read."""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from iop.core.errors import Refusal, require_current
from iop.core.words import say

CHANGED_MEANWHILE = say("Somebody changed this meanwhile. Fetch it again before you change it.")


class NotAsRead(Refusal):
    """``If-Match`` names another state of the row than the one that stands."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "precondition_failed"


def etag_of(row: models.Model, drawn: Any) -> str:
    """Name a row's state as it was drawn: its version, where it has one, and a hash of what the caller saw."""
    shown = hashlib.sha256(json.dumps(drawn, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:16]
    return f'"{_version(row)}-{shown}"'


def matches(header: str, etag: str) -> bool:
    """Say whether a header's list of tags names this one; weak tags count as equal (RFC 9110 §13.1.2)."""
    told = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in told or etag in told


def versions_in(header: str) -> list[int]:
    """Read the versions out of the tags of ``If-Match``; none when any of them has none."""
    found = [tag.strip().removeprefix("W/").strip('"').partition("-") for tag in header.split(",")]
    told = [int(number) for number, _, rest in found if rest and number.isascii() and number.isdecimal()]
    return told if len(told) == len(found) else []


def _version(row: models.Model) -> str:
    version = getattr(row, "version", None)
    return str(version) if isinstance(version, int) else "x"


def require_version(row: models.Model, version: int) -> None:
    """Ask that a row is as it was read, for what is signed as it was read. Raises ``Stale`` for another version."""
    require_current(row.version, version, CHANGED_MEANWHILE)  # type: ignore[attr-defined]
