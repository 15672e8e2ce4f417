"""What a relative keeps and wants: notes that are theirs alone, and how they may be written to."""

from __future__ import annotations

from django.db import models

from clients.models import RelatedPerson
from iop.core.crypto import EncryptedField
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only
from iop.notifications.choices import Channel


class RelativeNote(Row, Versioned):
    """A relative's own note. Nobody at the clinic reads it: it is in no chart, no search and no export, and its row can go.

    ``words`` are closed in the database.
    """

    person = models.ForeignKey(RelatedPerson, on_delete=models.PROTECT, related_name="own_notes")
    words = EncryptedField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["person", "-written_at"], name="relative_note_by_person")]


class PersonChannel(Row):
    """What a relative agreed to for a channel, themselves, from an instant on. The newest row decides; none means no."""

    person = models.ForeignKey(RelatedPerson, on_delete=models.PROTECT, related_name="channels")
    channel = models.CharField(max_length=8, choices=Channel)
    allowed = models.BooleanField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["person", "channel", "-since"], name="person_channel_newest")]
        triggers = append_only()
