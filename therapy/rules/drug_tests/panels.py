"""What a panel may look for, and the panels a clinic begins with.

Source: HHS mandatory guidelines, 16 January 2025 (federal cutoffs); drug_testing.md §3 and §6 (usual clinical ones). Cutoffs are
rows of a clinic's own panels from then on: laboratories and devices differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from iop.core.words import Sentence, say, sentence
from therapy.choices.drug_tests import Analyte, Matrix, Stage, Unit

A, NG = Analyte, Unit.NG_ML


@dataclass(frozen=True)
class Target:
    """One line of a panel: what is looked for, from which cutoff on it is positive."""

    analyte: str
    cutoff: Decimal
    unit: str

    def as_data(self) -> dict[str, str]:
        """Give plain values to keep."""
        return {"analyte": self.analyte, "cutoff": str(self.cutoff), "unit": self.unit}


def targets_of(kept: Sequence[Mapping[str, Any]]) -> list[Target]:
    """Read the lines that a panel keeps."""
    return [Target(one["analyte"], Decimal(one["cutoff"]), one["unit"]) for one in kept]


def why_not_targets(targets: Sequence[Target], matrix: str) -> Sentence | None:
    """A panel looks for something, each thing once, from a cutoff above nothing; breath is measured for alcohol alone."""
    if not targets:
        return say("A panel looks for at least one thing.")
    names = [one.analyte for one in targets]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        return sentence(say("{name} is on the panel twice."), name=_label(twice))
    for one in targets:
        if one.analyte not in Analyte.values or one.unit not in Unit.values or one.unit == Unit.NMOL_L:
            return say("Choose from the list: what is looked for, and a unit that cutoffs are written in.")
        if one.cutoff <= 0:
            return sentence(say("{name}: the cutoff is above 0."), name=_label(one.analyte))
        breath = one.unit in (Unit.G_210L, Unit.MG_L_BREATH)
        if breath != (matrix == Matrix.BREATH) or (one.analyte == A.BREATH_ALCOHOL) != breath:
            return sentence(say("{name} is not measured in this material by this unit."), name=_label(one.analyte))
    return None


def typed_targets(text: str) -> tuple[list[Target], Sentence | None]:
    """Read lines as people type them, "fentanyl 1 ng/mL": give the targets, or the sentence why one makes no sense."""
    found: list[Target] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        target = _typed(line)
        if target is None:
            return [], sentence(say("“{line}” is not a name, a cutoff and a unit."), line=line[:60])
        found.append(target)
    return found, None


def _typed(line: str) -> Target | None:
    words = line.replace(",", " ").split()
    unit = next((value for value in sorted(Unit.values, key=len, reverse=True) if line.endswith(value)), "")
    rest = line[: -len(unit)].split() if unit else words
    if len(rest) < 2:
        return None
    wanted = " ".join(rest[:-1]).casefold().strip(" ,:")
    analyte = next((one.value for one in Analyte if wanted in (one.value, str(one.label).casefold())), None)
    try:
        cutoff = Decimal(rest[-1])
    except InvalidOperation:
        return None
    return Target(analyte, cutoff, unit or NG) if analyte and cutoff.is_finite() else None


def _label(analyte: str) -> Sentence:
    return Analyte(analyte).label if analyte in Analyte.values else analyte


@dataclass(frozen=True)
class StartingPanel:
    """A panel as it is first made."""

    name: str
    matrix: str
    stage: str
    device: str
    targets: tuple[Target, ...]


def _of(*pairs: tuple[str, str], unit: str = NG) -> tuple[Target, ...]:
    return tuple(Target(analyte, Decimal(cutoff), unit) for analyte, cutoff in pairs)


STARTING_PANELS: tuple[StartingPanel, ...] = (
    StartingPanel(
        "12-panel cup with fentanyl", Matrix.URINE, Stage.PRESUMPTIVE, "CLIA-waived cup with validity strip",
        _of(
            (A.AMPHETAMINE, "500"), (A.METHAMPHETAMINE, "500"), (A.COCAINE, "150"), (A.OPIATES, "300"), (A.OXYCODONE, "100"),
            (A.FENTANYL, "1"), (A.BUPRENORPHINE, "10"), (A.METHADONE, "300"), (A.BENZODIAZEPINES, "300"), (A.BARBITURATES, "300"),
            (A.THC, "50"), (A.ETG, "500"),
        ),
    ),
    StartingPanel(
        "6-panel cup", Matrix.URINE, Stage.PRESUMPTIVE, "CLIA-waived cup",
        _of(
            (A.AMPHETAMINE, "500"), (A.COCAINE, "150"), (A.OPIATES, "300"), (A.FENTANYL, "1"), (A.BENZODIAZEPINES, "300"),
            (A.THC, "50"),
        ),
    ),
    StartingPanel(
        "Alcohol (EtG)", Matrix.URINE, Stage.PRESUMPTIVE, "EtG strip", _of((A.ETG, "500")),
    ),
    StartingPanel(
        "Oral fluid, 7 targets", Matrix.ORAL_FLUID, Stage.PRESUMPTIVE, "Oral fluid swab",
        _of(
            (A.THC, "4"), (A.COCAINE, "15"), (A.OPIATES, "30"), (A.OXYCODONE, "30"), (A.AMPHETAMINE, "50"),
            (A.METHAMPHETAMINE, "50"), (A.PCP, "10"),
        ),
    ),
    StartingPanel(
        "Breathalyzer", Matrix.BREATH, Stage.PRESUMPTIVE, "Evidential breath tester",
        _of((A.BREATH_ALCOHOL, "0.02"), unit=Unit.G_210L),
    ),
    StartingPanel(
        "Laboratory confirmation, urine", Matrix.URINE, Stage.DEFINITIVE, "LC-MS/MS",
        _of(
            (A.AMPHETAMINE, "250"), (A.METHAMPHETAMINE, "250"), (A.MDMA, "250"), (A.COCAINE, "100"), (A.CODEINE, "2000"),
            (A.MORPHINE, "4000"), (A.HYDROCODONE, "100"), (A.HYDROMORPHONE, "100"), (A.OXYCODONE, "100"), (A.NOROXYCODONE, "100"),
            (A.OXYMORPHONE, "100"), (A.SIX_AM, "10"), (A.FENTANYL, "1"), (A.NORFENTANYL, "1"), (A.BUPRENORPHINE, "5"),
            (A.NORBUPRENORPHINE, "5"), (A.METHADONE, "100"), (A.EDDP, "100"), (A.TRAMADOL, "100"), (A.ALPRAZOLAM, "50"),
            (A.CLONAZEPAM, "50"), (A.LORAZEPAM, "50"), (A.NORDIAZEPAM, "50"), (A.OXAZEPAM, "50"), (A.TEMAZEPAM, "50"),
            (A.THC, "15"), (A.PCP, "25"), (A.ETG, "100"), (A.ETS, "25"),
        ),
    ),
    StartingPanel(
        "Laboratory confirmation, opioids", Matrix.URINE, Stage.DEFINITIVE, "LC-MS/MS",
        _of(
            (A.SIX_AM, "10"), (A.CODEINE, "2000"), (A.MORPHINE, "4000"), (A.HYDROCODONE, "100"), (A.HYDROMORPHONE, "100"),
            (A.OXYCODONE, "100"), (A.NOROXYCODONE, "100"), (A.OXYMORPHONE, "100"), (A.FENTANYL, "1"), (A.NORFENTANYL, "1"),
            (A.BUPRENORPHINE, "5"), (A.NORBUPRENORPHINE, "5"), (A.XYLAZINE, "1"),
        ),
    ),
    StartingPanel(
        "Laboratory confirmation, oral fluid", Matrix.ORAL_FLUID, Stage.DEFINITIVE, "LC-MS/MS",
        _of(
            (A.THC, "2"), (A.COCAINE, "8"), (A.CODEINE, "15"), (A.MORPHINE, "15"), (A.HYDROCODONE, "15"), (A.OXYCODONE, "15"),
            (A.SIX_AM, "2"), (A.PCP, "10"), (A.AMPHETAMINE, "25"), (A.METHAMPHETAMINE, "25"), (A.MDMA, "25"),
        ),
    ),
)  # fmt: skip
