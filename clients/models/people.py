"""The person: names, ways of reaching them, and the people around them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from clients.choices import (
    ContactKind,
    Sex,
)
from clients.querysets import (
    ClientQuerySet,
)
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete
from iop.documents.models import StoredFile
from iop.notifications.choices import Channel


class Client(Row, Versioned):
    """A person this clinic knows. A returning client keeps the chart and gets a new episode."""

    record_number = models.CharField(max_length=20, unique=True)
    legal_first_name = models.CharField(max_length=300)
    legal_last_name = models.CharField(max_length=300)
    preferred_name = models.CharField(max_length=300, blank=True)
    """What they are called here; empty means the legal first name."""
    pronouns = models.CharField(max_length=40, blank=True)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    """Two published scores have cut-offs by sex (AUDIT-C, PC-PTSD-5); without it the lower one holds."""
    language = models.CharField(max_length=8, default="en")
    photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notes_for_contact = models.CharField(max_length=300, blank=True)
    """When and how to reach them safely: "after 17:00", "never at work"."""
    is_restricted = models.BooleanField(default=False)
    """Staff, somebody well known, a colleague's relative: opened by their care team and privacy officer alone."""
    restricted_reason = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Set when this chart turned out to be a second one of the same person; both numbers find the other."""

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["legal_last_name", "legal_first_name", "id"]
        indexes = [
            models.Index(
                fields=["legal_last_name", "legal_first_name", "id"],
                name="client_by_name",
            ),
            GinIndex(
                OpClass(Upper("legal_last_name"), name="gin_trgm_ops"),
                OpClass(Upper("legal_first_name"), name="gin_trgm_ops"),
                OpClass(Upper("preferred_name"), name="gin_trgm_ops"),
                name="client_names_trgm",
            ),
            models.Index(fields=["date_of_birth"], name="client_by_birth"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_of_birth__gte="1900-01-01"),
                name="client_birth_plausible",
            ),
            models.CheckConstraint(
                condition=Q(is_restricted=False) | ~Q(restricted_reason=""), name="client_restricted_has_reason"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="client_not_merged_into_itself"),
        ]
        triggers = no_delete()

    @property
    def name(self) -> str:
        """What to call them: preferred first name and last name."""
        return f"{self.preferred_name or self.legal_first_name} {self.legal_last_name}"

    @property
    def short_name(self) -> str:
        """Preferred first name and the last name's initial, as on a sign-in sheet."""
        return f"{self.preferred_name or self.legal_first_name} {self.legal_last_name[:1]}."

    def __str__(self) -> str:
        return self.record_number


class ContactPoint(Row):
    """A way to reach a client, and whether a message may be left there."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=ContactKind)
    value = models.CharField(max_length=400)
    label = models.CharField(max_length=60, blank=True)
    may_leave_message = models.BooleanField(default=False)
    is_preferred = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_preferred", "kind"]
        indexes = [models.Index(fields=["value"], condition=Q(kind="phone"), name="contact_by_phone")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind"],
                condition=Q(is_preferred=True),
                name="contact_one_preferred_a_kind",
            ),
        ]


class ChannelPermission(Row):
    """What a client agreed to for a channel, from an instant on. The newest row decides; none means no."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="channel_permissions")
    channel = models.CharField(max_length=8, choices=Channel)
    allowed = models.BooleanField()
    since = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["client", "channel", "-since"], name="channel_permission_newest")]
        triggers = append_only()


class RelatedPerson(Row, Versioned):
    """A relative or another support: a person of their own, whoever they relate to."""

    first_name = models.CharField(max_length=300)
    last_name = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")


class Relationship(Row):
    """How a person relates to a client. It permits nothing: a release does."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="relationships")
    person = models.ForeignKey(RelatedPerson, on_delete=models.PROTECT, related_name="relationships")
    role = models.CharField(max_length=60)
    is_emergency_contact = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "person"], name="relationship_once")]
