"""A line to a machine on the open internet, by an address that was looked up and found to be public, and by no other.

A name may lead to a private address, or to another one a moment later. So the name is looked up here, each of its addresses
must be public, and the line goes to the very address that was judged, while the certificate is checked for the name. Redirects
are not followed. Source: OWASP, Server-Side Request Forgery Prevention.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from iop.core.words import Sentence, say

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
WHOLE_SECONDS = 15
"""After so long the line is cut, however slowly the other side goes on talking."""
TRIED = 3
"""How many of a name's addresses are tried: a machine without IPv6 goes on to the next."""
LONGEST = 500
PLAIN = re.compile(r"[!-\[\]-~]+")
"""What an address is written in: ASCII without spaces and backslashes, which two readers might read differently."""
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
WHOLE_ADDRESS = say("Give a whole address, such as https://hooks.example.org/iop.")
NO_PUBLIC_MACHINE = say("This address leads to no public machine.")
FAILURES = (http.client.HTTPException, OSError, UnicodeError)
"""What a line may fail with, whatever the other side does."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """The address may not be called."""


class Line:
    """An open line: one question may be asked on it."""

    def __init__(self, opened: socket.socket, parts: SplitResult) -> None:
        self._opened, self._parts = opened, parts

    def ask(self, method: str, headers: Mapping[str, str], body: bytes | None = None) -> http.client.HTTPResponse:
        """Send a request and give the answer as its head has come; whoever asks closes it."""
        call = http.client.HTTPConnection("", 80)
        call.sock = self._opened
        target = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        call.request(method, target, body, {**headers, "Host": self._parts.netloc})
        return call.getresponse()


def why_not_address(url: str) -> Sentence | None:
    """Refuse an address that is no public https address. In development and in tests this machine may be called."""
    parts = _parted(url)
    if parts is None:
        return WHOLE_ADDRESS
    if settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        return None
    if parts.scheme != "https":
        return say("The address must begin with https.")
    host = parts.hostname or ""
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return None if "." in host else NO_PUBLIC_MACHINE
    return None if is_public(literal) else NO_PUBLIC_MACHINE


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the open internet: not private, loopback, link-local, reserved or multicast."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if inside is not None:
            return is_public(inside)
        if address not in GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """Open a line, and close it at the end; whatever lasts longer than 15 seconds on it fails.

    Raises ``Unreachable`` for an address that may not be called, and one of ``FAILURES`` when nobody is there.
    """
    parts = _parted(url)
    if parts is None:
        raise Unreachable
    plain = _connected(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    # The cutter holds the line by a handle of its own: encryption takes the first one over.
    with plain, closing(plain.dup()) as handle, _cut_in_time(handle), _closed(plain, parts) as opened:
        opened.settimeout(ANSWER_SECONDS)
        yield Line(opened, parts)


def _closed(plain: socket.socket, parts: SplitResult) -> socket.socket:
    """Close the line to listeners, where the address asks for it; the certificate must be the name's."""
    if parts.scheme != "https":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)


@contextmanager
def _cut_in_time(handle: socket.socket) -> Iterator[None]:
    too_long = threading.Event()
    cutter = threading.Timer(WHOLE_SECONDS, _cut, [handle, too_long])
    cutter.daemon = True
    cutter.start()
    try:
        yield
    finally:
        cutter.cancel()
        cutter.join()
    if too_long.is_set():
        raise OSError("the answer never ended")


def _parted(url: str) -> SplitResult | None:
    """Take an address apart; none for what is no whole address with a host, and for names and passwords in it."""
    if len(url) > LONGEST or not PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.scheme in ("https", "http") and parts.hostname and parts.port != 0)
    except ValueError:
        return None
    return parts if is_whole and "@" not in parts.netloc and "#" not in url else None


def _connected(host: str, port: int) -> socket.socket:
    failed = OSError("the name leads nowhere")
    for address in _judged(host, port)[:TRIED]:
        try:
            return socket.create_connection((address, port), timeout=CONNECT_SECONDS)
        except OSError as failure:
            failed = failure
    raise failed


def _judged(host: str, port: int) -> list[str]:
    """Look the name up, and give the addresses to call. Raises ``Unreachable`` when any of them is not public."""
    found = list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        for address in found:
            if not is_public(ipaddress.ip_address(address.partition("%")[0])):
                raise Unreachable
    return found


def _cut(handle: socket.socket, too_long: threading.Event) -> None:
    too_long.set()
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
