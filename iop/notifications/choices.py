"""Channels and states of messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    VOICE = "voice", _("Phone call")
    LETTER = "letter", _("Letter")


class MessageStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    FAILED = "failed", _("Failed")


MAX_ATTEMPTS = 6
BATCH = 100

LEASE_MINUTES = 10
"""How long a worker may hold messages it has claimed before another takes them over."""
BACK_OFF_MINUTES = (1, 5, 15, 60, 240)
"""How long to wait after the first, second … failed try."""

DELIVERED_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})
"""Phone calls and letters are made by people: they are work items, not messages."""
