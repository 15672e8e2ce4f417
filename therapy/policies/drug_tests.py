"""Who may do what with drug tests. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices.drug_tests import HAS_RESULT, TestStatus
from therapy.models.drug_tests import DrugTest


def may_read_tests(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Results are read by those who treat clients, and by nobody through another right."""
    if not actor.can(Permission.TESTS_VIEW, site_id):
        return say("Your role does not include drug test results.")
    return None


def may_collect(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Ordering, planning, collecting and entering is for collectors of the site."""
    if actor.staff_id is None or not actor.can(Permission.TESTS_COLLECT, site_id):
        return say("Your role does not include ordering and collecting drug tests.")
    return None


def may_enter_report(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """A laboratory's report is entered by a collector, or by the laboratory's own connection."""
    if not actor.can(Permission.TESTS_COLLECT, site_id):
        return say("Your role does not include ordering and collecting drug tests.")
    return None


def may_set_up_tests(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Panels and draws are looked after by the clinical director."""
    if not actor.can(Permission.TESTS_SETUP, site_id):
        return say("Your role does not include setting up drug tests.")
    return None


def may_review(actor: Actor, test: DrugTest) -> Sentence | None:
    """A result is reviewed by a colleague who reads results at the site, once there is one."""
    if actor.staff_id is None or not actor.can(Permission.TESTS_VIEW, test.episode.site_id):
        return say("Your role does not include drug test results.")
    if test.status not in HAS_RESULT:
        return say("There is no result to review yet.")
    return None


def why_not_move(test: DrugTest, status: str) -> Sentence | None:
    """An order goes from one state to the next, and says why it cannot."""
    if test.status == status:
        return say("A colleague has done this meanwhile.")
    if test.status == TestStatus.ORDERED:
        return say("Nothing was collected yet: there is no result before the sample.")
    if test.status in (TestStatus.MISSED, TestStatus.REFUSED, TestStatus.UNABLE, TestStatus.CANCELLED):
        return say("This order is closed without a sample. Order a new test.")
    return say("This was collected already, and what was written then stays.")
