"""How a run of background work ended, and in what state a scheduled task is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    RUNNING = "running", _("Running")
    OK = "ok", _("Done")
    FAILED = "failed", _("Failed")
    KILLED = "killed", _("Ended half-way")
    SKIPPED = "skipped", _("Left out: still running")


class State(models.TextChoices):
    FINE = "fine", _("As it should be")
    RUNNING = "running", _("Running now")
    WAITING = "waiting", _("Not run yet")
    FAILING = "failing", _("Failed last time")
    LATE = "late", _("Late")


CLAIMS = (Outcome.RUNNING, Outcome.OK)
"""A slot of the schedule is taken by a run that goes on or went well; one that failed leaves it free for another."""
TROUBLE = (Outcome.FAILED, Outcome.KILLED)
KEPT_DAYS = 30
"""How long runs are kept."""
