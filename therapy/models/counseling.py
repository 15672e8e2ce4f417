"""SUD counseling notes (42 CFR 2.11): a clinician's own analysis of what was said, apart from the rest of the record.

Nothing of a service's record belongs here: times, modality, results, summaries of diagnosis, plan and progress stand in the
notes of the day. Nobody but the author reads these, no list, search, export, print, claim or interface carries them, and they
leave only through ``therapy.actions.counseling.release`` on a consent of their own (42 CFR 2.31(b)).
"""

from __future__ import annotations

import pgtrigger
from django.db import models

from clients.models import Episode
from iop.clinic.models import StaffMember
from iop.core.crypto import EncryptedField
from iop.core.models import Row, Versioned
from iop.core.triggers import no_truncate
from therapy.querysets.assessments import CounselingNoteManager

# A new field key closes the same words anew (``manage.py rotate_keys``): the key's name in the token tells that from a change.
FINISHED_STAYS = """
IF NEW.finished_at IS DISTINCT FROM OLD.finished_at
    OR NEW.about_on IS DISTINCT FROM OLD.about_on
    OR NEW.version IS DISTINCT FROM OLD.version
    OR (NEW.text IS DISTINCT FROM OLD.text AND split_part(NEW.text, '.', 2) = split_part(OLD.text, '.', 2))
THEN
    RAISE EXCEPTION 'a finished counseling note is locked';
END IF;
RETURN NEW;
"""


class CounselingNote(Row, Versioned):
    """One author's own note about one stay. Finished, it is locked; nobody signs it, for nobody else reads it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    about_on = models.DateField()
    text = EncryptedField(blank=True, default="")
    """Closed in the database too: who can read its tables or a backup of them still reads no note."""
    saved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CounselingNoteManager()

    class Meta:
        ordering = ["-about_on", "-created_at"]
        indexes = [models.Index(fields=["author", "episode"], name="counseling_note_own")]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_finished",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
                func=FINISHED_STAYS,
            ),
            pgtrigger.Trigger(
                name="stays_its_authors",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF NEW.author_id IS DISTINCT FROM OLD.author_id OR NEW.episode_id IS DISTINCT FROM OLD.episode_id THEN
                    RAISE EXCEPTION 'a counseling note stays with its author and its stay';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            no_truncate(),
        ]
