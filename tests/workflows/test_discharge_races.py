"""Two at once around the end of a stay: one is obeyed, the other told, and nothing is there twice."""

import pytest

from clients.models import Inquiry
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Stale
from iop.work.models import WorkItem
from iop.workflows.follow_up import settle
from iop.workflows.more_support import ask
from tests.factories.discharges import AT, DAY, leave, make_desk, make_ended
from tests.factories.scheduling import race
from therapy.actions.follow_ups import watch_follow_ups
from therapy.models import FollowUp, MoreSupportAsk
from therapy.rules.follow_ups import Told

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_that_look_at_once_make_everything_once():
    make_ended()
    found = race(*(lambda: watch_follow_ups(by=SYSTEM, at=AT + DAY * 7) for _ in range(2)))
    assert sorted(found) == [0, 1]
    assert (FollowUp.objects.count(), WorkItem.objects.filter(kind="follow_up").count()) == (4, 1)


def test_two_who_ask_for_the_same_person_open_one_inquiry():
    desk = make_desk()
    leave(desk)
    race(*(
        lambda words=words: ask(
            by=desk.as_case_manager, client=desk.client, words=words, urgency="soon", channel="phone", at=AT
        )
        for words in ("More evenings.", "They called me.")
    ))  # fmt: skip
    assert (Inquiry.objects.filter(client=desk.client).count(), MoreSupportAsk.objects.count()) == (1, 2)


def test_of_two_who_settle_one_check_in_one_is_told():
    desk = make_ended()
    told = Told("stable", "working", "none", True)
    came = race(*(
        lambda: settle(
            by=desk.as_case_manager, follow_up=desk.check_ins[0], version=1, status="reached", told=told, words="Fine.",
            at=AT + DAY * 7,
        )
        for _ in range(2)
    ))  # fmt: skip
    assert sum(isinstance(one, Stale | Conflict) for one in came) == 1
    assert Inquiry.objects.filter(client=desk.client).count() == 1


def test_of_two_who_end_one_stay_one_is_told():
    desk = make_desk()
    came = race(*(lambda: leave(desk) for _ in range(2)))
    assert sum(isinstance(one, Conflict) for one in came) == 1
