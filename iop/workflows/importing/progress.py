"""How far reading or bringing in has come, for who looks on. Kept beside the database, whose transaction shows nothing before it ends."""

from __future__ import annotations

import uuid

from django.core.cache import cache

KEPT_SECONDS = 3600
EVERY = 50
"""After so many people it is told anew."""


def tell(run_id: uuid.UUID, done: int) -> None:
    """Say how many people are done. Work goes on when nobody can be told."""
    if done % EVERY:
        return
    try:
        cache.set(_key(run_id), done, KEPT_SECONDS)
    except Exception:
        return


def of(run_id: uuid.UUID) -> int:
    """Say how many people are done; 0 when nobody said."""
    try:
        return int(cache.get(_key(run_id)) or 0)
    except Exception:
        return 0


def _key(run_id: uuid.UUID) -> str:
    return f"imports.progress:{run_id}"
