"""A provider that lives here: for the demo, development and tests. It moves no money and calls nobody.

It behaves as one elsewhere does: a page where the client pays or cancels, and a signed message that may come twice or late.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from django.conf import settings

from billing.payments.providers import Ask, Begun, Heard, refuse_unsigned
from iop.core import clock

SIGNATURE = "Payment-Signature"
LATEST_SECONDS = 300
"""Older messages are not believed, so that one that was overheard cannot be sent again."""


class Sandbox:
    """See the module."""

    code = "sandbox"

    def begin(self, ask: Ask) -> Begun:
        """Open a payment; its name is made of our key, so that asking twice opens one."""
        reference = f"sb_{_digest(f'reference:{ask.key}')[:24]}"
        return Begun(reference, f"/my/bills/test/{reference}/")

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Believe what was signed within the last five minutes."""
        if not is_signed(body, headers.get(SIGNATURE, "")):
            raise refuse_unsigned()
        try:
            said = json.loads(body)
            return Heard(str(said["id"]), str(said["payment"]), said["type"] == "payment.paid", int(said["cents"]))
        except (ValueError, KeyError, TypeError) as trouble:
            raise refuse_unsigned() from trouble

    def refund(self, reference: str, cents: int, key: str) -> str:
        """Give it back; the same key gives it back once."""
        return f"sbr_{_digest(f'refund:{reference}:{cents}:{key}')[:24]}"


def message(reference: str, cents: int, *, is_paid: bool) -> tuple[bytes, str]:
    """Make the message that the sandbox sends when the client has pressed a button, and its signature."""
    kind = "payment.paid" if is_paid else "payment.failed"
    said = {"id": f"ev_{_digest(f'{kind}:{reference}')[:24]}", "type": kind, "payment": reference, "cents": cents}
    body = json.dumps(said, sort_keys=True).encode()
    return body, signature(body, int(clock.now().timestamp()))


def signature(body: bytes, seconds: int) -> str:
    """Sign a message as of an instant, in seconds."""
    return f"t={seconds},v1={_digest(f'{seconds}.'.encode() + body)}"


def is_signed(body: bytes, said: str) -> bool:
    """Say whether a message bears a right and fresh signature."""
    parts = dict(part.split("=", 1) for part in said.split(",") if "=" in part)
    if not parts.get("t", "").isdecimal() or len(parts["t"]) > 12:
        return False
    seconds = int(parts["t"])
    fresh = abs(clock.now().timestamp() - seconds) <= LATEST_SECONDS
    # As bytes: letters beyond ASCII can be in a header, and texts with them cannot be compared.
    return fresh and hmac.compare_digest(
        signature(body, seconds).encode(), f"t={seconds},v1={parts.get('v1', '')}".encode()
    )


def _digest(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    secret = settings.PAYMENT_SECRET or settings.SECRET_KEY
    return hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()
