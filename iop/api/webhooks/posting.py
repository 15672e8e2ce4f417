"""One POST to a receiver, to an address that was looked up and found to be public, and to no other.

A name may lead to a private address, or to another one a moment later. So the name is looked up here, each of its addresses
must be public, and the connection goes to the very address that was judged, while the certificate is checked for the name.
Redirects are not followed. Source: OWASP, Server-Side Request Forgery Prevention.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

from iop.api.choices import AttemptOutcome
from iop.core.words import Sentence, say

CONNECT_SECONDS = 5
READ_SECONDS = 10
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Came:
    """What came of a POST: how it ended, the status of the answer (none without one), and how long it took."""

    outcome: str
    answered: int | None
    milliseconds: int


class Unreachable(Exception):
    """The address may not be called, or leads nowhere."""


def why_not_address(url: str) -> Sentence | None:
    """Refuse an address that is no public https address. In development and in tests this machine may be called."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.fragment:
        return say("Give a whole address, such as https://hooks.example.org/iop.")
    if settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        return None
    if parts.scheme != "https":
        return say("The address must begin with https.")
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return None if "." in parts.hostname else say("This address leads to no public machine.")
    return None if is_public(literal) else say("This address leads to no public machine.")


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the open internet: not private, loopback, link-local, reserved or multicast."""
    inside = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inside is not None:
        return is_public(inside)
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(url: str, body: bytes, headers: dict[str, str]) -> Came:
    """Send one POST. Never raises for what the other side does."""
    began = time.monotonic()
    try:
        status = _posted(url, body, headers)
    except Unreachable:
        return Came(AttemptOutcome.NOT_ALLOWED, None, _since(began))
    except (urllib3.exceptions.HTTPError, OSError):
        return Came(AttemptOutcome.NO_ANSWER, None, _since(began))
    arrived = 200 <= status < 300
    return Came(AttemptOutcome.ARRIVED if arrived else AttemptOutcome.REFUSED, status, _since(began))


def _posted(url: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    address = _judged(host, port)
    wait = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    told = {**headers, "Host": host if parts.port is None else f"{host}:{port}", "Content-Type": "application/json"}
    pool: urllib3.HTTPConnectionPool
    if is_secure:
        pool = urllib3.HTTPSConnectionPool(
            address, port, timeout=wait, retries=False, server_hostname=host, assert_hostname=host
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=wait, retries=False)
    with pool:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        answer = pool.urlopen("POST", target, body=body, headers=told, redirect=False, preload_content=False)
        answer.release_conn()
        return int(answer.status)


def _judged(host: str, port: int) -> str:
    """Look the name up, and give the address to call. Raises ``Unreachable`` when any of them is not public."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as failure:
        raise urllib3.exceptions.HTTPError("the name leads nowhere") from failure
    if not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        for address in found:
            if not is_public(ipaddress.ip_address(str(address).partition("%")[0])):
                raise Unreachable
    return str(sorted(map(str, found))[0])


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
