"""Whether a call really comes from the provider of text messages. Pure.

Source: Twilio, "Validating Requests": HMAC-SHA1 under the account's token over the address called and every posted
name with its value, in the order of the names; base64.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence


def signature_of(token: str, url: str, posted: Mapping[str, Sequence[str]]) -> str:
    """Compute what the provider signs a call with. ``posted`` gives every name its values, as they came."""
    text = url + "".join(name + value for name in sorted(posted) for value in sorted(set(posted[name])))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def is_signed(token: str, url: str, posted: Mapping[str, Sequence[str]], signature: str) -> bool:
    """Say whether a call bears the right signature; without a token nobody can sign, and nothing is believed."""
    return bool(token) and hmac.compare_digest(signature_of(token, url, posted).encode(), signature.encode())
