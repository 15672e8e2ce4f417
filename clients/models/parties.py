"""Outside parties, and the agreements and orders that bind them or us."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.choices import AgreementKind, Information, OrderSection, PartyKind, Purpose
from clients.models.people import Client, RelatedPerson
from iop.clinic.models import Site
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import SpanQuerySet
from iop.core.triggers import no_delete
from iop.documents.models import StoredFile


class RecipientParty(Row, Versioned):
    """Somebody outside the program who may be told something: by name, with an address to account for."""

    kind = models.CharField(max_length=14, choices=PartyKind)
    name = models.CharField(max_length=300)
    organization = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(RelatedPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="party")
    """For a relative or support."""
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "recipient parties"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="party_named"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(kind=PartyKind.RELATIVE), name="party_person_is_relative"
            ),
        ]
        triggers = no_delete()

    def __str__(self) -> str:
        return str(self.pk)


class ServiceAgreement(Row, Span):
    """An agreement by which a party serves the program and is bound as we are (42 CFR 2.11, QSO; 45 CFR 164.504(e))."""

    party = models.ForeignKey(RecipientParty, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=8, choices=AgreementKind)
    services = models.CharField(max_length=300)
    purposes = ArrayField(models.CharField(max_length=20, choices=Purpose), default=list)
    paper = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="agreement_forward"
            ),
            models.CheckConstraint(condition=Q(purposes__len__gte=1), name="agreement_has_purpose"),
        ]
        triggers = no_delete()


class CourtOrder(Row):
    """An order under subpart E, with the subpoena or similar mandate that compels. Neither is enough alone (2.61)."""

    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="court_orders")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=6, choices=OrderSection)
    court = models.CharField(max_length=300)
    docket = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField()
    party = models.ForeignKey(RecipientParty, on_delete=models.PROTECT, related_name="court_orders")
    information = ArrayField(models.CharField(max_length=20, choices=Information), default=list)
    mandate = models.CharField(max_length=200, blank=True)
    """The subpoena or similar mandate; empty: there is none, and nothing leaves."""
    mandate_on = models.DateField(null=True, blank=True)
    notice_given = models.BooleanField(default=False)
    """Client (and holder) were notified and could be heard, as the section asks."""
    ends_on = models.DateField(null=True, blank=True)
    paper = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-issued_on"]
        constraints = [
            models.CheckConstraint(condition=Q(information__len__gte=1), name="court_order_names_information"),
        ]
        triggers = no_delete()
