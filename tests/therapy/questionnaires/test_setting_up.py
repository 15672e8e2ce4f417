"""The clinic's questionnaires: terms, wording, own versions, imports, on and off."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.ground import make_site, make_staff
from tests.therapy.questionnaires.test_importing import choice, fhir
from therapy.actions import questionnaires
from therapy.models import Questionnaire
from therapy.questionnaires import NoQuestionnaire, available, find, find_many
from therapy.questionnaires.changing import thresholds_of
from therapy.questionnaires.engine import score
from therapy.questionnaires.importing import Scoring
from therapy.questionnaires.shipped import all_data

pytestmark = pytest.mark.django_db
WORDS = [f"Question {n}" for n in range(1, 8)]
YES_NO = {"yes_no": ["No", "Yes"]}


@pytest.fixture
def director(at, noon):
    at(noon)
    return actor_of(make_staff("clinical_director", site=make_site()).pk, noon)


@pytest.fixture
def counselor(at, noon):
    at(noon)
    return actor_of(make_staff("counselor", site=make_site()).pk, noon)


@pytest.fixture
def noon():
    from tests.pages.chart_clinic import NOON

    return NOON


def load(by, noon, key="cssrs_screener", language="en", **fields):
    values = {"title": "Screener", "stem": "", "items": WORDS, "options": YES_NO, "accepts": True, **fields}
    return questionnaires.load_wording(by=by, key=key, language=language, at=noon, **values)


def settings(by, noon, key="phq9", **changes):
    values = {"bands": {}, "thresholds": {}, "missing": {}, "meaningful": None, "reliable": None, "note": "Our policy"}
    return questionnaires.change_settings(by=by, key=key, at=noon, **{**values, **changes})


def keys(language="en"):
    return {each.key for each in available(language)}


def test_what_comes_along_freely_may_be_asked_at_once(db):
    assert keys() == {"phq9", "gad7", "audit_c", "bam", "bam_iop", "pc_ptsd_5", "pcl5", "cows", "ciwa_ar", "barc10"}
    assert keys("es") == {"phq9", "gad7"}


def test_wording_with_terms_may_be_asked_once_they_are_accepted(director, noon):
    questionnaires.accept_terms(by=director, key="audit", at=noon)
    row = Questionnaire.objects.get(key="audit", language="en")
    assert (row.licence_accepted_by_id, row.licence_accepted_at) == (director.staff_id, noon)
    assert "audit" in keys() & keys("es")


def test_terms_are_accepted_once(director, noon):
    questionnaires.accept_terms(by=director, key="audit", at=noon)
    with pytest.raises(Conflict):
        questionnaires.accept_terms(by=director, key="audit", at=noon)


@pytest.mark.parametrize("key", ["phq9", "cssrs_screener", "nothing"])
def test_there_are_no_terms_to_accept_elsewhere(director, noon, key):
    with pytest.raises(Conflict):
        questionnaires.accept_terms(by=director, key=key, at=noon)


def test_without_its_wording_a_screener_cannot_be_asked(db):
    with pytest.raises(NoQuestionnaire, match="load its wording"):
        find("cssrs_screener")


def test_loaded_wording_is_asked_and_scored_by_the_published_rules(director, noon):
    load(director, noon)
    definition = find("cssrs_screener")
    assert [item.words for item in definition.items] == WORDS
    assert score(definition, {"1": 0, "2": 1, "4": 1}).band.words == "High risk"
    assert definition.items[0].safety == {1}


def test_wording_is_not_loaded_without_the_tick(director, noon):
    with pytest.raises(Invalid) as refusal:
        load(director, noon, accepts=False)
    assert refusal.value.field == "accepts"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"items": WORDS[:6]}, "items"),
        ({"options": {"yes_no": ["No"]}}, "options_yes_no"),
        ({"options": {}}, "options_yes_no"),
    ],
)
def test_every_question_and_answer_needs_its_line(director, noon, fields, field):
    with pytest.raises(Invalid) as refusal:
        load(director, noon, **fields)
    assert refusal.value.field == field


def test_a_published_spanish_version_may_be_loaded_beside_the_english_one(director, noon):
    load(director, noon, key="pc_ptsd_5", language="es", items=[f"Pregunta {n}" for n in range(6)])
    assert "pc_ptsd_5" in keys("es") & keys()
    # What staff read stays, in English.
    assert find("pc_ptsd_5", language="es").bands[0].words == "Positive"


def test_loading_again_is_a_new_version_and_the_old_one_stays_readable(director, noon):
    first = load(director, noon)
    second = load(director, noon, title="Corrected")
    assert second.version == first.version + 1
    assert find("cssrs_screener").title == "Corrected"
    assert find("cssrs_screener", version=first.version).title == "Screener"


def test_a_version_never_changes(director, noon):
    row = load(director, noon)
    for change in ({"definition": {}}, {"title": "Other"}, {"version": 99}, {"digest": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Questionnaire.objects.filter(pk=row.pk).update(**change)


def test_a_version_is_never_deleted(director, noon):
    row = load(director, noon)
    with pytest.raises(DatabaseError), transaction.atomic():
        Questionnaire.objects.filter(pk=row.pk).delete()


def test_own_bands_hold_from_the_new_version_on(director, noon):
    bands = {"minimal": (Decimal(0), Decimal(5)), "mild": (Decimal(6), Decimal(9))}
    settings(director, noon, bands=bands)
    five = dict.fromkeys("12345", 1) | dict.fromkeys("6789", 0)
    assert score(find("phq9"), five).band.key == "minimal"
    assert score(find("phq9", version=1), five).band.key == "mild"


def test_an_own_version_holds_in_every_language(director, noon):
    rows = settings(director, noon)
    assert {(row.language, row.version) for row in rows} == {("en", 2), ("es", 2)}


def test_prorating_is_turned_on_by_a_version(director, noon):
    settings(director, noon, missing={"total": 2})
    assert score(find("phq9"), dict.fromkeys("1234567", 1)).total == 9


def test_no_more_answers_may_be_filled_in_than_the_literature_tolerates(director, noon):
    with pytest.raises(Invalid):
        settings(director, noon, missing={"total": 3})


def test_a_cut_off_is_changed_wherever_it_stands(director, noon):
    ours = next(each for each in thresholds_of(all_data()["pc_ptsd_5"]) if each.who == "men")
    settings(director, noon, key="pc_ptsd_5", thresholds={ours.id: Decimal(3)})
    result = score(find("pc_ptsd_5"), {"event": 1, "1": 1, "2": 1, "3": 1, "4": 0, "5": 0}, sex="male")
    assert (result.band.key, [flag.key for flag in result.flags]) == ("positive", ["positive"])


def test_bands_may_not_overlap(director, noon):
    with pytest.raises(Invalid):
        settings(director, noon, bands={"minimal": (Decimal(0), Decimal(6))})


def test_an_own_version_says_why(director, noon):
    with pytest.raises(Invalid) as refusal:
        settings(director, noon, note=" ")
    assert refusal.value.field == "note"


def test_own_cut_offs_keep_the_terms_that_were_accepted(director, noon):
    questionnaires.accept_terms(by=director, key="who5", at=noon)
    row = settings(director, noon, key="who5")[0]
    assert row.licence_accepted_by_id == director.staff_id


def test_an_import_is_given_and_its_next_is_a_new_version(director, noon):
    def take():
        return questionnaires.import_questionnaire(
            by=director,
            resource=fhir(choice("1")),
            key="own",
            title="",
            language="en",
            scoring=Scoring(kind="sum"),
            at=noon,
        )

    assert (take().version, take().version) == (1, 2)
    assert find("own").title == "Our own"


def test_an_import_never_takes_the_place_of_an_instrument(director, noon):
    with pytest.raises(Invalid) as refusal:
        questionnaires.import_questionnaire(
            by=director, resource=fhir(choice("1")), key="phq9", title="", language="en", scoring=Scoring(), at=noon
        )
    assert refusal.value.field == "key"


def test_switched_off_it_is_not_given_but_stays_readable(director, noon):
    questionnaires.switch_questionnaire(by=director, key="gad7", language="en", on=False, at=noon)
    assert "gad7" not in keys()
    assert "gad7" in keys("es")
    assert find("gad7", version=1).key == "gad7"
    questionnaires.switch_questionnaire(by=director, key="gad7", language="en", on=True, at=noon)
    assert "gad7" in keys()


def test_switching_twice_is_told(director, noon):
    with pytest.raises(Conflict):
        questionnaires.switch_questionnaire(by=director, key="gad7", language="en", on=True, at=noon)


def test_what_needs_terms_or_wording_cannot_be_switched_on(director, noon):
    for key in ("audit", "dast10"):
        with pytest.raises(Conflict):
            questionnaires.switch_questionnaire(by=director, key=key, language="en", on=True, at=noon)


def test_many_are_found_in_one_statement(director, noon, django_assert_num_queries):
    load(director, noon)
    settings(director, noon)
    wanted = [("phq9", 1, "en"), ("phq9", 2, "en"), ("cssrs_screener", 2, "en"), ("nothing", 1, "en")]
    with django_assert_num_queries(1):
        found = find_many(wanted)
    assert set(found) == set(wanted[:3])


def test_setting_up_needs_the_right(counselor, noon):
    with pytest.raises(NotAllowed):
        load(counselor, noon)
    with pytest.raises(NotAllowed):
        settings(counselor, noon)
    with pytest.raises(NotAllowed):
        questionnaires.switch_questionnaire(by=counselor, key="gad7", language="en", on=False, at=noon)


def test_what_was_done_is_recorded_without_words(director, noon):
    row = load(director, noon)
    event = AuditEvent.objects.get(verb="therapy.questionnaire_wording_loaded")
    assert event.detail == {"key": "cssrs_screener", "version": row.version, "language": "en"}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("phq9", 10, "Positive screen for depression (≥ 12)"),
        ("gad7", 15, "Severe anxiety (≥ 12)"),
        ("who5", 28, "Depression is likely, give the PHQ-9 (≤ 12)"),
    ],
)
def test_own_cut_offs_are_what_flags_and_alerts_then_say(director, noon, key, value, said):
    if key == "who5":
        questionnaires.accept_terms(by=director, key=key, at=noon)
    ours = next(each for each in thresholds_of(all_data()[key]) if each.value == value)
    settings(director, noon, key=key, thresholds={ours.id: Decimal(12)})
    definition = find(key)
    assert said in {rule.words for rule in (*definition.flags, *definition.alerts)}


def test_own_bands_no_longer_name_the_published_number(director, noon):
    settings(
        director,
        noon,
        key="pcl5",
        bands={"below": (Decimal(0), Decimal(30)), "provisional": (Decimal(31), Decimal(80))},
    )
    assert [band.words for band in find("pcl5").bands] == ["Below the cut-off", "At or above the cut-off"]
