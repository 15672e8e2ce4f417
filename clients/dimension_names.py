"""Names and numbers of the dimensions by edition (levels_of_care.md §2). The criteria themselves are proprietary and not here."""

from __future__ import annotations

from dataclasses import dataclass

from clients.choices import Edition
from clients.models import Dimension


@dataclass(frozen=True)
class Named:
    """A dimension or, with ``part`` from 1, a part of one."""

    edition: int
    number: int
    part: int
    name: str
    is_rated: bool = True


NAMES: tuple[Named, ...] = (
    Named(Edition.THIRD, 1, 0, "Acute Intoxication and/or Withdrawal Potential"),
    Named(Edition.THIRD, 2, 0, "Biomedical Conditions and Complications"),
    Named(Edition.THIRD, 3, 0, "Emotional, Behavioral, or Cognitive Conditions and Complications"),
    Named(Edition.THIRD, 4, 0, "Readiness to Change"),
    Named(Edition.THIRD, 5, 0, "Relapse, Continued Use, or Continued Problem Potential"),
    Named(Edition.THIRD, 6, 0, "Recovery/Living Environment"),
    Named(Edition.FOURTH, 1, 0, "Intoxication, Withdrawal, and Addiction Medications", is_rated=False),
    Named(Edition.FOURTH, 1, 1, "Intoxication and associated risks"),
    Named(Edition.FOURTH, 1, 2, "Withdrawal and associated risks"),
    Named(Edition.FOURTH, 1, 3, "Addiction medication needs"),
    Named(Edition.FOURTH, 2, 0, "Biomedical Conditions", is_rated=False),
    Named(Edition.FOURTH, 2, 1, "Physical health concerns"),
    Named(Edition.FOURTH, 2, 2, "Pregnancy-related concerns"),
    Named(Edition.FOURTH, 3, 0, "Psychiatric and Cognitive Conditions", is_rated=False),
    Named(Edition.FOURTH, 3, 1, "Active psychiatric symptoms"),
    Named(Edition.FOURTH, 3, 2, "Persistent disability"),
    Named(Edition.FOURTH, 4, 0, "Substance Use-Related Risks", is_rated=False),
    Named(Edition.FOURTH, 4, 1, "Likelihood of risky substance use"),
    Named(Edition.FOURTH, 4, 2, "Likelihood of risky SUD-related behaviors"),
    Named(Edition.FOURTH, 5, 0, "Recovery Environment Interactions", is_rated=False),
    Named(Edition.FOURTH, 5, 1, "Ability to function effectively"),
    Named(Edition.FOURTH, 5, 2, "Support in current environment"),
    Named(Edition.FOURTH, 5, 3, "Safety in current environment"),
    Named(Edition.FOURTH, 6, 0, "Person-Centered Considerations", is_rated=False),
)


def install_dimensions() -> int:
    """Make the dimensions that are not there yet, in two statements; say how many were new."""
    known = set(Dimension.objects.values_list("edition", "number", "part"))
    missing = [each for each in NAMES if (each.edition, each.number, each.part) not in known]
    rows = [
        Dimension(edition=each.edition, number=each.number, part=each.part, name=each.name, is_rated=each.is_rated)
        for each in missing
    ]
    Dimension.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
