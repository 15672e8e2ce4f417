"""Pictures are painted anew before they are kept: only what can be seen stays."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from iop.core.words import Sentence, say

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 50_000_000
"""A full page scanned at 600 dots an inch has 34 million; a bomb of some kilobytes can claim a thousand times that."""
FORMATS = ("JPEG", "PNG")
JPEG_QUALITY = 92
KEPT_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}}
TROUBLE = (OSError, ValueError, SyntaxError, TypeError, OverflowError, struct.error, zlib.error, EOFError, IndexError)
"""What a decoder may say about bytes that are no picture (Pillow names no common ancestor)."""


def why_not_picture(content: bytes) -> Sentence | None:
    """A picture is kept when it can be painted to its last line and is not larger than a page's finest scan."""
    try:
        with _opened(content) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return say("This picture is too large: more than 50 million points. Take a smaller one.")
            picture.load()
    except TROUBLE:
        return say("This picture is damaged or something else than it seems. Take it again.")
    return None


def repainted(content: bytes) -> bytes:
    """Give the same picture with nothing beside its points: no place, time, camera, thumbnail, comment or hidden file.

    The way it was turned is painted in. Call it on pictures that ``why_not_picture`` has let through.
    """
    from PIL import ImageOps

    with _opened(content) as picture:
        kind = str(picture.format)
        upright = ImageOps.exif_transpose(picture)
        if upright.mode not in KEPT_MODES[kind]:
            upright = upright.convert("RGB")
        bare = _bare(upright)
        out = io.BytesIO()
        bare.save(out, kind, **({"quality": JPEG_QUALITY} if kind == "JPEG" else {"optimize": False}))
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    # Loaded with the first picture: most workers never see one.
    from PIL import Image

    with warnings.catch_warnings():
        # The size is judged above, by a limit of our own.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(io.BytesIO(content), formats=FORMATS)
        except Image.DecompressionBombError as bomb:
            raise ValueError("too large") from bomb


def _bare(picture: Image.Image) -> Image.Image:
    from PIL import Image

    # Pillow writes what stands in "info" and the EXIF of the image; a fresh one has neither.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    if picture.mode == "P" and (palette := picture.getpalette("RGB")) is not None:
        bare.putpalette(palette)
        if (clear := picture.info.get("transparency")) is not None:
            bare.info["transparency"] = clear
    return bare
