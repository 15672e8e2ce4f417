"""What is known about the call in progress, for the audit record: filled by middleware and by tasks, read by the recorder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """One HTTP request, task or command. ``channel`` is web, api, task or command; ``ip`` is empty off the web."""

    request_id: str = ""
    ip: str = ""
    channel: str = "command"


_call: ContextVar[Call] = ContextVar("iop_call", default=Call())


def current() -> Call:
    """Say which call is in progress."""
    return _call.get()


@contextmanager
def during(call: Call) -> Iterator[None]:
    """Let ``current`` say ``call`` inside the block."""
    token = _call.set(call)
    try:
        yield
    finally:
        _call.reset(token)
