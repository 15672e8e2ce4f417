"""Screens, laboratory reports, corrections and reviews: what is kept, what is refused, and the work that follows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from clients.evidence import Subject
from iop.audit.models import AuditEvent
from iop.clinic.models import SettingValue
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from tests.factories import drug_tests as made
from tests.factories.drug_tests import AT, GOOD, TODAY
from therapy import tests_lines
from therapy.actions import drug_tests
from therapy.actions.drug_tests.results import Checks, Reading
from therapy.choices.drug_tests import Analyte as A
from therapy.models.drug_tests import AnalyteResult, TestResult

pytestmark = pytest.mark.django_db
KINDS = ("test_unexpected", "test_review", "offer_naloxone")
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def open_kinds():
    return sorted(WorkItem.objects.open().filter(kind__in=KINDS).values_list("kind", flat=True))


def test_a_clean_screen_is_consistent_and_asks_for_nothing(desk):
    test = made.screen(desk)
    assert (test.status, test.result.overall, test.result.lines.count()) == ("screened", "consistent", 12)
    assert open_kinds() == []


def test_a_result_before_a_sample_is_refused(desk):
    test = made.order(desk)
    with pytest.raises(Conflict) as told:
        drug_tests.enter_screen(by=desk.by, test=test, version=1, readings=made.readings(desk.cup), at=AT)
    assert "no result before the sample" in str(told.value)


def test_every_line_is_read(desk):
    test = made.collect(desk)
    with pytest.raises(Invalid) as told:
        drug_tests.enter_screen(
            by=desk.by, test=test, version=test.version, readings=made.readings(desk.cup)[1:], at=AT
        )
    assert told.value.field == A.AMPHETAMINE


def test_a_line_of_another_panel_is_refused(desk):
    test = made.collect(desk)
    wrong = [*made.readings(desk.cup), Reading(A.PCP, "negative")]
    with pytest.raises(Invalid):
        drug_tests.enter_screen(by=desk.by, test=test, version=test.version, readings=wrong, at=AT)


def test_an_unexpected_screen_is_pending_and_becomes_a_talk_and_no_discharge(desk):
    test = made.screen(desk, A.COCAINE)
    assert test.result.overall == "pending"
    item = WorkItem.objects.open().get(kind="test_unexpected")
    assert item.client_id == desk.client.pk
    assert item.due_at == AT + dt.timedelta(hours=8)
    desk.episode.refresh_from_db()
    assert desk.episode.status == "admitted"


@pytest.mark.parametrize("analyte", [A.FENTANYL, A.OPIATES])
def test_an_opioid_asks_for_naloxone_within_the_hour(desk, analyte):
    made.screen(desk, analyte)
    item = WorkItem.objects.open().get(kind="offer_naloxone")
    assert item.due_at == AT + dt.timedelta(hours=1)
    assert open_kinds() == ["offer_naloxone", "test_unexpected"]


def test_the_second_unexpected_one_in_two_weeks_asks_for_the_level(desk):
    made.screen(desk, A.COCAINE)
    made.screen(desk, A.COCAINE, at=LATER)
    newest = WorkItem.objects.open().filter(kind="test_unexpected").order_by("created_at", "id").last()
    assert "level of care" in newest.summary


def test_use_told_before_is_as_told_and_still_a_talk(desk):
    test = made.screen(desk, A.COCAINE, use="used", substances=["cocaine"])
    assert test.result.overall == "as_told"
    assert open_kinds() == ["test_unexpected"]


def test_a_dilute_negative_is_collected_again_and_nothing_else(desk):
    test = made.screen(desk, checks=Checks(creatinine=Decimal(15), specific_gravity=Decimal("1.0020"), ph=Decimal(6)))
    assert (test.result.validity, test.result.overall) == ("dilute", "dilute")
    assert open_kinds() == ["test_review"]


def test_creatinine_in_another_unit_is_turned(desk):
    test = made.screen(
        desk, checks=Checks(creatinine=Decimal("1.326"), creatinine_unit="mmol/L", specific_gravity=Decimal("1.0020"))
    )
    assert (test.result.creatinine, test.result.validity) == (Decimal("15.00"), "dilute")


def test_the_ph_limit_is_the_clinic_s(desk):
    SettingValue.objects.create(key="tests.ph_low_tenths", valid_from=TODAY, value=30)
    test = made.screen(
        desk, checks=Checks(creatinine=Decimal(80), specific_gravity=Decimal("1.015"), ph=Decimal("3.5"))
    )
    assert test.result.validity == "invalid"


def test_a_laboratory_confirms_beside_the_screen_and_does_not_replace_it(desk):
    screened = made.screen(desk, A.COCAINE)
    test = made.report(desk, made.send(desk, screened), A.COCAINE)
    assert test.report.confirms == screened.result
    assert (screened.result.overall, test.report.overall, test.status) == ("pending", "unexpected", "confirmed")


def test_a_laboratory_that_finds_nothing_ends_the_talk_and_says_so(desk):
    made.report(desk, made.send(desk, made.screen(desk, A.COCAINE)))
    assert open_kinds() == ["test_review"]
    assert "as expected" in WorkItem.objects.open().get(kind="test_review").summary


def test_a_report_waits_until_the_sample_was_sent(desk):
    test = made.screen(desk)
    with pytest.raises(Conflict):
        made.report(desk, test)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"panel": "small"}, "panel"),
        ({"panel": "oral_lab"}, "panel"),
        ({"accession": "FW-9999"}, "accession"),
    ],
)
def test_a_report_that_does_not_belong_is_refused(desk, fields, field):
    test = made.send(desk, made.screen(desk))
    desk.oral_lab = desk.panels["Laboratory confirmation, oral fluid"]
    given = {name: getattr(desk, value, value) for name, value in fields.items()}
    with pytest.raises(Invalid) as told:
        made.report(desk, test, **given)
    assert told.value.field == field


def test_a_report_from_before_the_sample_is_refused(desk):
    test = made.send(desk, made.screen(desk))
    with pytest.raises(Invalid) as told:
        drug_tests.enter_report(
            by=desk.by,
            test=test,
            panel=desk.lab,
            readings=made.readings(desk.lab),
            resulted_at=AT - dt.timedelta(days=1),
            at=LATER,
        )
    assert told.value.field == "resulted_at"


def values(desk, **given):
    lines = [Reading(one.analyte, "negative") for one in made.readings(desk.lab) if one.analyte not in given]
    return [*lines, *(Reading(analyte, *reading) for analyte, reading in given.items())]


def enter(desk, test, **given):
    return drug_tests.enter_report(
        by=desk.by, test=test, panel=desk.lab, readings=values(desk, **given), resulted_at=AT, at=AT, checks=GOOD
    )


def test_a_value_in_another_unit_is_converted_and_kept_as_reported(desk):
    made_result = enter(desk, made.send(desk, made.screen(desk)), cocaine=("", Decimal("0.25"), "mg/L"))
    line = made_result.lines.get(analyte=A.COCAINE)
    assert (line.value, line.unit, line.outcome) == (Decimal("250.0000"), "ng/mL", "positive")
    assert (line.reported_value, line.reported_unit) == (Decimal("0.2500"), "mg/L")


@pytest.mark.parametrize(
    "reading", [("", Decimal(12), "nmol/L"), ("negative", Decimal(250), "ng/mL"), ("positive", Decimal(3), "ng/mL"), ("", Decimal(-1), "ng/mL")]
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_beside_its_line(desk, reading):
    test = made.send(desk, made.screen(desk))
    with pytest.raises(Invalid) as told:
        enter(desk, test, cocaine=reading)
    assert told.value.field == A.COCAINE
    assert TestResult.objects.filter(stage="definitive").count() == 0


def test_a_correction_is_a_row_of_its_own_with_its_reason(desk):
    test = made.screen(desk, A.COCAINE)
    corrected = drug_tests.correct_result(
        by=desk.by,
        result=test.result,
        readings=made.readings(desk.cup),
        checks=GOOD,
        reason="Read the wrong strip",
        at=LATER,
    )
    assert (corrected.corrects, corrected.overall) == (test.result, "consistent")
    assert TestResult.objects.standing().get() == corrected
    assert open_kinds() == ["test_review"]
    with pytest.raises(Conflict):
        drug_tests.correct_result(
            by=desk.by, result=test.result, readings=made.readings(desk.cup), reason="Again", at=LATER
        )


def test_a_correction_asks_why(desk):
    test = made.screen(desk)
    with pytest.raises(Invalid) as told:
        drug_tests.correct_result(
            by=desk.by, result=test.result, readings=made.readings(desk.cup), reason=" ", at=LATER
        )
    assert told.value.field == "reason"


def review(desk, test, **fields):
    given = {"outcome": "talked", "note": "Told me about Saturday.", **fields}
    return drug_tests.review_test(by=desk.by, test=test, version=test.version, at=LATER, **given)


def test_a_talk_closes_the_work(desk):
    test = made.screen(desk, A.COCAINE)
    review(desk, test)
    test.refresh_from_db()
    assert test.status == "reviewed"
    assert open_kinds() == []


def test_a_result_to_talk_about_is_not_put_away_as_read(desk):
    test = made.screen(desk, A.COCAINE)
    with pytest.raises(Invalid) as told:
        review(desk, test, outcome="seen", note="")
    assert told.value.field == "outcome"


def test_a_talk_that_did_not_come_about_keeps_the_work_open(desk):
    review(desk, made.screen(desk, A.COCAINE), outcome="not_reached", note="Left before lunch")
    assert open_kinds() == ["test_unexpected"]


def test_a_talk_is_written_down_while_the_laboratory_works(desk):
    test = made.send(desk, made.screen(desk, A.COCAINE))
    review(desk, test)
    test.refresh_from_db()
    assert test.status == "sent"
    made.report(desk, test, A.COCAINE)
    assert open_kinds() == ["test_unexpected"]


def test_there_is_nothing_to_review_without_a_result(desk):
    with pytest.raises(NotAllowed):
        review(desk, made.collect(desk))


def test_breath_from_two_hundredths_is_positive_and_never_waits_for_a_laboratory(desk):
    test = made.collect(desk, made.order(desk, panel=desk.breath))
    result = drug_tests.enter_screen(
        by=desk.by, test=test, version=test.version, readings=[Reading(A.BREATH_ALCOHOL, value=Decimal("0.021"))], at=AT
    )
    assert (result.lines.get().outcome, result.overall) == ("positive", "unexpected")
    test.refresh_from_db()
    with pytest.raises(Invalid):
        made.send(desk, test)


def test_the_record_of_what_happened_names_no_finding(desk):
    made.screen(desk, A.COCAINE)
    told = " ".join(str(event.detail) for event in AuditEvent.objects.filter(verb__startswith="therapy.test"))
    assert "cocaine" not in told
    assert "pending" not in told


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE therapy_testresult SET overall = 'consistent'",
        "DELETE FROM therapy_testresult",
        "UPDATE therapy_analyteresult SET outcome = 'negative'",
        "DELETE FROM therapy_analyteresult",
        "TRUNCATE therapy_analyteresult CASCADE",
        "UPDATE therapy_drugtest SET collected_at = now()",
        "UPDATE therapy_drugtest SET lot = 'other'",
        "UPDATE therapy_drugtest SET told_use = 'none', told_use_at = now()",
        "UPDATE therapy_drugtest SET reason = 'admission', necessity = 'other'",
        "DELETE FROM therapy_drugtest",
        "UPDATE therapy_drugteststatuschange SET status = 'missed'",
        "UPDATE therapy_testpanel SET targets = '[]'",
        "DELETE FROM therapy_testplan",
        "DELETE FROM therapy_testreview",
    ],
)
def test_no_plain_statement_changes_what_was_found(desk, statement):
    made.plan(desk)
    review(desk, made.screen(desk, A.COCAINE))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_takes_no_result_without_a_sample(desk):
    test = made.order(desk)
    with pytest.raises(DatabaseError, match="before a sample"), transaction.atomic():
        TestResult.objects.create(
            test=test, stage="presumptive", panel=desk.cup, resulted_at=AT, validity="normal", overall="consistent"
        )


def test_expected_positives_are_shown_with_their_medication(desk):
    given = made.medication(desk, "buprenorphine_naloxone")
    test = made.screen(desk, A.BUPRENORPHINE)
    line = AnalyteResult.objects.get(analyte=A.BUPRENORPHINE)
    assert (line.fit, line.medication_id, test.result.overall) == ("expected_positive", given.pk, "consistent")


def test_the_timeline_shows_tests_to_those_alone_who_read_them(desk):
    made.screen(desk, A.COCAINE)
    (line,) = tests_lines.lines(desk.client.pk, TODAY, TODAY)
    assert line.needs == "tests.view"
    assert [point.tone for point in line.points] == ["warn"]


def test_an_order_that_waits_is_on_no_timeline(desk):
    made.order(desk)
    (line,) = tests_lines.lines(desk.client.pk, TODAY, TODAY)
    assert line.points == []


def test_the_sum_of_a_stay_counts_apart(desk):
    made.screen(desk, A.COCAINE)
    for outcome in ("refused", "missed"):
        drug_tests.mark_outcome(by=desk.by, test=made.order(desk), version=1, outcome=outcome, reason="x", at=AT)
    facts = tests_lines.facts(desk.episode, TODAY, TODAY, AT)
    told = {str(fact.says) for fact in facts}
    assert {"1 unexpected on the screen, not confirmed", "1 missed", "1 declined"} <= told
    assert {fact.subject for fact in facts} == {Subject.TESTS}
    assert {fact.needs for fact in facts} == {"tests.view"}
