"""Words about payers and what they ask of a clinic."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimForm(models.TextChoices):
    """On which form a payer wants the claim (billing.md §7, §8)."""

    PROFESSIONAL = "professional", _("Professional (837P, CMS-1500)")
    INSTITUTIONAL = "institutional", _("Institutional (837I, UB-04)")


class FilingCode(models.TextChoices):
    """Claim filing indicator (X12 element 1032), the part of its list that behavioural health uses."""

    COMMERCIAL = "CI", _("Commercial insurance")
    BLUE = "BL", _("Blue Cross Blue Shield")
    HMO = "HM", _("Health maintenance organization")
    PPO = "12", _("Preferred provider organization")
    POS = "13", _("Point of service")
    EPO = "14", _("Exclusive provider organization")
    MEDICARE_A = "MA", _("Medicare part A")
    MEDICARE_B = "MB", _("Medicare part B")
    MEDICAID = "MC", _("Medicaid")
    CHAMPUS = "CH", _("TRICARE")
    VETERANS = "VA", _("Veterans Affairs plan")
    OTHER_FEDERAL = "OF", _("Other federal program")
    WORKERS = "WC", _("Workers' compensation")
    SELF_PAY = "09", _("Self-pay")
    MUTUALLY_DEFINED = "ZZ", _("As agreed with the payer")


class AuthorizationNeed(models.TextChoices):
    """Whether a plan wants authorization before it pays."""

    NEEDED = "needed", _("Authorization needed")
    AFTER = "after", _("Needed after a number of visits")
    NOT_NEEDED = "not_needed", _("No authorization needed")
    UNKNOWN = "unknown", _("Not known yet")
