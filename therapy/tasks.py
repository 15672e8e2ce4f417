"""Background work about clinical content. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from therapy.actions import warnings as early_warnings
from therapy.actions.assessments import owe_assessments
from therapy.actions.own_plans import owe_reviews


@shared_task(name="therapy.owe_assessments")
def owe_old_drafts() -> int:
    """Put assessments that were begun and not signed in time on the work lists; say how many items were new."""
    return owe_assessments(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.owe_own_plans")
def owe_reviews_of_own_plans() -> int:
    """Put safety plans whose review day has come on the work lists; say how many items were new."""
    return owe_reviews(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.watch_warnings")
def watch_warnings() -> int:
    """Look for early warnings by the clinic's rules; say how many are new."""
    return early_warnings.watch_warnings(by=SYSTEM, at=clock.now())
