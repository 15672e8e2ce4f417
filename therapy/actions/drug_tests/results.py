"""What a screen shows and what a laboratory reports: written once, corrected by a row of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from clients.rules import plain_line
from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say, sentence
from therapy import medications
from therapy.actions.drug_tests.orders import locked, moved, not_stale, told
from therapy.actions.drug_tests.owing import owe_after_result
from therapy.actions.group_notes.drafts import fitting
from therapy.choices.drug_tests import Analyte, CreatinineUnit, Matrix, Outcome, Stage, TestStatus, Unit
from therapy.models.drug_tests import AnalyteResult, DrugTest, TestPanel, TestResult
from therapy.policies.drug_tests import may_collect, may_enter_report, why_not_move
from therapy.rules.drug_tests import consistency, units, validity
from therapy.rules.drug_tests.panels import Target, targets_of

NO_SAMPLE = say("Nothing was collected yet: there is no result before the sample.")


@dataclass(frozen=True)
class Reading:
    """One line as it is read off a device or a report. Without an outcome, the value and the cutoff decide."""

    analyte: str
    outcome: str = ""
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Checks:
    """What was measured of the sample itself; none: not measured."""

    creatinine: Decimal | None = None
    creatinine_unit: str = CreatinineUnit.MG_DL
    specific_gravity: Decimal | None = None
    ph: Decimal | None = None
    nitrite: Decimal | None = None
    foreign: bool = False

    def specimen(self) -> validity.Specimen:
        """Give it in the units in which the rules are written. Raises ``Invalid`` for a unit or number that makes no sense."""
        if self.creatinine_unit not in CreatinineUnit.values:
            raise Invalid(say("Choose mg/dL, mmol/L or µmol/L."), field="creatinine_unit")
        creatinine = self.creatinine
        if creatinine is not None:
            creatinine = units.creatinine_mg_dl(creatinine, self.creatinine_unit)
        found = validity.Specimen(creatinine, self.specific_gravity, self.ph, self.nitrite, self.foreign)
        if wrong := validity.why_not_measured(found):
            raise Invalid(wrong[1], field=wrong[0])
        return found


NOT_CHECKED = Checks()


@transaction.atomic
def enter_screen(
    *,
    by: Actor,
    test: DrugTest,
    version: int,
    readings: Sequence[Reading],
    at: dt.datetime,
    checks: Checks = NOT_CHECKED,
    note: str = "",
) -> TestResult:
    """Write down what the device shows, every line of it. An unexpected line waits for the laboratory; it proves nothing."""
    row = locked(test.pk)
    require(may_collect(by, row.episode.site_id))
    not_stale(row, version)
    if row.status != TestStatus.COLLECTED:
        raise Conflict(why_not_move(row, TestStatus.SCREENED) or NO_SAMPLE, code="wrong_state")
    made = _write(by, row, row.panel, Stage.PRESUMPTIVE, readings, checks, at, at, note)
    moved(by, row, TestStatus.SCREENED, at)
    owe_after_result(by=by, test=row, result=made, at=at)
    return made


@transaction.atomic
def send_to_laboratory(
    *, by: Actor, test: DrugTest, version: int, laboratory: str, at: dt.datetime, accession: str = ""
) -> DrugTest:
    """Write down that the sample went to a laboratory, with its accession number if it is known."""
    row = locked(test.pk)
    require(may_collect(by, row.episode.site_id))
    not_stale(row, version)
    name = plain_line(laboratory)[:120]
    require_valid(None if name else say("Say which laboratory."), "laboratory")
    if row.panel.matrix == Matrix.BREATH:
        raise Invalid(say("Breath cannot be sent. Repeat the reading."), field="laboratory")
    if TestResult.objects.filter(test=row, stage=Stage.DEFINITIVE).exists():
        raise Conflict(
            say("The laboratory has answered already. Correct that report, or order a new test."), code="answered"
        )
    moved(by, row, TestStatus.SENT, at, laboratory=name, accession=plain_line(accession)[:60], sent_at=at)
    return row


@transaction.atomic
def enter_report(
    *,
    by: Actor,
    test: DrugTest,
    panel: TestPanel,
    readings: Sequence[Reading],
    resulted_at: dt.datetime,
    at: dt.datetime,
    version: int | None = None,
    checks: Checks = NOT_CHECKED,
    accession: str = "",
    note: str = "",
) -> TestResult:
    """Write down a laboratory's report beside the screen it answers. Values in other units are converted or refused.

    ``version`` may be left out by a laboratory's own connection, which knows the accession number instead. Raises ``Invalid``
    for a report from before the sample, a value that its outcome contradicts or a unit that cannot be converted.
    """
    row = locked(test.pk)
    require(may_enter_report(by, row.episode.site_id))
    if version is not None:
        not_stale(row, version)
    if row.collected_at is None:
        raise Conflict(NO_SAMPLE, code="no_sample")
    if row.status != TestStatus.SENT:
        raise Conflict(
            say("This sample was not sent to a laboratory, or the laboratory has answered already."), code="wrong_state"
        )
    _check_report(row, panel, resulted_at, at, accession)
    if accession and not row.accession:
        row.accession = plain_line(accession)[:60]
        row.save(update_fields=["accession"])
    made = _write(by, row, panel, Stage.DEFINITIVE, readings, checks, resulted_at, at, note)
    moved(by, row, TestStatus.CONFIRMED, at)
    owe_after_result(by=by, test=row, result=made, at=at)
    return made


@transaction.atomic
def correct_result(
    *,
    by: Actor,
    result: TestResult,
    readings: Sequence[Reading],
    reason: str,
    at: dt.datetime,
    checks: Checks = NOT_CHECKED,
    note: str = "",
) -> TestResult:
    """Put a result right with a row of its own; the wrong one stays, and points to this. The reason is part of it."""
    row = locked(result.test_id)
    require(may_collect(by, row.episode.site_id))
    words = plain_line(reason)[:300]
    require_valid(None if words else say("Say what was wrong."), "reason")
    if TestResult.objects.filter(corrects=result).exists():
        raise Conflict(say("This result was corrected already. Correct the newest one."), code="corrected")
    made = _write(
        by,
        row,
        result.panel,
        result.stage,
        readings,
        checks,
        result.resulted_at,
        at,
        note,
        corrects=result,
        reason=words,
    )
    told(by, "therapy.test_corrected", row, result=made.pk, corrects=result.pk)
    owe_after_result(by=by, test=row, result=made, at=at)
    return made


def _write(
    by: Actor, row: DrugTest, panel: TestPanel, stage: str, readings: Sequence[Reading], checks: Checks,
    resulted_at: dt.datetime, at: dt.datetime, note: str, *, corrects: TestResult | None = None, reason: str = "",
) -> TestResult:  # fmt: skip
    assert row.collected_at is not None
    specimen = _specimen(panel, checks)
    found = validity.validity_of(specimen, ph_low=_ph_low(row, at))
    kept = _lines(targets_of(panel.targets), readings)
    taken = [
        consistency.Taken(one.id, one.ingredient, one.label)
        for one in medications.active(row.episode.client_id, row.collected_at)
    ]
    told_before = consistency.Told(row.told_use, frozenset(row.told_substances))
    reads = consistency.read_lines([line for line, _ in kept], taken, told_before, stage)
    warm = None if row.temperature_f is None else validity.is_warm(row.temperature_f)
    made = TestResult.objects.create(
        test=row, stage=stage, panel=panel, resulted_at=resulted_at, entered_by_id=by.staff_id, corrects=corrects,
        confirms=_screen_of(row) if stage == Stage.DEFINITIVE else None, correction_reason=reason,
        creatinine=specimen.creatinine, specific_gravity=specimen.specific_gravity, ph=specimen.ph, nitrite=specimen.nitrite,
        foreign_substance=specimen.foreign, validity=found, note=fitting(note.strip(), "note"),
        overall=consistency.overall_of(reads, stage=stage, validity=found, matrix=panel.matrix, warm=warm),
    )  # fmt: skip
    AnalyteResult.objects.bulk_create(
        _line_row(made, place, read, reading, unit)
        for place, (read, (_line, (reading, unit))) in enumerate(zip(reads, kept, strict=True), start=1)
    )
    told(by, "therapy.test_resulted", row, result=made.pk, stage=str(stage))
    return made


def _line_row(made: TestResult, place: int, read: consistency.Read, reading: Reading, unit: str) -> AnalyteResult:
    other = bool(reading.unit) and reading.unit != unit and reading.value is not None
    return AnalyteResult(
        result=made, position=place, analyte=read.line.analyte, outcome=read.line.outcome, value=read.line.value,
        cutoff=read.line.cutoff, unit=unit, reported_value=reading.value if other else None,
        reported_unit=reading.unit if other else "", fit=read.fit,
        medication_id=read.medication.id if read.medication else None,
        medication_name=read.medication.name[:200] if read.medication else "",
    )  # fmt: skip


def _lines(
    targets: Sequence[Target], readings: Sequence[Reading]
) -> list[tuple[consistency.Line, tuple[Reading, str]]]:
    """Every line of the panel is read, once; a line of something else is on another panel."""
    given = {one.analyte: one for one in readings}
    known = {one.analyte for one in targets}
    for one in readings:
        if one.analyte not in known:
            label = Analyte(one.analyte).label if one.analyte in Analyte.values else one.analyte
            raise Invalid(sentence(say("{name} is not on this panel."), name=label), field=one.analyte)
    if len(given) != len(readings):
        raise Invalid(say("A line stands twice."), field="readings")
    return [_line(target, given.get(target.analyte, Reading(target.analyte))) for target in targets]


def _line(target: Target, reading: Reading) -> tuple[consistency.Line, tuple[Reading, str]]:
    label = Analyte(target.analyte).label
    value = _value(target, reading)
    outcome = reading.outcome or (consistency.outcome_of(value, target.cutoff) if value is not None else "")
    if outcome not in Outcome.values:
        raise Invalid(
            sentence(say("{name}: read this line too, or say that it shows nothing."), name=label), field=target.analyte
        )
    if outcome != Outcome.NO_READING:
        wrong = consistency.why_outcome_differs(outcome, value, target.cutoff, label)
        require_valid(wrong, target.analyte)
    line = consistency.Line(target.analyte, outcome, value, target.cutoff)
    return line, (reading, target.unit)


def _value(target: Target, reading: Reading) -> Decimal | None:
    if reading.value is None:
        return None
    unit = reading.unit or target.unit
    if unit not in Unit.values:
        raise Invalid(say("Choose the unit from the list."), field=target.analyte)
    if not Decimal(0) <= reading.value < Decimal(10) ** 9:
        raise Invalid(say("This value makes no sense. Look at the report again."), field=target.analyte)
    require_valid(units.why_not_convert(unit, target.unit), target.analyte)
    return units.converted(reading.value, unit, target.unit)


def _specimen(panel: TestPanel, checks: Checks) -> validity.Specimen:
    specimen = checks.specimen()
    if panel.matrix != Matrix.URINE and specimen != validity.Specimen():
        raise Invalid(say("Creatinine, pH and gravity are measured in urine alone."), field="creatinine")
    return specimen


def _ph_low(row: DrugTest, at: dt.datetime) -> Decimal:
    site = row.episode.site
    tenths = settings.value("tests.ph_low_tenths", on=clock.local_date(at, site.time_zone), site_id=site.pk)
    return Decimal(tenths) / 10


def _screen_of(row: DrugTest) -> TestResult | None:
    return TestResult.objects.standing().filter(test=row, stage=Stage.PRESUMPTIVE).first()


def _check_report(row: DrugTest, panel: TestPanel, resulted_at: dt.datetime, at: dt.datetime, accession: str) -> None:
    if panel.stage != Stage.DEFINITIVE:
        raise Invalid(say("Choose a laboratory panel."), field="panel")
    if panel.matrix != row.panel.matrix:
        raise Invalid(say("The sample was of another material. Choose the panel that fits."), field="panel")
    if row.collected_at is not None and resulted_at < row.collected_at:
        raise Invalid(say("This report is older than the sample. Look at the date again."), field="resulted_at")
    if resulted_at > at:
        raise Invalid(say("The time lies ahead."), field="resulted_at")
    if accession and row.accession and plain_line(accession) != row.accession:
        raise Invalid(say("This is another accession number than the sample was sent with."), field="accession")
