"""What left and on which ground, and letters with their words, as resources. Everything that leaves passes the gate."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients import gate
from clients.actions import charts, disclosing, disclosure_reviews
from clients.actions import letters as letter_words
from clients.choices import Ground, Information, Purpose, SentKind
from clients.models import Disclosure, Letter, LetterTemplate
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import InHouse, of_charts
from iop.api.resources import Resource
from iop.api.serializers import disclosures as shapes
from iop.api.uploads import PaperOut, paper
from iop.api.verbs import creates, verb
from iop.core.basis import own_use
from iop.workflows import letters, own_papers, referral_letters

READ, WRITE = Scope.CONSENTS_READ, Scope.CONSENTS_WRITE
SEES = (Permission.DISCLOSE, Permission.PRIVACY_MANAGE)


class DisclosureFilter(filters.FilterSet):
    """What left, by client, recipient, ground, consent, purpose and time; ``to_review`` keeps emergencies nobody looked at."""

    client = filters.UUIDFilter(field_name="client_id")
    party = filters.UUIDFilter(field_name="party_id")
    consent = filters.UUIDFilter(field_name="consent_id")
    ground = filters.ChoiceFilter(choices=Ground.choices)
    purpose = filters.ChoiceFilter(choices=Purpose.choices)
    sent_as = filters.ChoiceFilter(choices=SentKind.choices)
    from_at = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until_at = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")
    to_review = filters.BooleanFilter(method="waiting")

    class Meta:
        model = Disclosure
        fields: list[str] = []

    def waiting(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep emergency disclosures without a review, or leave them out."""
        waits = {"ground": Ground.EMERGENCY, "review__isnull": True}
        return queryset.filter(**waits) if value else queryset.exclude(**waits)


class LetterTemplateFilter(filters.FilterSet):
    """Letters' words by key and language; ``live`` keeps those that hold."""

    key = filters.CharFilter()
    language = filters.ChoiceFilter(choices=[("en", "en"), ("es", "es")])
    live = filters.BooleanFilter(field_name="superseded_at", lookup_expr="isnull")

    class Meta:
        model = LetterTemplate
        fields: list[str] = []


class LetterFilter(filters.FilterSet):
    """Letters by client."""

    client = filters.UUIDFilter(field_name="client_id")
    template = filters.UUIDFilter(field_name="template_id")

    class Meta:
        model = Letter
        fields: list[str] = []


class DisclosureResource(InHouse):
    """The accounting of disclosures: what left, to whom, why and on which ground (42 CFR 2.25)."""

    serializer_class = shapes.DisclosureOut
    filterset_class = DisclosureFilter
    read_scope = READ
    scopes = {"send_summary": WRITE, "tell_place": WRITE}
    client_path = "client_id"
    information = (Information.PRESENCE, Information.CONTACT)
    event_name = "disclosures"
    expands = {"client": "client", "party": "recipient", "consent": "consent", "agreement": "agreement"}

    def get_queryset(self) -> QuerySet[Disclosure]:
        """Scope to charts of sites where the caller discloses or answers for privacy."""
        return of_charts(Disclosure.objects.select_related("review"), self.actor, *SEES)

    @creates(WRITE, takes=shapes.TellIn)
    def create(self, data: dict[str, Any]) -> Disclosure:
        """Write down what was told to a recipient by word of mouth, on a ground that stands."""
        return disclosing.tell(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.TellInEmergencyIn, detail=False, status=201)
    def emergency(self, data: dict[str, Any]) -> Disclosure:
        """Write down at once what medical personnel were told in an emergency (42 CFR 2.51)."""
        return disclosing.tell_in_emergency(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.DisclosureReviewIn)
    def review(self, row: Disclosure, data: dict[str, Any]) -> None:
        """Write what a look at an emergency disclosure found."""
        disclosure_reviews.review_disclosure(by=self.actor, disclosure=row, at=self.at, **data)

    @extend_schema(request=shapes.SummarySendIn, responses=PaperOut)
    @action(detail=False, methods=["post"], url_path="send-summary")
    def send_summary(self, request: Request) -> Response:
        """Let chosen parts of a signed discharge summary leave, and give the paper that goes there."""
        self.require_colleague()
        data = self.parsed(shapes.SummarySendIn)
        to = gate.Recipient.of_party(data.pop("party"))
        return Response(paper(own_papers.send_summary(by=self.actor, to=to, at=self.at, **data)))

    @extend_schema(request=shapes.ReferralTellIn, responses=PaperOut)
    @action(detail=False, methods=["post"], url_path="tell-place")
    def tell_place(self, request: Request) -> Response:
        """Tell a place about somebody who is referred there; of a letter the paper is given, of spoken words nothing."""
        self.require_colleague()
        data = self.parsed(shapes.ReferralTellIn)
        return Response(paper(referral_letters.tell(by=self.actor, at=self.at, **data)))


class LetterTemplateResource(Resource):
    """The words of letters, by version. Nothing in them is about a client."""

    serializer_class = shapes.LetterTemplateOut
    filterset_class = LetterTemplateFilter
    read_scope = READ
    queryset = LetterTemplate.objects.all()

    @verb(WRITE, takes=shapes.LetterVersionIn, status=201)
    def new_version(self, row: LetterTemplate, data: dict[str, Any]) -> LetterTemplate:
        """Give a letter new words from now on."""
        return letter_words.new_letter_version(by=self.actor, template=row, at=self.at, **data)


class LetterResource(InHouse):
    """Letters that left, with their papers as they were handed out."""

    serializer_class = shapes.LetterOut
    filterset_class = LetterFilter
    read_scope = READ
    scopes = {"draft": WRITE, "paper": READ}
    client_path = "client_id"
    information = (Information.ATTENDANCE, Information.CONTACT, Information.PRESENCE)
    event_name = "letters"
    expands = {"client": "client", "template": "letter-template", "disclosure": "disclosure"}

    def get_queryset(self) -> QuerySet[Letter]:
        """Scope to charts of sites where the caller discloses or answers for privacy."""
        return of_charts(Letter.objects.select_related("paper", "client"), self.actor, *SEES)

    def get_serializer_class(self) -> Any:
        """Draw the paper itself where it is asked for."""
        return shapes.LetterPaperOut if self.action == "paper" else shapes.LetterOut

    @creates(WRITE, takes=shapes.LetterIn)
    def create(self, data: dict[str, Any]) -> Letter:
        """Write a letter, let it leave through the gate, and keep its paper."""
        return letters.release_letter(by=self.actor, at=self.at, **data)

    @extend_schema(request=shapes.LetterIn, responses=shapes.LetterDraftOut)
    @action(detail=False, methods=["post"])
    def draft(self, request: Request) -> Response:
        """Show a letter whole as it would leave, without sending it."""
        self.require_colleague()
        data = self.parsed(shapes.LetterIn)
        made = letters.draft(by=self.actor, at=self.at, **data)
        return Response(shapes.LetterDraftOut(made).data)

    @extend_schema(responses=shapes.LetterPaperOut, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def paper(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch a letter's paper as it was handed out. That is an event on record."""
        row = self.get_object()
        basis = own_use("chart_print", "letter")
        charts.print_from_chart(
            by=self.actor, client=row.client, subject=("clients.letter", row.pk), basis=basis, at=self.at
        )
        return Response(self.exit_one(row))
