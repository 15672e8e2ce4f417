"""How the pages of the day look and whether everybody can use them: phone and desktop, light and dark."""

import datetime as dt

import pytest
from django.urls import reverse

from clients.models import Concern
from iop.clinic.models import OnCallShift
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance, ShortTermGoal
from tests.plugins.browser import SIZES, unrolled
from tests.therapy.world import World, wall
from tests.therapy.writing import written
from therapy.models import GroupNote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOWN = [("desktop", False), ("phone", True)]


@pytest.fixture
def world(transactional_db, at):
    at(wall(9, 50))
    world = World()
    OnCallShift.objects.create(
        site=world.site, staff=world.supervisor, phone="+12025550123", starts_at=wall(7), ends_at=wall(19)
    )
    return world


@pytest.fixture
def day(world):
    """A day in the middle of it: most are here, one is late, one is missing, one is worried about."""
    people = world.clients(10)
    before = world.session(wall(9).date() - dt.timedelta(days=3), status=SessionStatus.CLOSED)
    lines = world.roster(before, people[:8], "present")
    Attendance.objects.filter(pk=lines[1].pk).update(status="absent", arrived_at=None, credited_minutes=0)
    ShortTermGoal.objects.create(
        client=people[0], attendance=lines[0], text="Call my sponsor before dinner", due_at=wall(9)
    )
    ShortTermGoal.objects.create(client=people[0], attendance=lines[0], text="Walk at noon", due_at=wall(9))
    session = world.session(status=SessionStatus.RUNNING)
    here = world.roster(session, people[:6], "present")
    world.roster(session, people[6:7], "late")
    world.roster(session, people[7:])
    Concern.objects.create(
        site=world.site, client=people[2], kind="medical", raised_at=wall(9), raised_by=world.counselor
    )
    written(world, session, here[:3])
    world.session(hour=13, lead=world.supervisor)
    world.session(hour=14)
    return session


def pages(day):
    line = day.roster.get(client__legal_first_name="Maria")
    late = day.roster.get(client__legal_first_name="Marcus")
    note = GroupNote.objects.get()
    part = day.components.get(position=3)
    return {
        "today": reverse("today"),
        "session": reverse("session", args=[day.pk]),
        "client": reverse("session_client", args=[day.pk, line.pk]),
        "calls": reverse("session_calls", args=[day.pk]),
        "concern": reverse("session_concern", args=[day.pk]) + f"?client={late.pk}&kind=suicidal",
        "close": reverse("session_close", args=[day.pk]),
        "part": reverse("session_part", args=[day.pk, part.pk]),
        "sign": reverse("note_sign", args=[note.pk]),
        "entry": reverse("session_entry", args=[day.pk]),
        "sheet": reverse("session_sign_in_sheet", args=[day.pk]),
        "notes": reverse("notes"),
    }


@pytest.mark.parametrize(("size", "dark"), SHOWN)
def test_nothing_stands_in_anybodys_way(live, world, day, axe, picture, size, dark):
    window = live.page(size, dark=dark, user=world.counselor.user)
    for name, url in pages(day).items():
        window.goto(url)
        picture(window, name)
        unrolled(window, 200)
        axe(window)
        window.set_viewport_size(SIZES[size])
        wide = window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"


@pytest.mark.parametrize(("size", "dark"), [("desktop", True)])
def test_managing_a_day_is_open_to_all(live, world, at, axe, picture, size, dark):
    at(wall(8, 0))
    session = world.session()
    world.roster(session, world.clients(4))
    window = live.page(size, dark=dark, user=world.supervisor.user)
    window.goto(reverse("session_manage", args=[session.pk]))
    axe(window)
    window.get_by_label("Reason").fill("Snow")
    window.locator("#cancel button").click()
    window.get_by_role("heading", name="What will happen").wait_for()
    picture(window)
    axe(window)
    window.goto(reverse("session", args=[session.pk]))
    picture(window, "planned")
    axe(window)
