"""Every edge of every band, every permitted value, and what the definitions promise about themselves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.therapy.questionnaires.instruments import band, instrument, named, scored
from therapy.questionnaires.engine import score, why_not_answer
from therapy.questionnaires.reading import languages_of, read, why_not_data
from therapy.questionnaires.shapes import CHOICE
from therapy.questionnaires.shipped import all_data

KEYS = sorted(all_data())
RANGED = [key for key in KEYS if any(each.low is not None for each in instrument(key).bands)]


def answers_for(definition, wanted):
    """Answers that add up to ``wanted``, with everything that a score needs."""
    scale = definition.scale("total")
    left = wanted / scale.times
    choices = {key: sorted({o.points for o in definition.item(key).options}) for key in scale.items}
    reachable = {Decimal(0): ()}
    for key in scale.items:
        reachable = {
            total + points: (*path, points)
            for total, path in reachable.items()
            for points in choices[key]
            if total + points <= left
        }
    if left not in reachable:
        return None
    found = {}
    for key, points in zip(scale.items, reachable[left], strict=True):
        found[key] = next(o.value for o in definition.item(key).options if o.points == points)
    return found


def totals_of(definition):
    low = min(each.low for each in definition.bands if each.low is not None)
    high = max(each.high for each in definition.bands if each.high is not None)
    return range(int(low), int(high) + 1)


@pytest.mark.parametrize("key", RANGED)
def test_every_total_lies_in_the_band_its_edges_say(key):
    definition = instrument(key)
    wrong = []
    for total in totals_of(definition):
        answers = answers_for(definition, Decimal(total))
        if answers is None or (key == "audit" and answers["1"] == 0):
            continue
        result = score(definition, answers)
        expected = [each.key for each in definition.bands if each.low <= total <= each.high]
        if (result.total is not None and result.total != total) or (
            result.total == total and [band(result)] != expected
        ):
            wrong.append((total, result.total, band(result), expected))
    assert not wrong


EDGES = {
    "phq9": [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
             (15, "moderately_severe"), (19, "moderately_severe"), (20, "severe"), (27, "severe")],
    "gad7": [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
             (15, "severe"), (21, "severe")],
    "dast10": [(0, "none"), (1, "low"), (2, "low"), (3, "moderate"), (5, "moderate"), (6, "substantial"),
               (8, "substantial"), (9, "severe"), (10, "severe")],
    "pcl5": [(0, "below"), (32, "below"), (33, "provisional"), (80, "provisional")],
    "cows": [(0, "none"), (4, "none"), (5, "mild"), (12, "mild"), (13, "moderate"), (24, "moderate"),
             (25, "moderately_severe"), (36, "moderately_severe"), (37, "severe"), (48, "severe")],
    "ciwa_ar": [(0, "mild"), (9, "mild"), (10, "moderate"), (18, "moderate"), (19, "severe"), (67, "severe")],
    "barc10": [(10, "below"), (46, "below"), (47, "meets"), (60, "meets")],
    "who5": [(0, "very_low"), (28, "very_low"), (32, "low"), (48, "low"), (52, "good"), (100, "good")],
}  # fmt: skip


@pytest.mark.parametrize(("key", "total", "expected"), [(k, t, b) for k, rows in EDGES.items() for t, b in rows])
def test_a_band_begins_and_ends_where_it_is_published(key, total, expected):
    definition = instrument(key)
    result = score(definition, answers_for(definition, Decimal(total)))
    assert (result.total, band(result)) == (total, expected)


@pytest.mark.parametrize(
    ("values", "total", "expected"),
    [
        ((1, 1, 1, 1, 1, 1, 1, 0, 0, 0), 7, "zone_1"),
        ((1, 1, 1, 1, 1, 1, 1, 1, 0, 0), 8, "zone_2"),
        ((2, 2, 2, 2, 2, 2, 2, 1, 0, 0), 15, "zone_2"),
        ((2, 2, 2, 2, 2, 2, 2, 2, 0, 0), 16, "zone_3"),
        ((3, 2, 2, 2, 2, 2, 2, 2, 2, 0), 19, "zone_3"),
        ((4, 2, 2, 2, 2, 2, 2, 2, 2, 0), 20, "zone_4"),
        ((4,) * 10, 40, "zone_4"),
        ((0, None, None, None, None, None, None, None, 0, 0), 0, "zone_1"),
    ],
)
def test_the_zones_of_the_audit(values, total, expected):
    result = scored("audit", *values)
    assert (result.total, band(result)) == (total, expected)


@pytest.mark.parametrize(("total", "answers"), [(7, (4, 3, 0)), (8, (4, 4, 0))])
def test_audit_c_alerts_from_eight(total, answers):
    result = scored("audit_c", *answers)
    assert (result.total, bool(result.alerts)) == (total, total >= 8)


@pytest.mark.parametrize(("total", "alerts"), [(12, []), (13, ["prescriber"]), (24, ["prescriber"]), (25, ["urgent"])])
def test_cows_calls_the_prescriber_at_13_and_at_once_at_25(total, alerts):
    definition = instrument("cows")
    assert named(score(definition, answers_for(definition, Decimal(total))).alerts) == alerts


@pytest.mark.parametrize(
    ("answers", "alerts"),
    [
        ((2, 2, 2, 2, 1, 0, 0, 0, 0, 0), []),
        ((2, 2, 2, 2, 2, 0, 0, 0, 0, 0), ["prescriber"]),
        ((4, 4, 4, 4, 2, 0, 0, 0, 0, 0), ["prescriber"]),
        ((4, 4, 4, 4, 3, 0, 0, 0, 0, 0), ["emergency"]),
        ((0, 0, 0, 0, 0, 0, 0, 4, 0, 0), ["emergency"]),
        ((0, 0, 0, 0, 0, 0, 0, 3, 0, 0), []),
        ((0, 0, 0, 0, 0, 0, 0, 0, 0, 2), ["emergency"]),
        ((0, 0, 0, 0, 0, 0, 0, 0, 0, 1), []),
    ],
)
def test_ciwa_ar_asks_for_a_transfer_when_severe_or_seeing_things_or_disoriented(answers, alerts):
    assert named(scored("ciwa_ar", *answers).alerts) == alerts


PERMITTED = {
    "1": [0, 1, 2, 4], "2": [0, 1, 2, 3, 4], "3": [0, 1, 3, 5], "4": [0, 1, 2, 5], "5": [0, 1, 2, 4], "6": [0, 1, 2, 4],
    "7": [0, 1, 2, 3, 5], "8": [0, 1, 2, 4], "9": [0, 1, 2, 4], "10": [0, 1, 2, 4], "11": [0, 3, 5],
}  # fmt: skip


@pytest.mark.parametrize(("key", "allowed"), PERMITTED.items())
def test_cows_takes_its_published_values_only(key, allowed):
    item = instrument("cows").item(key)
    assert [value for value in range(-1, 8) if why_not_answer(item, value) is None] == allowed


@pytest.mark.parametrize(
    ("instrument_key", "item_key", "value"),
    [
        ("audit", "9", 1), ("audit", "10", 3), ("ciwa_ar", "10", 5), ("ciwa_ar", "1", 8), ("barc10", "1", 0),
        ("phq9", "1", 4), ("phq9", "1", True), ("phq9", "1", "1"), ("phq9", "1", 1.5), ("bam", "14", 1), ("bam_iop", "4", 8),
        ("bam_iop", "4", -1), ("bam_iop", "4", "2.5"), ("bam_iop", "4", "many"), ("bam_iop", "4", float("nan")),
    ],
)  # fmt: skip
def test_a_value_that_is_not_offered_may_not_stand_and_counts_as_missing(instrument_key, item_key, value):
    definition = instrument(instrument_key)
    assert why_not_answer(definition.item(item_key), value) is not None
    assert score(definition, {item_key: value}).answered == 0


@pytest.mark.parametrize("key", KEYS)
def test_a_definition_has_nothing_wrong_in_any_language(key):
    data = all_data()[key]
    assert why_not_data(data) == []
    for language in languages_of(data):
        definition = read(data, language)
        assert all(item.words for item in definition.items), language
        assert all(option.words for item in definition.items if item.kind == CHOICE for option in item.options)
        assert definition.title
        assert definition.attribution


@pytest.mark.parametrize("key", KEYS)
def test_what_staff_read_of_a_definition_has_words(key):
    definition = instrument(key)
    rules = [*definition.bands, *definition.flags, *definition.alerts, *definition.change.alerts]
    assert [each.key for each in rules if each.words == each.key] == []


def test_wording_that_may_not_be_shipped_is_not():
    assert [key for key, data in all_data().items() if not languages_of(data)] == ["cssrs_screener", "dast10"]
    assert {key for key, data in all_data().items() if data["licence"] == "accept"} == {"audit", "who5"}


def test_withdrawal_scales_are_for_staff_only():
    assert {key for key in KEYS if instrument(key).is_staff_only} == {"cows", "ciwa_ar"}


def test_the_totals_of_the_audit_and_the_audit_c_are_not_swapped():
    assert (instrument("audit").loinc_total, instrument("audit_c").loinc_total) == ("75624-7", "75626-2")


@pytest.mark.parametrize(
    ("key", "panel", "total"),
    [
        ("phq9", "44249-1", "44261-6"), ("gad7", "69737-5", "70274-6"), ("audit", "72110-0", "75624-7"),
        ("audit_c", "72109-2", "75626-2"), ("dast10", "82666-9", "82667-7"), ("pcl5", "101697-1", "101698-9"),
        ("cssrs_screener", "93373-9", ""), ("bam", "", ""), ("bam_iop", "", ""), ("pc_ptsd_5", "", ""), ("cows", "", ""),
        ("ciwa_ar", "", ""), ("barc10", "", ""), ("who5", "", ""),
    ],
)  # fmt: skip
def test_codes_are_the_confirmed_ones_and_no_others(key, panel, total):
    assert (instrument(key).loinc_panel, instrument(key).loinc_total) == (panel, total)


def test_a_released_version_stays_readable_beside_its_successor(tmp_path, monkeypatch):
    from therapy.questionnaires import shipped as files

    for version, name in ((1, "own.v1.json"), (2, "own.json")):
        text = '{"key": "own", "version": %d, "options": {}, "items": [], "words": {"en": {"title": "Version %d"}}}'
        (tmp_path / name).write_text(text % (version, version))
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    caches = (files.every_version, files.all_data, files.shipped)
    for each in caches:
        each.cache_clear()
    try:
        assert files.shipped("own", "en").title == "Version 2"
        assert files.shipped("own", "en", 1).title == "Version 1"
    finally:
        for each in caches:
            each.cache_clear()
