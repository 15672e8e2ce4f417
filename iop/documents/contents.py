"""What a file really is, whatever its name says, and whether it could run something."""

from __future__ import annotations

import re
import zlib

import puremagic

from iop.core.words import Sentence, say, sentence
from iop.documents.choices import ALLOWED_FILES, MAX_FILE_BYTES

SIGNATURES = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
ACTIVE_NAMES = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/XFA",
    b"/SubmitForm",
    b"/ImportData",
)
"""PDF names that let a document run, fetch or carry something (ISO 32000-2 §12.6.4)."""
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
UNPACKED_LIMIT = 64 * 1024 * 1024
"""How much of a PDF's packed parts is unpacked for the check; one that hides more behind less is refused."""


def kind_of(content: bytes) -> str:
    """Say the content type that the bytes themselves show, or nothing when it is none that we keep."""
    try:
        found = {match.mime_type for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return ""
    return next((kind for kind, start in SIGNATURES.items() if kind in found and content.startswith(start)), "")


def why_refused(content: bytes) -> Sentence | None:
    """A file is kept when it is small enough, really a PDF, JPEG or PNG, and carries nothing that could run."""
    if not content:
        return say("The file is empty.")
    if len(content) > MAX_FILE_BYTES:
        return sentence(say("The file is larger than {limit} MB."), limit=MAX_FILE_BYTES // 1024**2)
    kind = kind_of(content)
    if kind not in ALLOWED_FILES:
        return say("Only PDF, JPEG and PNG files can be kept. This one is something else, whatever its name says.")
    if kind == "application/pdf" and is_active(content):
        return say("This PDF carries a program or another file inside it. Print it to a new PDF and upload that one.")
    return None


def is_active(pdf: bytes) -> bool:
    """Say whether a PDF holds a script, an action that starts something, or another file; packed parts included."""
    if _names_active(pdf):
        return True
    left = UNPACKED_LIMIT
    for packed in STREAM.finditer(pdf):
        plain = _unpacked(packed.group(1), left)
        left -= len(plain)
        if left <= 0 or _names_active(plain):
            return True
    return False


def _names_active(part: bytes) -> bool:
    plain = ESCAPED.sub(lambda match: bytes([int(match.group(1), 16)]), part)
    return any(re.search(re.escape(name) + rb"(?![A-Za-z])", plain) for name in ACTIVE_NAMES)


def _unpacked(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return b""
