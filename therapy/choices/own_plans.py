"""Words of the plans that belong to the client, of aftercare and of the discharge summary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import Information


class OwnPlanKind(models.TextChoices):
    SAFETY = "safety", _("Safety plan")
    RELAPSE = "relapse", _("Relapse-prevention plan")


class SeenBy(models.TextChoices):
    """Who may read a relapse-prevention plan, as the client wants it. A safety plan is read by whoever may have to help."""

    EVERYBODY = "everybody", _("Everybody who treats me here")
    CARE_TEAM = "care_team", _("Only my own care team")


class MadeHow(models.TextChoices):
    """Whose hands were on the device when a version was kept."""

    TOGETHER = "together", _("Written together")
    BY_CLIENT = "by_client", _("Written by the client")


SAFETY_PLAN_OF = "therapy.safety_plan_of"
"""Place of work about a client's safety plan, there or not: the id is the client's."""
RELAPSE_PLAN_OF = "therapy.relapse_plan_of"
AFTERCARE_OF = "therapy.aftercare_of"
"""Place of a stay's aftercare plan: the id is the episode's."""
SUMMARY_OF = "therapy.summary_of"
"""Place of a stay's discharge summary, begun or not: the id is the episode's."""

PLACE_OF_KIND: dict[str, str] = {OwnPlanKind.SAFETY: SAFETY_PLAN_OF, OwnPlanKind.RELAPSE: RELAPSE_PLAN_OF}
REVIEW_DAYS_SETTING: dict[str, str] = {
    OwnPlanKind.SAFETY: "safety_plan.review_days",
    OwnPlanKind.RELAPSE: "relapse_plan.review_days",
}


class AftercareKey(models.TextChoices):
    """The steps of an aftercare plan, in the order in which they are asked."""

    THERAPY = "therapy", _("Continued therapy")
    GROUPS = "groups", _("Support groups")
    LIVING = "living", _("Living situation")
    VOCATIONAL = "vocational", _("Work or school")
    MEDICATION = "medication", _("Medication")
    MEDICAL = "medical", _("Medical care")
    CRISIS = "crisis", _("What to do in a crisis")
    ALUMNI = "alumni", _("Staying in touch")


class AftercareStatus(models.TextChoices):
    OPEN = "open", _("Not yet")
    ARRANGED = "arranged", _("Arranged")
    NOT_WANTED = "not_wanted", _("Not needed or not wanted")


AFTERCARE_SETTLED = frozenset({AftercareStatus.ARRANGED, AftercareStatus.NOT_WANTED})


class SummaryPart(models.TextChoices):
    """The parts of a discharge summary (documentation.md §7)."""

    REASON = "reason", _("Reason for discharge, and the dates")
    SERVICES = "services", _("Services and attendance")
    DIAGNOSES = "diagnoses", _("Diagnoses")
    COURSE = "course", _("Course of treatment")
    MEASURES = "measures", _("Questionnaires, first and last")
    GOALS = "goals", _("Goals and what became of them")
    MEDICATION = "medication", _("Medication")
    TESTS = "tests", _("Drug tests")
    RISK = "risk", _("Risk at discharge")
    RECOMMENDATIONS = "recommendations", _("Recommendations")
    AFTERCARE = "aftercare", _("Aftercare, with provider and appointment")


NEEDED_PARTS: tuple[str, ...] = (
    SummaryPart.REASON,
    SummaryPart.SERVICES,
    SummaryPart.DIAGNOSES,
    SummaryPart.RISK,
    SummaryPart.RECOMMENDATIONS,
    SummaryPart.AFTERCARE,
)
"""Without these nobody signs."""
INFORMATION_OF_PART: dict[str, str] = {
    SummaryPart.REASON: Information.DISCHARGE,
    SummaryPart.SERVICES: Information.ATTENDANCE,
    SummaryPart.DIAGNOSES: Information.DIAGNOSIS,
    SummaryPart.COURSE: Information.PROGRESS,
    SummaryPart.MEASURES: Information.MEASURES,
    SummaryPart.GOALS: Information.PLAN,
    SummaryPart.MEDICATION: Information.MEDICATIONS,
    SummaryPart.TESTS: Information.DRUG_TESTS,
    SummaryPart.RISK: Information.SAFETY,
    SummaryPart.RECOMMENDATIONS: Information.DISCHARGE,
    SummaryPart.AFTERCARE: Information.DISCHARGE,
}
"""Which kind of information a part is: a part leaves only when the ground opens its kind."""
