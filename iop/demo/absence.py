"""The demo's story of missed days: the policy, who was followed up and came back, what is still open, and calls beforehand.

The days themselves are told before; here the watch looks at each of the last evenings, and colleagues do what is due.
"""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from random import Random

from clients.choices import EpisodeStatus
from iop.access.actors import SYSTEM, Actor
from iop.core import clock
from iop.demo.clinic import Clinic
from sessions_app.absence_choices import Consequence, LimitKind
from sessions_app.absence_examples import EXAMPLES
from sessions_app.actions.absence.noticing import take_notice
from sessions_app.actions.absence.setting import PolicyPlan, plan_of, set_absence_policy
from sessions_app.actions.absence.stepping import do_step, leave_out_step, settle_limit
from sessions_app.actions.absence.watching import watch_absence
from sessions_app.actions.attendance import enter_late
from sessions_app.choices import AttendanceStatus, OutreachMethod, SessionStatus
from sessions_app.models import AbsenceCase, AbsenceCaseStep, Attendance, LimitReached
from sessions_app.rules.absence import Limit

EVENINGS = 14
"""How many evenings the watch looks back over."""
MOST_STEPS = 14
CALLERS = {"BOS": "Lindqvist", "TUC": "Delacroix"}
CALLED = (
    ("left_message", "Left a neutral message."),
    ("no_answer", "Rang out twice."),
    ("reached_coming", "Back on the next planned day; the bus did not come."),
    ("reached_declined", "Overwhelmed at home just now. Agreed to talk again tomorrow."),
)
WHY = (
    "Court date, told us the day it was set",
    "Child has a fever",
    "New shift at work this week",
    "Dentist, could not be moved",
)
DECIDED = (
    "Talked with her about the mornings: the evening track would fit better. Asked for a change of track.",
    "Went through the plan together; rides are booked for the next two weeks.",
)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    _policy(now)
    done = 0
    for evening in range(EVENINGS, -1, -1):
        at = now - dt.timedelta(days=evening)
        with clock.frozen(at):
            watch_absence(by=SYSTEM, at=at)
        if evening > 1:
            done += _steps(house, dice, at, MOST_STEPS - done)
    _decide(house, now)
    _somebody_at_boston(house, now)
    _notices(house, dice, now)


def _policy(now: dt.datetime) -> None:
    """Let three misses in four weeks ask for the plan, since last season: the clinic changed its first policy once."""
    began = now - dt.timedelta(weeks=20)
    plan = plan_of(EXAMPLES[0], began.date())
    extra = (Limit(LimitKind.WITHIN, 3, 4, Consequence.PLAN),)
    with clock.frozen(began):
        changed = PolicyPlan(**{**vars(plan), "name": "House policy", "limits": (*plan.limits, *extra)})
        set_absence_policy(by=SYSTEM, plan=changed, at=began)


def _steps(house: Clinic, dice: Random, at: dt.datetime, most: int) -> int:
    waiting = AbsenceCaseStep.objects.filter(
        done_at__isnull=True, opens_at__lte=at, case__closed_at__isnull=True,
        case__newest_line__status=AttendanceStatus.ABSENT,
    ).select_related("case__episode", "step")  # fmt: skip
    rows = list(waiting.order_by("opens_at", "pk")[: max(0, min(most, 3))])
    codes = {site.pk: code for code, site in house.sites.items()}
    for row in rows:
        by = house.acting(CALLERS[codes[row.case.episode.site_id]], at)
        with clock.frozen(at):
            if row.step.method == OutreachMethod.CONTACT:
                leave_out_step(by=by, step=row, reason="No release for the contact; asked the client for one.", at=at)
            elif row.step.method == OutreachMethod.LETTER:
                do_step(by=by, step=row, outcome="sent", at=at)
            else:
                outcome, note = dice.choice(CALLED)
                do_step(by=by, step=row, outcome=outcome, note=note, at=at)
    return len(rows)


def _decide(house: Clinic, now: dt.datetime) -> None:
    """Write down what was decided about a few limits; the others wait."""
    at = now - dt.timedelta(hours=4)
    rows = LimitReached.objects.unsettled().filter(reached_at__lt=at).select_related("episode")
    for row, words in zip(list(rows.order_by("reached_at", "pk"))[1::3], DECIDED, strict=False):
        boston = house.sites["BOS"].pk == row.episode.site_id
        with clock.frozen(at):
            settle_limit(by=house.acting("Oduya" if boston else "Yazzie", at), reached=row, note=words, at=at)


def _somebody_at_boston(house: Clinic, now: dt.datetime) -> None:
    """Let the director correct two days, so that even a clinic of a few people has somebody to follow up at Boston."""
    boston = {"episode__site": house.sites["BOS"]}
    cases, limits = AbsenceCase.objects.open().filter(**boston), LimitReached.objects.unsettled().filter(**boston)
    if cases.exists() and limits.exists():
        return
    over = Attendance.objects.on_roster().filter(
        episode__status=EpisodeStatus.ADMITTED,
        session__status__in=[SessionStatus.CLOSED, SessionStatus.FINAL],
        **boston,
    )
    newest = (
        over.filter(client__is_restricted=False).select_related("session").order_by("-client_id", "-session__starts_at")
    )
    stays = [list(lines) for _client, lines in groupby(newest, key=lambda line: line.client_id)]
    director = house.acting("Ferreira", now)
    longest = max(stays, key=lambda lines: (len(lines), -lines[0].session.starts_at.timestamp()), default=[])
    for line in longest[:2]:
        if line.status == AttendanceStatus.LEFT_EARLY:
            line = _corrected(director, line, AttendanceStatus.PRESENT, now)
        if line.status != AttendanceStatus.ABSENT:
            _corrected(director, line, AttendanceStatus.ABSENT, now)
    with clock.frozen(now):
        watch_absence(by=SYSTEM, at=now)


def _corrected(by: Actor, line: Attendance, status: str, now: dt.datetime) -> Attendance:
    return enter_late(
        by=by, attendance=line, version=line.version, status=status, at=now,
        reason="Signed in on the wrong line of the paper sheet",
    )  # fmt: skip


def _notices(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Note a few calls about days to come, one of them late and excused."""
    for code, caller in CALLERS.items():
        lines = (
            Attendance.objects.filter(
                session__site=house.sites[code], session__status=SessionStatus.PLANNED, status=AttendanceStatus.EXPECTED,
                session__starts_at__gt=now + dt.timedelta(hours=3), session__starts_at__lt=now + dt.timedelta(days=6),
            )
            .select_related("session")
            .order_by("session__starts_at", "pk")
        )  # fmt: skip
        for number, line in enumerate(list(lines[:40])[::13]):
            take_notice(
                by=house.acting(caller, now), lines=[line], called_at=now - dt.timedelta(minutes=20 * number + 5),
                reason=dice.choice(WHY), excused=number == 0, at=now,
            )  # fmt: skip
