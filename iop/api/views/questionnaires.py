"""Questionnaires as resources: what may be asked, and by which questions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import measures as shapes
from iop.api.serializers.questionnaires import QuestionnaireAsk, QuestionnaireOut
from iop.api.verbs import creates, verb
from therapy.actions import questionnaires as actions
from therapy.models import Questionnaire
from therapy.questionnaires import available, find
from therapy.questionnaires.changing import bands_from
from therapy.questionnaires.importing import Scoring, parsed


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


class WordingResource(Resource):
    """Versions and wordings that the clinic made, loaded or took in; how it sets its questionnaires up."""

    serializer_class = shapes.WordingOut
    filterset_fields = ("key", "language", "is_active")
    read_scope = Scope.MEASURES_READ
    queryset = Questionnaire.objects.order_by("pk")

    @creates(Scope.MEASURES_WRITE, takes=shapes.ImportIn)
    def create(self, data: dict[str, Any]) -> Questionnaire:
        """Take a questionnaire of the clinic's own from FHIR R4 JSON; the same key again makes its next version."""
        bands, words = bands_from(data["bands"])
        scoring = Scoring(data["scoring"], data["direction"], data["mode"], tuple(bands), words)
        return actions.import_questionnaire(
            by=self.actor, resource=parsed(data["resource"]), key=data["key"], title=data["title"],
            language=data["language"], scoring=scoring, at=self.at,
        )  # fmt: skip

    @verb(Scope.MEASURES_WRITE, takes=shapes.SwitchIn, detail=False)
    def switch(self, data: dict[str, Any]) -> Questionnaire:
        """Stop giving a questionnaire in a language, or begin again."""
        return actions.switch_questionnaire(by=self.actor, at=self.at, **data)

    @verb(Scope.MEASURES_WRITE, takes=shapes.KeyIn, detail=False)
    def accept_terms(self, data: dict[str, Any]) -> Questionnaire:
        """Accept the terms of wording that comes along but is not free for every use. Only a person can."""
        return actions.accept_terms(by=self.actor, at=self.at, **data)[0]

    @verb(Scope.MEASURES_WRITE, takes=shapes.LoadWordingIn, detail=False, status=201)
    def wording(self, data: dict[str, Any]) -> Questionnaire:
        """Load the words of an instrument that the clinic may use. Only a person accepts its terms."""
        options = {each["key"]: each["lines"] for each in data.pop("options")}
        return actions.load_wording(by=self.actor, options=options, at=self.at, **data)

    @verb(Scope.MEASURES_WRITE, takes=shapes.QuestionnaireSettingsIn, detail=False, status=201, path="settings")
    def change_settings(self, data: dict[str, Any]) -> Questionnaire:
        """Make a new version with the clinic's own bands, cut-offs and rule for missing answers."""
        bands = {each["key"]: (each["low"], each["high"]) for each in data.pop("bands")}
        thresholds = {each["key"]: each["value"] for each in data.pop("thresholds")}
        missing = {each["key"]: each["most"] for each in data.pop("missing")}
        made = actions.change_settings(
            by=self.actor, bands=bands, thresholds=thresholds, missing=missing, at=self.at, **data
        )
        return made[0]


def _asked(request: Request) -> dict[str, Any]:
    asked = QuestionnaireAsk(data=request.query_params.dict())
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
