"""What is due one-to-one: expected, booked, held, missing; and the work that asks for it."""

import datetime as dt

import pytest

from clients.actions import assign_care_team, set_requirement
from iop.access.actors import SYSTEM
from iop.clinic.models import SettingValue
from iop.core.errors import Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from scheduling import actions, expectations
from scheduling.models import Expectation
from scheduling.rules.expectations import ONE_WEEK, Rhythm, expected, window
from scheduling.rules.expectations import standing as rule
from tests.factories import ground
from tests.factories.clients import make_admitted
from tests.factories.one_to_one import expect
from tests.factories.scheduling import AT, MONDAY, Counted, book, make_place, on, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    place = make_place()
    set_requirement(
        by=place.by, level=place.program.level, valid_from=on(-30), at=AT, min_weekly_minutes=540, individual_per_week=1
    )
    return place


@pytest.fixture
def episode(place):
    return make_admitted(place.site, by=place.by, on=on(-28), at=wall(on(-28), 9))


def due(episode, kind="individual", week=MONDAY):
    rows = expectations.standing([episode.pk], week, AT).get(episode.pk, [])
    return next((row for row in rows if row.kind == kind), None)


@pytest.mark.parametrize(
    ("times", "days", "said"),
    [(1, 7, 1), (1, 4, 1), (1, 3, 0), (2, 7, 2), (2, 3, 1), (2, 1, 0), (1, 0, 0)],
)
def test_a_part_of_a_week_is_due_its_part(times, days, said):
    covers = (MONDAY + dt.timedelta(days=7 - days), None)
    assert expected(times, MONDAY, on(6), covers) == said


def test_a_rhythm_of_weeks_counts_from_its_beginning():
    since = MONDAY - ONE_WEEK + dt.timedelta(days=2)
    assert window(Rhythm(1, 2, since), MONDAY) == (on(-7), on(6))
    assert window(Rhythm(1, 2, since), MONDAY + ONE_WEEK) == (on(7), on(20))


@pytest.mark.parametrize(
    ("status", "held", "booked", "missing"),
    [("completed", 1, 0, 0), ("booked", 0, 1, 0), ("arrived", 0, 1, 0), ("no_show", 0, 0, 1)],
)
def test_what_was_missed_counts_for_nothing(status, held, booked, missing):
    row = rule("individual", Rhythm(1), MONDAY, (on(-28), None), [(on(2), status), (on(9), "booked")])
    assert (row.held, row.booked, row.missing) == (held, booked, missing)


def test_the_level_says_how_many(episode):
    assert (due(episode).expected, due(episode).missing, due(episode).until) == (1, 1, on(6))


def test_booked_is_not_missing(place, episode):
    book(place, episode, day=on(3))
    assert (due(episode).booked, due(episode).missing) == (1, 0)


def test_one_of_next_week_does_not_count_this_week(place, episode):
    book(place, episode, day=on(7))
    assert due(episode).missing == 1
    assert due(episode, week=on(7)).missing == 0


def test_a_cancelled_one_is_missing_again(place, episode):
    row = book(place, episode, day=on(3))
    actions.cancel_appointment(by=place.by, appointment=row, reason="", because="ill", at=AT)
    assert due(episode).missing == 1


def test_what_is_agreed_stands_in_place_of_the_level(place, episode):
    expect(place, episode, times=2)
    assert (due(episode).expected, due(episode).is_own) == (2, True)


def test_none_may_be_agreed(place, episode):
    expect(place, episode, times=0)
    assert due(episode) is None


def test_a_new_rhythm_ends_the_one_before(place, episode):
    first = expect(place, episode, starts_on=on(-7))
    expect(place, episode, times=3)
    first.refresh_from_db()
    assert first.ends_on == on(-1)


def test_a_rhythm_that_never_began_is_taken_back(place, episode):
    later = expect(place, episode, starts_on=on(14))
    expect(place, episode, times=3)
    later.refresh_from_db()
    assert later.withdrawn_at is not None


def test_after_its_last_day_the_level_holds_again(place, episode):
    row = expect(place, episode, times=3, starts_on=on(-7))
    actions.end_expectation(by=place.by, expectation=row, version=row.version, ends_on=on(-1), at=AT)
    assert due(episode).expected == 1


def test_a_stale_version_ends_nothing(place, episode):
    row = expect(place, episode)
    with pytest.raises(Stale):
        actions.end_expectation(by=place.by, expectation=row, version=row.version + 1, ends_on=on(1), at=AT)


@pytest.mark.parametrize(
    "wrong",
    [{"times": 8}, {"every_weeks": 0}, {"every_weeks": 9}, {"ends_on": on(-1)}, {"reason": " "}, {"kind": "tea"}],
)
def test_a_rhythm_that_makes_no_sense_is_refused(place, episode, wrong):
    with pytest.raises(Invalid):
        expect(place, episode, **wrong)
    assert not Expectation.objects.exists()


def test_intake_does_not_agree_rhythms(place, episode):
    from iop.clinic.actors import actor_of

    intake = actor_of(ground.make_staff("intake", site=place.site).pk, AT)
    with pytest.raises(NotAllowed):
        expect(place, episode, by=intake)


def test_check_ins_are_due_where_the_clinic_says_so(place, episode):
    assert due(episode, "check_in") is None
    SettingValue.objects.create(key="checkins.every_weeks", value=2, valid_from=on(-60), site=place.site)
    row = due(episode, "check_in")
    assert (row.expected, (row.until - row.first).days) == (1, 13)


def test_a_check_in_needs_no_licence(place, episode):
    helper = ground.make_staff("case_manager", site=place.site)
    assert book(place, episode, kind="check_in", minutes=20, staff=helper).kind == "check_in"


def test_two_statements_for_three_as_for_thirty(place):
    def asked(number):
        stays = [make_admitted(place.site, by=place.by, on=on(-28), at=wall(on(-28), 9)) for _each in range(number)]
        expect(place, stays[0])
        with Counted() as counted:
            assert len(expectations.standing([stay.pk for stay in stays], MONDAY, AT)) == number
        return counted.number

    assert asked(3) == asked(12) == 2


def owed(kind="therapy_missing"):
    return WorkItem.objects.open().filter(kind=kind)


def test_the_therapist_is_asked_for_what_is_missing(place, episode):
    assign_care_team(by=place.by, episode=episode, staff=place.therapist, role="therapist", starts_on=on(-28), at=AT)
    assert actions.owe_appointments(by=SYSTEM, at=AT) == 1
    item = owed().get()
    assert (item.assignee_id, item.client_id) == (place.therapist.pk, episode.client_id)


def test_without_a_therapist_the_clinical_director_is_asked(place, episode):
    actions.owe_appointments(by=SYSTEM, at=AT)
    assert owed().get().role_key == "clinical_director"


def test_asking_twice_asks_once(place, episode):
    actions.owe_appointments(by=SYSTEM, at=AT)
    assert actions.owe_appointments(by=SYSTEM, at=AT) == 0
    assert owed().count() == 1


def test_booking_it_closes_the_work_at_once(place, episode):
    actions.owe_appointments(by=SYSTEM, at=AT)
    book(place, episode, day=on(3))
    assert not owed().exists()
    assert WorkItem.objects.get(kind="therapy_missing").status == "done"


def test_another_kind_does_not_close_it(place, episode):
    actions.owe_appointments(by=SYSTEM, at=AT)
    book(place, episode, day=on(3), kind="case_management", minutes=30)
    assert owed().exists()


def test_one_of_two_leaves_it_open(place, episode):
    expect(place, episode, times=2)
    actions.owe_appointments(by=SYSTEM, at=AT)
    book(place, episode, day=on(3))
    assert owed().exists()


def test_a_week_that_passed_without_one_is_dropped_and_the_next_asks_again(place, episode):
    actions.owe_appointments(by=SYSTEM, at=AT)
    actions.owe_appointments(by=SYSTEM, at=wall(on(7), 9))
    assert owed().count() == 1
    assert WorkItem.objects.get(kind="therapy_missing", status="dropped").outcome
