"""Every example of the scoring reference, instrument by instrument."""

from __future__ import annotations

import pytest

from tests.therapy.questionnaires.instruments import band, in_order, instrument, named, scored
from therapy.questionnaires.engine import score

CSSRS = ("1", "2", "3", "4", "5", "6a", "6b")
_ = None


@pytest.mark.parametrize(
    ("answers", "total", "expected_band", "flags", "alerts"),
    [
        ((1, 1, 1, 1, 0, 0, 0, 0, 0), 4, "minimal", [], []),
        ((1, 1, 0, 0, 0, 0, 0, 0, 1), 3, "minimal", [], ["item9"]),
        ((2, 2, 1, 2, 1, 1, 1, 0, 1), 11, "moderate", ["positive", "other"], ["item9"]),
        ((3, 3, 3, 3, 2, 2, 2, 1, 2), 21, "severe", ["positive", "major"], ["item9", "severe"]),
    ],
)
def test_phq9(answers, total, expected_band, flags, alerts):
    result = scored("phq9", *answers)
    assert (result.total, band(result), named(result.flags), named(result.alerts)) == (
        total, expected_band, flags, alerts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "total", "expected_band", "flags", "alerts"),
    [
        ((1, 1, 1, 0, 0, 0, 1), 4, "minimal", [], []),
        ((2, 2, 2, 1, 1, 1, 1), 10, "moderate", ["positive"], []),
        ((3, 3, 3, 2, 2, 2, 1), 16, "severe", ["positive"], ["severe"]),
    ],
)
def test_gad7(answers, total, expected_band, flags, alerts):
    result = scored("gad7", *answers)
    assert (result.total, band(result), named(result.flags), named(result.alerts)) == (
        total, expected_band, flags, alerts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "total", "expected_band", "alerts"),
    [
        ((2, 1, 1, 0, 0, 0, 0, 0, 0, 0), 4, "zone_1", []),
        ((1, 0, 0, _, _, _, _, _, 0, 0), 1, "zone_1", []),
        ((4, 3, 3, 2, 1, 0, 2, 1, 0, 2), 18, "zone_3", []),
        ((4, 4, 4, 4, 3, 4, 3, 3, 4, 4), 37, "zone_4", ["zone_4", "morning"]),
    ],
)
def test_audit(answers, total, expected_band, alerts):
    result = scored("audit", *answers)
    assert (result.total, band(result), named(result.alerts), result.is_complete) == (
        total,
        expected_band,
        alerts,
        True,
    )


@pytest.mark.parametrize(
    ("answers", "sex", "total", "expected_band", "flags", "alerts"),
    [
        ((2, 1, 0), "female", 3, "positive", ["positive"], []),
        ((2, 1, 0), "male", 3, "negative", [], []),
        ((4, 0, 0), "male", 4, "positive", ["positive", "all_from_q1"], []),
        ((4, 3, 3), "male", 10, "positive", ["positive"], ["severe"]),
        ((0, _, _), "unknown", 0, "negative", [], []),
        ((2, 1, 0), "other", 3, "positive", ["positive"], []),
    ],
)
def test_audit_c(answers, sex, total, expected_band, flags, alerts):
    result = scored("audit_c", *answers, sex=sex)
    assert (result.total, band(result), named(result.flags), named(result.alerts)) == (
        total, expected_band, flags, alerts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("letters", "total", "expected_band", "alerts"),
    [
        ("NNYNNNNNNN", 0, "none", []),
        ("YNYNNNNNNN", 1, "low", []),
        ("YYNNYYNNNN", 5, "moderate", []),
        ("YYNYYYYYNN", 8, "substantial", ["substantial"]),
    ],
)
def test_dast10_counts_question_three_the_other_way(letters, total, expected_band, alerts):
    result = scored("dast10", *(int(letter == "Y") for letter in letters))
    assert (result.total, band(result), named(result.alerts)) == (total, expected_band, alerts)


def bam(**values):
    answers = {key.removeprefix("q"): value for key, value in values.items()}
    return score(instrument("bam"), answers)


def parts(result):
    return tuple(int(result.subscores[key]) for key in ("use", "risk", "protective"))


def test_bam_with_all_three_flags():
    result = bam(q1=2, q2=2, q3=2, q4=1, q5=0, q6=2, q8=2, q9=2, q10=1, q11=2, q12=1, q13=1, q14=4, q15=2, q16=2, q17=1)
    assert (parts(result), named(result.flags), result.total) == ((3, 12, 11), ["use", "risk", "protective"], None)


def test_bam_without_a_flag():
    result = bam(q1=1, q2=1, q3=1, q4=0, q5=0, q6=0, q8=1, q9=3, q10=3, q11=1, q12=2, q13=3, q14=4, q15=0, q16=4, q17=3)
    assert (parts(result), named(result.flags)) == ((0, 5, 19), [])


def test_bam_at_its_ends():
    worst = {f"q{n}": 4 for n in (1, 2, 3, 4, 6, 8, 11, 15)} | {f"q{n}": 0 for n in (9, 10, 12, 13, 14, 16)}
    result = bam(**worst, q5=3, q17=0)
    assert (parts(result), named(result.flags)) == ((11, 24, 0), ["use", "risk", "protective"])


@pytest.mark.parametrize(
    ("answers", "sex", "total", "expected_band"),
    [
        ((0,), "unknown", 0, "negative"),
        ((1, 1, 0, 1, 0, 0), "female", 2, "negative"),
        ((1, 1, 1, 1, 0, 0), "female", 3, "positive"),
        ((1, 1, 1, 1, 0, 0), "male", 3, "negative"),
        ((1, 1, 1, 1, 1, 0), "male", 4, "positive"),
    ],
)
def test_pc_ptsd_5(answers, sex, total, expected_band):
    result = scored("pc_ptsd_5", *answers, sex=sex)
    assert (result.total, band(result), result.is_complete) == (total, expected_band, True)


def test_a_positive_pc_ptsd_5_asks_for_the_pcl5():
    assert [flag.gives for flag in scored("pc_ptsd_5", 1, 1, 1, 1, 0, 0).flags] == ["pcl5"]


@pytest.mark.parametrize(
    ("answers", "total", "clusters", "flags"),
    [
        ((1,) * 20, 20, None, []),
        (
            (2, 2, 1, 2, 1, 2, 2, 2, 2, 1, 2, 2, 1, 1, 2, 1, 2, 2, 1, 2), 33, (8, 4, 11, 10),
            ["positive_total", "positive_rule"],
        ),
        ((2, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 2), 33, None, ["positive_total"]),
        (
            (3, 3, 2, 3, 3, 3, 3, 2, 3, 2, 3, 3, 2, 2, 3, 2, 3, 3, 3, 3), 54, None,
            ["positive_total", "positive_rule"],
        ),
    ],
)  # fmt: skip
def test_pcl5(answers, total, clusters, flags):
    result = scored("pcl5", *answers)
    assert (result.total, named(result.flags)) == (total, flags)
    assert clusters is None or tuple(result.subscores[key] for key in "bcde") == clusters


@pytest.mark.parametrize(
    ("answers", "risk"),
    [
        ((0, 0, _, _, _, 0), "none"),
        ((1, 0, _, _, _, 0), "low"),
        ((0, 1, 1, 0, 0, 0), "moderate"),
        ((0, 0, _, _, _, 1, 0), "moderate"),
        ((0, 1, _, 1), "high"),
        ((_, _, _, _, _, 1, 1), "high"),
    ],
)
def test_cssrs(answers, risk):
    result = scored("cssrs_screener", *answers, keys=CSSRS)
    assert (band(result), result.total) == (risk, None)
    assert named(result.alerts) == ([] if risk == "none" else [risk])


@pytest.mark.parametrize(
    ("answers", "total", "expected_band", "alerts"),
    [
        ((1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0), 5, "mild", []),
        ((1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0), 4, "none", []),
        ((2, 2, 3, 2, 2, 2, 2, 1, 1, 2, 3), 22, "moderate", ["prescriber"]),
        ((4, 3, 5, 5, 4, 4, 5, 2, 2, 4, 5), 43, "severe", ["urgent"]),
    ],
)
def test_cows(answers, total, expected_band, alerts):
    result = scored("cows", *answers)
    assert (result.total, band(result), named(result.alerts)) == (total, expected_band, alerts)


@pytest.mark.parametrize(
    ("answers", "total", "expected_band", "alerts"),
    [
        ((1, 1, 1, 1, 0, 0, 0, 0, 2, 0), 6, "mild", []),
        ((2, 4, 3, 4, 1, 1, 0, 0, 2, 0), 17, "moderate", ["prescriber"]),
        ((4, 5, 4, 4, 4, 2, 1, 1, 3, 1), 29, "severe", ["emergency"]),
    ],
)
def test_ciwa_ar(answers, total, expected_band, alerts):
    result = scored("ciwa_ar", *answers)
    assert (result.total, band(result), named(result.alerts)) == (total, expected_band, alerts)


@pytest.mark.parametrize(
    ("answers", "total", "expected_band"),
    [
        ((5, 5, 4, 4, 4, 5, 5, 6, 4, 5), 47, "meets"),
        ((3, 2, 3, 2, 3, 3, 2, 4, 3, 3), 28, "below"),
        ((6,) * 10, 60, "meets"),
        ((1,) * 10, 10, "below"),
    ],
)
def test_barc10(answers, total, expected_band):
    result = scored("barc10", *answers)
    assert (result.total, band(result)) == (total, expected_band)


@pytest.mark.parametrize(
    ("answers", "raw", "index", "expected_band", "gives"),
    [
        ((1, 1, 1, 1, 1), 5, 20, "very_low", ["phq9"]),
        ((2, 2, 3, 3, 2), 12, 48, "low", []),
        ((3, 3, 2, 2, 3), 13, 52, "good", []),
        ((5, 5, 4, 4, 5), 23, 92, "good", []),
    ],
)
def test_who5(answers, raw, index, expected_band, gives):
    result = scored("who5", *answers)
    assert (result.subscores["raw"], result.total, band(result)) == (raw, index, expected_band)
    assert [alert.gives for alert in result.alerts] == gives


def test_bam_iop_keeps_days_as_days_and_makes_no_published_score():
    definition = instrument("bam_iop")
    result = score(definition, {"4": 2, "5": 1, "6": 0, "8": 3})
    assert (result.total, result.subscores["alcohol_days"], named(result.alerts)) == (None, 2, ["craving"])
    assert in_order(definition, [0]) == {"1": 0}
