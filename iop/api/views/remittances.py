"""Payers' files, payments and answers, denials and the letters about them, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import F, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing.actions.denials import working
from billing.actions.remittances import matching, posting, receiving
from billing.choices.remittances import Cause, DenialStatus, FileStatus, Match, RemittanceStatus
from billing.models import Claim, Denial, DenialLetter, Remittance, RemittanceClaim, RemittanceFile
from clients.choices import Information
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.page_rights import shown_to
from iop.api.reaching import InHouse, MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import remittances as shapes
from iop.api.uploads import PaperOut, paper
from iop.api.verbs import creates, verb
from iop.core.basis import own_use
from iop.workflows import denial_letters

READ, WORK = Scope.BILLING_READ, Scope.BILLING_WORK


class RemittanceFileFilter(filters.FilterSet):
    """Files by site and state."""

    site = filters.UUIDFilter(field_name="site_id")
    status = filters.ChoiceFilter(choices=FileStatus.choices)

    class Meta:
        model = RemittanceFile
        fields: list[str] = []


class RemittanceFilter(filters.FilterSet):
    """Payments by payer, state, and the days they were made on."""

    payer = filters.UUIDFilter(field_name="payer_id")
    file = filters.UUIDFilter(field_name="file_id")
    status = filters.ChoiceFilter(choices=RemittanceStatus.choices)
    first = filters.DateFilter(field_name="paid_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="paid_on", lookup_expr="lte")

    class Meta:
        model = Remittance
        fields: list[str] = []


class DenialFilter(filters.FilterSet):
    """Denials by client, claim, cause, state, and the last day to answer."""

    client = filters.UUIDFilter(field_name="claim__client_id")
    claim = filters.UUIDFilter(field_name="claim_id")
    cause = filters.ChoiceFilter(choices=Cause.choices)
    status = filters.ChoiceFilter(choices=DenialStatus.choices)
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Denial
        fields: list[str] = []


class AnswerFilter(filters.FilterSet):
    """Answers by payment, claim, client and how their claim was found."""

    remittance = filters.UUIDFilter(field_name="remittance_id")
    claim = filters.UUIDFilter(field_name="claim_id")
    client = filters.UUIDFilter(field_name="claim__client_id")
    match = filters.ChoiceFilter(choices=Match.choices)

    class Meta:
        model = RemittanceClaim
        fields: list[str] = []


class DenialLetterFilter(filters.FilterSet):
    """Letters by client and denial."""

    client = filters.UUIDFilter(field_name="denial__claim__client_id")
    denial = filters.UUIDFilter(field_name="denial_id")

    class Meta:
        model = DenialLetter
        fields: list[str] = []


def worked_on(rows: Any, actor: Actor) -> Any:
    """Keep payers' payments on which a colleague works; programs read what is billed."""
    return shown_to(rows, actor, Permission.BILLING_WORK, program=Permission.BILLING_VIEW)


def looked_at(actor: Actor) -> Any:
    """Give the denials that a colleague works on or decides about (``may_look``)."""
    rights = (Permission.BILLING_WORK, Permission.BILLING_CLOSE)
    return shown_to(Denial.objects.all(), actor, *rights, program=Permission.BILLING_VIEW)


class RemittanceFileResource(InHouse):
    """Payers' files as they came in, and how far they have been read."""

    serializer_class = shapes.RemittanceFileOut
    filterset_class = RemittanceFileFilter
    read_scope = READ
    information = (Information.BILLING,)
    event_name = "remittance_files"
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[RemittanceFile]:
        """Scope to the sites whose billing the caller reads."""
        rows: QuerySet[RemittanceFile] = worked_on(RemittanceFile.objects.all(), self.actor)
        return rows

    @creates(WORK, takes=shapes.RemittanceFileIn)
    def create(self, data: dict[str, Any]) -> RemittanceFile:
        """Take a payer's file (835) in: whole and balanced, or not at all."""
        return receiving.receive(by=self.actor, file=data["file"], site=data["site"], at=self.at)


class RemittanceResource(Resource):
    """Payers' payments, without what they say about anybody."""

    serializer_class = shapes.RemittanceOut
    filterset_class = RemittanceFilter
    read_scope = READ
    information = (Information.BILLING,)
    event_name = "remittances"
    expands = {"file": "remittance-file", "site": "site", "payer": "payer"}

    def get_queryset(self) -> QuerySet[Remittance]:
        """Scope to the sites whose billing the caller reads."""
        rows: QuerySet[Remittance] = worked_on(Remittance.objects.all(), self.actor)
        return rows.prefetch_related("others")

    @verb(WORK, path="post")
    def into_the_books(self, row: Remittance, data: dict[str, Any]) -> None:
        """Post a payment with all that it decides; a long one is posted by itself soon after (``post_asked_at``)."""
        posting.post(by=self.actor, remittance=row, at=self.at)


class AnswerResource(MayBeNobodys):
    """What payments say about claims. One whose claim nobody found is about nobody yet."""

    serializer_class = shapes.RemittanceAnswerOut
    filterset_class = AnswerFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.BILLING,)
    event_name = "remittance_answers"
    expands = {"remittance": "remittance", "claim": "claim", "client": "client"}

    def get_queryset(self) -> QuerySet[RemittanceClaim]:
        """Scope to claims within the caller's reach; what names somebody nobody found yet is for who works on the payment."""
        worked = Remittance.objects.visible_to(self.actor, Permission.BILLING_WORK).order_by().values("pk")
        claims = worked_on(Claim.objects.all(), self.actor).order_by().values("pk")
        rows = RemittanceClaim.objects.filter(Q(claim__in=claims) | Q(claim__isnull=True, remittance__in=worked))
        found: QuerySet[RemittanceClaim] = rows.annotate(client_id=F("claim__client_id"))
        return found.prefetch_related("lines", "adjustments")

    @verb(WORK, takes=shapes.RemittanceMatchIn)
    def match(self, row: RemittanceClaim, data: dict[str, Any]) -> None:
        """Say which claim an answer is about."""
        matching.match_by_hand(by=self.actor, answer=row, at=self.at, **data)


class DenialResource(Resource):
    """Denials, with how they came to where they are."""

    serializer_class = shapes.DenialOut
    filterset_class = DenialFilter
    read_scope = READ
    client_path = "claim.client_id"
    information = (Information.BILLING,)
    event_name = "denials"
    expands = {"client": "client", "claim": "claim", "payer": "payer"}

    def get_queryset(self) -> QuerySet[Denial]:
        """Scope to what the caller looks at; restricted charts stay closed."""
        rows: QuerySet[Denial] = looked_at(self.actor)
        return rows.select_related("claim").prefetch_related("changes")

    @verb(WORK, takes=shapes.DenialTakeIn)
    def take(self, row: Denial, data: dict[str, Any]) -> None:
        """Make it one colleague's own."""
        working.take(by=self.actor, denial=row, at=self.at, **data)

    @verb(WORK, takes=shapes.DenialStepIn)
    def change(self, row: Denial, data: dict[str, Any]) -> None:
        """Say what was done about it, or how it ended. Appeals move the claim too."""
        working.change(by=self.actor, denial=row, at=self.at, **data)

    @verb(Scope.BILLING_WRITE, takes=shapes.DenialGiveUpIn)
    def give_up(self, row: Denial, data: dict[str, Any]) -> None:
        """Stop trying: what still stands is written off. Above the clinic's limit a person who may write off does it."""
        working.give_up(by=self.actor, denial=row, at=self.at, **data)


class DenialLetterResource(InHouse):
    """Letters to payers about denials, as they left."""

    serializer_class = shapes.DenialLetterOut
    filterset_class = DenialLetterFilter
    read_scope = READ
    scopes = {"begin": WORK, "create": WORK, "paper": READ}
    client_path = "denial.claim.client_id"
    information = (Information.BILLING, Information.ATTENDANCE)
    event_name = "denial_letters"
    expands = {"client": "client", "denial": "denial", "disclosure": "disclosure"}

    def get_queryset(self) -> QuerySet[DenialLetter]:
        """Scope to denials that the caller looks at."""
        denials = looked_at(self.actor).order_by().values("pk")
        return DenialLetter.objects.filter(denial__in=denials).select_related("denial__claim", "paper")

    @extend_schema(request=shapes.DenialLetterIn, responses={201: PaperOut})
    def create(self, request: Request) -> Response:
        """Make the letter, let it leave through the gate, keep it, and give the paper to be sent. A colleague does it."""
        self.require_colleague()
        _letter, content = denial_letters.send(by=self.actor, at=self.at, **self.parsed(shapes.DenialLetterIn))
        return Response(paper(content), status=201)

    @extend_schema(request=shapes.LetterBeginIn, responses=shapes.BeginningOut)
    @action(detail=False, methods=["post"])
    def begin(self, request: Request) -> Response:
        """Give the words a letter begins with."""
        data = self.parsed(shapes.LetterBeginIn)
        self.exit_of(DenialResource, data["denial"])
        return Response({"words": denial_letters.words_for(data["denial"], data["kind"])})

    @extend_schema(responses=PaperOut, filters=False)
    @action(detail=True, filterset_class=None)
    def paper(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give a letter's paper as it left; looking is an event on record."""
        self.require_colleague()
        letter = self.get_object()
        basis = own_use("payment", "billing")
        return Response(paper(denial_letters.look_again(by=self.actor, letter=letter, basis=basis, at=self.at)))
