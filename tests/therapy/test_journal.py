"""A journal is its writer's: private by default, shared entry by entry, and closed in the database too."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import InternalError

from clients.timeline import lines
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import recovery as make
from tests.factories.recovery import AT, TODAY, WORDS
from therapy.actions import journal
from therapy.models import JournalEntry

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=3)
MAY_NAME_IT = {
    "therapy/models/__init__.py", "therapy/models/recovery.py", "therapy/policies/recovery.py", "therapy/actions/journal.py",
    "therapy/recovery_lines.py", "therapy/merging_recovery.py", "iop/portal/presenters/recovery/journal.py",
    "iop/api/views/recovery.py", "iop/api/serializers/recovery.py",
}  # fmt: skip
"""Where the journal is read at all. Whoever adds a place says here that private entries stay private there."""


@pytest.fixture
def desk():
    return make.make_desk()


def read(desk):
    return [row.words for row in journal.read_shared(by=desk.by, client=desk.client, at=LATER)]


def test_a_new_entry_is_private(desk):
    make.write(desk)
    assert read(desk) == []


def test_a_shared_entry_is_read_and_the_reading_is_recorded(desk):
    make.share(desk)
    assert read(desk) == [WORDS]
    assert AuditEvent.objects.filter(verb="therapy.journal_read", subject_id=desk.client.pk).count() == 1


def test_an_entry_taken_back_is_read_no_more(desk):
    journal.take_entry_back(by=desk.me, entry=make.share(desk), at=LATER)
    assert read(desk) == []


def test_it_may_be_shared_again(desk):
    row = journal.take_entry_back(by=desk.me, entry=make.share(desk), at=LATER)
    journal.share_entry(by=desk.me, entry=row, at=LATER)
    assert read(desk) == [WORDS]


def test_the_words_are_closed_in_the_database(desk):
    row = make.write(desk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM therapy_journalentry WHERE id = %s", [row.pk])
        assert WORDS not in cursor.fetchone()[0]


def test_sent_twice_is_kept_once(desk):
    key = uuid.uuid4()
    assert make.write(desk, sent_key=key) == make.write(desk, sent_key=key)
    assert JournalEntry.objects.own(desk.client.pk).count() == 1


@pytest.mark.parametrize(("words", "mood"), [(" ", None), ("Fine", 11), ("Fine", -1), ("x" * 10_001, None)])
def test_an_entry_says_something_that_fits(desk, words, mood):
    with pytest.raises(Invalid):
        make.write(desk, words, mood=mood)


def test_a_number_alone_is_an_entry(desk):
    assert make.write(desk, "", mood=7).mood == 7


def test_nobody_else_writes_shares_changes_or_removes(desk):
    row, other = make.write(desk), make.make_desk()
    for actor in (desk.by, desk.by_director, other.me):
        for act in (journal.share_entry, journal.take_entry_back, journal.remove_entry):
            with pytest.raises(NotAllowed):
                act(by=actor, entry=row, at=AT)
        with pytest.raises(NotAllowed):
            journal.write_entry(by=actor, client=desk.client, words="x", at=AT)
        with pytest.raises(NotAllowed):
            journal.change_entry(by=actor, entry=row, version=1, words="x", at=AT)


def test_a_private_entry_is_changed(desk):
    row = journal.change_entry(by=desk.me, entry=make.write(desk), version=1, words="Better said.", mood=4, at=LATER)
    assert (row.words, row.mood, row.version) == ("Better said.", 4, 2)


def test_a_stale_page_overwrites_nothing(desk):
    row = make.write(desk)
    journal.change_entry(by=desk.me, entry=row, version=1, words="First.", at=LATER)
    with pytest.raises(Stale):
        journal.change_entry(by=desk.me, entry=row, version=1, words="Second.", at=LATER)


def test_a_shared_entry_keeps_its_words(desk):
    row = make.share(desk)
    with pytest.raises(Conflict):
        journal.change_entry(by=desk.me, entry=row, version=row.version, words="Else", at=LATER)


def test_a_private_entry_may_be_removed(desk):
    journal.remove_entry(by=desk.me, entry=make.write(desk), at=LATER)
    assert not JournalEntry.objects.own(desk.client.pk).exists()


def test_a_shared_entry_stays(desk):
    with pytest.raises(Conflict):
        journal.remove_entry(by=desk.me, entry=make.share(desk), at=LATER)


@pytest.mark.parametrize("change", ["mood = 3", "shared_at = NULL", "words = 'e1.other.x'"])
def test_no_statement_changes_what_was_shared(desk, change):
    row = make.share(desk)
    if change.startswith("words"):
        change = change.replace("other", row_key(row))
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE therapy_journalentry SET {change} WHERE id = %s", [row.pk])


def row_key(row):
    with connection.cursor() as cursor:
        cursor.execute("SELECT split_part(words, '.', 2) FROM therapy_journalentry WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def test_no_statement_removes_what_was_shared(desk):
    row = make.share(desk)
    with pytest.raises(InternalError), transaction.atomic():
        JournalEntry.objects.filter(pk=row.pk).delete()


def test_the_record_holds_no_words(desk):
    make.share(desk)
    assert not any(WORDS in str(event.detail) for event in AuditEvent.objects.all())


def points(desk):
    found = [line for line in lines(desk.client.pk, TODAY, TODAY) if line.key == "between_sessions"]
    return [str(point.says) for line in found for point in line.points]


def test_the_timeline_knows_shared_entries_alone(desk):
    make.write(desk)
    assert points(desk) == []
    make.share(desk)
    assert points(desk) == ["Journal entry, shared"]


def test_nothing_else_reads_journals():
    root = Path(settings.BASE_DIR)
    apps = [root / name for name in ("iop", "clients", "therapy", "family", "sessions_app", "scheduling", "billing")]
    naming = {
        path.relative_to(root).as_posix()
        for app in apps
        for path in app.rglob("*.py")
        if "/migrations/" not in path.as_posix() and "JournalEntry" in path.read_text()
    }
    assert naming <= MAY_NAME_IT
