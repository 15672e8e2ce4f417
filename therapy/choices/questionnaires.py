"""Words of questionnaires."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionnaireSource(models.TextChoices):
    """Where a version of a questionnaire comes from."""

    SHIPPED = "shipped", _("Comes with the system")
    CLINIC = "clinic", _("Made by the clinic")
    IMPORTED = "imported", _("Imported file")


class QuestionnaireLanguage(models.TextChoices):
    """Languages a questionnaire can be asked in."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")


class ScoreOfImport(models.TextChoices):
    """How the answers of an imported questionnaire are counted."""

    SUM = "sum", _("Add the points of the answers")
    NONE = "none", _("No score")
