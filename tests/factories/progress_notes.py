"""Progress notes to test with, made by the real actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.models import Episode
from scheduling.models import Appointment, AppointmentStatusChange
from tests.factories import plans
from tests.therapy.world import World, wall
from therapy.actions import progress_notes as actions
from therapy.models import ProgressNote

AT = wall(12)
STARTS, ENDS = wall(10), wall(10, 50)
WORDS = {
    "data": "Came on time and spoke of the weekend with her brother.",
    "assessment": "Holds on to what she planned.",
    "plan": "Practise the call to her sponsor.",
}
WHOLE = {
    "starts_at": STARTS, "ends_at": ENDS, "mode": "in_person", "modalities": ["cbt"], "risk": "none",
    "next_step": "Next Monday at ten.",
}  # fmt: skip


def make_room(world=None, **names) -> SimpleNamespace:
    """A counselor with a client in treatment; with ``world`` another client of the same house."""
    world = world or World()
    client = world.clients(1, **names)[0]
    episode = Episode.objects.select_related("site").get(client=client)
    return SimpleNamespace(
        world=world, client=client, episode=episode, site=world.site, by=world.actor(), staff=world.counselor,
        supervisor=world.supervisor, by_supervisor=world.actor(world.supervisor),
    )  # fmt: skip


def opened(room, *, by=None, kind="individual", at=AT, **more):
    return actions.open_progress_note(by=by or room.by, episode=room.episode, kind=kind, at=at, **more)


def written(room, *, by=None, kind="individual", at=AT, contents=None, values=None, **more):
    note = opened(room, by=by, kind=kind, at=at, **more)
    kept = actions.save_progress_note(
        by=by or room.by, note=note, version=note.version, at=at, values={**WHOLE, **(values or {})},
        contents=WORDS if contents is None else contents,
    )  # fmt: skip
    return kept.note


def signed(room, *, by=None, at=AT, **more):
    note = written(room, by=by, at=at, **more)
    return actions.sign_progress_note(by=by or room.by, note=note, at=at)


def waiting(room, **more):
    """A note by an intern, signed, that waits for the supervisor."""
    intern = room.world.intern()
    return signed(room, by=room.world.actor(intern), **more), intern


def make_appointment(room, *, staff=None, starts=STARTS, ends=ENDS, kind="individual", status="booked"):
    row = Appointment.objects.create(
        site=room.site, kind=kind, client=room.client, episode=room.episode, staff=staff or room.staff, starts_at=starts,
        ends_at=ends, status="booked",
    )  # fmt: skip
    if status != "booked":
        AppointmentStatusChange.objects.create(appointment=row, status=status, at=ends)
        Appointment.objects.filter(pk=row.pk).update(status=status)
        row.refresh_from_db()
    return row


def again(note):
    return ProgressNote.objects.get(pk=note.pk)


def days(number):
    return dt.timedelta(days=number)


def make_objective(room):
    """A signed plan with one open objective; its thread."""
    desk = SimpleNamespace(by=room.by_supervisor, episode=room.episode)
    return plans.thread_of(plans.signed_plan(desk, at=wall(8)))
