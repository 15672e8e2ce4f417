"""Two reviewers with one review, in real browsers: it saves itself, one signs, the other is told and loses no word."""

from __future__ import annotations

import pytest

from tests.factories import reviews as made
from tests.factories.reviews import AT
from therapy.models import LevelReview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(at):
    at(AT)
    desk = made.make_desk()
    made.attended(desk, 4, 1)
    made.find()
    return desk


def test_of_two_reviewers_one_signs_and_the_other_keeps_their_words(desk, live, barriers):
    page = live.page("phone", dark=True, user=desk.therapist.user)
    page.goto("/reviews/")
    barriers(page)
    page.get_by_role("link", name=desk.client.name).click()
    page.wait_for_url("**/reviews/*-*/")
    page.wait_for_load_state()
    page.get_by_label("Reason", exact=True).fill("Steady, and two objectives moving.")
    page.locator('.saved[data-state="saved"]').wait_for()
    assert LevelReview.objects.get().status == "draft"
    barriers(page)
    other = live.page("desktop", user=desk.director.user)
    other.goto(page.url)
    page.get_by_label("Continue at this level").check()
    page.get_by_label("Level indicated").select_option("here")
    page.get_by_label("Agrees", exact=True).check()
    # Straight on to the signature: what was typed goes with it.
    page.get_by_role("button", name="Sign the decision").click()
    page.get_by_role("heading", name="Continue at this level").first.wait_for()
    barriers(page)
    other.get_by_label("Reason", exact=True).fill("I would step him up now.")
    other.get_by_role("button", name="Sign the decision").click()
    other.get_by_text("has signed this review meanwhile").first.wait_for()
    assert other.get_by_text("I would step him up now.").count() > 0
    assert LevelReview.objects.get().reason == "Steady, and two objectives moving."
    page.close()
    other.close()
