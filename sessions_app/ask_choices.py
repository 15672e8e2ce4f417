"""Words of asking for another time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskKind(models.TextChoices):
    CANCEL = "cancel", _("I cannot come")
    MOVE = "move", _("I would like another time")
    LATE = "late", _("I will be late")


class AskStatus(models.TextChoices):
    OPEN = "open", _("Asked, not answered yet")
    DONE = "done", _("Settled")
    DECLINED = "declined", _("Not possible")
    WITHDRAWN = "withdrawn", _("Taken back")


LONGEST_WORDS = 500
