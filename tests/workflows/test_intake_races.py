"""Real threads: the last seat, the seat that runs out, the task run by two workers."""

import datetime as dt
from functools import partial

import pytest

from clients.models import Client, Episode, Inquiry
from iop.core.errors import Conflict, Refusal, Stale
from iop.work.models import WorkItem
from iop.workflows import admission, intake
from scheduling import seats
from scheduling.models import Enrolment, SeatHold
from tests.factories.clients import AT, TODAY
from tests.factories.intake import accept, make_desk, only_block, place, take
from tests.factories.scheduling import on, race

pytestmark = pytest.mark.django_db(transaction=True)


def winners(results):
    return [result for result in results if not isinstance(result, BaseException)]


def losers(results):
    return [result for result in results if isinstance(result, BaseException)]


def test_the_last_seat_accepted_by_several():
    desk = make_desk(capacity=1)
    calls = [take(desk, first_name=name) for name in ("A", "B", "C", "D")]
    results = race(*(partial(accept, desk, call) for call in calls))
    assert len(winners(results)) == 1
    assert all(isinstance(each, Conflict) and "No seat is free" in str(each) for each in losers(results)), results
    assert (SeatHold.objects.count(), Client.objects.count()) == (1, 1)
    assert Inquiry.objects.filter(status="accepted").count() == 1


def test_one_inquiry_accepted_by_two():
    desk = make_desk(capacity=5)
    call = take(desk)
    results = race(*(partial(accept, desk, call) for _ in range(3)))
    assert len(winners(results)) == 1
    assert all(isinstance(each, Stale | Conflict) for each in losers(results)), results
    assert (SeatHold.objects.count(), Client.objects.count(), Episode.objects.count()) == (1, 1, 1)


def test_the_task_run_by_two_workers():
    desk = make_desk(capacity=5)
    ends = max(accept(desk, take(desk, first_name=name)).expires_at for name in ("A", "B", "C"))
    results = race(*(partial(intake.expire_holds, at=ends) for _ in range(3)))
    assert not losers(results), results
    # One that another worker had in hand is left for the next run.
    intake.expire_holds(at=ends)
    assert set(SeatHold.objects.values_list("ended_as", flat=True)) == {"expired"}
    assert WorkItem.objects.filter(kind="hold_expired").count() == 3
    assert set(Inquiry.objects.values_list("status", flat=True)) == {"contacted"}


def test_admission_against_the_seat_running_out():
    desk = make_desk(capacity=1)
    only_block(desk, "placement", "seat")
    held = accept(desk, starts_on=on(2))
    episode = Episode.objects.get(inquiry=held.inquiry_id)
    place(desk, episode)
    last_moment = held.expires_at - dt.timedelta(seconds=1)

    def admit():
        return admission.admit(
            by=desk.by, episode=episode, on=on(2), track=desk.track, weekdays=[2], starts_on=on(2), at=last_moment,
            accept_warnings_reason="Follows.",
        )  # fmt: skip

    results = race(admit, partial(intake.expire_holds, at=held.expires_at))
    held.refresh_from_db()
    assert all(isinstance(each, Refusal) for each in losers(results)), results
    used = held.ended_as == "used"
    assert Enrolment.objects.exists() == used
    assert (Episode.objects.get(pk=episode.pk).status == "admitted") == used
    assert seats.taken(desk.track, [on(2)], at=held.expires_at) == {on(2): int(used)}


def test_giving_back_against_accepting_the_freed_seat():
    desk = make_desk(capacity=1)
    held, call = accept(desk), take(desk, first_name="Kim")
    results = race(
        partial(intake.give_back, by=desk.by, hold=held, reason="Elsewhere", at=AT), partial(accept, desk, call)
    )
    assert not isinstance(results[0], BaseException), results
    assert seats.taken(desk.track, [TODAY], at=AT)[TODAY] == len(winners(results)) - 1


def test_closing_against_accepting():
    desk = make_desk(capacity=1)
    call = take(desk)
    results = race(
        partial(accept, desk, call),
        partial(intake.move, by=desk.by, inquiry=call, to="lost", at=AT, reason="no_answer"),
    )
    assert all(isinstance(each, Refusal) for each in losers(results)), results
    call.refresh_from_db()
    assert SeatHold.objects.standing().exists() == (call.status == "accepted")


def test_deadlocks_are_tried_again_not_shown():
    desk = make_desk(capacity=3)
    calls = [take(desk, first_name=name) for name in ("A", "B", "C")]
    holds = [accept(desk, call) for call in calls]
    for call in calls:
        call.refresh_from_db()
    results = race(
        *(partial(intake.give_back, by=desk.by, hold=held, reason="x", at=AT) for held in holds),
        *(partial(intake.move, by=desk.by, inquiry=call, to="declined", at=AT, reason="payer") for call in calls),
        partial(intake.expire_holds, at=holds[0].expires_at),
    )
    assert all(isinstance(each, Refusal) for each in losers(results)), results
    assert not SeatHold.objects.standing().exists()
