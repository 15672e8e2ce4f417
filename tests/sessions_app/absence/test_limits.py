"""Limits: reached once each time, the work they ask for, what settles them, and what they say to a review."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.models import Episode
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from sessions_app import absence as standing
from sessions_app import absence_causes
from sessions_app.actions import offer_make_up
from sessions_app.actions.absence.stepping import settle_limit
from sessions_app.models import LimitReached
from tests.factories import absence, days
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return absence.make_clinic()


def miss(clinic, *numbers):
    for number in numbers:
        absence.hold(clinic, number, "absent")
    return absence.watch(clinic, numbers[-1])


def at_day(clinic, number):
    return clinic.sessions[number].starts_at + absence.HOUR


def test_a_limit_is_reached_once_and_asks_for_its_work(clinic):
    assert miss(clinic, 0, 1).limits == 1
    assert absence.watch(clinic, 1).limits == 0
    row = LimitReached.objects.get()
    assert (row.limit.consequence, row.counted, row.line_id) == ("talk", 2, absence.line_of(clinic, 1).pk)
    item = WorkItem.objects.open().get(dedupe_key=f"absence_limit:{row.pk}")
    assert "Talk with the client" in item.summary


def test_a_further_miss_reaches_the_next_limit_and_not_the_same_again(clinic):
    miss(clinic, 0, 1)
    assert miss(clinic, 2).limits == 1
    assert sorted(LimitReached.objects.values_list("limit__consequence", flat=True)) == ["review", "talk"]


def test_no_limit_ends_a_stay(clinic):
    miss(clinic, 0, 1, 2, 3, 4)
    assert set(Episode.objects.values_list("status", flat=True)) == {"admitted"}


def test_coming_lets_go_of_a_row_and_a_new_row_reaches_it_anew(clinic):
    miss(clinic, 0, 1)
    absence.hold(clinic, 2, "present")
    absence.watch(clinic, 2)
    assert LimitReached.objects.get().ended_at is not None
    miss(clinic, 3, 4)
    assert LimitReached.objects.filter(limit__consequence="talk").count() == 2


def test_a_new_version_of_the_same_policy_does_not_ask_again(clinic):
    miss(clinic, 0, 1)
    absence.make_policy(valid_from=days.TODAY, at=days.AT + dt.timedelta(minutes=1))
    assert absence.watch(clinic, 1).limits == 0


def test_what_was_decided_settles_a_limit_once(clinic):
    miss(clinic, 0, 1)
    row = LimitReached.objects.get()
    settle_limit(by=clinic.by_counselor, reached=row, note="Bus line cut; rides booked", at=at_day(clinic, 1))
    assert not WorkItem.objects.open().filter(subject_id=row.pk).exists()
    with pytest.raises(Conflict, match="already written down"):
        settle_limit(by=clinic.by_counselor, reached=row, note="Again", at=at_day(clinic, 1))


def test_settling_needs_words_and_the_care_team(clinic):
    miss(clinic, 0, 1)
    row = LimitReached.objects.get()
    with pytest.raises(Invalid, match="Say what"):
        settle_limit(by=clinic.by_counselor, reached=row, note=" ", at=at_day(clinic, 1))
    from iop.clinic.actors import actor_of
    from tests.factories import ground

    intake = actor_of(ground.make_staff("intake", site=clinic.site).pk, days.AT)
    with pytest.raises(NotAllowed):
        settle_limit(by=intake, reached=row, note="Talked", at=at_day(clinic, 1))


def causes(clinic, since, at):
    return absence_causes.causes([clinic.enrolments[0].episode_id], since, at)


def test_only_a_limit_that_asks_for_a_review_is_a_cause(clinic):
    miss(clinic, 0, 1)
    assert causes(clinic, days.AT, at_day(clinic, 1)) == []
    miss(clinic, 2)
    found = {cause.kind for cause in causes(clinic, days.AT, at_day(clinic, 2))}
    assert found == {"absence_limit", "missed_week"}


def test_a_missed_week_is_a_cause_once_with_the_same_key(clinic):
    miss(clinic, 0, 1, 2)
    first = [cause.key for cause in causes(clinic, days.AT, at_day(clinic, 2)) if cause.kind == "missed_week"]
    again = [cause.key for cause in causes(clinic, days.AT, at_day(clinic, 3)) if cause.kind == "missed_week"]
    assert first == again
    assert len(first) == 1


def test_a_week_with_a_day_still_to_come_is_not_missed_yet(clinic):
    miss(clinic, 0, 1)
    assert causes(clinic, days.AT, at_day(clinic, 1)) == []


def test_a_day_made_up_no_longer_counts(clinic):
    other = days.make_track(clinic, name="Evening", wall=dt.time(17), weekdays=(3,), room=None, staff=clinic.director)
    from sessions_app import actions
    from sessions_app.models import ProgramSession

    actions.materialise(by=SYSTEM, at=days.AT, track_ids=[other.pk])
    missed = absence.hold(clinic, 0, "absent")[0]
    thursday = ProgramSession.objects.filter(track=other).earliest("starts_at")
    offer_make_up(by=clinic.by_case_manager, attendance=missed, session=thursday, at=at_day(clinic, 0))
    episode = missed.episode_id
    assert standing.standing([episode], at_day(clinic, 1))[episode].counted == 1
    session = actions.start(by=SYSTEM, session=thursday, at=thursday.starts_at)
    line = next(line for line in days.lines_of(session) if line.client_id == missed.client_id)
    actions.mark(by=SYSTEM, attendance=line, version=line.version, status="present", at=thursday.starts_at)
    assert standing.standing([episode], thursday.ends_at)[episode].counted == 0


def test_the_closest_policy_holds():
    clinic = absence.make_clinic(policy=False)
    rows = {
        "all": absence.make_policy(name="all"),
        "level": absence.make_policy(name="level", level_id=clinic.level.pk),
        "site": absence.make_policy(name="site", site_id=clinic.site.pk),
        "both": absence.make_policy(
            name="both", site_id=clinic.site.pk, level_id=clinic.level.pk, valid_from=days.TODAY
        ),
    }
    known = standing.policies()
    before, on = days.TODAY - dt.timedelta(days=1), days.TODAY
    assert known.holding(clinic.site.pk, clinic.level.pk, on) == rows["both"]
    assert known.holding(clinic.site.pk, clinic.level.pk, before) == rows["site"]
    assert known.holding(clinic.program.pk, clinic.level.pk, on) == rows["level"]
    assert known.holding(clinic.program.pk, None, on) == rows["all"]


def test_whether_a_miss_counts_is_decided_by_the_policy_of_its_day(clinic):
    absence.hold(clinic, 0, "absent_excused")
    absence.hold(clinic, 3, "absent_excused")
    absence.make_policy(counts_excused=True, valid_from=clinic.sessions[3].on, at=days.AT + dt.timedelta(minutes=1))
    episode = clinic.enrolments[0].episode_id
    found = standing.standing([episode], at_day(clinic, 3))[episode]
    assert [verdict.value for _day, verdict in found.misses] == ["excused", "counted"]


def test_the_grace_of_the_policy_decides_who_is_late(clinic):
    from sessions_app import actions

    session = actions.start(by=clinic.by_counselor, session=clinic.sessions[0], at=days.NINE)
    line = days.lines_of(session)[0]
    marked = actions.mark(
        by=clinic.by_counselor, attendance=line, version=line.version, status="present", arrived_at=days.NINE + days.minutes(9),
        at=days.NINE + days.minutes(12),
    )  # fmt: skip
    assert marked.status == "late"
    absence.make_policy(grace_minutes=10, at=days.AT + dt.timedelta(minutes=1))
    again = actions.mark(
        by=clinic.by_counselor, attendance=marked, version=marked.version, status="present",
        arrived_at=days.NINE + days.minutes(9), at=days.NINE + days.minutes(12),
    )  # fmt: skip
    assert again.status == "present"


def test_nobody_seen_for_the_policys_days_is_asked_after_and_closed_when_they_come(clinic):
    absence.make_policy(no_service_days=4, at=days.AT + dt.timedelta(minutes=1))
    assert absence.watch(clinic, 1).unseen == 0
    assert absence.watch(clinic, 2).unseen == 1
    assert absence.watch(clinic, 2).unseen == 0
    absence.hold(clinic, 3, "present")
    absence.watch(clinic, 3)
    assert WorkItem.objects.get(kind="no_service").status == "done"


def counted(people):
    clinic = absence.make_clinic(people=people, weeks=1)
    absence.hold(clinic, 0, "absent")
    absence.hold(clinic, 1, "absent")
    with Counted() as watching:
        absence.watch(clinic, 1)
    ids = [enrolment.episode_id for enrolment in clinic.enrolments]
    with Counted() as reading:
        standing.standing(ids, at_day(clinic, 1))
    with Counted() as causing:
        absence_causes.causes(ids, days.AT, at_day(clinic, 1))
    return watching.number, reading.number, causing.number


def test_watching_reading_and_causes_ask_as_often_for_two_as_for_seven():
    few = counted(2)
    from iop.clinic.models import Site

    Site.objects.update(is_active=False)
    assert counted(7) == few
