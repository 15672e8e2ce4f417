"""What a file really is, whatever its name says, and whether it could run something."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from iop.core.words import Sentence, say, sentence
from iop.documents.choices import ALLOWED_FILES, MAX_FILE_BYTES
from iop.documents.pictures import why_not_picture

SIGNATURES = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|Rendition|GoToE)(?![A-Za-z])"
    rb"|/JS\s*(?:[(<]|\d+\s+\d+\s+R)|/XFA\s*(?:\[|<<|\d+\s+\d+\s+R)"
)
"""PDF names that let a document run, fetch or carry something (ISO 32000-2 §12.6.4).

The short ones count only with what must follow them: in a scan of some megabytes their letters stand somewhere by chance.
"""
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
PACKED_OBJECTS = re.compile(rb"/ObjStm\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
LOCKED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")
UNPACKED_LIMIT = 256 * 1024 * 1024
"""How much of a PDF's packed parts is unpacked for the check; one that hides more behind less is refused."""
PIECE = 1024 * 1024
LONGEST_NAME = 64
AFTER_THE_END = 64
"""A PDF may end with an odd byte or two; another file behind its end may not."""


def kind_of(content: bytes) -> str:
    """Say the content type that the bytes themselves show, or nothing when it is none that we keep."""
    # Brings a long table of beginnings, which only a file that somebody sends needs.
    import puremagic

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
    if kind == "application/pdf":
        return _why_not_pdf(content)
    return why_not_picture(content)


def _why_not_pdf(content: bytes) -> Sentence | None:
    if LOCKED.search(_named_plainly(content)):
        return say(
            "This PDF is locked, so it can't be checked. Print it to a new PDF without a password and upload that one."
        )
    if len(content[content.rfind(b"%%EOF") + 5 :].strip(b"\0\t\n\r ")) > AFTER_THE_END or b"%%EOF" not in content:
        return say(
            "This PDF has something else behind its end, or was cut off. Print it to a new PDF and upload that one."
        )
    if is_active(content):
        return say("This PDF carries a program or another file inside it. Print it to a new PDF and upload that one.")
    return None


def is_active(pdf: bytes) -> bool:
    """Say whether a PDF holds a script, an action that starts something, or another file; packed parts included."""
    plainly = _named_plainly(pdf)
    if ACTIVE.search(plainly) or _hides_objects(plainly):
        return True
    left = UNPACKED_LIMIT
    for packed in STREAM.finditer(pdf):
        for piece in _pieces(packed.group(1)):
            left -= len(piece)
            if left <= 0 or ACTIVE.search(_named_plainly(piece)):
                return True
    return False


def _hides_objects(pdf: bytes) -> bool:
    # Objects may be packed in other ways than the one that is unpacked here; nobody's printer does that.
    for found in PACKED_OBJECTS.finditer(pdf):
        start = pdf.rfind(b"obj", 0, found.start())
        end = pdf.find(b"stream", found.end())
        filters = set(re.findall(rb"/(\w+Decode|Fl|AHx|A85|LZW|RL|Crypt|Predictor)\b", pdf[start:end]))
        if filters - {b"FlateDecode"}:
            return True
    return False


def _named_plainly(part: bytes) -> bytes:
    return ESCAPED.sub(lambda match: bytes([int(match.group(1), 16)]), part)


def _pieces(packed: bytes) -> Iterator[bytes]:
    # Piece by piece, each with the end of the one before it: a name is found across the seam, and a bomb fills no memory.
    opening, waiting, seam = zlib.decompressobj(), packed, b""
    while waiting and not opening.eof:
        try:
            piece = opening.decompress(waiting, PIECE)
        except zlib.error:
            return
        if not piece:
            return
        yield seam + piece
        seam, waiting = piece[-LONGEST_NAME:], opening.unconsumed_tail
