"""Claims, their batches and what was answered to these, as resources."""

from __future__ import annotations

import base64
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing.actions.claims import answers, batches, checking, correcting, making, moving
from billing.choices.claims import AckKind, BatchStatus, ClaimStatus
from billing.models import Acknowledgement, Claim, ClaimBatch
from billing.remittances import adjudication_of
from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.page_rights import shown_to
from iop.api.reaching import InHouse
from iop.api.resources import Resource
from iop.api.serializers import claims as shapes
from iop.api.verbs import creates, verb
from iop.core.errors import Conflict
from iop.core.words import say

READ, WORK = Scope.BILLING_READ, Scope.BILLING_WORK
X12 = "application/edi-x12"
NO_ANSWER = say("The payer’s answer is not on record yet.")


class ClaimFilter(filters.FilterSet):
    """Claims by client, payer, batch, state, and by days: ``first`` and ``last`` keep those about any day between."""

    client = filters.UUIDFilter(field_name="client_id")
    payer = filters.UUIDFilter(field_name="payer_id")
    site = filters.UUIDFilter(field_name="site_id")
    batch = filters.UUIDFilter(field_name="batch_id")
    status = filters.ChoiceFilter(choices=ClaimStatus.choices)
    first = filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="starts_on", lookup_expr="lte")

    class Meta:
        model = Claim
        fields: list[str] = []


class BatchFilter(filters.FilterSet):
    """Batches by site, payer and state."""

    site = filters.UUIDFilter(field_name="site_id")
    payer = filters.UUIDFilter(field_name="payer_id")
    status = filters.ChoiceFilter(choices=BatchStatus.choices)

    class Meta:
        model = ClaimBatch
        fields: list[str] = []


class AcknowledgementFilter(filters.FilterSet):
    """Answers by site, batch and kind."""

    site = filters.UUIDFilter(field_name="site_id")
    batch = filters.UUIDFilter(field_name="batch_id")
    kind = filters.ChoiceFilter(choices=AckKind.choices)

    class Meta:
        model = Acknowledgement
        fields: list[str] = []


class ClaimResource(Resource):
    """Claims with their lines, what is to be mended, and how they came to their state."""

    serializer_class = shapes.ClaimOut
    filterset_class = ClaimFilter
    read_scope = READ
    scopes = {"preview": WORK, "make": WORK, "check": WORK}
    client_path = "client_id"
    information = (Information.BILLING, Information.DIAGNOSIS, Information.ATTENDANCE)
    event_name = "claims"
    expands = {
        "client": "client",
        "episode": "episode",
        "coverage": "coverage",
        "payer": "payer",
        "batch": "claim-batch",
    }

    def get_queryset(self) -> QuerySet[Claim]:
        """Scope to what the caller reads, with lines and history in a fixed number of statements."""
        rows: QuerySet[Claim] = Claim.objects.visible_to(self.actor, Permission.BILLING_VIEW)
        return rows.prefetch_related("lines__charge", "changes")

    @extend_schema(request=shapes.ClaimDaysIn, responses=shapes.ClaimPreviewOut)
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """Say which claims would be made of days of service, and what stays out and why. Nothing is written."""
        data = self.parsed(shapes.ClaimDaysIn)
        site, payer = data.pop("site"), data.pop("payer")
        found = making.preview(by=self.actor, site_ids=[site.pk], payer_id=payer.pk if payer else None, **data)
        lines = [{"payer": key, "claims": count, "cents": cents} for key, (count, cents) in found.by_payer.items()]
        told = {
            "by_payer": lines, "without_numbers": found.no_identity[0], "without_numbers_cents": found.no_identity[1],
            "held_days": found.held_days, "held_cents": found.held_cents, "reviewed_days": found.reviewed_days,
        }  # fmt: skip
        return Response(shapes.ClaimPreviewOut(told).data)

    @extend_schema(request=shapes.ClaimDaysIn, responses={201: shapes.ClaimIdsOut})
    @action(detail=False, methods=["post"])
    def make(self, request: Request) -> Response:
        """Make claims of all charges of a site's days that are on none, and check each; answers with their ids."""
        data = self.parsed(shapes.ClaimDaysIn)
        rows = making.make(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)
        return Response({"claims": [row.pk for row in rows]}, status=201)

    @extend_schema(request=shapes.ClaimsIn, responses=shapes.ClaimsCheckedOut)
    @action(detail=False, methods=["post"])
    def check(self, request: Request) -> Response:
        """Check claims that have not gone out; each keeps what was found."""
        ids = [row.pk for row in self.parsed(shapes.ClaimsIn)["claims"]]
        found = checking.check_many(by=self.actor, claim_ids=ids, at=self.at)
        waiting = sum(bool(faults) for faults in found.values())
        return Response({"ready": len(found) - waiting, "to_mend": waiting})

    @verb(WORK)
    def mend(self, row: Claim, data: dict[str, Any]) -> None:
        """Check one claim again; one that was rejected before review comes back to be sent anew."""
        checking.mend(by=self.actor, claim=row, at=self.at)

    @verb(WORK, takes=shapes.ClaimSettleIn)
    def settle(self, row: Claim, data: dict[str, Any]) -> None:
        """Keep what became of a claim, as a payer's answer says."""
        moving.settle(by=self.actor, claim=row, at=self.at, **data)

    @verb(WORK, takes=shapes.WhyLeftIn)
    def leave(self, row: Claim, data: dict[str, Any]) -> None:
        """Leave a claim that has not gone out, so that its charges can go on another."""
        moving.leave(by=self.actor, claim=row, at=self.at, **data)

    @verb(WORK, takes=shapes.WhyLeftIn)
    def take_out(self, row: Claim, data: dict[str, Any]) -> None:
        """Take a claim out of a batch that was not sent."""
        batches.drop_from_batch(by=self.actor, claim=row, at=self.at, **data)

    @verb(WORK, status=201)
    def replace(self, row: Claim, data: dict[str, Any]) -> Claim:
        """Make the claim that replaces one the payer has taken in; answers with the new one."""
        return correcting.replace(by=self.actor, claim=row, at=self.at)

    @verb(WORK, status=201)
    def void(self, row: Claim, data: dict[str, Any]) -> Claim:
        """Make the claim that asks a payer to treat one as never sent; answers with the new one."""
        return correcting.void(by=self.actor, claim=row, at=self.at)

    @verb(WORK, status=201)
    def pass_on(self, row: Claim, data: dict[str, Any]) -> Claim:
        """Make the claim to the next payer, with what this one decided; answers with the new one."""
        answer = adjudication_of(row.pk)
        if answer is None:
            raise Conflict(NO_ANSWER, code="no_answer")
        return correcting.secondary_of(by=self.actor, claim=row, adjudication=answer, at=self.at)


class BatchResource(InHouse):
    """Batches of claims, and their files."""

    serializer_class = shapes.ClaimBatchOut
    filterset_class = BatchFilter
    read_scope = READ
    scopes = {"of_site": WORK, "file": WORK}
    information = (Information.BILLING, Information.DIAGNOSIS, Information.ATTENDANCE)
    event_name = "claim_batches"
    expands = {"payer": "payer", "site": "site"}

    def get_queryset(self) -> QuerySet[ClaimBatch]:
        """Scope to the sites whose billing the caller reads."""
        batches_read = ClaimBatch.objects.all()
        rows: QuerySet[ClaimBatch] = shown_to(
            batches_read, self.actor, Permission.BILLING_WORK, program=Permission.BILLING_VIEW
        )
        return rows.prefetch_related("changes")

    @creates(WORK, takes=shapes.ClaimBatchIn)
    def create(self, data: dict[str, Any]) -> ClaimBatch:
        """Put chosen claims of one site, payer and form into a batch."""
        ids = [row.pk for row in data.pop("claims")]
        return batches.make_batch(by=self.actor, claim_ids=ids, at=self.at, **data)

    @extend_schema(request=shapes.ClaimBatchesIn, responses={201: shapes.ClaimBatchIdsOut})
    @action(detail=False, methods=["post"], url_path="of-site")
    def of_site(self, request: Request) -> Response:
        """Put all ready claims of a site into batches, one for each payer and form; answers with their ids."""
        data = self.parsed(shapes.ClaimBatchesIn)
        rows = batches.make_batches(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)
        return Response({"batches": [row.pk for row in rows]}, status=201)

    @extend_schema(request=None, responses=shapes.ClaimBatchFileOut)
    @action(detail=True, methods=["post"])
    def file(self, request: Request, pk: str) -> Response:
        """Hand out the file (837): the gate is asked about every client in it, and each is written down as disclosed."""
        row = self.get_object()
        found = batches.hand_out(by=self.actor, batch=row, at=self.at)
        self._noted(found.batch)
        told = {"content_type": X12, "content": base64.b64encode(found.content).decode()}
        return Response({"number": found.batch.number, "dropped": found.dropped, **told})

    @verb(WORK)
    def sent(self, row: ClaimBatch, data: dict[str, Any]) -> None:
        """Keep that the file went to the payer or clearinghouse."""
        batches.mark_sent(by=self.actor, batch=row, at=self.at)

    def _noted(self, batch: ClaimBatch) -> None:
        """Write down for each claim in the file that whoever called was told it, too."""
        claims = Claim.objects.filter(batch=batch).values_list("client_id", "pk", "control_number")
        told = [(client_id, ("billing.claim", pk), number) for client_id, pk, number in claims]
        bases = self.way_out.grounds({each[0] for each in told}, self.event_name, self.information)
        self.way_out.note(self.event_name, [each for each in told if each[0] in bases], bases)


class AcknowledgementResource(InHouse):
    """What was answered to batches before anybody decided."""

    serializer_class = shapes.AcknowledgementOut
    filterset_class = AcknowledgementFilter
    read_scope = READ
    information = (Information.BILLING,)
    event_name = "acknowledgements"
    expands = {"batch": "claim-batch", "site": "site"}

    def get_queryset(self) -> QuerySet[Acknowledgement]:
        """Scope to the sites whose billing the caller reads."""
        return Acknowledgement.objects.filter(site__in=self.actor.sites_where(Permission.BILLING_VIEW))

    @creates(WORK, takes=shapes.AcknowledgementIn)
    def create(self, data: dict[str, Any]) -> Acknowledgement:
        """Read an answer (999, 277CA), and bring batches and claims to what it says: all of it or nothing."""
        return answers.take_in(by=self.actor, file=data["file"], site_id=data["site"].pk, at=self.at)
