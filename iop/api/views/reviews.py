"""Reviews of the level of care as resources."""

from __future__ import annotations

from django.db.models import QuerySet

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.filters import LevelReviewFilter
from iop.api.resources import Resource
from iop.api.serializers import reviews as shapes
from therapy.models import LevelReview


class LevelReviewResource(Resource):
    """Reviews that are due, under way and signed. The facts that a reviewer was shown leave as a packet, not here."""

    serializer_class = shapes.LevelReviewOut
    filterset_class = LevelReviewFilter
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT, Information.PROGRESS)
    event_name = "level_review"

    def get_queryset(self) -> QuerySet[LevelReview]:
        """Scope to the caller's sites."""
        rows = LevelReview.objects.visible_to(self.actor)
        return rows.select_related("episode", "level", "indicated_level", "chosen_level")
