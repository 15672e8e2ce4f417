"""A colleague leaves: what was handed to them for a decision goes on."""

import pytest

from iop.access.actors import SYSTEM
from iop.workflows import departure_reviews
from tests.factories import reviews as made
from tests.factories.reviews import AT
from tests.therapy.world import DAY
from therapy.actions.reviews.drafts import hand_over
from therapy.models import LevelReview

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = made.make_desk()
    hand_over(by=desk.by_counselor, review=made.written(desk, by=desk.by_counselor), to=desk.therapist, at=AT)
    return desk


def leave(desk, heir):
    departure_reviews.hand_over(
        by=SYSTEM, staff_id=desk.therapist.pk, left_on=DAY, to_staff_id=heir.pk if heir else None, at=AT
    )
    return LevelReview.objects.get().handed_to


def test_the_preview_counts_them(desk):
    (words,) = departure_reviews.preview(desk.therapist.pk, DAY, AT)
    assert str(words).startswith("1 prepared review goes")


def test_a_colleague_who_decides_takes_over(desk):
    assert leave(desk, desk.director) == desk.director


def test_one_who_does_not_decide_does_not(desk):
    assert leave(desk, desk.counselor) is None


def test_without_an_heir_it_goes_back_to_the_care_team(desk):
    assert leave(desk, None) is None
