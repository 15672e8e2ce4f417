"""What can be wrong with a row, or must be told of it, in words. A fault keeps the row out; "
"the others do not."""

from __future__ import annotations

from dataclasses import dataclass

from iop.core.words import Sentence, say


@dataclass(frozen=True)
class Problem:
    """A kind of problem in words; ``is_fault`` says that a row with it cannot be brought in."""

    words: Sentence
    is_fault: bool = False


PROBLEMS: dict[str, Problem] = {
    "needed": Problem(say("This is missing, and a chart cannot be opened without it."), is_fault=True),
    "too_long": Problem(say("This is longer than fits."), is_fault=True),
    "not_a_date": Problem(
        say("This is no date that can be read. Write it as 1985-03-24, with all four digits of the year."),
        is_fault=True,
    ),
    "counted_date": Problem(
        say("This is how a spreadsheet counts days, not a date. Format the column as 1985-03-24, and save it again."),
        is_fault=True,
    ),
    "not_born": Problem(say("This birth date lies in the future, or more than 130 years back."), is_fault=True),
    "double": Problem(say("Another row of this file has the same number. The first one is taken."), is_fault=True),
    "double_person": Problem(say("Another row of this file has the same name and birth date.")),
    "refused": Problem(say("The chart could not be opened with these details."), is_fault=True),
    "alike": Problem(say("Somebody here may be the same person. Look before a second chart is opened.")),
    "alike_restricted": Problem(say("Ask the privacy officer before this person is brought in.")),
    "known": Problem(say("This person was brought in before and has a chart. Nothing in it is changed.")),
    "differs": Problem(say("The file says something else here than the chart does. The chart stays as it is.")),
    "sex": Problem(say("This is not one of the answers known here. It is kept as “not asked”.")),
    "language": Problem(say("This language is not known here. English is kept; change it in the chart.")),
    "phone": Problem(say("This does not look like a phone number and is left out.")),
    "email": Problem(say("This does not look like an e-mail address and is left out.")),
    "left_out_long": Problem(say("This is longer than fits and is left out.")),
    "number": Problem(say("This cannot be such a number and is left out.")),
    "number_taken": Problem(
        say(
            "Another chart holds this number already. It is left out; ask the privacy officer whether "
            "both are the same person."
        )
    ),
    "emergency": Problem(say("An emergency contact needs a name. It is left out.")),
    "payer": Problem(
        say("This payer or plan is not set up here, so the insurance is left out. Enter it in the chart.")
    ),
    "coverage": Problem(
        say("The insurance lacks a member number, a first day, or is somebody else’s policy. Enter it in the chart.")
    ),
    "diagnosis": Problem(say("A diagnosis has no ICD-10-CM code that holds today and is left out.")),
    "diagnosis_not_yours": Problem(
        say("Diagnoses are brought in by somebody whose role makes diagnoses. They are left out.")
    ),
    "medication": Problem(say("A medication has no name and is left out.")),
    "medication_not_yours": Problem(
        say("Medications and allergies are brought in by somebody whose role keeps them. They are left out.")
    ),
    "coverage_not_yours": Problem(say("Insurance is brought in by somebody whose role keeps it. It is left out.")),
    "more_refused": Problem(
        say("Something of what comes with this person could not be entered and is left out. Look into the chart.")
    ),
    "consent": Problem(
        say("A consent given elsewhere is not valid here and is not brought in. Have a new one signed.")
    ),
    "stay": Problem(
        say("A stay in the other system is not brought in: an inquiry is opened here, and they are admitted as usual.")
    ),
    "relative": Problem(say("People around them who are no emergency contact are not brought in.")),
    "deceased": Problem(say("The other system says that this person has died.")),
    "inactive": Problem(say("The other system no longer uses this record.")),
}
"""Problems by code; rows keep the codes, so the words can be mended and translated afterwards."""


def is_fault(code: str) -> bool:
    """Say whether a row with this problem is kept out."""
    return PROBLEMS[code].is_fault
