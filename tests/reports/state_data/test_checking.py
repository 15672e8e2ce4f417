"""What is wrong with a record, as a table of cases."""

import pytest

from iop.reports.state_data.checking import check

GOOD = {
    "kind": "admission", "admitted_on": "2026-01-12", "service": "intensive_outpatient", "birth_date": "1990-05-17", "age": "35",
    "sex": "female", "prior_here": "0", "substance_1": "alcohol", "route_1": "oral", "frequency_1": "daily", "first_use_1": "15",
    "substance_2": "none", "substance_3": "none", "race": "white", "ethnicity": "not_hispanic", "education": "12",
    "employment": "full_time", "referral": "self", "prior_elsewhere": "0", "moud": "no",
}  # fmt: skip
ENDED = {
    "kind": "discharge", "admitted_on": "2026-01-12", "discharged_on": "2026-03-20", "last_contact_on": "2026-03-19",
    "reason": "completed", "length": "67", "service": "intensive_outpatient", "birth_date": "1990-05-17", "age": "35",
    "sex": "female", "substance_1": "alcohol", "route_1": "oral", "frequency_1": "none_month", "substance_2": "none",
    "substance_3": "none", "employment": "full_time",
}  # fmt: skip
WITH_2, WITH_3 = (
    {f"route_{number}": "oral", f"frequency_{number}": "daily", f"first_use_{number}": "20"} for number in (2, 3)
)


def found(base, **changes):
    kind = base["kind"]
    return {(each.field, each.code, each.is_error) for each in check(kind, base | changes)}


@pytest.mark.parametrize("base", [GOOD, ENDED], ids=["admission", "discharge"])
def test_a_whole_record_has_nothing_against_it(base):
    assert found(base) == set()


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"race": ""}, ("race", "missing", True)),
        ({"substance_3": "cocaine", **WITH_3}, ("substance_3", "order", True)),
        ({"substance_2": "alcohol", **WITH_2}, ("substance_2", "twice", True)),
        ({"route_1": ""}, ("route_1", "missing", True)),
        ({"route_1": "not_applicable"}, ("route_1", "missing", True)),
        ({"frequency_2": "daily"}, ("frequency_2", "without_substance", True)),
        ({"first_use_1": "36"}, ("first_use_1", "above_age", True)),
        ({"pregnant": "yes", "sex": "male"}, ("pregnant", "male", True)),
        ({"pregnant": "not_applicable"}, ("pregnant", "female", True)),
        ({"employment": "not_in_labor_force"}, ("labor", "missing", True)),
        ({"labor": "student"}, ("labor", "without", True)),
        ({"referral": "court"}, ("criminal", "missing", True)),
        ({"criminal": "dui"}, ("criminal", "without", True)),
        ({"payer": "medicaid", "insurance": "none"}, ("insurance", "payer", True)),
        ({"moud": "yes"}, ("moud", "no_opioid", False)),
        ({"sex": "unknown"}, ("sex", "unknown", False)),
        ({"age": "11", "first_use_1": "10"}, ("age", "too_young", False)),
        ({"substance_1": "none", "route_1": "", "frequency_1": "", "first_use_1": ""}, ("substance_1", "no_primary", False)),
    ],
)  # fmt: skip
def test_what_an_admission_has_against_it(changes, wanted):
    assert found(GOOD, **changes) == {wanted}


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"last_contact_on": "2026-03-21"}, ("last_contact_on", "after_discharge", True)),
        ({"last_contact_on": "2026-01-02"}, ("last_contact_on", "before_admission", True)),
        ({"last_contact_on": ""}, ("last_contact_on", "missing", True)),
        ({"discharged_on": "2026-01-02", "last_contact_on": "2026-01-12"}, ("discharged_on", "backward", True)),
        ({"reason": ""}, ("reason", "missing", True)),
    ],
)
def test_what_a_discharge_has_against_it(changes, wanted):
    assert wanted in found(ENDED, **changes)


def test_the_same_unnamed_drug_may_be_named_twice():
    assert found(GOOD, substance_2="other", substance_3="other", **WITH_2, **WITH_3) == set()


def test_no_primary_substance_is_right_for_a_codependent():
    nothing = {"substance_1": "none", "route_1": "", "frequency_1": "", "first_use_1": ""}
    assert found(GOOD, codependent="yes", **nothing) == set()


def test_not_known_is_an_answer():
    assert found(GOOD, race="unknown", route_1="unknown", first_use_1="unknown") == set()
