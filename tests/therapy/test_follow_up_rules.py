"""The rules of check-ins after treatment, as tables."""

import datetime as dt

import pytest

from clients.discharge_rules import Leaving, after, why_not_kept, why_not_leaving
from therapy.rules.follow_ups import Ended, Told, days_due, why_none, why_not_attempt, why_not_settle

LAST = dt.date(2026, 3, 2)
ENDS_AT = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
AGREED = Ended(LAST, "completed", agreed=True)
FULL = Told("stable", "working", "none", False)


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        (AGREED, ""),
        (Ended(LAST, "completed", agreed=False), "consent"),
        (Ended(LAST, "completed", agreed=True, contact_after="declined"), "wish"),
        (Ended(LAST, "completed", agreed=True, is_back=True), "back"),
        (Ended(LAST, "deceased", agreed=True), "deceased"),
        (Ended(LAST, "deceased", agreed=False, contact_after="declined", is_back=True), "deceased"),
        (Ended(LAST, "left", agreed=True, contact_after="agreed"), ""),
    ],
)
def test_who_is_not_called_and_why(ended, reason):
    assert why_none(ended) == reason


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (LAST, [7, 30, 90, 180]),
        (LAST + DAY * 7, [7, 30, 90, 180]),
        (LAST + DAY * 8, [30, 90, 180]),
        (LAST + DAY * 181, []),
    ],
)
def test_a_consent_signed_later_begins_with_the_next_day_ahead(today, days):
    assert [number for number, _ in days_due(AGREED, (180, 7, 30, 90, 7), today)] == days


def test_days_are_counted_by_the_calendar_over_a_change_of_the_clocks():
    assert days_due(AGREED, (7,), LAST) == [(7, dt.date(2026, 3, 9))]


def test_nobody_is_called_on_any_day_without_a_consent():
    assert days_due(Ended(LAST, "completed", agreed=False), (7, 30), LAST) == []


@pytest.mark.parametrize("status", ["reached", "not_reached", "declined", "withdrawn"])
def test_a_settled_check_in_is_not_tried_again(status):
    assert "settled already" in str(why_not_attempt(AGREED, status))


def test_a_due_check_in_is_tried():
    assert why_not_attempt(AGREED, "due") is None


@pytest.mark.parametrize(
    ("status", "told", "attempts", "field"),
    [
        ("reached", FULL, 0, None),
        ("reached", Told("", "working", "none", False), 1, "living"),
        ("reached", Told("stable", "", "none", False), 1, "working"),
        ("reached", Told("stable", "working", "a lot", False), 1, "using"),
        ("reached", Told("not_said", "not_said", "not_said", None), 1, "wants_support"),
        ("not_reached", Told(), 2, "status"),
        ("not_reached", Told(), 3, None),
        ("declined", Told(), 0, None),
    ],
)
def test_how_a_check_in_may_end(status, told, attempts, field):
    wrong = why_not_settle(status, told, attempts=attempts, needed=3)
    assert (wrong and wrong[0]) == field


ARRANGED = {"destination": "home", "first_appointment": "arranged", "first_with": "Dr. Moreau"}


@pytest.mark.parametrize(
    ("leaving", "kind", "field"),
    [
        (Leaving(), "completed", None),
        (Leaving("home"), "completed", None),
        (Leaving("moon"), "completed", "destination"),
        (Leaving("deceased"), "completed", "destination"),
        (Leaving("deceased", first_appointment="not_needed"), "deceased", None),
        (Leaving("other"), "completed", "destination_words"),
        (Leaving("other", "A farm"), "completed", None),
        (Leaving("home", contact_after="perhaps"), "completed", "contact_after"),
        (Leaving("home", first_appointment="soon"), "completed", "first_appointment"),
        (Leaving("home", first_with="Dr. Moreau"), "completed", "first_appointment"),
        (Leaving(**ARRANGED), "completed", "first_on"),
        (Leaving(**{**ARRANGED, "first_with": ""}, first_at=ENDS_AT + DAY), "completed", "first_with"),
        (Leaving(**ARRANGED, first_at=ENDS_AT), "completed", None),
        (Leaving(**ARRANGED, first_at=ENDS_AT - DAY), "completed", "first_on"),
        (Leaving(**ARRANGED, first_at=ENDS_AT + DAY * 367), "completed", "first_on"),
    ],
)
def test_what_may_be_said_of_where_somebody_goes(leaving, kind, field):
    wrong = why_not_leaving(leaving, kind=kind, ends_at=ENDS_AT)
    assert (wrong and wrong[0]) == field


def test_after_a_death_nothing_is_arranged_whatever_was_typed():
    typed = Leaving(**ARRANGED, first_at=ENDS_AT + DAY, contact_after="agreed")
    kept = after("deceased", typed)
    assert (kept.destination, kept.first_at, kept.contact_after) == ("deceased", None, "not_asked")


@pytest.mark.parametrize(
    ("kept", "first_at", "is_refused"),
    [
        ("yes", ENDS_AT, False),
        ("perhaps", ENDS_AT, True),
        ("yes", None, True),
        ("unknown", ENDS_AT + DAY, True),
    ],
)
def test_whether_an_appointment_was_kept_is_said_once_it_has_come(kept, first_at, is_refused):
    answer = why_not_kept(kept, first_at=first_at, at=ENDS_AT + DAY / 2, known=("yes", "no", "unknown"))
    assert bool(answer) == is_refused
