"""Random weeks of attendance for property tests: which days, how long, whether the note is signed, and what changes later."""

from hypothesis import strategies as some

MINUTES = some.sampled_from([0, 60, 179, 180, 181, 240])
NOTES = some.sampled_from(["signed", "signed", "draft", "none"])


def visits():
    """One delivered day: days ago, minutes, and the state of its note."""
    return some.tuples(some.integers(1, 14), MINUTES, NOTES)


def weeks():
    """Two weeks of a client, and for some of the days what they turn into later."""
    return some.tuples(
        some.lists(visits(), min_size=1, max_size=6, unique_by=lambda one: one[0]),
        some.lists(visits(), max_size=4, unique_by=lambda one: one[0]),
    )
