"""Case management: places in the community, referrals with their history, contacts, and support meetings."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.models import Disclosure, Episode, RecipientParty
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history
from therapy.choices.support import (
    ContactBy,
    ContactOutcome,
    ContactWith,
    MeetingKind,
    MeetingPlace,
    Need,
    ReferralStatus,
)
from therapy.models.medications import Mistakable
from therapy.querysets.support import OfSupportQuerySet, ReferralQuerySet, ResourceQuerySet


class CommunityResource(Row, Versioned):
    """A place that helps: what with, whom, when, and how one gets there. Without a site it is for all of them."""

    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    needs = ArrayField(models.CharField(max_length=20, choices=Need))
    description = models.CharField(max_length=500, blank=True)
    eligibility = models.CharField(max_length=300, blank=True)
    cost = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    """In words: "English, Spanish, interpreters"."""
    how_to_refer = models.CharField(max_length=500, blank=True)
    takes_medication = models.BooleanField(null=True, blank=True)
    """For recovery housing and programs: whether people on MOUD or MAUD are welcome; none: nobody asked."""
    staff_note = models.CharField(max_length=500, blank=True)
    """What colleagues should know; never shown to clients."""
    party = models.ForeignKey(RecipientParty, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """As whom it may be told something about a client; nobody until somebody says."""
    checked_on = models.DateField(null=True, blank=True)
    """When somebody last made sure that phone and hours are right."""
    is_active = models.BooleanField(default=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="resource_named"),
            models.CheckConstraint(condition=Q(needs__len__gte=1), name="resource_offers_something"),
        ]
        triggers = no_delete()


class Referral(Row, Versioned):
    """Somebody is sent to a place for a need. Its status only says what its history's newest row says."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="referrals")
    resource = models.ForeignKey(
        CommunityResource, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    to_name = models.CharField(max_length=160)
    """The place's name as it was that day."""
    need = models.CharField(max_length=20, choices=Need)
    wish = models.CharField(max_length=500, blank=True)
    """What the client wants from it, in their words."""
    is_warm = models.BooleanField(default=False)
    """Handed over in person or on the phone, together with the client."""
    status = models.CharField(max_length=20, choices=ReferralStatus, default=ReferralStatus.PLANNED)
    made_on = models.DateField()
    made_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    follow_up_on = models.DateField(null=True, blank=True)
    disclosure = models.ForeignKey(Disclosure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """What the place was told about them, when it was told anything."""

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-id"]
        indexes = [models.Index(fields=["episode", "-made_on"], name="referral_by_episode")]
        constraints = [
            models.CheckConstraint(condition=~Q(to_name=""), name="referral_says_where"),
            models.CheckConstraint(
                condition=Q(follow_up_on__isnull=True) | Q(follow_up_on__gte=F("made_on")), name="referral_forward"
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history("therapy_referralchange", "referral_id", ReferralStatus.PLANNED),
        ]


class ReferralChange(Row):
    """One step of a referral: the status it came to, when, and what was said."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=20, choices=ReferralStatus)
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["referral", "-at"], name="referral_change_newest")]
        triggers = append_only()


class CaseContact(Row, Mistakable):
    """A contact for a client's sake: with whom, how, how long, and what came of it. Kept as it was written."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="case_contacts")
    at = models.DateTimeField()
    with_whom = models.CharField(max_length=10, choices=ContactWith)
    how = models.CharField(max_length=10, choices=ContactBy)
    outcome = models.CharField(max_length=14, choices=ContactOutcome)
    minutes = models.PositiveSmallIntegerField(default=0)
    about = models.CharField(max_length=20, choices=Need, blank=True)
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    summary = models.CharField(max_length=1000, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    objects = OfSupportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["episode", "-at"], name="case_contact_by_episode")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__lte=480), name="case_contact_minutes"),
            models.CheckConstraint(
                condition=Q(entered_in_error_at__isnull=True)
                | (Q(entered_in_error_by__isnull=False) & ~Q(error_reason="")),
                name="case_contact_error_said",
            ),
        ]
        triggers = [
            *no_delete(),
            pgtrigger.Protect(
                name="only_marked_in_error",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["entered_in_error_at", "entered_in_error_by", "error_reason"]),
            ),
        ]


class SupportMeeting(Row, Mistakable):
    """A meeting the client went to, as they tell it: which fellowship and when; no place and nobody's name."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="support_meetings")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=MeetingKind)
    place = models.CharField(max_length=10, choices=MeetingPlace, default=MeetingPlace.IN_PERSON)
    is_home_group = models.BooleanField(default=False)
    has_sponsor = models.BooleanField(null=True, blank=True)
    """Whether they have a sponsor or mentor now; none: nobody asked."""
    slip_seen = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfSupportQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["episode", "-on"], name="support_meeting_by_episode")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entered_in_error_at__isnull=True)
                | (Q(entered_in_error_by__isnull=False) & ~Q(error_reason="")),
                name="support_meeting_error_said",
            ),
        ]
        triggers = [
            *no_delete(),
            pgtrigger.Protect(
                name="only_marked_in_error",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["entered_in_error_at", "entered_in_error_by", "error_reason"]),
            ),
        ]
