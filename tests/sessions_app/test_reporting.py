"""What clients say of use, sleep, stress and habits: for the care team alone, and never guessed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.core.errors import Invalid, NotAllowed, Stale
from sessions_app import actions
from sessions_app.models import AttendanceChange, ReportedUse, SelfReport
from sessions_app.rules.reports import Use, is_asked
from tests.factories import days, ground

pytestmark = pytest.mark.django_db
DAY = days.TODAY
YESTERDAY = DAY - dt.timedelta(days=1)


@pytest.fixture
def clinic():
    return days.make_running(people=1)


def report(clinic, version=0, *, by=None, at=days.NINE, **fields):
    return actions.save_self_report(
        by=by or clinic.by_counselor, attendance=clinic.lines[0], version=version, at=at, **fields
    )


def test_keeps_what_was_said(clinic):
    report(
        clinic, use="used", uses=[Use("alcohol", " two beers ", YESTERDAY)], sleep_hours=Decimal("6.5"), stress=7,
        habits=["meeting", "meals", "meals"],
    )  # fmt: skip
    row = SelfReport.objects.get()
    assert (row.use, row.sleep_hours, row.stress, row.habits) == ("used", Decimal("6.5"), 7, ["meals", "meeting"])
    assert row.uses.values_list("substance", "amount", "on").get() == ("alcohol", "two beers", YESTERDAY)


def test_nothing_need_be_answered(clinic):
    row = report(clinic)
    assert (row.use, row.sleep_hours, row.stress, row.habits) == ("", None, None, [])


def test_nought_is_an_answer(clinic):
    row = report(clinic, stress=0, sleep_hours=Decimal(0))
    assert (row.stress, row.sleep_hours) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"use": "maybe"}, "use"),
        ({"use": "none", "uses": [Use("alcohol")]}, "use"),
        ({"use": "prefers_not", "uses": [Use("alcohol")]}, "use"),
        ({"use": "used", "uses": [Use("tea")]}, "use"),
        ({"use": "used", "uses": [Use("alcohol", on=DAY + dt.timedelta(days=1))]}, "use"),
        ({"use": "used", "uses": [Use("alcohol", on=DAY - dt.timedelta(days=32))]}, "use"),
        ({"use": "used", "uses": [Use("alcohol"), Use("alcohol")]}, "use"),
        ({"use": "used", "uses": [Use("alcohol", on=DAY - dt.timedelta(days=n)) for n in range(7)]}, "use"),
        ({"sleep_hours": Decimal("24.5")}, "sleep_hours"),
        ({"sleep_hours": Decimal("-1")}, "sleep_hours"),
        ({"sleep_hours": Decimal("NaN")}, "sleep_hours"),
        ({"stress": 11}, "stress"),
        ({"stress": -1}, "stress"),
        ({"habits": ["yoga"]}, "habits"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(clinic, wrong, field):
    with pytest.raises(Invalid) as refused:
        report(clinic, **wrong)
    assert refused.value.field == field
    assert not SelfReport.objects.exists()


def test_a_month_back_and_today_are_kept(clinic):
    report(clinic, use="used", uses=[Use("alcohol", on=DAY), Use("alcohol", on=DAY - dt.timedelta(days=31))])
    assert ReportedUse.objects.count() == 2


def test_saving_again_replaces_the_list(clinic):
    report(clinic, use="used", uses=[Use("alcohol"), Use("cannabis")])
    report(clinic, 1, use="used", uses=[Use("cannabis", "a joint")])
    assert ReportedUse.objects.values_list("substance", "amount").get() == ("cannabis", "a joint")


def test_the_later_of_two_is_told(clinic):
    report(clinic, stress=3)
    with pytest.raises(Stale):
        report(clinic, stress=8)
    assert SelfReport.objects.get().stress == 3


def test_the_record_does_not_say_what_was_said(clinic):
    report(clinic, use="used", uses=[Use("opioids", "one pill")])
    event = AuditEvent.objects.filter(verb="sessions.self_report").get()
    assert "opioids" not in str(event.detail)
    assert "used" not in str(event.detail)


@pytest.mark.parametrize("role", ["intake", "biller", "site_admin"])
def test_only_those_who_treat_them_write_it(clinic, role):
    by = actor_of(ground.make_staff(role, site=clinic.site).pk, days.NINE)
    with pytest.raises(NotAllowed):
        report(clinic, by=by)


def test_somebody_who_did_not_come_says_nothing(clinic):
    line = clinic.lines[0]
    actions.mark(by=clinic.by_counselor, attendance=line, version=line.version, status="absent", at=days.NINE)
    with pytest.raises(NotAllowed, match="not here"):
        report(clinic)


def test_the_database_keeps_the_limits(clinic):
    row = report(clinic)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfReport.objects.filter(pk=row.pk).update(stress=11)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfReport.objects.filter(pk=row.pk).update(sleep_hours=25)


def test_after_closing_it_is_a_late_entry():
    clinic = days.make_closed(people=1)
    report(clinic, by=clinic.by_director, at=clinic.session.ends_at, stress=4)
    assert AttendanceChange.objects.filter(is_late_entry=True).exists()


@pytest.mark.parametrize(
    ("last", "every", "asked"), [(None, 7, True), (YESTERDAY, 1, True), (YESTERDAY, 7, False), (DAY, 7, True)]
)
def test_it_is_asked_again_after_the_days_the_clinic_set(last, every, asked):
    assert is_asked(last, DAY, every) is asked
