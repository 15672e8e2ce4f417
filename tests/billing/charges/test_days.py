"""A client's day as a row: written when decided, left alone while nothing changes, and whose turn it is."""

import datetime as dt

import pytest

from billing.actions.days import assign, decide_anew, decide_days
from billing.choices.rules import DayState, HoldCode, HoldOwner, Requirement
from billing.models import ClientDay
from iop.access.actors import SYSTEM
from iop.core.errors import Invalid, NotAllowed
from iop.work.models import WorkItem
from tests.factories import charges as made
from tests.factories.charges import YESTERDAY, row_of
from tests.factories.clients import AT, make_actor, make_staff

pytestmark = pytest.mark.django_db


def decide(*keys, at=AT):
    return decide_days(by=SYSTEM, keys=keys, at=at)


def test_a_day_is_written_with_its_sentence_steps_and_money(told, desk):
    key = told.day(desk)
    assert decide(key) == 1
    row = row_of(key)
    assert (row.state, row.minutes, row.expected_cents) == (DayState.BILLABLE, 180, 17500)
    assert row.words.startswith("Billable as H0015")
    assert {"minutes", "rule"} <= {step["code"] for step in row.trace}


def test_the_last_day_to_file_follows_the_payer(told, desk):
    key = told.day(desk)
    decide(key)
    assert row_of(key).file_by == YESTERDAY + dt.timedelta(days=desk.payer.filing_days)


def test_a_client_who_pays_has_no_last_day_to_file(told, desk):
    key = told.day(desk, cover=None)
    decide(key)
    assert (row_of(key).file_by, row_of(key).payer) == (None, None)


def test_nothing_is_written_while_nothing_has_changed(told, desk):
    key = told.day(desk)
    decide(key)
    before = row_of(key)
    assert decide(key, at=AT + dt.timedelta(hours=1)) == 0
    assert (row_of(key).version, row_of(key).decided_at) == (before.version, before.decided_at)


def test_a_held_day_names_the_author_of_the_note(told):
    desk = made.make_desk(requirements=[Requirement.SIGNED_NOTE])
    author = make_staff(desk.site, "counselor")
    key = told.day(desk, note="draft", staff_id=author.pk)
    decide(key)
    row = row_of(key)
    assert (row.state, row.holds, row.owner, row.owner_staff_id) == (
        DayState.HELD, [HoldCode.NOTE_UNSIGNED], HoldOwner.CLINICIAN, author.pk,
    )  # fmt: skip


def test_an_author_who_has_left_is_followed_by_their_supervisor(told):
    desk = made.make_desk(requirements=[Requirement.SIGNED_NOTE])
    boss = make_staff(desk.site)
    author = make_staff(desk.site, "counselor", supervisor=boss, left_on=AT.date())
    key = told.day(desk, note="draft", staff_id=author.pk)
    decide(key)
    assert row_of(key).owner_staff_id == boss.pk


def test_who_was_given_the_day_of_somebody_who_left_keeps_it(told):
    desk = made.make_desk(requirements=[Requirement.SIGNED_NOTE])
    heir = make_staff(desk.site, "counselor")
    author = make_staff(desk.site, "counselor", supervisor=make_staff(desk.site), left_on=AT.date())
    key = told.day(desk, note="draft", staff_id=author.pk)
    decide(key)
    ClientDay.objects.update(owner_staff=heir)
    decide(key)
    assert row_of(key).owner_staff_id == heir.pk


def test_a_day_whose_delivery_was_taken_away_says_so(told, desk):
    key = told.day(desk)
    decide(key)
    del told.facts[key]
    decide(key)
    assert row_of(key).state == DayState.NOT_BILLABLE


def test_deciding_anew_by_hand_is_billings_work(told, desk):
    key = told.day(desk)
    decide(key)
    with pytest.raises(NotAllowed):
        decide_anew(by=make_actor(desk.site, "counselor"), rows=[row_of(key)], at=AT)


def test_a_day_is_handed_to_a_colleague_once(told, desk):
    key, colleague = told.day(desk), make_staff(desk.site, "biller")
    decide(key)
    for _ in range(2):
        assign(by=desk.biller, day=row_of(key), staff=colleague, at=AT)
    assert WorkItem.objects.open().get().assignee == colleague


def test_nobody_is_handed_a_day_they_cannot_open(told, desk):
    key = told.day(desk)
    decide(key)
    with pytest.raises(Invalid, match="does not work with billing"):
        assign(by=desk.biller, day=row_of(key), staff=make_staff(desk.site, "counselor"), at=AT)
