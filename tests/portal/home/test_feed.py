"""The calendar feed, as two readers that know nothing of the writer read it."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from django.core.cache import cache
from django.urls import reverse

from clients.models import PortalAccount
from iop.core import clock
from iop.portal.presenters.feeds import written
from scheduling.models import CalendarFeed
from sessions_app import coming
from sessions_app.actions import cancel_session
from tests.factories.days import NINE, lines_of, make_day
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db
YESTERDAY = NINE - dt.timedelta(hours=20)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def day(client):
    found = make_day(people=1)
    found.line = lines_of(found.session)[0]
    found.account = make_account(client=found.line.client)
    enter(client, found.account)
    return found


def _make(browser, title="Class", at=YESTERDAY):
    with clock.frozen(at):
        page = browser.post(reverse("my_feed"), {"title": title}).content.decode()
    return re.search(r'value="http://testserver(/feeds/[^"]+\.ics)"', page).group(1)


def _read(browser, path, at=YESTERDAY, **headers):
    browser.logout()
    with clock.frozen(at):
        return browser.get(path, headers=headers)


def _by_vobject(body):
    found = vobject.readOne(body.decode())
    return [(each.uid.value, each.summary.value, each.dtstart.value) for each in found.vevent_list]


def _by_ics(body):
    return [(each.uid, each.name, each.begin.datetime) for each in ics.Calendar(body.decode()).events]


@pytest.mark.parametrize("read", [_by_vobject, _by_ics], ids=["vobject", "ics"])
def test_each_reader_finds_every_day_at_its_instant_under_the_neutral_word(client, day, read):
    body = _read(client, _make(client)).content
    wanted = {item.starts_at for item in coming.of_client(day.line.client_id, YESTERDAY, NINE + dt.timedelta(days=120))}
    found = read(body)
    assert {start.astimezone(dt.UTC) for _uid, _title, start in found} == wanted
    assert {title for _uid, title, _start in found} == {"Class"}


@pytest.mark.parametrize("read", [_by_vobject, _by_ics], ids=["vobject", "ics"])
@pytest.mark.parametrize("on", [dt.date(2026, 3, 6), dt.date(2026, 3, 9), dt.date(2026, 10, 30), dt.date(2026, 11, 2)])
def test_nine_stays_nine_on_both_sides_of_a_clock_change(client, day, read, on):
    item = coming.of_client(day.line.client_id, YESTERDAY, NINE + dt.timedelta(days=1))[0]
    starts = clock.at_local(on, dt.time(9), NEW_YORK)
    moved = coming.Coming(**{**vars(item), "starts_at": starts, "ends_at": starts + dt.timedelta(hours=3)})
    [(_uid, _title, start)] = read(written([moved], "Class", day.line.client_id, starts))
    assert start.astimezone(dt.UTC) == starts
    assert start.utcoffset() == starts.astimezone(NEW_YORK).utcoffset()


def test_nothing_but_the_word_and_the_times_stands_in_it(client, day):
    body = _read(client, _make(client)).content.decode()
    for secret in (day.session.track.name, day.site.name, day.line.client.legal_last_name, day.counselor.last_name):
        assert secret not in body


def test_a_cancelled_day_stays_as_cancelled_with_a_higher_sequence_under_the_same_name(client, day):
    path = _make(client)
    before = vobject.readOne(_read(client, path).content.decode()).vevent_list[0]
    cancel_session(by=day.by_director, session=day.session, version=day.session.version, reason="Snow", at=YESTERDAY)
    after = vobject.readOne(_read(client, path).content.decode()).vevent_list[0]
    assert (after.uid.value, after.status.value) == (before.uid.value, "CANCELLED")
    assert int(after.sequence.value) > int(before.sequence.value)


def test_names_of_entries_stay_when_the_address_is_made_anew(client, day):
    first = {uid for uid, *_rest in _by_vobject(_read(client, _make(client)).content)}
    enter(client, day.account)
    assert {uid for uid, *_rest in _by_vobject(_read(client, _make(client)).content)} == first


def test_a_new_address_stops_the_old_one(client, day):
    old = _make(client)
    _make(client)
    assert _read(client, old).status_code == 404


def test_a_stopped_address_is_not_there(client, day):
    path = _make(client)
    with clock.frozen(YESTERDAY):
        client.post(reverse("my_feed_stop"))
    assert _read(client, path).status_code == 404


def test_it_ends_with_the_access(client, day):
    path = _make(client)
    PortalAccount.objects.filter(pk=day.account.pk).update(ended_at=YESTERDAY, end_reason="asked")
    assert _read(client, path).status_code == 404


def test_a_guessed_address_is_not_there(client, db):
    assert client.get(reverse("calendar_feed", args=["x" * 43])).status_code == 404


def test_the_address_itself_is_kept_nowhere(client, day):
    token = _make(client).removeprefix("/feeds/").removesuffix(".ics")
    assert token not in str(CalendarFeed.objects.values_list())


def test_a_calendar_that_knows_it_already_is_told_nothing_new(client, day):
    path = _make(client)
    tag = _read(client, path).headers["ETag"]
    again = _read(client, path, at=YESTERDAY + dt.timedelta(minutes=50), **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_all_the_time_is_told_to_wait(client, day, monkeypatch):
    monkeypatch.setattr("iop.portal.views.feeds.MOST_AN_HOUR", 2)
    path = _make(client)
    assert [_read(client, path).status_code for _ask in range(3)] == [200, 200, 429]


def test_a_day_too_many_of_guessing_is_stopped(client, db, monkeypatch):
    monkeypatch.setattr("iop.portal.views.feeds.MOST_AN_HOUR", 2)
    asked = [client.get(reverse("calendar_feed", args=[f"{number}" * 43])).status_code for number in range(3)]
    assert asked == [404, 404, 429]
