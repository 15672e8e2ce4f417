"""A change of level in the week of the spring clock change keeps the wall time of days not made yet."""

import datetime as dt

import pytest

from scheduling import actions as scheduling
from sessions_app.models import Attendance
from tests.factories import transitions as made
from tests.factories.scheduling import wall
from tests.factories.transitions import AT

pytestmark = pytest.mark.django_db
MARCH_9 = dt.date(2026, 3, 9)
"""The Monday after the spring Sunday."""


def test_the_first_new_day_after_the_change_is_at_its_wall_time():
    desk = made.make_desk()
    made.carry_out(desk, made.wish(desk, effective_on=MARCH_9))
    first = Attendance.objects.filter(session__track=desk.op_track, status="expected").order_by("session__on").first()
    assert first.session.starts_at == dt.datetime(2026, 3, 10, 18, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(("hour", "number"), [(13, 0), (14, 1), (17, 1), (18, 0)])
def test_an_appointment_after_the_change_is_held_against_the_wall_time(hour, number):
    desk = made.make_desk()
    day = dt.date(2026, 4, 7)
    starts_at = wall(day, hour)
    scheduling.book_appointment(
        by=desk.by, kind="family", client=desk.client, staff=desk.therapist, site_id=desk.site.pk, starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=30), at=AT,
    )  # fmt: skip
    shown = made.preview(desk, made.wish(desk, effective_on=MARCH_9))
    assert len(shown.in_the_way) == number
