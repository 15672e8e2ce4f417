"""Questionnaires as resources: what may be asked, and by which questions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers.questionnaires import QuestionnaireAsk, QuestionnaireOut
from therapy.models import Questionnaire
from therapy.questionnaires import available, find


class QuestionnaireResource(Resource):
    """The questionnaires that may be given, by key. They hold questions and rules, nobody's answers."""

    serializer_class = QuestionnaireOut
    read_scope = Scope.MEASURES_READ
    lookup_field = "key"
    lookup_value_converter = "slug"
    pagination_class = None
    filter_backends = ()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Questionnaire]:
        """What the clinic holds of its own; shipped instruments are not rows."""
        return Questionnaire.objects.all()

    @extend_schema(parameters=[QuestionnaireAsk], responses=QuestionnaireOut(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what may be asked in a language now, by title."""
        return Response(QuestionnaireOut(available(_asked(request)["language"]), many=True).data)

    @extend_schema(parameters=[QuestionnaireAsk], responses=QuestionnaireOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch one by its key, in the version in use or in one that was once used."""
        asked = _asked(request)
        version = asked.get("questionnaire_version")
        return Response(QuestionnaireOut(find(kwargs["key"], language=asked["language"], version=version)).data)


def _asked(request: Request) -> dict[str, Any]:
    asked = QuestionnaireAsk(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
