"""What therapy has reminded of: questionnaires that fall due, and drafts whose time to sign is up."""

import datetime as dt

import pytest

from iop.notifications.reminders import ALL, ReminderKind
from iop.work.models import WorkItem
from tests.factories import days
from therapy.models import GroupNote, MeasureAssignment
from therapy.reminders import unsigned, wishes

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_a_questionnaire_falls_due_at_noon_on_the_sites_clock():
    clinic = days.make_day(people=1)
    MeasureAssignment.objects.create(
        episode=clinic.enrolments[0].episode, key="phq-9", occasion="every", due_on=dt.date(2026, 3, 4)
    )
    (wish,) = wishes(days.AT, days.AT + 7 * DAY, days.AT, ALL)
    assert (wish.kind, wish.starts_at) == (ReminderKind.MEASURE, dt.datetime(2026, 3, 4, 17, 0, tzinfo=dt.UTC))


@pytest.mark.parametrize(("age", "told"), [(47, False), (49, True)])
def test_a_draft_is_told_once_its_time_to_sign_is_up(age, told):
    clinic = days.make_day(people=1)
    note = GroupNote.objects.create(session=clinic.session, author=clinic.counselor, saved_at=days.AT)
    until = note.created_at + dt.timedelta(hours=age)
    assert ((clinic.counselor.pk, ReminderKind.NOTE, note.pk) in unsigned([clinic.counselor.pk], until)) is told


def test_a_draft_on_the_work_list_is_counted_there():
    clinic = days.make_day(people=1)
    note = GroupNote.objects.create(session=clinic.session, author=clinic.counselor, saved_at=days.AT)
    WorkItem.objects.create(
        kind="sign_note", site=clinic.site, assignee=clinic.counselor, subject_kind="therapy.groupnote",
        subject_id=note.pk, summary="Sign", due_at=days.AT, dedupe_key="s",
    )  # fmt: skip
    assert unsigned([clinic.counselor.pk], note.created_at + 9 * DAY) == []
