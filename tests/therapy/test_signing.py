import datetime as dt

import pytest

from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.documents.actions import verify
from iop.documents.models import Signature
from iop.work.models import WorkItem
from sessions_app.choices import AttendanceStatus
from sessions_app.models import Attendance
from tests.therapy.world import wall
from tests.therapy.writing import AT, signed, written
from therapy import contents
from therapy.actions.group_notes import sign_group_note
from therapy.models import GroupNote, GroupNoteLine, NameConfirmation


@pytest.fixture
def group(world):
    return world.group()


def sign(world, note, *, staff=None, at=AT, **options):
    return sign_group_note(
        by=world.actor(staff), note=note, version=options.pop("version", note.version), at=at, **options
    )


def test_signing_locks_the_note_under_name_and_credential(world, group):
    note = signed(world, *group)
    signature = Signature.objects.get(subject_id=note.id)
    assert (note.status, note.signed_at) == ("signed", AT)
    assert (signature.signer_name, signature.credential, signature.meaning) == (
        "Dana Ortiz",
        world.licence.code,
        "author",
    )


def test_the_signature_covers_exactly_what_is_kept(world, group):
    note = signed(world, *group)
    note = GroupNote.objects.select_related("session").get()
    content = contents.whole(note, note.lines.all())
    assert verify(Signature.objects.get(subject_id=note.id), content)
    content["shared_text"] += " "
    assert not verify(Signature.objects.get(subject_id=note.id), content)


def test_each_copy_has_its_own_hash(world, group):
    note = signed(world, *group)
    lines = list(note.lines.all())
    assert len({line.digest for line in lines}) == 3
    assert lines[0].digest == contents.copy_digest(GroupNote.objects.get(), lines[0].client_id, lines[0].text)


def test_signing_closes_the_work_and_leaves_an_event_with_every_client(world, group):
    note = signed(world, *group)
    event = AuditEvent.objects.get(verb="therapy.note_signed")
    assert not WorkItem.objects.open().filter(subject_id=note.id).exists()
    assert event.subjects.count() == 3


def test_somebody_elses_note_is_not_signed(world, group):
    note = written(world, *group)
    with pytest.raises(NotAllowed, match="by its author only"):
        sign(world, note, staff=world.supervisor)


def test_a_signed_note_is_not_signed_again(world, group):
    note = signed(world, *group)
    with pytest.raises(NotAllowed, match="signed and locked"):
        sign(world, note)


def test_an_ended_licence_does_not_sign(world, group):
    note = written(world, *group)
    world.counselor.credentials.update(expires_on=dt.date(2026, 3, 1))
    with pytest.raises(NotAllowed, match="ended on"):
        sign(world, note)
    assert GroupNote.objects.get().signed_at is None


def test_a_licence_is_good_on_its_last_day(world, group):
    note = written(world, *group)
    world.counselor.credentials.update(expires_on=dt.date(2026, 3, 2))
    assert sign(world, note).signed_at


def test_a_missing_line_is_in_the_way(world, group):
    session, roster = group
    note = written(world, session, roster[:2])
    with pytest.raises(Conflict, match="1 client who was there has no line"):
        sign(world, note)


def test_open_attendance_is_in_the_way(world, group):
    session, roster = group
    note = written(world, session, roster)
    Attendance.objects.filter(pk=roster[0].pk).update(
        status=AttendanceStatus.EXPECTED, arrived_at=None, credited_minutes=0
    )
    with pytest.raises(Conflict, match="Attendance of 1 client is still open"):
        sign(world, note)


def test_another_clients_name_in_the_shared_text_is_in_the_way(world, group):
    note = written(world, *group, shared="Maria told the group.")
    with pytest.raises(Conflict, match="Another client's name"):
        sign(world, note)


def test_another_clients_name_in_a_line_is_in_the_way(world, group):
    session, roster = group
    note = written(world, session, roster, lines=["Was calm.", "Argued with AISHA.", "Was quiet."])
    with pytest.raises(Conflict, match="Another client's name"):
        sign(world, note)


def test_a_line_may_name_its_own_client(world, group):
    session, roster = group
    note = written(world, session, roster, lines=["Maria was calm.", "James spoke.", "Aisha was quiet."])
    assert sign(world, note).signed_at


def test_a_word_that_is_not_the_person_is_confirmed_once_and_recorded(world):
    session, roster = world.group(2, first="Will")
    note = written(world, session, roster, shared="We will meet. The will to change.", lines=["Calm.", "Quiet."])
    sign(world, note, confirmed_words=["will"])
    confirmation = NameConfirmation.objects.get()
    assert (confirmation.word, confirmation.line, confirmation.by_id) == ("will", None, world.counselor.pk)
    assert AuditEvent.objects.get(verb="therapy.name_confirmed").detail == {"words": 1}


def test_a_confirmed_word_frees_no_other_name(world, group):
    note = written(world, *group, shared="Maria and James spoke.")
    with pytest.raises(Conflict):
        sign(world, note, confirmed_words=["Maria"])
    assert not NameConfirmation.objects.exists()


def test_identical_lines_ask_for_a_second_look(world, group):
    session, roster = group
    note = written(world, session, roster, lines=["Took part.", "took part", "Was quiet."])
    with pytest.raises(Conflict, match="very same line"):
        sign(world, note)
    assert sign(world, note, accept_identical=True).signed_at


def test_a_late_note_says_why(world, group):
    note = written(world, *group)
    late = wall(13, day=dt.date(2026, 3, 4))
    with pytest.raises(Invalid, match="late"):
        sign(world, note, at=late)
    assert sign(world, note, at=late, late_reason="I was ill.").late_reason == "I was ill."


def test_a_note_in_time_keeps_no_reason(world, group):
    assert sign(world, written(world, *group), late_reason="never mind").late_reason == ""


def test_an_older_version_is_not_signed(world, group):
    with pytest.raises(Stale):
        sign(world, written(world, *group), version=1)


def test_what_was_not_read_is_not_signed(world, group):
    note = written(world, *group)
    seen = contents.seen(note, note.lines.all())
    GroupNoteLine.objects.filter(pk=note.lines.first().pk).update(text="Changed meanwhile.")
    with pytest.raises(Stale, match="changed since you read it"):
        sign(world, note, seen=seen)


def test_an_empty_line_of_somebody_absent_is_left_out(world, group):
    session, roster = group
    note = written(world, session, roster, lines=["One.", "Two.", ""])
    Attendance.objects.filter(pk=roster[2].pk).update(
        status=AttendanceStatus.ABSENT, arrived_at=None, credited_minutes=0
    )
    assert sign(world, note).lines.count() == 2


def test_a_refusal_rolls_everything_back(world, group):
    note = written(world, *group, shared="The will to change", lines=["A.", "a", "B."])
    with pytest.raises(Conflict, match="very same"):
        sign(world, note)
    assert not Signature.objects.exists()
    assert not AuditEvent.objects.filter(verb="therapy.note_signed").exists()
