"""Who is due for a review is found once: by rhythm, by what happened; what is no longer needed goes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.actions.concerns import raise_concern
from clients.models import Episode, EpisodeStatusChange, LevelOfCare, Placement
from iop.access.actors import SYSTEM
from iop.work.models import WorkItem
from tests.factories import reviews as made
from tests.factories.reviews import AT, STAY_ON
from tests.factories.scheduling import race
from tests.therapy.world import DAY
from therapy.actions.reviews.rhythm import install_review_rhythms, set_review_rhythm
from therapy.models import LevelReview
from therapy.review_rhythm import at_levels, ladder

HOUR, A_DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def desk(db):
    return made.make_desk()


def worry(desk, at=AT):
    return raise_concern(
        by=desk.by, client=desk.client, site_id=desk.site.pk, kind="conflict", what_happened="Not themselves", at=at
    )


def test_the_first_review_is_due_by_the_rhythm_of_the_level(desk):
    assert made.find() == 1
    row = LevelReview.objects.get()
    assert (row.due_on, row.status, row.causes[0]["kind"]) == (dt.date(2026, 1, 20), "due", "rhythm")


def test_the_counselor_is_asked(desk):
    made.find()
    item = WorkItem.objects.get(kind="review_due")
    assert (item.assignee_id, item.client_id) == (desk.counselor.pk, desk.client.pk)


def test_looking_again_finds_nothing_new(desk):
    assert [made.find(), made.find(AT + HOUR)] == [1, 0]


def test_after_a_review_the_next_one_is_a_month_away(desk):
    made.signed(desk, **STAY_ON)
    assert [made.find(AT + 20 * A_DAY), made.find(AT + 24 * A_DAY)] == [0, 1]
    assert LevelReview.objects.get(status="due").due_on == DAY + dt.timedelta(days=30)


def test_a_levels_own_rhythm_holds(desk):
    set_review_rhythm(
        by=desk.by_director, level=desk.world.level, valid_from=dt.date(2026, 1, 1), first_every_days=60, first_period_days=0,
        then_every_days=60, at=AT,
    )  # fmt: skip
    made.find()
    assert LevelReview.objects.get().due_on == dt.date(2026, 3, 7)


def test_the_rhythms_a_clinic_begins_with_are_made_once(desk):
    for key, intensity in (("iop", 50), ("op", 51), ("php", 52)):
        LevelOfCare.objects.create(key=key, name=key, short_name=key, intensity=intensity)
    assert [install_review_rhythms(by=SYSTEM, at=AT), install_review_rhythms(by=SYSTEM, at=AT)] == [3, 0]


def test_a_concern_makes_a_review_due_soon(desk):
    made.signed(desk, **STAY_ON)
    worry(desk, AT + A_DAY)
    assert made.find(AT + A_DAY + HOUR) == 1
    row = LevelReview.objects.get(status="due")
    assert (row.due_on, row.causes[0]["says"]) == (DAY + dt.timedelta(days=4), "Concern raised: Conflict or threat")


def test_what_the_reviewer_has_seen_does_not_open_the_next_review(desk):
    worry(desk)
    made.signed(desk, at=AT + HOUR, **STAY_ON)
    assert made.find(AT + 2 * HOUR) == 0


def test_what_happens_while_one_is_open_is_added_and_may_make_it_earlier(desk):
    made.signed(desk, **STAY_ON)
    made.find(AT + 24 * A_DAY)
    worry(desk, AT + 24 * A_DAY + HOUR)
    assert made.find(AT + 24 * A_DAY + 2 * HOUR) == 0
    row = LevelReview.objects.get(status="due")
    assert [each["kind"] for each in row.causes] == ["rhythm", "concern"]
    assert row.due_on == DAY + dt.timedelta(days=27)
    assert WorkItem.objects.open().get(kind="review_due").due_at.date() == row.due_on + A_DAY


def test_whoever_leaves_is_not_reviewed_any_more(desk):
    made.find()
    Episode.objects.filter(pk=desk.episode.pk).update(
        status="discharged", discharged_on=DAY, discharge_kind="completed"
    )
    EpisodeStatusChange.objects.create(episode=desk.episode, status="discharged", at=AT)
    made.find(AT + HOUR)
    assert LevelReview.objects.get().status == "dropped"
    assert not WorkItem.objects.open().filter(kind="review_due").exists()


def test_after_a_change_of_level_a_review_by_rhythm_alone_waits_for_its_new_day(desk):
    made.find()
    Placement.objects.filter(episode=desk.episode).update(ends_on=DAY - A_DAY)
    lower = LevelOfCare.objects.get(key="lower")
    Placement.objects.create(
        episode=desk.episode, level=lower, starts_on=DAY, reason="Stable", decided_by=desk.director
    )
    made.find(AT + HOUR)
    assert LevelReview.objects.get().status == "dropped"


def test_somebody_in_care_elsewhere_is_not_reviewed_by_rhythm(desk):
    LevelOfCare.objects.filter(pk=desk.world.level.pk).update(is_off_site=True)
    assert made.find() == 0


def test_placements_one_after_another_at_one_level_are_one_stretch(desk):
    Placement.objects.filter(episode=desk.episode).update(ends_on=DAY - A_DAY)
    Placement.objects.create(
        episode=desk.episode, level=desk.world.level, starts_on=DAY, reason="Goes on", decided_by=desk.director
    )
    assert at_levels([desk.episode.pk], DAY)[desk.episode.pk].since == dt.date(2026, 1, 6)


def test_the_ladder_leaves_out_levels_no_longer_used(desk):
    LevelOfCare.objects.filter(key="higher").update(is_active=False)
    assert [rung.key for rung in ladder()] == ["away", "here", "lower"]


def test_statements_do_not_grow_with_the_people(desk):
    def counted(at):
        with CaptureQueriesContext(connection) as asked:
            made.find(at)
        return len(asked)

    few = counted(AT)
    desk.world.clients(8)
    assert counted(AT + HOUR) == few
    assert LevelReview.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_open_one():
    desk = made.make_desk(people=3)
    came = race(lambda: made.find(), lambda: made.find())
    assert sorted(came) == [0, 3]
    assert LevelReview.objects.count() == len(desk.clients)
