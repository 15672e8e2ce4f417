"""What is owed for plans, as work of those who owe it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership, Episode, Placement
from iop.access.actors import Actor
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import Sentence, count_words, say, sentence
from iop.work.actions import NewItem, close_for, open_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.actions.owners import DIRECTORS
from therapy.broken_threads import broken
from therapy.choices.plans import PlanStatus
from therapy.models.plans import PlanReview, TreatmentPlan
from therapy.plan_contents import PLAN_KIND, REVIEW_KIND
from therapy.plan_rhythm import default_rhythm, rhythms

CHART = "clients.client"
RESPONSIBLE = (CareRole.PRIMARY_COUNSELOR, CareRole.THERAPIST)
"""Whose work a plan is, in this order; without one it is the clinical director's."""
REVIEW_AHEAD = dt.timedelta(days=7)


def responsible(episode_ids: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """Give who answers for each stay's plan on a day; one statement. Nobody who has left by then."""
    rows = (
        CareTeamMembership.objects.filter(episode__in=list(episode_ids), role__in=RESPONSIBLE)
        .on(on)
        .exclude(staff__left_on__lte=on)
        .values_list("episode", "role", "staff")
    )
    by_role = {(episode, role): staff for episode, role, staff in rows}
    episodes = {episode for episode, _ in by_role}
    return {
        episode: next(by_role[episode, role] for role in RESPONSIBLE if (episode, role) in by_role)
        for episode in episodes
    }


def owe_client_signature(*, by: Actor, plan: TreatmentPlan, at: dt.datetime) -> None:
    """Put the client's signature under a signed plan on the list of whoever answers for it."""
    _owe_signature(
        by, plan, (PLAN_KIND, plan.pk), say("Go through the treatment plan with the client and have it signed"), at
    )


def owe_review_signature(*, by: Actor, review: PlanReview, at: dt.datetime) -> None:
    """Put the client's signature under a signed review on the list of whoever answers for the plan."""
    _owe_signature(by, review.plan, (REVIEW_KIND, review.pk), say("Have the client sign the review of the plan"), at)


def _owe_signature(
    by: Actor, plan: TreatmentPlan, subject: tuple[str, uuid.UUID], words: Sentence, at: dt.datetime
) -> None:
    site = plan.episode.site
    day = clock.local_date(at, site.time_zone)
    days = settings.value("plans.signature_days", on=day, site_id=site.pk)
    owner = responsible([plan.episode_id], day).get(plan.episode_id)
    open_item(
        by=by, kind=WorkKind.PLAN_SIGNATURE, site_id=site.pk, subject=subject, summary=words,
        due_at=at + dt.timedelta(days=days), dedupe_key=f"plan_signature:{subject[1]}", assignee_id=owner,
        role_key="" if owner else DIRECTORS, client_id=plan.episode.client_id,
    )  # fmt: skip


@transaction.atomic
def owe_plan_work(*, by: Actor, at: dt.datetime) -> int:
    """Put plans to write, plans to review and objectives that no note has touched on the lists; say how many items were new.

    What is no longer owed comes off. Statements grow with the sites, never with the clients.
    """
    return sum(_of_site(by, site, at) for site in Site.objects.all())


def _of_site(by: Actor, site: Site, at: dt.datetime) -> int:
    day = clock.local_date(at, site.time_zone)
    stays = list(
        Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED).only("pk", "client_id", "admitted_on")
    )
    plans = {
        plan.episode_id: plan
        for plan in TreatmentPlan.objects.active()
        .filter(episode__site=site)
        .with_review_due()
        .select_related("episode")
    }
    owners = responsible([stay.pk for stay in stays], day)
    late = _late_threads(site, day)
    items = [
        *_to_write(site, [stay for stay in stays if stay.pk not in plans], owners, day),
        *_to_review(site, [plans[stay.pk] for stay in stays if stay.pk in plans], owners, day),
        *_to_mend(site, late, owners, at),
    ]
    _take_off(by, site, {plan.pk for plan, _ in late.values()}, {stay.pk for stay in stays}, at)
    return open_items(by=by, items=items)


def _to_write(
    site: Site, stays: Iterable[Episode], owners: Mapping[uuid.UUID, uuid.UUID], day: dt.date
) -> list[NewItem]:
    rows = list(stays)
    days = _first_days([row.pk for row in rows], site, day)
    due = {row.pk: row.admitted_on + dt.timedelta(days=days[row.pk]) for row in rows if row.admitted_on}
    return [
        _item(
            WorkKind.WRITE_PLAN, site, (CHART, row.client_id), row.client_id, row.pk, say("Write the treatment plan together."),
            clock.day_bounds(due[row.pk], site.time_zone)[1], f"{WorkKind.WRITE_PLAN}:{row.pk}", owners,
        )
        for row in rows
        if row.pk in due
    ]  # fmt: skip


def _first_days(episode_ids: list[uuid.UUID], site: Site, day: dt.date) -> dict[uuid.UUID, int]:
    placed = dict(Placement.objects.filter(episode__in=episode_ids).on(day).values_list("episode", "level"))
    by_level, otherwise = rhythms(day), default_rhythm(day, site.pk)
    return {pk: by_level.get(placed.get(pk), otherwise).first_days for pk in episode_ids}  # type: ignore[arg-type]


def _to_review(site: Site, plans: Iterable[Any], owners: Mapping[uuid.UUID, uuid.UUID], day: dt.date) -> list[NewItem]:
    return [
        _item(
            WorkKind.REVIEW_PLAN, site, (PLAN_KIND, plan.pk), plan.episode.client_id, plan.episode_id,
            say("Review the treatment plan together"), clock.day_bounds(plan.review_due, site.time_zone)[1],
            f"review_plan:{plan.pk}:{plan.review_due}", owners,
        )
        for plan in plans
        if plan.review_due - REVIEW_AHEAD <= day
    ]  # fmt: skip


def _late_threads(site: Site, day: dt.date) -> dict[uuid.UUID, tuple[Any, int]]:
    days = settings.value("plans.thread_days", on=day, site_id=site.pk)
    found: dict[uuid.UUID, tuple[Any, int]] = {}
    for row in broken(day, days).filter(plan__episode__site=site):
        _, number = found.get(row.plan_id, (None, 0))
        found[row.plan_id] = (row.plan, number + 1)
    return found


def _to_mend(
    site: Site, late: Mapping[uuid.UUID, tuple[Any, int]], owners: Mapping[uuid.UUID, uuid.UUID], at: dt.datetime
) -> list[NewItem]:
    return [
        _item(
            WorkKind.BROKEN_THREAD, site, (PLAN_KIND, plan.pk), plan.episode.client_id, plan.episode_id, _untouched(number),
            at + dt.timedelta(days=3), f"broken_thread:{plan.pk}", owners,
        )
        for plan, number in late.values()
    ]  # fmt: skip


def _untouched(number: int) -> Sentence:
    words = count_words(
        "No note has touched an objective for a while: work on it, or end it",
        "No note has touched {count} objectives for a while: work on them, or end them",
        number,
    )
    return sentence(words, count=number)


def _item(
    kind: WorkKind, site: Site, subject: tuple[str, uuid.UUID], client_id: uuid.UUID, episode_id: uuid.UUID, words: Sentence,
    due_at: dt.datetime, key: str, owners: Mapping[uuid.UUID, uuid.UUID],
) -> NewItem:  # fmt: skip
    owner = owners.get(episode_id)
    return NewItem(
        kind=kind, site_id=site.pk, subject=subject, summary=words, due_at=due_at, dedupe_key=key, assignee_id=owner,
        role_key="" if owner else DIRECTORS, client_id=client_id,
    )  # fmt: skip


def _take_off(by: Actor, site: Site, late: set[uuid.UUID], staying: set[uuid.UUID], at: dt.datetime) -> None:
    """Close what was mended, and what concerns a stay that has ended."""
    kinds = (WorkKind.BROKEN_THREAD, WorkKind.REVIEW_PLAN, WorkKind.PLAN_SIGNATURE)
    rows = WorkItem.objects.open().filter(site=site, kind__in=kinds, subject_kind=PLAN_KIND)
    open_by_kind: dict[str, set[uuid.UUID]] = defaultdict(set)
    for kind, subject_id in rows.values_list("kind", "subject_id"):
        open_by_kind[kind].add(subject_id)
    asked = set().union(*open_by_kind.values()) if open_by_kind else set()
    going = set(
        TreatmentPlan.objects.filter(pk__in=asked, status=PlanStatus.ACTIVE, episode__in=staying).values_list(
            "pk", flat=True
        )
    )
    for kind, subjects in open_by_kind.items():
        keeps = going & late if kind == WorkKind.BROKEN_THREAD else going
        for subject_id in subjects - keeps:
            close_for(by=by, subject=(PLAN_KIND, subject_id), kind=kind, at=at)
