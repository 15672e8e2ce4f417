"""The page on which colleagues answer what clients ask for about their times."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import PortalAccount
from clients.portal import outsider
from iop.access.actors import SYSTEM
from iop.core import clock
from scheduling.actions import book_appointment
from scheduling.models import Appointment
from sessions_app.actions.asking import ask
from sessions_app.choices import AttendanceStatus
from sessions_app.models import Attendance, ScheduleAsk
from tests.factories.days import NINE, make_day, minutes
from tests.factories.ground import sign_in
from tests.factories.portal import make_account

pytestmark = pytest.mark.django_db
YESTERDAY = NINE - dt.timedelta(hours=20)


@pytest.fixture
def day(at):
    at(NINE - minutes(90))
    return make_day(people=3)


def _asked(line, *, kind="cancel", about=None, at=YESTERDAY, **more):
    account = PortalAccount.objects.filter(client=line.client).first() or make_account(
        client=line.client, email=f"{line.pk}@home.example"
    )
    who = outsider(account.user, at)
    about = about or Attendance.objects.select_related("session__site").get(pk=line.pk)
    return ask(by=who.actor, client=line.client, about=about, kind=kind, words="Court date", at=at, **more)


def _page(client, day, row):
    return client.get(reverse("schedule_ask", args=[row.pk])).content.decode()


def test_the_list_says_who_asks_for_what(client, day):
    _asked(day.lines[0])
    sign_in(client, day.counselor)
    page = client.get(reverse("requests")).content.decode()
    assert day.lines[0].client.name in page
    assert "Court date" in page


def test_the_list_takes_as_many_statements_for_more_rows(client, day):
    sign_in(client, day.counselor)
    counts = []
    for line in day.lines[:1], day.lines[1:]:
        for one in line:
            _asked(one)
        client.get(reverse("requests"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("requests"))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_yes_takes_them_off_the_day(client, day):
    row = _asked(day.lines[0])
    sign_in(client, day.counselor)
    client.post(reverse("schedule_ask", args=[row.pk]), {"version": row.version, "do": "grant", "answer": ""})
    day.lines[0].refresh_from_db()
    assert day.lines[0].status == AttendanceStatus.ABSENT_EXCUSED


def test_no_needs_words(client, day):
    row = _asked(day.lines[0])
    sign_in(client, day.counselor)
    answer = client.post(reverse("schedule_ask", args=[row.pk]), {"version": row.version, "do": "decline"})
    assert answer.status_code == 422
    assert ScheduleAsk.objects.get().status == "open"


def test_the_later_of_two_colleagues_is_told(client, day):
    row = _asked(day.lines[0])
    sign_in(client, day.counselor)
    said = {"version": row.version, "do": "decline", "answer": "We need you there"}
    client.post(reverse("schedule_ask", args=[row.pk]), said)
    again = client.post(reverse("schedule_ask", args=[row.pk]), said)
    assert again.status_code == 422
    assert ScheduleAsk.objects.get().version == row.version + 1


def test_an_appointment_moves_to_the_new_time_as_long_as_it_was(client, day):
    line = day.lines[0]
    starts = NINE + dt.timedelta(days=1, hours=6)
    one = book_appointment(
        by=SYSTEM, kind="case_management", client=line.client, staff=day.case_manager, site_id=day.site.pk,
        starts_at=starts, ends_at=starts + minutes(30), at=YESTERDAY, room=day.room,
    )  # fmt: skip
    row = _asked(line, kind="move", about=Appointment.objects.get(pk=one.pk), wished="An hour later")
    sign_in(client, day.case_manager)
    local = clock.local_date(starts, day.site.time_zone)
    said = {"version": row.version, "do": "grant", "on": local.isoformat(), "time": "16:30"}
    answer = client.post(reverse("schedule_ask", args=[row.pk]), said)
    one.refresh_from_db()
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert one.starts_at == clock.at_local(local, dt.time(16, 30), day.site.time_zone)
    assert one.ends_at - one.starts_at == minutes(30)


def test_what_was_asked_at_another_site_does_not_exist(client, day):
    other = make_day(people=1)
    row = _asked(other.lines[0])
    sign_in(client, day.counselor)
    assert client.get(reverse("schedule_ask", args=[row.pk])).status_code == 404
