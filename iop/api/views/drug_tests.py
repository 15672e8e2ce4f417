"""Drug tests as resources, and the door through which a laboratory's report comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import drug_tests as shapes
from iop.api.verbs import creates, verb
from iop.core.errors import Invalid
from iop.core.words import say
from therapy.actions import drug_tests
from therapy.actions.drug_tests.results import Checks, Reading
from therapy.choices.drug_tests import OrderReason, TestStatus
from therapy.models.drug_tests import DrugTest, TestDraw, TestExemption, TestPanel, TestPlan, TestResult
from therapy.rules.drug_tests.panels import Target


class DrugTestFilter(filters.FilterSet):
    """Tests by client, stay, state, reason, accession number and day."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=TestStatus.choices)
    reason = filters.ChoiceFilter(choices=OrderReason.choices)
    accession = filters.CharFilter()
    first = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = DrugTest
        fields: list[str] = []


class OfStayFilter(filters.FilterSet):
    """Plans and exemptions by client, stay and day."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = TestPlan
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day."""
        return queryset.on(value)


class ExemptionFilter(OfStayFilter):
    """Exemptions by client, stay and day."""

    class Meta:
        model = TestExemption
        fields: list[str] = []


class DrawFilter(filters.FilterSet):
    """Draws by site and day."""

    site = filters.UUIDFilter(field_name="site_id")
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = TestDraw
        fields: list[str] = []


class DrugTestResource(Resource):
    """Drug tests with their results. Orders that wait are shown to those alone who collect: the client hears on arrival."""

    serializer_class = shapes.DrugTestOut
    filterset_class = DrugTestFilter
    read_scope = Scope.TESTS_READ
    client_path = "episode.client_id"
    information = (Information.DRUG_TESTS,)
    event_name = "drug_test"
    expands = {"client": "client", "episode": "episode", "panel": "test-panel"}

    def get_queryset(self) -> QuerySet[DrugTest]:
        """Scope to what the caller reads, with results and lines in a fixed number of statements."""
        rows = DrugTest.objects.visible_to(self.actor)
        if not self.actor.is_system:
            waits_elsewhere = rows.waiting().exclude(episode__site__in=self.actor.sites_where(Permission.TESTS_COLLECT))
            rows = rows.exclude(pk__in=waits_elsewhere.order_by().values("pk"))
        results = TestResult.objects.prefetch_related("lines")
        return rows.select_related("episode", "panel").prefetch_related(
            Prefetch("results", results), "reviews", "status_changes"
        )

    @creates(Scope.TESTS_WRITE, takes=shapes.TestOrderIn)
    def create(self, data: dict[str, Any]) -> DrugTest:
        """Order one test outside the draw."""
        return drug_tests.order_test(by=self.actor, at=self.at, **data)

    @verb(Scope.TESTS_WRITE, takes=shapes.TestCancelIn)
    def cancel(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Cancel an order, or a sample that nobody read yet."""
        drug_tests.cancel_test(by=self.actor, test=row, at=self.at, **data)

    @verb(Scope.TESTS_WRITE)
    def arrival(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Write down that the client was told, now that they are here."""
        drug_tests.tell_on_arrival(by=self.actor, test=row, at=self.at)

    @verb(Scope.TESTS_WRITE, takes=shapes.ToldIn)
    def told(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Keep what the client says about use, before there is a result. It is not read back here."""
        drug_tests.save_what_was_told(by=self.actor, test=row, at=self.at, **data)

    @verb(Scope.TESTS_WRITE, takes=shapes.SampleIn)
    def collect(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Write a sample down, once and for good."""
        drug_tests.collect_sample(by=self.actor, test=row, at=self.at, **data)

    @verb(Scope.TESTS_WRITE, takes=shapes.OutcomeIn)
    def no_sample(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Close an order without a sample: missed, declined, or could not provide."""
        drug_tests.mark_outcome(by=self.actor, test=row, at=self.at, **data)

    @verb(Scope.TESTS_WRITE, takes=shapes.ScreenIn, status=201)
    def screen(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Write down what the device shows. An unexpected line waits for the laboratory; it proves nothing."""
        drug_tests.enter_screen(by=self.actor, test=row, at=self.at, **_read(data))

    @verb(Scope.TESTS_WRITE, takes=shapes.SendIn)
    def send(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Write down that the sample went to a laboratory."""
        drug_tests.send_to_laboratory(by=self.actor, test=row, at=self.at, **data)

    @verb(Scope.TESTS_WRITE, takes=shapes.ReportIn, status=201)
    def report(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Enter a laboratory's report: values in another unit are converted, or refused with the reason."""
        drug_tests.enter_report(by=self.actor, test=row, at=self.at, **_read(data))

    @verb(Scope.TESTS_WRITE, takes=shapes.CorrectionIn, status=201)
    def correct(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Put a result right with one of its own; the wrong one stays, and points to it."""
        if data["result"].test_id != row.pk:
            raise Invalid(say("This result is of another test."), field="result")
        drug_tests.correct_result(by=self.actor, at=self.at, **_read(data))

    @verb(Scope.NOTES_WRITE, takes=shapes.TestReviewIn, status=201)
    def reviews(self, row: DrugTest, data: dict[str, Any]) -> None:
        """Write down that a result was read, and what the talk came to."""
        drug_tests.review_test(by=self.actor, test=row, at=self.at, **data)


class TestPlanResource(Resource):
    """How often people are tested, by date."""

    __test__ = False
    serializer_class = shapes.TestPlanOut
    filterset_class = OfStayFilter
    read_scope = Scope.TESTS_READ
    client_path = "episode.client_id"
    information = (Information.DRUG_TESTS,)
    event_name = "test_plan"
    expands = {"client": "client", "episode": "episode", "panel": "test-panel"}

    def get_queryset(self) -> QuerySet[TestPlan]:
        """Scope to what the caller reads."""
        return TestPlan.objects.visible_to(self.actor).select_related("episode")

    @creates(Scope.TESTS_WRITE, takes=shapes.TestPlanIn)
    def create(self, data: dict[str, Any]) -> TestPlan:
        """Say how often somebody is tested from a day on; a plan that runs ends the day before."""
        return drug_tests.save_plan(by=self.actor, at=self.at, **data)

    @verb(Scope.TESTS_WRITE)
    def end(self, row: TestPlan, data: dict[str, Any]) -> None:
        """End a plan with today."""
        drug_tests.end_plan(by=self.actor, plan=row, at=self.at)


class TestExemptionResource(Resource):
    """Days on which somebody is not drawn, or gives oral fluid instead."""

    __test__ = False
    serializer_class = shapes.TestExemptionOut
    filterset_class = ExemptionFilter
    read_scope = Scope.TESTS_READ
    client_path = "episode.client_id"
    information = (Information.DRUG_TESTS,)
    event_name = "test_exemption"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[TestExemption]:
        """Scope to what the caller reads."""
        return TestExemption.objects.visible_to(self.actor).select_related("episode")

    @creates(Scope.TESTS_WRITE, takes=shapes.TestExemptionIn)
    def create(self, data: dict[str, Any]) -> TestExemption:
        """Take somebody out of the draw for a while."""
        return drug_tests.exempt(by=self.actor, at=self.at, **data)


class TestDrawResource(Resource):
    """Each day's draw at a site: that it was made, and how many were in it. Names are not part of it."""

    __test__ = False
    serializer_class = shapes.TestDrawOut
    filterset_class = DrawFilter
    read_scope = Scope.TESTS_READ

    def get_queryset(self) -> QuerySet[TestDraw]:
        """Scope to the sites where the caller sets drug tests up."""
        return TestDraw.objects.filter(site__in=self.actor.sites_where(Permission.TESTS_SETUP)).order_by("pk")

    @creates(Scope.TESTS_WRITE, takes=shapes.TestDrawIn)
    def create(self, data: dict[str, Any]) -> TestDraw:
        """Draw for a site now; a draw made today already is given back."""
        row, _new = drug_tests.draw_today(by=self.actor, at=self.at, **data)
        return row


class TestPanelResource(Resource):
    """Panels: about nobody."""

    __test__ = False
    serializer_class = shapes.TestPanelOut
    filterset_fields = ("matrix", "stage", "is_active")
    read_scope = Scope.TESTS_READ

    def get_queryset(self) -> QuerySet[TestPanel]:
        """Give every version, so that results can be read by the one they were read by."""
        return TestPanel.objects.order_by("pk")

    @creates(Scope.TESTS_WRITE, takes=shapes.TestPanelIn)
    def create(self, data: dict[str, Any]) -> TestPanel:
        """Make a panel."""
        return drug_tests.save_panel(by=self.actor, targets=_targets(data), at=self.at, **data)

    @verb(Scope.TESTS_WRITE, takes=shapes.TestPanelIn, status=201)
    def versions(self, row: TestPanel, data: dict[str, Any]) -> TestPanel:
        """Make the next version of a panel; orders keep the one they were read by."""
        return drug_tests.save_panel(by=self.actor, panel=row, targets=_targets(data), at=self.at, **data)

    @verb(Scope.TESTS_WRITE)
    def retire(self, row: TestPanel, data: dict[str, Any]) -> None:
        """Take a panel out of use."""
        drug_tests.retire_panel(by=self.actor, panel=row, at=self.at)

    @verb(Scope.TESTS_WRITE, detail=False)
    def suggested(self, data: dict[str, Any]) -> None:
        """Make the panels that a clinic begins with, those of them that it has none of by name."""
        drug_tests.install_panels(by=self.actor, at=self.at)


def _read(data: dict[str, Any]) -> dict[str, Any]:
    """Give lines and checks as the rules know them."""
    readings = [Reading(one["analyte"], one["outcome"], one["value"], one["unit"]) for one in data["readings"]]
    checks = Checks(**data["checks"]) if "checks" in data else Checks()
    return {**data, "readings": readings, "checks": checks}


def _targets(data: dict[str, Any]) -> list[Target]:
    told: list[Mapping[str, Any]] = data.pop("targets")
    return [Target(one["analyte"], one["cutoff"], one["unit"]) for one in told]
