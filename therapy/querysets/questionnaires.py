"""Questions about the clinic's own questionnaires."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from therapy.models.questionnaires import Questionnaire  # noqa: F401


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Versions and wordings that the clinic made, loaded or took in."""

    def named(self, names: Iterable[tuple[str, int, str]]) -> QuestionnaireQuerySet:
        """Those with one of these keys, versions and languages."""
        wanted = Q(pk__in=())
        for key, version, language in names:
            wanted |= Q(key=key, version=version, language=language)
        return self.filter(wanted)

    def newest_first(self) -> QuestionnaireQuerySet:
        """By key and language, the newest version first."""
        return self.order_by("key", "language", "-version")
