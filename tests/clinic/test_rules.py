"""What a licence allows on a day."""

import datetime as dt

import pytest

from iop.clinic.rules import Held, credential_on, holds, may_lead, needs_cosignature, why_cannot_lead, why_cannot_sign

DAY = dt.date(2026, 3, 2)
YEAR_AGO, YEAR_ON = dt.date(2025, 3, 2), dt.date(2027, 3, 2)


def licence(**more):
    return Held(**{"code": "LCSW", "issued_on": YEAR_AGO, "expires_on": YEAR_ON, **more})


INTERN = licence(code="INT", may_lead=False, may_lead_supervised=True, needs_cosignature=True)


@pytest.mark.parametrize(
    ("issued_on", "expires_on", "expires", "answer"),
    [
        (YEAR_AGO, YEAR_ON, True, True),
        (YEAR_AGO, DAY, True, True),
        (YEAR_AGO, DAY - dt.timedelta(days=1), True, False),
        (DAY, YEAR_ON, True, True),
        (DAY + dt.timedelta(days=1), YEAR_ON, True, False),
        (YEAR_AGO, None, False, True),
        (YEAR_AGO, None, True, False),
    ],
)
def test_holds_from_issue_to_expiry_both_included(issued_on, expires_on, expires, answer):
    assert holds(licence(issued_on=issued_on, expires_on=expires_on, expires=expires), DAY) is answer


@pytest.mark.parametrize(
    ("credentials", "has_supervisor", "words"),
    [
        ([licence()], False, None),
        ([INTERN], True, None),
        ([INTERN], False, "under supervision only"),
        ([INTERN, licence()], False, None),
        ([], False, "No credential is on file"),
        ([licence(expires_on=dt.date(2026, 3, 1))], False, "LCSW licence ended on Sunday, March 1, 2026"),
        ([licence(issued_on=dt.date(2026, 3, 3))], False, "begins on Tuesday, March 3, 2026"),
        ([licence(expires_on=None)], False, "no expiry date"),
        ([licence(may_lead=False)], False, "allows leading a group"),
    ],
)
def test_why_somebody_cannot_lead(credentials, has_supervisor, words):
    reason = why_cannot_lead(credentials, DAY, has_supervisor=has_supervisor)
    assert may_lead(credentials, DAY, has_supervisor=has_supervisor) is (words is None)
    assert (reason is None) if words is None else words in str(reason)


@pytest.mark.parametrize(
    ("credentials", "words"),
    [
        ([licence()], None),
        ([INTERN], None),
        ([licence(may_sign=False)], "allows signing"),
        ([licence(expires_on=dt.date(2026, 3, 1))], "ended"),
        ([], "No credential"),
    ],
)
def test_why_somebody_cannot_sign(credentials, words):
    reason = why_cannot_sign(credentials, DAY)
    assert (reason is None) if words is None else words in str(reason)


@pytest.mark.parametrize(
    ("credentials", "answer"), [([licence()], False), ([INTERN], True), ([INTERN, licence()], False), ([], True)]
)
def test_a_cosignature_is_needed_unless_one_licence_signs_alone(credentials, answer):
    assert needs_cosignature(credentials, DAY) is answer


@pytest.mark.parametrize(
    ("credentials", "shown"),
    [
        ([licence(code="CADC", is_primary=False), licence(code="LCSW")], "LCSW"),
        ([licence(code="LCSW", expires_on=YEAR_AGO), licence(code="CADC", is_primary=False)], "CADC"),
        ([], ""),
    ],
)
def test_a_signature_shows_the_primary_licence_that_holds(credentials, shown):
    assert credential_on(credentials, DAY) == shown
