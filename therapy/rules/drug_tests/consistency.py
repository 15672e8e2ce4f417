"""How a result fits what is known: medications, what the client told before, and what a test can see at all.

Source: drug_testing.md §5 (expected metabolites and classes), §3 (blind spots of screens), §6 (breath alcohol).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from iop.core.words import Sentence, say, sentence
from therapy.choices.drug_tests import (
    NOT_USABLE,
    UNEXPECTED,
    Analyte,
    Fit,
    Matrix,
    Outcome,
    Overall,
    Stage,
    ToldUse,
    Validity,
)

A = Analyte
EXPLAINS: dict[str, frozenset[str]] = {
    "buprenorphine": frozenset({A.BUPRENORPHINE, A.NORBUPRENORPHINE}),
    "buprenorphine_naloxone": frozenset({A.BUPRENORPHINE, A.NORBUPRENORPHINE, A.NALOXONE}),
    "naloxone": frozenset({A.NALOXONE}),
    "methadone": frozenset({A.METHADONE, A.EDDP}),
    "codeine": frozenset({A.OPIATES, A.CODEINE, A.MORPHINE, A.HYDROCODONE}),
    "morphine": frozenset({A.OPIATES, A.MORPHINE, A.HYDROMORPHONE}),
    "hydrocodone": frozenset({A.OPIATES, A.HYDROCODONE, A.NORHYDROCODONE, A.HYDROMORPHONE}),
    "hydromorphone": frozenset({A.OPIATES, A.HYDROMORPHONE}),
    "oxycodone": frozenset({A.OXYCODONE, A.NOROXYCODONE, A.OXYMORPHONE}),
    "oxymorphone": frozenset({A.OXYCODONE, A.OXYMORPHONE}),
    "fentanyl": frozenset({A.FENTANYL, A.NORFENTANYL}),
    "tramadol": frozenset({A.TRAMADOL, A.DESMETHYLTRAMADOL}),
    "tapentadol": frozenset({A.TAPENTADOL}),
    "amphetamine": frozenset({A.AMPHETAMINE}),
    "dextroamphetamine": frozenset({A.AMPHETAMINE}),
    "lisdexamfetamine": frozenset({A.AMPHETAMINE}),
    "methamphetamine": frozenset({A.METHAMPHETAMINE, A.AMPHETAMINE}),
    "methylphenidate": frozenset({A.RITALINIC_ACID}),
    "diazepam": frozenset({A.BENZODIAZEPINES, A.DIAZEPAM, A.NORDIAZEPAM, A.TEMAZEPAM, A.OXAZEPAM}),
    "chlordiazepoxide": frozenset({A.BENZODIAZEPINES, A.NORDIAZEPAM, A.OXAZEPAM}),
    "alprazolam": frozenset({A.BENZODIAZEPINES, A.ALPRAZOLAM}),
    "clonazepam": frozenset({A.BENZODIAZEPINES, A.CLONAZEPAM}),
    "lorazepam": frozenset({A.BENZODIAZEPINES, A.LORAZEPAM}),
    "temazepam": frozenset({A.BENZODIAZEPINES, A.TEMAZEPAM, A.OXAZEPAM}),
    "oxazepam": frozenset({A.BENZODIAZEPINES, A.OXAZEPAM}),
    "phenobarbital": frozenset({A.BARBITURATES}),
    "butalbital": frozenset({A.BARBITURATES}),
    "gabapentin": frozenset({A.GABAPENTIN}),
    "zolpidem": frozenset({A.ZOLPIDEM}),
    "dronabinol": frozenset({A.THC}),
    "medical_cannabis": frozenset({A.THC}),
}
"""What a positive line may come from, by ingredient: the drug and its metabolites."""

SHOWS: dict[str, frozenset[str]] = {
    "buprenorphine": frozenset({A.BUPRENORPHINE, A.NORBUPRENORPHINE}),
    "buprenorphine_naloxone": frozenset({A.BUPRENORPHINE, A.NORBUPRENORPHINE}),
    "methadone": frozenset({A.METHADONE, A.EDDP}),
    "morphine": frozenset({A.OPIATES, A.MORPHINE}),
    "codeine": frozenset({A.OPIATES}),
    "oxycodone": frozenset({A.OXYCODONE}),
    "oxymorphone": frozenset({A.OXYMORPHONE}),
    "fentanyl": frozenset({A.FENTANYL}),
    "tramadol": frozenset({A.TRAMADOL}),
    "amphetamine": frozenset({A.AMPHETAMINE}),
    "dextroamphetamine": frozenset({A.AMPHETAMINE}),
    "lisdexamfetamine": frozenset({A.AMPHETAMINE}),
    "methamphetamine": frozenset({A.METHAMPHETAMINE}),
    "methylphenidate": frozenset({A.RITALINIC_ACID}),
    "diazepam": frozenset({A.BENZODIAZEPINES, A.NORDIAZEPAM}),
    "alprazolam": frozenset({A.BENZODIAZEPINES, A.ALPRAZOLAM}),
    "clonazepam": frozenset({A.CLONAZEPAM}),
    "lorazepam": frozenset({A.LORAZEPAM}),
    "phenobarbital": frozenset({A.BARBITURATES}),
    "gabapentin": frozenset({A.GABAPENTIN}),
}
"""What should be positive in somebody who takes it as prescribed: a missing line there is worth a question."""

BLIND: dict[str, frozenset[str]] = {
    A.BENZODIAZEPINES: frozenset({"clonazepam", "lorazepam"}),
    A.OPIATES: frozenset({"oxycodone", "oxymorphone", "hydromorphone"}),
}
"""Medications that a screen for the class misses often: its silence says nothing about them."""

PAIRS: tuple[tuple[str, str], ...] = (
    (A.BUPRENORPHINE, A.NORBUPRENORPHINE),
    (A.METHADONE, A.EDDP),
    (A.OXYCODONE, A.NOROXYCODONE),
)
"""A drug and the metabolite that a body makes of it: much of the one and none of the other did not pass through a body."""
VERY_HIGH = 20
"""From how many times the cutoff on a drug without its metabolite may have been put into the cup."""

TOLD: dict[str, frozenset[str]] = {
    "alcohol": frozenset({A.ETG, A.ETS, A.BREATH_ALCOHOL}),
    "opioids": frozenset({
        A.OPIATES, A.CODEINE, A.MORPHINE, A.HYDROCODONE, A.NORHYDROCODONE, A.HYDROMORPHONE, A.OXYCODONE, A.NOROXYCODONE,
        A.OXYMORPHONE, A.SIX_AM, A.FENTANYL, A.NORFENTANYL, A.BUPRENORPHINE, A.NORBUPRENORPHINE, A.METHADONE, A.EDDP,
        A.TRAMADOL, A.DESMETHYLTRAMADOL, A.TAPENTADOL, A.MITRAGYNINE, A.XYLAZINE,
    }),
    "stimulants": frozenset({A.AMPHETAMINE, A.METHAMPHETAMINE, A.MDMA, A.RITALINIC_ACID}),
    "cocaine": frozenset({A.COCAINE}),
    "cannabis": frozenset({A.THC, A.K2}),
    "sedatives": frozenset({
        A.BENZODIAZEPINES, A.ALPRAZOLAM, A.CLONAZEPAM, A.LORAZEPAM, A.DIAZEPAM, A.NORDIAZEPAM, A.TEMAZEPAM, A.OXAZEPAM,
        A.BARBITURATES, A.ZOLPIDEM, A.GABAPENTIN,
    }),
    "hallucinogens": frozenset({A.PCP, A.MDMA}),
}  # fmt: skip
"""Which lines fit what the client told us, by kind of substance (``clients.choices.Substance``)."""

OVERDOSE_RISK = frozenset({
    A.FENTANYL, A.NORFENTANYL, A.SIX_AM, A.OPIATES, A.MORPHINE, A.CODEINE, A.HYDROCODONE, A.HYDROMORPHONE, A.OXYCODONE,
    A.OXYMORPHONE, A.METHADONE, A.EDDP, A.XYLAZINE,
})  # fmt: skip
"""Positive without a prescription, these call for naloxone today (drug_testing.md §9: fentanyl or unknown opioid)."""

MAY_MISLEAD: dict[str, Sentence] = {
    A.AMPHETAMINE: say("Bupropion, pseudoephedrine or phentermine can make an amphetamine screen positive."),
    A.OPIATES: say("Poppy seeds can make an opiate screen positive; 6-acetylmorphine tells heroin apart."),
    A.MORPHINE: say("Poppy seeds can make morphine positive."),
    A.THC: say("CBD products can contain THC."),
    A.PCP: say("PCP screens are often wrong."),
    A.BENZODIAZEPINES: say("Sertraline can make a benzodiazepine screen positive."),
    A.ETG: say("EtG alone never carries a serious decision: hand gel and mouthwash can show."),
}
"""What else can make a screen positive: to be said in the conversation, before any conclusion."""

BREATH_REPEAT = Decimal("0.02")
"""g/210 L from which a breath reading is repeated after 15 minutes; nobody drives home on it."""


@dataclass(frozen=True)
class Taken:
    """A medication that the client takes."""

    id: uuid.UUID
    ingredient: str
    name: str


@dataclass(frozen=True)
class Told:
    """What the client said before there was a result."""

    use: str = ToldUse.NOT_ASKED
    substances: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """One line of a device or a report; ``value`` and ``cutoff`` are in the same unit."""

    analyte: str
    outcome: str
    value: Decimal | None = None
    cutoff: Decimal | None = None


@dataclass(frozen=True)
class Read:
    """A line as it is understood: how it fits, and by which medication it is explained."""

    line: Line
    fit: Fit
    medication: Taken | None = None


def read_lines(lines: Sequence[Line], taken: Iterable[Taken], told: Told, stage: str) -> list[Read]:
    """Say of every line how it fits what is known. A line without a reading counts as not tested, never as negative."""
    held = list(taken)
    found = [_read(line, held, told, stage) for line in lines]
    return _spiked(found) if stage == Stage.DEFINITIVE else found


def overall_of(reads: Iterable[Read], *, stage: str, validity: str, matrix: str, warm: bool | None = None) -> Overall:
    """Say what a whole set comes to. ``warm`` is whether the sample's temperature was in range, none when not taken.

    A dilute sample with a positive line is positive; dilute and negative is collected again, and is nothing else. A screen
    never confirms use: an unexpected line waits for the laboratory.
    """
    fits = {read.fit for read in reads}
    if validity in NOT_USABLE:
        return Overall.NOT_VALID
    if fits & UNEXPECTED:
        # Breath is measured, not screened: there is no laboratory to wait for.
        return Overall.UNEXPECTED if stage == Stage.DEFINITIVE or matrix == Matrix.BREATH else Overall.PENDING
    if Fit.AS_TOLD in fits:
        return Overall.AS_TOLD
    if validity == Validity.DILUTE:
        return Overall.DILUTE
    if matrix == Matrix.URINE and (validity == Validity.NOT_CHECKED or warm is False):
        return Overall.DOUBTFUL
    return Overall.CONSISTENT


def needs_naloxone(reads: Iterable[Read]) -> bool:
    """An opioid that no prescription explains asks for naloxone today, whether the client told of it or not."""
    return any(
        read.line.outcome == Outcome.POSITIVE
        and read.line.analyte in OVERDOSE_RISK
        and read.fit in (Fit.UNEXPECTED_POSITIVE, Fit.AS_TOLD)
        for read in reads
    )


def outcome_of(value: Decimal, cutoff: Decimal) -> Outcome:
    """A value at or above the cutoff is positive."""
    return Outcome.POSITIVE if value >= cutoff else Outcome.NEGATIVE


def why_outcome_differs(
    outcome: str, value: Decimal | None, cutoff: Decimal | None, label: Sentence
) -> Sentence | None:
    """A report cannot call a value positive that is below its cutoff, nor negative at or above it."""
    if value is None or cutoff is None or outcome == outcome_of(value, cutoff):
        return None
    return sentence(
        say("{label}: {value} does not go with “{outcome}” at a cutoff of {cutoff}. Look at the report again."),
        label=label, value=value.normalize(), outcome=Outcome(outcome).label, cutoff=cutoff.normalize(),
    )  # fmt: skip


def not_covered(taken: Iterable[Taken], targets: Collection[str]) -> list[Taken]:
    """Name the medications that a panel cannot see: its silence says nothing about them."""
    return [one for one in taken if one.ingredient in SHOWS and not _seen(one, targets)]


def _seen(one: Taken, targets: Collection[str]) -> bool:
    return any(target in SHOWS[one.ingredient] and one.ingredient not in BLIND.get(target, ()) for target in targets)


def _read(line: Line, taken: list[Taken], told: Told, stage: str) -> Read:
    if line.outcome == Outcome.NO_READING:
        return Read(line, Fit.NOT_TESTED)
    if line.outcome == Outcome.POSITIVE:
        return _read_positive(line, taken, told)
    return _read_negative(line, taken, stage)


def _read_positive(line: Line, taken: list[Taken], told: Told) -> Read:
    by = next((one for one in taken if line.analyte in EXPLAINS.get(one.ingredient, ())), None)
    if by is not None:
        return Read(line, Fit.EXPECTED_POSITIVE, by)
    if told.use == ToldUse.USED and any(line.analyte in TOLD.get(kind, ()) for kind in told.substances):
        return Read(line, Fit.AS_TOLD)
    return Read(line, Fit.UNEXPECTED_POSITIVE)


def _read_negative(line: Line, taken: list[Taken], stage: str) -> Read:
    blind = BLIND.get(line.analyte, frozenset()) if stage == Stage.PRESUMPTIVE else frozenset()
    for one in taken:
        if line.analyte in SHOWS.get(one.ingredient, ()) and one.ingredient not in blind:
            return Read(line, Fit.UNEXPECTED_NEGATIVE, one)
    missed = next((one for one in taken if one.ingredient in blind), None)
    return Read(line, Fit.NOT_TESTED, missed) if missed else Read(line, Fit.EXPECTED_NEGATIVE)


def _spiked(reads: list[Read]) -> list[Read]:
    lines: Mapping[str, Line] = {read.line.analyte: read.line for read in reads}
    doubtful = {drug for drug, metabolite in PAIRS if _is_spiked(lines.get(drug), lines.get(metabolite))}
    return [replace(read, fit=Fit.POSSIBLE_SPIKING) if read.line.analyte in doubtful else read for read in reads]


def _is_spiked(drug: Line | None, metabolite: Line | None) -> bool:
    if drug is None or metabolite is None or drug.value is None or not drug.cutoff:
        return False
    return metabolite.outcome == Outcome.NEGATIVE and drug.value >= drug.cutoff * VERY_HIGH
