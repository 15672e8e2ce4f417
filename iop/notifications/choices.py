"""Channels, states and outcomes of messages."""

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
    EXPIRED = "expired", _("Too late to send")
    FAILED = "failed", _("Failed")
    GIVEN_UP = "given_up", _("Given up")


class Priority(models.IntegerChoices):
    """What goes first when much is due. Urgent ones know no quiet hours."""

    URGENT = 0, _("Urgent")
    CHANGE = 1, _("Change")
    REMINDER = 2, _("Reminder")


class EndReason(models.TextChoices):
    """Why a message was withdrawn."""

    TAKEN_BACK = "taken_back", _("taken back: it was no longer true")
    NOT_ALLOWED = "not_allowed", _("no longer allowed, or no longer true")
    STOPPED = "stopped", _("the address asked to stop")


class Outcome(models.TextChoices):
    """What a provider tells of a message it took."""

    DELIVERED = "delivered", _("Arrived")
    UNDELIVERED = "undelivered", _("Did not arrive")
    BOUNCED = "bounced", _("Came back")
    COMPLAINED = "complained", _("Called unwanted")


NOT_ARRIVED = frozenset({Outcome.UNDELIVERED, Outcome.BOUNCED, Outcome.COMPLAINED})


class StopSource(models.TextChoices):
    """How an address said stop or start."""

    WORD = "word", _("by a word in a text")
    LINK = "link", _("by the link in an e-mail")
    PROVIDER = "provider", _("the provider told us")
    STAFF = "staff", _("told to a colleague")


class ReplyKind(models.TextChoices):
    STOP = "stop", _("Stop")
    START = "start", _("Start")
    HELP = "help", _("Help")
    OTHER = "other", _("Other words")


MAX_ATTEMPTS = 6
BATCH = 100

LEASE_MINUTES = 10
"""How long a worker may hold messages it has claimed before another takes them over."""
BACK_OFF_MINUTES = (1, 5, 15, 60, 240)
"""How long to wait after the first, second … failed try."""
JITTER = 0.1
"""By how much of it a wait is lengthened at random, so that what failed together is not tried together."""
ASK_AGAIN_SECONDS = (30, 60, 120, 300)
"""How long to leave a provider alone that is down, after its first, second … such answer."""
GIVE_UP_HOURS = 48
"""A provider that is down costs a message none of its tries, but no message waits longer than this after it was due."""

DELIVERED_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})
"""Phone calls and letters are made by people: they are work items, not messages."""
