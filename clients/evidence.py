"""What is known of a stay when somebody decides or sums up (the slot ``EVIDENCE``): facts with their date and their source.

The discharge summary is prefilled from it.
Source: levels_of_care.md, what a review of a stay looks at.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from clients.models import Episode
from iop.core.words import Sentence


class Subject(models.TextChoices):
    """What a fact is about."""

    LEVEL = "level", _("Level of care")
    ATTENDANCE = "attendance", _("Days and hours attended")
    PARTICIPATION = "participation", _("Participation")
    DIMENSIONS = "dimensions", _("Dimensions")
    OBJECTIVES = "objectives", _("Objectives")
    USE = "use", _("Use, as the client tells it")
    TESTS = "tests", _("Drug tests")
    MEASURES = "measures", _("Measures")
    SAFETY = "safety", _("Safety")
    MEDICATIONS = "medications", _("Medications")
    SUPPORTS = "supports", _("Supports and living situation")
    FAMILY = "family", _("Family")
    BARRIERS = "barriers", _("What stands in the way of leaving")
    AFTERCARE = "aftercare", _("Aftercare")
    CLIENTS_VIEW = "clients_view", _("The client's own view")
    AUTHORIZATION = "authorization", _("What the payer authorized")


@dataclass(frozen=True)
class Fact:
    """One thing that is known. ``on`` is the day it is of; ``place`` is a kind and id that ``settings.WORK_PLACES`` knows.

    ``needs`` is the permission without which a colleague is not told.
    """

    subject: str
    says: Sentence
    on: dt.date | None = None
    tone: str = "neutral"
    place: tuple[str, uuid.UUID] | None = None
    needs: str | None = None


Contributor = Callable[[Episode, dt.date, dt.date, dt.datetime], Sequence[Fact]]


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Gather every app's facts about a stay between two days, as known at ``at``. Fixed statements for each app."""
    found: list[Fact] = []
    for path in settings.EVIDENCE:
        contributor: Contributor = import_string(path)
        found += contributor(episode, first, last, at)
    return found
