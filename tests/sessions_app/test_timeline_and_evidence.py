"""What treatment days, the schedule and the stay itself tell the timeline and whoever sums up."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients import evidence_lines, timeline_lines
from scheduling import evidence as schedule_evidence
from scheduling import timeline as schedule_timeline
from scheduling.actions import set_appointment_status
from scheduling.models import Appointment
from sessions_app import evidence, timeline
from sessions_app.actions import save_self_report
from sessions_app.rules.reports import Use
from tests.factories import days
from tests.pages.chart_clinic import NOON, long_stay, make_charts

pytestmark = pytest.mark.django_db
DAY = days.TODAY
FIRST = DAY - dt.timedelta(days=40)


@pytest.fixture
def clinic(at):
    clinic = make_charts()
    at(NOON)
    return clinic


def lines(module, clinic, first=FIRST):
    return {line.key: line for line in module.lines(clinic.client.pk, first, DAY)}


def says(module, clinic):
    found = module.facts(clinic.episode, FIRST, DAY, NOON)
    return " ".join(str(fact.says) for fact in found)


def report(clinic, **said):
    save_self_report(by=clinic.by_director, attendance=clinic.lines[0], version=0, at=NOON, **said)


def test_a_day_attended_stands_with_mood_and_cravings(clinic):
    found = lines(timeline, clinic)
    assert found["attendance"].points[0].tone == "good"
    assert (found["mood"].points[0].value, found["cravings"].points[0].value) == (6, 3)


def test_what_was_said_of_use_is_for_those_who_treat_them(clinic):
    report(clinic, use="used", uses=[Use("alcohol", "one beer", DAY)], sleep_hours=Decimal("6.5"), stress=7)
    found = lines(timeline, clinic)
    assert (str(found["use"].points[0].says), found["use"].points[0].tone) == ("Used: Alcohol", "bad")
    assert (found["sleep"].points[0].value, found["stress"].points[0].value) == (6.5, 7)
    assert found["use"].needs == "note.view"


def test_hours_are_summed_by_the_week(clinic):
    hours = lines(timeline, clinic)["hours"].points
    assert [point.on for point in hours] == [DAY]
    assert hours[0].value > 2


def test_days_outside_the_dates_are_left_out(clinic):
    assert not lines(timeline, clinic, first=DAY + dt.timedelta(days=1))["attendance"].points


def test_two_years_take_as_many_statements_as_a_day(clinic):
    def asked():
        with CaptureQueriesContext(connection) as counted:
            lines(timeline, clinic, first=DAY - dt.timedelta(days=800))
            says(evidence, clinic)
        return len(counted)

    short = asked()
    long_stay(clinic, 730)
    assert asked() == short


def meeting(clinic, status):
    row = Appointment.objects.create(
        site=clinic.site, kind="individual", client=clinic.client, episode=clinic.episode, staff=clinic.counselor,
        starts_at=NOON - dt.timedelta(hours=3), ends_at=NOON - dt.timedelta(hours=2),
    )  # fmt: skip
    return set_appointment_status(by=clinic.by_director, appointment=row, status=status, at=NOON)


def test_an_appointment_missed_stands_out(clinic):
    row = meeting(clinic, "no_show")
    point = lines(schedule_timeline, clinic)["appointments"].points[0]
    assert (point.tone, point.place) == ("warn", ("scheduling.appointment", row.pk))


def test_appointments_held_are_counted(clinic):
    meeting(clinic, "completed")
    assert says(schedule_evidence, clinic) == "Individual therapy: 1 held, 0 not attended, 0 cancelled."


def test_levels_are_stretches_and_admission_an_event(clinic):
    found = lines(timeline_lines, clinic)
    assert found["levels"].points[0].until == DAY
    assert str(found["stay"].points[0].says) == "Admitted"


def test_attendance_and_use_are_summed_up(clinic):
    report(clinic, use="used", uses=[Use("alcohol")])
    words = says(evidence, clinic)
    assert "Attended 1 of 1 treatment days" in words
    assert "1 times used" in words
    assert "Last use told: Alcohol." in words


def test_nothing_is_said_of_what_is_not_known(clinic):
    assert "use" not in says(evidence, clinic)
    told = {fact.subject for fact in evidence_lines.facts(clinic.episode, FIRST, DAY, NOON)}
    assert told == {"level"}
