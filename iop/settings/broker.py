"""One Redis address in the environment, as each library spells it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def celery_url(redis_url: str) -> str:
    """Say a Redis address the way Celery reads it.

    Only unix sockets differ: redis-py says ``unix:///run/redis.sock?db=1``, Celery ``redis+socket:///run/redis.sock?virtual_host=1``.
    """
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"
