"""Reviews of the level of care as resources: due, prepared, decided by a person, answered and put into effect."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from clients.choices import Information
from clients.gate import Recipient
from iop.api.choices import Scope
from iop.api.filters import LevelReviewFilter
from iop.api.resources import Resource
from iop.api.serializers import reviews as shapes
from iop.api.serializers.signing import CommentIn, ReturnIn, VersionIn
from iop.api.verbs import changes, creates, verb
from iop.workflows.review_packets import send_packet
from therapy.actions.reviews import after, drafts, effect, opening, rhythm, signing
from therapy.models import LevelReview
from therapy.models.reviews import ReviewRhythm


class LevelReviewResource(Resource):
    """Reviews that are due, under way and signed. The facts that a reviewer was shown leave as a packet, not here."""

    serializer_class = shapes.LevelReviewOut
    filterset_class = LevelReviewFilter
    read_scope = Scope.REVIEWS_READ
    scopes = {"packet": Scope.REVIEWS_WRITE}
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT, Information.PROGRESS)
    event_name = "level_review"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[LevelReview]:
        """Scope to the caller's sites."""
        rows = LevelReview.objects.visible_to(self.actor)
        rows = rows.select_related("episode", "level", "indicated_level", "chosen_level")
        return rows if self.action == "list" else rows.prefetch_related("changes", "cosignatures", "disagreements")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Give one review with its history."""
        return shapes.LevelReviewOut if self.action == "list" else shapes.LevelReviewDetail

    @creates(Scope.REVIEWS_WRITE, takes=shapes.ReviewOpenIn)
    def create(self, data: dict[str, Any]) -> LevelReview:
        """Begin the review of a stay, or go on with the one that is open."""
        return opening.open_review(by=self.actor, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE)
    def begin(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Start writing a review that is due."""
        opening.begin(by=self.actor, review=row, at=self.at)

    @changes(Scope.REVIEWS_WRITE, takes=shapes.ReviewIn)
    def partial_update(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Save what was written."""
        version = data.pop("version")
        remarks = {each["section"]: each["words"] for each in data.pop("remarks")}
        values = {name: "" if value is None else str(value) for name, value in data.items()}
        drafts.save_draft(by=self.actor, review=row, version=version, values=values, remarks=remarks, at=self.at)

    @verb(Scope.REVIEWS_WRITE, takes=shapes.BecauseIn)
    def drop(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Close a review that is not needed after all."""
        opening.drop_review(by=self.actor, review=row, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=shapes.HandOverIn)
    def hand_over(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Give a prepared review to a colleague who decides."""
        drafts.hand_over(by=self.actor, review=row, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=VersionIn)
    def sign(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Decide and sign a whole review: it locks, with what its reviewer was shown."""
        signing.sign_review(by=self.actor, review=row, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=CommentIn)
    def cosign(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Put the supervisor's name under a waiting review."""
        after.cosign_review(by=self.actor, review=row, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=ReturnIn, path="return")
    def give_back(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Give a waiting review back with a comment; it is decided anew."""
        after.return_review(by=self.actor, review=row, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=shapes.WordsIn, status=201)
    def disagreements(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Say that one sees a decision differently. The decision stays what it is."""
        after.disagree(by=self.actor, review=row, at=self.at, **data)

    @verb(Scope.REVIEWS_WRITE, takes=shapes.BecauseIn)
    def set_aside(self, row: LevelReview, data: dict[str, Any]) -> None:
        """Let a decision come to nothing, with the reason."""
        effect.set_aside(by=self.actor, review=row, at=self.at, **data)

    @extend_schema(
        request=shapes.PacketIn,
        responses={(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY)},
        filters=False,
    )
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def packet(self, request: Request, pk: str) -> HttpResponse:
        """Let a signed review leave as a paper, as far as its ground goes; a person sends it."""
        row = self.get_object()
        data = self.parsed(shapes.PacketIn)
        party = data.pop("party")
        to = Recipient.of_party(party) if party else Recipient.client()
        content = send_packet(by=self.actor, review=row, to=to, at=self.at, **data)
        headers = {"Content-Disposition": 'attachment; filename="review.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


class ReviewRhythmResource(Resource):
    """How often levels are reviewed, by date. About nobody."""

    serializer_class = shapes.ReviewRhythmOut
    filterset_fields = ("level__key",)
    read_scope = Scope.REVIEWS_READ
    queryset = ReviewRhythm.objects.select_related("level").order_by("pk")

    @creates(Scope.REVIEWS_WRITE, takes=shapes.ReviewRhythmIn)
    def create(self, data: dict[str, Any]) -> ReviewRhythm:
        """Set how often a level is reviewed, from a day on."""
        return rhythm.set_review_rhythm(by=self.actor, at=self.at, **data)
