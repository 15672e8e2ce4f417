"""Words about payers' answers and denials."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileStatus(models.TextChoices):
    RECEIVED = "received", _("Being read")
    READ = "read", _("Read")
    REFUSED = "refused", _("Refused")


class RemittanceStatus(models.TextChoices):
    RECEIVED = "received", _("To post")
    POSTED = "posted", _("Posted")


class Match(models.TextChoices):
    """How an answer found its claim."""

    NUMBER = "number", _("By its number")
    HAND = "hand", _("By hand")
    NONE = "none", _("Not matched")


class Cause(models.TextChoices):
    """Why claims are denied, in groups that somebody can do something about (billing.md §10, §11)."""

    ELIGIBILITY = "eligibility", _("Eligibility")
    AUTHORIZATION = "authorization", _("Authorization")
    FILING = "filing", _("Timely filing")
    CODING = "coding", _("Coding")
    COB = "cob", _("Another payer comes first")
    CREDENTIALING = "credentialing", _("Credentialing")
    NECESSITY = "necessity", _("Medical necessity")
    DUPLICATE = "duplicate", _("Duplicate")
    SHORT_DAY = "short_day", _("Short day")
    INFORMATION = "information", _("Missing information")
    BENEFIT = "benefit", _("Benefit used up or not covered")
    TAKEN_BACK = "taken_back", _("Payment taken back")
    OTHER = "other", _("Other")


class Treatment(models.TextChoices):
    """What an adjustment does to what is owed."""

    WRITE_OFF = "write_off", _("Written off by the contract")
    CLIENT = "client", _("Falls to the client, or the next payer")
    NEXT = "next", _("What another payer settled: nothing to post")
    DENIED = "denied", _("Denied: stays open until somebody works on it")


class DenialStatus(models.TextChoices):
    OPEN = "open", _("To work on")
    CORRECTED = "corrected", _("Corrected and sent again")
    APPEALED = "appealed", _("Appealed")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    GIVEN_UP = "given_up", _("Given up")


DENIAL_MOVES: dict[str, set[str]] = {
    DenialStatus.OPEN: {DenialStatus.OPEN, DenialStatus.CORRECTED, DenialStatus.APPEALED, DenialStatus.WON, DenialStatus.GIVEN_UP},
    DenialStatus.CORRECTED: {DenialStatus.OPEN, DenialStatus.APPEALED, DenialStatus.WON, DenialStatus.LOST},
    DenialStatus.APPEALED: {DenialStatus.OPEN, DenialStatus.APPEALED, DenialStatus.WON, DenialStatus.LOST},
    DenialStatus.LOST: {
        DenialStatus.OPEN, DenialStatus.APPEALED, DenialStatus.CORRECTED, DenialStatus.WON, DenialStatus.GIVEN_UP,
    },
    DenialStatus.WON: set(),
    DenialStatus.GIVEN_UP: set(),
}  # fmt: skip
UNDER_WAY = (DenialStatus.OPEN, DenialStatus.CORRECTED, DenialStatus.APPEALED, DenialStatus.LOST)
"""Denials that still want somebody."""


class LetterKind(models.TextChoices):
    NECESSITY = "necessity", _("Appeal: medical necessity")
    RETRO_AUTHORIZATION = "retro", _("Request: retroactive authorization")
    FILING = "filing", _("Proof of timely filing")


LETTER_FOR: dict[str, str] = {
    Cause.NECESSITY: LetterKind.NECESSITY,
    Cause.AUTHORIZATION: LetterKind.RETRO_AUTHORIZATION,
    Cause.FILING: LetterKind.FILING,
}
