"""Words of the client's record, and which status may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EpisodeStatus(models.TextChoices):
    INQUIRY = "inquiry", _("Inquiry")
    ADMITTED = "admitted", _("In treatment")
    DISCHARGED = "discharged", _("Discharged")
    NOT_ADMITTED = "not_admitted", _("Not admitted")


EPISODE_MOVES: dict[str, set[str]] = {
    EpisodeStatus.INQUIRY: {EpisodeStatus.ADMITTED, EpisodeStatus.NOT_ADMITTED},
    EpisodeStatus.ADMITTED: {EpisodeStatus.DISCHARGED},
    EpisodeStatus.DISCHARGED: set(),
    EpisodeStatus.NOT_ADMITTED: set(),
}


class DischargeKind(models.TextChoices):
    COMPLETED = "completed", _("Completed treatment")
    TRANSFERRED = "transferred", _("Transferred")
    LEFT = "left", _("Left against professional advice")
    ADMINISTRATIVE = "administrative", _("Ended by the program")
    INCARCERATED = "incarcerated", _("Incarcerated")
    DECEASED = "deceased", _("Deceased")
    MOVED = "moved", _("Moved away")
    OTHER = "other", _("Other")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    POSTAL = "postal", _("Postal address")


class CareRole(models.TextChoices):
    PRIMARY_COUNSELOR = "primary_counselor", _("Primary counselor")
    THERAPIST = "therapist", _("Individual therapist")
    CASE_MANAGER = "case_manager", _("Case manager")
    PRESCRIBER = "prescriber", _("Prescriber")


class ConcernKind(models.TextChoices):
    INTOXICATED = "intoxicated", _("Seems intoxicated")
    SUICIDAL = "suicidal", _("Thoughts of suicide or self-harm")
    MEDICAL = "medical", _("Medical")
    CONFLICT = "conflict", _("Conflict or threat")


class VarianceReason(models.TextChoices):
    NOT_AVAILABLE = "not_available", _("Level not available here")
    PREFERENCE = "preference", _("Client's preference")
    PAYER = "payer", _("Payer's decision")
    LEGAL = "legal", _("Legal requirement")
    WAITING = "waiting", _("On a waiting list")
    OTHER = "other", _("Other")
