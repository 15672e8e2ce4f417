"""Held days on work lists, and what becomes of them when a colleague leaves."""

import pytest

from billing.actions.days import decide_days
from billing.actions.held_work import owe_held_days
from billing.choices.rules import HoldOwner, Requirement
from billing.models import ClientDay
from iop.access.actors import SYSTEM
from iop.pages.places import address
from iop.work.models import WorkItem
from iop.workflows import departure_held_days
from tests.factories.charges import make_desk, row_of
from tests.factories.clients import AT, TODAY, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(told):
    return make_desk(people=2, requirements=[Requirement.SIGNED_NOTE])


def held(told, desk, author, people=2):
    keys = [told.day(desk, client=number, note="draft", staff_id=author.pk) for number in range(people)]
    decide_days(by=SYSTEM, keys=keys, at=AT)
    return keys


def test_an_author_gets_one_item_with_the_number_of_days(told, desk):
    author = make_staff(desk.site, "counselor")
    held(told, desk, author)
    assert (owe_held_days(by=SYSTEM, at=AT), owe_held_days(by=SYSTEM, at=AT)) == (1, 0)
    item = WorkItem.objects.open().get()
    assert (item.assignee, item.summary[:6]) == (author, "2 days")
    assert address(item.subject_kind, item.subject_id) == "/notes/"


def test_notes_and_cosignatures_of_one_colleague_are_one_number(told, desk):
    author = make_staff(desk.site, "counselor")
    keys = held(told, desk, author)
    ClientDay.objects.filter(client=keys[0][0]).update(owner=HoldOwner.SUPERVISOR)
    owe_held_days(by=SYSTEM, at=AT)
    item = WorkItem.objects.open().get()
    assert (item.assignee, item.summary[:6]) == (author, "2 days")


def test_the_number_follows_and_the_item_closes_itself(told, desk):
    author = make_staff(desk.site, "counselor")
    keys = held(told, desk, author)
    owe_held_days(by=SYSTEM, at=AT)
    for number, begins in ((0, "1 day "), (1, None)):
        told.day(desk, client=number)
        decide_days(by=SYSTEM, keys=keys, at=AT)
        owe_held_days(by=SYSTEM, at=AT)
        item = WorkItem.objects.open().first()
        assert (item.summary[:6] if item else None) == begins


def test_days_of_somebody_who_leaves_go_to_the_colleague_named(told, desk):
    author, heir = make_staff(desk.site, "counselor"), make_staff(desk.site, "counselor")
    key = held(told, desk, author, people=1)[0]
    assert len(departure_held_days.preview(author.pk, TODAY, AT)) == 1
    departure_held_days.hand_over(by=SYSTEM, staff_id=author.pk, left_on=TODAY, to_staff_id=heir.pk, at=AT)
    assert row_of(key).owner_staff_id == heir.pk


def test_without_one_they_go_to_the_supervisor(told, desk):
    boss = make_staff(desk.site)
    author = make_staff(desk.site, "counselor", supervisor=boss)
    held(told, desk, author)
    departure_held_days.hand_over(by=SYSTEM, staff_id=author.pk, left_on=TODAY, to_staff_id=None, at=AT)
    assert set(ClientDay.objects.values_list("owner_staff", flat=True)) == {boss.pk}
