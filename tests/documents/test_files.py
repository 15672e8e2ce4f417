"""What may be kept is decided by the bytes, not by the name; what is kept is served to whoever may see it."""

import io
import struct
import uuid
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from iop.audit.models import AuditEvent
from iop.core.errors import Invalid
from iop.documents import contents
from iop.documents.actions import store_file
from iop.documents.choices import MAX_FILE_BYTES
from iop.documents.models import StoredFile
from tests.documents.files import picture
from tests.factories.ground import make_actor, make_site, make_staff, sign_in

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    )


JPEG = picture("JPEG")
PACKED = (
    b"%PDF-1.5\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n"
    + zlib.compress(b"<< /S /JavaScript /JS (app.alert(1)) >>")
    + b"\nendstream\nendobj\n%%EOF"
)


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (png(), "image/png"), (JPEG, "image/jpeg")])
def test_kind_is_read_from_the_bytes(content, kind):
    assert contents.kind_of(content) == kind
    assert contents.why_refused(content) is None


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"GIF89a" + b"\0" * 40,
        b"PK\x03\x04" + b"\0" * 40,
        b"MZ" + b"\0" * 60,
        b"just words",
        b"\n\n%PDF-1.4 behind something else",
        b"\0",
    ],
)
def test_everything_else_is_refused_whatever_its_name(content):
    assert "Only PDF, JPEG and PNG" in str(contents.why_refused(content))


@pytest.mark.parametrize(
    "content",
    [
        PDF.replace(b"/Pages 2 0 R", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        PDF.replace(b"/Pages 2 0 R", b"/OpenAction << /S /Java#53cript >>"),
        PDF.replace(b"/Pages 2 0 R", b"/AA << /S /Launch /F (x.exe) >>"),
        PDF.replace(b"/Pages 2 0 R", b"/EmbeddedFiles << /Names [ << /EmbeddedFile 3 0 R >> ] >>"),
        PACKED,
    ],
)
def test_a_pdf_that_could_run_or_carry_something_is_refused(content):
    assert "carries a program" in str(contents.why_refused(content))


def test_a_pdf_that_unpacks_to_something_huge_is_refused(monkeypatch):
    monkeypatch.setattr(contents, "UNPACKED_LIMIT", 1000)
    bomb = b"%PDF-1.5\nstream\n" + zlib.compress(b"0" * 100_000) + b"\nendstream\n%%EOF"
    assert contents.is_active(bomb)


def test_words_about_javascript_are_no_program():
    assert contents.why_refused(PDF.replace(b"%%EOF", b"% /JavaScripting is a word, /JSON too\n%%EOF")) is None


def test_empty_and_too_large_files_are_refused():
    assert "empty" in str(contents.why_refused(b""))
    assert "larger than 15 MB" in str(contents.why_refused(b"%PDF-" + b"0" * MAX_FILE_BYTES))


@pytest.mark.django_db
class TestStore:
    def upload(self, name="scan.pdf", content=PDF):
        return SimpleUploadedFile(name, content, content_type="text/html")

    def test_keeps_it_under_a_name_of_our_own(self):
        row = store_file(by=make_actor("counselor"), upload=self.upload())
        assert row.file.name.endswith(".pdf")
        assert "scan" not in row.file.name
        assert (row.original_name, row.content_type, row.size_bytes) == ("scan.pdf", "application/pdf", len(PDF))

    @pytest.mark.parametrize(("given", "kept"), [
        ("../../etc/passwd", "passwd"), ("C:\\x\\scan.pdf", "scan.pdf"), ("fdp\u202eexe.pdf", "fdpexe.pdf"), ("a\r\nb.pdf", "ab.pdf"),
        ("", "file"), ("é" * 400, "é" * 300),
    ])  # fmt: skip
    def test_cleans_its_name(self, given, kept):
        upload = io.BytesIO(PDF)
        upload.name = given
        assert store_file(by=make_actor("counselor"), upload=upload).original_name == kept

    def test_refuses_by_a_sentence_beside_the_field(self):
        with pytest.raises(Invalid) as refusal:
            store_file(by=make_actor("counselor"), upload=self.upload(content=b"<html>"))
        assert refusal.value.field == "file"
        assert not StoredFile.objects.exists()


@pytest.mark.django_db
class TestServe:
    def stored(self, staff, content=PDF):
        from iop.clinic.actors import actor_of
        from iop.core import clock

        return store_file(by=actor_of(staff.pk, clock.now()), upload=SimpleUploadedFile("scan.pdf", content))

    @pytest.fixture
    def staff(self, client):
        staff = make_staff("counselor", site=make_site())
        sign_in(client, staff)
        return staff

    def test_hands_it_out_to_be_saved_with_nothing_guessed_and_nothing_run(self, client, staff):
        answer = client.get(reverse("file", args=[self.stored(staff).pk]))
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert AuditEvent.objects.filter(verb="documents.file_opened").exists()

    def test_shows_a_picture_in_the_page(self, client, staff):
        answer = client.get(reverse("file", args=[self.stored(staff, png()).pk]))
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Content-Type"] == "image/png"

    def test_is_not_there_for_anybody_else(self, client, staff):
        other = make_staff("counselor", site=make_site())
        assert client.get(reverse("file", args=[self.stored(other).pk])).status_code == 404
        assert client.get(reverse("file", args=[uuid.uuid4()])).status_code == 404

    def test_opens_to_whoever_may_see_what_it_belongs_to(self, client, staff, settings):
        settings.FILE_OPENERS = ["tests.documents.test_files.everybody"]
        other = make_staff("counselor", site=make_site())
        assert client.get(reverse("file", args=[self.stored(other).pk])).status_code == 200


def everybody(actor, file):
    return True
