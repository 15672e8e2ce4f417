"""What each app saw that makes a review due, with its place and the permission to read it; and the line of the timeline."""

import datetime as dt

import pytest

from clients.review_causes import causes
from iop.access.actors import SYSTEM
from tests.factories import drug_tests, measures
from tests.factories import reviews as made
from tests.factories.reviews import AT
from tests.therapy.world import DAY
from therapy.actions.warnings import install_warning_rules, watch_warnings
from therapy.models import EarlyWarning, LevelReview, MeasureAlert
from therapy.review_lines import lines

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


def seen(episode, at):
    return {each.kind: each for each in causes([episode.pk], at - 30 * A_DAY, at + A_DAY)}


def test_an_unexpected_test_is_for_those_who_read_tests():
    desk = drug_tests.make_desk()
    test = drug_tests.screen(desk, "cocaine")
    found = seen(test.episode, drug_tests.AT)["test"]
    assert (found.place, found.needs) == (("therapy.drugtest", test.pk), "tests.view")
    assert found.by_on == found.on + dt.timedelta(days=3)


def test_an_answer_that_alarmed_makes_a_review_due(at):
    at(measures.AT)
    desk = measures.make_desk()
    measures.alarmed(desk)
    found = seen(desk.episode, measures.AT)["alert"]
    assert found.place == ("therapy.measurealert", MeasureAlert.objects.order_by("pk").first().pk)


def test_a_warning_of_absences_makes_a_review_due():
    install_warning_rules(by=SYSTEM, at=AT)
    desk = made.make_desk()
    made.attended(desk, 0, 3)
    watch_warnings(by=SYSTEM, at=AT)
    found = seen(desk.episode, AT)["absences"]
    assert found.key == f"warning:{EarlyWarning.objects.get(kind='absences').pk}"


def test_what_happened_before_the_first_day_asked_for_is_left_out():
    desk = drug_tests.make_desk()
    test = drug_tests.screen(desk, "cocaine")
    assert causes([test.episode_id], drug_tests.AT + A_DAY, drug_tests.AT + 2 * A_DAY) == []


def test_the_timeline_shows_when_the_level_was_reviewed():
    desk = made.make_desk()
    row = made.signed(desk)
    (line,) = lines(desk.client.pk, DAY, DAY)
    assert [str(point.says) for point in line.points] == ["Reviewed: Step down"]
    assert line.points[0].place == ("therapy.levelreview", row.pk)
    assert LevelReview.objects.count() == 1
