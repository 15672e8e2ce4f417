"""No test speaks to another machine: sockets reach this one only."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def pytest_configure(config: pytest.Config) -> None:
    socket.socket.connect = _local_only(socket.socket.connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _local_only(socket.socket.connect_ex)  # type: ignore[method-assign]


def is_local(family: int, address: Any) -> bool:
    """Say whether an address is this machine's own."""
    if family == socket.AF_UNIX:
        return True
    host = str(address[0]) if isinstance(address, tuple) else ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _local_only(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX) and not is_local(self.family, address):
            raise NetworkBlocked(f"A test tried to reach {address}. Tests reach this machine only.")
        return connect(self, address)

    return guarded
