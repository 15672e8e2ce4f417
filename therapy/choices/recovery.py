"""Words of what a client does between sessions: homework, and a journal of their own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class HomeworkStatus(models.TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer asked")


HOMEWORK_LENGTH = 2000
"""How long a task, and what the client says about it, may be."""
JOURNAL_LENGTH = 10_000
BETWEEN_SESSIONS_OF = "therapy.between_sessions_of"
"""Place of a client's homework and of what they shared of their journal: the id is the client's."""
