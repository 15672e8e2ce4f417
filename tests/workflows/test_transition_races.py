"""Two at once: one change of level is decided, the other colleague is told and nothing is half done."""

import pytest

from clients.models import Placement
from iop.core.errors import Conflict
from iop.workflows import transitions
from scheduling import actions as scheduling
from scheduling.models import Enrolment
from tests.factories import clients
from tests.factories import transitions as made
from tests.factories.scheduling import race
from tests.factories.transitions import AT, MONDAY, TODAY, WEEK
from therapy.models import Transition

pytestmark = pytest.mark.django_db(transaction=True)


def carry(desk, by, wanted, seen):
    return lambda: transitions.carry_out(by=by, episode=desk.episode, wish=wanted, seen=seen, at=AT)


def codes(results):
    return sorted(each.code if isinstance(each, Conflict) else "done" for each in results)


def test_of_two_who_decide_at_once_one_wins():
    desk = made.make_desk()
    one, other = made.wish(desk), made.wish(desk, effective_on=MONDAY + WEEK)
    seen = [made.preview(desk, one).fingerprint, made.preview(desk, other, by=desk.by_director).fingerprint]
    results = race(carry(desk, desk.by, one, seen[0]), carry(desk, desk.by_director, other, seen[1]))
    assert codes(results) == ["done", "planned"]
    assert Transition.objects.count() == 1
    assert Placement.objects.filter(episode=desk.episode).count() == 2


def test_of_two_who_want_the_last_seat_one_gets_it():
    desk = made.make_desk(capacity=1)
    seen = made.preview(desk).fingerprint
    other = clients.make_placed(desk.site, by=desk.by_director, level=desk.op_level, on=TODAY, at=AT)

    def enrol():
        return scheduling.enrol(
            by=desk.by_director, episode=other, track=desk.op_track, weekdays=(1, 3), starts_on=MONDAY, at=AT
        )

    assert codes(race(carry(desk, desk.by, made.wish(desk), seen), enrol)) == ["done", "full"]
    assert Enrolment.objects.standing().on(MONDAY).filter(track=desk.op_track).count() == 1


def test_of_two_who_undo_at_once_one_does():
    desk = made.make_desk()
    row = made.carry_out(desk)
    results = race(*(lambda by=by: made.undo(desk, row, by=by) for by in (desk.by, desk.by_director)))
    assert codes(results) == ["done", "undone_already"]
    assert Enrolment.objects.standing().get().pk == desk.enrolment.pk
