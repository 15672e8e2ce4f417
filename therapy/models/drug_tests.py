"""Drug tests: panels as data, plans, recorded draws, orders with their samples, and results that nothing changes."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from clients.choices import Substance
from clients.models import Episode
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import date_span
from iop.core.triggers import append_only, no_delete, status_has_history
from therapy.choices.drug_tests import (
    Analyte,
    ExemptionKind,
    Fit,
    Instead,
    Matrix,
    Observation,
    OrderReason,
    Outcome,
    Overall,
    Stage,
    TalkOutcome,
    TestStatus,
    ToldUse,
    Unit,
    Validity,
)
from therapy.querysets.drug_tests import (
    DrugTestQuerySet,
    StandingPlanManager,
    TestPanelQuerySet,
    TestPlanQuerySet,
    TestResultQuerySet,
)

PANEL_STAYS = """
IF (to_jsonb(NEW) - 'is_active') IS DISTINCT FROM (to_jsonb(OLD) - 'is_active') THEN
    RAISE EXCEPTION 'a panel stays as it was made: a change makes a new version';
END IF;
RETURN NEW;
"""
ORDER_STAYS = """
IF (NEW.episode_id, NEW.reason, NEW.reason_note, NEW.necessity, NEW.ordered_by_id, NEW.ordered_at, NEW.draw_id, NEW.follows_id)
   IS DISTINCT FROM
   (OLD.episode_id, OLD.reason, OLD.reason_note, OLD.necessity, OLD.ordered_by_id, OLD.ordered_at, OLD.draw_id, OLD.follows_id)
THEN
    RAISE EXCEPTION 'an order stays as it was given';
END IF;
IF OLD.collected_at IS NOT NULL AND
   (NEW.collected_at, NEW.collected_by_id, NEW.panel_id, NEW.observation, NEW.observation_agreed, NEW.temperature_f, NEW.lot,
    NEW.lot_expires_on, NEW.custody_id)
   IS DISTINCT FROM
   (OLD.collected_at, OLD.collected_by_id, OLD.panel_id, OLD.observation, OLD.observation_agreed, OLD.temperature_f, OLD.lot,
    OLD.lot_expires_on, OLD.custody_id)
THEN
    RAISE EXCEPTION 'what was written when a sample was collected stays';
END IF;
IF (NEW.told_use, NEW.told_substances, NEW.told_words, NEW.told_use_at)
   IS DISTINCT FROM (OLD.told_use, OLD.told_substances, OLD.told_words, OLD.told_use_at)
   AND EXISTS (SELECT 1 FROM therapy_testresult r WHERE r.test_id = OLD.id)
THEN
    RAISE EXCEPTION 'what the client said stands as it was said before the result';
END IF;
RETURN NEW;
"""
RESULT_AFTER_SAMPLE = """
IF NOT EXISTS (
    SELECT 1 FROM therapy_drugtest t
    WHERE t.id = NEW.test_id AND t.collected_at IS NOT NULL AND t.collected_at <= NEW.resulted_at
) THEN
    RAISE EXCEPTION 'there is no result before a sample was collected';
END IF;
RETURN NEW;
"""


class TestPanel(Row):
    """What a device or a laboratory looks for in which material, with its cutoffs. A change makes a new version.

    ``targets`` is a list of ``{"analyte", "cutoff", "unit"}``: "negative" means negative for these and nothing else.
    """

    __test__ = False
    lineage = models.UUIDField()
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    matrix = models.CharField(max_length=10, choices=Matrix)
    stage = models.CharField(max_length=11, choices=Stage)
    device = models.CharField(max_length=120, blank=True)
    targets = models.JSONField()
    is_active = models.BooleanField(default=True)

    objects = TestPanelQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["lineage", "number"], name="test_panel_version"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(is_active=True), name="test_panel_one_in_use"),
        ]
        triggers = [
            pgtrigger.Trigger(name="panel_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=PANEL_STAYS),
            *no_delete(),
        ]

    def __str__(self) -> str:
        return self.name


class TestPlan(Row, Span, Versioned):
    """How often somebody is tested, with which panel, and why that is medically needed for them (not for everybody)."""

    __test__ = False
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="test_plans")
    panel = models.ForeignKey(TestPanel, on_delete=models.PROTECT, related_name="+")
    oral_panel = models.ForeignKey(TestPanel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """What is used instead while an exemption says oral fluid."""
    per_week = models.DecimalField(max_digits=4, decimal_places=2)
    max_gap_days = models.PositiveSmallIntegerField()
    on_days_off = models.BooleanField(default=False)
    """Whether they may be asked to come in on a day without a session, by a neutral message with a deadline."""
    necessity = models.TextField()
    ordered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """Set when it was taken back before its first day; the row stays."""

    objects = StandingPlanManager()
    every = TestPlanQuerySet.as_manager()
    """With those withdrawn before they began: for the record's history."""

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(per_week__gt=0, per_week__lte=7), name="test_plan_rate"),
            models.CheckConstraint(condition=Q(max_gap_days__gte=1, max_gap_days__lte=90), name="test_plan_gap"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="test_plan_forward"
            ),
            models.CheckConstraint(condition=~Q(necessity=""), name="test_plan_needed"),
            ExclusionConstraint(
                name="test_plan_one_at_a_time",
                expressions=[("episode", RangeOperators.EQUAL), (date_span(), RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        triggers = no_delete()


class TestExemption(Row, Span):
    """Days on which somebody is not drawn, or gives oral fluid instead; always with an end."""

    __test__ = False
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="test_exemptions")
    kind = models.CharField(max_length=12, choices=ExemptionKind)
    instead = models.CharField(max_length=10, choices=Instead)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    objects = TestPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False, ends_on__gte=F("starts_on")), name="test_exemption_ends"
            ),
        ]
        triggers = no_delete()


class TestDraw(Row):
    """One day's draw at a site: seed, pool and picks, so that anybody can repeat it. Nobody draws twice for a day."""

    __test__ = False
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    seed = models.CharField(max_length=64)
    version = models.CharField(max_length=8)
    pool = models.JSONField()
    """What each was drawn with (``rules.drug_tests.drawing.Entry``), by stay."""
    picks = models.JSONField()
    """Stays picked, with why."""
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Nobody when the clinic's own clock drew."""

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["site", "on"], name="test_draw_once_a_day")]
        triggers = append_only()


class DrugTest(Row, Versioned):
    """One order, told on arrival, collected once, answered by a screen and perhaps a laboratory, and talked about."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="drug_tests")
    panel = models.ForeignKey(TestPanel, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=OrderReason)
    reason_note = models.CharField(max_length=300, blank=True)
    necessity = models.TextField()
    ordered_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Nobody for one that was drawn."""
    ordered_at = models.DateTimeField()
    draw = models.ForeignKey(TestDraw, null=True, blank=True, on_delete=models.PROTECT, related_name="tests")
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    due_on = models.DateField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    """For a day without a session: until when they were asked to come."""
    status = models.CharField(max_length=10, choices=TestStatus, default=TestStatus.ORDERED)
    told_at = models.DateTimeField(null=True, blank=True)
    """When the client was told, on arrival."""
    told_use = models.CharField(max_length=12, choices=ToldUse, default=ToldUse.NOT_ASKED, blank=True)
    told_substances = ArrayField(models.CharField(max_length=14, choices=Substance), default=list, blank=True)
    told_words = models.TextField(blank=True)
    told_use_at = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    collected_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    observation = models.CharField(max_length=8, choices=Observation, default=Observation.NONE)
    observation_agreed = models.BooleanField(default=False)
    temperature_f = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    lot = models.CharField(max_length=60, blank=True)
    lot_expires_on = models.DateField(null=True, blank=True)
    custody_id = models.CharField(max_length=60, blank=True)
    """Number of the chain-of-custody form."""
    laboratory = models.CharField(max_length=120, blank=True)
    accession = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DrugTestQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-ordered_at"]
        indexes = [
            models.Index(fields=["episode", "-due_on"], name="drug_test_by_episode"),
            models.Index(fields=["due_on"], condition=Q(status=TestStatus.ORDERED), name="drug_test_waiting"),
            models.Index(fields=["accession"], condition=~Q(accession=""), name="drug_test_accession"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draw", "episode"], name="drug_test_drawn_once"),
            models.CheckConstraint(
                condition=~Q(reason=OrderReason.FOR_CAUSE) | ~Q(reason_note=""), name="drug_test_cause_said"
            ),
            models.CheckConstraint(
                condition=Q(reason=OrderReason.RANDOM) | Q(ordered_by__isnull=False), name="drug_test_ordered_by"
            ),
            models.CheckConstraint(condition=~Q(necessity=""), name="drug_test_needed"),
            models.CheckConstraint(
                condition=Q(collected_at__isnull=True, collected_by__isnull=True)
                | Q(collected_at__isnull=False, collected_by__isnull=False),
                name="drug_test_collected_by",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        TestStatus.COLLECTED,
                        TestStatus.SCREENED,
                        TestStatus.SENT,
                        TestStatus.CONFIRMED,
                        TestStatus.REVIEWED,
                    ]
                )
                | Q(collected_at__isnull=False),
                name="drug_test_sample_first",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[TestStatus.MISSED, TestStatus.REFUSED, TestStatus.UNABLE])
                | Q(collected_at__isnull=True),
                name="drug_test_no_sample",
            ),
            models.CheckConstraint(
                condition=~Q(observation=Observation.DIRECT) | Q(observation_agreed=True),
                name="drug_test_observed_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[TestStatus.SENT, TestStatus.CONFIRMED]) | Q(sent_at__isnull=False),
                name="drug_test_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(told_use=ToldUse.NOT_ASKED) | Q(told_use_at__isnull=False), name="drug_test_told_when"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(name="order_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=ORDER_STAYS),
            *no_delete(),
            *status_has_history("therapy_drugteststatuschange", "test_id", TestStatus.ORDERED),
        ]


class DrugTestStatusChange(Row):
    """How an order came to where it is."""

    test = models.ForeignKey(DrugTest, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=10, choices=TestStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class TestResult(Row):
    """One screen or one laboratory report. It is never changed: a correction is a row of its own that points to it."""

    __test__ = False
    test = models.ForeignKey(DrugTest, on_delete=models.PROTECT, related_name="results")
    stage = models.CharField(max_length=11, choices=Stage)
    panel = models.ForeignKey(TestPanel, on_delete=models.PROTECT, related_name="+")
    confirms = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="confirmed_by")
    """The screen that this laboratory report answers."""
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.CharField(max_length=300, blank=True)
    resulted_at = models.DateTimeField()
    entered_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Nobody for a report that a laboratory sent in by itself."""
    creatinine = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    """mg/dL."""
    specific_gravity = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    ph = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    nitrite = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    """µg/mL."""
    foreign_substance = models.BooleanField(default=False)
    validity = models.CharField(max_length=12, choices=Validity)
    overall = models.CharField(max_length=10, choices=Overall)
    note = models.TextField(blank=True)

    objects = TestResultQuerySet.as_manager()

    class Meta:
        ordering = ["resulted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["test", "stage"], condition=Q(corrects__isnull=True), name="test_result_one_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""), name="test_correction_reason"
            ),
            models.CheckConstraint(
                condition=Q(confirms__isnull=True) | Q(stage=Stage.DEFINITIVE), name="test_result_confirms"
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="after_sample", when=pgtrigger.Before, operation=pgtrigger.Insert, func=RESULT_AFTER_SAMPLE
            ),
        ]


class AnalyteResult(Row):
    """One line of a result, with the cutoff it was read by and how it fitted what was known then."""

    result = models.ForeignKey(TestResult, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    analyte = models.CharField(max_length=20, choices=Analyte)
    outcome = models.CharField(max_length=10, choices=Outcome)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    cutoff = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit)
    reported_value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    """As the laboratory wrote it, when it was in another unit."""
    reported_unit = models.CharField(max_length=12, choices=Unit, blank=True)
    fit = models.CharField(max_length=20, choices=Fit)
    medication_id = models.UUIDField(null=True, blank=True)
    """Which medication of the list it was held against."""
    medication_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["result", "analyte"], name="analyte_result_once")]
        triggers = append_only()


class TestReview(Row):
    """A colleague has read a result, and what the conversation came to."""

    __test__ = False
    test = models.ForeignKey(DrugTest, on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=TalkOutcome)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()
