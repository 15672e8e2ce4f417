"""What medications and case management bring to the timeline, to the sum of a stay, and to a merge of charts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.merging import Plan
from tests.factories import clients
from tests.factories.support import (
    AT,
    TODAY,
    add,
    add_injection,
    day,
    give_naloxone,
    inject,
    log_meeting,
    make_house,
    refer,
)
from therapy import merging_support, support_evidence, support_lines
from therapy.actions import medications, support
from therapy.models import Allergy, Medication

pytestmark = pytest.mark.django_db
FIRST, LAST = TODAY - dt.timedelta(days=30), TODAY + dt.timedelta(days=30)


@pytest.fixture
def house():
    return make_house()


def lines(house):
    return {line.key: line for line in support_lines.lines(house.client.pk, FIRST, LAST)}


def words(house):
    return [str(fact.says) for fact in support_evidence.facts(house.episode, FIRST, LAST, AT)]


def test_medication_for_addiction_is_a_band_within_the_days_asked_for(house):
    add(house, name="Methadone", ingredient="methadone", treats="moud", starts_on=FIRST - dt.timedelta(days=90))
    band = lines(house)["addiction_medication"].points[0]
    assert (band.on, band.until) == (FIRST, LAST)


def test_a_new_dose_is_one_event_and_not_a_stop(house):
    old = add(house)
    medications.change_dose(by=house.by, medication=old, version=1, dose="75 mg", frequency="", starts_on=day(1), at=AT)
    assert [str(point.says) for point in lines(house)["medication_changes"].points] == [
        "Sertraline 50 mg: started", "Sertraline 75 mg: new dose",
    ]  # fmt: skip


def test_injections_naloxone_and_meetings_are_events(house):
    inject(house, add_injection(house))
    give_naloxone(house)
    log_meeting(house)
    found = lines(house)
    assert [len(found[key].points) for key in ("injections", "naloxone", "support_meetings")] == [1, 1, 1]


def test_a_note_on_a_referral_is_no_step_of_the_stay(house):
    row = refer(house)
    support.follow_up_later(by=house.by, referral=row, version=row.version, on=day(9), at=AT, note="No answer yet")
    assert len(lines(house)["referrals"].points) == 1


def test_each_line_says_what_it_needs(house):
    assert all(line.needs for line in support_lines.lines(house.client.pk, FIRST, LAST))


def test_as_many_statements_for_a_long_stay(house):
    def count():
        with CaptureQueriesContext(connection) as asked:
            support_lines.lines(house.client.pk, FIRST, LAST)
            support_evidence.facts(house.episode, FIRST, LAST, AT)
        return len(asked)

    inject(house, add_injection(house))
    refer(house)
    few = count()
    for number in range(5):
        inject(house, add_injection(house, name=f"Depot {number}"))
        refer(house)
        log_meeting(house)
        give_naloxone(house)
    assert count() == few


def test_the_sum_of_a_stay_says_what_is_taken_and_marks_it(house):
    add(house, name="Methadone", ingredient="methadone", treats="moud")
    assert "Methadone 50 mg, once a day (MOUD)" in words(house)
    assert "The medication list was never gone through together" in words(house)


def test_the_sum_of_a_stay_says_what_was_stopped_and_why(house):
    medications.stop_medication(by=house.by, medication=add(house), version=1, on=TODAY, reason="side_effects", at=AT)
    assert "Sertraline 50 mg, stopped: Side effects" in words(house)


def test_the_sum_of_a_stay_counts_meetings(house):
    log_meeting(house)
    log_meeting(house, kind="smart", has_sponsor=True)
    assert "2 support meetings, 1 of them 12-step" in words(house)
    assert "Has a sponsor or mentor" in words(house)


def test_a_merge_brings_medications_and_unknown_allergies_along(house):
    other = clients.make_client(house.site)
    for client, names in ((house.client, ["Latex"]), (other, ["LATEX", "Peanuts"])):
        for name in names:
            medications.add_allergy(by=house.by, client=client, site_id=house.site.pk, substance=name, at=AT)
    medications.add_medication(
        by=house.by, client=other, site_id=house.site.pk, name="Aspirin", ingredient="other", dose="100 mg",
        frequency="daily", starts_on=TODAY, at=AT,
    )  # fmt: skip
    found = merging_support.plan(house.client.pk, other.pk, AT)
    assert isinstance(found, Plan)
    for move in found.moves:
        move.rows(move.back).update(**{move.column: move.to})
    assert Medication.objects.filter(client=house.client).count() == 1
    assert sorted(Allergy.objects.filter(client=house.client).values_list("substance", flat=True)) == [
        "Latex",
        "Peanuts",
    ]
