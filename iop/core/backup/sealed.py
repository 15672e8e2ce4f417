"""A stream of bytes, sealed: encrypted and authenticated piece by piece, so that a copy of any size fits into memory.

The layout, version 1 (all numbers big-endian):

    magic "IOPBACKUP" ("IOPEXPORT" of an export)  version (1 byte)  scrypt salt (16)  nonce prefix (7)  piece size (4)
    then for each piece: length of what follows (4), AES-256-GCM ciphertext with its tag

The nonce of a piece is the prefix, its number (4 bytes) and 1 for the last piece, else 0 (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015): pieces cannot be left out, repeated, moved or cut off without being noticed. The
header is authenticated with every piece.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"IOPBACKUP"
VERSION = 1
PIECE_BYTES = 1024 * 1024
LARGEST_PIECE = 64 * 1024 * 1024
TAG_BYTES = 16
SHORTEST_KEY = 16
_HEADER = struct.Struct(">9sB16s7sI")
_LENGTH = struct.Struct(">I")


class Unreadable(Exception):
    """The file is no backup, was damaged or cut off, or the key is another one."""


class SealedWriter:
    """Write plain bytes, and sealed ones go to ``target``. Use as a context manager; an error leaves the end unsealed."""

    def __init__(self, target: IO[bytes], key: str, *, piece_bytes: int = PIECE_BYTES, magic: bytes = MAGIC) -> None:
        salt, self._prefix = os.urandom(16), os.urandom(7)
        self._header = _HEADER.pack(magic, VERSION, salt, self._prefix, piece_bytes)
        self._cipher = AESGCM(_derived(key, salt))
        self._target = target
        self._piece_bytes = piece_bytes
        self._waiting = bytearray()
        self._number = 0
        target.write(self._header)

    def write(self, data: bytes) -> int:
        self._waiting += data
        # The last piece is marked as such, so one is always held back.
        while len(self._waiting) > self._piece_bytes:
            self._seal(bytes(self._waiting[: self._piece_bytes]), is_last=False)
            del self._waiting[: self._piece_bytes]
        return len(data)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._prefix, self._number, is_last), piece, self._header)
        self._target.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self._seal(bytes(self._waiting), is_last=True)


class SealedReader:
    """Read back what a ``SealedWriter`` sealed, as a file-like object. Raises ``Unreadable`` at the first wrong piece."""

    def __init__(self, source: IO[bytes], key: str) -> None:
        self._pieces = opened(source, key)
        self._left = bytearray()

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._left) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        taken = bytes(self._left if size < 0 else self._left[:size])
        del self._left[: len(taken)]
        return taken


class SealedFile(io.RawIOBase):
    """A sealed file read from anywhere, each piece authenticated as it is opened. ``verify`` the whole of it before."""

    def __init__(self, source: IO[bytes], key: str, *, magic: bytes = MAGIC) -> None:
        self._source, self._header = source, source.read(_HEADER.size)
        self._prefix, salt = _understood(self._header, magic)
        self._cipher = AESGCM(_derived(key, salt))
        self._piece_bytes = int(_HEADER.unpack(self._header)[4])
        self._stride = _LENGTH.size + self._piece_bytes + TAG_BYTES
        body = source.seek(0, os.SEEK_END) - _HEADER.size
        self._pieces = -(-body // self._stride)
        self._size = body - self._pieces * (_LENGTH.size + TAG_BYTES)
        self._at, self._number, self._piece = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, self._piece_bytes)
        taken = self._opened(number)[start : start + len(buffer)]
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def _opened(self, number: int) -> bytes:
        if number != self._number:
            self._source.seek(_HEADER.size + number * self._stride)
            sealed, is_last = _next_piece(self._source), number == self._pieces - 1
            try:
                self._piece = self._cipher.decrypt(_nonce(self._prefix, number, is_last), sealed or b"", self._header)
            except InvalidTag:
                raise Unreadable("This file was damaged or cut off.") from None
            self._number = number
        return self._piece


def opened(source: IO[bytes], key: str, *, magic: bytes = MAGIC) -> Iterator[bytes]:
    """Give the plain pieces of a sealed stream, each one authenticated before it is given."""
    header = source.read(_HEADER.size)
    prefix, salt = _understood(header, magic)
    cipher = AESGCM(_derived(key, salt))
    number, sealed = 0, _next_piece(source)
    while sealed is not None:
        following = _next_piece(source)
        try:
            yield cipher.decrypt(_nonce(prefix, number, following is None), sealed, header)
        except InvalidTag:
            raise Unreadable(
                "This backup cannot be opened: the key is another one, or the file was damaged or cut off."
            ) from None
        number, sealed = number + 1, following
    if number == 0:
        raise Unreadable("This backup was cut off: it has a beginning and nothing more.")


def verify(source: IO[bytes], key: str) -> int:
    """Read a sealed stream to its end and say how many plain bytes it holds. Raises ``Unreadable``."""
    return sum(len(piece) for piece in opened(source, key))


def require_good(key: str) -> str:
    """Give the key back when it is long enough to guard a copy of every chart. Raises ``Unreadable`` with what to do."""
    if len(key) < SHORTEST_KEY:
        raise Unreadable(
            f"BACKUP_KEY is missing or shorter than {SHORTEST_KEY} characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(32))' and keep it away from the backups."
        )
    return key


def _understood(header: bytes, magic: bytes) -> tuple[bytes, bytes]:
    if len(header) != _HEADER.size or not header.startswith(magic):
        raise Unreadable("This file is no backup of this system.")
    _, version, salt, prefix, _piece_bytes = _HEADER.unpack(header)
    if version != VERSION:
        raise Unreadable(
            f"This backup has layout {version}; this release reads layout {VERSION}. Use the release that made it."
        )
    return prefix, salt


def _next_piece(source: IO[bytes]) -> bytes | None:
    head = source.read(_LENGTH.size)
    if not head:
        return None
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    sealed = source.read(length) if TAG_BYTES <= length <= LARGEST_PIECE else b""
    if len(sealed) != length or not sealed:
        raise Unreadable("This backup was damaged or cut off.")
    return sealed


def _derived(key: str, salt: bytes) -> bytes:
    # Costs a tenth of a second and 32 MB once per file: a passphrase is worth the same care as a password.
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode())


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([is_last])
