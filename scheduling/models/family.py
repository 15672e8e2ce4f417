"""Family sessions: what an appointment is planned as, who else is invited, and what was offered to families."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.models import Episode, RelatedPerson
from clients.querysets import OfEpisodeQuerySet
from iop.core.models import Row
from iop.core.triggers import append_only, no_delete
from scheduling.family_choices import (
    FamilyForm,
    FamilyGoal,
    GuestAnswer,
    GuestPresence,
    OfferOutcome,
    OfferReason,
    UninvitedBecause,
)
from scheduling.models.appointments import Appointment
from scheduling.querysets import ParticipantQuerySet


class FamilySession(Row):
    """What a family appointment is planned as, and whether the client was there."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="family_session")
    form = models.CharField(max_length=10, choices=FamilyForm, default=FamilyForm.FAMILY)
    goals = ArrayField(models.CharField(max_length=16, choices=FamilyGoal), default=list, blank=True)
    client_expected = models.BooleanField(default=True)
    """Their time is taken and they are told; otherwise the relatives come alone."""
    client_present = models.BooleanField(null=True)
    """Whether the client was there; not known before the session is over. With and without are different services."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(form=FamilyForm.RELATIVES) | Q(client_expected=False),
                name="family_session_relatives_alone",
            ),
        ]
        triggers = no_delete()


class AppointmentParticipant(Row):
    """A relative or other support who is invited to a client's appointment. Only a live release allows it."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(RelatedPerson, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=60, blank=True)
    """As what they come: their role to this client on the day they were invited."""
    invited_at = models.DateTimeField()
    invited_by = models.UUIDField(null=True)
    answer = models.CharField(max_length=8, choices=GuestAnswer, default=GuestAnswer.INVITED)
    attended = models.CharField(max_length=8, choices=GuestPresence, blank=True)
    uninvited_at = models.DateTimeField(null=True, blank=True)
    uninvited_because = models.CharField(max_length=8, choices=UninvitedBecause, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["person"], condition=Q(uninvited_at__isnull=True), name="participant_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "person"], condition=Q(uninvited_at__isnull=True), name="participant_once"
            ),
            models.CheckConstraint(
                condition=Q(uninvited_at__isnull=True, uninvited_because="")
                | (Q(uninvited_at__isnull=False) & ~Q(uninvited_because="")),
                name="participant_uninvited_why",
            ),
        ]
        triggers = no_delete()


class FamilyOffer(Row):
    """That a family session was offered, and what came of it. Offered to all, required of nobody (program.md §7)."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="family_offers")
    offered_on = models.DateField()
    outcome = models.CharField(max_length=16, choices=OfferOutcome)
    reason = models.CharField(max_length=16, choices=OfferReason, blank=True)
    words = models.CharField(max_length=500, blank=True)
    again_on = models.DateField(null=True, blank=True)
    """When to ask again, where that was agreed; else the clinic's rhythm holds."""
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_on", "-at"]
        indexes = [models.Index(fields=["episode", "-offered_on"], name="family_offer_by_episode")]
        constraints = [
            models.CheckConstraint(
                condition=Q(again_on__isnull=True) | Q(again_on__gt=F("offered_on")), name="family_offer_again_later"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[OfferOutcome.DECLINED, OfferOutcome.NOT_APPROPRIATE]) | ~Q(reason=""),
                name="family_offer_says_why",
            ),
        ]
        triggers = append_only()
