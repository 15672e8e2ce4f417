"""Files inside a body: scanned papers and pictures in base64."""

from __future__ import annotations

import base64
import binascii

from django.core.files.base import ContentFile

from iop.core.errors import Invalid
from iop.core.words import say


def file_in(text: str, field: str) -> ContentFile[bytes] | None:
    """Read a file out of its base64 text; none for an empty one. Raises ``Invalid`` beside ``field``."""
    if not text:
        return None
    try:
        return ContentFile(base64.b64decode(text, validate=True), name="scan")
    except (binascii.Error, ValueError):
        raise Invalid(say("This is not a file in base64."), field=field) from None
