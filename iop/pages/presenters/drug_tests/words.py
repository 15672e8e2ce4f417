"""Tones and words of drug tests. A result is never "bad": it is expected, or something to talk about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from therapy.actions.drug_tests.drawing import WHY_CLOSED
from therapy.choices.drug_tests import Fit, Outcome, Overall, TestStatus, Validity

OVERALL = {
    Overall.CONSISTENT: "good",
    Overall.DOUBTFUL: "info",
    Overall.AS_TOLD: "note",
    Overall.DILUTE: "info",
    Overall.PENDING: "wait",
    Overall.UNEXPECTED: "note",
    Overall.NOT_VALID: "info",
}
STATUS = {
    TestStatus.ORDERED: "wait",
    TestStatus.COLLECTED: "info",
    TestStatus.SCREENED: "info",
    TestStatus.SENT: "wait",
    TestStatus.CONFIRMED: "info",
    TestStatus.REVIEWED: "lock",
    TestStatus.MISSED: "note",
    TestStatus.REFUSED: "note",
    TestStatus.UNABLE: "note",
    TestStatus.CANCELLED: "quiet",
}
FIT = {
    Fit.EXPECTED_NEGATIVE: "good",
    Fit.EXPECTED_POSITIVE: "good",
    Fit.AS_TOLD: "note",
    Fit.UNEXPECTED_POSITIVE: "note",
    Fit.UNEXPECTED_NEGATIVE: "note",
    Fit.POSSIBLE_SPIKING: "note",
    Fit.NOT_TESTED: "quiet",
}
VALIDITY = {Validity.NORMAL: "good", Validity.NOT_CHECKED: "quiet"}


def status_chip(status: str) -> tuple[str, str]:
    """Give tone and word of a state."""
    return STATUS[TestStatus(status)], str(TestStatus(status).label)


def overall_chip(overall: str) -> tuple[str, str]:
    """Give tone and word of what a result came to."""
    return OVERALL[Overall(overall)], str(Overall(overall).label)


def fit_words(fit: str, outcome: str, medication: str) -> str:
    """Say how a line fits, with the medication it is held against: "Positive, explained by buprenorphine"."""
    if fit == Fit.EXPECTED_POSITIVE and medication:
        return _("Expected: explained by %(medication)s") % {"medication": medication}
    if fit == Fit.UNEXPECTED_NEGATIVE and medication:
        return _("%(medication)s should show here") % {"medication": medication}
    if fit == Fit.NOT_TESTED and medication:
        return _("This screen often misses %(medication)s") % {"medication": medication}
    if fit == Fit.NOT_TESTED and outcome == Outcome.NO_READING:
        return _("No reading: not tested")
    return str(Fit(fit).label)


def closed_words(reason: str) -> str:
    """Say why an order was closed: in the clinic's own words, or as a colleague wrote it."""
    return str(WHY_CLOSED.get(reason, reason))
