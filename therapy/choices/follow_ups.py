"""Words of check-ins after treatment, and of asking for more support."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FollowUpStatus(models.TextChoices):
    DUE = "due", _("Due")
    REACHED = "reached", _("Talked with them")
    NOT_REACHED = "not_reached", _("Not reached")
    DECLINED = "declined", _("They declined")
    WITHDRAWN = "withdrawn", _("No longer due")


SETTLED_BY_HAND = (FollowUpStatus.REACHED, FollowUpStatus.NOT_REACHED, FollowUpStatus.DECLINED)
"""How a colleague may end a check-in; the clinic withdraws one by itself."""


class Withdrawn(models.TextChoices):
    """Why a check-in is no longer due."""

    CONSENT = "consent", _("Their consent to contact after treatment ended")
    WISH = "wish", _("They do not want to hear from us")
    BACK = "back", _("They are back in treatment")
    DECEASED = "deceased", _("They died")


class AttemptWay(models.TextChoices):
    PHONE = "phone", _("Phone")
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    VIDEO = "video", _("Video")
    IN_PERSON = "in_person", _("In person")


class AttemptOutcome(models.TextChoices):
    REACHED = "reached", _("Reached")
    CALL_AGAIN = "call_again", _("They asked for another time")
    LEFT_MESSAGE = "left_message", _("Left a message")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Number or address is wrong")


class Living(models.TextChoices):
    """Where somebody lives after treatment."""

    STABLE = "stable", _("Own place, or with family or friends for good")
    RECOVERY_HOUSE = "recovery_house", _("Sober living")
    TEMPORARY = "temporary", _("Somewhere for now")
    UNHOUSED = "unhoused", _("Without a place to live")
    INSTITUTION = "institution", _("Hospital, residential program, jail")
    NOT_SAID = "not_said", _("Not said")


class Working(models.TextChoices):
    WORKING = "working", _("Works")
    LEARNING = "learning", _("School or training")
    CARING = "caring", _("Looks after family")
    LOOKING = "looking", _("Looks for work")
    UNABLE = "unable", _("Cannot work now")
    NOT_SAID = "not_said", _("Not said")


class Using(models.TextChoices):
    """Use since the last contact, as they tell it."""

    NONE = "none", _("No use")
    ONCE = "once", _("Used, and stopped again")
    SOMETIMES = "sometimes", _("Uses sometimes")
    MOST_DAYS = "most_days", _("Uses most days")
    NOT_SAID = "not_said", _("Not said")


class AskChannel(models.TextChoices):
    """How somebody asked for more support."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("Phone")
    MESSAGE = "message", _("Message")
    FOLLOW_UP = "follow_up", _("At a check-in after treatment")
    PORTAL = "portal", _("Their own pages")


class AskAnswer(models.TextChoices):
    """What came of it."""

    INQUIRY = "inquiry", _("A new inquiry is open")
    REVIEW = "review", _("Their level of care is reviewed")
    MORE_HERE = "more_here", _("More appointments or groups at their level")
    REFERRED = "referred", _("Referred to another place")
    TALKED = "talked", _("Talked; that was enough for now")
    NOT_REACHED = "not_reached", _("Could not be reached")
    TAKEN_BACK = "taken_back", _("They no longer want it")


ANSWERS_BY_HAND = tuple(answer for answer in AskAnswer if answer != AskAnswer.INQUIRY)
FOLLOW_UP_ROLE = "case_manager"
"""Whose work check-ins after treatment are: a role, so that nobody's leaving loses them."""
FOLLOW_UP = "therapy.followup"
ASK = "therapy.moresupportask"
DISCHARGE_OF = "clients.discharge_of"
"""What came after one stay, by the stay's id."""
