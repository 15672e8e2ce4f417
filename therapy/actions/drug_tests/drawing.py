"""The day's draw: made once, kept with its seed and pool, and turned into orders; and yesterday's brought to an end."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from clients.reach import phone_words, when_words
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import require
from iop.core.words import say
from iop.notifications.actions import Draft, queue_many
from scheduling import notices
from sessions_app.choices import MISSED, AttendanceStatus
from sessions_app.models import Attendance
from therapy.actions.drug_tests.orders import ASKED_IN
from therapy.choices.drug_tests import OrderReason, TestStatus
from therapy.drug_test_pool import Pool, read_pool
from therapy.models.drug_tests import DrugTest, DrugTestStatusChange, TestDraw, TestPanel, TestPlan
from therapy.policies.drug_tests import may_set_up_tests
from therapy.rules.drug_tests.drawing import VERSION, Entry, Pick, draw

SEED_BYTES = 16
TEMPLATE = "please_come_in"
NOT_TAKEN = "clinic_did_not_collect"


def draw_sites(*, at: dt.datetime, seed: str = "") -> int:
    """Draw for every site where it is time and nobody has drawn today; close what was left of the days before.

    Safe to run at any minute and twice at once: a site's day is drawn once. Says how many orders were made. A ``seed`` is given
    by the demo alone, so that it tells the same story twice; otherwise it is thrown anew.
    """
    made = 0
    for site in Site.objects.filter(is_active=True):
        day = clock.local_date(at, site.time_zone)
        hour = settings.value("tests.draw_hour", on=day, site_id=site.pk)
        if at >= clock.at_local(day, dt.time(hour), site.time_zone):
            close_yesterday(by=SYSTEM, site=site, at=at)
            made += len(_draw_once(by=SYSTEM, site=site, on=day, at=at, seed=seed)[1])
    return made


def draw_today(*, by: Actor, site: Site, at: dt.datetime) -> tuple[TestDraw, bool]:
    """Draw for a site now, unless it was done today already; give the draw, and whether it is new."""
    require(may_set_up_tests(by, site.pk))
    found, made = _draw_once(by=by, site=site, on=clock.local_date(at, site.time_zone), at=at)
    return found, bool(made) or found.drawn_at == at


@transaction.atomic
def close_yesterday(*, by: Actor, site: Site, at: dt.datetime) -> int:
    """Close drawn orders of past days that nobody collected: missed by whoever was not there, cancelled where we did not ask.

    Somebody who came and was not asked has missed nothing. Says how many were closed.
    """
    today = clock.local_date(at, site.time_zone)
    came = Attendance.objects.attended().filter(episode=OuterRef("episode"), session__on=OuterRef("due_on"))
    line = Attendance.objects.on_roster().filter(episode=OuterRef("episode"), session__on=OuterRef("due_on"))
    rows = list(
        DrugTest.objects.waiting()
        .filter(episode__site=site, reason=OrderReason.RANDOM, due_on__lt=today)
        .select_for_update(of=("self",), skip_locked=True)
        .annotate(came=Exists(came), marked=Subquery(line.values("status")[:1]))
        .select_related("episode")
    )
    for row in rows:
        row.status = TestStatus.CANCELLED if row.came else TestStatus.MISSED
        row.version += 1
    DrugTest.objects.bulk_update(rows, ["status", "version"])
    DrugTestStatusChange.objects.bulk_create(
        DrugTestStatusChange(test=row, status=row.status, at=at, by_id=by.staff_id or by.id, reason=_why(row))
        for row in rows
    )
    if rows:
        record(
            by=by, verb="therapy.tests_closed", subject=None, clients={row.episode.client_id for row in rows}, site_id=site.pk,
            detail={"missed": sum(row.status == TestStatus.MISSED for row in rows), "tests": len(rows)},
        )  # fmt: skip
    return len(rows)


def repeat(kept: TestDraw) -> list[Pick]:
    """Draw again with what was kept. Raises ``ValueError`` for a version of the algorithm that is no longer known."""
    pool = [Entry.from_data(one) for one in kept.pool]
    return draw(seed=kept.seed, on=kept.on, pool=pool, version=kept.version)


def is_as_drawn(kept: TestDraw) -> bool:
    """Say whether drawing again gives the same picks."""
    return [{"stay": pick.key, "why": str(pick.why)} for pick in repeat(kept)] == kept.picks


@transaction.atomic
def _draw_once(
    *, by: Actor, site: Site, on: dt.date, at: dt.datetime, seed: str = ""
) -> tuple[TestDraw, list[DrugTest]]:
    found = TestDraw.objects.filter(site=site, on=on).first()
    if found is not None:
        return found, []
    pool = read_pool(site, on)
    seed = seed or secrets.token_hex(SEED_BYTES)
    picks = draw(seed=seed, on=on, pool=pool.entries)
    row = TestDraw(
        site=site, on=on, seed=seed, version=VERSION, drawn_at=at, drawn_by_id=by.staff_id,
        pool=[entry.as_data() for entry in sorted(pool.entries, key=lambda one: one.key)],
        picks=[{"stay": pick.key, "why": str(pick.why)} for pick in picks],
    )  # fmt: skip
    # Whoever draws at the same moment waits here for the first, and then finds its draw.
    TestDraw.objects.bulk_create([row], ignore_conflicts=True)
    kept = TestDraw.objects.get(site=site, on=on)
    if kept.pk != row.pk:
        return kept, []
    return kept, _order(by, kept, pool, picks, at)


def _order(by: Actor, kept: TestDraw, pool: Pool, picks: Sequence[Pick], at: dt.datetime) -> list[DrugTest]:
    site = kept.site
    here = {entry.key for entry in pool.entries if entry.here}
    hours = settings.values(["tests.message_hour", "tests.deadline_hour"], on=kept.on, site_id=site.pk)
    deadline = clock.at_local(kept.on, dt.time(hours["tests.deadline_hour"]), site.time_zone)
    tests = [
        _drawn(kept, pool.plans[uuid.UUID(pick.key)], pool.oral, at, None if pick.key in here else deadline)
        for pick in picks
    ]
    DrugTest.objects.bulk_create(tests)
    record(
        by=by, verb="therapy.tests_drawn", subject=kept, clients={test.episode.client_id for test in tests}, site_id=site.pk,
        detail={"on": kept.on, "pool": len(kept.pool), "picks": len(picks), "version": kept.version},
    )  # fmt: skip
    asked = max(at, clock.at_local(kept.on, dt.time(hours["tests.message_hour"]), site.time_zone))
    queue_many(by=by, drafts=[_ask(test, pool, site, asked) for test in tests if test.deadline_at is not None])
    return tests


def _drawn(
    kept: TestDraw, plan: TestPlan, oral: frozenset[uuid.UUID], at: dt.datetime, deadline: dt.datetime | None
) -> DrugTest:
    panel: TestPanel = plan.oral_panel if plan.episode_id in oral and plan.oral_panel else plan.panel
    return DrugTest(
        episode=plan.episode, panel=panel, reason=OrderReason.RANDOM, necessity=plan.necessity, ordered_at=at, draw=kept,
        due_on=kept.on, deadline_at=deadline,
    )  # fmt: skip


def _ask(test: DrugTest, pool: Pool, site: Site, due_at: dt.datetime) -> Draft:
    """Ask somebody to come by today, in words that say nothing of what for (42 CFR 2.11)."""
    reach = pool.reach[test.episode.client_id]
    assert test.deadline_at is not None
    return notices.draft(
        reach=reach, template=TEMPLATE, about=(ASKED_IN, test.pk), key="", site_id=site.pk, due_at=due_at,
        until=when_words(test.deadline_at, site.time_zone, reach.language), phone=phone_words(site.phone),
    )  # fmt: skip


def _why(row: DrugTest) -> str:
    known: object = row
    if row.status == TestStatus.CANCELLED:
        return NOT_TAKEN
    if known.marked in MISSED:  # type: ignore[attr-defined]
        return "excused" if known.marked == AttendanceStatus.ABSENT_EXCUSED else "absent"  # type: ignore[attr-defined]
    return "deadline" if row.deadline_at else "not_here"


WHY_CLOSED = {
    NOT_TAKEN: say("They came, and we did not ask"),
    "absent": say("Absent that day"),
    "excused": say("Excused that day"),
    "deadline": say("Did not come by the time asked"),
    "not_here": say("Was not here that day"),
}
"""Words for the coded reasons that the clinic's own clock writes."""
