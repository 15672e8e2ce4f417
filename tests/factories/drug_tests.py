"""Drug tests to test with: a site with collectors, somebody in treatment, panels, and each state by the real actions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from tests.factories import days, ground
from therapy.actions import drug_tests
from therapy.actions.drug_tests.results import Checks, Reading
from therapy.models.drug_tests import DrugTest, TestPanel
from therapy.models.medications import Medication
from therapy.rules.drug_tests.panels import targets_of

AT = days.AT
TODAY = days.TODAY
ONE_DAY = dt.timedelta(days=1)
WHY = "Opioid use disorder, severe; returned to use twice this year. Results guide the plan."
GOOD = Checks(creatinine=Decimal(80), specific_gravity=Decimal("1.0150"), ph=Decimal(6))


def make_desk(people=1, at=AT) -> SimpleNamespace:
    """A morning with people on its roster, their counselor, a director, and the starting panels."""
    desk = days.make_day(people=people, at=at)
    drug_tests.install_panels(by=SYSTEM, at=at)
    desk.panels = {panel.name: panel for panel in TestPanel.objects.all()}
    desk.cup = desk.panels["12-panel cup with fentanyl"]
    desk.small = desk.panels["6-panel cup"]
    desk.oral = desk.panels["Oral fluid, 7 targets"]
    desk.breath = desk.panels["Breathalyzer"]
    desk.lab = desk.panels["Laboratory confirmation, urine"]
    desk.episode = desk.enrolments[0].episode
    desk.client = desk.episode.client
    desk.by = desk.by_counselor
    return desk


def actor(desk, *roles, at=AT, **fields):
    return actor_of(ground.make_staff(*roles, site=desk.site, **fields).pk, at)


def plan(desk, *, episode=None, at=AT, **fields):
    given = {
        "panel": desk.cup, "per_week": Decimal(1), "max_gap_days": 7, "necessity": WHY, "starts_on": TODAY, **fields,
    }  # fmt: skip
    return drug_tests.save_plan(by=desk.by, episode=episode or desk.episode, at=at, **given)


def order(desk, *, episode=None, at=AT, **fields) -> DrugTest:
    given = {"panel": desk.cup, "reason": "admission", "necessity": WHY, "due_on": TODAY, **fields}
    return drug_tests.order_test(by=desk.by, episode=episode or desk.episode, at=at, **given)


def collect(desk, test=None, *, at=AT, **fields) -> DrugTest:
    test = test or order(desk, at=at)
    test.refresh_from_db()
    given = {"temperature_f": Decimal("96.0"), "lot": "A-17", "lot_expires_on": TODAY + ONE_DAY * 200, **fields}
    if test.panel.matrix != "urine":
        given.pop("temperature_f", None)
    return drug_tests.collect_sample(by=desk.by, test=test, version=test.version, at=at, **given)


def readings(panel, *positive, no_reading=()):
    """Every line of a panel: negative but those named."""
    word = {**dict.fromkeys(positive, "positive"), **dict.fromkeys(no_reading, "no_reading")}
    return [Reading(one.analyte, word.get(one.analyte, "negative")) for one in targets_of(panel.targets)]


def screen(desk, *positive, test=None, at=AT, checks=GOOD, **fields):
    """A screen that shows these lines; gives the test, and its result as ``test.result``."""
    test = test or collect(desk, at=at, **fields)
    made = drug_tests.enter_screen(
        by=desk.by, test=test, version=test.version, readings=readings(test.panel, *positive), at=at, checks=checks
    )
    test.refresh_from_db()
    test.result = made
    return test


def send(desk, test, *, at=AT, **fields) -> DrugTest:
    given = {"laboratory": "Fenway Laboratory", "accession": "FW-1001", **fields}
    return drug_tests.send_to_laboratory(by=desk.by, test=test, version=test.version, at=at, **given)


def report(desk, test, *positive, at=AT, panel=None, checks=GOOD, **fields):
    panel = panel or desk.lab
    made = drug_tests.enter_report(
        by=desk.by,
        test=test,
        panel=panel,
        readings=readings(panel, *positive),
        resulted_at=at,
        at=at,
        checks=checks,
        **fields,
    )
    test.refresh_from_db()
    test.report = made
    return test


def medication(desk, ingredient, at=AT):
    """A medication on the client's list since a while."""
    return Medication.objects.create(
        client=desk.client, site=desk.site, ingredient=ingredient, name=ingredient.title(), dose="8 mg", frequency="daily",
        starts_on=TODAY - ONE_DAY * 60, recorded_by=desk.counselor,
    )  # fmt: skip
