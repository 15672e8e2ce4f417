"""Words of billing rules: what is billed, how it is counted, what it needs, why a day waits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Service(models.TextChoices):
    """What a clinic delivers and a rule can bill."""

    TREATMENT_DAY = "treatment_day", _("Treatment day")
    GROUP = "group", _("Group in a treatment day")
    INDIVIDUAL = "individual", _("Individual therapy")
    FAMILY = "family", _("Family therapy")
    ASSESSMENT = "assessment", _("Assessment")
    CASE_MANAGEMENT = "case_management", _("Case management")
    MEDICATION = "medication", _("Medication management")
    DRUG_TEST = "drug_test", _("Drug test")


class UnitRule(models.TextChoices):
    """How minutes become units (billing.md §1)."""

    PER_DIEM = "per_diem", _("One for each day")
    TIMED_15 = "timed_15", _("15 minutes, from the 8th minute on")
    HOUR = "hour", _("Whole hours")
    SESSION = "session", _("One for each session")


class RuleStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Taken back")


class Requirement(models.TextChoices):
    """What a rule may ask before a service is billed."""

    SIGNED_NOTE = "signed_note", _("Signed note")
    COSIGNATURE = "cosignature", _("Co-signature where the author needs one")
    PLAN = "plan", _("Treatment plan in force")
    DIAGNOSIS = "diagnosis", _("Diagnosis on the day")
    CONSENT = "consent", _("Consent to tell the payer")
    COVERAGE = "coverage", _("Coverage active on the day")
    VERIFIED = "verified", _("Coverage checked")
    AUTHORIZATION = "authorization", _("Authorization with units left")
    CREDENTIAL = "credential", _("Credential that the payer accepts")
    ENROLLED = "enrolled", _("Clinician enrolled with the payer")


class DayState(models.TextChoices):
    """What a client's day has come to."""

    BILLABLE = "billable", _("Billable")
    HELD = "held", _("Held")
    REVIEW = "review", _("To look at")
    NOT_BILLABLE = "not_billable", _("Not billable")
    OPEN = "open", _("Not over yet")


class HoldCode(models.TextChoices):
    """Why a day waits, or cannot be billed. Stable for programs, tests and the worklist."""

    NOT_FINAL = "not_final", _("Attendance not final")
    NOTE_MISSING = "note_missing", _("No note")
    NOTE_UNSIGNED = "note_unsigned", _("Note not signed")
    COSIGN_WAITS = "cosign_waits", _("Co-signature missing")
    NO_PLAN = "no_plan", _("No treatment plan in force")
    NO_DIAGNOSIS = "no_diagnosis", _("No diagnosis on that day")
    NO_CONSENT = "no_consent", _("No consent to tell the payer")
    RESTRICTED = "restricted", _("Paid in full: the payer is not told")
    NO_COVERAGE = "no_coverage", _("No coverage on that day")
    COVERAGE_UNCHECKED = "coverage_unchecked", _("Coverage not checked")
    COVERAGE_INACTIVE = "coverage_inactive", _("Coverage said to be inactive")
    NO_AUTHORIZATION = "no_authorization", _("No authorization for that day")
    UNITS_USED_UP = "units_used_up", _("Authorized units used up")
    CREDENTIAL = "credential", _("Credential the payer does not accept")
    NOT_ENROLLED = "not_enrolled", _("Clinician not enrolled with the payer")
    GROUP_SIZE = "group_size", _("Group outside the payer's size")
    TOO_SHORT = "too_short", _("Too few minutes")
    WEEK_SHORT = "week_short", _("Week below the payer's minimum")
    ALREADY_BILLED = "already_billed", _("Another per diem on that day")
    LEVEL_CLASH = "level_clash", _("Two levels of care on one day")
    NO_RULE = "no_rule", _("No rule for this payer and level")
    NO_FEE = "no_fee", _("No fee for this code")
    BUNDLED = "bundled", _("Part of the day's rate")
    ABSENT = "absent", _("Did not come")
    CHANGED_AFTER = "changed_after", _("Changed after it was billed")


class HoldOwner(models.TextChoices):
    """Whose turn it is to mend what holds a day."""

    CLINICIAN = "clinician", _("The note's author")
    SUPERVISOR = "supervisor", _("Supervisor")
    INTAKE = "intake", _("Intake")
    BILLING = "billing", _("Billing")
    NOBODY = "nobody", _("Nobody: it stays as it is")
