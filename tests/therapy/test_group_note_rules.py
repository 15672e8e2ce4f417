import datetime as dt
import uuid

from therapy.rules.group_notes import Line, identical_lines, is_late, why_incomplete, why_nobody_else_may_write

A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))
END = dt.datetime(2026, 3, 2, 17, 15, tzinfo=dt.UTC)


def line(text="Spoke of her week.", *, attended=True, expected=False, client=A):
    return Line(client, text, attended=attended, expected=expected)


def test_a_shared_part_and_a_line_for_everybody_there_is_complete():
    assert why_incomplete("We practised urge surfing.", [line(), line("", attended=False, client=B)]) is None


def test_an_empty_shared_part_is_incomplete():
    assert "shared part is still empty" in str(why_incomplete("  ", [line()]))


def test_somebody_there_without_a_line_is_counted():
    assert str(why_incomplete("x", [line(""), line(" ", client=B), line(client=C)])).startswith(
        "2 clients who were there"
    )


def test_one_without_a_line_is_said_in_the_singular():
    assert str(why_incomplete("x", [line("")])).startswith("1 client who was there has no line")


def test_open_attendance_comes_first():
    assert "Attendance of 1 client is still open" in str(why_incomplete("x", [line("", attended=False, expected=True)]))


def test_a_line_for_somebody_absent_is_in_the_way():
    assert "somebody who was not there" in str(why_incomplete("x", [line(attended=False), line(client=B)]))


def test_a_group_without_anybody_is_not_signed():
    assert "Nobody was there" in str(why_incomplete("x", []))


def test_the_same_line_twice_is_found_whatever_capitals_and_stops():
    assert identical_lines({A: "Took part.", B: "took part", C: "Was quiet."}) == [(A, B)]


def test_empty_lines_are_not_copies():
    assert identical_lines({A: "", B: " "}) == []


def test_a_note_is_late_only_after_the_hours():
    assert not is_late(END + dt.timedelta(hours=48), END, 48)
    assert is_late(END + dt.timedelta(hours=48, seconds=1), END, 48)


def test_a_note_that_a_colleague_began_is_theirs():
    assert str(why_nobody_else_may_write(["Dana Ortiz"])) == "Dana Ortiz is already writing the note of this group."
    assert why_nobody_else_may_write([]) is None
