"""Publishing a week changes the days ahead and nothing that has begun."""

import datetime as dt

import pytest

from iop.core.errors import Invalid
from iop.workflows.template import publish
from sessions_app.actions import materialise
from sessions_app.models import ProgramSession
from tests.factories.scheduling import AT, MONDAY, make_day, make_place, on, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    place = make_place(weekdays=(0, 2))
    materialise(by=place.by, at=AT, until=on(13))
    return place


def starts():
    days = ProgramSession.objects.exclude(status="cancelled").filter(starts_at__lt=wall(on(14), 0))
    return list(days.order_by("starts_at").values_list("starts_at", flat=True))


def test_days_from_the_date_follow_the_new_week(place):
    before = set(ProgramSession.objects.values_list("pk", flat=True))
    days = [make_day(0, starts_at=dt.time(10)), make_day(2)]
    publish(by=place.by, track=place.track, valid_from=on(7), days=days, at=AT)
    assert starts() == [wall(MONDAY, 9), wall(on(2), 9), wall(on(7), 10), wall(on(9), 9)]
    assert before <= set(ProgramSession.objects.values_list("pk", flat=True))


def test_a_refused_week_changes_no_day(place):
    before = starts()
    with pytest.raises(Invalid):
        publish(by=place.by, track=place.track, valid_from=on(7), days=[make_day(0, check_in=99)], at=AT)
    assert starts() == before
