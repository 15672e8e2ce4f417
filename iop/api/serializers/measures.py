"""Questionnaires due, their answers, and alerts."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.models import Episode, LevelOfCare
from iop.access.choices import Permission
from iop.api.fields import DayField, KeyField, RowField, TextField, every, seen
from iop.core.words import say
from therapy.choices.measures import AlertAction, Mode, SkipReason
from therapy.choices.questionnaires import QuestionnaireLanguage, ScoreOfImport
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse, MeasureSave, Questionnaire
from therapy.models.measures import MeasureRule
from therapy.questionnaires.shapes import BETTER, SELF, STAFF_ONLY, WORSE

LONGEST_ANSWER = 4000


@extend_schema_field(
    {
        "oneOf": [
            {"type": ["string", "number", "boolean"]},
            {"type": "array", "items": {"type": ["string", "number"]}, "maxItems": 100},
        ]
    }
)
class AnswerField(serializers.Field[Any, Any, Any, Any]):
    """One answer: a number, a code, words, or several of them. What fits the question is said by the questionnaire."""

    default_error_messages = {"form": say("This is not an answer.")}

    def to_internal_value(self, data: Any) -> Any:
        """Take plain values only."""
        several = data if isinstance(data, list) else [data]
        if len(several) > 100 or not all(_is_plain(each) for each in several):
            self.fail("form")
        return data

    def to_representation(self, value: Any) -> Any:
        """Give it as it was answered."""
        return value


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and len(value) <= LONGEST_ANSWER
    return isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 10**9)


class AssignmentOut(serializers.ModelSerializer[MeasureAssignment]):
    """A questionnaire that is, or was, due."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")

    class Meta:
        model = MeasureAssignment
        fields = [
            "id",
            "client",
            "episode",
            "key",
            "occasion",
            "due_on",
            "status",
            "reason",
            "reason_words",
            "settled_at",
        ]
        read_only_fields = fields


class ResponseOut(serializers.ModelSerializer[MeasureResponse]):
    """Answers to one giving of a questionnaire, with its score. ``completed_at`` is null while it is being answered."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    assignment = serializers.UUIDField(source="assignment_id", allow_null=True)
    questionnaire = serializers.CharField(source="key")

    class Meta:
        model = MeasureResponse
        fields = [
            "id",
            "client",
            "episode",
            "assignment",
            "questionnaire",
            "questionnaire_version",
            "language",
            "mode",
            "status",
            "started_at",
            "completed_at",
            "answers",
            "left",
            "total",
            "subscores",
            "band",
            "flags",
            "scoring_version",
            "entered_in_error_at",
            "entered_in_error_reason",
            "saved_at",
            "version",
        ]
        read_only_fields = fields


class ResponseIn(serializers.Serializer[Any]):
    """Answers from elsewhere: by item key, finished at once. Open questions are refused unless ``accept_missing`` says so."""

    episode = RowField(seen(Episode, Permission.MEASURES_GIVE))
    questionnaire = serializers.SlugField(max_length=40)
    language = serializers.ChoiceField(choices=QuestionnaireLanguage.choices, default=QuestionnaireLanguage.ENGLISH)
    mode = serializers.ChoiceField(choices=Mode.choices, default=Mode.SELF)
    answers = serializers.DictField(child=AnswerField())
    left = serializers.DictField(child=serializers.CharField(max_length=40), required=False, default=dict)
    accept_missing = serializers.BooleanField(default=False)


class AlertOut(serializers.ModelSerializer[MeasureAlert]):
    """An answer that alarmed, and what became of it."""

    client = serializers.UUIDField(source="response.episode.client_id")
    response = serializers.UUIDField(source="response_id")
    questionnaire = serializers.CharField(source="response.key")
    assigned_to = serializers.UUIDField(source="assigned_to_id", allow_null=True)
    acknowledged_by = serializers.UUIDField(source="acknowledged_by_id", allow_null=True)

    class Meta:
        model = MeasureAlert
        fields = [
            "id",
            "client",
            "response",
            "questionnaire",
            "rule_key",
            "level",
            "is_safety",
            "raised_at",
            "assigned_to",
            "escalations",
            "escalated_at",
            "acknowledged_at",
            "acknowledged_by",
            "done",
            "what_was_done",
        ]
        read_only_fields = fields


class MeasureSaveOut(serializers.ModelSerializer[MeasureSave]):
    """What stood after one save of answers, and who put it in."""

    client = serializers.UUIDField(source="response.episode.client_id")
    response = serializers.UUIDField(source="response_id")
    by = serializers.UUIDField(source="by_id", allow_null=True)

    class Meta:
        model = MeasureSave
        fields = ["id", "client", "response", "number", "answers", "left", "at", "by", "mode"]
        read_only_fields = fields


class AskIn(serializers.Serializer[Any]):
    """A questionnaire to be asked in a stay, today or by a day."""

    episode = RowField(seen(Episode, Permission.MEASURES_GIVE))
    key = serializers.SlugField(max_length=40)
    due_on = DayField(required=False, allow_null=True, default=None)


class SkipIn(serializers.Serializer[Any]):
    """Why it is left out this time."""

    reason = serializers.ChoiceField(choices=SkipReason.choices)
    words = TextField(300)


class BeginIn(serializers.Serializer[Any]):
    """A questionnaire to begin. ``assignment`` names the one that is due, when more than its key is meant."""

    episode = RowField(seen(Episode, Permission.MEASURES_GIVE))
    key = serializers.SlugField(max_length=40)
    language = serializers.ChoiceField(choices=QuestionnaireLanguage.choices, default=QuestionnaireLanguage.ENGLISH)
    mode = serializers.ChoiceField(choices=Mode.choices, default=Mode.STAFF)
    assignment = RowField(seen(MeasureAssignment), required=False, allow_null=True, default=None)


class AnswersIn(serializers.Serializer[Any]):
    """Answers by question, and in ``left`` why others are missing."""

    version = serializers.IntegerField(min_value=1)
    answers = serializers.DictField(child=AnswerField())
    left = serializers.DictField(child=serializers.CharField(max_length=40), required=False, default=dict)


class FinishIn(AnswersIn):
    """All answers. Open questions are refused unless ``accept_missing`` says that no more will come."""

    accept_missing = serializers.BooleanField(default=False)


class AcknowledgeIn(serializers.Serializer[Any]):
    """What was done about an answer that alarmed."""

    done = serializers.ListField(
        child=serializers.ChoiceField(choices=AlertAction.choices), allow_empty=False, max_length=20
    )
    what_was_done = TextField(4000)


class MeasureRuleOut(serializers.ModelSerializer[MeasureRule]):
    """When a questionnaire is given at a level, from a day on."""

    level = serializers.CharField(source="level.key")

    class Meta:
        model = MeasureRule
        fields = ["id", "level", "key", "valid_from", "at_intake", "every_days", "at_discharge", "after_days"]
        read_only_fields = fields


class MeasureRuleIn(serializers.Serializer[Any]):
    """When a questionnaire is given at a level from a day on; nothing chosen: not any more."""

    level = KeyField(every(LevelOfCare))
    key = serializers.SlugField(max_length=40)
    valid_from = DayField()
    at_intake = serializers.BooleanField(default=False)
    every_days = serializers.IntegerField(min_value=1, max_value=365, required=False, allow_null=True, default=None)
    at_discharge = serializers.BooleanField(default=False)
    after_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=730), required=False, default=list, max_length=12
    )


class WordingOut(serializers.ModelSerializer[Questionnaire]):
    """A version of a questionnaire in one language that the clinic made, loaded or took in."""

    questionnaire_version = serializers.IntegerField(source="version")
    made_by = serializers.UUIDField(source="made_by_id", allow_null=True)
    licence_accepted_by = serializers.UUIDField(source="licence_accepted_by_id", allow_null=True)

    class Meta:
        model = Questionnaire
        fields = [
            "id", "key", "questionnaire_version", "language", "title", "source", "is_active", "made_by", "note",
            "licence_accepted_by", "licence_accepted_at", "digest",
        ]  # fmt: skip
        read_only_fields = fields


class KeyIn(serializers.Serializer[Any]):
    """A questionnaire by its key."""

    key = serializers.SlugField(max_length=40)


class SwitchIn(KeyIn):
    """Whether a questionnaire is given in a language."""

    language = serializers.ChoiceField(choices=QuestionnaireLanguage.choices)
    on = serializers.BooleanField()


class OptionWordsIn(serializers.Serializer[Any]):
    """The answers of one set, in order."""

    key = serializers.CharField(max_length=40)
    lines = serializers.ListField(child=serializers.CharField(max_length=300), max_length=50)


class LoadWordingIn(KeyIn):
    """The words of an instrument that the clinic may use: its questions in order, and its answers by set."""

    language = serializers.ChoiceField(choices=QuestionnaireLanguage.choices)
    title = TextField(200)
    stem = TextField(2000)
    items = serializers.ListField(child=serializers.CharField(max_length=1000), max_length=200)
    options = OptionWordsIn(many=True)
    accepts = serializers.BooleanField()


class BandIn(serializers.Serializer[Any]):
    """A band of the total; an end that is left out is open."""

    key = serializers.CharField(max_length=40)
    low = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, allow_null=True, default=None)
    high = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, allow_null=True, default=None)


class ThresholdIn(serializers.Serializer[Any]):
    """A cut-off."""

    key = serializers.CharField(max_length=40)
    value = serializers.DecimalField(max_digits=8, decimal_places=2)


class MissingIn(serializers.Serializer[Any]):
    """How many answers of a score may be missing."""

    key = serializers.CharField(max_length=40)
    most = serializers.IntegerField(min_value=0, max_value=200)


class QuestionnaireSettingsIn(KeyIn):
    """The clinic's own bands, cut-offs and rule for missing answers, and why."""

    bands = BandIn(many=True, required=False, default=list)
    thresholds = ThresholdIn(many=True, required=False, default=list)
    missing = MissingIn(many=True, required=False, default=list)
    meaningful = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, allow_null=True, default=None)
    reliable = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=300)


class ImportIn(KeyIn):
    """A FHIR R4 Questionnaire as text, and how the clinic counts it."""

    resource = serializers.CharField(max_length=1_000_000)
    title = TextField(200)
    language = serializers.ChoiceField(choices=QuestionnaireLanguage.choices)
    scoring = serializers.ChoiceField(choices=ScoreOfImport.choices, default=ScoreOfImport.NONE)
    direction = serializers.ChoiceField(choices=[WORSE, BETTER], default=WORSE)
    mode = serializers.ChoiceField(choices=[SELF, STAFF_ONLY], default=SELF)
    bands = TextField(4000, help_text="One a line: its range and its name, such as “0-4 Minimal”.")
