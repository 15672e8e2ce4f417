"""Builds the demo clinic, or adds the days that are missing since the last start."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo import (
    absence,
    authorizations,
    calls,
    charges,
    claims,
    client_money,
    clinic,
    clinical,
    days,
    discharges,
    drug_tests,
    family_care,
    family_groups,
    imports,
    integrations,
    lengths,
    measures,
    meetings,
    messages,
    months,
    one_to_one,
    open_groups,
    operations,
    own_plans,
    papers,
    payers,
    plans,
    portal_access,
    portal_papers,
    progress_notes,
    questionnaires,
    recovery,
    reminders,
    remittances,
    requests,
    reviews,
    state_data,
    stays,
    support,
    threads,
    timeline,
    transitions,
)
from sessions_app import actions as sessions

WEEKS = clinic.WEEKS
CARE_BETWEEN = (
    one_to_one, support, plans, progress_notes, questionnaires, measures, drug_tests, own_plans, timeline,
    absence, open_groups, reviews, lengths, transitions, discharges, messages, reminders,
    portal_access, portal_papers, recovery, requests, threads, family_care, family_groups,
    payers, authorizations, charges, claims, remittances, client_money, months,
    state_data, imports, integrations, operations,
)  # fmt: skip
"""What is told after the treatment days, in this order: later parts build on earlier ones."""
ACTIVE_SHARE = 70 / 220
"""Of all the people of the demo, how many are in treatment now."""

Report = Callable[[str, int, int], None]
"""Told the step, how many are done and how many there are."""


@dataclass(frozen=True)
class Built:
    """What there is now."""

    is_new: bool
    days_run: int


def bring_up(*, now: dt.datetime, seed: int, people: int, report: Report, weeks: int = WEEKS) -> Built:
    """Build the clinic when there is none, run the days that have passed, and let one of today's days be now.

    ``weeks`` is how far back the treatment days reach. The same ``seed``, number of ``people`` and instant give the same clinic. Interrupted, it goes on where it stopped:
    each step leaves what it made, and a day is run only while it is still planned.
    """
    # While it is evening at the clinic, Greenwich has the next date already: the story goes by the clinic's dates.
    now = now.astimezone(clinic.WALL_CLOCK)
    is_new = not clinic.exists()
    house = _build(now, seed, people, dt.timedelta(weeks=weeks), report) if is_new else clinic.load()
    sessions.materialise(by=SYSTEM, at=now)
    if not is_new:
        meetings.top_up(house, now, random.Random(f"{seed}:meetings:{now.date()}"))
    waiting = days.unfinished(house, now)
    for number, _ in enumerate(days.run_all(house, waiting, now, seed), start=1):
        report("Running the treatment days", number, len(waiting))
    if is_new:
        clinical.clinical(house, random.Random(f"{seed}:clinical"), now)
        papers.since_then(house, now)
        for part in CARE_BETWEEN:
            report(part.__name__.rpartition(".")[2].replace("_", " ").capitalize(), 0, 1)
            part.fill(house, random.Random(f"{seed}:{part.__name__}"), now)
    days.bring_to_now(house, now)
    return Built(is_new=is_new, days_run=len(waiting))


def _build(now: dt.datetime, seed: int, people: int, history: dt.timedelta, report: Report) -> clinic.Clinic:
    dice = random.Random(seed)
    report("Opening the clinic", 0, 1)
    house = clinic.build(now, history)
    report("Opening the clinic", 1, 1)
    active = max(1, round(people * ACTIVE_SHARE))
    began_calls = now - clinic.YEARS_OPEN
    with clock.frozen(began_calls):
        calls.sources(house, began_calls)
        papers.forms(began_calls)
    planned = stays.plan(house, now, dice, active, people - active)
    for number, _ in enumerate(stays.live(house, planned, now, dice), start=1):
        report("Admitting clients", number, len(planned))
    names = stays.names(random.Random(f"{seed}:calls"))
    report("Taking calls", 0, 1)
    calls.not_come(house, dice, now, people, names)
    calls.pipeline(house, dice, now, names)
    report("Taking calls", 1, 1)
    began = now - history
    with clock.frozen(began):
        sessions.materialise(by=SYSTEM, at=began, until=(now + dt.timedelta(weeks=4)).date())
    meetings.book(house, now, dice, report)
    return house
