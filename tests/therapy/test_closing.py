from iop.work.models import WorkItem
from sessions_app.choices import AttendanceStatus
from tests.therapy.world import wall
from tests.therapy.writing import signed, written
from therapy.actions.group_notes import owe_notes
from therapy.closing import note_gaps


def gaps(session):
    return [str(gap.sentence) for gap in note_gaps(session, wall(13))]


def test_a_day_without_a_note_says_so(world):
    assert gaps(world.group()[0]) == ["The group note has not been written."]


def test_a_day_that_nobody_attended_needs_none(world):
    assert gaps(world.group(status=AttendanceStatus.ABSENT)[0]) == []


def test_a_draft_and_missing_lines_are_named(world):
    session, roster = world.group()
    written(world, session, roster[:1])
    assert gaps(session) == ["The group note is not signed.", "2 clients who were there have no line of their own."]


def test_a_signed_note_leaves_nothing_missing(world):
    session, roster = world.group()
    signed(world, session, roster)
    assert gaps(session) == []


def test_the_one_who_led_owes_the_note_of_a_day_without_one(world):
    session, _ = world.group()
    assert owe_notes(by=world.actor(), session=session, at=wall(13)) == 1
    assert owe_notes(by=world.actor(), session=session, at=wall(13)) == 0
    assert WorkItem.objects.open().get(subject_id=session.id).assignee == world.counselor


def test_signing_later_settles_it(world):
    session, roster = world.group()
    owe_notes(by=world.actor(), session=session, at=wall(13))
    signed(world, session, roster)
    assert not WorkItem.objects.open().exists()
