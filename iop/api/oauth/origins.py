"""Origins: the scheme, host and port from which an app's pages run in a browser (RFC 6454), as people type them and browsers send them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from iop.core.errors import Invalid
from iop.core.words import Sentence, say, sentence

FIELD = "allowed_origins"
MOST = 10
USUAL_PORTS = {"https": 443, "http": 80}
"""Browsers leave these out of an origin."""
OWN_MACHINE = ("localhost", "127.0.0.1", "[::1]")
"""Whose pages may be plain http: they never cross a network."""
HOST = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\[::1\]")
LONGEST = 270
"""A host has 253 letters at most (RFC 1035)."""

TOO_MANY = say("Name ten origins at most.")
ALL_AT_ONCE = say("{typed} stands for many. Name each origin by itself, without *.")
NO_ORIGIN = say("{typed} is no origin. Write it as browsers send it, such as https://app.example.org.")
UNPROTECTED = say(
    "{typed} must begin with https://. Only localhost and 127.0.0.1 may do with http://, while the app is being made."
)
TOO_LONG = say("An origin ends after its host. Write {origin} instead of {typed}.")


def checked(typed: Sequence[str]) -> list[str]:
    """Read origins as people write them, each once, as browsers send them. Raises ``Invalid``."""
    found = list(dict.fromkeys(read(text.strip()) for text in typed if text.strip()))
    if len(found) > MOST:
        raise Invalid(TOO_MANY, field=FIELD)
    return found


def read(typed: str) -> str:
    """Give the origin that was typed as a browser sends it: small letters, no usual port, no stroke behind. Raises ``Invalid``."""
    if "*" in typed:
        raise _refusal(ALL_AT_ONCE, typed)
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
    except ValueError as wrong:
        raise _refusal(NO_ORIGIN, typed) from wrong
    host = f"[{host}]" if ":" in host else host
    is_one = parts.scheme in USUAL_PORTS and HOST.fullmatch(host) and "@" not in parts.netloc and port != 0
    if not is_one or not typed.isprintable() or len(host) > LONGEST:
        raise _refusal(NO_ORIGIN, typed)
    if parts.scheme == "http" and host not in OWN_MACHINE:
        raise _refusal(UNPROTECTED, typed)
    told = "" if port in (None, USUAL_PORTS[parts.scheme]) else f":{port}"
    origin = f"{parts.scheme}://{host}{told}"
    if parts.path not in ("", "/") or "?" in typed or "#" in typed:
        raise _refusal(TOO_LONG, typed, origin=origin)
    return origin


def is_one(told: str) -> bool:
    """Say whether an ``Origin`` header could be one that an app names: nothing else is looked for."""
    try:
        return read(told) == told
    except Invalid:
        return False


def _refusal(words: Sentence, typed: str, **more: str) -> Invalid:
    return Invalid(sentence(words, typed=typed[:80], **more), field=FIELD)
