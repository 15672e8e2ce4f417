"""Public keys by which an app proves who it is: as pasted, or fetched from its address. Nothing private is ever kept.

Source: RFC 7517 (JSON Web Key); RFC 7518; SMART App Launch 2.2, "Client Authentication: Asymmetric (public key)".
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.core.cache import cache
from jwcrypto import jwk
from jwcrypto.common import JWException

from iop.api.models import Application
from iop.api.oauth import fetching
from iop.core.errors import Invalid, require_valid
from iop.core.words import say

ALGORITHMS = ("RS384", "ES384", "RS256", "ES256")
"""What assertions may be signed with. SMART asks for the first two."""
CURVES = {"P-256": ("ES256",), "P-384": ("ES384",)}
RSA_BITS = range(2048, 8193)
MOST_KEYS = 20
MOST_LETTERS = 64 * 1024
KEPT_SECONDS, AGAIN_SECONDS = 3600, 60
"""How long fetched keys are believed, and how soon an address is asked again."""

PUBLIC_PARTS = ("kty", "kid", "alg", "n", "e", "crv", "x", "y")
PRIVATE_PARTS = re.compile(r"PRIVATE KEY|[\"'](?:d|p|q|dp|dq|qi|oth|k)[\"']\s*:")
PRIVATE = say(
    "This holds a private key. It was not kept, but it has left its place: make a new pair of keys, and paste the public half."
)
NO_SET = say('Paste the public keys as JSON that begins with {"keys": […]} (a JWK Set).')
NO_KEY = say(
    "None of these keys can be used: RSA of 2048 bits or more, or EC on the curve P-384 or P-256, for signing."
)
MANY = say("At most 20 keys.")


def pasted(text: str) -> list[dict[str, str]]:
    """Read a set of public keys as somebody pasted it, and give those parts of it that are public.

    Raises ``Invalid`` for what is none, and for whatever holds a private or shared key.
    """
    if is_private(text):
        raise Invalid(PRIVATE, field="key_set")
    keys = _listed(text)
    require_valid(None if keys is not None else NO_SET, "key_set")
    require_valid(None if len(keys or []) <= MOST_KEYS else MANY, "key_set")
    found = [key for key in map(usable, keys or []) if key]
    require_valid(None if found else NO_KEY, "key_set")
    return found


def is_private(text: str) -> bool:
    """Say whether a text holds a private or shared key, even one that cannot be read otherwise."""
    return PRIVATE_PARTS.search(text) is not None


def usable(told: object) -> dict[str, str] | None:
    """Give the public parts of a key by which an assertion can be checked; none for a key of another kind, use or strength."""
    if not isinstance(told, dict) or told.get("use", "sig") != "sig" or "verify" not in _uses(told):
        return None
    parts = {name: told[name] for name in PUBLIC_PARTS if isinstance(told.get(name), str)}
    try:
        found: Any = jwk.JWK(**parts).get_op_key("verify")
    except (JWException, ValueError, TypeError, KeyError, UnsupportedAlgorithm):
        return None
    if parts["kty"] == "RSA" and found.key_size not in RSA_BITS:
        return None
    return parts if algorithms_of(parts) else None


def algorithms_of(key: dict[str, str]) -> tuple[str, ...]:
    """Name the algorithms that a key checks: its own ``alg`` alone where it names one."""
    fitting = ("RS384", "RS256") if key["kty"] == "RSA" else CURVES.get(key.get("crv", ""), ())
    return tuple(each for each in fitting if key.get("alg", each) == each)


def keys_for(application: Application, algorithm: str, kid: str | None) -> list[dict[str, str]]:
    """Give the keys of an app that fit an assertion's header.

    Those at an address are fetched anew for one that is not among them, at most once a minute.
    """
    if application.key_set is not None:
        return _fitting(application.key_set, algorithm, kid)
    place = _place(application.key_set_url)
    known = cache.get(place)
    if known is None:
        known = _fetched(application.key_set_url, place)
    found = _fitting(known, algorithm, kid)
    if not found and cache.add(f"{place}:asked", 1, timeout=AGAIN_SECONDS):
        found = _fitting(_fetched(application.key_set_url, place, known), algorithm, kid)
    return found


def _fitting(keys: Sequence[dict[str, str]], algorithm: str, kid: str | None) -> list[dict[str, str]]:
    return [key for key in keys if algorithm in algorithms_of(key) and (kid is None or key.get("kid") == kid)]


def _fetched(url: str, place: str, known: Sequence[dict[str, str]] = ()) -> list[dict[str, str]]:
    # Even an address that fails is asked once a minute and no more: whoever sends assertions must not steer what we call.
    cache.set(f"{place}:asked", 1, timeout=AGAIN_SECONDS)
    keys = _read(url)
    if keys is None:
        if not known:
            cache.set(place, [], timeout=AGAIN_SECONDS)
        return list(known)
    cache.set(place, keys, timeout=KEPT_SECONDS)
    return keys


def _read(url: str) -> list[dict[str, str]] | None:
    try:
        text = fetching.fetched(url)
    except fetching.Unread:
        return None
    keys = _listed(text)
    # A set that publishes a private key proves nobody.
    if keys is None or is_private(text):
        return None
    return [key for key in map(usable, keys[:MOST_KEYS]) if key]


def _listed(text: str) -> list[Any] | None:
    if len(text) > MOST_LETTERS:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(told, dict) and "kty" in told:
        return [told]
    keys = told.get("keys") if isinstance(told, dict) else None
    return keys if isinstance(keys, list) else None


def _uses(told: dict[str, Any]) -> Sequence[str]:
    named = told.get("key_ops", ["verify"])
    return named if isinstance(named, list) else []


def _place(url: str) -> str:
    return f"oauth-keys:{hashlib.sha256(url.encode()).hexdigest()}"
