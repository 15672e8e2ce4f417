"""Numbers and words of the clinic itself, and the settings it may date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    """Monday is 0, as in ``date.weekday()``."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Therapy(models.TextChoices):
    """What a site's program page may name (program.md §6)."""

    CBT = "cbt", _("Cognitive behavioral therapy (CBT)")
    DBT = "dbt", _("Dialectical behavior therapy (DBT) skills")
    MI = "mi", _("Motivational interviewing")
    TRAUMA = "trauma", _("Trauma-informed care")
    RELAPSE = "relapse", _("Relapse prevention")
    INDIVIDUAL = "individual", _("One-to-one therapy each week")
    FAMILY = "family", _("Family sessions and education")
    MINDFULNESS = "mindfulness", _("Mindfulness")
    MEDICATION = "medication", _("Medication for addiction treatment")
    PSYCHIATRY = "psychiatry", _("Psychiatric care")
    PEERS = "peers", _("Peer support")
    TELEHEALTH = "telehealth", _("Sessions by video")


@dataclass(frozen=True)
class Setting:
    """A number or switch that a clinic may change from a date on. ``unit`` is for the reader."""

    key: str
    default: Any
    label: Any
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None


SETTINGS: dict[str, Setting] = {
    item.key: item
    for item in (
        Setting("sessions.weeks_ahead", 4, _("How far ahead sessions are made"), "weeks", 1, 26),
        Setting("attendance.early_minutes", 30, _("How early an arrival may be noted"), "min", 0, 240),
        Setting("attendance.absent_after_minutes", 15, _("When somebody missing goes on the call list"), "min", 0, 120),
        Setting("attendance.late_after_minutes", 5, _("From when an arrival counts as late"), "min", 0, 60),
        Setting("attendance.final_after_hours", 72, _("When attendance becomes final"), "h", 1, 720),
        Setting("attendance.break_counts", False, _("Whether a break counts as service")),
        Setting("makeup.days_after_week", 7, _("How far beyond the week a make-up may be offered"), "days", 0, 28),
        Setting("notes.cosign_days", 7, _("How long a co-signature may wait"), "days", 1, 60),
        Setting("notes.sign_hours", 48, _("When an unsigned note is late"), "h", 1, 240),
        Setting("week.starts_on", 0, _("First day of the counted week (0 is Monday, 6 is Sunday)"), "", 0, 6),
        Setting("caseload.warn_at", 15, _("Clients per counselor from which a warning shows"), "clients", 1, 200),
        Setting(
            "credentials.warn_days", 60, _("How long before its end a licence is on the work list"), "days", 1, 365
        ),
    )
}
