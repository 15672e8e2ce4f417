"""What was answered for the state, which files went out, and how a site stands with its state."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from clients.models import Episode, Placement, RecipientParty
from clients.querysets import OfEpisodeQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete
from iop.documents.models import StoredFile
from iop.reports.state_data.choices import RecordKind, RecordStatus, SentAs

M = TypeVar("M", bound=models.Model)


class RecordQuerySet(OfEpisodeQuerySet["StateRecord"]):
    """Answers for the state."""


class ExtractQuerySet(models.QuerySet[M]):
    """Files for a state."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of sites where the actor keeps the state's data."""
        return self if actor.is_system else self.filter(site__in=actor.sites_where(Permission.STATE_DATA_KEEP))


class StateSite(Row, Versioned):
    """How a site stands with its state: its number there, who receives the files, and by which law they are asked for."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="state_data")
    provider_number = models.CharField(max_length=15, blank=True)
    """The state's own number of the provider (TEDS MDS 1)."""
    party = models.ForeignKey(RecipientParty, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=300, blank=True)
    """The law or licence under which the state asks; it goes with each disclosure (42 CFR 2.53)."""
    layout = models.SlugField(max_length=60, blank=True)
    """The layout chosen last."""

    class Meta:
        triggers = no_delete()


class StateRecord(Row, Versioned):
    """What was answered about one admission, transfer or discharge. What the record itself knows is not kept here again."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="state_records")
    kind = models.CharField(max_length=10, choices=RecordKind)
    placement = models.ForeignKey(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """For a transfer within a stay: the level it began."""
    values = models.JSONField(default=dict)
    """Our own words by field (``fields.FIELDS``); codes are made from them only in a file."""
    status = models.CharField(max_length=10, choices=RecordStatus, default=RecordStatus.DRAFT)
    answered_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    """The last time; the files say what."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "kind", "placement"], name="state_record_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(placement__isnull=True) | Q(kind=RecordKind.TRANSFER),
                name="state_record_placement_transfer",
            ),
            models.CheckConstraint(
                condition=~Q(status=RecordStatus.HANDED_IN) | Q(handed_in_at__isnull=False),
                name="state_record_handed_in",
            ),
        ]
        triggers = no_delete()


class StateExtract(Row):
    """One file that was handed in: for whom, about which days, by which layout, and what was in it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(RecipientParty, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    layout = models.SlugField(max_length=60)
    layout_from = models.DateField()
    """From when on this version of the layout holds."""
    family = models.SlugField(max_length=60)
    counts = models.JSONField()
    """Lines by kind, and what was left out with errors."""
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["site", "-made_at"], name="state_extract_by_site")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="state_extract_forward"),
            models.CheckConstraint(condition=~Q(authority=""), name="state_extract_authority"),
        ]
        triggers = append_only()


class StateExtractLine(Row):
    """One line of a file: about which record, what was told and its digest, so that a later change shows and can be taken back."""

    extract = models.ForeignKey(StateExtract, on_delete=models.PROTECT, related_name="lines")
    record = models.ForeignKey(StateRecord, on_delete=models.PROTECT, related_name="handed_in")
    digest = models.CharField(max_length=64)
    sent_as = models.CharField(max_length=6, choices=SentAs, default=SentAs.ADD)
    told = models.JSONField(default=dict)
    """What the line told in our own words (``values``), its kind and day, and by which numbers the state knows the client."""

    class Meta:
        indexes = [models.Index(fields=["record", "-created_at"], name="state_line_by_record")]
        constraints = [models.UniqueConstraint(fields=["extract", "record", "sent_as"], name="state_line_once_as")]
        triggers = append_only()


class StateCodeList(Row):
    """What a clinic says of one list of codes in one state: which code stands for what, and whether it was compared with the manual.

    The newest row of a list counts.
    """

    state = models.CharField(max_length=2, blank=True)
    """The state of the sites for which it holds."""
    family = models.SlugField(max_length=60)
    name = models.SlugField(max_length=60)
    codes = models.JSONField()
    """Codes by place (``own_codes.codes_of``)."""
    is_compared = models.BooleanField()
    """Whether somebody compared it with the state's manual."""
    source = models.CharField(max_length=200, blank=True)
    """Which manual."""
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["family", "state", "name", "-at"], name="state_codes_newest")]
        triggers = append_only()
