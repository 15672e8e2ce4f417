"""Questionnaires as they are asked: their questions and how they are scored, without anybody's answers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from therapy.choices.questionnaires import QuestionnaireLanguage


class QuestionnaireAsk(serializers.Serializer[Any]):
    """In which language, and by which version; without one the version in use."""

    language = serializers.ChoiceField(QuestionnaireLanguage.choices, default=QuestionnaireLanguage.ENGLISH)
    questionnaire_version = serializers.IntegerField(required=False, min_value=1)


class AnswerOut(serializers.Serializer[Any]):
    """One answer to choose."""

    value = serializers.JSONField(read_only=True, help_text="A number or a code.")
    words = serializers.CharField(read_only=True)
    points = serializers.DecimalField(8, 2, read_only=True, allow_null=True)


class QuestionOut(serializers.Serializer[Any]):
    """One question. ``ask_when`` is the condition under which it is asked, none for always."""

    key = serializers.CharField(read_only=True)
    words = serializers.CharField(read_only=True)
    answer_kind = serializers.CharField(source="kind", read_only=True)
    is_required = serializers.BooleanField(read_only=True)
    options = AnswerOut(many=True, read_only=True)
    minimum = serializers.DecimalField(12, 2, read_only=True, allow_null=True)
    maximum = serializers.DecimalField(12, 2, read_only=True, allow_null=True)
    ask_when = serializers.JSONField(read_only=True, allow_null=True)
    loinc = serializers.CharField(read_only=True)


class BandOut(serializers.Serializer[Any]):
    """A named stretch of the total; without ends it follows from the answers."""

    key = serializers.CharField(read_only=True)
    words = serializers.CharField(read_only=True)
    low = serializers.DecimalField(8, 2, read_only=True, allow_null=True)
    high = serializers.DecimalField(8, 2, read_only=True, allow_null=True)


class QuestionnaireOut(serializers.Serializer[Any]):
    """A questionnaire in one version and language."""

    key = serializers.CharField(read_only=True)
    questionnaire_version = serializers.IntegerField(source="version", read_only=True)
    language = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    stem = serializers.CharField(read_only=True)
    period = serializers.CharField(read_only=True)
    attribution = serializers.CharField(read_only=True)
    is_staff_only = serializers.BooleanField(read_only=True)
    direction = serializers.CharField(read_only=True)
    loinc_panel = serializers.CharField(read_only=True)
    loinc_total = serializers.CharField(read_only=True)
    questions = QuestionOut(many=True, read_only=True)
    bands = BandOut(many=True, read_only=True)
