"""When reminders go out and which go together: tables of cases, without a database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from iop.notifications.reminders.rules import (
    AS_USUAL,
    AS_USUAL_FOR_STAFF,
    DAY,
    MOST_IN_ONE,
    NONE,
    Morning,
    Rule,
    Wanted,
    dues,
    fitted,
    lead_words,
    together,
    why_not_leads,
    why_not_morning,
    why_not_rule,
)
from iop.notifications.rules import NEVER_QUIET, Quiet

ZONE = "America/New_York"
NIGHT = Quiet(21, 8)
RULE = Rule(is_on=True, leads=(DAY,), hour=17, channels=("sms", "email"))


def wall(text, zone=ZONE):
    """An instant from "03-07 17:00" of 2026 in a zone."""
    return dt.datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))


def told(starts_at, leads, hour=17, quiet=NIGHT, zone=ZONE):
    found = dues(wall(starts_at, zone), leads, hour, zone, quiet)
    return [due_at.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M") for _, due_at in found]


@pytest.mark.parametrize(
    ("starts_at", "leads", "expected"),
    [
        ("03-04 09:00", [DAY], ["03-03 17:00"]),
        ("03-04 09:00", [2 * DAY], ["03-02 17:00"]),
        ("03-04 14:00", [120], ["03-04 12:00"]),
        ("03-04 14:00", [120, DAY], ["03-03 17:00", "03-04 12:00"]),
        # after the quiet hours, while there is time
        ("03-04 09:00", [120], ["03-04 08:00"]),
        ("03-04 08:20", [120], ["03-04 08:00"]),
        # too late then: the evening before
        ("03-04 08:10", [120], ["03-03 20:59"]),
        ("03-04 07:30", [60], ["03-03 20:59"]),
        # but not where one went out shortly before
        ("03-04 07:30", [60, DAY], ["03-03 17:00"]),
        ("03-04 07:30", [60, 2 * DAY], ["03-02 17:00", "03-03 20:59"]),
        # an evening that reaches into the night
        ("03-04 23:30", [60], ["03-04 20:59"]),
    ],
)
def test_when_a_reminder_leaves(starts_at, leads, expected):
    assert told(starts_at, leads) == expected


@pytest.mark.parametrize(
    ("starts_at", "leads", "expected"),
    [
        # clocks jump on Sunday 8 March and fall back on Sunday 1 November
        ("03-08 09:00", [DAY], ["03-07 17:00"]),
        ("03-09 09:00", [DAY], ["03-08 17:00"]),
        ("11-01 09:00", [DAY], ["10-31 17:00"]),
        ("11-02 09:00", [DAY], ["11-01 17:00"]),
        ("03-08 04:00", [120], ["03-08 01:00"]),
        ("11-01 09:00", [120], ["11-01 07:00"]),
    ],
)
def test_a_clock_change_moves_no_reminder_and_makes_none_twice(starts_at, leads, expected):
    assert told(starts_at, leads, quiet=NEVER_QUIET) == expected


def test_a_zone_without_clock_change_keeps_its_hour():
    assert told("03-09 15:00", [DAY], zone="America/Phoenix") == ["03-08 17:00"]


def test_a_persons_own_hours_stand_in():
    assert told("03-04 14:00", [120], quiet=Quiet(9, 13)) == ["03-04 13:00"]


def test_nothing_leaves_where_no_time_is_left():
    assert told("03-04 12:00", [30], quiet=NEVER_QUIET) == ["03-04 11:30"]
    assert dues(wall("03-04 12:00"), [10], 17, ZONE, NEVER_QUIET) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (AS_USUAL, RULE),
        (Wanted("email"), Rule(True, (DAY,), 17, ("email",))),
        (Wanted("", (120,)), Rule(True, (120,), 17, ("sms", "email"))),
        (Wanted(NONE), Rule(False, (DAY,), 17, ("sms", "email"))),
    ],
)
def test_a_persons_choice_is_put_into_the_clinics_rule(wanted, expected):
    assert fitted(RULE, wanted) == expected


def test_no_choice_switches_on_what_the_clinic_switched_off():
    assert not fitted(Rule(False, (), 17, ()), Wanted("email", (120,))).is_on


def bundled(*minutes, who="a"):
    start = wall("03-04 09:00")
    rows = [(who, start + dt.timedelta(minutes=minute)) for minute in minutes]
    bundles = together(rows, key=lambda row: row[0], due=lambda row: row[1])
    return [[int((due - start).total_seconds() // 60) for _, due in bundle] for bundle in bundles]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ((0, 0, 0), [[0, 0, 0]]),
        ((0, 90), [[0, 90]]),
        ((0, 91), [[0], [91]]),
        ((0, 60, 120), [[0, 60], [120]]),
        ((120, 0), [[0], [120]]),
        ((0,) * (MOST_IN_ONE + 1), [[0] * MOST_IN_ONE, [0]]),
    ],
)
def test_what_falls_together_is_one_message(minutes, expected):
    assert bundled(*minutes) == expected


def test_two_people_never_share_a_message():
    at = wall("03-04 09:00")
    assert together([("a", at), ("b", at)], key=lambda row: row[0], due=lambda row: row[1]) == [
        [("a", at)],
        [("b", at)],
    ]


@pytest.mark.parametrize(
    ("leads", "is_fine"),
    [((DAY,), True), ((), True), ((17,), False), ((30, 60, 120), True), ((30, 60, 120, DAY), False)],
)
def test_leads_come_from_the_list_and_are_few(leads, is_fine):
    assert (why_not_leads(leads) is None) is is_fine


@pytest.mark.parametrize(
    ("rule", "is_fine"),
    [
        (RULE, True),
        (Rule(True, (), 17, ("sms",)), False),
        (Rule(True, (DAY,), 17, ()), False),
        (Rule(False, (), 17, ()), True),
        (Rule(True, (DAY,), 7, ("sms",)), False),
        (Rule(True, (DAY,), 21, ("sms",)), False),
    ],
)
def test_a_rule_that_is_on_can_send_something_at_a_fitting_hour(rule, is_fine):
    assert (why_not_rule(rule) is None) is is_fine


@pytest.mark.parametrize(
    ("morning", "is_fine"),
    [
        (AS_USUAL_FOR_STAFF, True),
        (Morning("email", 6, (0,), ("work_due",)), False),
        (Morning("email", 9, (), ("work_due",)), False),
        (Morning("email", 9, (0,), ()), False),
        (Morning(NONE, 9, (), ()), True),
    ],
)
def test_a_morning_message_has_an_hour_a_day_and_something_to_count(morning, is_fine):
    assert (why_not_morning(morning) is None) is is_fine


@pytest.mark.parametrize(
    ("lead", "words"),
    [(30, "30 minutes before"), (60, "1 hour before"), (120, "2 hours before"), (DAY, "1 day before"), (3 * DAY, "3 days before")],
)  # fmt: skip
def test_a_lead_is_said_as_people_do(lead, words):
    assert str(lead_words(lead)) == words
