"""What follows from a result as work: a conversation the same day, naloxone at once, a new sample. Never a discharge."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.choices import CareRole
from clients.models import CareTeamMembership
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import settings
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.core.words import Sentence, say
from iop.work.actions import close_for, drop_for, open_item
from iop.work.choices import WorkKind
from therapy.actions.cosigners import SUPERVISOR_ROLE
from therapy.actions.drug_tests.orders import KIND
from therapy.choices.drug_tests import (
    TO_COLLECT_AGAIN,
    TO_TALK_ABOUT,
    UNEXPECTED,
    Fit,
    Overall,
    Stage,
)
from therapy.models.drug_tests import DrugTest, TestResult
from therapy.rules.drug_tests.consistency import Line, Read, needs_naloxone

TALKS = (CareRole.PRIMARY_COUNSELOR, CareRole.THERAPIST, CareRole.CASE_MANAGER)
"""Whose conversation it is, in this order."""
WITHIN = dt.timedelta(hours=1)
TWO_WEEKS = dt.timedelta(days=14)
REVIEW_WITHIN = dt.timedelta(days=2)


def owe_after_result(*, by: Actor, test: DrugTest, result: TestResult, at: dt.datetime) -> None:
    """Open what a new result asks for, and close what it answers. Inside the transaction of the result."""
    reads = [Read(Line(line.analyte, line.outcome), Fit(line.fit)) for line in result.lines.all()]
    if needs_naloxone(reads):
        _offer_naloxone(by, test, at)
    if result.overall in TO_TALK_ABOUT:
        drop_for(by=by, subject=(KIND, test.pk), kind=WorkKind.TEST_REVIEW, at=at)
        _open(by, test, WorkKind.TEST_UNEXPECTED, _talk_words(test, at), at + _talk_within(test, at))
        return
    if drop_for(by=by, subject=(KIND, test.pk), kind=WorkKind.TEST_UNEXPECTED, at=at):
        words = say("The result turned out as expected: tell the client")
        _open(by, test, WorkKind.TEST_REVIEW, words, at + REVIEW_WITHIN)
    elif result.overall in TO_COLLECT_AGAIN:
        _open(by, test, WorkKind.TEST_REVIEW, say("Collect again, and talk about it kindly"), at + REVIEW_WITHIN)
    elif result.stage == Stage.DEFINITIVE:
        _open(by, test, WorkKind.TEST_REVIEW, say("The laboratory has answered: read it"), at + REVIEW_WITHIN)


def close_after_review(*, by: Actor, test: DrugTest, at: dt.datetime) -> None:
    """Close the conversation and the reading once they are done."""
    for kind in (WorkKind.TEST_UNEXPECTED, WorkKind.TEST_REVIEW):
        close_for(by=by, subject=(KIND, test.pk), kind=kind, at=at)


def recent_unexpected(episode_id: uuid.UUID, at: dt.datetime) -> int:
    """Count the tests of two weeks with an unexpected line that stands."""
    return (
        DrugTest.objects.filter(
            episode=episode_id, collected_at__gt=at - TWO_WEEKS, results__corrected_by__isnull=True,
            results__overall__in=[Overall.PENDING, Overall.UNEXPECTED], results__lines__fit__in=UNEXPECTED,
        )
        .distinct()
        .count()
    )  # fmt: skip


def _offer_naloxone(by: Actor, test: DrugTest, at: dt.datetime) -> None:
    episode = test.episode
    staff_id = _who_talks(test, at)
    open_item(
        by=by, kind=WorkKind.OFFER_NALOXONE, site_id=episode.site_id, subject=("clients.client", episode.client_id),
        summary=say("Urgent: offer naloxone, and talk about overdose and medication"), due_at=at + WITHIN,
        dedupe_key=f"offer_naloxone:{episode.client_id}", assignee_id=staff_id,
        role_key="" if staff_id else SUPERVISOR_ROLE, client_id=episode.client_id,
    )  # fmt: skip


def _open(by: Actor, test: DrugTest, kind: WorkKind, words: Sentence, due_at: dt.datetime) -> None:
    episode, staff_id = test.episode, _who_talks(test, due_at)
    open_item(
        by=by, kind=kind, site_id=episode.site_id, subject=(KIND, test.pk), summary=words, due_at=due_at,
        dedupe_key=f"{kind}:{test.pk}", assignee_id=staff_id, role_key="" if staff_id else SUPERVISOR_ROLE,
        client_id=episode.client_id,
    )  # fmt: skip


def _talk_words(test: DrugTest, at: dt.datetime) -> Sentence:
    if recent_unexpected(test.episode_id, at) > 1:
        return say("Second unexpected result in two weeks: talk kindly today, and look at the level of care together")
    return say("Talk kindly about a result today: support, not punishment")


def _talk_within(test: DrugTest, at: dt.datetime) -> dt.timedelta:
    site = test.episode.site
    hours = settings.value("tests.talk_hours", on=clock.local_date(at, site.time_zone), site_id=site.pk)
    return dt.timedelta(hours=hours)


def _who_talks(test: DrugTest, at: dt.datetime) -> uuid.UUID | None:
    """The care team's first who reads results at the site; nobody when there is none, and the directors' list has it."""
    site = test.episode.site
    team = dict(
        CareTeamMembership.objects.on(clock.local_date(at, site.time_zone))
        .filter(episode=test.episode_id, role__in=TALKS)
        .values_list("role", "staff_id")
    )
    for role in TALKS:
        staff_id = team.get(role)
        if staff_id and actor_of(staff_id, at).can(Permission.TESTS_VIEW, site.pk):
            return staff_id
    return None
