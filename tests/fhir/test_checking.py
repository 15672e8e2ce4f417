"""The check itself finds what is wrong: a check that cannot fail is worth nothing."""

import pytest

from tests.fhir.checking import US_CORE, faults

GOOD = {
    "resourceType": "Patient",
    "id": "a-1",
    "meta": {"profile": [f"{US_CORE}us-core-patient"]},
    "identifier": [{"system": "urn:x:y", "value": "1"}],
    "name": [{"family": "Lind", "given": ["Ada"]}],
    "gender": "female",
    "birthDate": "1990-05-17",
}


def test_a_good_patient_passes():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"gender": "femle"}, "femle"),
        ({"birthDate": "1990-13-45x"}, "1990-13-45x"),
        ({"shoes": 43}, "shoes"),
        ({"identifier": [{"value": "1"}]}, "identifier.system"),
        ({"name": []}, "empty"),
        ({"managingOrganization": {"reference": "Patient/1"}}, "leads to"),
        (
            {"telecom": [{"system": "phone", "period": {"start": "2026-02-02", "end": "2026-02-01"}}]},
            "before it begins",
        ),
    ],
)
def test_it_finds(change, word):
    assert any(word in fault for fault in faults({**GOOD, **change}))


def test_it_finds_a_code_of_another_list():
    wrong = {
        "resourceType": "Condition",
        "subject": {"reference": "Patient/1"},
        "clinicalStatus": {"coding": [{"system": "x", "code": "active"}]},
    }
    assert any("clinicalStatus" in fault for fault in faults(wrong))
