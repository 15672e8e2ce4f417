"""Rewards: drawn for what the record says, credited under caps, handed out, taken back; locked in the database."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from iop.audit.models import AuditEvent
from iop.clinic import settings
from iop.core.errors import Conflict, Invalid, NotAllowed
from sessions_app.choices import SessionStatus
from sessions_app.models import ShortTermGoal
from tests.factories.rewards import ABSENT, BEGUN, EXCUSED, NOW, came, draw, make_rewards, one_prize, owed
from tests.therapy.world import DAY, World, wall
from therapy import rewards
from therapy.actions.rewards import (
    add_prize,
    draw_reward,
    hand_out,
    retire_prize,
    set_reward_rule,
    switch_rewards,
    void_line,
)
from therapy.models.rewards import RewardLedger, RewardPrize, RewardRule
from therapy.rules.rewards import Slips, pick


@pytest.fixture
def house(world):
    return make_rewards(world)


def balance(house):
    return RewardLedger.objects.filter(episode=house.episode).cents()


def switch(house, *, is_on=True, month=10_000, stay=50_000, at=NOW, by=None):
    switch_rewards(by=by or house.director, site=house.site, is_on=is_on, month_cents=month, stay_cents=stay, at=at)


def test_rewards_are_off_until_a_clinic_switches_them_on(db):
    site = World().site
    assert rewards.on_since(site.pk, DAY) is None
    assert settings.value("rewards.enabled", on=DAY, site_id=site.pk) is False


def test_switched_off_nothing_can_be_drawn(house):
    came(house, 1)
    one = owed(house)[0]
    switch(house, is_on=False)
    with pytest.raises(NotAllowed, match="switched off"):
        draw(house, one)
    assert owed(house) == []


def test_switched_off_what_was_earned_is_still_handed_out(house):
    one_prize(house)
    came(house, 1)
    draw(house)
    switch(house, is_on=False)
    hand_out(by=house.by, episode=house.episode, cents=100, what="Bus pass", at=NOW)
    assert balance(house) == 0


def test_days_before_it_was_switched_on_earn_nothing(house):
    came(house, 30, 25)
    assert owed(house, NOW) == []


def test_switched_off_and_on_again_counts_from_then(house):
    came(house, 9, 1)
    switch(house, is_on=False, at=wall(8, day=DAY - dt.timedelta(days=5)))
    switch(house, at=wall(8, day=DAY - dt.timedelta(days=3)))
    assert [one.earned.event.on for one in owed(house)] == [DAY - dt.timedelta(days=1)]


def test_each_day_in_a_row_earns_more_and_an_absence_begins_anew(house):
    came(house, 9, 8, 5)
    came(house, 6, status=ABSENT)
    came(house, 7, status=EXCUSED)
    assert [one.earned.draws for one in owed(house)] == [1, 2, 1]


def test_two_sessions_on_a_day_are_one_day(house):
    came(house, 2)
    evening = house.world.session(DAY - dt.timedelta(days=2), hour=17, status=SessionStatus.CLOSED)
    house.world.roster(evening, [house.person], ABSENT)
    assert len(owed(house)) == 1


@pytest.mark.parametrize(
    ("outcomes", "number"), [(["kept"], 1), (["kept", "kept"], 1), (["kept", "not"], 0), (["partly"], 0), ([""], 0)]
)
def test_goals_of_a_day_earn_when_all_are_kept(house, outcomes, number):
    set_reward_rule(by=house.director, site=house.site, kind="goals", draws=1, step=0, most=1, valid_from=DAY, at=NOW)
    session = house.world.session(DAY, status=SessionStatus.CLOSED)
    (line,) = house.world.roster(session, [house.person])
    for outcome in outcomes:
        ShortTermGoal.objects.create(
            client=house.person, attendance=line, text="Call my sponsor", due_at=NOW, outcome=outcome,
            outcome_at=wall(10) if outcome else None,
        )  # fmt: skip
    assert len([one for one in owed(house) if one.kind == "goals"]) == number


def test_a_draw_can_be_repeated_from_what_was_kept(house):
    came(house, 3, 2, 1)
    row = draw(house, owed(house)[-1])
    bowl = [Slips.from_data(each) for each in row.bowl]
    assert row.draws == 3
    assert [each.id for each in pick(seed=row.seed, bowl=bowl, draws=row.draws, version=row.version)] == row.picks


def test_what_is_drawn_is_credited_and_on_record(house):
    one_prize(house, 250)
    came(house, 1)
    draw(house)
    assert balance(house) == 250
    event = AuditEvent.objects.get(verb="therapy.reward_drawn")
    assert event.detail == {"kind": "attended", "draws": 1, "cents": 250}


def test_kind_words_alone_make_no_line(house):
    one_prize(house, 0)
    came(house, 1)
    draw(house)
    assert not RewardLedger.objects.exists()


def test_nothing_is_drawn_for_twice(house):
    came(house, 1)
    one = owed(house)[0]
    draw(house, one)
    with pytest.raises(Conflict, match="drawn already"):
        draw(house, one)


def test_what_the_record_does_not_say_earns_nothing(house):
    with pytest.raises(Conflict):
        draw_reward(by=house.by, episode=house.episode, kind="attended", event="day:2026-03-01", at=NOW)


def test_credited_is_what_the_cap_leaves_and_then_no_more(world):
    house = make_rewards(world, month=150)
    one_prize(house)
    came(house, 3, 2, 1)
    assert [draw(house).credited_cents, draw(house).credited_cents] == [100, 50]
    with pytest.raises(Conflict, match="cap"):
        draw(house)


def test_the_next_month_has_room_again_and_the_stay_has_not(world):
    house = make_rewards(world, month=100, stay=150)
    one_prize(house)
    came(house, 3, 2, 1)
    february = wall(18, day=DAY - dt.timedelta(days=2))
    assert [draw(house, at=february).credited_cents, draw(house).credited_cents] == [100, 50]
    assert rewards.read_caps(house.episode, DAY).left == 0


def test_what_was_taken_back_frees_its_room(world):
    house = make_rewards(world, month=100)
    one_prize(house)
    came(house, 1)
    row = draw(house)
    void_line(by=house.by, line=row.line, reason="Wrong client", at=NOW)
    assert (balance(house), rewards.read_caps(house.episode, DAY).left) == (0, 100)


def test_an_empty_bowl_draws_nothing(house):
    RewardPrize.objects.filter(site=house.site).update(retired_at=BEGUN)
    came(house, 1)
    with pytest.raises(Conflict, match="empty"):
        draw(house)


def test_no_more_is_handed_out_than_there_is(house):
    one_prize(house)
    came(house, 1)
    draw(house)
    with pytest.raises(Invalid, match="less than that"):
        hand_out(by=house.by, episode=house.episode, cents=101, what="Card", at=NOW)


def test_what_was_handed_out_already_is_not_taken_back(house):
    one_prize(house)
    came(house, 1)
    row = draw(house)
    hand_out(by=house.by, episode=house.episode, cents=60, what="Card", at=NOW)
    with pytest.raises(Conflict, match="stays theirs"):
        void_line(by=house.by, line=row.line, reason="Wrong", at=NOW)


def test_a_handing_out_written_down_wrong_comes_back_once(house):
    one_prize(house)
    came(house, 1)
    draw(house)
    given = hand_out(by=house.by, episode=house.episode, cents=60, what="Card", at=NOW)
    void_line(by=house.by, line=given, reason="Not taken along", at=NOW)
    assert balance(house) == 100
    with pytest.raises(Conflict, match="already"):
        void_line(by=house.by, line=given, reason="Again", at=NOW)


def test_taking_back_needs_a_reason(house):
    one_prize(house)
    came(house, 1)
    with pytest.raises(Invalid, match="why"):
        void_line(by=house.by, line=draw(house).line, reason=" ", at=NOW)


def test_who_does_not_give_rewards_is_refused(house):
    came(house, 1)
    biller = house.world.actor(house.world.staff("Bo", "Hart", "biller"))
    with pytest.raises(NotAllowed):
        draw(house, by=biller)


def test_counselors_do_not_set_rewards_up(house):
    with pytest.raises(NotAllowed):
        switch(house, is_on=False, by=house.by)


def test_a_rule_does_not_change_the_past(house):
    with pytest.raises(Invalid, match="past"):
        set_reward_rule(
            by=house.director, site=house.site, kind="test", draws=1, step=0, most=1, at=NOW,
            valid_from=DAY - dt.timedelta(days=1),
        )  # fmt: skip


def test_switching_on_again_leaves_the_bowl_as_the_clinic_made_it(house):
    one_prize(house)
    switch(house, is_on=False)
    switch(house)
    assert [each.label for each in RewardPrize.objects.in_bowl()] == ["Small prize"]


def test_a_prize_taken_out_may_be_put_in_anew_and_old_draws_keep_theirs(house):
    prize = one_prize(house)
    came(house, 1)
    row = draw(house)
    retire_prize(by=house.director, prize=prize, at=NOW)
    add_prize(by=house.director, site=house.site, label="Small prize", cents=200, slips=5, at=NOW)
    row.refresh_from_db()
    assert row.bowl[0]["cents"] == 100


def test_two_prizes_of_one_name_are_refused(house):
    one_prize(house)
    with pytest.raises(Conflict, match="this name"):
        add_prize(by=house.director, site=house.site, label="Small prize", cents=1, slips=1, at=NOW)


def refused(sql, params=()):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE therapy_rewarddraw SET value_cents = 5",
        "DELETE FROM therapy_rewarddraw",
        "TRUNCATE therapy_rewarddraw CASCADE",
        "UPDATE therapy_rewardledger SET cents = 5",
        "DELETE FROM therapy_rewardledger",
        "UPDATE therapy_rewardrule SET draws = 5",
        "DELETE FROM therapy_rewardrule",
        "UPDATE therapy_rewardprize SET cents = 5",
        "DELETE FROM therapy_rewardprize",
    ],
)
def test_sql_changes_nothing_of_the_record(sql, house):
    one_prize(house)
    came(house, 1)
    draw(house)
    refused(sql)


def line(house, **fields):
    return RewardLedger.objects.create(
        **{"episode": house.episode, "on": DAY, "at": NOW, "by": house.world.counselor, "words": "x", **fields}
    )


def test_the_database_keeps_the_balance_from_going_below_nothing(house):
    with pytest.raises(DatabaseError, match="below nothing"), transaction.atomic():
        line(house, kind="handed_out", cents=-1)


def test_the_database_takes_no_earning_but_what_was_drawn(house):
    one_prize(house)
    came(house, 2, 1)
    row = draw(house)
    with pytest.raises(DatabaseError), transaction.atomic():
        line(house, kind="earned", cents=500)
    with pytest.raises(DatabaseError, match="in full"), transaction.atomic():
        line(house, kind="voided", cents=-50, voids=row.line)


def test_statements_do_not_grow_with_the_days(house):
    counts = []
    for ago in (range(2, 4), range(4, 12)):
        came(house, *ago)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            owed(house)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_starting_rules_hold_from_the_day_it_was_switched_on(house):
    assert set(RewardRule.objects.values_list("kind", "valid_from")) == {
        ("attended", BEGUN.date()), ("test", BEGUN.date()),
    }  # fmt: skip
