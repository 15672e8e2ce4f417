"""A FHIR Questionnaire taken in: what can be, what cannot and how that is said, and back again."""

from __future__ import annotations

import pytest

from iop.core.errors import Invalid
from tests.therapy.questionnaires.instruments import instrument
from therapy.questionnaires.changing import bands_from
from therapy.questionnaires.engine import score, visible_items
from therapy.questionnaires.exporting import as_fhir
from therapy.questionnaires.importing import Scoring, parsed, read_fhir
from therapy.questionnaires.reading import read

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def option(code, display, points=None):
    made = {"valueCoding": {"code": code, "display": display}}
    if points is not None:
        made["extension"] = [{"url": ORDINAL, "valueDecimal": points}]
    return made


def choice(link, text="How are you?", points=True, **more):
    options = [option("a", "Badly", 0 if points else None), option("b", "Well", 2 if points else None)]
    return {"linkId": link, "type": "choice", "text": text, "answerOption": options, **more}


def fhir(*items, **more):
    return {"resourceType": "Questionnaire", "title": "Our own", "item": list(items), **more}


def taken(resource, *, kind="sum", language="en", **scoring):
    found = read_fhir(resource, key="own", title="", language=language, scoring=Scoring(kind=kind, **scoring))
    return read(found.data, language), found


def refused(resource, **scoring):
    with pytest.raises(Invalid) as refusal:
        taken(resource, **scoring)
    return str(refusal.value)


def test_choices_with_points_are_added():
    definition, _ = taken(fhir(choice("1", required=True), choice("2", required=True)))
    assert score(definition, {"1": 2, "2": 0}).total == 2


def test_a_missing_answer_of_an_imported_questionnaire_is_not_nought():
    definition, _ = taken(fhir(choice("1"), choice("2")))
    assert score(definition, {"1": 2}).total is None


def test_bands_are_the_clinics_own():
    bands, words = bands_from("0-1 Low\n2–4 High")
    definition, _ = taken(fhir(choice("1"), choice("2")), bands=tuple(bands), band_words=words)
    assert score(definition, {"1": 2, "2": 2}).band.words == "High"


def test_every_plain_kind_of_question_is_taken():
    kinds = ("boolean", "integer", "decimal", "string", "text")
    definition, _ = taken(fhir(*({"linkId": kind, "type": kind, "text": kind} for kind in kinds)), kind="none")
    assert [item.kind for item in definition.items] == ["choice", "integer", "decimal", "text", "long_text"]


def test_yes_and_no_are_said_in_the_language():
    definition, _ = taken(fhir({"linkId": "1", "type": "boolean", "text": "¿Sí?"}), language="es", kind="none")
    assert [each.words for each in definition.items[0].options] == ["No", "Sí"]


def test_groups_become_headings_and_display_a_note():
    resource = fhir({"linkId": "g", "type": "group", "text": "Sleep", "item": [choice("1"), choice("2")]},
                    {"linkId": "n", "type": "display", "text": "Thank you"})  # fmt: skip
    definition, _ = taken(resource)
    assert [(item.key, item.heading, item.kind) for item in definition.items] == [
        ("1", "Sleep", "choice"), ("2", "", "choice"), ("n", "", "note"),
    ]  # fmt: skip


def test_a_contained_value_set_gives_its_answers():
    value_set = {"resourceType": "ValueSet", "id": "yn", "compose": {"include": [{"concept": [
        {"code": "n", "display": "No", "extension": [{"url": ORDINAL, "valueDecimal": 0}]},
        {"code": "y", "display": "Yes", "extension": [{"url": ORDINAL, "valueDecimal": 1}]}]}]}}  # fmt: skip
    item = {"linkId": "1", "type": "choice", "text": "Well?", "answerValueSet": "#yn"}
    definition, _ = taken(fhir(item, contained=[value_set]))
    assert [(each.words, each.points) for each in definition.items[0].options] == [("No", 0), ("Yes", 1)]


def test_enable_when_decides_what_is_asked():
    asked = choice("2", enableWhen=[{"question": "1", "operator": "=", "answerCoding": {"code": "b"}}])
    definition, _ = taken(fhir(choice("1"), asked))
    assert [item.key for item in visible_items(definition, {"1": 0})] == ["1"]
    assert [item.key for item in visible_items(definition, {"1": 2})] == ["1", "2"]


def test_a_groups_condition_holds_for_its_questions():
    group = {"linkId": "g", "type": "group", "text": "More", "item": [choice("2")],
             "enableWhen": [{"question": "1", "operator": "=", "answerBoolean": True}]}  # fmt: skip
    definition, _ = taken(fhir({"linkId": "1", "type": "boolean", "text": "More?"}, group))
    assert [item.key for item in visible_items(definition, {"1": 0})] == ["1"]


def test_limits_of_numbers_are_kept():
    limits = [{"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
              {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 7}]  # fmt: skip
    definition, _ = taken(fhir({"linkId": "1", "type": "integer", "text": "Days", "extension": limits}), kind="none")
    assert (definition.items[0].minimum, definition.items[0].maximum) == (0, 7)


def test_link_ids_of_loinc_become_keys():
    definition, _ = taken(fhir(choice("/44250-9"), choice("/44255-8")))
    assert [item.key for item in definition.items] == ["44250-9", "44255-8"]


def test_hidden_items_are_left_out_and_named():
    hidden = {"linkId": "h", "type": "integer", "text": "Sum",
              "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}]}  # fmt: skip
    _, found = taken(fhir(choice("1"), hidden))
    assert [str(each) for each in found.left_out] == ["“Sum” is hidden or calculated and was left out."]


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ([], "not a FHIR Questionnaire"),
        ({"resourceType": "Patient"}, "not a FHIR Questionnaire"),
        (fhir(), "no questions"),
        (fhir({"linkId": "1", "type": "date", "text": "When?"}), "“When?” is of the type “date”, which cannot be taken"),
        (fhir({"linkId": "1", "type": "open-choice", "text": "Which?"}), "of the type “open-choice”"),
        (fhir(choice("1", repeats=True)), "several answers"),
        (fhir({"linkId": "g", "type": "group", "repeats": True, "item": [choice("1")]}), "can be repeated"),
        (fhir(choice("1"), choice("1")), "used twice"),
        (fhir(choice("1", text="")), "has no words"),
        (fhir({"type": "choice", "text": "X", "answerOption": [option("a", "A", 1)]}), "has no linkId"),
        (fhir({"linkId": "1", "type": "choice", "text": "Which?"}), "no answers to choose from"),
        (
            fhir({"linkId": "1", "type": "choice", "text": "Which?", "answerValueSet": "http://loinc.org/vs/LL358-3"}),
            "a list that is not in the file",
        ),
        (
            fhir({"linkId": "1", "type": "choice", "text": "P", "answerOption": [option("a", "A", 1), option("b", "B")]}),
            "points to some of its answers only",
        ),
        (fhir({"linkId": "1", "type": "choice", "text": "D", "answerOption": [{"valueDate": "2026-01-01"}]}), "no coding"),
        (fhir(choice("1", points=False)), "nothing to add"),
        (fhir(choice("1", enableWhen=[{"question": "2", "operator": "=", "answerBoolean": True}]), choice("2")), "before it"),
        (
            fhir(choice("1"), choice("2", enableWhen=[{"question": "1", "operator": "exists", "answerBoolean": True}])),
            "in a way that cannot be taken (“exists”)",
        ),
        (
            fhir(choice("1"), choice("2", enableWhen=[{"question": "1", "operator": "=", "answerCoding": {"code": "z"}}])),
            "an answer that is not offered",
        ),
        (fhir(*(choice(str(n)) for n in range(201))), "too long or too deep"),
        (fhir("nonsense"), "not an item"),
        ({**fhir(choice("1")), "title": ""}, "no title"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said(resource, said):
    assert said in refused(resource)


def test_all_problems_are_said_at_once():
    words = refused(fhir({"linkId": "1", "type": "date", "text": "When?"}, choice("2", repeats=True)))
    assert "“When?”" in words
    assert "several answers" in words


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "x" * 1_000_001])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(Invalid):
        parsed(text)


@pytest.mark.parametrize("key", ["", "A", "own questionnaire", "1st", "x" * 41, "ä"])
def test_a_key_is_a_short_code(key):
    with pytest.raises(Invalid):
        read_fhir(fhir(choice("1")), key=key, title="", language="en", scoring=Scoring())


@pytest.mark.parametrize("line", ["Low", "5-1 Low", "0-4", "a-b Low"])
def test_a_line_that_is_no_band_is_named(line):
    with pytest.raises(Invalid, match="This line is no band"):
        bands_from(line)


@pytest.mark.parametrize("bands", ["0-4 Low\n4-9 High", "0-4 Low\n6-9 High"])
def test_bands_that_overlap_or_leave_a_gap_are_refused(bands):
    read_bands, words = bands_from(bands)
    assert "bands" in refused(fhir(choice("1")), bands=tuple(read_bands), band_words=words)


@pytest.mark.parametrize("key", ["gad7", "barc10", "who5", "cows", "bam_iop", "pc_ptsd_5", "cssrs_screener"])
def test_out_and_in_again_asks_and_counts_the_same(key):
    before = instrument(key)
    after, _ = taken(as_fhir(before), kind="none")
    assert [(item.key, item.words, item.kind, item.is_required) for item in after.items] == [
        (item.key, item.words, item.kind, item.is_required) for item in before.items
    ]
    assert [[(o.words, o.points) for o in item.options] for item in after.items] == [
        [(o.words, o.points) for o in item.options] for item in before.items
    ]
    first = {before.items[0].key: before.items[0].options[-1].value}
    assert [item.key for item in visible_items(after, first)] == [item.key for item in visible_items(before, first)]


def test_a_condition_fhir_cannot_say_is_refused():
    with pytest.raises(Invalid, match="cannot be written in FHIR"):
        as_fhir(instrument("audit"))
