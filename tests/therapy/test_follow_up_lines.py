"""What came after treatment, on the timeline and as evidence."""

import pytest

from clients.evidence import Subject
from iop.access.choices import Permission
from iop.workflows.discharge import answer_first_appointment
from iop.workflows.more_support import ask
from tests.factories.discharges import ARRANGED, AT, DAY, TODAY, agree, leave, leaving, make_desk
from therapy.actions.follow_ups import settle
from therapy.follow_ups_lines import facts, lines
from therapy.models import FollowUp
from therapy.rules.follow_ups import Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = make_desk()
    agree(desk)
    desk.episode = leave(desk, going=leaving(**ARRANGED))
    return desk


def said(desk, key, first=TODAY - DAY * 30, last=TODAY + DAY * 30):
    line = next(line for line in lines(desk.client.pk, first, last) if line.key == key)
    return [(point.on, str(point.says)) for point in line.points]


def told(desk):
    rows = facts(desk.episode, TODAY - DAY * 30, TODAY + DAY, AT)
    return [str(fact.says) for fact in rows if fact.subject == Subject.AFTERCARE]


def test_the_first_appointment_and_each_talk_stand_by_their_day(desk):
    answer_first_appointment(by=desk.as_case_manager, detail=desk.episode.discharge_detail, kept="yes", at=AT + DAY * 5)
    settle(
        by=desk.as_case_manager, follow_up=FollowUp.objects.get(after_days=7), version=1, status="reached",
        told=Told("stable", "working", "none", False), at=AT + DAY * 8,
    )  # fmt: skip
    assert said(desk, "after_treatment") == [
        (TODAY + DAY * 4, "First appointment elsewhere: Kept"),
        (TODAY + DAY * 8, "7 days after treatment: Talked with them"),
    ]


def test_days_outside_are_left_out(desk):
    assert said(desk, "after_treatment", last=TODAY + DAY * 3) == []


def test_check_ins_are_for_those_who_work_on_contacts(desk):
    needs = {line.key: line.needs for line in lines(desk.client.pk, TODAY, TODAY)}
    assert needs == {"after_treatment": Permission.SUPPORT_KEEP, "more_support": Permission.CONCERN_RAISE}


def test_a_wish_says_what_came_of_it(desk):
    ask(by=desk.as_case_manager, client=desk.client, words="More.", urgency="soon", channel="phone", at=AT)
    assert said(desk, "more_support") == [(TODAY, "A new inquiry is open")]


def test_evidence_names_destination_and_appointment(desk):
    assert told(desk) == [
        "They go: Home, with aftercare",
        "First appointment on Friday, March 6, 2026 with Dr. Moreau, Northside: not asked yet",
    ]
