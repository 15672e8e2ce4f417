"""Biopsychosocial assessments as resources: written together, signed once, co-signed, added to."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework.serializers import BaseSerializer

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.reaching import reads_drafts
from iop.api.resources import Resource
from iop.api.serializers import assessments as shapes
from iop.api.serializers.signing import AddendumIn, CommentIn, ReturnIn
from iop.api.verbs import changes, creates, removes, verb
from therapy.actions import assessments as actions
from therapy.choices.notes import NoteStatus
from therapy.models import BiopsychosocialAssessment


class AssessmentFilter(filters.FilterSet):
    """Assessments by client, stay and status."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=NoteStatus.choices)

    class Meta:
        model = BiopsychosocialAssessment
        fields: list[str] = []


class AssessmentResource(Resource):
    """Assessments: listed without their answers, fetched with them. Drafts are for those who assess."""

    serializer_class = shapes.AssessmentDetail
    filterset_class = AssessmentFilter
    read_scope = Scope.ASSESSMENTS_READ
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT,)
    event_name = "assessment"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[BiopsychosocialAssessment]:
        """Scope to the caller's sites."""
        rows = BiopsychosocialAssessment.objects.visible_to(self.actor).select_related("episode")
        rows = rows if reads_drafts(self) else rows.filter(signed_at__isnull=False)
        return rows if self.action == "list" else rows.prefetch_related("sections", "addenda", "cosignatures")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Give a list without answers."""
        return shapes.AssessmentOut if self.action == "list" else shapes.AssessmentDetail

    @creates(Scope.ASSESSMENTS_WRITE, takes=shapes.AssessmentOpenIn)
    def create(self, data: dict[str, Any]) -> BiopsychosocialAssessment:
        """Begin the assessment of a stay, with what the inquiry already said; one under way is given back."""
        return actions.open_assessment(by=self.actor, at=self.at, **data)

    @verb(Scope.ASSESSMENTS_WRITE, takes=shapes.AdoptIn, detail=False, status=201)
    def adopt(self, data: dict[str, Any]) -> BiopsychosocialAssessment:
        """Begin with an assessment made before, here or elsewhere."""
        return actions.adopt_assessment(by=self.actor, at=self.at, **data)

    @changes(Scope.ASSESSMENTS_WRITE, takes=shapes.ReviewNoteIn)
    def partial_update(self, row: BiopsychosocialAssessment, data: dict[str, Any]) -> None:
        """Save what was reviewed in an adopted assessment."""
        actions.save_review(by=self.actor, assessment=row, at=self.at, **data)

    @removes(Scope.ASSESSMENTS_WRITE)
    def destroy(self, row: BiopsychosocialAssessment) -> None:
        """Throw a draft away that was begun by mistake."""
        actions.discard_assessment(by=self.actor, assessment=row, at=self.at)

    @verb(Scope.ASSESSMENTS_WRITE, takes=shapes.SectionSaveIn)
    def section(self, row: BiopsychosocialAssessment, data: dict[str, Any]) -> None:
        """Save one section's answers. A stale version is told, not obeyed."""
        actions.save_section(by=self.actor, assessment=row, at=self.at, **data)

    @verb(Scope.ASSESSMENTS_WRITE, takes=shapes.ReadIn)
    def sign(self, row: BiopsychosocialAssessment, data: dict[str, Any]) -> None:
        """Sign a whole draft as it was read: it locks, and waits for a supervisor where its author is supervised."""
        actions.sign_assessment(by=self.actor, assessment=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=CommentIn)
    def cosign(self, row: BiopsychosocialAssessment, data: dict[str, Any]) -> None:
        """Put the supervisor's name under a waiting assessment."""
        actions.cosign_assessment(by=self.actor, assessment=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=ReturnIn, path="return")
    def give_back(self, row: BiopsychosocialAssessment, data: dict[str, Any]) -> None:
        """Give a waiting assessment back with a comment."""
        actions.return_assessment(by=self.actor, assessment=row, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=AddendumIn, status=201)
    def addenda(self, row: BiopsychosocialAssessment, data: dict[str, Any]) -> None:
        """Add to a signed assessment under one's own name."""
        actions.add_addendum(by=self.actor, assessment=row, at=self.at, **data)
