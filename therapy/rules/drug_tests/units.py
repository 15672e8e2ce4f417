"""One unit into another, or the sentence why not."""

from __future__ import annotations

from decimal import Decimal

from iop.core.words import Sentence, say, sentence
from therapy.choices.drug_tests import CreatinineUnit, Unit

IN_NG_ML: dict[str, Decimal] = {
    Unit.NG_ML: Decimal(1),
    Unit.UG_L: Decimal(1),
    Unit.UG_ML: Decimal(1000),
    Unit.MG_L: Decimal(1000),
    Unit.PG_ML: Decimal("0.001"),
}
"""How many ng/mL one of a unit of mass by volume is."""
IN_G_210L: dict[str, Decimal] = {Unit.G_210L: Decimal(1), Unit.MG_L_BREATH: Decimal("0.21")}
"""How many g/210 L one of a unit of breath alcohol is (49 CFR 40.3 counts by 210 L of breath)."""
CREATININE_MG_DL: dict[str, Decimal] = {
    CreatinineUnit.MG_DL: Decimal(1),
    CreatinineUnit.MMOL_L: Decimal("11.312"),
    CreatinineUnit.UMOL_L: Decimal("0.011312"),
}
"""Creatinine weighs 113.12 g/mol."""
PLACES = Decimal("0.0001")


def why_not_convert(unit: str, wanted: str) -> Sentence | None:
    """A value is compared with a cutoff of the same kind of unit; an amount of substance (nmol/L) needs the drug's weight."""
    if any(unit in family and wanted in family for family in (IN_NG_ML, IN_G_210L)):
        return None
    if unit == Unit.NMOL_L:
        return say(
            "nmol/L cannot be turned into the panel's unit here. Ask the laboratory for ng/mL, or leave the value out."
        )
    return sentence(say("A value in {unit} cannot be compared with a cutoff in {wanted}."), unit=unit, wanted=wanted)


def converted(value: Decimal, unit: str, wanted: str) -> Decimal:
    """Give ``value`` in the unit ``wanted``. Raises ``ValueError`` where ``why_not_convert`` has a reason."""
    for family in (IN_NG_ML, IN_G_210L):
        if unit in family and wanted in family:
            return (value * family[unit] / family[wanted]).quantize(PLACES)
    raise ValueError(f"{unit} to {wanted}")


def creatinine_mg_dl(value: Decimal, unit: str) -> Decimal:
    """Give a creatinine in mg/dL, in which the rules of validity are written."""
    return (value * CREATININE_MG_DL[unit]).quantize(Decimal("0.01"))
