"""Following up missed days as a resource."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import absence as shapes
from sessions_app.absence_choices import CaseEnd
from sessions_app.models import AbsenceCase


class AbsenceCaseFilter(filters.FilterSet):
    """Cases by client, stay, whether they are open, and how they ended."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")
    end = filters.ChoiceFilter(choices=CaseEnd.choices)

    class Meta:
        model = AbsenceCase
        fields: list[str] = []


class AbsenceCaseResource(Resource):
    """Who missed a day without a word, what was tried, and whether they are back."""

    serializer_class = shapes.AbsenceCaseOut
    filterset_class = AbsenceCaseFilter
    read_scope = Scope.SESSIONS_READ
    client_path = "episode.client_id"
    information = (Information.ATTENDANCE,)
    event_name = "absence_case"

    def get_queryset(self) -> QuerySet[AbsenceCase]:
        """Scope to what the caller reads, with steps in a fixed number of statements."""
        rows = AbsenceCase.objects.visible_to(self.actor, Permission.SESSION_VIEW)
        return rows.select_related("episode", "first_line__session", "newest_line__session").prefetch_related(
            "steps__step", "steps__outreach"
        )
