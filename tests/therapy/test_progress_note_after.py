"""What follows a signed progress note: co-signature, return, addendum, wrong chart; and questions beside it."""

import datetime as dt

import pytest

from clients.models import Client
from iop.clinic.models import SiteRole, StaffMember
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.documents.models import Signature
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from tests.factories import progress_notes as made
from tests.factories.progress_notes import AT
from therapy.actions import progress_notes as actions
from therapy.models import NoteMention, ProgressNote

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return made.make_room()


def owed(kind):
    return list(WorkItem.objects.open().filter(kind=kind))


def test_an_interns_note_waits_on_the_supervisors_list(room):
    note, _intern = made.waiting(room)
    assert note.status == "awaiting"
    assert [item.assignee_id for item in owed(WorkKind.COSIGN_NOTE)] == [room.supervisor.pk]


def test_a_co_signature_covers_the_same_words_and_ends_the_waiting(room):
    note, _intern = made.waiting(room)
    actions.cosign_progress_note(by=room.by_supervisor, note=note, at=AT, comment="Well seen.")
    digests = set(Signature.objects.filter(subject_id=note.pk).values_list("digest", flat=True))
    assert made.again(note).status == "signed"
    assert digests == {note.digest}
    assert not owed(WorkKind.COSIGN_NOTE)


def test_nobody_co_signs_their_own_note(room):
    note, intern = made.waiting(room)
    SiteRole.objects.create(
        staff=intern, site=room.site, role=room.world.roles["clinical_director"], starts_on=dt.date(2020, 1, 1)
    )
    with pytest.raises(NotAllowed, match="own note"):
        actions.cosign_progress_note(by=room.world.actor(intern), note=note, at=AT)


def test_a_second_co_signature_is_told(room):
    note, _intern = made.waiting(room)
    actions.cosign_progress_note(by=room.by_supervisor, note=note, at=AT)
    with pytest.raises(NotAllowed, match="needs no co-signature"):
        actions.cosign_progress_note(by=room.by_supervisor, note=note, at=AT)


def test_a_returned_note_stays_locked_and_is_answered_with_an_addendum(room):
    note, intern = made.waiting(room)
    actions.return_progress_note(by=room.by_supervisor, note=note, comment="What about sleep?", at=AT)
    assert [item.assignee_id for item in owed(WorkKind.SIGN_NOTE)] == [intern.pk]
    actions.add_addendum(by=room.world.actor(intern), note=note, text="Sleeps six hours.", reason="Asked", at=AT)
    assert not owed(WorkKind.SIGN_NOTE)
    assert [item.assignee_id for item in owed(WorkKind.COSIGN_NOTE)] == [room.supervisor.pk]


def test_a_return_says_what_to_add(room):
    note, _intern = made.waiting(room)
    with pytest.raises(Invalid, match="Say what"):
        actions.return_progress_note(by=room.by_supervisor, note=note, comment=" ", at=AT)


def test_a_colleague_answers_for_an_author_who_left(room):
    note, intern = made.waiting(room)
    StaffMember.objects.filter(pk=intern.pk).update(left_on=dt.date(2026, 3, 2))
    actions.return_progress_note(by=room.by_supervisor, note=note, comment="What about sleep?", at=AT)
    assert [item.role_key for item in owed(WorkKind.SIGN_NOTE)] == ["clinical_director"]
    actions.add_addendum(by=room.by, note=note, text="Slept six hours.", reason="Author left", at=AT)
    assert owed(WorkKind.COSIGN_NOTE)


def test_an_addendum_carries_its_own_name_and_hash(room):
    added = actions.add_addendum(by=room.by_supervisor, note=made.signed(room), text="More.", reason="Later", at=AT)
    signature = Signature.objects.get(subject_id=added.pk)
    assert (added.author_id, added.digest) == (room.supervisor.pk, signature.digest)


@pytest.mark.parametrize(("text", "reason"), [("", "x"), ("x", " ")])
def test_an_addendum_needs_words_and_a_reason(room, text, reason):
    with pytest.raises(Invalid):
        actions.add_addendum(by=room.by, note=made.signed(room), text=text, reason=reason, at=AT)


def test_a_draft_takes_no_addendum(room):
    with pytest.raises(NotAllowed, match="still a draft"):
        actions.add_addendum(by=room.by, note=made.written(room), text="x", reason="x", at=AT)


def test_a_note_in_the_wrong_chart_is_hidden_and_kept(room):
    note = made.signed(room)
    actions.mark_note_in_error(by=room.by_supervisor, note=note, reason="Another person's", at=AT)
    assert not ProgressNote.objects.in_chart().exists()
    assert ProgressNote.objects.filter(pk=note.pk).exists()


def test_a_note_is_marked_in_error_once_and_by_a_supervisor(room):
    note = made.signed(room)
    with pytest.raises(NotAllowed):
        actions.mark_note_in_error(by=room.by, note=note, reason="x", at=AT)
    actions.mark_note_in_error(by=room.by_supervisor, note=note, reason="x", at=AT)
    with pytest.raises(Conflict, match="already"):
        actions.mark_note_in_error(by=room.by_supervisor, note=note, reason="x", at=AT)


def test_after_a_wrong_chart_the_appointment_may_be_written_again(room):
    meeting = made.make_appointment(room, status="completed")
    note = made.written(room, appointment=meeting)
    actions.sign_progress_note(by=room.by, note=note, at=AT)
    actions.mark_note_in_error(by=room.by_supervisor, note=note, reason="Words of another", at=AT)
    assert made.opened(room, appointment=meeting).pk != note.pk


def ask(room, note, staff=None, by=None, question="Have you seen this before?"):
    return actions.mention(by=by or room.by, note=note, staff=staff or room.supervisor, question=question, at=AT)


def test_a_question_is_the_colleagues_work_and_never_note_text(room):
    note = made.written(room)
    asked = ask(room, note)
    item = owed(WorkKind.MENTION)[0]
    assert (item.assignee_id, item.subject_id) == (room.supervisor.pk, asked.pk)
    assert "seen this" not in item.summary
    assert "seen this" not in str(made.again(note).contents)


def test_an_answer_closes_the_work(room):
    asked = ask(room, made.written(room))
    actions.answer_mention(by=room.by_supervisor, mention=asked, answer="Yes, in January.", at=AT)
    assert not owed(WorkKind.MENTION)
    assert NoteMention.objects.get().answer == "Yes, in January."


def test_only_the_one_asked_answers_and_once(room):
    asked = ask(room, made.written(room))
    with pytest.raises(NotAllowed, match="another colleague"):
        actions.answer_mention(by=room.by, mention=asked, answer="x", at=AT)
    actions.answer_mention(by=room.by_supervisor, mention=asked, answer="x", at=AT)
    with pytest.raises(NotAllowed, match="already"):
        actions.answer_mention(by=room.by_supervisor, mention=asked, answer="y", at=AT)


def test_who_reads_no_notes_is_not_asked(room):
    desk = room.world.staff("Fay", "Dunn", "biller")
    with pytest.raises(Invalid, match="may not open"):
        ask(room, made.written(room), staff=desk)


def test_about_a_restricted_client_only_those_who_reach_the_chart_are_asked(room):
    Client.objects.filter(pk=room.client.pk).update(is_restricted=True, restricted_reason="A colleague's brother")
    with pytest.raises(Invalid, match="may not open"):
        ask(room, made.written(room), staff=room.world.staff("Ann", "Lee", "counselor"))


def test_beside_a_draft_only_its_author_asks(room):
    note = made.written(room)
    with pytest.raises(NotAllowed):
        ask(room, note, by=room.by_supervisor, staff=room.staff)


def test_nobody_asks_themselves_or_nothing(room):
    note = made.written(room)
    with pytest.raises(Invalid, match="somebody else"):
        ask(room, note, staff=room.staff)
    with pytest.raises(Invalid, match="what you ask"):
        ask(room, note, question="  ")
