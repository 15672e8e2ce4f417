"""A signed note is refused to every path, plain SQL included."""

import pytest
from django.db import DatabaseError, connection, transaction

from iop.core.errors import NotAllowed
from tests.therapy.writing import AT, signed, written
from therapy.actions.group_notes import save_group_note, save_line
from therapy.models import GroupNote, GroupNoteLine


@pytest.fixture
def group(world):
    return world.group()


@pytest.fixture
def note(world, group):
    return signed(world, *group)


def refused(work):
    with pytest.raises(DatabaseError), transaction.atomic():
        work()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_actions_refuse(world, group, note):
    with pytest.raises(NotAllowed, match="only an addendum"):
        save_group_note(by=world.actor(), note=note, version=note.version, shared_text="x", modalities=[], at=AT)
    with pytest.raises(NotAllowed, match="only an addendum"):
        save_line(by=world.actor(), note=note, attendance=group[1][0], version=1, text="x", at=AT)


@pytest.mark.parametrize(
    "column",
    [
        "shared_text = 'x'",
        "modalities = '{dbt}'",
        "late_reason = 'x'",
        "signed_at = now()",
        "signed_at = null, status = 'draft'",
        "status = 'awaiting'",
    ],
)
def test_sql_cannot_change_the_note(note, column):
    refused(lambda: sql(f"UPDATE therapy_groupnote SET {column} WHERE id = %s", note.id))


def test_sql_cannot_delete_or_truncate_it(note):
    refused(lambda: sql("DELETE FROM therapy_groupnote WHERE id = %s", note.id))
    refused(lambda: sql("TRUNCATE therapy_groupnote CASCADE"))


def test_sql_cannot_change_delete_or_add_a_line(note):
    refused(lambda: sql("UPDATE therapy_groupnoteline SET text = 'x' WHERE note_id = %s", note.id))
    refused(lambda: sql("UPDATE therapy_groupnoteline SET digest = 'x' WHERE note_id = %s", note.id))
    refused(lambda: sql("DELETE FROM therapy_groupnoteline WHERE note_id = %s", note.id))
    line = note.lines.first()
    refused(lambda: GroupNoteLine.objects.create(note=note, attendance=line.attendance, client=line.client))


def test_a_line_cannot_be_moved_into_a_signed_note(world, note):
    draft = written(world, *world.group())
    refused(lambda: draft.lines.update(note=note))


def test_the_orm_cannot_either(note):
    refused(lambda: GroupNote.objects.filter(pk=note.pk).update(shared_text="x"))
    refused(lambda: GroupNote.objects.filter(pk=note.pk).delete())


@pytest.mark.parametrize("table", ["nameconfirmation", "cosignature", "addendum", "enteredinerror"])
def test_what_follows_is_only_ever_added_to(db, table):
    refused(lambda: sql(f"TRUNCATE therapy_{table} CASCADE"))
