import datetime as dt

import pytest

from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from sessions_app.choices import AttendanceStatus
from tests.therapy.world import wall
from therapy.actions.group_notes import open_group_note, save_group_note, save_line
from therapy.models import GroupNote, GroupNoteLine

AT = wall(10)


@pytest.fixture
def session(world):
    return world.group()[0]


def opened(world, session, staff=None):
    return open_group_note(by=world.actor(staff), session=session, at=AT)


def saved(world, note, text="We practised.", version=None):
    return save_group_note(
        by=world.actor(), note=note, version=version or note.version, shared_text=text, modalities=["cbt"], at=AT
    )


def test_opening_makes_one_note_and_gives_it_again(world, session):
    assert opened(world, session) == opened(world, session)


def test_opening_puts_it_on_the_authors_list_once(world, session):
    note = opened(world, session)
    opened(world, session)
    item = WorkItem.objects.get(subject_id=note.id)
    assert (item.kind, item.assignee, item.due_at) == (
        "sign_note",
        world.counselor,
        session.ends_at + dt.timedelta(hours=48),
    )


def test_a_group_may_have_a_note_of_its_own(world, session):
    part = session.components.get(position=3)
    assert open_group_note(by=world.actor(), session=session, at=AT, component=part) != opened(world, session)


def test_a_group_of_another_day_is_refused(world, session):
    other = world.session(session.on.replace(day=3))
    with pytest.raises(Invalid):
        open_group_note(by=world.actor(), session=session, at=AT, component=other.components.first())


def test_before_the_start_there_is_no_note(world):
    with pytest.raises(NotAllowed, match="opens when the session starts"):
        opened(world, world.session())


@pytest.mark.parametrize("role", ["intake", "biller", "site_admin"])
def test_roles_that_write_no_notes_are_refused(world, session, role):
    with pytest.raises(NotAllowed, match="does not include writing"):
        opened(world, session, world.staff("Pat", "Reed", role))


def test_a_colleague_is_told_who_is_writing(world, session):
    saved(world, opened(world, session))
    with pytest.raises(Conflict, match="Dana Ortiz is already writing"):
        opened(world, session, world.staff("Lee", "Park", "counselor"))


def test_an_untouched_draft_stands_in_nobodys_way(world, session):
    opened(world, session)
    assert opened(world, session, world.staff("Lee", "Park", "counselor"))


def test_a_supervisor_may_write_where_somebody_left_off(world, session):
    saved(world, opened(world, session))
    assert opened(world, session, world.supervisor)


def test_saving_keeps_text_and_counts_the_version(world, session):
    note = saved(world, opened(world, session))
    assert (note.shared_text, note.modalities, note.version) == ("We practised.", ["cbt"], 2)


def test_saving_leaves_an_event_without_the_text(world, session):
    saved(world, opened(world, session))
    assert AuditEvent.objects.get(verb="therapy.note_saved").detail == {"characters": 13, "modalities": ["cbt"]}


def test_an_older_version_is_told_and_overwrites_nothing(world, session):
    note = saved(world, opened(world, session))
    with pytest.raises(Stale):
        saved(world, note, "mine", version=1)
    assert GroupNote.objects.get().shared_text == "We practised."


def test_a_draft_is_its_authors_alone(world, session):
    note = opened(world, session)
    with pytest.raises(NotAllowed, match="by its author only"):
        save_group_note(by=world.actor(world.supervisor), note=note, version=1, shared_text="x", modalities=[], at=AT)


def test_an_unknown_modality_is_refused(world, session):
    with pytest.raises(Invalid):
        save_group_note(
            by=world.actor(), note=opened(world, session), version=1, shared_text="x", modalities=["magic"], at=AT
        )


@pytest.mark.parametrize("text", ["🙂 <script>alert(1)</script>", "مرحبا بالعالم", "x" * 20_000])
def test_any_text_is_kept_as_it_was_typed(world, session, text):
    assert saved(world, opened(world, session), text).shared_text == text


def test_a_text_too_long_is_refused(world, session):
    with pytest.raises(Invalid, match="too long"):
        saved(world, opened(world, session), "x" * 20_001)


def test_a_line_begins_at_version_nought(world):
    session, roster = world.group()
    note = opened(world, session)
    line = save_line(by=world.actor(), note=note, attendance=roster[0], version=0, text="Spoke up.", at=AT)
    assert (line.text, line.version, line.client_id) == ("Spoke up.", 1, roster[0].client_id)


def test_two_windows_on_one_line_lose_nothing(world):
    session, roster = world.group()
    note = opened(world, session)
    save_line(by=world.actor(), note=note, attendance=roster[0], version=0, text="first", at=AT)
    with pytest.raises(Stale):
        save_line(by=world.actor(), note=note, attendance=roster[0], version=0, text="second", at=AT)
    assert GroupNoteLine.objects.get().text == "first"


def test_a_line_is_for_somebody_who_was_there(world):
    session, roster = world.group(status=AttendanceStatus.ABSENT)
    with pytest.raises(Conflict, match="for those who were there"):
        save_line(by=world.actor(), note=opened(world, session), attendance=roster[0], version=0, text="x", at=AT)


def test_a_line_is_for_somebody_on_that_days_roster(world):
    session, _ = world.group()
    _, others = world.group()
    with pytest.raises(Invalid):
        save_line(by=world.actor(), note=opened(world, session), attendance=others[0], version=0, text="x", at=AT)


def test_a_refused_save_leaves_no_event(world, session):
    note = opened(world, session)
    with pytest.raises(Stale):
        saved(world, note, version=9)
    assert not AuditEvent.objects.filter(verb="therapy.note_saved").exists()
