"""Words about questions and answers that go as files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    ASKED = "270", _("Question (270)")
    ANSWERED = "271", _("Answer (271)")


class AnswerState(models.TextChoices):
    WAITS = "waits", _("To compare")
    ACCEPTED = "accepted", _("Taken over")
    SET_ASIDE = "set_aside", _("Not taken over")
