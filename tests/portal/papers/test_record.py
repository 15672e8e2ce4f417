"""A client takes their own record away: what is in it, for whom, for how long, and that each taking is written down."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from clients import actions
from clients.actions import documents
from clients.models import Disclosure, RecordExport
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.workflows import record_export
from iop.workflows.record_copy import PARTS
from iop.workflows.record_data import FIELDS, SCHEMA
from tests.factories.clients import AT
from tests.factories.consents import png
from tests.factories.own_papers import make_own
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=25)


@pytest.fixture(autouse=True)
def own(at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at(AT)
    return make_own()


def asked(own, form="paper", parts=("person", "care"), **fields):
    return record_export.ask(
        **{"by": own.by, "client": own.client, "form": form, "parts": parts, "language": "en", "at": AT, **fields}
    )


def taken(own, export, at=AT):
    return record_export.take(by=own.by, export=export, at=at)


def test_a_paper_is_made_at_once_and_taken_through_the_gate(own):
    content = taken(own, asked(own))
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert own.client.record_number in said
    left = Disclosure.objects.get()
    assert (left.ground, left.sent_as, sorted(left.information)) == ("own_access", "copy", ["assessment", "contact"])


def test_data_holds_rows_words_files_and_the_shape_they_have(own):
    paper = documents.add_document(by=own.clinic.as_director, client=own.client, kind="other", upload=png(), at=AT)
    documents.share_document(by=own.clinic.as_director, document=paper, shared=True, at=AT)
    with zipfile.ZipFile(io.BytesIO(taken(own, asked(own, "data", tuple(PARTS))))) as archive:
        data = json.loads(archive.read("record.json"))
        schema = json.loads(archive.read("schema.json"))
        assert set(archive.namelist()) == {
            "record.pdf", "record.json", "schema.json", "fhir/bundle.json", "files/001-other.png",
        }  # fmt: skip
    Draft202012Validator(schema).validate(data)
    assert data["parts"]["person"]["rows"][0]["record_number"] == own.client.record_number
    assert data["parts"]["care"]["rows"][0]["level_key"] == "iop"
    assert data["files"][0]["id"] == str(paper.pk)
    assert Disclosure.objects.get().sent_as == "export"


def test_the_shape_is_a_shape():
    Draft202012Validator.check_schema(SCHEMA)


def test_no_counseling_note_and_nothing_internal_is_among_the_fields():
    told = {name for fields in FIELDS.values() for name in fields}
    assert not told & {"notes_for_contact", "restricted_reason", "risk_words", "remarks", "facts", "proposals", "note"}


def test_files_that_were_not_put_there_stay(own):
    documents.add_document(by=own.clinic.as_director, client=own.client, kind="other", upload=png(), at=AT)
    with zipfile.ZipFile(io.BytesIO(taken(own, asked(own, "data")))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("files/")]


def test_after_a_day_the_file_is_gone(own, django_capture_on_commit_callbacks):
    row = asked(own)
    path = row.file.path
    with pytest.raises(Conflict):
        taken(own, row, at=LATER)
    with django_capture_on_commit_callbacks(execute=True):
        assert record_export.remove_ended(at=LATER) == 1
    row.refresh_from_db()
    assert (row.removed_at, row.file.name) == (LATER, "")
    assert not Path(path).exists()
    assert record_export.remove_ended(at=LATER) == 0


def test_nobody_else_asks_or_takes(own):
    row = asked(own)
    for by in (own.by_other, own.clinic.as_director):
        with pytest.raises(NotAllowed):
            asked(own, by=by)
        with pytest.raises(NotAllowed):
            record_export.take(by=by, export=row, at=AT)


@pytest.mark.parametrize("wrong", [{"parts": ()}, {"parts": ("nothing",)}, {"form": "stone"}])
def test_what_makes_no_sense_is_refused(own, wrong):
    with pytest.raises(Invalid):
        asked(own, **wrong)


def test_a_long_record_is_made_by_the_next_round_of_work(own, monkeypatch):
    monkeypatch.setattr(record_export, "AT_ONCE", -1)
    row = asked(own)
    with pytest.raises(Conflict):
        taken(own, row)
    assert record_export.make_waiting(at=AT) == 1
    assert record_export.make_waiting(at=AT) == 0
    assert taken(own, row).startswith(b"%PDF")


def test_not_too_many_wait(own, monkeypatch):
    monkeypatch.setattr(record_export, "AT_ONCE", -1)
    for _each in range(record_export.MOST_WAITING):
        asked(own)
    with pytest.raises(Conflict):
        asked(own)


def test_while_a_copy_was_refused_because_of_danger_it_goes_through_the_clinic(own):
    entry = actions.registers.report(
        by=own.clinic.as_director,
        register="access",
        site_id=own.clinic.site.pk,
        client=own.client,
        text="All of it",
        at=AT,
    )
    actions.registers.move(
        by=own.clinic.as_director,
        entry=entry,
        version=entry.version,
        to="refused",
        reason="Danger",
        refused_because="danger",
        at=AT,
    )
    with pytest.raises(NotAllowed):
        asked(own)


def test_the_page_makes_one_and_hands_it_over(own, client):
    enter(client, own.account)
    assert client.post(reverse("my_record"), {"form": "paper", "parts": ["person"]}).url == reverse("my_record")
    row = RecordExport.objects.get()
    assert reverse("my_record_copy", args=[row.pk]) in client.get(reverse("my_record")).content.decode()
    answer = client.post(reverse("my_record_copy", args=[row.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record-copy.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_part_the_page_says_so(own, client):
    enter(client, own.account)
    answer = client.post(reverse("my_record"), {"form": "paper"})
    assert answer.status_code == 422
    assert "Tick at least one part." in answer.content.decode()


def test_somebody_elses_copy_does_not_exist(own, client):
    row = asked(own)
    enter(client, own.other)
    assert client.post(reverse("my_record_copy", args=[row.pk])).status_code == 404


def test_it_is_made_in_the_language_they_read(own, client):
    own.account.user.language = "es"
    own.account.user.save()
    enter(client, own.account)
    client.post(reverse("my_record"), {"form": "paper", "parts": ["person"]})
    assert RecordExport.objects.get().language == "es"
