"""Plans a client owns, aftercare and discharge summaries as resources."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import reads_drafts
from iop.api.resources import Resource
from iop.api.serializers import own_plans as shapes
from iop.api.serializers.signing import AddendumIn, CommentIn, ReturnIn, VersionIn
from iop.api.verbs import changes, creates, verb
from iop.api.versions import require_version
from iop.core.errors import Conflict, Stale
from iop.core.words import say
from therapy.actions import aftercare, summaries
from therapy.actions import own_plans as actions
from therapy.choices.own_plans import MadeHow
from therapy.models import AftercarePlan, DischargeSummary, OwnPlan
from therapy.summary_contents import seen


class OwnPlanResource(Resource):
    """Safety and relapse-prevention plans: read, written and kept anew by those who write them with the client."""

    serializer_class = shapes.OwnPlanOut
    filterset_fields = ("client", "kind")
    read_scope = Scope.PLANS_READ
    client_path = "client_id"
    information = (Information.SAFETY, Information.PLAN)
    event_name = "own_plans"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[OwnPlan]:
        """Scope to the caller's sites, and to what clients let them read: what has been kept, or is begun by colleagues."""
        writes = Client.objects.visible_to(self.actor, Permission.NOTE_WRITE).order_by().values("pk")
        with_draft = Q(client__in=writes) if reads_drafts(self) else Q(pk__in=())
        rows = OwnPlan.objects.visible_to(self.actor).annotate(with_draft=ExpressionWrapper(with_draft, BooleanField()))
        rows = rows.filter(Q(kept_at__isnull=False) | with_draft)
        return rows.prefetch_related("versions").order_by("-kept_at", "pk")

    @creates(Scope.PLANS_WRITE, takes=shapes.OwnPlanKeepIn)
    @transaction.atomic
    def create(self, data: dict[str, Any]) -> OwnPlan:
        """Keep a version of a plan; the first one begins it."""
        plan = actions.plan_of(by=self.actor, client=data["client"], kind=data["kind"], at=self.at)
        if data["version"] == 0 and plan.kept_at is not None:
            raise Stale(say("There is a plan already. Read it first, and keep the next version of it."))
        made = actions.keep_version(
            by=self.actor, plan=plan, version=data["version"] or plan.version, contents=data["contents"], at=self.at,
            how=MadeHow.TOGETHER, seen_by=data["seen_by"], language=data["language"],
        )  # fmt: skip
        return made.plan

    @verb(Scope.PLANS_WRITE, takes=shapes.OwnPlanBeginIn, detail=False, status=201)
    def begin(self, data: dict[str, Any]) -> OwnPlan:
        """Begin a plan with a client; one that is there is given back."""
        return actions.plan_of(by=self.actor, at=self.at, **data)

    @changes(Scope.PLANS_WRITE, takes=shapes.OwnPlanDraftIn)
    def partial_update(self, row: OwnPlan, data: dict[str, Any]) -> OwnPlan:
        """Save what is being written; the version kept last holds on until the next one is kept."""
        return actions.save_draft(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=VersionIn)
    def discard_draft(self, row: OwnPlan, data: dict[str, Any]) -> OwnPlan:
        """Throw away what was begun."""
        return actions.discard_draft(by=self.actor, plan=row, at=self.at, **data)


class AftercareResource(Resource):
    """Aftercare plans with their steps."""

    serializer_class = shapes.AftercareOut
    filterset_fields = ("episode", "episode__client")
    read_scope = Scope.PLANS_READ
    client_path = "episode.client_id"
    information = (Information.DISCHARGE,)
    event_name = "aftercare"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[AftercarePlan]:
        """Scope to the caller's sites."""
        rows = AftercarePlan.objects.visible_to(self.actor)
        return rows.select_related("episode").prefetch_related("steps__changes").order_by("-opened_at", "pk")

    @creates(Scope.PLANS_WRITE, takes=shapes.AftercareOpenIn)
    def create(self, data: dict[str, Any]) -> AftercarePlan:
        """Begin the plan of a stay that has none; one that is there is given back."""
        return aftercare.begin_aftercare(by=self.actor, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.AftercareStepIn)
    def step(self, row: AftercarePlan, data: dict[str, Any]) -> None:
        """Save one step: what is planned, with whom, and when the first appointment is."""
        step = row.steps.filter(pk=data.pop("step")).first()
        if step is None:
            raise Conflict(say("This step is not part of the plan."), code="gone")
        aftercare.save_step(by=self.actor, step=step, at=self.at, **data)


class SummaryResource(Resource):
    """Discharge summaries: signed ones, and drafts for colleagues who write or co-sign them."""

    serializer_class = shapes.SummaryOut
    filterset_fields = ("episode", "episode__client", "status")
    read_scope = Scope.NOTES_READ
    client_path = "episode.client_id"
    information = (
        Information.DISCHARGE, Information.ATTENDANCE, Information.DIAGNOSIS, Information.PROGRESS, Information.MEASURES,
        Information.PLAN, Information.MEDICATIONS, Information.DRUG_TESTS, Information.SAFETY,
    )  # fmt: skip
    event_name = "discharge_summaries"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[DischargeSummary]:
        """Scope to the caller's sites; drafts are not for programs."""
        rows: Any = DischargeSummary.objects.visible_to(self.actor)
        rows = rows if reads_drafts(self) else rows.filter(signed_at__isnull=False)
        rows = rows.select_related("episode").prefetch_related("addenda", "cosignatures")
        ordered: QuerySet[DischargeSummary] = rows.order_by("-signed_at", "pk")
        return ordered

    @creates(Scope.NOTES_WRITE, takes=shapes.SummaryOpenIn)
    def create(self, data: dict[str, Any]) -> DischargeSummary:
        """Begin the summary of a stay with what the chart knows and the writer may read."""
        return summaries.open_summary(by=self.actor, at=self.at, **data)

    @changes(Scope.NOTES_WRITE, takes=shapes.SummaryIn)
    def partial_update(self, row: DischargeSummary, data: dict[str, Any]) -> DischargeSummary:
        """Save some parts of a draft; others stay."""
        contents = {each["part"]: each["text"] for each in data.pop("parts")}
        return summaries.save_summary(by=self.actor, summary=row, contents=contents, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=VersionIn)
    def sign(self, row: DischargeSummary, data: dict[str, Any]) -> DischargeSummary:
        """Sign a whole draft: it locks, and waits for a supervisor where its author is supervised."""
        require_version(row, data["version"])
        return summaries.sign_summary(by=self.actor, summary=row, read=seen(row), at=self.at)

    @verb(Scope.NOTES_WRITE, takes=CommentIn)
    def cosign(self, row: DischargeSummary, data: dict[str, Any]) -> DischargeSummary:
        """Put the supervisor's name under a waiting summary."""
        return summaries.cosign_summary(by=self.actor, summary=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=ReturnIn, path="return")
    def give_back(self, row: DischargeSummary, data: dict[str, Any]) -> DischargeSummary:
        """Give a waiting summary back with a comment."""
        return summaries.return_summary(by=self.actor, summary=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=AddendumIn, status=201)
    def addenda(self, row: DischargeSummary, data: dict[str, Any]) -> None:
        """Add to a signed summary under one's own name."""
        summaries.add_addendum(by=self.actor, summary=row, at=self.at, **data)
