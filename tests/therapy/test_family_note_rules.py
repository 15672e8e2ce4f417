"""What is kept of a family session in its note, and what is missing."""

import pytest

from therapy.rules.family_notes import lacks_of, said_of

PEOPLE = {"1": ("Bo Ruiz", "brother"), "2": ("Mia Ruiz", "sister")}


def test_names_come_from_the_people_around_the_client_alone():
    said = said_of({"attended": ["2", "9", "2"]}, PEOPLE)
    assert said["attended"] == [{"person": "2", "name": "Mia Ruiz", "role": "sister"}]


def test_codes_that_are_not_known_are_left_out():
    said = said_of({"form": "crowd", "goals": ["trust", "shouting"], "client_present": "perhaps"}, PEOPLE)
    assert (said["form"], said["goals"], said["client_present"]) == ("", ["trust"], None)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, ["family_form", "family_client_present"]),
        ({"form": "family", "client_present": True}, []),
        ({"form": "relatives", "client_present": False}, ["family_attended"]),
        ({"form": "relatives", "client_present": False, "attended": [{"person": "1"}]}, []),
    ],
)
def test_it_says_who_sat_together_and_whether_the_client_was_there(said, fields):
    assert [name for name, _says in lacks_of(said)] == fields
