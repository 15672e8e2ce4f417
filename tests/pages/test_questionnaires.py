"""Pages about questionnaires: looked at, tried out, worded, taken in; who may; and how often the database is asked."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from iop.clinic.actors import actor_of
from tests.factories.ground import make_site, make_staff, sign_in
from tests.pages.chart_clinic import NOON
from tests.pages.test_chart_statements import statements
from tests.therapy.questionnaires.test_importing import choice, fhir
from therapy.actions import questionnaires
from therapy.models import Questionnaire
from therapy.questionnaires import available
from therapy.questionnaires.importing import Scoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(at):
    at(NOON)
    return make_site()


@pytest.fixture
def director(client, site):
    staff = make_staff("clinical_director", site=site)
    sign_in(client, staff)
    return staff


@pytest.fixture
def counselor(client, site):
    staff = make_staff("counselor", site=site)
    sign_in(client, staff)
    return staff


def url(name="questionnaire", key="phq9", language="en"):
    return reverse(name, args=[key, language])


def text(answer):
    return answer.content.decode()


def answers(**values):
    return {f"q-{key.removeprefix('q')}": value for key, value in values.items()}


def test_the_list_says_what_each_language_needs(client, director):
    page = text(client.get(reverse("questionnaires")))
    assert "Wording to load" in page
    assert "Terms to accept" in page
    assert "In use, version 1" in page


def test_trying_out_shows_total_band_and_alert(client, counselor):
    answer = client.post(url(), answers(**{f"q{n}": 2 for n in range(1, 10)}))
    page = text(answer)
    assert "Moderately severe" in page
    assert "At once" in page
    assert answer.context["page"]["tried"].total == "18"


def test_help_is_shown_at_once_to_who_answers_a_question_about_self_harm(client, counselor):
    assert 'data-help role="alert" hidden' in text(client.get(url()))
    shown = text(client.post(url(), answers(q9=1)))
    assert 'data-help role="alert">' in shown
    assert 'href="tel:988"' in shown


def test_without_a_script_the_page_comes_back_with_what_the_answers_opened(client, counselor):
    before = text(client.get(url(key="pc_ptsd_5")))
    after = text(client.post(url(key="pc_ptsd_5"), answers(qevent=1)))
    assert before.count("hidden disabled") == 5
    assert after.count("hidden disabled") == 0


def test_an_answer_out_of_range_is_said_beside_its_question_and_kept(client, counselor):
    page = text(client.post(url(key="bam_iop"), answers(q2=9)))
    assert "Write a number from 0 to 7." in page
    assert 'name="q-2" value="9"' in page


def test_spanish_is_asked_in_spanish_throughout(client, counselor):
    page = text(client.get(url(language="es")))
    assert "Poco interés o placer en hacer cosas" in page
    assert 'lang="es"' in page


def test_nothing_of_a_try_out_is_kept(client, counselor):
    client.post(url(), answers(q9=3))
    assert not Questionnaire.objects.exists()


def test_sex_moves_the_cut_off(client, counselor):
    sent = answers(q1=2, q2=1, q3=0)
    assert "Negative" in text(client.post(url(key="audit_c"), {**sent, "sex": "male"}))
    assert "Positive" in text(client.post(url(key="audit_c"), {**sent, "sex": "female"}))


def test_a_screener_without_wording_shows_no_form_to_answer(client, director):
    page = text(client.get(url(key="cssrs_screener")))
    assert "data-questionnaire" not in page
    assert "Load the wording" in page


@pytest.mark.parametrize(("key", "language"), [("nothing", "en"), ("phq9", "fr")])
def test_what_is_not_there_is_not_found(client, counselor, key, language):
    assert client.get(url(key=key, language=language)).status_code == 404


def test_another_version_that_is_not_there_is_not_found(client, counselor):
    assert client.get(url() + "?version=7").status_code == 404


def test_wording_is_loaded_from_the_page(client, director):
    page = url("questionnaire_wording", "cssrs_screener")
    data = {
        "title": "Screener",
        "stem": "",
        "items": "\n".join("abcdefg"),
        "options_yes_no": "No\nYes",
        "accepts": "on",
    }
    answer = client.post(page, data)
    assert answer.status_code == 302
    assert "cssrs_screener" in {each.key for each in available()}


def test_wording_that_does_not_fit_comes_back_with_what_was_typed(client, director):
    page = url("questionnaire_wording", "cssrs_screener")
    answer = client.post(page, {"title": "Screener", "items": "one\ntwo", "options_yes_no": "No\nYes", "accepts": "on"})
    assert answer.status_code == 422
    assert "This questionnaire has 7 questions; 2 lines were given." in text(answer)
    assert "one\ntwo" in text(answer)


def test_the_tick_is_needed(client, director):
    page = url("questionnaire_wording", "cssrs_screener")
    answer = client.post(page, {"title": "S", "items": "\n".join("abcdefg"), "options_yes_no": "No\nYes"})
    assert answer.status_code == 422
    assert not Questionnaire.objects.exists()


def test_terms_are_accepted_from_the_page(client, director):
    answer = client.post(reverse("questionnaire_accept", args=["who5"]))
    assert answer.url == url(key="who5")
    assert "who5" in {each.key for each in available()}


def test_own_cut_offs_are_made_from_the_page(client, director):
    page = reverse("questionnaire_settings", args=["gad7"])
    form = client.get(page).context["form"]
    data = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    answer = client.post(page, {**data, "missing_total": 2, "note": "As our protocol says"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Questionnaire.objects.get(key="gad7", language="en").definition["scales"][0]["allowed_missing"] == 2


def test_own_cut_offs_that_overlap_are_refused_on_the_page(client, director):
    page = reverse("questionnaire_settings", args=["gad7"])
    form = client.get(page).context["form"]
    data = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    answer = client.post(page, {**data, "high_minimal": 6, "note": "x"})
    assert answer.status_code == 422
    assert "overlap" in text(answer)


def imported(client, **changes):
    data = {
        "key": "own", "title": "", "language": "en", "mode": "self", "scoring": "sum", "direction": "worse", "bands": "",
        "text": json.dumps(fhir(choice("1"), choice("2"))), **changes,
    }  # fmt: skip
    return client.post(reverse("questionnaire_import"), data)


def test_a_questionnaire_is_taken_in_by_pasting(client, director):
    answer = imported(client, bands="0-1 Low\n2-4 High")
    assert answer.url == url(key="own")
    assert "Our own" in text(client.get(reverse("questionnaires")))


def test_a_questionnaire_is_taken_in_from_a_file(client, director):
    file = SimpleUploadedFile("own.json", json.dumps(fhir(choice("1"))).encode(), content_type="application/json")
    assert imported(client, text="", file=file).status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "Choose a file, or paste its text."),
        ({"text": "{"}, "This is not JSON."),
        ({"key": "phq9"}, "instrument that comes along"),
        ({"key": "Our Key"}, "small letters"),
        ({"bands": "Low"}, "This line is no band"),
        ({"text": json.dumps(fhir({"linkId": "1", "type": "date", "text": "When?"}))}, "“When?” is of the type “date”"),
        ({"file": SimpleUploadedFile("own.json", b"\xff\xfe\x00")}, "not a text file in UTF-8"),
    ],
)
def test_what_cannot_be_taken_is_said_on_the_page(client, director, changes, said):
    answer = imported(client, **changes)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Questionnaire.objects.exists()


def test_it_is_switched_off_and_on_from_the_page(client, director):
    client.post(url("questionnaire_switch", "gad7"), {"do": "off"})
    assert "Switched off" in text(client.get(url(key="gad7")))
    client.post(url("questionnaire_switch", "gad7"), {"do": "on"})
    assert "gad7" in {each.key for each in available()}


def test_a_questionnaire_leaves_as_a_file_with_questions_alone(client, counselor):
    answer = client.get(url("questionnaire_file", "gad7"))
    assert answer["Content-Disposition"] == 'attachment; filename="gad7-en.json"'
    assert json.loads(answer.content)["resourceType"] == "Questionnaire"


@pytest.mark.parametrize(
    ("name", "args", "method"),
    [
        ("questionnaire_import", [], "get"), ("questionnaire_accept", ["who5"], "post"),
        ("questionnaire_settings", ["gad7"], "get"), ("questionnaire_wording", ["dast10", "en"], "get"),
        ("questionnaire_switch", ["gad7", "en"], "post"),
    ],
)  # fmt: skip
def test_those_who_give_do_not_set_up(client, counselor, name, args, method):
    assert getattr(client, method)(reverse(name, args=args)).status_code == 403


def test_those_who_neither_give_nor_set_up_see_nothing(client, site):
    sign_in(client, make_staff("biller", site=site))
    assert client.get(reverse("questionnaires")).status_code == 403
    assert client.get(url()).status_code == 403


@pytest.mark.parametrize("number", [1, 12])
def test_the_pages_ask_the_database_as_often_for_many_as_for_few(client, director, number):
    by = actor_of(director.pk, NOON)
    for index in range(number):
        questionnaires.import_questionnaire(
            by=by, resource=fhir(choice("1")), key=f"own_{index}", title="", language="en", scoring=Scoring(), at=NOON
        )
        questionnaires.import_questionnaire(
            by=by, resource=fhir(choice("1")), key="again", title="", language="en", scoring=Scoring(), at=NOON
        )
    for page in (reverse("questionnaires"), url(key="again")):
        asked = statements(client, page)
        assert len(asked) <= 5, "\n".join(asked)
