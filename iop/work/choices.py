"""Kinds of work that somebody owes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkKind(models.TextChoices):
    SIGN_NOTE = "sign_note", _("Note to sign")
    COSIGN_NOTE = "cosign_note", _("Note to co-sign")
    CALL_ABSENT = "call_absent", _("Call somebody who was missed")
    SCHEDULE_CLASH = "schedule_clash", _("Schedule clash to settle")
    NEEDS_FACILITATOR = "needs_facilitator", _("Session without a licensed facilitator")
    CONCERN = "concern", _("Concern to follow up")
    CREDENTIAL_EXPIRING = "credential_expiring", _("Credential about to end")
    WAITLIST_SEAT = "waitlist_seat", _("Seat free for somebody waiting")
    TASK = "task", _("Task")


class WorkStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")
