"""What a client does between sessions: homework that was given, and a journal that is theirs.

A journal is private by default. Colleagues read only what its writer shares, entry by entry, and only while they share it.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from clients.models import Client, Episode
from iop.clinic.models import StaffMember
from iop.core.crypto import EncryptedField
from iop.core.models import Row, Versioned
from iop.core.triggers import no_delete, no_truncate
from scheduling.models import Exercise
from therapy.choices.recovery import HomeworkStatus
from therapy.querysets.recovery import HomeworkQuerySet, JournalQuerySet

# A new field key closes the same words anew (``manage.py rotate_keys``): the key's name in the token tells that from a change.
SHARED_STAYS = """
IF NEW.shared_at IS NULL OR NEW.mood IS DISTINCT FROM OLD.mood OR NEW.written_at IS DISTINCT FROM OLD.written_at
    OR (NEW.words IS DISTINCT FROM OLD.words AND split_part(NEW.words, '.', 2) = split_part(OLD.words, '.', 2))
THEN
    RAISE EXCEPTION 'an entry that was shared is not changed: it may be taken back';
END IF;
RETURN NEW;
"""


class Homework(Row, Versioned):
    """A task between sessions, given by a colleague; the client says when it is done, and how it was."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="homework")
    words = models.TextField()
    exercise = models.ForeignKey(Exercise, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """An exercise of the clinic's to do, with the words to lead it."""
    due_on = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=HomeworkStatus, default=HomeworkStatus.OPEN)
    client_words = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When it was done, or no longer asked."""

    objects = HomeworkQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        indexes = [models.Index(fields=["episode", "-given_at"], name="homework_by_episode")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=HomeworkStatus.OPEN, settled_at__isnull=True)
                | (~Q(status=HomeworkStatus.OPEN) & Q(settled_at__isnull=False)),
                name="homework_settled_when",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="homework_says_what"),
        ]
        triggers = no_delete()


class JournalEntry(Row, Versioned):
    """One entry of a client's journal, across stays. Never shared, its writer may change or remove it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    words = EncryptedField(blank=True, default="")
    """Closed in the database too: who can read its tables or a backup of them still reads no entry."""
    mood = models.PositiveSmallIntegerField(null=True, blank=True)
    written_at = models.DateTimeField()
    sent_key = models.UUIDField(null=True, blank=True)
    """The open page from which it was sent, so that one sent twice is one."""
    shared_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When sharing was taken back; nobody but its writer reads it from then on."""

    objects = JournalQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["client", "-written_at"], name="journal_by_client")]
        constraints = [
            models.UniqueConstraint(fields=["client", "sent_key"], name="journal_sent_once"),
            models.CheckConstraint(condition=Q(mood__isnull=True) | Q(mood__lte=10), name="journal_mood"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(shared_at__isnull=False), name="journal_taken_back_when"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="shared_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__shared_at__isnull=False),
                func=SHARED_STAYS,
            ),
            pgtrigger.Protect(
                name="shared_not_removed",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__shared_at__isnull=False),
            ),
            no_truncate(),
        ]

    @property
    def is_shared(self) -> bool:
        """Say whether the care team may read it now."""
        return self.shared_at is not None and self.withdrawn_at is None
