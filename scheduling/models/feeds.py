"""A person's own calendar feed: a secret address that their phone's calendar asks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clients.models import PortalAccount
from iop.core.models import Row
from iop.core.triggers import no_delete


class CalendarFeed(Row):
    """The address under which a calendar reads what a client has before them. Only its hash is kept; making anew ends the old.

    ``title`` is what every entry is called: somebody who reads over a shoulder learns a time and that word.
    """

    account = models.ForeignKey(PortalAccount, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    """When a calendar last asked, to the hour."""

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one_live"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="calendar_feed_titled"),
        ]
        triggers = no_delete()
