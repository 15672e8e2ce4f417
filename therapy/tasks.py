"""Background work about clinical content. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from therapy.actions import warnings as early_warnings
from therapy.actions.assessments import owe_assessments
from therapy.actions.drug_tests import draw_sites
from therapy.actions.follow_ups import watch_follow_ups
from therapy.actions.measures import assign_due, escalate_unanswered
from therapy.actions.medications import owe_medication_work
from therapy.actions.own_plans import owe_reviews
from therapy.actions.plans import owe_plan_work
from therapy.actions.progress_notes import owe_progress_notes
from therapy.actions.reviews import finding


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


@shared_task(name="therapy.owe_medication_work")
def owe_medications() -> int:
    """Put medication lists to go through and injections that come due on the work lists; say how many items were new."""
    return owe_medication_work(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.owe_plans")
def owe_plans() -> int:
    """Put plans to write or review and untouched objectives on the work lists; say how many items were new."""
    return owe_plan_work(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.assign_measures")
def assign_measures() -> int:
    """Put what falls due by the rhythm on the lists and close what was not given in time; say how many were made."""
    return assign_due(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.escalate_measure_alerts")
def escalate_measure_alerts() -> int:
    """Hand on pressing alerts that nobody answered; say how many."""
    return escalate_unanswered(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.draw_tests")
def draw_tests() -> int:
    """Draw who is tested today, at each site once its hour has come; say how many orders were made."""
    return draw_sites(at=clock.now())


@shared_task(name="therapy.owe_progress_notes")
def owe_notes_of_contacts() -> int:
    """Put appointments without a note, and drafts of those who left, on the work lists; say how many items were new."""
    return owe_progress_notes(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.watch_follow_ups")
def watch_check_ins_after_treatment() -> int:
    """Plan check-ins after treatment, take back those that may not be, and put those due on the lists; say how many are due."""
    return watch_follow_ups(by=SYSTEM, at=clock.now())


@shared_task(name="therapy.find_reviews")
def find_reviews() -> int:
    """Open reviews of the level of care that are due by rhythm or by what happened; say how many are new."""
    return finding.find_reviews(by=SYSTEM, at=clock.now())
