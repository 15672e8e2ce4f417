import pytest
from django.utils import translation

from iop.core.words import hours_minutes, say, sentence


@pytest.mark.parametrize(
    ("minutes", "words"), [(195, "3 h 15"), (180, "3 h"), (40, "40 min"), (0, "0 min"), (65, "1 h 05")]
)
def test_minutes_are_said_as_people_say_them(minutes, words):
    assert hours_minutes(minutes) == words


def test_a_sentence_is_filled_when_it_is_shown():
    assert str(sentence(say("{who} is busy."), who="Room 2")) == "Room 2 is busy."


def test_the_places_of_a_sentence_hold_text_and_not_patterns():
    with translation.override("en"):
        assert str(sentence(say("{who} is busy."), who="{who}")) == "{who} is busy."
