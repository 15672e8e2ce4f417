"""Files as people and attackers send them, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

GPS, MAKER, MODEL, TURNED = 0x8825, 0x010F, 0x0110, 0x0112


def picture(form="JPEG", size=(40, 30), mode="RGB", **saved):
    """A small picture, red on the left and blue on the right."""
    image = Image.new(mode, size)
    if mode == "RGB":
        image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
        image.paste((0, 0, 200), (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, form, **saved)
    return out.getvalue()


def told_picture(form="JPEG", turned=1):
    """A picture that tells where, when and with what it was taken."""
    exif = Image.Exif()
    exif[MAKER], exif[MODEL], exif[TURNED] = "MarkedMaker", "MarkedModel", turned
    place = exif.get_ifd(GPS)
    place[1], place[2], place[3], place[4] = "N", (42.0, 21.0, 36.0), "W", (71.0, 3.0, 32.0)
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        words = PngInfo()
        words.add_text("Comment", "MarkedComment")
        return picture(form, exif=exif, pnginfo=words)
    return picture(form, exif=exif, comment=b"MarkedComment")


def png_bomb(width=60_000, height=60_000):
    """Some hundred bytes that claim to be thousands of millions of points."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf(extra="", behind=b""):
    """A PDF with ``extra`` in its catalog and ``behind`` after its end."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra.encode() + b" >>\nendobj\n"
    return head + b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n" + behind


def pdf_with_stream(content, words="/Filter /FlateDecode"):
    """A PDF that holds one stream of these bytes."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< "
        + words.encode()
        + b" >>\nstream\n"
        + content
        + b"\nendstream\nendobj\ntrailer <<>>\n%%EOF\n"
    )
