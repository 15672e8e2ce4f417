"""Whether somebody drew anything: a blank picture is no signature."""

from __future__ import annotations

import struct
import zlib

LEAST_ROWS = 4
"""How many rows of a picture must differ. A blank one has one or two: all the same, but for how the first is packed."""
LIMIT = 32 * 1024 * 1024


def has_ink(png: bytes) -> bool:
    """Say whether a PNG shows anything but one even colour; something that is no whole PNG shows nothing."""
    try:
        width_bytes, packed = _picture(png)
        pixels = zlib.decompressobj().decompress(packed, LIMIT)
    except (struct.error, zlib.error, ValueError):
        return False
    rows = {pixels[start : start + width_bytes] for start in range(0, len(pixels), width_bytes)}
    return len(rows) >= LEAST_ROWS


def _picture(png: bytes) -> tuple[int, bytes]:
    # Chunks of a PNG: length, name, content, checksum (ISO/IEC 15948 §5.3). A row is a filter byte and its pixels.
    place, row, packed = 8, 0, b""
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        content = png[place + 8 : place + 8 + length]
        if name == b"IHDR":
            width, _height, depth, colour = struct.unpack(">IIBB", content[:10])
            row = 1 + (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] + 7) // 8
        elif name == b"IDAT":
            packed += content
        place += length + 12
    if not row:
        raise ValueError("no picture")
    return row, packed
