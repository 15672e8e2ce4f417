"""The letters in English: each a title and its paragraphs."""

from __future__ import annotations

LETTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "attendance-court": (
        "Attendance letter for the court",
        (
            "To the Court:",
            "{client} has been in our outpatient program since {admitted}. This letter reports attendance from {first} to {last}, as "
            "the client's signed consent allows.",
            "Sessions scheduled: {scheduled}. Attended: {attended}, {hours} in all. Missed with an excuse: {excused}; without one: "
            "{missed}. The table shows each week.",
            "This letter reports attendance only. It says nothing about diagnosis, test results or what was spoken in treatment.",
        ),
    ),
    "attendance-probation": (
        "Attendance letter for probation or supervision",
        (
            "To the supervising officer:",
            "{client} has been in our outpatient program since {admitted} and stands there as: {status}. This letter reports "
            "attendance from {first} to {last}, as the client's signed consent allows.",
            "Sessions scheduled: {scheduled}. Attended: {attended}, {hours} in all. Missed with an excuse: {excused}; without one: "
            "{missed}. The table shows each week.",
            "This letter reports attendance only. It says nothing about diagnosis, test results or what was spoken in treatment.",
        ),
    ),
    "attendance-employer": (
        "Attendance letter for an employer or school",
        (
            "To whom it may concern:",
            "This confirms that {client} kept {attended} of {scheduled} scheduled appointments with us from {first} to {last}.",
            "This letter is given at the client's wish and confirms times only. Please ask the client about anything else.",
        ),
    ),
}
