import uuid

import pytest

from therapy.name_check import Person, folded, found


def person(*names):
    return Person(uuid.uuid4(), names)


def words(text, *people, about=None):
    return [place.word for place in found(text, people, about=about)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria spoke first.", ["Maria"]),
        ("MARIA spoke", ["MARIA"]),
        ("maría spoke", ["maría"]),
        ("Mari\u0301a spoke", ["Mari\u0301a"]),
        ("Maria's week", ["Maria"]),
        ("with lopez and others", ["lopez"]),
        ("Marian heard it", []),
        ("the group spoke", []),
        ("Maria Lopez", ["Maria", "Lopez"]),
    ],
)
def test_names_are_found_as_whole_words_whatever_capitals_and_accents(text, expected):
    assert words(text, person("Maria", "López")) == expected


def test_a_preferred_name_is_looked_for_too():
    assert words("Bobby laughed", person("Robert", "Nguyen", "Bobby")) == ["Bobby"]


@pytest.mark.parametrize("text", ["O'Brien said", "O’Brien said", "OBrien said"])
def test_an_apostrophe_makes_no_difference(text):
    assert len(words(text, person("Sean", "O'Brien"))) == 1


def test_half_of_a_double_name_is_enough():
    assert words("Smith was early", person("Ann", "Smith-Jones")) == ["Smith"]


def test_a_particle_alone_is_nobody():
    assert words("the van came, de nada", person("Jan", "van de Berg")) == []


def test_a_whole_name_with_particles_is_one_place():
    assert words("Mr van de Berg", person("Jan", "van de Berg")) == ["van de Berg"]


def test_a_one_letter_name_is_not_looked_for():
    assert words("A good day", person("A", "Stone")) == []


def test_a_name_in_a_script_without_spaces_is_found_inside_a_sentence():
    assert words("今天李明来了", person("明", "李")) == ["李", "明"]


def test_letters_that_do_not_decompose_are_compared():
    assert words("Lukasz spoke", person("Łukasz", "Nowak")) == ["Lukasz"]


def test_a_line_may_name_its_own_client():
    own = person("Maria", "Lopez")
    assert words("Maria spoke of James", own, person("James", "Okafor"), about=own) == ["James"]


def test_a_shared_first_name_may_stand_in_the_line_of_either():
    own = person("Maria", "Lopez")
    assert words("Maria spoke", own, person("Maria", "Silva"), about=own) == []


def test_the_place_is_shown():
    place = found("Then Will said no.", [person("Will", "Stone")])[0]
    assert (place.start, place.end, place.before, place.after) == (5, 9, "Then ", " said no.")


def test_an_empty_name_finds_nothing():
    assert words("anything", person("", "  ", "🙂")) == []


def test_folding_is_what_confirmations_compare():
    assert folded(" WÍLL ") == folded("will")


def test_a_very_long_text_stays_quick_enough_to_check():
    people = [person(f"Name{number}", f"Family{number}") for number in range(300)]
    assert words("word " * 4000 + "Family299", *people) == ["Family299"]
