"""Reading a result, and what the conversation came to."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.core.errors import Invalid, require
from iop.core.words import say
from therapy.actions.drug_tests.orders import locked, moved, not_stale, told
from therapy.actions.drug_tests.owing import close_after_review
from therapy.actions.group_notes.drafts import fitting
from therapy.choices.drug_tests import SETTLED, TO_TALK_ABOUT, TalkOutcome, TestStatus
from therapy.models.drug_tests import DrugTest, TestResult, TestReview
from therapy.policies import signer
from therapy.policies.drug_tests import may_review


@transaction.atomic
def review_test(
    *, by: Actor, test: DrugTest, version: int, outcome: str, at: dt.datetime, note: str = ""
) -> TestReview:
    """Write down that a result was read and what the talk came to; the work it opened is then done.

    A result that calls for a talk cannot be put away as merely read. Whatever comes of it, treatment goes on: a result ends
    nothing (drug_testing.md §9).
    """
    row = locked(test.pk)
    require(may_review(by, row))
    not_stale(row, version)
    if outcome not in TalkOutcome.values:
        raise Invalid(say("Choose what came of it."), field="outcome")
    words = fitting(note.strip(), "note")
    if outcome == TalkOutcome.SEEN and _calls_for_a_talk(row):
        raise Invalid(say("This result calls for a conversation. Say what came of it."), field="outcome")
    if outcome != TalkOutcome.SEEN and not words:
        raise Invalid(say("Say in a few words what was talked about."), field="note")
    made = TestReview.objects.create(test=row, by_id=signer(by), at=at, outcome=outcome, note=words)
    if outcome in SETTLED:
        # At the laboratory the talk is written down too; the order goes on once it has answered.
        if row.status in (TestStatus.SCREENED, TestStatus.CONFIRMED):
            moved(by, row, TestStatus.REVIEWED, at)
        close_after_review(by=by, test=row, at=at)
    told(by, "therapy.test_reviewed", row, outcome=str(outcome))
    return made


def _calls_for_a_talk(row: DrugTest) -> bool:
    standing = TestResult.objects.standing().filter(test=row)
    newest = max(standing, key=lambda one: (one.stage == "definitive", one.resulted_at), default=None)
    return newest is not None and newest.overall in TO_TALK_ABOUT
