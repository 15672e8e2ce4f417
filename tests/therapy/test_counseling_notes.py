"""SUD counseling notes: their author's alone, whoever asks and whichever way; a consent of their own lets them out."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from clients import gate
from clients.gate import NotDisclosable
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.core.demo_accounts import DEMO_SIGN_INS
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import assessments as made
from tests.factories import ground, privacy
from tests.factories.assessments import AT, TODAY
from therapy.actions import counseling
from therapy.models import CounselingNote

pytestmark = pytest.mark.django_db
SECRET = "She spoke about her brother for the first time."
ROLES = sorted({person.role for person in DEMO_SIGN_INS} | {"privacy_officer"})
KEEP = {"counselor", "therapist", "clinical_director"}


@pytest.fixture
def desk():
    return made.make_desk()


def write(desk, by=None, text=SECRET, **fields):
    return counseling.write_note(by=by or desk.by, episode=desk.episode, text=text, at=AT, **fields)


def finish(desk, note):
    return counseling.finish_note(by=desk.by, note=note, version=note.version, at=AT)


@pytest.mark.parametrize("role", ROLES)
def test_who_keeps_them_writes_their_own(desk, role):
    by = made.actor(desk.site, role)
    if role in KEEP:
        assert write(desk, by).author_id == by.staff_id
    else:
        with pytest.raises(NotAllowed):
            write(desk, by)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_anothers(desk, role):
    note = write(desk)
    by = made.actor(desk.site, role)
    assert not CounselingNote.objects.own(by).exists()
    assert counseling.read_own(by=by, note_id=note.pk, at=AT) is None


@pytest.mark.parametrize("role", ROLES)
def test_nobody_changes_finishes_or_lets_out_anothers(desk, role):
    note = write(desk)
    by = made.actor(desk.site, role)
    for attempt in (
        lambda: counseling.save_note(by=by, note=note, version=1, text="x", about_on=TODAY, at=AT),
        lambda: counseling.finish_note(by=by, note=note, version=1, at=AT),
        lambda: counseling.release_note(
            by=by, note=note, to=gate.Recipient.client(), purpose="request", sent_as="copy", at=AT
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_holder_of_every_role_reads_only_their_own(desk):
    write(desk)
    everything = ground.make_staff(*ROLES, site=desk.site)
    assert not CounselingNote.objects.own(actor_of(everything.pk, AT)).exists()


def test_the_supervisor_of_the_author_reads_none(desk):
    staff = ground.make_staff("counselor", site=desk.site, supervisor=desk.director)
    write(desk, actor_of(staff.pk, AT))
    assert not CounselingNote.objects.own(desk.by_director).exists()


def test_the_system_reads_none(desk):
    write(desk)
    assert not CounselingNote.objects.own(SYSTEM).exists()


def test_the_system_writes_none(desk):
    with pytest.raises(NotAllowed):
        write(desk, SYSTEM)


def test_the_author_reads_it_and_reading_is_on_record(desk):
    note = write(desk)
    assert counseling.read_own(by=desk.by, note_id=note.pk, at=AT).text == SECRET
    assert AuditEvent.objects.filter(verb="therapy.counseling_note_read").exists()


def test_who_no_longer_works_there_reads_none(desk):
    note = write(desk)
    gone = actor_of(desk.therapist.pk, AT)
    gone = type(gone)(kind=gone.kind, id=gone.id, staff_id=gone.staff_id, grants={})
    assert counseling.read_own(by=gone, note_id=note.pk, at=AT) is None


def test_it_is_closed_in_the_database(desk):
    write(desk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM therapy_counselingnote")
        kept = cursor.fetchone()[0]
    assert kept.startswith("e1.")
    assert "brother" not in kept


def test_the_audit_record_holds_nothing_of_it(desk):
    note = write(desk)
    note = counseling.save_note(by=desk.by, note=note, version=1, text=SECRET + " More.", about_on=TODAY, at=AT)
    finish(desk, note)
    told = str(list(AuditEvent.objects.values()))
    assert "brother" not in told
    assert set(map(str, AuditEvent.objects.filter(verb__contains="counseling").values_list("detail", flat=True))) == {
        "{}"
    }


def test_two_windows_of_the_author_do_not_overwrite_each_other(desk):
    note = write(desk)
    counseling.save_note(by=desk.by, note=note, version=1, text="First", about_on=TODAY, at=AT)
    with pytest.raises(Stale):
        counseling.save_note(by=desk.by, note=note, version=1, text="Second", about_on=TODAY, at=AT)


def test_it_is_not_about_tomorrow(desk):
    with pytest.raises(Invalid):
        write(desk, about_on=TODAY + dt.timedelta(days=1))


def test_a_finished_one_is_locked(desk):
    note = finish(desk, write(desk))
    with pytest.raises(Conflict):
        counseling.save_note(by=desk.by, note=note, version=note.version, text="x", about_on=TODAY, at=AT)


def test_an_empty_one_is_not_finished(desk):
    with pytest.raises(Conflict):
        finish(desk, write(desk, text=" "))


def test_the_database_locks_a_finished_one(desk):
    note = finish(desk, write(desk))
    with pytest.raises(DatabaseError), transaction.atomic():
        CounselingNote.objects.filter(pk=note.pk).update(text="Other words")


def test_the_database_lets_a_new_key_close_it_anew(desk, settings):
    from iop.core.rotation import encrypted_fields, rotate

    note = finish(desk, write(desk))
    settings.FIELD_KEYS = {"fresh": b"k" * 32, **settings.FIELD_KEYS}
    rotate(next(field for field in encrypted_fields() if field.model is CounselingNote))
    note.refresh_from_db()
    assert note.text == SECRET


def test_it_never_changes_hands(desk):
    note = write(desk)
    with pytest.raises(DatabaseError), transaction.atomic():
        CounselingNote.objects.filter(pk=note.pk).update(author=desk.director)


@pytest.mark.parametrize("sql", ["DELETE FROM therapy_counselingnote", "TRUNCATE therapy_counselingnote"])
def test_it_is_never_removed(desk, sql):
    write(desk)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


READERS = {
    "therapy/models/counseling.py",
    "therapy/models/__init__.py",
    "therapy/actions/counseling.py",
    "iop/pages/presenters/assessments/counseling.py",
}
"""The only files that know the model: everything else, each exit included, cannot even name it."""
ROOT = Path(settings.BASE_DIR)


def sources():
    for app in ("iop", "clients", "scheduling", "sessions_app", "therapy", "family", "billing"):
        yield from (
            (str(path.relative_to(ROOT)), path) for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
        )


def names_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80:
            yield node.value


def test_no_exit_search_list_or_interface_knows_the_model():
    knowing = {
        name for name, path in sources()
        if any("CounselingNote" in found or "therapy_counselingnote" in found or found == "counselingnote" for found in names_in(path))
    }  # fmt: skip
    assert knowing == READERS


def test_nothing_else_points_to_it_or_reaches_it_from_a_client():
    model = apps.get_model("therapy", "CounselingNote")
    assert list(model._meta.related_objects) == []
    for field in model._meta.fields:
        if field.remote_field:
            assert field.remote_field.related_name == "+"


def test_its_text_is_in_no_index(desk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'therapy_counselingnote'")
        assert not any("text" in row[0].split("USING")[1] for row in cursor.fetchall())


class TestLettingOut:
    """Only the author, and only through the gate."""

    @pytest.fixture
    def party(self, desk):
        return privacy.make_party(kind="provider")

    def release(self, desk, party, note=None, purpose="treatment", **fields):
        note = note or finish(desk, write(desk))
        return counseling.release_note(
            by=desk.by, note=note, to=gate.Recipient.of_party(party), purpose=purpose, sent_as="letter", at=AT, **fields
        )

    def consent(self, desk, party, kind, information):
        return privacy.make_consent(
            client=desk.client,
            site=desk.site,
            kind=kind,
            party=party,
            information=list(information),
            purposes=["treatment"],
        )

    def test_without_a_consent_it_stays(self, desk, party):
        with pytest.raises(NotDisclosable):
            self.release(desk, party)

    def test_a_consent_for_everything_else_does_not_open_it(self, desk, party):
        self.consent(desk, party, "specific", ["notes", "assessment", "progress"])
        with pytest.raises(NotDisclosable):
            self.release(desk, party)

    def test_a_consent_of_its_own_opens_it_and_the_log_keeps_a_hash(self, desk, party):
        self.consent(desk, party, "counseling_notes", ["counseling_notes"])
        row = self.release(desk, party)
        assert row.information == ["counseling_notes"]
        assert len(row.digest) == 64
        assert "brother" not in str(vars(row))

    def test_a_draft_does_not_leave(self, desk, party):
        self.consent(desk, party, "counseling_notes", ["counseling_notes"])
        with pytest.raises(Conflict):
            self.release(desk, party, note=write(desk))

    def test_the_clients_own_access_does_not_reach_it(self, desk):
        note = finish(desk, write(desk))
        with pytest.raises(NotDisclosable):
            counseling.release_note(
                by=desk.by, note=note, to=gate.Recipient.client(), purpose="request", sent_as="copy", at=AT
            )

    @pytest.mark.parametrize("ground_", ["emergency", "audit", "research", "service_provider"])
    def test_no_other_ground_opens_it(self, desk, party, ground_):
        with pytest.raises(NotDisclosable):
            self.release(desk, party, ground=ground_)
