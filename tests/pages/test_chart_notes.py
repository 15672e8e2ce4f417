"""A client's copies of signed notes: their own line and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest

from iop.audit.models import AuditEvent
from tests.factories import days
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts
from therapy.actions.group_notes import (
    add_addendum,
    mark_entered_in_error,
    open_group_note,
    save_group_note,
    save_line,
    sign_group_note,
)
from therapy.models import GroupNoteLine

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def clinic(at, client):
    at(NOON)
    clinic = make_charts(people=2)
    clinic.lines = days.lines_of(clinic.session)
    by = clinic.by_counselor
    note = open_group_note(by=by, session=clinic.session, at=NOON)
    note = save_group_note(
        by=by, note=note, version=note.version, shared_text="We practised urge surfing.", modalities=["cbt"], at=NOON
    )
    for text, line in zip(
        ["Named two triggers early on.", "Listened and asked one question."], clinic.lines, strict=True
    ):
        save_line(by=by, note=note, attendance=line, version=0, text=text, at=NOON)
    clinic.note = note
    clinic.client = clinic.lines[0].client
    clinic.url = f"/clients/{clinic.client.pk}/notes/"
    sign_in(client, colleague(clinic, "clinical_director"))
    return clinic


@pytest.fixture
def signed(clinic):
    clinic.note.refresh_from_db()
    sign_group_note(by=clinic.by_counselor, note=clinic.note, version=clinic.note.version, at=NOON + MINUTE)
    clinic.line = GroupNoteLine.objects.get(note=clinic.note, client=clinic.client)
    return clinic


def test_a_draft_is_in_no_chart(clinic, client):
    assert "urge surfing" not in client.get(clinic.url).content.decode()


def test_a_signed_note_shows_the_shared_text_and_the_own_line(signed, client):
    shown = client.get(signed.url).content.decode()
    assert "We practised urge surfing." in shown
    assert "Named two triggers" in shown


def test_no_other_clients_line_stands_in_it(signed, client):
    assert "Listened and asked" not in client.get(signed.url).content.decode()


def test_it_shows_its_hash_and_who_signed(signed, client):
    shown = client.get(signed.url).content.decode()
    assert signed.line.digest in shown
    assert signed.counselor.name in shown


def test_an_addendum_to_another_clients_line_stays_out(signed, client):
    other = GroupNoteLine.objects.get(note=signed.note, client=signed.lines[1].client)
    at = NOON + 2 * MINUTE
    signed.note.refresh_from_db()
    add_addendum(
        by=signed.by_counselor, note=signed.note, text="For the other chart.", reason="Left out", at=at, line=other
    )
    add_addendum(
        by=signed.by_counselor, note=signed.note, text="For this chart.", reason="Left out", at=at, line=signed.line
    )
    shown = client.get(signed.url).content.decode()
    assert "For this chart." in shown
    assert "For the other chart." not in shown


def test_what_was_entered_in_error_is_hidden(signed, client):
    mark_entered_in_error(by=signed.by_director, line=signed.line, reason="Wrong chart", at=NOON + 2 * MINUTE)
    assert "urge surfing" not in client.get(signed.url).content.decode()
    assert client.get(f"{signed.url}{signed.line.pk}/").status_code == 404


def test_printing_is_on_record_with_its_ground(signed, client):
    shown = client.get(f"{signed.url}{signed.line.pk}/").content.decode()
    assert "42 CFR Part 2" in shown
    detail = AuditEvent.objects.get(verb="clients.chart_printed").detail
    assert (detail["ground"], detail["scope"]) == ("own_use", ["group_note"])


def test_another_clients_copy_is_not_in_this_chart(signed, client):
    other = GroupNoteLine.objects.get(note=signed.note, client=signed.lines[1].client)
    assert client.get(f"{signed.url}{other.pk}/").status_code == 404


@pytest.mark.parametrize("role", ["intake", "biller"])
def test_roles_that_read_no_notes_print_none(role, signed, client):
    sign_in(client, colleague(signed, role))
    assert client.get(f"{signed.url}{signed.line.pk}/").status_code == 403
