"""Versions of questionnaires that the clinic holds: wording it loaded, settings it changed, questionnaires of its own."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from iop.clinic.models import StaffMember
from iop.core.models import Row
from iop.core.triggers import no_truncate
from therapy.choices.questionnaires import QuestionnaireLanguage, QuestionnaireSource
from therapy.querysets.questionnaires import QuestionnaireQuerySet

ONLY_SWITCHED = """
IF NEW.key IS DISTINCT FROM OLD.key
    OR NEW.version IS DISTINCT FROM OLD.version
    OR NEW.language IS DISTINCT FROM OLD.language
    OR NEW.title IS DISTINCT FROM OLD.title
    OR NEW.definition IS DISTINCT FROM OLD.definition
    OR NEW.digest IS DISTINCT FROM OLD.digest
    OR NEW.source IS DISTINCT FROM OLD.source
    OR NEW.licence_accepted_by_id IS DISTINCT FROM OLD.licence_accepted_by_id
    OR NEW.licence_accepted_at IS DISTINCT FROM OLD.licence_accepted_at
THEN
    RAISE EXCEPTION 'a version of a questionnaire stays as it was answered: make a new version';
END IF;
RETURN NEW;
"""


class Questionnaire(Row):
    """One version of a questionnaire in one language, kept for ever as it was answered. A change is a new version."""

    key = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=5, choices=QuestionnaireLanguage)
    title = models.CharField(max_length=200)
    definition = models.JSONField()
    """As ``therapy.questionnaires.reading`` describes it, whole in itself."""
    source = models.CharField(max_length=8, choices=QuestionnaireSource)
    licence_accepted_by = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who accepted the terms of a wording that is not free."""
    licence_accepted_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    """What changed, in the words of who made it."""
    is_active = models.BooleanField(default=True)
    """Whether it may be given. Answers by a version that is off stay readable."""
    digest = models.CharField(max_length=64)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["key", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "language", "version"], name="questionnaire_version_once"),
            models.CheckConstraint(
                condition=Q(licence_accepted_by__isnull=True, licence_accepted_at__isnull=True)
                | Q(licence_accepted_by__isnull=False, licence_accepted_at__isnull=False),
                name="questionnaire_licence_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stays_as_answered", when=pgtrigger.Before, operation=pgtrigger.Update, func=ONLY_SWITCHED
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            no_truncate(),
        ]
