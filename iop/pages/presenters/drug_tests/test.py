"""One drug test as a page: what was ordered, the sample, what was found and how it fits, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clients.choices import Substance
from iop.access.actors import Actor
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.drug_tests.words import (
    FIT,
    VALIDITY,
    closed_words,
    fit_words,
    overall_chip,
    status_chip,
)
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from therapy import medications
from therapy.choices.drug_tests import (
    NOT_COLLECTED,
    TO_TALK_ABOUT,
    Analyte,
    Fit,
    Matrix,
    Outcome,
    Stage,
    TestStatus,
    Unit,
    Validity,
)
from therapy.models.drug_tests import DrugTest, TestResult
from therapy.policies.drug_tests import may_collect, may_review
from therapy.rules.drug_tests.consistency import BREATH_REPEAT, MAY_MISLEAD, OVERDOSE_RISK, Taken, not_covered
from therapy.rules.drug_tests.validity import is_warm


def read_test(test: DrugTest, chart: Chart, actor: Actor) -> dict[str, Any]:
    """Give everything the page shows; a fixed number of statements."""
    zone = ZoneInfo(test.episode.site.time_zone)
    results = list(test.results.select_related("panel", "entered_by", "corrected_by").prefetch_related("lines"))
    standing = [row for row in results if not _replaced(row)]
    newest = max(standing, key=lambda row: (row.stage == Stage.DEFINITIVE, row.resulted_at), default=None)
    tone, status = status_chip(test.status)
    return {
        "test": test,
        "title": _("Drug test, %(day)s") % {"day": day_words_long(test.due_on)},
        "tone": tone,
        "state": status,
        "order": _order(test, zone),
        "sample": _sample(test, zone),
        "told": _told(test, zone),
        "results": [_result(row, zone) for row in results],
        "missing": _not_covered(test, chart) if test.collected_at else [],
        "hints": _hints(newest),
        "naloxone": _naloxone(newest),
        "breath": _breath(newest),
        "reviews": _reviews(test, zone),
        "history": _history(test, zone),
        "calls_for_talk": newest is not None and newest.overall in TO_TALK_ABOUT,
        **_doing(test, chart, actor, newest),
    }


def _replaced(row: TestResult) -> bool:
    return hasattr(row, "corrected_by")


def _doing(test: DrugTest, chart: Chart, actor: Actor, newest: TestResult | None) -> dict[str, Any]:
    collects = may_collect(actor, test.episode.site_id) is None
    ordered, status = test.status == TestStatus.ORDERED, test.status
    reviewable = may_review(actor, test) is None
    sendable = status in (TestStatus.COLLECTED, TestStatus.SCREENED, TestStatus.REVIEWED)
    answered = newest is not None and newest.stage == Stage.DEFINITIVE
    urls = {
        "told_url": ordered and test.told_at is None and "drug_test_told",
        "collect_url": ordered and "drug_test_collect",
        "outcome_url": ordered and "drug_test_outcome",
        "cancel_url": status in (TestStatus.ORDERED, TestStatus.COLLECTED) and "drug_test_cancel",
        "screen_url": status == TestStatus.COLLECTED and "drug_test_screen",
        "send_url": sendable and not answered and test.panel.matrix != Matrix.BREATH and "drug_test_send",
        "report_url": status == TestStatus.SENT and "drug_test_report",
    }
    found: dict[str, Any] = {key: to(name)(test.pk) if name and collects else "" for key, name in urls.items()}
    found["review_url"] = to("drug_test_review")(test.pk) if reviewable else ""
    again = f"{to('client_test_order')(chart.client.pk)}?follows={test.pk}"
    found["again_url"] = again if collects and status not in (TestStatus.ORDERED, TestStatus.COLLECTED) else ""
    found["tests_url"] = to("client_tests")(chart.client.pk)
    found["may_correct"] = collects
    return found


def _order(test: DrugTest, zone: ZoneInfo) -> list[tuple[str, str]]:
    why = test.get_reason_display()
    found = [
        (_("Panel"), f"{test.panel.name} · {test.panel.get_matrix_display()}"),
        (_("Reason"), f"{why}: {test.reason_note}" if test.reason_note else why),
        (_("Ordered"), _("drawn by chance") if test.ordered_by is None else test.ordered_by.name),
        (_("Why it is needed"), test.necessity),
        (_("Asked to come until"), instant_words(test.deadline_at, zone) if test.deadline_at else ""),
        (_("Told on arrival"), instant_words(test.told_at, zone) if test.told_at else ""),
    ]
    return [(label, value) for label, value in found if value]


def _sample(test: DrugTest, zone: ZoneInfo) -> list[tuple[str, str]]:
    if test.collected_at is None:
        return []
    warmth = ""
    if test.temperature_f is not None:
        words = _("in range") if is_warm(test.temperature_f) else _("outside 90 to 100 °F")
        warmth = f"{test.temperature_f} °F, {words}"
    found = [
        (_("Collected"), instant_words(test.collected_at, zone)),
        (_("By"), test.collected_by.name if test.collected_by else ""),
        (_("Watched over"), test.get_observation_display()),
        (_("Temperature"), warmth),
        (_("Lot"), test.lot),
        (_("Device expires"), day_words_long(test.lot_expires_on) if test.lot_expires_on else ""),
        (_("Chain of custody"), test.custody_id),
        (_("Laboratory"), " · ".join(filter(None, (test.laboratory, test.accession)))),
    ]
    return [(label, value) for label, value in found if value]


def _told(test: DrugTest, zone: ZoneInfo) -> dict[str, str] | None:
    if not test.told_use or test.told_use_at is None:
        return None
    used = ", ".join(str(Substance(code).label) for code in test.told_substances)
    return {
        "what": f"{test.get_told_use_display()}: {used}" if used else test.get_told_use_display(),
        "words": test.told_words,
        "when": instant_words(test.told_use_at, zone),
    }


def _result(row: TestResult, zone: ZoneInfo) -> dict[str, Any]:
    tone, overall = overall_chip(row.overall)
    return {
        "id": str(row.pk),
        "stage": row.get_stage_display(),
        "is_laboratory": row.stage == Stage.DEFINITIVE,
        "panel": row.panel.name,
        "when": instant_words(row.resulted_at, zone),
        "who": row.entered_by.name if row.entered_by else _("sent in by the laboratory"),
        "tone": tone,
        "overall": overall,
        "validity": row.get_validity_display(),
        "validity_tone": VALIDITY.get(Validity(row.validity), "info"),
        "is_urine": row.panel.matrix == Matrix.URINE,
        "measured": _measured(row),
        "note": row.note,
        "replaced": _replaced(row),
        "correction": row.correction_reason,
        "lines": [_line(line) for line in row.lines.all()],
        "correct_url": "" if _replaced(row) else _correct_url(row),
    }


def _correct_url(row: TestResult) -> str:
    return f"{to('drug_test')(row.test_id)}results/{row.pk}/correct/"


def _measured(row: TestResult) -> str:
    found = (
        (_("creatinine"), row.creatinine, " mg/dL"),
        (_("gravity"), row.specific_gravity, ""),
        ("pH", row.ph, ""),
        (_("nitrite"), row.nitrite, " µg/mL"),
    )
    parts = [f"{label} {value}{unit}" for label, value, unit in found if value is not None]
    return ", ".join([*parts, *([_("foreign substance")] if row.foreign_substance else [])])


def _line(line: Any) -> dict[str, Any]:
    unit = Unit(line.unit).label
    value = f"{line.value.normalize():f} {unit}" if line.value is not None else ""
    if line.reported_value is not None:
        reported = f"{line.reported_value.normalize():f} {Unit(line.reported_unit).label}"
        value = _("%(value)s (reported as %(reported)s)") % {"value": value, "reported": reported}
    return {
        "name": Analyte(line.analyte).label,
        "outcome": Outcome(line.outcome).label,
        "is_positive": line.outcome == Outcome.POSITIVE,
        "value": value,
        "cutoff": f"{line.cutoff.normalize():f} {unit}" if line.cutoff is not None else "",
        "tone": FIT[Fit(line.fit)],
        "fit": fit_words(line.fit, line.outcome, line.medication_name),
    }


def _not_covered(test: DrugTest, chart: Chart) -> list[str]:
    assert test.collected_at is not None
    taken = [Taken(one.id, one.ingredient, one.label) for one in medications.active(chart.client.pk, test.collected_at)]
    return [one.name for one in not_covered(taken, {target["analyte"] for target in test.panel.targets})]


def _hints(newest: TestResult | None) -> list[str]:
    """What else can make a screen positive, before anybody concludes anything."""
    if newest is None or newest.stage == Stage.DEFINITIVE:
        return []
    lines = [line.analyte for line in newest.lines.all() if line.fit == Fit.UNEXPECTED_POSITIVE]
    return [str(MAY_MISLEAD[analyte]) for analyte in lines if analyte in MAY_MISLEAD]


def _naloxone(newest: TestResult | None) -> bool:
    return newest is not None and any(
        line.outcome == Outcome.POSITIVE and line.analyte in OVERDOSE_RISK and line.fit != Fit.EXPECTED_POSITIVE
        for line in newest.lines.all()
    )


def _breath(newest: TestResult | None) -> bool:
    return newest is not None and any(
        line.analyte == Analyte.BREATH_ALCOHOL and line.value is not None and line.value >= BREATH_REPEAT
        for line in newest.lines.all()
    )


def _reviews(test: DrugTest, zone: ZoneInfo) -> Sequence[dict[str, str]]:
    return [
        {
            "what": row.get_outcome_display(), "who": row.by.name, "when": instant_words(row.at, zone), "note": row.note,
        }
        for row in test.reviews.select_related("by")
    ]  # fmt: skip


def _history(test: DrugTest, zone: ZoneInfo) -> list[dict[str, str]]:
    return [
        {
            "status": row.get_status_display(), "when": instant_words(row.at, zone),
            "why": closed_words(row.reason) if row.status in NOT_COLLECTED else row.reason,
        }
        for row in test.status_changes.all()
    ]  # fmt: skip
