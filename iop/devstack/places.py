"""Folders and ports of a private stack."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

from iop.devstack.errors import StackError

LONGEST_SOCKET_PATH = 100
"""The operating system allows about 107 bytes (104 on macOS), and a checkout may lie deeper than that."""


def socket_folder() -> Path:
    """Make a folder with a short name that only this user can enter."""
    base = Path("/tmp") if Path("/tmp").is_dir() else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="iop-", dir=base))
    if len(str(folder / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
        raise StackError(f"The folder for temporary files has too long a name for sockets: {base}. Set TMPDIR=/tmp.")
    return folder


def require_free(port: int) -> None:
    """Raise ``StackError`` with the way out when another program listens on ``port``."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise StackError(
                f"Port {port} needs more rights than you have. Choose another one: PORT=8001 make run"
            ) from None
        except OSError:
            raise StackError(
                f"Port {port} is in use by another program. Choose another one: PORT={_another(port)} make run"
            ) from None


def _another(port: int) -> int:
    return port + 1 if port < 65_535 else 8_001
