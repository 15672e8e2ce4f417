"""One POST to a receiver, over a line to a public machine (``iop.api.webhooks.lines``).

What is told is asked for when the line stands, so that nothing is written down as told to a receiver that isn't there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from iop.api.choices import AttemptOutcome
from iop.api.webhooks import lines

Told = tuple[bytes, dict[str, str]]


@dataclass(frozen=True)
class Came:
    """What came of a POST: how it ended, the status of the answer (none without one), and how long it took."""

    outcome: str
    answered: int | None
    milliseconds: int


def post(url: str, ask: Callable[[], Told | None]) -> Came | None:
    """Send one POST of what ``ask`` gives once the line stands: body and headers. Gives none when there was nothing to tell.

    Never raises for what the other side does, nor for an address that is none.
    """
    began = time.monotonic()
    try:
        status = _posted(url, ask)
    except lines.Unreachable:
        return Came(AttemptOutcome.NOT_ALLOWED, None, _since(began))
    except lines.FAILURES:
        return Came(AttemptOutcome.NO_ANSWER, None, _since(began))
    if status is None:
        return None
    arrived = 200 <= status < 300
    return Came(AttemptOutcome.ARRIVED if arrived else AttemptOutcome.REFUSED, status, _since(began))


def _posted(url: str, ask: Callable[[], Told | None]) -> int | None:
    with lines.line_to(url) as line:
        told = ask()
        if told is None:
            return None
        body, headers = told
        with closing(line.ask("POST", {**headers, "Content-Type": "application/json"}, body)) as answer:
            return answer.status


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
