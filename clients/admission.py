"""What an admission asks for, as lines that say whether they block, only warn, or are done.

Apps add lines through the slot ``ADMISSION_CHECKS``; which of them block is a clinic's setting (``admission.blocks``).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from iop.core.words import Sentence


class ItemState(models.TextChoices):
    OK = "ok", _("Done")
    MISSING = "missing", _("Missing")


@dataclass(frozen=True)
class ChecklistItem:
    """One line: what it is (``key`` stands in the setting of what blocks), whether it is there, and where to do it.

    ``sentence`` says what is missing and how to mend it; ``place`` is a kind and id that ``settings.WORK_PLACES`` knows, or
    empty.
    """

    key: str
    label: Sentence
    state: ItemState
    sentence: Sentence = ""
    place: tuple[str, str] | None = None
