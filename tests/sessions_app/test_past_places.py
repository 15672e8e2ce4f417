"""Places that a group had on days that are over."""

import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, connection, transaction

from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.core import clock
from sessions_app.actions import groups
from sessions_app.models import OpenGroup, OpenMeeting, PastPlaces
from sessions_app.open_groups import places_then
from tests.factories import open_groups as made
from tests.factories.open_groups import AT, THURSDAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten():
    with clock.frozen(AT):
        yield


def change(house, group, places, at):
    return groups.save_group(
        by=house.by_director, site_id=group.site_id, kind=group.kind, audience=group.audience, name=group.name,
        neutral_name=group.neutral_name, capacity=places, at=at, group=group,
    )  # fmt: skip


def test_each_meeting_has_the_places_it_had():
    house = made.make_house()
    group = made.make_group(house)
    had = group.capacity
    change(house, group, had + 5, AT + 10 * DAY)
    rows = OpenMeeting.objects.filter(group=group).annotate(places=places_then("group", "on"))
    assert list(rows.order_by("on").values_list("on", "places")[:3]) == [
        (THURSDAY, had), (THURSDAY + 7 * DAY, had + 5), (THURSDAY + 14 * DAY, had + 5),
    ]  # fmt: skip


def test_another_name_keeps_nothing():
    house = made.make_house()
    group = made.make_group(house)
    change(house, group, group.capacity, AT + 10 * DAY)
    assert not PastPlaces.objects.exists()


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("past_places_once_a_day", "INSERT INTO sessions_app_pastplaces SELECT gen_random_uuid(), now(), last_on, 9, group_id FROM sessions_app_pastplaces"),
        ("past_places_some", "INSERT INTO sessions_app_pastplaces SELECT gen_random_uuid(), now(), '2020-01-01', 0, group_id FROM sessions_app_pastplaces"),
        ("update or delete", "UPDATE sessions_app_pastplaces SET places = 30"),
    ],
)  # fmt: skip
def test_the_database_keeps_the_past(name, sql):
    house = made.make_house()
    group = made.make_group(house)
    change(house, group, group.capacity + 5, AT + 10 * DAY)
    with pytest.raises((IntegrityError, InternalError), match=name), transaction.atomic():
        connection.cursor().execute(sql)


def test_what_was_recorded_of_changes_before_is_brought_along():
    house = made.make_house()
    group = made.make_group(house)
    OpenGroup.objects.filter(pk=group.pk).update(capacity=group.capacity + 5)
    with clock.frozen(AT + 10 * DAY):
        record(by=SYSTEM, verb="sessions.group_changed", subject=group, detail={"places": group.capacity + 5})
    migration = importlib.import_module("sessions_app.migrations.0007_past_places")
    migration.bring_along(apps, None)
    today = clock.local_date(AT + 10 * DAY, group.site.time_zone)
    assert list(PastPlaces.objects.values_list("last_on", "places")) == [(today - DAY, group.capacity)]
