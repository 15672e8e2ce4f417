"""Words of the state's data sets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import Information


class RecordKind(models.TextChoices):
    """What is told. A change of service within a stay is a transfer, never a new admission (reporting.md §1)."""

    ADMISSION = "admission", _("Admission")
    TRANSFER = "transfer", _("Transfer")
    DISCHARGE = "discharge", _("Discharge")


class RecordStatus(models.TextChoices):
    DRAFT = "draft", _("Something is missing")
    COMPLETE = "complete", _("Complete")
    HANDED_IN = "handed_in", _("Handed in")


class SentAs(models.TextChoices):
    """How a line went to the state (the system data set's transaction types, reporting.md §1)."""

    ADD = "add", _("New")
    CHANGE = "change", _("Change of what was told")
    DELETE = "delete", _("Taken back")


UNKNOWN = "unknown"
NOT_COLLECTED = "not_collected"
NOT_APPLICABLE = "not_applicable"
MISSING = frozenset({UNKNOWN, NOT_COLLECTED, NOT_APPLICABLE})
"""Answers that say that there is none; each family of codes has its own codes for them."""

TOLD: tuple[Information, ...] = (
    Information.PRESENCE,
    Information.CONTACT,
    Information.ATTENDANCE,
    Information.ASSESSMENT,
    Information.DIAGNOSIS,
    Information.MEDICATIONS,
    Information.DISCHARGE,
    Information.BILLING,
)
"""What a record of the state's data sets tells, in the gate's kinds. No name leaves; a birth date does."""
