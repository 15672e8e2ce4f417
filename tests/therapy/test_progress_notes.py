"""Progress notes begun, saved, laid out anew, carried forward, signed; and the work they are."""

import datetime as dt

import pytest

from iop.audit.models import AuditEvent
from iop.clinic.models import StaffMember
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.documents.models import Signature
from iop.documents.signing import digest_of
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from tests.factories import progress_notes as made
from tests.factories.progress_notes import AT, ENDS, STARTS, WHOLE, WORDS
from tests.therapy.world import wall
from therapy.actions import progress_notes as actions
from therapy.models import CarriedPassage, ProgressNote
from therapy.models.plans import ObjectiveAddressed
from therapy.note_formats import SHIPPED, offered
from therapy.progress_contents import seen, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return made.make_room()


def owed(kind=WorkKind.SIGN_NOTE):
    return list(WorkItem.objects.open().filter(kind=kind))


def save(room, note, *, by=None, version=None, at=AT, contents=None, marks=None, **values):
    return actions.save_progress_note(
        by=by or room.by, note=note, version=note.version if version is None else version, at=at, values=values,
        contents=contents, marks=marks,
    )  # fmt: skip


# Begun


def test_a_note_takes_the_usual_format_of_its_kind(room):
    assert made.opened(room).format.key == "dap"
    assert made.opened(room, kind="attempted").format.key == "short"


@pytest.mark.parametrize("key", SHIPPED)
def test_every_format_that_comes_along_can_be_written_in(room, key):
    note = made.opened(room, format_key=key)
    assert [each["key"] for each in note.format.sections] == [each.key for each in SHIPPED[key].sections]


def test_a_draft_is_its_authors_work_until_the_hours_are_over(room):
    made.written(room)
    item = owed()[0]
    assert (item.assignee_id, item.client_id) == (room.staff.pk, room.client.pk)
    assert item.due_at == ENDS + dt.timedelta(hours=48)


def test_beginning_twice_gives_the_empty_one_back(room):
    assert made.opened(room).pk == made.opened(room).pk


def test_beginning_again_after_writing_begins_another(room):
    first = made.written(room)
    assert made.opened(room).pk != first.pk


def test_an_appointments_note_takes_its_times_and_is_begun_once(room):
    meeting = made.make_appointment(room)
    note = made.opened(room, appointment=meeting)
    assert (note.starts_at, note.ends_at) == (STARTS, ENDS)
    save(room, note, contents=WORDS)
    assert made.opened(room, appointment=meeting).pk == note.pk


def test_a_colleague_does_not_write_the_same_appointment(room):
    meeting = made.make_appointment(room)
    made.opened(room, appointment=meeting)
    colleague = room.world.actor(room.world.staff("Ann", "Lee", "counselor"))
    with pytest.raises(Conflict, match="Dana Ortiz is already writing"):
        made.opened(room, by=colleague, appointment=meeting)


def test_another_clients_appointment_is_refused(room):
    other = made.make_room(room.world, first="Other", last="Person")
    with pytest.raises(Invalid, match="another client"):
        made.opened(room, appointment=made.make_appointment(other))


def test_who_writes_no_notes_begins_none(room):
    with pytest.raises(NotAllowed):
        made.opened(room, by=room.world.actor(room.world.staff("Fay", "Dunn", "biller")))


# Saved


def test_what_is_typed_is_kept(room):
    note = made.written(room)
    note.refresh_from_db()
    assert note.contents == WORDS
    assert note.next_step == WHOLE["next_step"]
    assert note.modalities == ["cbt"]


def test_an_older_version_overwrites_nothing(room):
    note = made.written(room)
    with pytest.raises(Stale):
        save(room, note, version=1, contents={"data": "Other words"})
    assert made.again(note).contents == WORDS


def test_the_same_words_twice_are_no_conflict(room):
    note = made.written(room)
    kept = save(room, note, version=1, contents=WORDS, **WHOLE)
    assert kept.note.version == note.version
    assert not kept.problems


def test_a_wrong_time_loses_no_text(room):
    note = made.written(room)
    kept = save(room, note, contents={"data": "New words"}, starts_at=ENDS, ends_at=STARTS)
    assert set(kept.problems) == {"ends"}
    assert made.again(note).contents["data"] == "New words"
    assert made.again(note).starts_at == STARTS


def test_a_wrong_code_loses_no_text(room):
    note = made.written(room)
    kept = save(room, note, contents={"data": "New words"}, mode="telepathy")
    assert set(kept.problems) == {"mode"}
    assert made.again(note).contents["data"] == "New words"


def test_the_work_follows_the_end_of_the_contact(room):
    note = made.written(room)
    save(room, note, ends_at=ENDS + dt.timedelta(minutes=10))
    assert owed()[0].due_at == ENDS + dt.timedelta(hours=48, minutes=10)


def test_only_the_author_saves(room):
    note = made.written(room)
    with pytest.raises(NotAllowed, match="author only"):
        save(room, note, by=room.by_supervisor, contents=WORDS)


def test_no_word_stands_in_the_audit_record(room):
    made.signed(room)
    assert not [row for row in AuditEvent.objects.all() if "brother" in str(row.detail)]


def test_an_objective_is_marked_and_the_mark_replaced(room):
    thread = made.make_objective(room)
    note = made.written(room)
    kept = save(room, note, marks={thread.pk: "worked_on"})
    save(room, kept.note, marks={thread.pk: "improved"})
    assert [row.progress for row in ObjectiveAddressed.objects.filter(note=note)] == ["improved"]


def test_a_mark_that_is_none_loses_no_text(room):
    note = made.written(room)
    kept = save(room, note, contents={"data": "New"}, marks={room.client.pk: "improved"})
    assert set(kept.problems) == {"objectives"}
    assert made.again(note).contents["data"] == "New"


def test_marks_carry_the_day_of_the_contact_also_when_it_was_corrected(room):
    thread = made.make_objective(room)
    note = made.written(room)
    kept = save(room, note, marks={thread.pk: "improved"})
    yesterday = dt.timedelta(days=1)
    kept = save(room, kept.note, starts_at=STARTS - yesterday, ends_at=ENDS - yesterday)
    actions.sign_progress_note(by=room.by, note=kept.note, at=AT)
    assert ObjectiveAddressed.objects.get(note=note).on == dt.date(2026, 3, 1)


# Laid out anew, thrown away


def test_another_format_keeps_every_word(room):
    note = made.written(room)
    note = actions.change_format(by=room.by, note=note, version=note.version, at=AT, format_key="birp")
    text = " ".join(note.contents.values())
    assert all(words in text for words in WORDS.values())


def test_a_draft_thrown_away_leaves_its_trace_in_the_audit_record(room):
    thread = made.make_objective(room)
    note = made.written(room)
    save(room, note, marks={thread.pk: "improved"})
    actions.discard_progress_note(by=room.by, note=note, at=AT)
    assert not ProgressNote.objects.exists()
    assert not owed()
    assert AuditEvent.objects.filter(verb="therapy.progress_note_discarded", subject_id=note.pk).exists()


def test_a_draft_beside_which_somebody_was_asked_stays(room):
    note = made.written(room)
    actions.mention(by=room.by, note=note, staff=room.supervisor, question="Enough?", at=AT)
    with pytest.raises(Conflict, match="asked"):
        actions.discard_progress_note(by=room.by, note=note, at=AT)


# Carried forward


def test_words_taken_over_are_marked_with_where_they_are_from(room):
    old = made.signed(room)
    note = made.opened(room, at=wall(15))
    note = actions.carry_forward(by=room.by, note=note, version=note.version, source=old, section="plan", at=wall(15))
    assert note.contents["plan"] == WORDS["plan"]
    passage = CarriedPassage.objects.get()
    assert (passage.note_id, passage.source_id, passage.section) == (note.pk, old.pk, "plan")


def test_the_same_words_are_not_taken_over_twice(room):
    old = made.signed(room)
    note = made.opened(room, at=wall(15))
    note = actions.carry_forward(by=room.by, note=note, version=note.version, source=old, section="plan", at=wall(15))
    with pytest.raises(Conflict, match="already"):
        actions.carry_forward(by=room.by, note=note, version=note.version, source=old, section="plan", at=wall(15))


def test_another_clients_words_are_never_taken_over(room):
    other = made.make_room(room.world, first="Other", last="Person")
    note = made.opened(room)
    with pytest.raises(Invalid, match="this client"):
        actions.carry_forward(
            by=room.by, note=note, version=note.version, source=made.signed(other), section="plan", at=AT
        )


def test_a_draft_is_no_source(room):
    draft = made.written(room, kind="phone", values={"client_location": "Home"}, contents={"happened": "Called."})
    note = made.opened(room)
    with pytest.raises(Invalid, match="signed note"):
        actions.carry_forward(by=room.by, note=note, version=note.version, source=draft, section="happened", at=AT)


def test_a_note_that_is_mostly_copied_asks_before_it_is_signed(room):
    same = {**WORDS, "data": "Spoke of the weekend with her brother and of what she will do when he calls again. " * 3}
    made.signed(room, contents=same)
    note = made.written(room, at=wall(15), contents=same, values={"starts_at": wall(13), "ends_at": wall(13, 30)})
    with pytest.raises(Conflict, match="copied"):
        actions.sign_progress_note(by=room.by, note=note, at=wall(15))
    assert actions.sign_progress_note(by=room.by, note=note, at=wall(15), accept_copied=True).signed_at


# Signed


def test_signing_locks_with_name_credential_and_hash(room):
    note = made.signed(room)
    signature = Signature.objects.get(subject_id=note.pk)
    assert (note.status, note.signed_at) == ("signed", AT)
    assert signature.signer_name == "Dana Ortiz"
    assert signature.credential
    assert note.digest == signature.digest == digest_of(whole(made.again(note)))
    assert not owed()


def test_what_is_missing_refuses_the_signature(room):
    note = made.written(room, values={"risk": ""})
    with pytest.raises(Invalid, match="risk") as told:
        actions.sign_progress_note(by=room.by, note=note, at=AT)
    assert told.value.field == "risk"


def test_a_note_is_not_signed_before_the_contact_ended(room):
    note = made.written(room)
    with pytest.raises(Invalid, match="not ended"):
        actions.sign_progress_note(by=room.by, note=note, at=wall(10, 49))


def test_a_second_click_is_told_and_signs_nothing_more(room):
    note = made.signed(room)
    with pytest.raises(NotAllowed, match="only an addendum"):
        actions.sign_progress_note(by=room.by, note=note, at=AT)
    assert Signature.objects.filter(subject_id=note.pk).count() == 1


def test_what_changed_since_it_was_read_is_not_signed(room):
    note = made.written(room)
    read = seen(made.again(note))
    save(room, note, contents={"data": "Other words"})
    with pytest.raises(Stale):
        actions.sign_progress_note(by=room.by, note=note, at=AT, read=read)


def test_a_late_note_says_why(room):
    note = made.written(room)
    late = ENDS + dt.timedelta(hours=48, seconds=1)
    with pytest.raises(Invalid, match="late") as told:
        actions.sign_progress_note(by=room.by, note=note, at=late)
    assert told.value.code == "late"
    assert actions.sign_progress_note(by=room.by, note=note, at=late, late_reason="Was ill").late_reason == "Was ill"


def test_on_the_last_second_a_note_is_not_late(room):
    note = made.written(room)
    assert actions.sign_progress_note(by=room.by, note=note, at=ENDS + dt.timedelta(hours=48)).late_reason == ""


def test_two_notes_about_the_same_minutes_are_asked_about(room):
    made.signed(room)
    other = dict(WORDS, data="Something else entirely happened in the same time, with other words.")
    note = made.written(room, contents=other, values={"starts_at": wall(10, 49), "ends_at": wall(11)})
    with pytest.raises(Conflict, match="same minutes"):
        actions.sign_progress_note(by=room.by, note=note, at=AT)
    assert actions.sign_progress_note(by=room.by, note=note, at=AT, accept_overlap=True).signed_at


def test_without_an_objective_a_reason_is_needed_once_there_is_a_plan(room):
    made.make_objective(room)
    note = made.written(room)
    with pytest.raises(Invalid, match="objective"):
        actions.sign_progress_note(by=room.by, note=note, at=AT)
    kept = save(room, note, no_objective_reason="logistics")
    assert actions.sign_progress_note(by=room.by, note=kept.note, at=AT).no_objective_reason == "logistics"


def test_without_a_licence_nobody_signs(room):
    gone = room.world.staff("Ida", "Old", "counselor", expires=dt.date(2026, 3, 1))
    note = made.written(room, by=room.world.actor(gone))
    with pytest.raises(NotAllowed):
        actions.sign_progress_note(by=room.world.actor(gone), note=note, at=AT)


# What is owed


def test_an_appointment_that_was_held_and_has_no_note_is_owed(room):
    meeting = made.make_appointment(room, status="completed")
    assert actions.owe_progress_notes(by=room.by_supervisor, at=AT) == 1
    item = owed()[0]
    assert (item.assignee_id, item.subject_id) == (room.staff.pk, meeting.pk)
    assert actions.owe_progress_notes(by=room.by_supervisor, at=AT) == 0


def test_a_missed_appointment_is_owed_its_note_too(room):
    made.make_appointment(room, status="no_show")
    assert actions.owe_progress_notes(by=room.by_supervisor, at=AT) == 1


def test_a_booked_one_and_one_with_a_note_are_not(room):
    made.make_appointment(room)
    meeting = made.make_appointment(room, status="completed", starts=wall(8), ends=wall(8, 30))
    made.opened(room, appointment=meeting)
    assert actions.owe_progress_notes(by=room.by_supervisor, at=AT) == 0


def test_beginning_the_note_takes_the_appointment_off_the_list(room):
    meeting = made.make_appointment(room, status="completed")
    actions.owe_progress_notes(by=room.by_supervisor, at=AT)
    note = made.opened(room, appointment=meeting)
    assert [item.subject_id for item in owed()] == [note.pk]


# Departed authors


def leave(room, on=dt.date(2026, 3, 3)):
    StaffMember.objects.filter(pk=room.staff.pk).update(left_on=on)


def test_the_draft_of_somebody_who_left_is_finished_by_a_supervisor(room):
    note = made.written(room)
    leave(room)
    later = AT + dt.timedelta(days=2)
    by = room.world.actor(room.supervisor, later)
    taken = actions.take_over_draft(by=by, note=note, at=later)
    assert (taken.author_id, taken.provided_by_id) == (room.supervisor.pk, room.staff.pk)
    assert [item.assignee_id for item in owed()] == [room.supervisor.pk]
    signed = actions.sign_progress_note(by=by, note=taken, at=later, late_reason="Author left")
    assert whole(made.again(signed))["provided_by"] == room.staff.pk


def test_nobody_takes_the_draft_of_somebody_who_is_here(room):
    note = made.written(room)
    with pytest.raises(NotAllowed, match="author only"):
        actions.take_over_draft(by=room.by_supervisor, note=note, at=AT)


def test_a_colleague_without_the_work_does_not_take_it(room):
    note = made.written(room)
    leave(room)
    later = AT + dt.timedelta(days=2)
    with pytest.raises(NotAllowed, match="supervisor"):
        actions.take_over_draft(
            by=room.world.actor(room.world.staff("Ann", "Lee", "counselor"), later), note=note, at=later
        )


def test_the_colleague_who_got_the_work_does(room):
    note = made.written(room)
    heir = room.world.staff("Ann", "Lee", "counselor")
    WorkItem.objects.filter(subject_id=note.pk).update(assignee=heir)
    leave(room)
    later = AT + dt.timedelta(days=2)
    assert actions.take_over_draft(by=room.world.actor(heir, later), note=note, at=later).author_id == heir.pk


def test_a_draft_left_behind_comes_to_the_directors_list(room):
    note = made.written(room)
    WorkItem.objects.all().update(status="done", closed_at=AT)
    leave(room)
    assert actions.owe_progress_notes(by=room.by_supervisor, at=AT + dt.timedelta(days=2)) == 1
    assert [(item.role_key, item.subject_id) for item in owed()] == [("clinical_director", note.pk)]


# Formats


def formats_by(room):
    return room.world.actor(room.supervisor)


def test_a_clinics_own_format_is_offered_and_written_in(room):
    row = actions.save_format(
        by=formats_by(room), name="Five lines", sections=[{"label": "Mood"}, {"label": "Plan"}], at=AT
    )
    note = made.opened(room, format_key=row.key)
    assert [each["key"] for each in note.format.sections] == ["mood", "plan"]


def test_a_changed_format_is_a_new_version_and_old_notes_keep_theirs(room):
    first = actions.save_format(by=formats_by(room), name="Five lines", sections=[{"label": "Mood"}], at=AT)
    note = made.opened(room, format_key=first.key)
    second = actions.save_format(
        by=formats_by(room), name="Six lines", key=first.key, number=1,
        sections=[{"label": "Mood now", "key": "mood"}, {"label": "Sleep"}], at=AT,
    )  # fmt: skip
    assert (second.number, second.sections[0]["key"]) == (2, "mood")
    assert made.again(note).format_id == first.pk
    assert [layout.number for layout in offered() if layout.key == first.key] == [2]


def test_a_format_changed_by_two_keeps_the_first_change(room):
    first = actions.save_format(by=formats_by(room), name="Five lines", sections=[{"label": "Mood"}], at=AT)
    actions.save_format(by=formats_by(room), name="A", key=first.key, number=1, sections=[{"label": "A"}], at=AT)
    with pytest.raises(Stale):
        actions.save_format(by=formats_by(room), name="B", key=first.key, number=1, sections=[{"label": "B"}], at=AT)


def test_a_format_that_comes_along_is_not_changed(room):
    made.opened(room)
    with pytest.raises(Conflict, match="comes along"):
        actions.save_format(by=formats_by(room), name="DAP", key="dap", number=1, sections=[{"label": "A"}], at=AT)


def test_a_format_out_of_use_is_not_offered_and_a_draft_in_it_is_finished(room):
    note = made.written(room)
    actions.set_format_in_use(by=formats_by(room), key="dap", in_use=False, at=AT)
    assert "dap" not in [layout.key for layout in offered()]
    with pytest.raises(Invalid, match="no longer in use"):
        made.opened(room, kind="family", format_key="dap")
    assert actions.sign_progress_note(by=room.by, note=note, at=AT).signed_at


def test_only_those_who_keep_templates_change_formats(room):
    with pytest.raises(NotAllowed):
        actions.save_format(by=room.by, name="Mine", sections=[{"label": "A"}], at=AT)


def test_two_sections_of_one_name_are_refused(room):
    with pytest.raises(Invalid, match="same name"):
        actions.save_format(by=formats_by(room), name="X", sections=[{"label": "A"}, {"label": "a"}], at=AT)
