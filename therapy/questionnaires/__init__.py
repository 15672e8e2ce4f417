"""Questionnaires: definitions as data, their scoring, the clinic's own wording and versions.

``engine`` scores; ``find`` and ``available`` choose what is asked; ``asking`` puts it on a page.
"""

from therapy.questionnaires.library import NoQuestionnaire, available, find, find_many

__all__ = ["NoQuestionnaire", "available", "find", "find_many"]
