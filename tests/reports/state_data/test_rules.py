"""How facts become what the state is told, as tables of cases."""

import datetime as dt

import pytest

from iop.reports.state_data import rules
from iop.reports.state_data.rules import Stay, Stretch

D = dt.date
IOP, OP = "intensive_outpatient", "outpatient"


@pytest.mark.parametrize(
    ("asked", "first", "days"),
    [
        (D(2026, 1, 2), D(2026, 1, 12), 10),
        (D(2026, 1, 2), D(2026, 1, 2), 0),
        (D(2026, 1, 5), D(2026, 1, 2), 0),
        (None, D(2026, 1, 2), None),
        (D(2026, 1, 2), None, None),
    ],
)
def test_days_waiting_run_from_asking_to_the_first_service(asked, first, days):
    assert rules.days_waiting(asked, first) == days


def test_the_length_of_stay_is_the_days_between():
    assert rules.length_of_stay(D(2026, 1, 12), D(2026, 3, 20)) == 67


def stay(first, last, *services):
    return Stay(first, last, tuple(Stretch(first, last, each) for each in services))


@pytest.mark.parametrize(
    ("before", "gap", "service", "kind"),
    [
        (None, 0, IOP, "admission"),
        (OP, 30, IOP, "transfer"),
        (OP, 31, IOP, "admission"),
        (IOP, 3, IOP, "admission"),
        ("", 3, IOP, "admission"),
    ],
)
def test_another_service_within_thirty_days_is_a_transfer(before, gap, service, kind):
    ended = D(2026, 1, 31)
    earlier = None if before is None else stay(D(2026, 1, 1), ended, *([before] if before else []))
    begun = stay(ended + dt.timedelta(days=gap), None, service)
    assert rules.kind_of_beginning(begun, earlier) == kind


def test_somebody_still_in_another_stay_is_no_transfer():
    assert rules.kind_of_beginning(stay(D(2026, 2, 1), None, IOP), stay(D(2026, 1, 1), None, OP)) == "admission"


@pytest.mark.parametrize(
    ("services", "changes"),
    [((IOP,), []), ((IOP, IOP, OP), [2]), ((IOP, OP, IOP), [1, 2]), ((), [])],
)
def test_each_change_of_service_within_a_stay_is_a_transfer(services, changes):
    assert rules.transfers([Stretch(D(2026, 1, 1), None, each) for each in services]) == changes


def test_treatment_that_went_on_elsewhere_in_the_house_counts_once():
    stays = [
        stay(D(2025, 1, 1), D(2025, 3, 1), IOP),
        stay(D(2025, 3, 10), D(2025, 6, 1), OP),
        stay(D(2026, 1, 1), None, IOP),
    ]
    assert [rules.prior_here(stays, index) for index in range(3)] == [0, 0, 1]


@pytest.mark.parametrize(("here", "elsewhere", "told"), [(1, "2", "3"), (1, "", ""), (1, "unknown", "unknown")])
def test_treatment_before_is_known_once_both_numbers_are(here, elsewhere, told):
    assert rules.prior_total(here, elsewhere) == told


def test_the_service_of_a_day_is_the_one_that_held():
    services = [Stretch(D(2026, 1, 1), D(2026, 1, 31), IOP), Stretch(D(2026, 2, 1), None, OP)]
    assert [rules.service_at(services, day) for day in (D(2026, 1, 31), D(2026, 2, 1))] == [IOP, OP]
