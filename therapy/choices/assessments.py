"""Words of assessments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentSource(models.TextChoices):
    """Where an assessment comes from; one made before may be adopted within 12 months (A.A.C. R9-10-1011(B))."""

    OWN = "own", _("Made here")
    EARLIER = "earlier", _("Made here before, reviewed")
    OUTSIDE = "outside", _("Made elsewhere, reviewed")


ADOPTED_WITHIN_DAYS = 366
"""Twelve months, counted so that the same date a year before still holds (A.A.C. R9-10-1011(B))."""


class LeftOut(models.TextChoices):
    """Why a question has no answer."""

    DECLINED = "declined", _("Declined to answer")
    NOT_ASKED = "not_asked", _("Not asked")
