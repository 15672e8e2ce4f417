"""Diagnoses: a code valid that day, in an order that has no gaps, ended or marked, never removed."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from clients.actions import diagnoses
from clients.models import Diagnosis, DiagnosisCode
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import assessments as made
from tests.factories.assessments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    made.make_codes()
    return made.make_desk()


def diagnose(desk, code="F10.20", **fields):
    return diagnoses.diagnose(
        **{"by": desk.by, "client": desk.client, "site_id": desk.site.pk, "code": code, "at": AT, **fields}
    )


def order(desk):
    rows = Diagnosis.objects.filter(client=desk.client, ends_on__isnull=True, entered_in_error_at__isnull=True)
    return list(rows.order_by("rank").values_list("code__code", "rank"))


def test_a_diagnosis_holds_from_its_day(desk):
    row = diagnose(desk, specifiers=["severe"])
    assert (row.starts_on, row.rank, row.specifiers, row.diagnosed_by) == (TODAY, 1, ["severe"], desk.therapist)


@pytest.mark.parametrize("written", ["f1020", "F10.20", " f10.20 "])
def test_a_code_may_be_written_any_way(desk, written):
    assert diagnose(desk, written).code.code == "F10.20"


@pytest.mark.parametrize("role", ["counselor", "intake", "biller", "case_manager", "site_admin", "privacy_officer"])
def test_who_does_not_assess_makes_none(desk, role):
    with pytest.raises(NotAllowed):
        diagnose(desk, by=made.actor(desk.site, role))


def test_an_unknown_code_is_refused(desk):
    with pytest.raises(Invalid) as refused:
        diagnose(desk, "F99.99")
    assert refused.value.field == "code"


def test_a_code_not_yet_valid_that_day_is_refused(desk):
    with pytest.raises(Invalid):
        diagnose(desk, on=dt.date(2025, 9, 30))


def test_a_code_no_longer_valid_that_day_is_refused(desk):
    DiagnosisCode.objects.filter(code="F10.20").update(valid_until=TODAY - dt.timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        diagnose(desk)
    assert "F10.20 is not a code that was valid on Monday, March 2, 2026" in str(refused.value)


def test_a_heading_is_refused(desk):
    with pytest.raises(Invalid) as refused:
        diagnose(desk, "F10.2")
    assert "heading" in str(refused.value)


def test_a_diagnosis_does_not_begin_tomorrow(desk):
    with pytest.raises(Invalid):
        diagnose(desk, on=TODAY + dt.timedelta(days=1))


def test_the_same_diagnosis_stands_once(desk):
    diagnose(desk)
    with pytest.raises(Conflict):
        diagnose(desk)


def test_without_a_rank_it_comes_last(desk):
    for code in ("F10.20", "F41.1", "F32.A"):
        diagnose(desk, code)
    assert order(desk) == [("F10.20", 1), ("F41.1", 2), ("F32.A", 3)]


def test_a_new_principal_moves_the_others_down(desk):
    diagnose(desk)
    diagnose(desk, "F41.1")
    diagnose(desk, "F11.20", rank=1)
    assert order(desk) == [("F11.20", 1), ("F10.20", 2), ("F41.1", 3)]


@pytest.mark.parametrize(
    ("rank", "after"), [(1, "F32.A F10.20 F41.1"), (2, "F10.20 F32.A F41.1"), (9, "F10.20 F41.1 F32.A")]
)
def test_the_order_changes_without_gaps(desk, rank, after):
    rows = [diagnose(desk, code) for code in ("F10.20", "F41.1", "F32.A")]
    diagnoses.change_rank(by=desk.by, diagnosis=rows[2], version=1, rank=rank, at=AT)
    assert order(desk) == [(code, number) for number, code in enumerate(after.split(), start=1)]


def test_ending_one_moves_the_others_up(desk):
    first = diagnose(desk)
    diagnose(desk, "F41.1")
    diagnoses.end_diagnosis(by=desk.by, diagnosis=first, version=1, on=TODAY, at=AT)
    assert order(desk) == [("F41.1", 1)]


@pytest.mark.parametrize("days", [-1, 1])
def test_it_ends_between_its_first_day_and_today(desk, days):
    row = diagnose(desk)
    with pytest.raises(Invalid):
        diagnoses.end_diagnosis(by=desk.by, diagnosis=row, version=1, on=TODAY + dt.timedelta(days=days), at=AT)


def test_what_ended_can_be_made_again(desk):
    row = diagnose(desk)
    diagnoses.end_diagnosis(by=desk.by, diagnosis=row, version=1, on=TODAY, at=AT)
    assert diagnose(desk).pk != row.pk


def test_what_stood_in_error_is_kept_with_who_and_why(desk):
    row = diagnose(desk)
    marked = diagnoses.mark_error(by=desk.by, diagnosis=row, version=1, reason="Another client's", at=AT)
    assert (marked.entered_in_error_by, marked.error_reason) == (desk.therapist, "Another client's")
    assert order(desk) == []


def test_an_error_needs_its_reason(desk):
    with pytest.raises(Invalid):
        diagnoses.mark_error(by=desk.by, diagnosis=diagnose(desk), version=1, reason=" ", at=AT)


def test_what_has_ended_can_still_be_marked(desk):
    row = diagnose(desk)
    row = diagnoses.end_diagnosis(by=desk.by, diagnosis=row, version=1, on=TODAY, at=AT)
    assert diagnoses.mark_error(by=desk.by, diagnosis=row, version=row.version, reason="Never theirs", at=AT)


def test_specifiers_change_with_time(desk):
    row = diagnose(desk, specifiers=["severe"])
    row = diagnoses.change_specifiers(by=desk.by, diagnosis=row, version=1, specifiers=["moderate"], at=AT)
    assert row.specifiers == ["moderate"]


def test_the_later_of_two_is_told(desk):
    row = diagnose(desk)
    diagnoses.change_specifiers(by=desk.by, diagnosis=row, version=1, specifiers=["severe"], at=AT)
    with pytest.raises(Stale):
        diagnoses.end_diagnosis(by=desk.by, diagnosis=row, version=1, on=TODAY, at=AT)


@pytest.mark.parametrize(
    ("code", "specifiers"),
    [
        ("F10.20", ["mild"]),
        ("F10.10", ["severe"]),
        ("F10.20", ["moderate", "severe"]),
        ("F10.20", ["early_remission"]),
        ("F10.21", ["controlled_environment"]),
        ("F10.20", ["maintenance_therapy"]),
        ("F10.20", ["purple"]),
    ],
)
def test_specifiers_must_fit_each_other_and_the_code(desk, code, specifiers):
    with pytest.raises(Invalid) as refused:
        diagnose(desk, code, specifiers=specifiers)
    assert refused.value.field == "specifiers"


@pytest.mark.parametrize(
    ("code", "specifiers"),
    [
        ("F10.10", ["mild"]),
        ("F10.21", ["early_remission", "controlled_environment"]),
        ("F11.20", ["maintenance_therapy", "severe"]),
        ("F32.A", ["provisional"]),
    ],
)
def test_specifiers_that_fit_are_kept(desk, code, specifiers):
    assert diagnose(desk, code, specifiers=specifiers).specifiers == sorted(specifiers)


def test_no_diagnosis_is_deleted(desk):
    diagnose(desk)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM clients_diagnosis")


def test_two_standing_never_share_a_rank(desk):
    diagnose(desk)
    diagnose(desk, "F41.1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Diagnosis.objects.update(rank=1)


def test_an_error_without_who_and_why_is_refused_by_the_database(desk):
    row = diagnose(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Diagnosis.objects.filter(pk=row.pk).update(entered_in_error_at=AT)


def test_the_audit_record_does_not_say_which_diagnosis(desk):
    diagnose(desk, note="Told by the client")
    told = str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert "F10" not in told
    assert "Told by" not in told
