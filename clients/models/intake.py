"""The first call: who asked for help, what was answered, and where it led."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from clients.choices import (
    INQUIRY_CLOSED,
    CallerIs,
    CheckAnswer,
    CheckKind,
    InquiryChannel,
    InquiryStatus,
    OutReason,
    PayerKind,
    ReferralKind,
    ReplyBy,
    SafetyAnswer,
    StayKind,
    StayStatus,
    Substance,
    Urgency,
)
from clients.models.care import Episode
from clients.models.people import Client
from clients.querysets import InquiryQuerySet, OfClientQuerySet
from iop.clinic.choices import Weekday
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history


class ReferralSource(Row, Versioned):
    """An organisation (or a way) from which people come to us, with the person to talk to there."""

    kind = models.CharField(max_length=12, choices=ReferralKind)
    organization = models.CharField(max_length=200)
    contact_person = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["organization"]
        constraints = [models.UniqueConstraint(Upper("organization"), name="referral_source_once")]

    def __str__(self) -> str:
        return self.organization


class IntakeCheck(Row, Versioned):
    """A question of the fit checklist, or something a payer needs: data that a clinic edits (program.md §5)."""

    kind = models.CharField(max_length=8, choices=CheckKind)
    key = models.SlugField(max_length=60)
    text = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    is_needed = models.BooleanField(default=False)
    """A "no" here says that the program does not fit; other items inform."""
    payer_kinds = ArrayField(models.CharField(max_length=12, choices=PayerKind), default=list, blank=True)
    """For which payers it is asked; empty means all."""
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="intake_check_once")]


class Inquiry(Row, Versioned):
    """Somebody asked for help: in their words, with a way to call back. A Part 2 record from its first line (42 CFR 2.11)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiries")
    """Set once they have a chart: a former client at once, a new one when accepted or booked for assessment."""
    episode = models.OneToOneField(Episode, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiry")
    status = models.CharField(max_length=20, choices=InquiryStatus, default=InquiryStatus.NEW)
    channel = models.CharField(max_length=8, choices=InquiryChannel, default=InquiryChannel.PHONE)
    received_at = models.DateTimeField()
    taken_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Nobody for a form sent from the program page."""
    owner = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    caller_is = models.CharField(max_length=12, choices=CallerIs, default=CallerIs.SELF)
    caller_name = models.CharField(max_length=300, blank=True)
    caller_role = models.CharField(max_length=60, blank=True)
    callback_phone = models.CharField(max_length=40, blank=True)
    """E.164."""
    callback_email = models.EmailField(blank=True)
    may_leave_message = models.BooleanField(default=False)
    reply_by = models.CharField(max_length=8, choices=ReplyBy, default=ReplyBy.PHONE)
    safe_times = models.CharField(max_length=200, blank=True)

    first_name = models.CharField(max_length=300)
    last_name = models.CharField(max_length=300, blank=True)
    preferred_name = models.CharField(max_length=300, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="en")

    referral_source = models.ForeignKey(
        ReferralSource, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiries"
    )
    referral_kind = models.CharField(max_length=12, choices=ReferralKind, default=ReferralKind.SELF)
    referral_contact = models.CharField(max_length=200, blank=True)

    presenting_problem = models.TextField(blank=True)
    substances = ArrayField(models.CharField(max_length=14, choices=Substance), default=list, blank=True)
    substances_note = models.CharField(max_length=300, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.ROUTINE)
    safety = models.CharField(max_length=10, choices=SafetyAnswer, default=SafetyAnswer.NOT_ASKED)
    safety_note = models.CharField(max_length=500, blank=True)

    payer_kind = models.CharField(max_length=12, choices=PayerKind, default=PayerKind.UNKNOWN)
    payer_told = models.CharField(max_length=200, blank=True)

    wished_track_id = models.UUIDField(null=True, blank=True)
    """``scheduling.Track``, as an opaque id: this app stands below schedules."""
    wished_weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday), default=list, blank=True)
    wished_start = models.DateField(null=True, blank=True)

    next_step = models.CharField(max_length=200, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)
    out_reason = models.CharField(max_length=16, choices=OutReason, blank=True)
    out_note = models.TextField(blank=True)
    destination = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["site", "status", "-received_at"], name="inquiry_board"),
            models.Index(fields=["client", "-received_at"], name="inquiry_by_client"),
            models.Index(fields=["date_of_birth"], name="inquiry_by_birth"),
            models.Index(fields=["callback_phone"], name="inquiry_by_phone"),
            GinIndex(
                OpClass(Upper("last_name"), name="gin_trgm_ops"),
                OpClass(Upper("first_name"), name="gin_trgm_ops"),
                OpClass(Upper("preferred_name"), name="gin_trgm_ops"),
                name="inquiry_names_trgm",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(callback_phone="") | ~Q(callback_email=""), name="inquiry_can_be_called_back"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[InquiryStatus.REFERRED_OUT, InquiryStatus.DECLINED, InquiryStatus.LOST])
                | ~Q(out_reason=""),
                name="inquiry_out_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=InquiryStatus.REFERRED_OUT) | ~Q(destination=""),
                name="inquiry_referred_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(INQUIRY_CLOSED), closed_at__isnull=False)
                | (~Q(status__in=sorted(INQUIRY_CLOSED)) & Q(closed_at__isnull=True)),
                name="inquiry_closed_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=InquiryStatus.ADMITTED) | Q(episode__isnull=False),
                name="inquiry_admitted_has_episode",
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history("clients_inquirystatuschange", "inquiry_id", InquiryStatus.NEW),
        ]

    @property
    def name(self) -> str:
        """What to call the person it is about."""
        return f"{self.preferred_name or self.first_name} {self.last_name}".strip()


class InquiryStatusChange(Row):
    """How an inquiry came to its status. The newest row equals the inquiry's column."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=20, choices=InquiryStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["inquiry", "at"], name="inquiry_change_by_inquiry")]
        triggers = append_only()


class IntakeAnswer(Row):
    """What is known for one check of one inquiry, and why."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="answers")
    check_item = models.ForeignKey(IntakeCheck, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=CheckAnswer, default=CheckAnswer.UNKNOWN)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "check_item"], name="intake_answer_once")]


class OutsideStay(Row, Versioned):
    """Detox, residential or hospital elsewhere: referred out, expected back, and what to ask after."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="outside_stays")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="outside_stays")
    """The call for help during which they were referred, if it was one: it goes on once they are back."""
    kind = models.CharField(max_length=12, choices=StayKind)
    status = models.CharField(max_length=10, choices=StayStatus, default=StayStatus.REFERRED)
    facility = models.CharField(max_length=200)
    contact_person = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    referred_on = models.DateField()
    expected_from = models.DateField(null=True, blank=True)
    expected_until = models.DateField(null=True, blank=True)
    went_on = models.DateField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
    ask_on = models.DateField(null=True, blank=True)
    """When somebody asks after them next."""
    to_ask = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on"]
        indexes = [
            models.Index(
                fields=["ask_on"], condition=Q(status__in=[StayStatus.REFERRED, StayStatus.THERE]), name="stay_to_ask"
            ),
            models.Index(fields=["client", "-referred_on"], name="stay_by_client"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_until__isnull=True)
                | Q(expected_from__isnull=True)
                | Q(expected_until__gte=F("expected_from")),
                name="outside_stay_forward",
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(back_on__gte=F("referred_on")), name="outside_stay_back_after"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[StayStatus.REFERRED, StayStatus.THERE], back_on__isnull=True)
                | (~Q(status__in=[StayStatus.REFERRED, StayStatus.THERE]) & Q(back_on__isnull=False)),
                name="outside_stay_over_when",
            ),
        ]
        triggers = no_delete()
