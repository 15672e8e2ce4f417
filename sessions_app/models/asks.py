"""What clients ask for about their own times: not to come, another time, to come late."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clients.models import Client
from clients.querysets import OfClientQuerySet
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import no_delete
from scheduling.models import Appointment
from sessions_app.ask_choices import LONGEST_WORDS, AskKind, AskStatus
from sessions_app.models.days import Attendance


class ScheduleAskQuerySet(OfClientQuerySet["ScheduleAsk"]):
    """What clients ask for."""

    def open(self) -> ScheduleAskQuerySet:
        """Keep what nobody has answered yet."""
        return self.filter(status=AskStatus.OPEN)


class ScheduleAsk(Row, Versioned):
    """One wish about one treatment day or one appointment. A colleague settles it; until then everything stays as it was."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="schedule_asks")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    attendance = models.ForeignKey(
        Attendance, null=True, blank=True, on_delete=models.PROTECT, related_name="schedule_asks"
    )
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="schedule_asks"
    )
    kind = models.CharField(max_length=8, choices=AskKind)
    words = models.CharField(max_length=LONGEST_WORDS)
    wished = models.CharField(max_length=LONGEST_WORDS, blank=True)
    """When it would suit them instead, in their own words."""
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=AskStatus, default=AskStatus.OPEN)
    answer = models.CharField(max_length=LONGEST_WORDS, blank=True)
    """What the client reads."""
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScheduleAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["client", "-asked_at"], name="schedule_ask_by_client"),
            models.Index(fields=["site"], condition=Q(status=AskStatus.OPEN), name="schedule_ask_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance__isnull=False, appointment__isnull=True)
                | Q(attendance__isnull=True, appointment__isnull=False),
                name="schedule_ask_about_one",
            ),
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(status=AskStatus.OPEN), name="schedule_ask_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(status=AskStatus.OPEN), name="schedule_ask_once_an_appointment"
            ),
            models.CheckConstraint(
                condition=Q(status=AskStatus.OPEN, settled_at__isnull=True)
                | ~Q(status=AskStatus.OPEN) & Q(settled_at__isnull=False),
                name="schedule_ask_settled_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=AskStatus.DECLINED) | ~Q(answer=""), name="schedule_ask_says_why_not"
            ),
        ]
        triggers = no_delete()
