"""Words of clinical notes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    AWAITING_COSIGNATURE = "awaiting", _("Waiting for co-signature")
    SIGNED = "signed", _("Signed")


NOTE_MOVES: dict[str, set[str]] = {
    NoteStatus.DRAFT: {NoteStatus.SIGNED, NoteStatus.AWAITING_COSIGNATURE},
    NoteStatus.AWAITING_COSIGNATURE: {NoteStatus.SIGNED},
    NoteStatus.SIGNED: set(),
}


class Modality(models.TextChoices):
    CBT = "cbt", _("CBT")
    DBT = "dbt", _("DBT")
    MI = "mi", _("Motivational interviewing")
    TRAUMA_INFORMED = "trauma_informed", _("Trauma-informed")
    RELAPSE_PREVENTION = "relapse_prevention", _("Relapse prevention")
    PSYCHOEDUCATION = "psychoeducation", _("Psychoeducation")
    TWELVE_STEP = "twelve_step", _("12-Step facilitation")
    MINDFULNESS = "mindfulness", _("Mindfulness")


class CoSignatureDecision(models.TextChoices):
    SIGNED = "signed", _("Co-signed")
    RETURNED = "returned", _("Returned with a comment")
