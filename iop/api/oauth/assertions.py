"""An app proves who it is by a short letter that it signed itself (``private_key_jwt``): nothing secret ever travels.

Source: RFC 7523, section 3; SMART App Launch 2.2, "Client Authentication: Asymmetric (public key)".
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
from typing import Any

from django.core.cache import cache
from jwcrypto import jwk, jws
from jwcrypto.common import JWException

from iop.api.models import Application
from iop.api.oauth import key_sets

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST = dt.timedelta(minutes=5)
"""How far ahead an assertion may end."""
SKEW = dt.timedelta(seconds=30)
"""How far the clock of an app may be ahead of ours."""
MOST_LETTERS = 16 * 1024
LONGEST_ID = 255
COMPACT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class NotProven(Exception):
    """An assertion proves nothing. ``why`` is a code for the record; ``application`` whom it claims to come from, if known."""

    def __init__(self, why: str, application: Application | None = None) -> None:
        super().__init__(why)
        self.why, self.application = why, application


def proven(text: str, *, audience: str, at: dt.datetime) -> Application:
    """Say whose assertion this is, once: signed by a key of that app, for ``audience``, still good, and never seen before.

    Raises ``NotProven``.
    """
    token, header, claims = _read(text)
    application = _claimed(claims)
    _check_header(header, application)
    why = _why_not(claims, application, audience, at)
    if why:
        raise NotProven(why, application)
    if not _is_signed(token, header, application):
        raise NotProven("signature", application)
    if not _is_first(application, claims, at):
        raise NotProven("replayed", application)
    return application


def _read(text: str) -> tuple[jws.JWS, dict[str, Any], dict[str, Any]]:
    if len(text) > MOST_LETTERS or not COMPACT.fullmatch(text):
        raise NotProven("form")
    token = jws.JWS()
    try:
        token.deserialize(text)
        header, claims = token.jose_header, json.loads(token.objects["payload"])
    except (JWException, ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise NotProven("form") from wrong
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise NotProven("form")
    return token, header, claims


def _claimed(claims: dict[str, Any]) -> Application:
    told = claims.get("sub")
    if not isinstance(told, str) or not told.isascii() or not told.isprintable():
        raise NotProven("subject")
    found = Application.objects.select_related("integration").filter(client_id=told).first()
    if found is None or not found.has_keys:
        raise NotProven("subject", found)
    if not found.is_usable(None):
        raise NotProven("ended", found)
    return found


def _check_header(header: dict[str, Any], application: Application) -> None:
    if header.get("alg") not in key_sets.ALGORITHMS or "crit" in header or "b64" in header:
        raise NotProven("algorithm", application)
    if (
        not isinstance(header.get("kid", ""), str)
        or header.get("jku", application.key_set_url) != application.key_set_url
    ):
        raise NotProven("key", application)


def _why_not(claims: dict[str, Any], application: Application, audience: str, at: dt.datetime) -> str:
    told = claims.get("aud")
    ends, now = _moment(claims.get("exp")), at.timestamp()
    if claims.get("iss") != application.client_id:
        return "issuer"
    if audience not in (told if isinstance(told, list) else [told]):
        return "audience"
    if ends is None or ends <= now:
        return "expired"
    if ends > now + (LONGEST + SKEW).total_seconds():
        return "long"
    if not _has_begun(claims, now):
        return "early"
    jti = claims.get("jti")
    return "" if isinstance(jti, str) and 0 < len(jti) <= LONGEST_ID else "id"


def _has_begun(claims: dict[str, Any], now: float) -> bool:
    latest = now + SKEW.total_seconds()
    named = [_moment(claims[name]) for name in ("nbf", "iat") if name in claims]
    return all(moment is not None and moment <= latest for moment in named)


def _moment(told: object) -> float | None:
    if isinstance(told, bool) or not isinstance(told, int | float) or abs(told) > 2**53 or not math.isfinite(told):
        return None
    return float(told)


def _is_signed(token: jws.JWS, header: dict[str, Any], application: Application) -> bool:
    for key in key_sets.keys_for(application, header["alg"], header.get("kid")):
        try:
            token.verify(jwk.JWK(**key), alg=header["alg"])
        except JWException:
            continue
        return True
    return False


def _is_first(application: Application, claims: dict[str, Any], at: dt.datetime) -> bool:
    """Keep the assertion's id until it ends. Of two that arrive at once one alone is the first."""
    told = json.dumps([application.pk, claims["jti"]])
    rest = math.ceil(claims["exp"] - at.timestamp()) + 1
    return bool(cache.add(f"oauth-assertion:{hashlib.sha256(told.encode()).hexdigest()}", 1, timeout=rest))
