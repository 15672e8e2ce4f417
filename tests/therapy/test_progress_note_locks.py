"""A signed progress note is refused to every path, plain SQL included: its text, marks, passages, addenda, co-signatures."""

import pytest
from django.db import DatabaseError, connection, transaction

from iop.core.errors import Conflict, NotAllowed
from tests.factories import progress_notes as made
from tests.factories.progress_notes import AT
from tests.therapy.world import wall
from therapy.actions import progress_notes as actions
from therapy.actions.objectives import address
from therapy.models import CarriedPassage, NoteMention, ProgressNote
from therapy.models.plans import ObjectiveAddressed


@pytest.fixture
def room(db):
    return made.make_room()


@pytest.fixture
def note(room):
    return made.signed(room)


def refused(statement, *values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def done(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


COLUMNS = [
    "contents = '{}'",
    "kind = 'phone'",
    "starts_at = starts_at - interval '1 hour'",
    "ends_at = ends_at + interval '1 minute'",
    "mode = 'phone'",
    "client_location = 'x'",
    "participants = 'x'",
    "family = '{\"goals\": []}'",
    "modalities = '{dbt}'",
    "outcome = 'no_answer'",
    "risk = 'watch'",
    "risk_words = 'x'",
    "next_step = 'x'",
    "no_objective_reason = 'crisis'",
    "no_objective_words = 'x'",
    "late_reason = 'x'",
    "digest = repeat('0', 64)",
    "signed_at = now()",
    "saved_at = now()",
    "version = version + 1",
    "created_at = now()",
    "appointment_id = gen_random_uuid()",
    "episode_id = gen_random_uuid()",
    "author_id = gen_random_uuid()",
    "provided_by_id = author_id",
    "format_id = gen_random_uuid()",
    "status = 'awaiting'",
    "status = 'draft', signed_at = null, digest = ''",
]


@pytest.mark.parametrize("column", COLUMNS)
def test_sql_cannot_change_the_note(note, column):
    refused(f"UPDATE therapy_progressnote SET {column} WHERE id = %s", note.pk)


def test_every_column_is_tried():
    names = {field.column for field in ProgressNote._meta.concrete_fields} - {"id"}
    assert names == {part.split(" = ")[0].strip() for column in COLUMNS for part in column.split(", ") if " = " in part}


def test_sql_cannot_delete_or_truncate_it(note):
    refused("DELETE FROM therapy_progressnote WHERE id = %s", note.pk)
    refused("TRUNCATE therapy_progressnote CASCADE")


def test_the_orm_cannot_either(note):
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgressNote.objects.filter(pk=note.pk).update(next_step="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgressNote.objects.filter(pk=note.pk).delete()


def test_sql_cannot_make_one_that_is_signed_already(note):
    refused(
        "INSERT INTO therapy_progressnote SELECT gen_random_uuid(), " + _columns_but_id() + " FROM therapy_progressnote"
        " WHERE id = %s",
        note.pk,
    )


def _columns_but_id():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'therapy_progressnote'"
            " ORDER BY ordinal_position"
        )
        names = [row[0] for row in cursor.fetchall()]
    assert names[0] == "id"
    return ", ".join(names[1:])


def test_the_actions_refuse(room, note):
    with pytest.raises(NotAllowed, match="only an addendum"):
        actions.save_progress_note(by=room.by, note=note, version=note.version, at=AT, values={"next_step": "x"})
    with pytest.raises(NotAllowed, match="only an addendum"):
        actions.change_format(by=room.by, note=note, version=note.version, at=AT, format_key="soap")
    with pytest.raises(NotAllowed, match="only an addendum"):
        actions.discard_progress_note(by=room.by, note=note, at=AT)
    with pytest.raises(NotAllowed, match="only an addendum"):
        actions.sign_progress_note(by=room.by, note=note, at=AT)


def test_a_passage_taken_over_is_locked_with_its_note(room, note):
    later = made.opened(room, at=wall(15))
    later = actions.carry_forward(
        by=room.by, note=later, version=later.version, source=note, section="data", at=wall(15)
    )
    passage = CarriedPassage.objects.get(note=later)
    signed = made.again(later)
    actions.save_progress_note(
        by=room.by, note=signed, version=signed.version, at=wall(15),
        values={**made.WHOLE, "starts_at": wall(14), "ends_at": wall(14, 30)},
        contents={"data": signed.contents["data"] + " Today new and longer than before by quite a lot of words.",
                  "assessment": "Went on from there in another direction, it seems.", "plan": "Something else."},
    )  # fmt: skip
    actions.sign_progress_note(by=room.by, note=made.again(later), at=wall(15))
    refused("UPDATE therapy_carriedpassage SET text = 'x' WHERE id = %s", passage.pk)
    refused("DELETE FROM therapy_carriedpassage WHERE id = %s", passage.pk)
    refused(
        "INSERT INTO therapy_carriedpassage (id, created_at, note_id, section, text, source_id, at)"
        " VALUES (gen_random_uuid(), now(), %s, 'data', 'x', %s, now())",
        later.pk,
        note.pk,
    )
    refused("TRUNCATE therapy_carriedpassage")


def test_its_marks_of_objectives_are_locked_with_it(room):
    thread = made.make_objective(room)
    note = made.written(room)
    address(by=room.by, note=note, marks={thread.pk: "improved"}, at=AT)
    actions.sign_progress_note(by=room.by, note=made.again(note), at=AT)
    mark = ObjectiveAddressed.objects.get(note=note)
    refused("UPDATE therapy_objectiveaddressed SET progress = 'met' WHERE id = %s", mark.pk)
    refused("UPDATE therapy_objectiveaddressed SET comment = 'x' WHERE id = %s", mark.pk)
    refused("DELETE FROM therapy_objectiveaddressed WHERE id = %s", mark.pk)
    with pytest.raises(Conflict, match="locked"):
        address(by=room.by, note=note, marks={}, at=AT)


def test_an_addendum_is_never_changed(room, note):
    added = actions.add_addendum(by=room.by, note=note, text="Also called.", reason="Forgotten", at=AT)
    refused("UPDATE therapy_progressnoteaddendum SET text = 'x' WHERE id = %s", added.pk)
    refused("DELETE FROM therapy_progressnoteaddendum WHERE id = %s", added.pk)
    refused("TRUNCATE therapy_progressnoteaddendum")


def test_a_co_signature_is_never_changed(room):
    note, _intern = made.waiting(room)
    actions.cosign_progress_note(by=room.by_supervisor, note=note, at=AT)
    refused("UPDATE therapy_progressnotecosignature SET decision = 'returned' WHERE note_id = %s", note.pk)
    refused("DELETE FROM therapy_progressnotecosignature WHERE note_id = %s", note.pk)
    refused("UPDATE therapy_progressnote SET status = 'awaiting' WHERE id = %s", note.pk)


def test_sql_cannot_end_the_waiting_without_a_co_signature(room):
    note, _intern = made.waiting(room)
    refused("UPDATE therapy_progressnote SET status = 'signed' WHERE id = %s", note.pk)


def test_the_mark_of_a_wrong_chart_stays(room, note):
    actions.mark_note_in_error(by=room.by_supervisor, note=note, reason="Another person's", at=AT)
    refused("DELETE FROM therapy_progressnoteerror WHERE note_id = %s", note.pk)
    refused("UPDATE therapy_progressnoteerror SET reason = 'x' WHERE note_id = %s", note.pk)


def test_the_signature_row_is_never_changed(note):
    refused("UPDATE documents_signature SET digest = repeat('0', 64) WHERE subject_id = %s", note.pk)
    refused("DELETE FROM documents_signature WHERE subject_id = %s", note.pk)


def test_a_version_of_a_format_never_changes(note):
    refused("UPDATE therapy_noteformat SET sections = '[]' WHERE id = %s", note.format_id)
    refused("UPDATE therapy_noteformat SET name = 'x' WHERE id = %s", note.format_id)
    refused("DELETE FROM therapy_noteformat WHERE id = %s", note.format_id)
    done("UPDATE therapy_noteformat SET is_active = false WHERE id = %s", note.format_id)


def test_a_question_stays_as_it_was_asked_and_is_answered_once(room, note):
    asked = actions.mention(by=room.by, note=note, staff=room.supervisor, question="Is this enough?", at=AT)
    refused("UPDATE therapy_notemention SET question = 'x' WHERE id = %s", asked.pk)
    actions.answer_mention(by=room.by_supervisor, mention=asked, answer="Yes.", at=AT)
    refused("UPDATE therapy_notemention SET answer = 'No.' WHERE id = %s", asked.pk)
    refused("DELETE FROM therapy_notemention WHERE id = %s", asked.pk)
    assert NoteMention.objects.get().answer == "Yes."


def test_no_note_is_signed_before_it_ended_even_by_sql(room):
    note = made.written(room)
    refused(
        "UPDATE therapy_progressnote SET status = 'signed', digest = repeat('0', 64), signed_at = %s WHERE id = %s",
        wall(10, 30),
        note.pk,
    )
