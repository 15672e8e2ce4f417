"""A client's week: what is on, how it is asked to change, and choosing a day that makes up for a missed one."""

import datetime as dt

import pytest
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.core.errors import NotAllowed, Stale
from iop.work.models import WorkItem
from sessions_app.actions import mark, materialise
from sessions_app.actions.asking import decline_ask, grant_ask
from sessions_app.choices import AttendanceStatus
from sessions_app.makeups import offers
from sessions_app.models import AbsenceNotice, Attendance, MakeUp, ScheduleAsk
from tests.factories.days import AT, NINE, lines_of, make_day, make_running, make_track, minutes
from tests.factories.ground import make_staff
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db
YESTERDAY = NINE - dt.timedelta(hours=20)


@pytest.fixture
def day(client):
    found = make_day(people=2)
    found.line = lines_of(found.session)[0]
    enter(client, make_account(client=found.line.client))
    return found


def _ask(browser, day, *, at=YESTERDAY, **typed):
    said = {"kind": "cancel", "words": "My child is ill"} | typed
    with clock.frozen(at):
        return browser.post(reverse("my_ask", args=["session", day.session.pk]), said)


def test_the_week_says_what_is_on(client, day):
    with clock.frozen(YESTERDAY):
        page = client.get(reverse("my_week")).content.decode()
    assert day.session.track.name in page
    assert "Eastern Time" in page


def test_asking_changes_nothing_yet_and_a_colleague_is_asked(client, day):
    _ask(client, day)
    row = ScheduleAsk.objects.get()
    day.line.refresh_from_db()
    assert (row.status, day.line.status) == ("open", AttendanceStatus.EXPECTED)
    assert WorkItem.objects.get(kind="client_asks").subject_id == row.pk


def test_the_same_day_is_asked_about_once(client, day):
    _ask(client, day)
    again = _ask(client, day)
    assert again.status_code == 422
    assert ScheduleAsk.objects.count() == 1


def test_why_is_asked(client, day):
    assert _ask(client, day, words="").status_code == 422


def test_a_treatment_day_is_not_moved(client, day):
    assert _ask(client, day, kind="move", wished="Tuesday").status_code == 422


def test_what_has_begun_is_no_longer_asked_about(client, day):
    assert _ask(client, day, at=NINE + minutes(1)).status_code == 422


def test_a_wish_granted_is_a_call_taken_at_the_time_of_asking(client, day):
    _ask(client, day)
    row = ScheduleAsk.objects.get()
    grant_ask(by=day.by_case_manager, ask=row, version=row.version, at=NINE - minutes(60), words="Get well soon")
    day.line.refresh_from_db()
    assert day.line.status == AttendanceStatus.ABSENT_EXCUSED
    assert AbsenceNotice.objects.get().called_at == YESTERDAY
    assert not WorkItem.objects.filter(kind="client_asks", status="open").exists()


def test_the_answer_is_read_on_the_week(client, day):
    _ask(client, day)
    row = ScheduleAsk.objects.get()
    decline_ask(by=day.by_counselor, ask=row, version=row.version, words="Please come, we help with the ride", at=NINE)
    with clock.frozen(YESTERDAY + minutes(5)):
        assert "we help with the ride" in client.get(reverse("my_week")).content.decode()


def test_an_ask_is_taken_back(client, day):
    _ask(client, day)
    with clock.frozen(YESTERDAY + minutes(5)):
        client.post(reverse("my_ask_back", args=[ScheduleAsk.objects.get().pk]))
    assert ScheduleAsk.objects.get().status == "withdrawn"
    assert not WorkItem.objects.filter(kind="client_asks", status="open").exists()


def test_the_day_of_somebody_else_does_not_exist(client, day):
    enter(client, make_account(client=make_day(people=1).lines[0].client, email="other@home.example"))
    assert _ask(client, day).status_code == 404


@pytest.fixture
def missed(client):
    """Somebody missed a day, and another track has a seat on a day they are free."""
    found = make_running(people=1)
    found.line = lines_of(found.session)[0]
    other = make_track(found, weekdays=(1, 3))
    materialise(by=SYSTEM, at=AT, track_ids=[other.pk])
    found.line = mark(
        by=found.by_counselor, attendance=found.line, version=found.line.version, status="absent", at=NINE + minutes(30)
    )
    enter(client, make_account(client=found.line.client))
    return found


def _book(browser, line, session_id):
    with clock.frozen(NINE + minutes(60)):
        return browser.post(reverse("my_make_up", args=[line.pk]), {"session": str(session_id)})


def test_a_free_seat_is_offered_and_booked(client, missed):
    line = Attendance.objects.get(pk=missed.line.pk)
    seat = offers(line, NINE + minutes(60))[0]
    with clock.frozen(NINE + minutes(60)):
        assert str(seat.session_id) in client.get(reverse("my_week")).content.decode()
    _book(client, line, seat.session_id)
    assert MakeUp.objects.get().line.session_id == seat.session_id


def test_a_day_that_is_not_offered_is_not_booked(client, missed):
    mine = Attendance.objects.filter(client=missed.line.client).exclude(pk=missed.line.pk).first()
    _book(client, missed.line, mine.session_id)
    assert not MakeUp.objects.exists()


def test_nobody_books_for_somebody_else(client, missed):
    other = make_day(people=1).lines[0]
    assert _book(client, other, missed.session.pk).status_code == 404


def test_a_miss_is_made_up_for_once(client, missed):
    first, second = offers(Attendance.objects.get(pk=missed.line.pk), NINE + minutes(60))[:2]
    _book(client, missed.line, first.session_id)
    _book(client, missed.line, second.session_id)
    assert MakeUp.objects.count() == 1


def test_two_colleagues_who_answer_at_once_answer_once(client, day):
    _ask(client, day)
    row = ScheduleAsk.objects.get()
    decline_ask(by=day.by_counselor, ask=row, version=row.version, words="We need you there", at=NINE)
    with pytest.raises(Stale):
        grant_ask(by=day.by_case_manager, ask=row, version=row.version, at=NINE)


def test_a_role_that_does_not_settle_is_refused(client, day):
    _ask(client, day)
    row = ScheduleAsk.objects.get()
    biller = make_staff("biller", site=day.site)
    with pytest.raises(NotAllowed):
        decline_ask(by=actor_of(biller.pk, NINE), ask=row, version=row.version, words="No", at=NINE)
