"""Two draws at once: together they never pass a cap, and nothing is drawn for twice."""

import pytest

from iop.core.errors import Refusal
from tests.factories.rewards import NOW, came, draw, make_rewards, one_prize, owed
from tests.therapy.test_assessment_races import together
from therapy.actions.rewards import hand_out
from therapy.models.rewards import RewardDraw, RewardLedger

pytestmark = pytest.mark.django_db(transaction=True)


def codes(results):
    return sorted(each.code if isinstance(each, Refusal) else "done" for each in results)


def test_two_draws_at_once_do_not_pass_the_cap():
    house = make_rewards(month=150)
    one_prize(house)
    came(house, 3, 1)
    first, second = owed(house)
    together(lambda: draw(house, first), lambda: draw(house, second))
    assert sorted(RewardDraw.objects.values_list("credited_cents", flat=True)) in ([50, 100], [150])
    assert RewardLedger.objects.cents() == 150


def test_the_same_is_drawn_for_once():
    house = make_rewards()
    one_prize(house)
    came(house, 1)
    one = owed(house)[0]
    assert codes(together(lambda: draw(house, one), lambda: draw(house, one))) == ["done", "not_owed"]


def test_a_balance_is_handed_out_once():
    house = make_rewards()
    one_prize(house)
    came(house, 1)
    draw(house)
    give = lambda: hand_out(by=house.by, episode=house.episode, cents=100, what="Card", at=NOW)  # noqa: E731
    assert codes(together(give, give)) == ["done", "invalid"]
    assert RewardLedger.objects.cents() == 0
