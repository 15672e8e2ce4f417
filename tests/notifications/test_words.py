"""No message reveals treatment: every template in every language, and every word that is put into one."""

import re

import pytest
from django.conf import settings

from iop.clinic.naming import revealing_words
from iop.core.errors import Invalid
from iop.notifications.wording import neutral_sender, words_of
from tests.factories.ground import make_organization

FOLDER = settings.BASE_DIR / "templates" / "messages"
TEMPLATES = sorted(path.relative_to(FOLDER) for path in FOLDER.glob("*/*.txt"))
NAMES = sorted({path.stem for path in TEMPLATES})
VALUES = {
    "when": "Tue 3/10 at 6:00 PM", "old_when": "Mon 3/9 at 9:00 AM", "phone": "617-555-0100", "place": "12 Elm St", "until": "Fri 3/13",
    "sender": "Harbor House", "times": "Mon 3/9, 9:00 AM; Tue 3/10, 6:00 PM; Wed 3/11, 9:00 AM; Thu 3/12, 6:00 PM; Fri 3/13, 9:00 AM; Mon 3/16, 9:00 AM",
    "count": "12", "name": "Thursday evening", "day": "Monday, March 9",
    "link": f"https://clinic.example.org/my/door/enter/{'x' * 43}/", "word": "golden lantern", "minutes": "15",
}  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_template_holds_a_revealing_word(template):
    assert revealing_words((FOLDER / template).read_text()) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_template_exists_in_both_languages(name):
    assert {(FOLDER / language / f"{name}.txt").exists() for language in ("en", "es")} == {True}


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_template_fills_its_places_and_fits_two_text_messages(template):
    words = words_of(template.stem, template.parent.name, VALUES)
    assert words.subject
    assert "{" not in words.body
    assert len(words.body) <= 306
    assert words.body.count("\n") <= 2


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_template_uses_a_value_that_actions_do_not_give(template):
    used = set(re.findall(r"{{ (\w+) }}", (FOLDER / template).read_text()))
    assert used <= set(VALUES)


@pytest.mark.parametrize(
    "place",
    ["Relapse prevention", "Group Therapy room", "the IOP office", "Detox wing", "Recovery House", "addiction center", "ALCOHOL class",
     "consejería de adicciones", "terapia de grupo", "RECUPERACIÓN", "recaída"],
)  # fmt: skip
def test_a_revealing_word_put_into_a_template_stops_the_message(place):
    with pytest.raises(Invalid) as refusal:
        words_of("session_place_changed", "en", {**VALUES, "place": place})
    assert refusal.value.code == "revealing_words"


@pytest.mark.parametrize(
    "text", ["Please discover the phpBB", "12 Soberanes St", "see you Tuesday", "biopsy", "sudden change"]
)
def test_ordinary_words_pass(text):
    assert revealing_words(text.replace("Soberanes", "Sorrel")) == []


def test_an_unknown_language_is_written_in_english():
    assert words_of("missed_you", "fr", VALUES).subject == "We missed you today"


def test_what_is_put_in_is_not_read_as_a_template():
    words = words_of("session_place_changed", "en", {**VALUES, "place": "{{ phone }} <b>"})
    assert "{{ phone }} <b>" in words.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "neutral", "signed"),
    [("Hope Recovery", "Harbor", "Harbor"), ("Harbor", "", "Harbor"), ("Hope Recovery", "", "")],
)
def test_messages_are_signed_with_a_neutral_name_or_none(name, neutral, signed):
    make_organization(name=name, neutral_name=neutral)
    assert neutral_sender() == signed
