"""A clinic with a running track to schedule in, made by the real actions."""

from __future__ import annotations

import datetime as dt
import threading
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from clients.actions import add_contact_point, set_channel_permission
from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic
from iop.clinic.actors import actor_of
from iop.clinic.models import StaffMember
from scheduling import actions
from scheduling.models import ComponentKind, Room, Track
from scheduling.rules.weeks import PlannedDay, PlannedPart
from tests.factories import ground
from tests.factories.clients import AT, TODAY, ZONE, make_level, make_placed

MONDAY = TODAY
"""2 March 2026; the spring Sunday is 8 March, the autumn Sunday 1 November."""
PARTS = (
    ("check-in", "check_in", 25, {}),
    ("process-group", "group", 80, {"clients_per_facilitator": 12}),
    ("break", "break", 15, {"counts_as_service": False}),
    ("psychoeducation", "psychoeducation", 55, {}),
    ("wrap-up", "wrap_up", 20, {}),
)
TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT", "SET CONSTRAINTS")


def wall(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """The instant at which New York's clocks show that time."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=ZoneInfo(ZONE)).astimezone(dt.UTC)


def on(days: int) -> dt.date:
    """So many days after the Monday."""
    return MONDAY + dt.timedelta(days=days)


def make_kinds() -> dict[str, ComponentKind]:
    ranges = {
        "check_in": (15, 30),
        "group": (60, 90),
        "break": (5, 30),
        "psychoeducation": (45, 60),
        "wrap_up": (15, 30),
    }
    kinds = {}
    for key, category, minutes, rights in PARTS:
        low, high = ranges[category]
        kinds[key] = ComponentKind.objects.filter(key=key).first() or actions.save_kind(
            by=SYSTEM, key=key, name=key.replace("-", " ").capitalize(), category=category, default_minutes=minutes,
            min_minutes=low, max_minutes=high, at=AT, **rights,
        )  # fmt: skip
    return kinds


def make_day(weekday: int, *, starts_at=dt.time(9), lead=None, co=(), room=None, **minutes) -> PlannedDay:
    """A day of 195 minutes; ``minutes`` by kind, with underscores, change that."""
    kinds = make_kinds()
    parts = tuple(
        PlannedPart(
            kind_id=kinds[key].pk, minutes=minutes.get(key.replace("-", "_"), usual), room_id=room and room.pk,
            lead_id=lead and lead.pk, co_ids=tuple(each.pk for each in co),
        )
        for key, _, usual, _ in PARTS
    )  # fmt: skip
    return PlannedDay(weekday=weekday, starts_at=starts_at, parts=parts)


def make_room(site, capacity=20, **fields) -> Room:
    return actions.save_room(
        by=SYSTEM, site_id=site.pk, capacity=capacity, at=AT, **{"name": f"Room {Room.objects.count() + 1}", **fields}
    )


def make_track(
    program, *, weekdays=(0, 1, 2, 3, 4), capacity=12, starts_at=dt.time(9), valid_from=MONDAY, **week
) -> Track:
    number = Track.objects.count() + 1
    track = actions.save_track(
        by=SYSTEM, program=program, name=f"Track {number}", day_part="morning", capacity=capacity, at=AT
    )
    days = [make_day(weekday, starts_at=starts_at, **week) for weekday in weekdays]
    actions.save_template_version(by=SYSTEM, track=track, valid_from=valid_from, days=days, at=AT)
    return track


def make_place(**track) -> SimpleNamespace:
    """A site with opening hours, an IOP program with one track Monday to Friday at nine, a director and a counselor."""
    site = ground.make_site(phone="+16175550142")
    hours = {day: [(dt.time(8), dt.time(18))] for day in range(5)}
    clinic.set_opening_hours(by=SYSTEM, site_id=site.pk, hours=hours)
    program = actions.save_program(by=SYSTEM, site_id=site.pk, level=make_level(), name="IOP", at=AT)
    director = ground.make_staff("clinical_director", site=site)
    therapist = ground.make_staff("therapist", site=site, first_name="Dana", last_name="Reyes")
    return SimpleNamespace(
        site=site, program=program, track=make_track(program, **track), director=director, therapist=therapist,
        by=actor_of(director.pk, AT),
    )  # fmt: skip


def make_waiting_client(place: SimpleNamespace, on: dt.date = MONDAY, **fields):
    """A client placed in IOP from a day on: their stay."""
    return make_placed(place.site, by=place.by, on=on, **fields)


def make_enrolment(place: SimpleNamespace, *, weekdays=(0, 2, 4), starts_on=MONDAY, track=None, episode=None, **fields):
    return actions.enrol(
        by=place.by, episode=episode or make_waiting_client(place), track=track or place.track, weekdays=weekdays,
        starts_on=starts_on, at=AT, **fields,
    )  # fmt: skip


def let_text(client, number="+16175550111") -> None:
    """The client agreed to text messages on a number that may hold one."""
    add_contact_point(by=SYSTEM, client=client, kind="phone", value=number, at=AT, may_leave_message=True)
    set_channel_permission(by=SYSTEM, client=client, channel="sms", allowed=True, at=AT)


def book(
    place: SimpleNamespace,
    episode,
    *,
    day=MONDAY,
    hour=14,
    minute=0,
    minutes=50,
    staff: StaffMember | None = None,
    **fields,
):
    """Book an individual appointment at that wall time."""
    starts_at = wall(day, hour, minute)
    return actions.book_appointment(
        by=fields.pop("by", place.by), kind=fields.pop("kind", "individual"), client=episode.client, staff=staff or place.therapist,
        site_id=place.site.pk, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=minutes), at=AT, **fields,
    )  # fmt: skip


class Counted:
    """Counts the statements of a block, transaction control left out."""

    def __enter__(self):
        self._captured = CaptureQueriesContext(connection)
        self._captured.__enter__()
        return self

    def __exit__(self, *exc):
        self._captured.__exit__(*exc)
        found = [query["sql"] for query in self._captured.captured_queries]
        self.statements = [sql for sql in found if not sql.startswith(TRANSACTION_CONTROL)]
        self.number = len(self.statements)


def race(*contenders):
    """Run the callables at the same moment in a thread each; give what each returned or raised, in their order."""
    barrier, results = threading.Barrier(len(contenders)), [None] * len(contenders)

    def run(number, contender):
        barrier.wait()
        try:
            results[number] = contender()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(contenders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
