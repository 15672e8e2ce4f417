"""Steps that the tests of notes share."""

from tests.therapy.world import wall
from therapy.actions.group_notes import open_group_note, save_group_note, save_line, sign_group_note

AT = wall(12, 20)


def written(world, session, roster, *, staff=None, shared="The group practised urge surfing.", lines=None):
    """Write a note with a line of its own for everybody."""
    actor = world.actor(staff)
    note = open_group_note(by=actor, session=session, at=AT)
    note = save_group_note(by=actor, note=note, version=note.version, shared_text=shared, modalities=["cbt"], at=AT)
    for number, attendance in enumerate(roster):
        text = lines[number] if lines else f"Spoke about evening number {number}."
        save_line(by=actor, note=note, attendance=attendance, version=0, text=text, at=AT)
    return note


def signed(world, session, roster, *, staff=None, at=AT, **options):
    """Write a note and sign it."""
    note = written(world, session, roster, staff=staff)
    return sign_group_note(by=world.actor(staff), note=note, version=note.version, at=at, **options)
