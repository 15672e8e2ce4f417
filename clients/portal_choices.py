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


class IdentityCheck(models.TextChoices):
    """How a colleague made sure who it is before inviting them. An e-mail address alone proves nobody."""

    PHOTO_ID = "photo_id", _("Photo ID seen in person")
    KNOWN = "known", _("Known in person, and here now")
    CALLED_BACK = "called_back", _("Called back on the number in the chart")
    VIDEO = "video", _("Photo ID shown on a video call")


class SignInMethod(models.TextChoices):
    PASSKEY = "passkey", _("Passkey")
    LINK = "link", _("Link and PIN")
    WELCOME = "welcome", _("Invitation")
    KIOSK = "kiosk", _("Tablet in the waiting room")
    DEMO = "demo", _("Demo button")
