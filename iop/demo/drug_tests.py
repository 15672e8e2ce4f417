"""The demo's story of drug tests: twelve weeks of draws, and a few tests in each state of today.

What lies behind is written at once, drawn and read by the same rules as on the pages; today's are done by the same actions.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.access.actors import SYSTEM
from iop.clinic.models import Site
from iop.core import clock
from iop.demo.clinic import Clinic
from sessions_app.choices import ATTENDED, AttendanceMode, SessionStatus
from sessions_app.models import Attendance
from therapy import medications
from therapy.actions import drug_tests
from therapy.actions.drug_tests.results import Checks, Reading
from therapy.choices.drug_tests import (
    TO_TALK_ABOUT,
    Analyte,
    ExemptionKind,
    Instead,
    Matrix,
    OrderReason,
    Outcome,
    Overall,
    Stage,
    TalkOutcome,
    TestStatus,
    ToldUse,
    Validity,
)
from therapy.models.drug_tests import (
    AnalyteResult,
    DrugTest,
    DrugTestStatusChange,
    TestDraw,
    TestPanel,
    TestPlan,
    TestResult,
    TestReview,
)
from therapy.rules.drug_tests import consistency
from therapy.rules.drug_tests.drawing import VERSION, Entry, chance_of, draw
from therapy.rules.drug_tests.panels import targets_of

WEEKS = 12
ONE_DAY = dt.timedelta(days=1)
TESTED = {"BOS": 10, "TUC": 5}
"""How many people at each site have a plan; a clinic tests by need, not everybody."""
COLLECTORS = {"BOS": "Oduya", "TUC": "Yazzie"}
CUP = "12-panel cup with fentanyl"
WHY = (
    "Opioid use disorder; buprenorphine since detox. Results show whether the dose holds, and guide the plan.",
    "Alcohol use disorder; asked for tests: “It helps me on Fridays to know that somebody will ask.”",
    "Stimulant use disorder; two returns to use this year. Results say when to add a session.",
    "Cocaine use disorder with an opioid risk: fentanyl is found in the local supply.",
)
SLIPS = (
    (Analyte.COCAINE, "cocaine"),
    (Analyte.ETG, "alcohol"),
    (Analyte.THC, "cannabis"),
    (Analyte.AMPHETAMINE, "stimulants"),
)
TALKS = (
    (TalkOutcome.TALKED, "A hard weekend, told without being asked. Called a friend on Sunday; the plan stays."),
    (
        TalkOutcome.PLAN,
        "Went through the evening step by step. Added a check-in on Fridays; reads the coping list on the bus.",
    ),
    (TalkOutcome.MEDICAL, "Cravings stronger since the dose was lowered: the prescriber is asked this week."),
)
GOOD = Checks(creatinine=Decimal(92), specific_gravity=Decimal("1.0160"), ph=Decimal("6.0"))


@dataclass
class Past:
    """Rows of the weeks behind, to be written at once."""

    draws: list[TestDraw] = field(default_factory=list)
    tests: list[DrugTest] = field(default_factory=list)
    changes: list[DrugTestStatusChange] = field(default_factory=list)
    results: list[TestResult] = field(default_factory=list)
    lines: list[AnalyteResult] = field(default_factory=list)
    reviews: list[TestReview] = field(default_factory=list)

    @transaction.atomic
    def keep(self) -> None:
        """Write them, those first that others point to."""
        TestDraw.objects.bulk_create(self.draws)
        DrugTest.objects.bulk_create(self.tests)
        DrugTestStatusChange.objects.bulk_create(self.changes)
        TestResult.objects.bulk_create(self.results)
        AnalyteResult.objects.bulk_create(self.lines, batch_size=1000)
        TestReview.objects.bulk_create(self.reviews)


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``."""
    with clock.frozen(now - dt.timedelta(weeks=WEEKS + 1)):
        drug_tests.install_panels(by=SYSTEM, at=clock.now())
    panels = {panel.name: panel for panel in TestPanel.objects.in_use()}
    seed = hashlib.sha256(str(dice.random()).encode()).hexdigest()[:32]
    for code, site in sorted(house.sites.items()):
        plans = _plans(house, code, site, panels, dice, now)
        if plans:
            _past(house, code, site, plans, panels[CUP], dice, now)
    with clock.frozen(now):
        drug_tests.draw_sites(at=now, seed=seed)
    _today(house, panels, now)


def _plans(
    house: Clinic, code: str, site: Site, panels: Mapping[str, TestPanel], dice: random.Random, now: dt.datetime
) -> list[TestPlan]:
    today = clock.local_date(now, site.time_zone)
    stays = list(
        Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED, admitted_on__lt=today)
        .filter(client__is_restricted=False)
        .select_related("client", "site")
        .order_by("client__record_number")[: TESTED[code]]
    )
    made = []
    for number, stay in enumerate(stays):
        assert stay.admitted_on is not None
        begins = max(stay.admitted_on + ONE_DAY, today - dt.timedelta(weeks=WEEKS))
        at = clock.at_local(begins, dt.time(7, 30), site.time_zone)
        weekly = number % 3 != 2
        with clock.frozen(at):
            made.append(
                drug_tests.save_plan(
                    by=house.acting(COLLECTORS[code], at), episode=stay, panel=panels[CUP], oral_panel=panels["Oral fluid, 7 targets"],
                    per_week=Decimal(1) if weekly else Decimal("0.5"), max_gap_days=10 if weekly else 21,
                    on_days_off=number % 5 == 4, necessity=dice.choice(WHY), starts_on=begins, at=at,
                )
            )  # fmt: skip
    if made:
        with clock.frozen(now):
            drug_tests.exempt(
                by=house.acting(COLLECTORS[code], now), episode=made[-1].episode, kind=ExemptionKind.SHY_BLADDER,
                instead=Instead.ORAL_FLUID, starts_on=today, ends_on=today + 30 * ONE_DAY, note="Tried twice, with water.", at=now,
            )  # fmt: skip
    return made


def _past(
    house: Clinic, code: str, site: Site, plans: list[TestPlan], cup: TestPanel, dice: random.Random, now: dt.datetime
) -> None:
    days = _days(plans, now, site)
    taken = medications.active_for({plan.episode.client_id for plan in plans}, now)
    past, last = Past(), {plan.episode_id: plan.starts_on - ONE_DAY for plan in plans}
    first, today = min(plan.starts_on for plan in plans), clock.local_date(now, site.time_zone)
    by_stay = {plan.episode_id: plan for plan in plans}
    for on in (first + ONE_DAY * number for number in range((today - first).days)):
        here = [plan for plan in plans if on in days[plan.episode_id] and plan.starts_on <= on]
        if not here:
            continue
        pool = sorted((_entry(plan, on, days[plan.episode_id], last) for plan in here), key=lambda one: one.key)
        kept = _draw(past, site, on, pool, dice)
        for pick in kept.picks:
            plan = by_stay[uuid.UUID(pick["stay"])]
            test = _ordered(past, kept, plan, cup)
            was_there = days[plan.episode_id][on]
            if _settled(
                house.staff[COLLECTORS[code]], past, test, taken.get(plan.episode.client_id, []), dice, was_there
            ):
                last[plan.episode_id] = on
    past.keep()


def _days(plans: list[TestPlan], now: dt.datetime, site: Site) -> Mapping[uuid.UUID, dict[dt.date, bool]]:
    """Say for each stay on which days it had a session, and whether they came."""
    rows = (
        Attendance.objects.on_roster()
        .filter(
            episode__in=[plan.episode_id for plan in plans], mode=AttendanceMode.IN_PERSON, session__starts_at__lt=now
        )
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("session__on")
        .values_list("episode", "session__on", "status")
    )
    found: dict[uuid.UUID, dict[dt.date, bool]] = defaultdict(dict)
    for episode_id, on, status in rows:
        found[episode_id][on] = status in ATTENDED or found[episode_id].get(on, False)
    return found


def _entry(plan: TestPlan, on: dt.date, days: Mapping[dt.date, bool], last: Mapping[uuid.UUID, dt.date]) -> Entry:
    ahead = [day for day in days if day > on]
    return Entry(
        key=str(plan.episode_id), chance=chance_of(plan.per_week, sum(on <= day < on + 7 * ONE_DAY for day in days)),
        last_on=last[plan.episode_id], max_gap_days=plan.max_gap_days, next_on=min(ahead, default=None),
    )  # fmt: skip


def _draw(past: Past, site: Site, on: dt.date, pool: list[Entry], dice: random.Random) -> TestDraw:
    seed = f"{dice.getrandbits(128):032x}"
    picks = draw(seed=seed, on=on, pool=pool)
    kept = TestDraw(
        site=site, on=on, seed=seed, version=VERSION, drawn_at=clock.at_local(on, dt.time(5), site.time_zone),
        pool=[entry.as_data() for entry in pool], picks=[{"stay": pick.key, "why": str(pick.why)} for pick in picks],
    )  # fmt: skip
    past.draws.append(kept)
    return kept


def _ordered(past: Past, kept: TestDraw, plan: TestPlan, cup: TestPanel) -> DrugTest:
    test = DrugTest(
        episode=plan.episode, panel=cup, reason=OrderReason.RANDOM, necessity=plan.necessity, ordered_at=kept.drawn_at, draw=kept,
        due_on=kept.on,
    )  # fmt: skip
    past.tests.append(test)
    return test


def _settled(staff: Any, past: Past, test: DrugTest, taken: list[Any], dice: random.Random, was_there: bool) -> bool:
    """Bring a past test to its end; say whether a sample was collected."""
    at = clock.at_local(test.due_on, dt.time(9, dice.randint(5, 55)), test.draw.site.time_zone) if test.draw else None
    assert at is not None
    if not was_there:
        _moved(past, test, TestStatus.MISSED, at + ONE_DAY, None, "absent")
        return False
    luck = dice.random()
    if luck < 0.05:
        refused = luck < 0.025
        _moved(
            past, test, TestStatus.REFUSED if refused else TestStatus.UNABLE, at, staff,
            "“Not today, ask me on Thursday.”" if refused else "Tried twice, with water.",
        )  # fmt: skip
        return False
    _collected(past, test, staff, at, dice)
    _read(past, test, staff, at + dt.timedelta(minutes=6), taken, dice)
    return True


def _moved(past: Past, test: DrugTest, status: TestStatus, at: dt.datetime, staff: Any, reason: str = "") -> None:
    test.status = status
    test.version += 1
    past.changes.append(
        DrugTestStatusChange(test=test, status=status, at=at, by_id=staff.pk if staff else None, reason=reason)
    )


def _collected(past: Past, test: DrugTest, staff: Any, at: dt.datetime, dice: random.Random) -> None:
    test.told_at = test.collected_at = at
    test.collected_by = staff
    test.temperature_f = Decimal(dice.randint(920, 978)) / 10
    test.lot, test.lot_expires_on = f"C{dice.randint(210, 240)}", test.due_on + 200 * ONE_DAY
    _moved(past, test, TestStatus.COLLECTED, at, staff)


def _read(past: Past, test: DrugTest, staff: Any, at: dt.datetime, taken: list[Any], dice: random.Random) -> None:
    known = [consistency.Taken(one.id, one.ingredient, one.label) for one in taken]
    shown = {analyte for one in known for analyte in consistency.SHOWS.get(one.ingredient, ())}
    slip, substance = dice.choice(SLIPS)
    slipped = dice.random() < 0.11
    tells = slipped and dice.random() < 0.5
    test.told_use, test.told_use_at = ToldUse.USED if tells else ToldUse.NONE, test.collected_at
    test.told_substances = [substance] if tells else []
    lines = [
        consistency.Line(
            one.analyte, Outcome.POSITIVE if one.analyte in shown or (slipped and one.analyte == slip) else Outcome.NEGATIVE,
            None, one.cutoff,
        )
        for one in targets_of(test.panel.targets)
    ]  # fmt: skip
    told = consistency.Told(test.told_use, frozenset(test.told_substances))
    reads = consistency.read_lines(lines, known, told, Stage.PRESUMPTIVE)
    dilute = not slipped and dice.random() < 0.03
    result = TestResult(
        test=test, stage=Stage.PRESUMPTIVE, panel=test.panel, resulted_at=at, entered_by=staff,
        creatinine=Decimal(14) if dilute else Decimal(dice.randint(30, 180)),
        specific_gravity=Decimal("1.0020") if dilute else Decimal(dice.randint(10050, 10250)) / 10000, ph=Decimal("6.0"),
        validity=Validity.DILUTE if dilute else Validity.NORMAL,
        overall=consistency.overall_of(
            reads, stage=Stage.PRESUMPTIVE, validity=Validity.DILUTE if dilute else Validity.NORMAL, matrix=Matrix.URINE
        ),
    )  # fmt: skip
    past.results.append(result)
    past.lines += [_line(result, place, one) for place, one in enumerate(reads, start=1)]
    _moved(past, test, TestStatus.SCREENED, at, staff)
    _reviewed(past, test, result, staff, at, dice)


def _line(result: TestResult, place: int, one: consistency.Read) -> AnalyteResult:
    unit = next(each.unit for each in targets_of(result.panel.targets) if each.analyte == one.line.analyte)
    return AnalyteResult(
        result=result, position=place, analyte=one.line.analyte, outcome=one.line.outcome, cutoff=one.line.cutoff, unit=unit,
        fit=one.fit, medication_id=one.medication.id if one.medication else None,
        medication_name=one.medication.name if one.medication else "",
    )  # fmt: skip


def _reviewed(past: Past, test: DrugTest, result: TestResult, staff: Any, at: dt.datetime, dice: random.Random) -> None:
    after = at + dt.timedelta(hours=2)
    outcome, note = dice.choice(TALKS) if result.overall in TO_TALK_ABOUT else (TalkOutcome.SEEN, "")
    if result.overall == Overall.DILUTE:
        outcome, note = TalkOutcome.TALKED, "Drinks a lot of water since the weekend; collect again on another day."
    past.reviews.append(TestReview(test=test, by=staff, at=after, outcome=outcome, note=note))
    _moved(past, test, TestStatus.REVIEWED, after, staff)


def _today(house: Clinic, panels: Mapping[str, TestPanel], now: dt.datetime) -> None:
    """One sample that nobody has read, one unexpected screen at the laboratory, and one that the laboratory has answered."""
    site = house.sites["BOS"]
    stays = list(
        Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED)
        .select_related("client", "site")
        .order_by("client__is_restricted", "client__record_number")[:3]
    )
    if not stays:
        return
    days = (now - 3 * ONE_DAY, now - ONE_DAY, now - dt.timedelta(minutes=30))
    answered = _tested(house, stays[0], panels["6-panel cup"], days[0], Analyte.FENTANYL)
    _answered(house, answered, panels, now - dt.timedelta(hours=20))
    if len(stays) > 1:
        waiting = _tested(house, stays[1], panels["6-panel cup"], days[1], Analyte.COCAINE)
        with clock.frozen(days[1]):
            _send(house, waiting, days[1])
    if len(stays) > 2:
        _tested(house, stays[2], panels["Breathalyzer"], days[2], None)


def _tested(house: Clinic, stay: Episode, panel: TestPanel, at: dt.datetime, shows: str | None) -> DrugTest:
    """A follow-up collected by a colleague; ``shows`` is the one line that is positive, none for a sample not read yet."""
    by = house.acting(COLLECTORS["BOS"], at)
    with clock.frozen(at):
        test = drug_tests.order_test(
            by=by, episode=stay, panel=panel, reason=OrderReason.FOLLOW_UP, necessity="Agreed together after last week.",
            due_on=clock.local_date(at, stay.site.time_zone), at=at,
        )  # fmt: skip
        is_urine = panel.matrix == Matrix.URINE
        test = drug_tests.collect_sample(
            by=by, test=test, version=test.version, temperature_f=Decimal("95.2") if is_urine else None, lot="C233",
            use=ToldUse.PREFERS_NOT, custody_id="HL-20417" if is_urine else "", at=at,
        )  # fmt: skip
        if shows:
            readings = [
                Reading(one.analyte, Outcome.POSITIVE if one.analyte == shows else Outcome.NEGATIVE)
                for one in targets_of(panel.targets)
            ]
            drug_tests.enter_screen(by=by, test=test, version=test.version, readings=readings, checks=GOOD, at=at)
    test.refresh_from_db()
    return test


def _send(house: Clinic, test: DrugTest, at: dt.datetime) -> None:
    by = house.acting(COLLECTORS["BOS"], at)
    drug_tests.send_to_laboratory(
        by=by,
        test=test,
        version=test.version,
        laboratory="Fenway Laboratory",
        accession=f"FW-{test.due_on:%m%d}",
        at=at,
    )


def _answered(house: Clinic, test: DrugTest, panels: Mapping[str, TestPanel], at: dt.datetime) -> None:
    with clock.frozen(at):
        _send(house, test, at)
        test.refresh_from_db()
        panel = panels["Laboratory confirmation, opioids"]
        values: dict[str, Decimal] = {Analyte.FENTANYL: Decimal("6.4"), Analyte.NORFENTANYL: Decimal("11.8")}
        readings = [
            Reading(one.analyte, value=values[one.analyte])
            if one.analyte in values
            else Reading(one.analyte, Outcome.NEGATIVE)
            for one in targets_of(panel.targets)
        ]
        by = house.acting(COLLECTORS["BOS"], at)
        drug_tests.enter_report(
            by=by, test=test, panel=panel, version=test.version, readings=readings, checks=GOOD, resulted_at=at, at=at
        )
