"""What a record of the state's data sets is made of: which fields, of what kind, and who knows them (reporting.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

from iop.core.words import Sentence, say, sentence
from iop.reports.state_data.choices import RecordKind

A, T, D = RecordKind.ADMISSION, RecordKind.TRANSFER, RecordKind.DISCHARGE
ALL = (A, T, D)
BEGUN = (A, T)


@dataclass(frozen=True)
class Field:
    """One field. ``words`` is its list (of codes and of what can be chosen); ``kind`` says how it is told.

    ``asked`` fields are answered by a colleague unless the record knows them; the others are the record's alone, and are
    mended where they stand. ``clinical`` ones are shown from the assessment only to who may read it.
    """

    key: str
    label: Sentence
    group: str
    kind: str = "choice"
    words: str = ""
    kinds: tuple[str, ...] = BEGUN
    needed: bool = False
    asked: bool = True
    least: int = 0
    most: int = 0
    hint: Sentence = ""


GROUPS: dict[str, Sentence] = {
    "system": say("What the record knows"),
    "substances": say("Substances"),
    "person": say("About them"),
    "life": say("Work, home, income"),
    "law": say("Referral and law"),
    "care": say("Care"),
    "past_month": say("Past 30 days"),
}


def _record(
    key: str, label: Sentence, kind: str, *, words: str = "", kinds: tuple[str, ...] = ALL, needed: bool = True
) -> Field:
    return Field(key, label, "system", kind, words, kinds, needed, asked=False)


def _substance(number: int, which: Sentence) -> tuple[Field, ...]:
    return (
        Field(f"substance_{number}", which, "substances", "choice", "substance", ALL, needed=True),
        Field(
            f"route_{number}",
            sentence(say("{substance}: how taken"), substance=which),
            "substances",
            "choice",
            "route",
            ALL,
        ),
        Field(
            f"frequency_{number}",
            sentence(say("{substance}: how often"), substance=which),
            "substances",
            "choice",
            "frequency",
            ALL,
        ),
        Field(
            f"first_use_{number}",
            sentence(say("{substance}: age at first use"), substance=which),
            "substances",
            "number",
            "first_use",
            BEGUN,
            most=110,
        ),
    )


FIELDS: dict[str, Field] = {
    each.key: each
    for each in (
        _record("kind", say("Kind of record"), "code", words="kind"),
        _record("admitted_on", say("Admitted"), "date"),
        _record("discharged_on", say("Discharged"), "date", kinds=(D,)),
        _record("last_contact_on", say("Last contact face to face"), "date", kinds=(D,)),
        _record("reason", say("Why treatment ended"), "code", words="reason", kinds=(D,)),
        _record("length", say("Days in treatment"), "number", words="length", kinds=(D,)),
        _record("service", say("Service"), "code", words="service"),
        _record("birth_date", say("Born"), "date"),
        _record("age", say("Age at admission"), "number", words="age"),
        _record("sex", say("Sex"), "code", words="sex"),
        _record("prior_here", say("Treatment here before"), "number", words="prior", kinds=BEGUN),
        _record(
            "days_waiting", say("Days from asking to the first service"), "number", words="days_waiting", kinds=BEGUN,
            needed=False,
        ),
        *_substance(1, say("Primary substance")),
        *_substance(2, say("Secondary substance")),
        *_substance(3, say("Tertiary substance")),
        Field("race", say("Race"), "person", words="race", needed=True),
        Field("ethnicity", say("Hispanic or Latino origin"), "person", words="ethnicity", needed=True),
        Field("marital", say("Marital status"), "person", words="marital"),
        Field("pregnant", say("Pregnant at admission"), "person", words="pregnant"),
        Field("veteran", say("Veteran"), "person", words="yes_no"),
        Field(
            "codependent", say("Here because of somebody else’s use"), "person", words="yes_no", kinds=ALL,
            hint=say("A codependent or collateral client."),
        ),
        Field(
            "education", say("School years completed"), "life", "number", "education", needed=True, most=25,
            hint=say("12 is high school or GED, 16 four years of college."),
        ),
        Field("employment", say("Work"), "life", words="employment", kinds=ALL, needed=True),
        Field("labor", say("Not in the labor force: why"), "life", words="labor", kinds=ALL),
        Field("living", say("Living arrangement"), "life", words="living", kinds=ALL),
        Field("income", say("Main source of income"), "life", words="income"),
        Field("insurance", say("Health insurance"), "life", words="insurance"),
        Field("payer", say("Who pays first"), "life", words="payer"),
        Field("referral", say("Who referred them"), "law", words="referral", needed=True),
        Field("criminal", say("Referred by law: in detail"), "law", words="criminal"),
        Field("prior_elsewhere", say("Treatment elsewhere before: how often"), "care", "number", "prior", needed=True, most=99),
        Field("moud", say("Medication for opioid use disorder is part of the plan"), "care", words="yes_no", needed=True),
        Field("diagnosis", say("Diagnosis"), "care", "text", hint=say("A code of ICD-10-CM, such as F10.20.")),
        Field("psychiatric", say("A psychiatric problem beside the use"), "care", words="yes_no"),
        Field("arrests", say("Arrests"), "past_month", "number", "arrests", ALL, most=95),
        Field("self_help", say("Self-help groups"), "past_month", words="self_help", kinds=ALL),
    )
}  # fmt: skip
COMPUTED = frozenset({"change", "state", "provider", "client", "prior"})
"""What a column may name beside a field: worked out when the file is written."""


def fields_of(kind: str) -> list[Field]:
    """Give the fields of a kind of record, in order."""
    return [each for each in FIELDS.values() if kind in each.kinds]


def asked_of(kind: str) -> list[Field]:
    """Give the fields of a kind that a colleague may be asked."""
    return [each for each in fields_of(kind) if each.asked]
