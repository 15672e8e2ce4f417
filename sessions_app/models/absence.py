"""Missed days: the policy as dated data, what is done about a miss, and what a client said beforehand.

Nothing here ends a stay. A limit asks for something; people decide.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from clients.models import Episode, LevelOfCare
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, no_truncate
from sessions_app.absence_choices import (
    MOST_AFTER_HOURS,
    MOST_DEADLINE_HOURS,
    MOST_MISSES,
    MOST_WEEKS,
    STEP_METHODS,
    CaseEnd,
    Consequence,
    LimitKind,
    StepOwner,
)
from sessions_app.models.days import Attendance, Outreach
from sessions_app.querysets import AbsenceCaseQuerySet, LimitReachedQuerySet


class AbsencePolicy(Row):
    """What holds about missed days from a day on, at a site and a level or everywhere. A later row for the same replaces it."""

    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    name = models.CharField(max_length=100)
    grace_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """From when an arrival is late; none: the clinic's setting."""
    notice_hours = models.PositiveSmallIntegerField()
    """Who calls later than this before the start gave short notice: it counts like a day missed without a word."""
    counts_excused = models.BooleanField(default=False)
    make_ups_forgive = models.BooleanField(default=True)
    """A day whose make-up was attended no longer counts."""
    no_service_days = models.PositiveSmallIntegerField()
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-valid_from", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grace_minutes__isnull=True) | Q(grace_minutes__lte=120), name="absence_policy_grace"
            ),
            models.CheckConstraint(condition=Q(notice_hours__lte=168), name="absence_policy_notice"),
            models.CheckConstraint(
                condition=Q(no_service_days__gte=1, no_service_days__lte=120), name="absence_policy_no_service"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="absence_policy_named"),
        ]
        triggers = append_only()


class AbsenceLimit(Row):
    """How many misses of which kind ask for what. Reaching it asks again only after the count fell below it."""

    policy = models.ForeignKey(AbsencePolicy, on_delete=models.PROTECT, related_name="limits")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=LimitKind)
    misses = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    consequence = models.CharField(max_length=16, choices=Consequence)

    class Meta:
        ordering = ["policy", "position"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "position"], name="absence_limit_position"),
            models.CheckConstraint(condition=Q(misses__gte=1, misses__lte=MOST_MISSES), name="absence_limit_misses"),
            models.CheckConstraint(
                condition=Q(kind=LimitKind.IN_A_ROW, weeks__isnull=True)
                | ~Q(kind=LimitKind.IN_A_ROW) & Q(weeks__gte=1, weeks__lte=MOST_WEEKS),
                name="absence_limit_weeks",
            ),
        ]
        triggers = append_only()


class AbsenceStep(Row):
    """What is tried, by whom and when, after a missed day: ``after_hours`` from its start, done within ``deadline_hours``."""

    policy = models.ForeignKey(AbsencePolicy, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    after_hours = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8, choices=[(each.value, each.label) for each in STEP_METHODS])
    owner = models.CharField(max_length=20, choices=StepOwner)
    deadline_hours = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    """What to do, naming nobody: it stands on work lists."""

    class Meta:
        ordering = ["policy", "position"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "position"], name="absence_step_position"),
            models.CheckConstraint(condition=Q(after_hours__lte=MOST_AFTER_HOURS), name="absence_step_after"),
            models.CheckConstraint(
                condition=Q(deadline_hours__gte=1, deadline_hours__lte=MOST_DEADLINE_HOURS),
                name="absence_step_deadline",
            ),
        ]
        triggers = append_only()


class AbsenceCase(Row, Versioned):
    """Following up somebody who was missed and has not been back: opened by a first miss, closed by their return."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="absence_cases")
    policy = models.ForeignKey(AbsencePolicy, on_delete=models.PROTECT, related_name="+")
    first_line = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="+")
    newest_line = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=CaseEnd, blank=True)
    ended_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_note = models.CharField(max_length=300, blank=True)

    objects = AbsenceCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["episode", "-opened_at"], name="absence_case_by_stay")]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(closed_at__isnull=True), name="absence_case_open_once"
            ),
            models.UniqueConstraint(fields=["first_line"], name="absence_case_once_a_miss"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, end="") | Q(closed_at__isnull=False) & ~Q(end=""),
                name="absence_case_closed_why",
            ),
            models.CheckConstraint(
                condition=~Q(end=CaseEnd.SETTLED) | Q(ended_by__isnull=False) & ~Q(end_note=""),
                name="absence_case_settled_says_what",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="closed_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__closed_at__isnull=False)
            ),
            *no_delete(),
        ]


class AbsenceCaseStep(Row):
    """One step for one person. Done with the attempt it was, or left out with a reason."""

    case = models.ForeignKey(AbsenceCase, on_delete=models.PROTECT, related_name="steps")
    step = models.ForeignKey(AbsenceStep, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outreach = models.ForeignKey(Outreach, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    left_out = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["case", "opens_at", "step__position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "step"], name="absence_case_step_once"),
            models.CheckConstraint(condition=Q(due_at__gt=F("opens_at")), name="absence_case_step_forward"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, outreach__isnull=True, left_out="")
                | Q(done_at__isnull=False, done_by__isnull=False)
                & (Q(outreach__isnull=False, left_out="") | Q(outreach__isnull=True) & ~Q(left_out="")),
                name="absence_case_step_done_how",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="done_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__done_at__isnull=False)
            ),
            *no_delete(),
        ]


class AbsenceNotice(Row):
    """A client called before a day they will miss. The newest row of a roster line counts."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="notices")
    called_at = models.DateTimeField()
    is_short = models.BooleanField()
    """By the policy of that day, when it was written down."""
    is_excused = models.BooleanField(default=False)
    """Somebody excused it although the notice was short."""
    reason = models.CharField(max_length=300)
    taken_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["attendance", "-created_at"]
        indexes = [models.Index(fields=["attendance", "-created_at"], name="absence_notice_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(is_excused=True) | Q(is_short=True), name="absence_notice_excused_short"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="absence_notice_says_why"),
        ]
        triggers = append_only()


class LimitReached(Row):
    """A stay reached a limit of its policy, by which miss, and what people made of it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="absence_limits")
    limit = models.ForeignKey(AbsenceLimit, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="+")
    counted = models.PositiveSmallIntegerField()
    reached_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_note = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the count had fallen below the limit again: from then on reaching it asks anew."""

    objects = LimitReachedQuerySet.as_manager()

    class Meta:
        ordering = ["-reached_at"]
        indexes = [models.Index(fields=["episode", "-reached_at"], name="limit_reached_by_stay")]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "limit"], condition=Q(ended_at__isnull=True), name="limit_reached_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, settled_note="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_note=""),
                name="limit_reached_settled_how",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete), no_truncate()]
