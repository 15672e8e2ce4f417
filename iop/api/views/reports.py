"""Reports about the whole clinic as a resource. They are numbers about nobody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import reports as shapes
from iop.audit.recorder import record
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import require
from iop.reports import catalogue
from iop.reports.asking import wish_of
from iop.reports.giving import HIDDEN_KEY, for_giving_away
from iop.reports.policies import may_see, may_see_reports
from iop.reports.shapes import Result


class ReportResource(Resource):
    """Reports: the catalogue, and each report's numbers. To whoever does not serve the program small rows are hidden."""

    serializer_class = shapes.ReportOut
    read_scope = Scope.REPORTS_READ
    pagination_class = None
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[Any]:
        """Reports are rows of no table."""
        return Site.objects.none()

    @extend_schema(responses=shapes.ReportOut(many=True), parameters=[], filters=False)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the reports that the caller may see, each with its definition and what may be asked of it."""
        require(may_see_reports(self.actor))
        seen = [each for each in catalogue.every() if may_see(self.actor, each) is None]
        return Response(self.exit(seen))

    @extend_schema(
        parameters=[OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The report's key."), shapes.ReportAsk],
        responses=shapes.ReportResultOut, filters=False,
    )  # fmt: skip
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch a report's numbers by its key, with the filters that its pages take. The reading is on record."""
        found = catalogue.find(kwargs["pk"])
        if found is None:
            raise Http404
        asked = shapes.ReportAsk(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wish = wish_of(self.actor, found, request.query_params, clock.now())
        result, hides = found.read(wish.ask), self._leaves or asked.validated_data.get("given", False)
        if hides:
            result = for_giving_away(result, int(clinic_settings.value(HIDDEN_KEY, on=wish.ask.last)))
        detail = {"report": found.key, "first": wish.ask.first, "last": wish.ask.last, "given_away": hides}
        record(by=self.actor, verb="reports.read", subject=None, detail=detail)
        return Response(shapes.ReportResultOut(_told(found, wish.ask, result, hides)).data)

    @property
    def _leaves(self) -> bool:
        """An integration that does not serve the program stands outside the clinic."""
        return self.key is not None and self.serving is None


def _told(report: Any, ask: Any, result: Result, hides: bool) -> dict[str, Any]:
    return {
        "report": report, "as_of": ask.at, "first": ask.first, "last": ask.last, "by": ask.by, "sites": ask.sites,
        "columns": result.columns, "rows": result.rows, "totals": result.totals, "notes": [str(note) for note in (*result.notes, *result.counted)],
        "small_rows_hidden": hides,
    }  # fmt: skip
