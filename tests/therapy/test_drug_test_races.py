"""Two at once: one sample, one draw. One is obeyed, the other told."""

from decimal import Decimal

import pytest

from iop.core.errors import Refusal
from tests.factories import drug_tests as made
from tests.factories.drug_tests import AT
from tests.factories.scheduling import race
from therapy.actions import drug_tests
from therapy.models.drug_tests import DrugTest, DrugTestStatusChange, TestDraw

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def test_two_collectors_at_one_door(desk):
    test = made.order(desk)

    def collect(lot):
        return lambda: drug_tests.collect_sample(by=desk.by, test=test, version=1, lot=lot, at=AT)

    came = race(collect("A"), collect("B"))
    assert sum(isinstance(one, Refusal) for one in came) == 1
    assert [one.code for one in came if isinstance(one, Refusal)] == ["stale"]
    assert DrugTestStatusChange.objects.count() == 1


def test_one_collects_while_another_marks_it_declined(desk):
    test = made.order(desk)
    came = race(
        lambda: drug_tests.collect_sample(by=desk.by, test=test, version=1, at=AT),
        lambda: drug_tests.mark_outcome(by=desk.by, test=test, version=1, outcome="refused", reason="No", at=AT),
    )
    assert sum(isinstance(one, Refusal) for one in came) == 1


def test_two_clocks_draw_one_day_once(desk):
    made.plan(desk, per_week=Decimal(7), max_gap_days=1)
    came = race(*(lambda: drug_tests.draw_sites(at=AT) for _ in range(3)))
    assert sorted(came) == [0, 0, 1]
    assert (TestDraw.objects.count(), DrugTest.objects.count()) == (1, 1)
