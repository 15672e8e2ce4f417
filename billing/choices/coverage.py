"""Words about who covers a client."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import Sex


class Priority(models.IntegerChoices):
    PRIMARY = 1, _("Primary")
    SECONDARY = 2, _("Secondary")
    TERTIARY = 3, _("Tertiary")


PRIORITY_CODE: dict[int, str] = {Priority.PRIMARY: "P", Priority.SECONDARY: "S", Priority.TERTIARY: "T"}
"""SBR01 of a claim (X12 element 1138)."""


class Subscriber(models.TextChoices):
    """How the client is related to whoever holds the policy; the values' codes are ``RELATION_CODE``."""

    SELF = "self", _("The client")
    SPOUSE = "spouse", _("Spouse")
    CHILD = "child", _("Parent (the client is their child)")
    PARTNER = "partner", _("Life partner")
    OTHER = "other", _("Somebody else")


RELATION_CODE: dict[str, str] = {
    Subscriber.SELF: "18", Subscriber.SPOUSE: "01", Subscriber.CHILD: "19", Subscriber.PARTNER: "53", Subscriber.OTHER: "G8",
}  # fmt: skip
"""The client's relationship to the subscriber (X12 element 1069)."""
SEX_CODE: dict[str, str] = {Sex.FEMALE: "F", Sex.MALE: "M"}
"""DMG03 (X12 element 1068); claims say U of everybody else, questions about coverage nothing."""


class VerifiedBy(models.TextChoices):
    PHONE = "phone", _("Phone call")
    WEBSITE = "website", _("Payer's website")
    FILE = "file", _("Answer file (271)")
    CARD = "card", _("Card alone")


class PlaceOfService(models.TextChoices):
    """Where service was given (billing.md §5)."""

    TELEHEALTH_ELSEWHERE = "02", _("Telehealth, not at home")
    TELEHEALTH_HOME = "10", _("Telehealth at home")
    OFFICE = "11", _("Office")
    OFF_CAMPUS_HOSPITAL = "19", _("Off-campus outpatient hospital")
    ON_CAMPUS_HOSPITAL = "22", _("On-campus outpatient hospital")
    INDEPENDENT_CLINIC = "49", _("Independent clinic")
    FQHC = "50", _("Federally qualified health center")
    PSYCHIATRIC_PHP = "52", _("Psychiatric facility, partial hospitalization")
    CMHC = "53", _("Community mental health center")
    RESIDENTIAL_SUD = "55", _("Residential substance use treatment")
    NON_RESIDENTIAL_SUD = "57", _("Non-residential substance use treatment")
    NON_RESIDENTIAL_OTP = "58", _("Non-residential opioid treatment")
    RURAL_HEALTH = "72", _("Rural health clinic")
    OTHER = "99", _("Other place")
