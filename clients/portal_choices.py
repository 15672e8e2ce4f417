"""Words about signing in from outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessEnd(models.TextChoices):
    ASKED = "asked", _("They asked for it")
    NO_RELEASE = "no_release", _("No release is left")
    WRONG_PERSON = "wrong_person", _("It was not the right person")
    LOST = "lost", _("Telephone or inbox lost, or somebody else has it")
    DIED = "died", _("They died")
    OTHER = "other", _("Another reason")
