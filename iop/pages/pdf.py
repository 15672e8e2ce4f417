"""How a paper is answered: never kept by a browser or a proxy, under a name that says nothing of anybody."""

from __future__ import annotations

import re

from django.http import HttpResponse

NEUTRAL_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def answer(content: bytes, filename: str, *, inline: bool = False) -> HttpResponse:
    """Hand out a PDF, to be saved or (``inline``) to be looked at.

    ``filename`` is a coded word without an ending, such as "attendance-letter": downloads lie in folders that others see, so
    anything that could be a person's name (capitals, spaces, accents) raises ``ValueError``.
    """
    stem = filename.removesuffix(".pdf")
    if not NEUTRAL_NAME.fullmatch(stem):
        raise ValueError("a file's name is a coded word: small letters, digits and hyphens")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{stem}.pdf"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
