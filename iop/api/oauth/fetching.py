"""One GET of a small document, over a line to a public machine (``iop.api.webhooks.lines``)."""

from __future__ import annotations

from contextlib import closing
from http import HTTPStatus

from iop.api.webhooks import lines

LARGEST = 64 * 1024
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class Unread(Exception):
    """An address gave no document: it may not be called, nobody answers, or what came is too large or no answer at all."""


def fetched(url: str) -> str:
    """Give what lies at an address. Redirects are not followed. Raises ``Unread``."""
    try:
        with lines.line_to(url) as line, closing(line.ask("GET", HEADERS)) as answer:
            body = answer.read(LARGEST + 1)
            if answer.status != HTTPStatus.OK or len(body) > LARGEST:
                raise Unread
        return body.decode()
    except (lines.Unreachable, *lines.FAILURES) as wrong:
        raise Unread from wrong
