import pytest

from iop.core import clock, heartbeat


@pytest.mark.parametrize(("seconds", "fresh"), [(0, True), (70, True), (71, False), (None, False)])
def test_a_process_counts_as_running_for_three_heartbeats(seconds, fresh):
    assert heartbeat.is_fresh(seconds) is fresh


def test_the_mark_says_how_long_ago(at):
    at("2026-03-02 09:00:00")
    heartbeat.mark("beat")
    assert heartbeat.seen_seconds_ago("beat", at=at("2026-03-02 09:00:42")) == 42


def test_a_clock_that_was_set_back_gives_no_negative_age(at):
    at("2026-03-02 09:00:00")
    heartbeat.mark("beat")
    at("2026-03-02 08:00:00")
    assert heartbeat.seen_seconds_ago("beat", at=clock.now()) == 0
