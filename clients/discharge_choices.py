"""Words of the end of a stay: where somebody goes, and whether they are in care there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Destination(models.TextChoices):
    """Where somebody lives or is looked after from the day after the last one in treatment."""

    AFTERCARE = "aftercare", _("Home, with aftercare")
    HOME = "home", _("Home, without aftercare")
    OUTPATIENT = "outpatient", _("Outpatient care elsewhere")
    INTENSIVE = "intensive", _("Another intensive outpatient or day program")
    RECOVERY_HOUSE = "recovery_house", _("Sober living")
    DETOX = "detox", _("Detox")
    RESIDENTIAL = "residential", _("Residential program")
    HOSPITAL = "hospital", _("Hospital")
    JAIL = "jail", _("Jail or prison")
    MOVED = "moved", _("Moved away")
    UNKNOWN = "unknown", _("Not known")
    DECEASED = "deceased", _("Deceased")
    OTHER = "other", _("Somewhere else")


class FirstAppointment(models.TextChoices):
    """Whether there is a first appointment with whoever goes on caring."""

    ARRANGED = "arranged", _("Arranged")
    NOT_YET = "not_yet", _("Not arranged yet")
    DECLINED = "declined", _("They do not want one")
    NOT_NEEDED = "not_needed", _("None is needed")


class Kept(models.TextChoices):
    """What became of the first appointment."""

    YES = "yes", _("Kept")
    NO = "no", _("Not kept")
    UNKNOWN = "unknown", _("Could not be found out")


class ContactAfter(models.TextChoices):
    """Whether they want to hear from us after treatment. What is sent rests on the signed consent alone."""

    AGREED = "agreed", _("Yes, they want to hear from us")
    DECLINED = "declined", _("No, they do not want to")
    NOT_ASKED = "not_asked", _("Not asked")
