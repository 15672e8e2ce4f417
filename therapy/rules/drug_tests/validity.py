"""Whether a urine sample is what it should be.

Source: 49 CFR 40.87–40.88 for the structure, HHS/laboratory values as drug_testing.md §7 lists them. Numbers of federal
workplace testing; a clinic may set the pH limit, because old and new rules differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from iop.core.words import Sentence, say
from therapy.choices.drug_tests import Validity

DILUTE_CREATININE = Decimal(20)
SUBSTITUTED_CREATININE = Decimal(2)
SG_SUBSTITUTED_LOW, SG_SUBSTITUTED_HIGH = Decimal("1.0010"), Decimal("1.0200")
SG_DILUTE_BELOW = Decimal("1.0030")
PH_ADULTERATED_HIGH = Decimal(11)
PH_INVALID_LOW, PH_INVALID_HIGH = Decimal("4.5"), Decimal(9)
NITRITE_ADULTERATED, NITRITE_INVALID = Decimal(500), Decimal(200)
TEMPERATURE_F = (Decimal(90), Decimal(100))
"""Within four minutes of collection."""
PH_LOW_DEFAULT = Decimal(4)


@dataclass(frozen=True)
class Specimen:
    """What was measured: creatinine in mg/dL, specific gravity, pH, nitrite in µg/mL. None: not measured."""

    creatinine: Decimal | None = None
    specific_gravity: Decimal | None = None
    ph: Decimal | None = None
    nitrite: Decimal | None = None
    foreign: bool = False
    """Something that does not belong in urine was found: chromium VI, bleach, glutaraldehyde, a surfactant."""


def validity_of(specimen: Specimen, *, ph_low: Decimal = PH_LOW_DEFAULT) -> Validity:
    """Decide in this order: adulterated, substituted, invalid, dilute, normal; nothing measured is not checked.

    ``ph_low`` is the pH below which a sample counts as adulterated: 3 under the old federal rule, 4 under the new.
    """
    if specimen == Specimen():
        return Validity.NOT_CHECKED
    if _adulterated(specimen, ph_low):
        return Validity.ADULTERATED
    if _substituted(specimen):
        return Validity.SUBSTITUTED
    if _invalid(specimen):
        return Validity.INVALID
    if _dilute(specimen):
        return Validity.DILUTE
    return Validity.NORMAL


def is_warm(fahrenheit: Decimal) -> bool:
    """Fresh urine is between 90 and 100 °F."""
    return TEMPERATURE_F[0] <= fahrenheit <= TEMPERATURE_F[1]


def why_not_measured(specimen: Specimen) -> tuple[str, Sentence] | None:
    """A reading outside what the device can show is a slip of the keys: give the field and the sentence."""
    bounds: tuple[tuple[str, Decimal | None, str, str, Sentence], ...] = (
        ("creatinine", specimen.creatinine, "0", "1000", say("Creatinine is between 0 and 1000 mg/dL.")),
        ("specific_gravity", specimen.specific_gravity, "0.9900", "1.1000", say("Write it as on the device: 1.0150.")),
        ("ph", specimen.ph, "0", "14", say("pH is between 0 and 14.")),
        ("nitrite", specimen.nitrite, "0", "20000", say("Nitrite is between 0 and 20000 µg/mL.")),
    )
    for field, value, low, high, words in bounds:
        if value is not None and not Decimal(low) <= value <= Decimal(high):
            return field, words
    return None


def _adulterated(one: Specimen, ph_low: Decimal) -> bool:
    odd_ph = one.ph is not None and (one.ph < ph_low or one.ph >= PH_ADULTERATED_HIGH)
    return one.foreign or odd_ph or (one.nitrite is not None and one.nitrite >= NITRITE_ADULTERATED)


def _substituted(one: Specimen) -> bool:
    if one.creatinine is None or one.specific_gravity is None or one.creatinine >= SUBSTITUTED_CREATININE:
        return False
    return one.specific_gravity <= SG_SUBSTITUTED_LOW or one.specific_gravity >= SG_SUBSTITUTED_HIGH


def _invalid(one: Specimen) -> bool:
    if one.nitrite is not None and one.nitrite >= NITRITE_INVALID:
        return True
    if one.ph is not None and (one.ph < PH_INVALID_LOW or one.ph >= PH_INVALID_HIGH):
        return True
    if one.creatinine is None:
        return False
    if one.specific_gravity is None:
        # Less creatinine than urine has, and nothing to tell dilution from substitution by.
        return one.creatinine < SUBSTITUTED_CREATININE
    too_light = one.specific_gravity <= SG_SUBSTITUTED_LOW
    return one.creatinine < SUBSTITUTED_CREATININE or too_light


def _dilute(one: Specimen) -> bool:
    if one.creatinine is None or not SUBSTITUTED_CREATININE <= one.creatinine < DILUTE_CREATININE:
        return False
    return one.specific_gravity is not None and SG_SUBSTITUTED_LOW < one.specific_gravity < SG_DILUTE_BELOW
