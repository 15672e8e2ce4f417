"""What falls due by the rhythm: pure rules, and the same made for everybody at once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.access.actors import SYSTEM
from iop.core.errors import Invalid, NotAllowed
from iop.work.actions import open_item
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from tests.factories import clients
from tests.factories import measures as made
from tests.factories.measures import AT, TODAY
from therapy.actions import measures
from therapy.choices.measures import AssignmentStatus, Occasion
from therapy.models import MeasureAssignment, MeasureRule
from therapy.rules.measures import Due, Given, Rhythm, Stay, falls_due

BEGAN = dt.date(2026, 1, 5)
RHYTHM = Rhythm("phq9", dt.date(2026, 1, 1), at_intake=True, every_days=14, at_discharge=True, after_days=(30, 90))


def day(number):
    return BEGAN + dt.timedelta(days=number)


def due(stay=None, given=None, until=0, rhythm=RHYTHM):
    return falls_due(rhythm, stay or Stay(BEGAN), given or Given(), day(until))


def test_the_first_is_due_on_the_first_day():
    assert due() == Due("phq9", Occasion.INTAKE, BEGAN)


def test_nothing_is_asked_while_one_is_open():
    assert due(given=Given(is_open=True)) is None


def test_a_stay_that_began_before_the_rhythm_has_no_first_one():
    assert due(rhythm=Rhythm("audit", day(3), at_intake=True), until=9) is None


def test_the_next_is_due_after_the_days():
    assert due(given=Given(last_on=day(2)), until=16) == Due("phq9", Occasion.EVERY, day(16))


def test_the_next_is_not_asked_a_day_early():
    assert due(given=Given(last_on=day(2)), until=15) is None


def test_without_a_rhythm_nothing_follows():
    assert due(rhythm=Rhythm("audit", BEGAN, at_intake=True), given=Given(last_on=day(0)), until=99) is None


def test_a_stay_under_way_joins_the_rhythm_on_the_day_it_begins():
    assert due(rhythm=Rhythm("phq9", day(8), every_days=14), until=8) == Due("phq9", Occasion.EVERY, day(8))


def test_the_last_day_asks_for_what_belongs_to_discharge():
    assert due(Stay(BEGAN, day(60)), Given(last_on=day(50)), 60) == Due("phq9", Occasion.DISCHARGE, day(60))


def test_one_given_just_before_serves_as_that_of_discharge():
    assert due(Stay(BEGAN, day(60)), Given(last_on=day(58)), 60) is None


def test_after_treatment_only_those_who_agreed_are_asked():
    given = Given(last_on=day(58))
    assert due(Stay(BEGAN, day(60)), given, 91) is None
    assert due(Stay(BEGAN, day(60), contact_after=True), given, 91) == Due("phq9", Occasion.AFTER, day(90))


def test_of_several_days_after_treatment_the_newest_is_asked():
    assert due(Stay(BEGAN, day(60), contact_after=True), Given(last_on=day(58)), 151).on == day(150)


def test_what_was_asked_for_90_days_is_not_asked_for_30_days_again():
    given = Given(frozenset({(Occasion.AFTER, day(150))}), last_on=day(58))
    assert due(Stay(BEGAN, day(60), contact_after=True), given, 155) is None


def test_what_lies_long_back_is_not_asked_any_more():
    assert due(Stay(BEGAN, day(60)), Given(last_on=day(30)), 99) is None


@pytest.fixture
def desk(db):
    desk = made.make_desk()
    _rule(desk, "phq9", at_intake=True, every_days=14)
    return desk


def _rule(desk, key, **fields):
    return MeasureRule.objects.create(level=desk.level, key=key, valid_from=TODAY - dt.timedelta(days=30), **fields)


def assign(at=AT):
    return measures.assign_due(by=SYSTEM, at=at)


def test_the_task_makes_what_is_due(desk):
    assign()
    assert list(MeasureAssignment.objects.values_list("episode", "key", "occasion", "due_on")) == [
        (desk.episode.pk, "phq9", Occasion.INTAKE, TODAY)
    ]


def test_running_again_makes_nothing_twice(desk):
    assign()
    assert assign() == 0
    assert MeasureAssignment.objects.count() == 1


def test_a_questionnaire_without_its_wording_is_not_asked_for(desk):
    _rule(desk, "cssrs_screener", at_intake=True)
    assign()
    assert not MeasureAssignment.objects.filter(key="cssrs_screener").exists()


def test_the_rhythm_goes_on_from_the_last_answers(desk):
    made.given(desk)
    assign(AT + dt.timedelta(days=14))
    assert MeasureAssignment.objects.open().get().due_on == TODAY + dt.timedelta(days=14)


def test_a_later_line_of_the_rhythm_holds_from_its_day(desk):
    measures.set_rhythm(by=desk.by_director, level=desk.level, key="phq9", valid_from=TODAY, today=TODAY)
    assert assign() == 0


def test_what_was_not_given_in_time_is_closed(desk):
    assign()
    assign(AT + dt.timedelta(days=40))
    assert MeasureAssignment.objects.get(occasion=Occasion.INTAKE).status == AssignmentStatus.EXPIRED


def test_the_statements_do_not_grow_with_the_stays(desk):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assign()
        return len(found)

    few = statements()
    for _ in range(4):
        clients.make_admitted(desk.site, by=desk.by_director)
    assert statements() == few


def test_the_first_measures_close_their_work(desk):
    open_item(
        by=SYSTEM, kind=WorkKind.GIVE_MEASURES, site_id=desk.site.pk, subject=("clients.client", desk.client.pk),
        summary="Give the first measures.", due_at=AT, dedupe_key="x", client_id=desk.client.pk, role_key="counselor",
    )  # fmt: skip
    _rule(desk, "gad7", at_intake=True)
    made.given(desk)
    assert WorkItem.objects.get(kind=WorkKind.GIVE_MEASURES).status == WorkStatus.OPEN
    made.given(desk, [0] * 7, "gad7")
    assert WorkItem.objects.get(kind=WorkKind.GIVE_MEASURES).status == WorkStatus.DONE


def test_a_rhythm_begins_today_or_later(desk):
    with pytest.raises(Invalid):
        measures.set_rhythm(
            by=desk.by_director, level=desk.level, key="gad7", valid_from=TODAY - dt.timedelta(days=1), today=TODAY
        )


def test_a_counselor_does_not_set_the_rhythm(desk):
    with pytest.raises(NotAllowed):
        measures.set_rhythm(by=desk.by, level=desk.level, key="gad7", valid_from=TODAY, today=TODAY)


def test_the_suggested_rhythm_leaves_a_level_alone_that_has_one(desk):
    clients.make_level("php")
    measures.install_rhythm(by=SYSTEM, valid_from=TODAY)
    assert MeasureRule.objects.filter(level=desk.level).count() == 1
    assert MeasureRule.objects.filter(level__key="php", key="bam", every_days=30).exists()
