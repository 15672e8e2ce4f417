"""What the record knows of an admission and a discharge, and where it stands."""

import datetime as dt

import pytest

from billing.choices.payers import FilingCode
from clients.actions import place
from clients.choices import PayerKind
from clients.models import Inquiry
from iop.reports.state_data import events
from iop.reports.state_data.reading import read, whole
from tests.factories import billing, clients, days
from tests.factories.clients import AT, TODAY
from tests.factories.state_data import admit, event, make_house

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def house():
    return make_house()


def known(episode, kind="admission"):
    return {key: each.value for key, each in whole([event(episode, kind)])[0].facts.known.items()}


def test_the_stay_and_the_chart_say_who_and_when(house):
    episode = admit(house, date_of_birth=dt.date(1990, 5, 17))
    found = known(episode)
    assert found["admitted_on"] == TODAY.isoformat()
    assert (found["service"], found["age"], found["sex"], found["prior_here"]) == (
        "intensive_outpatient",
        "35",
        "female",
        "0",
    )


def test_another_sex_is_told_as_not_known(house):
    assert known(admit(house, sex="other"))["sex"] == "unknown"


def test_days_wait_from_the_first_call_to_the_first_day_attended():
    clinic = days.make_running(people=1)
    line = days.lines_of(clinic.session)[0]
    Inquiry.objects.create(
        site=clinic.site, client=line.client, episode=line.episode, first_name="A", callback_phone="+16175550199",
        received_at=clinic.session.starts_at - 10 * DAY, referral_kind="court",
    )  # fmt: skip
    type(line).objects.filter(pk=line.pk).update(status="present", arrived_at=clinic.session.starts_at)
    found = known(line.episode)
    assert (found["days_waiting"], found["referral"]) == ("10", "court")


@pytest.mark.parametrize(
    ("kind", "filing", "insurance", "payer"),
    [
        (PayerKind.MEDICAID, FilingCode.MEDICAID, "medicaid", "medicaid"),
        (PayerKind.COMMERCIAL, FilingCode.CHAMPUS, "private", "other_government"),
    ],
)
def test_the_coverage_of_the_day_says_who_pays(house, kind, filing, insurance, payer):
    episode = admit(house)
    plan = billing.make_plan(billing.make_payer(kind=kind, filing_code=filing))
    billing.make_coverage(episode.client, plan)
    found = known(episode)
    assert (found["insurance"], found["payer"]) == (insurance, payer)


def test_a_coverage_that_came_later_says_nothing(house):
    episode = admit(house)
    billing.make_coverage(episode.client, starts_on=TODAY + DAY)
    assert "payer" not in known(episode)


def test_a_change_of_service_within_a_stay_is_a_transfer(house):
    episode = admit(house)
    later = TODAY + 5 * DAY
    place(
        by=house.director, episode=episode, level=clients.make_level("op"), starts_on=later, reason="Stable.",
        at=AT + 5 * DAY,
    )  # fmt: skip
    found = events.read([house.site.pk], later, later)
    assert [(each.kind, each.on, each.service) for each in found] == [("transfer", later, "outpatient")]


def test_another_level_of_the_same_service_is_none(house):
    episode = admit(house)
    later = TODAY + 5 * DAY
    level = clients.make_level("php")
    place(by=house.director, episode=episode, level=level, starts_on=later, reason="Needs more.", at=AT + 5 * DAY)
    assert events.read([house.site.pk], later, later) == []


def test_other_sites_and_other_days_are_left_out(house):
    admit(house)
    clients.make_admitted(clients.make_site())
    assert len(events.read([house.site.pk], TODAY, TODAY)) == 1
    assert events.read([house.site.pk], TODAY + DAY, TODAY + DAY) == []


def test_statements_do_not_grow_with_people(house, django_assert_num_queries):
    admit(house)
    with django_assert_num_queries(11):
        read([house.site.pk], TODAY, TODAY)
    for _ in range(3):
        admit(house)
    with django_assert_num_queries(11):
        assert len(read([house.site.pk], TODAY, TODAY)) == 4
