"""Changes of level to test with: a site with an IOP morning and an OP afternoon, and somebody in treatment, by real actions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from clients.models import LevelOfCare
from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic_actions
from iop.clinic.actors import actor_of
from iop.workflows import transitions
from iop.workflows.transitions import Wish
from scheduling import actions as scheduling
from sessions_app import actions as sessions
from tests.factories import clients, days, ground
from therapy.actions import drug_tests
from therapy.models import TestPanel

AT = days.AT
TODAY = days.TODAY
WEEK = dt.timedelta(days=7)
MONDAY = TODAY + 2 * WEEK
"""16 March 2026: the first day of a change; the spring Sunday lies before it."""
UNTIL = TODAY + 4 * WEEK


def make_desk(*, capacity=12, at=AT):
    """A clinic with tracks at two levels, days made for four weeks, and one client on Monday, Wednesday and Friday mornings."""
    desk = days.make_clinic(at=at, capacity=capacity)
    hours = {day: [(dt.time(7), dt.time(20))] for day in range(6)}
    clinic_actions.set_opening_hours(by=SYSTEM, site_id=desk.site.pk, hours=hours)
    desk.op_level = clients.make_level("op")
    desk.track = days.make_track(desk, name="Morning", at=at)
    desk.op_program = scheduling.save_program(by=SYSTEM, site_id=desk.site.pk, level=desk.op_level, name="OP", at=at)
    desk.op_track = scheduling.save_track(
        by=SYSTEM, program=desk.op_program, name="OP afternoon", day_part="afternoon", capacity=capacity, at=at
    )
    week = days.make_week(desk.director, None, weekdays=(1, 3), wall=dt.time(14))
    scheduling.save_template_version(by=SYSTEM, track=desk.op_track, valid_from=at.date(), days=week, at=at)
    desk.therapist = ground.make_staff("therapist", site=desk.site, first_name="Dana", last_name="Reyes")
    desk.by = actor_of(desk.therapist.pk, at)
    desk.enrolment = days.make_enrolled(desk, desk.track, at=at)
    desk.episode = desk.enrolment.episode
    desk.client = desk.episode.client
    sessions.materialise(by=SYSTEM, at=at, until=UNTIL)
    return desk


def make_detox() -> LevelOfCare:
    return LevelOfCare.objects.create(
        key="detox", name="Withdrawal management", short_name="Detox", intensity=80, is_off_site=True
    )


def plan_tests(desk, at=AT):
    """Tested twice a week from today on."""
    drug_tests.install_panels(by=SYSTEM, at=at)
    panel = TestPanel.objects.get(name="12-panel cup with fentanyl")
    return drug_tests.save_plan(
        by=desk.by, episode=desk.episode, panel=panel, per_week=Decimal(2), max_gap_days=5,
        necessity="Opioid use disorder, severe.", starts_on=TODAY, at=at,
    )  # fmt: skip


def wish(desk, **fields) -> Wish:
    """Step down to OP on Tuesdays and Thursdays from the Monday in two weeks."""
    usual = {
        "level_id": desk.op_level.pk, "track_id": desk.op_track.pk, "weekdays": (1, 3), "effective_on": MONDAY,
        "reason": "Six weeks sober, back at work, and wants to go on.",
    }  # fmt: skip
    return Wish(**{**usual, **fields})


def out(desk, level, **fields) -> Wish:
    """Off to detox from the Monday in two weeks."""
    usual = {
        "level_id": level.pk, "track_id": None, "weekdays": (), "stay_kind": "detox", "facility": "Harbor House",
        "reason": "Drinking again each day, with tremor in the morning.",
    }  # fmt: skip
    return wish(desk, **{**usual, **fields})


def preview(desk, wanted=None, *, by=None, at=AT):
    return transitions.preview(by=by or desk.by, episode=desk.episode, wish=wanted or wish(desk), at=at)


def carry_out(desk, wanted=None, *, by=None, at=AT, seen=None):
    """Look at the preview and do it."""
    wanted = wanted or wish(desk)
    name = preview(desk, wanted, by=by, at=at).fingerprint if seen is None else seen
    return transitions.carry_out(by=by or desk.by, episode=desk.episode, wish=wanted, seen=name, at=at)


def undo(desk, row, *, by=None, at=AT, reason="They found a job with other hours."):
    return transitions.undo(by=by or desk.by, transition=row, reason=reason, at=at)


def says(shown, area) -> list[tuple[str, str]]:
    """Before and after of the lines about one thing."""
    return [(str(each.before), str(each.after)) for each in shown.changes if each.area == area]
