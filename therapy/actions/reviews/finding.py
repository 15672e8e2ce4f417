"""Who is due for a review: by the rhythm of their level, and by what happened since the last one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from clients.models import Episode
from clients.review_causes import Cause, causes
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import say
from iop.work.actions import open_items
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from therapy.actions.plans.owing import responsible
from therapy.actions.reviews.causes import LOOK_BACK, cause, kept, keys_of
from therapy.actions.reviews.owing import drop_work, due_item
from therapy.choices.reviews import CauseKind, ReviewStatus
from therapy.models.reviews import LevelReview, LevelReviewChange
from therapy.review_rhythm import at_levels, next_due, rhythms, spans
from therapy.reviews import REVIEW_KIND

OVER = say("The stay has ended")
NOT_DUE = say("The level has changed: the next review is later")


@dataclass
class Want:
    """What a stay's next review is due for, and by when."""

    causes: list[dict[str, Any]] = field(default_factory=list)
    due_on: dt.date = dt.date.max

    def take(self, what: dict[str, Any], by_on: dt.date) -> None:
        """Add a cause; the earliest day counts."""
        self.causes.append(what)
        self.due_on = min(self.due_on, by_on)


def find_reviews(*, by: Actor, at: dt.datetime) -> int:
    """Open the reviews that are due, take in what has happened, and close what is no longer needed; say how many are new.

    Each site in a transaction of its own and by its own date. Running twice, or twice at once, opens nothing twice.
    Statements grow with the sites, never with the people.
    """
    return sum(_of_site(by, site, at) for site in Site.objects.filter(is_active=True).order_by("pk"))


@transaction.atomic
def _of_site(by: Actor, site: Site, at: dt.datetime) -> int:
    # One look at a site at a time: the second finds what the first has written.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    day = clock.local_date(at, site.time_zone)
    stays = {stay.pk: stay for stay in Episode.objects.admitted().filter(site=site).select_related("site")}
    standing = {row.episode_id: row for row in _open_reviews(site)}
    _drop(by, [row for pk, row in standing.items() if pk not in stays], str(OVER), at)
    standing = {pk: row for pk, row in standing.items() if pk in stays}
    rhythm = _by_rhythm(stays, day)
    ahead = dt.timedelta(days=settings.value("reviews.ahead_days", on=day, site_id=site.pk))
    early = [
        row
        for pk, row in standing.items()
        if _only_rhythm(row) and rhythm.get(pk, dt.date.max) > max(row.due_on, day + ahead)
    ]
    _drop(by, early, str(NOT_DUE), at)
    standing = {pk: row for pk, row in standing.items() if row not in early}
    wanted = _by_events(stays, at)
    for pk, due in rhythm.items():
        if due <= day + ahead and pk not in standing:
            wanted[pk].take(cause(CauseKind.RHYTHM, f"rhythm:{due}", CauseKind.RHYTHM.label, due), due)
    _take_in([(row, wanted[pk]) for pk, row in standing.items() if pk in wanted], site)
    return _open(by, site, {stays[pk]: want for pk, want in wanted.items() if pk not in standing}, at)


def _open_reviews(site: Site) -> list[LevelReview]:
    rows = LevelReview.objects.open().filter(episode__site=site).select_related("episode__site", "episode__client")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _by_rhythm(stays: Mapping[uuid.UUID, Episode], day: dt.date) -> dict[uuid.UUID, dt.date]:
    """Say when each stay is reviewed next by rhythm (three statements)."""
    levels, looked, known = at_levels(stays, day), spans(stays.values()), rhythms(day)
    due = {pk: next_due(at, looked[pk], known) for pk, at in levels.items()}
    return {pk: on for pk, on in due.items() if on is not None}


def _by_events(stays: Mapping[uuid.UUID, Episode], at: dt.datetime) -> dict[uuid.UUID, Want]:
    """Gather what happened to these stays that none of their reviews has listed yet."""
    found: dict[uuid.UUID, Want] = defaultdict(Want)
    if not stays:
        return found
    lists = LevelReview.objects.filter(episode__in=list(stays)).values_list("episode_id", "causes")
    seen: dict[uuid.UUID, set[str]] = defaultdict(set)
    for pk, rows in lists:
        seen[pk] |= keys_of(rows)
    for one in causes(list(stays), at - LOOK_BACK, at):
        if one.episode_id in stays and one.key not in seen[one.episode_id] and _is_of(stays[one.episode_id], one):
            seen[one.episode_id].add(one.key)
            found[one.episode_id].take(kept(one), one.by_on)
    return found


def _is_of(stay: Episode, one: Cause) -> bool:
    return stay.admitted_on is None or one.on >= stay.admitted_on


def _only_rhythm(row: LevelReview) -> bool:
    return row.status == ReviewStatus.DUE and all(each["kind"] == CauseKind.RHYTHM for each in row.causes)


def _take_in(rows: Sequence[tuple[LevelReview, Want]], site: Site) -> None:
    """Add causes to reviews that are open; an earlier day makes them and their work due earlier."""
    sooner = []
    for row, want in rows:
        row.causes = [*row.causes, *want.causes]
        if want.due_on < row.due_on:
            row.due_on = want.due_on
            sooner.append(row)
    LevelReview.objects.bulk_update([row for row, _ in rows], ["causes", "due_on"])
    items = {
        item.subject_id: item
        for item in WorkItem.objects.filter(
            kind=WorkKind.REVIEW_DUE, status=WorkStatus.OPEN, subject_kind=REVIEW_KIND,
            subject_id__in=[row.pk for row in sooner],
        )
    }  # fmt: skip
    for row in sooner:
        if item := items.get(row.pk):
            item.due_at = min(item.due_at, clock.day_bounds(row.due_on, site.time_zone)[1])
    WorkItem.objects.bulk_update(items.values(), ["due_at"])


def _drop(by: Actor, rows: Sequence[LevelReview], because: str, at: dt.datetime) -> None:
    if not rows:
        return
    ids = [row.pk for row in rows]
    LevelReviewChange.objects.bulk_create(
        LevelReviewChange(review=row, status=ReviewStatus.DROPPED, at=at, by_id=by.staff_id, reason=because)
        for row in rows
    )
    LevelReview.objects.filter(pk__in=ids).update(status=ReviewStatus.DROPPED)
    drop_work(by=by, review_ids=ids, at=at)
    clients: Iterable[uuid.UUID] = sorted({row.episode.client_id for row in rows})
    record(by=by, verb="therapy.level_reviews_dropped", subject=None, clients=clients, detail={"reviews": len(rows)})


def _open(by: Actor, site: Site, wanted: Mapping[Episode, Want], at: dt.datetime) -> int:
    if not wanted:
        return 0
    rows = LevelReview.objects.bulk_create(
        LevelReview(episode=stay, due_on=want.due_on, opened_at=at, causes=want.causes, created_at=at)
        for stay, want in wanted.items()
    )
    owners = responsible([row.episode_id for row in rows], clock.local_date(at, site.time_zone))
    items = [due_item(row, row.episode.client_id, owners.get(row.episode_id), site) for row in rows]
    open_items(by=by, items=items)
    record(
        by=by, verb="therapy.level_reviews_found", subject=None, site_id=site.pk,
        clients=sorted({stay.client_id for stay in wanted}), detail={"reviews": len(rows)},
    )  # fmt: skip
    return len(rows)
