"""A client's photo."""

import io
import zlib

import pytest

from clients import actions
from iop.core.errors import Invalid
from tests.factories.clients import AT, make_client


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\x02\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    + chunk(b"IEND", b"")
)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_a_picture_is_kept(clinic):
    client = make_client(clinic.site)
    row = actions.set_photo(by=clinic.as_director, client=client, upload=io.BytesIO(PNG), at=AT)
    assert row.photo.content_type == "image/png"


def test_initials_come_back_without_one(clinic):
    client = make_client(clinic.site)
    actions.set_photo(by=clinic.as_director, client=client, upload=io.BytesIO(PNG), at=AT)
    assert actions.set_photo(by=clinic.as_director, client=client, upload=None, at=AT).photo is None


def test_a_document_is_no_photo(clinic):
    with pytest.raises(Invalid, match="JPEG or PNG"):
        actions.set_photo(by=clinic.as_director, client=make_client(clinic.site), upload=io.BytesIO(PDF), at=AT)
