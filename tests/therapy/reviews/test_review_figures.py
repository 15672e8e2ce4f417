"""The figures of a stay: each from its own record, since the last review, for many stays at once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.actions.concerns import raise_concern
from sessions_app.models import Attendance, ReportedUse, SelfReport
from tests.factories import reviews as made
from tests.factories.reviews import AT, STAY_ON
from tests.therapy.world import DAY
from therapy.review_figures import figures, limits_of


@pytest.fixture
def desk(db):
    return made.make_desk()


def of(desk, at=AT):
    return figures([desk.episode.pk], at)[desk.episode.pk]


def say_use(desk, on, use, used_on=None):
    line = Attendance.objects.get(client=desk.client, session__on=on)
    report = SelfReport.objects.create(attendance=line, use=use, saved_at=AT)
    if used_on:
        ReportedUse.objects.create(report=report, substance="alcohol", on=used_on)


def test_days_and_minutes_attended_of_planned(desk):
    made.attended(desk, 3, 1)
    found = of(desk)
    assert (found.planned_days, found.attended_days, found.missed_days, found.attended_percent) == (4, 3, 1, 75)
    assert (found.attended_minutes, found.planned_minutes) == (540, 720)


def test_days_before_the_last_review_belong_to_that_one(desk):
    made.attended(desk, 3)
    made.signed(desk, **STAY_ON)
    assert of(desk, AT + dt.timedelta(days=2)).planned_days == 0


def test_weeks_at_the_level_begin_at_one(desk):
    found = of(desk)
    assert (found.level.key, found.weeks_at_level) == ("here", 8)


def test_use_is_counted_from_the_day_it_was(desk):
    made.attended(desk, 3)
    say_use(desk, DAY - dt.timedelta(days=1), "none")
    say_use(desk, DAY - dt.timedelta(days=2), "used", used_on=DAY - dt.timedelta(days=4))
    found = of(desk)
    assert (found.asked_about_use, found.told_use, found.days_since_use) == (2, 1, 4)


def test_the_last_use_told_counts_from_before_the_last_review_too(desk):
    made.attended(desk, 2)
    say_use(desk, DAY - dt.timedelta(days=2), "used")
    made.signed(desk, **STAY_ON)
    found = of(desk, AT + dt.timedelta(days=3))
    assert (found.told_use, found.days_since_use) == (0, 5)


def test_open_concerns_are_counted(desk):
    raise_concern(by=desk.by, client=desk.client, site_id=desk.site.pk, kind="conflict", what_happened="Quiet", at=AT)
    assert of(desk).open_concerns == 1


def test_a_stay_without_anything_has_no_share(desk):
    assert of(desk).attended_percent is None


def test_the_clinics_thresholds_are_read_by_date(desk):
    assert limits_of(desk.site.pk, DAY).attended_percent == 80


def test_statements_do_not_grow_with_the_stays(desk):
    made.attended(desk, 2)

    def counted(ids):
        with CaptureQueriesContext(connection) as asked:
            figures(ids, AT)
        return len(asked)

    few = counted([desk.episode.pk])
    more = desk.world.clients(6)
    for person in more:
        made.attended(desk, 1, client=person) if person is more[0] else None
    ids = [desk.episode.pk, *(person.episodes.get().pk for person in more)]
    assert counted(ids) == few
