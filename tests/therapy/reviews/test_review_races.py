"""Two at once: one first opening, one signature, one answer. One is obeyed, the other told, and no word is lost."""

import pytest

from iop.core.errors import Conflict, Refusal
from tests.factories import reviews as made
from tests.factories.reviews import AT
from tests.factories.scheduling import race
from therapy.actions.reviews.effect import acted_on
from therapy.actions.reviews.opening import open_review
from therapy.actions.reviews.signing import sign_review
from therapy.models import LevelReview

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    return made.make_desk()


def refused(came):
    return [each for each in came if isinstance(each, Refusal)]


def test_two_who_open_get_the_same(desk):
    came = race(*(lambda by=by: open_review(by=by, episode=desk.episode, at=AT) for by in (desk.by, desk.by_director)))
    assert len({each.pk for each in came}) == 1


def test_of_two_who_decide_one_wins_and_the_other_is_told_by_whom(desk):
    row = made.written(desk)
    came = race(
        *(
            lambda by=by: sign_review(by=by, review=row, version=row.version, at=AT)
            for by in (desk.by, desk.by_director)
        )
    )
    (told,) = refused(came)
    assert (told.code, LevelReview.objects.get().status) == ("already_signed", "signed")
    assert "has signed this review meanwhile" in str(told)


def test_of_two_who_act_on_one_decision_one_wins(desk):
    row = made.signed(desk)
    from django.db import transaction

    def act():
        with transaction.atomic():
            return acted_on(by=desk.by, review=row, what=("therapy.transition", row.pk), at=AT)

    (told,) = refused(race(act, act))
    assert isinstance(told, Conflict)
