"""Seeing which stays reached a limit, once each time; and the work that a limit asks for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from iop.audit.recorder import record
from iop.work.actions import NewItem, drop_many, open_items
from iop.work.choices import WorkKind
from sessions_app.absence_choices import Consequence, StepOwner
from sessions_app.actions.absence.cases import counselors_of
from sessions_app.actions.absence.stepping import LIMIT
from sessions_app.models import AbsenceLimit, LimitReached
from sessions_app.rules.absence import Count, Limit

if TYPE_CHECKING:
    from sessions_app.actions.absence.watching import Looked

SOON = dt.timedelta(days=3)
OWN_WORK = frozenset({Consequence.TALK, Consequence.PLAN, Consequence.LETTER})
"""What asks for a step of its own; a review is opened by the review's own watch (``clients.review_causes``)."""
Key = tuple[uuid.UUID, Limit]


def see(looked: Looked) -> int:
    """Write down limits newly reached, with their work; and let go of those whose count has fallen below. Says how many are new."""
    reached = {
        (pk, count.limit): count for pk, one in looked.standing.items() for count in one.counts if count.is_reached
    }
    rows = LimitReached.objects.standing().filter(episode__site=looked.site).select_related("limit", "episode")
    standing = {(row.episode_id, _plain(row.limit)): row for row in rows}
    _let_go([row for key, row in standing.items() if key not in reached], looked)
    new = {key: count for key, count in reached.items() if key not in standing}
    return _reach(new, looked)


def _reach(new: dict[Key, Count], looked: Looked) -> int:
    rows = LimitReached.objects.bulk_create(
        LimitReached(
            episode_id=pk, limit=_row_of(looked, pk, limit), line_id=count.days[-1].line_id, counted=count.number,
            reached_at=looked.at, created_at=looked.at,
        )
        for (pk, limit), count in new.items()
    )  # fmt: skip
    if rows:
        record(
            by=looked.by, verb="sessions.absence_limits_reached", subject=None, site_id=looked.site.pk,
            clients=[looked.stays[row.episode_id].client_id for row in rows], detail={"limits": len(rows)},
        )  # fmt: skip
    asking = [row for row in rows if row.limit.consequence in OWN_WORK]
    counselors = counselors_of({row.episode_id for row in asking}, looked.on)
    open_items(by=looked.by, items=[_item(row, counselors.get(row.episode_id), looked) for row in asking])
    return len(rows)


def _let_go(rows: Sequence[LimitReached], looked: Looked) -> None:
    if rows:
        ids = [row.pk for row in rows]
        LimitReached.objects.filter(pk__in=ids).update(ended_at=looked.at)
        drop_many(by=looked.by, subject_kind=LIMIT, subject_ids=ids, at=looked.at)


def _item(row: LimitReached, staff_id: uuid.UUID | None, looked: Looked) -> NewItem:
    return NewItem(
        kind=WorkKind.ABSENCE_STEP, site_id=looked.site.pk, subject=(LIMIT, row.pk),
        summary=Consequence(row.limit.consequence).label, due_at=looked.at + SOON, dedupe_key=f"absence_limit:{row.pk}",
        assignee_id=staff_id, role_key="" if staff_id else StepOwner.CASE_MANAGER,
        client_id=looked.stays[row.episode_id].client_id,
    )  # fmt: skip


def _row_of(looked: Looked, episode_id: uuid.UUID, limit: Limit) -> AbsenceLimit:
    return next(row for row in looked.policies[episode_id].limits.all() if _plain(row) == limit)


def _plain(row: AbsenceLimit) -> Limit:
    return Limit(row.kind, row.misses, row.weeks, row.consequence)
