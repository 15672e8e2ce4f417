"""How far what is authorized reaches with real rosters, and the money behind what it does not reach."""

import datetime as dt
import itertools

import pytest

from billing import outlook
from billing.actions.authorization_alerts import watch_site
from clients.models import LevelOfCare
from iop.access.actors import SYSTEM
from iop.work.models import WorkItem
from tests.factories import billing, clients, days
from tests.factories.days import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def stay():
    clinic = days.make_day(people=2)
    clinic.episode = clinic.enrolments[0].episode
    payer = billing.make_payer(authorization="needed")
    clinic.cover = billing.make_coverage(clinic.episode.client, billing.make_plan(payer))
    billing.make_rule(payer, clinic.level)
    billing.make_fee(cents=20000, payer=payer)
    return clinic


def ahead_of(stay):
    return outlook.of_stays([stay.episode], TODAY)[stay.episode.pk]


def test_units_end_at_the_planned_schedule_and_money_stands_behind_the_rest(stay):
    billing.make_authorization(stay.cover, stay.episode, units=2, level=stay.level)
    found = ahead_of(stay)
    planned = sorted(line.session.on for line in stay.episode.attendance.select_related("session"))
    assert (found.runway.last_paid, found.runway.first_unpaid) == (planned[1], planned[2])
    unpaid = len([on for on in planned if on <= TODAY + outlook.RISK]) - 2
    assert unpaid > 2
    assert found.cents_at_risk >= unpaid * 20000
    assert found.cents_at_risk % 20000 == 0


def test_days_beyond_the_roster_come_from_the_enrolment(stay):
    from billing import planned

    made = stay.episode.attendance.latest("session__on").session.on
    found = planned.days([stay.episode.pk], TODAY, made + 7 * DAY)[stay.episode.pk]
    later = [day.on for day in found if day.on > made]
    assert later
    assert {on.weekday() for on in later} <= set(stay.enrolments[0].weekdays)
    assert {day.minutes for day in found} == {180}


def test_another_level_than_the_authorized_one_is_flagged_and_asked_for(stay):
    billing.make_authorization(stay.cover, stay.episode, level=clients.make_level("php"))
    found = ahead_of(stay)
    assert found.differs
    assert found.runway.paid == 0
    watch_site(by=SYSTEM, site=stay.site, at=AT)
    item = WorkItem.objects.open().get(dedupe_key=f"authorization-level:{stay.episode.pk}:{stay.level.pk}")
    assert stay.level.short_name in item.summary
    assert LevelOfCare.objects.count() == 2


def test_an_end_mid_week_names_the_days_after_it(stay):
    planned = sorted({line.session.on for line in stay.episode.attendance.select_related("session")})
    end = next(on for on, then in itertools.pairwise(planned) if then - on < 3 * DAY)
    billing.make_authorization(stay.cover, stay.episode, level=stay.level, ends_on=end)
    assert ahead_of(stay).cut_off[0] > end


def test_nobody_pays_nothing_is_at_risk(stay):
    other = stay.enrolments[1].episode
    found = outlook.of_stays([other], TODAY)[other.pk]
    assert (found.needs, found.cents_at_risk) == (False, 0)


def test_statements_do_not_grow_with_stays(stay, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        outlook.of_stays([row.episode for row in stay.enrolments], TODAY)
