"""How a result fits what is known: the classes and examples of drug_testing.md §5, units, and what calls for naloxone."""

import uuid
from decimal import Decimal

import pytest

from therapy.choices.drug_tests import Analyte as A
from therapy.choices.drug_tests import Fit, Matrix, Outcome, Overall, Stage, ToldUse, Unit, Validity
from therapy.choices.medications import Ingredient
from therapy.rules.drug_tests import consistency, units
from therapy.rules.drug_tests.consistency import (
    EXPLAINS,
    SHOWS,
    Line,
    Taken,
    Told,
    needs_naloxone,
    overall_of,
    read_lines,
)

POC, LAB = Stage.PRESUMPTIVE, Stage.DEFINITIVE
NOTHING = Told()


def takes(*ingredients):
    return [Taken(uuid.uuid4(), one, one) for one in ingredients]


def fits(lines, taken=(), told=NOTHING, stage=POC):
    found = [Line(analyte, outcome) for analyte, outcome in lines.items()]
    return {read.line.analyte: read.fit for read in read_lines(found, taken, told, stage)}


def overall(lines, taken=(), told=NOTHING, stage=POC, validity=Validity.NORMAL, matrix=Matrix.URINE, warm=True):
    found = [Line(analyte, outcome) for analyte, outcome in lines.items()]
    return overall_of(read_lines(found, taken, told, stage), stage=stage, validity=validity, matrix=matrix, warm=warm)


POS, NEG, NONE = Outcome.POSITIVE, Outcome.NEGATIVE, Outcome.NO_READING


@pytest.mark.parametrize(
    ("outcome", "taken", "expected"),
    [
        (POS, ["buprenorphine_naloxone"], Fit.EXPECTED_POSITIVE),
        (POS, [], Fit.UNEXPECTED_POSITIVE),
        (NEG, ["buprenorphine_naloxone"], Fit.UNEXPECTED_NEGATIVE),
        (NEG, [], Fit.EXPECTED_NEGATIVE),
        (NONE, ["buprenorphine_naloxone"], Fit.NOT_TESTED),
    ],
)
def test_a_line_fits(outcome, taken, expected):
    assert fits({A.BUPRENORPHINE: outcome}, takes(*taken))[A.BUPRENORPHINE] == expected


def test_example_a_a_prescription_shows_and_nothing_else():
    assert (
        overall({A.BUPRENORPHINE: POS, A.COCAINE: NEG, A.OPIATES: NEG}, takes("buprenorphine_naloxone")) == "consistent"
    )


def test_example_b_a_prescription_does_not_show():
    assert overall({A.BUPRENORPHINE: NEG}, takes("buprenorphine_naloxone")) == Overall.PENDING


def test_example_c_a_screen_alone_is_pending_and_never_confirmed():
    assert overall({A.OPIATES: POS}) == Overall.PENDING
    assert overall({A.MORPHINE: POS}, stage=LAB) == Overall.UNEXPECTED


def test_example_d_metabolites_are_explained_by_their_drug():
    found = fits({A.OXYMORPHONE: POS, A.NOROXYCODONE: POS, A.OXYCODONE: POS}, takes("oxycodone"), stage=LAB)
    assert set(found.values()) == {Fit.EXPECTED_POSITIVE}


def test_example_e_one_stimulant_does_not_explain_another():
    found = fits({A.AMPHETAMINE: POS, A.METHAMPHETAMINE: POS}, takes("lisdexamfetamine"))
    assert found == {A.AMPHETAMINE: Fit.EXPECTED_POSITIVE, A.METHAMPHETAMINE: Fit.UNEXPECTED_POSITIVE}


@pytest.mark.parametrize(
    ("ingredient", "analyte"),
    [
        ("codeine", A.MORPHINE), ("codeine", A.HYDROCODONE), ("hydrocodone", A.HYDROMORPHONE), ("hydrocodone", A.NORHYDROCODONE),
        ("morphine", A.HYDROMORPHONE), ("fentanyl", A.NORFENTANYL), ("buprenorphine", A.NORBUPRENORPHINE),
        ("methadone", A.EDDP), ("tramadol", A.DESMETHYLTRAMADOL), ("diazepam", A.TEMAZEPAM), ("diazepam", A.OXAZEPAM),
        ("methamphetamine", A.AMPHETAMINE), ("methylphenidate", A.RITALINIC_ACID), ("clonazepam", A.CLONAZEPAM),
    ],
)  # fmt: skip
def test_an_expected_metabolite_is_explained(ingredient, analyte):
    assert fits({analyte: POS}, takes(ingredient), stage=LAB)[analyte] == Fit.EXPECTED_POSITIVE


def test_no_prescription_explains_heroin_s_own_mark():
    assert all(A.SIX_AM not in found for found in EXPLAINS.values())


def test_a_class_screen_that_misses_a_medication_is_silent_about_it():
    found = fits({A.BENZODIAZEPINES: NEG}, takes("clonazepam"))
    assert found[A.BENZODIAZEPINES] == Fit.NOT_TESTED
    assert fits({A.CLONAZEPAM: NEG}, takes("clonazepam"), stage=LAB)[A.CLONAZEPAM] == Fit.UNEXPECTED_NEGATIVE


def test_a_medication_that_the_panel_cannot_see_is_named():
    assert [one.ingredient for one in consistency.not_covered(takes("methadone"), {A.OPIATES, A.COCAINE})] == [
        "methadone"
    ]
    assert consistency.not_covered(takes("methadone"), {A.METHADONE}) == []


def test_use_told_before_is_as_told_and_only_for_that_substance():
    told = Told(ToldUse.USED, frozenset({"cocaine"}))
    found = fits({A.COCAINE: POS, A.THC: POS}, told=told)
    assert found == {A.COCAINE: Fit.AS_TOLD, A.THC: Fit.UNEXPECTED_POSITIVE}
    assert overall({A.COCAINE: POS}, told=told) == Overall.AS_TOLD


def test_a_medication_without_its_metabolite_in_a_laboratory_may_be_spiked():
    lines = [
        Line(A.BUPRENORPHINE, POS, Decimal(400), Decimal(5)),
        Line(A.NORBUPRENORPHINE, NEG, Decimal(0), Decimal(5)),
    ]
    found = {read.line.analyte: read.fit for read in read_lines(lines, takes("buprenorphine"), NOTHING, LAB)}
    assert found[A.BUPRENORPHINE] == Fit.POSSIBLE_SPIKING
    low = [Line(A.BUPRENORPHINE, POS, Decimal(40), Decimal(5)), lines[1]]
    assert read_lines(low, takes("buprenorphine"), NOTHING, LAB)[0].fit == Fit.EXPECTED_POSITIVE


@pytest.mark.parametrize(
    ("lines", "validity", "warm", "expected"),
    [
        ({A.COCAINE: NEG}, Validity.NORMAL, True, Overall.CONSISTENT),
        ({A.COCAINE: NEG}, Validity.NORMAL, None, Overall.CONSISTENT),
        ({A.COCAINE: NEG}, Validity.NORMAL, False, Overall.DOUBTFUL),
        ({A.COCAINE: NEG}, Validity.NOT_CHECKED, True, Overall.DOUBTFUL),
        ({A.COCAINE: NEG}, Validity.DILUTE, True, Overall.DILUTE),
        ({A.COCAINE: POS}, Validity.DILUTE, True, Overall.PENDING),
        ({A.COCAINE: NEG}, Validity.SUBSTITUTED, True, Overall.NOT_VALID),
        ({A.COCAINE: POS}, Validity.ADULTERATED, True, Overall.NOT_VALID),
        ({A.COCAINE: NEG}, Validity.INVALID, True, Overall.NOT_VALID),
    ],
)
def test_a_whole_result_comes_to(lines, validity, warm, expected):
    assert overall(lines, validity=validity, warm=warm) == expected


def test_oral_fluid_needs_no_check_of_urine():
    assert overall({A.COCAINE: NEG}, matrix=Matrix.ORAL_FLUID, validity=Validity.NOT_CHECKED, warm=None) == "consistent"


@pytest.mark.parametrize(
    ("analyte", "taken", "told", "asks"),
    [
        (A.FENTANYL, [], NOTHING, True),
        (A.FENTANYL, [], Told(ToldUse.USED, frozenset({"opioids"})), True),
        (A.FENTANYL, ["fentanyl"], NOTHING, False),
        (A.OPIATES, [], NOTHING, True),
        (A.COCAINE, [], NOTHING, False),
        (A.BUPRENORPHINE, [], NOTHING, False),
    ],
)
def test_an_opioid_that_nothing_explains_calls_for_naloxone(analyte, taken, told, asks):
    reads = read_lines([Line(analyte, POS)], takes(*taken), told, POC)
    assert needs_naloxone(reads) is asks


def test_a_negative_line_never_calls_for_naloxone():
    assert not needs_naloxone(read_lines([Line(A.FENTANYL, NEG)], [], NOTHING, POC))


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        ("12", Unit.UG_L, Unit.NG_ML, "12"), ("0.5", Unit.UG_ML, Unit.NG_ML, "500"), ("0.5", Unit.MG_L, Unit.NG_ML, "500"),
        ("900", Unit.PG_ML, Unit.NG_ML, "0.9"), ("500", Unit.NG_ML, Unit.MG_L, "0.5"),
        ("0.1", Unit.MG_L_BREATH, Unit.G_210L, "0.021"),
    ],
)  # fmt: skip
def test_a_value_is_turned_into_the_panel_s_unit(value, unit, wanted, expected):
    assert units.why_not_convert(unit, wanted) is None
    assert units.converted(Decimal(value), unit, wanted) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "wanted"), [(Unit.NMOL_L, Unit.NG_ML), (Unit.G_210L, Unit.NG_ML), ("cups", Unit.NG_ML)]
)
def test_a_value_that_cannot_be_turned_is_refused_in_a_sentence(unit, wanted):
    assert str(units.why_not_convert(unit, wanted)).endswith(".")
    with pytest.raises(ValueError, match="to"):
        units.converted(Decimal(1), unit, wanted)


@pytest.mark.parametrize(
    ("value", "unit", "expected"), [("20", "mg/dL", "20"), ("1.768", "mmol/L", "20.00"), ("1768", "umol/L", "20.00")]
)
def test_creatinine_is_read_in_three_units(value, unit, expected):
    assert units.creatinine_mg_dl(Decimal(value), unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("outcome", "value", "differs"), [(POS, "15", False), (POS, "14.9", True), (NEG, "15", True), (NEG, None, False)]
)
def test_a_word_that_goes_against_its_number_is_said(outcome, value, differs):
    value = None if value is None else Decimal(value)
    assert bool(consistency.why_outcome_differs(outcome, value, Decimal(15), "THC")) is differs


def test_every_ingredient_that_is_held_against_tests_is_on_the_medication_list():
    known = set(Ingredient.values)
    assert (set(EXPLAINS) | set(SHOWS)) - known <= {"dextroamphetamine"}
