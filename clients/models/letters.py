"""Letters about a client to people outside: their words by version, and each one that left."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.choices import Information, PartyKind, Purpose
from clients.models.disclosures import Disclosure
from clients.models.people import Client
from clients.querysets import OfClientQuerySet
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row
from iop.core.triggers import append_only, no_delete
from iop.documents.models import StoredFile


class LetterTemplate(Row):
    """One version of a letter's words in one language. Never changed: a new version supersedes it.

    ``information`` is all that the letter may tell; its words may hold only the places that this opens
    (``clients.letter_rules``), so a letter cannot say more than its consent names.
    """

    key = models.SlugField(max_length=40)
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    party_kinds = ArrayField(models.CharField(max_length=14, choices=PartyKind))
    purpose = models.CharField(max_length=20, choices=Purpose)
    information = ArrayField(models.CharField(max_length=20, choices=Information))
    paragraphs = models.JSONField()
    """List of texts with named places."""
    with_weeks = models.BooleanField(default=False)
    """A table of attendance by week goes along."""
    neutral_head = models.BooleanField(default=False)
    """The letterhead shows the clinic's neutral name."""
    valid_from = models.DateField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["key", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "language", "number"], name="letter_template_once"),
            models.UniqueConstraint(
                fields=["key", "language"], condition=Q(superseded_at__isnull=True), name="letter_template_one_live"
            ),
            models.CheckConstraint(
                condition=Q(information__len__gte=1) & Q(party_kinds__len__gte=1), name="letter_template_says_what"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_superseded",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["superseded_at"]),
            ),
            *no_delete(),
        ]


class Letter(Row):
    """One letter that left: by which words, about which days, and the paper itself as it was handed out."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="letters")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="letter")
    first_on = models.DateField()
    last_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    """The recipient's own: a docket or case number."""
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["client", "-at"], name="letter_by_client")]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="letter_forward"),
        ]
        triggers = append_only()
