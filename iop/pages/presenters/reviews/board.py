"""The review board: everything that waits for somebody, the most urgent first, with its reasons."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import CareTeamMembership, LevelOfCare, Placement
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core.words import Sentence
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.reviews.words import causes_of, due_words, first_words, week_words
from iop.pages.presenters.schedule.addresses import to
from therapy.actions.plans.owing import RESPONSIBLE, responsible
from therapy.choices.reviews import OPEN, ReviewStatus
from therapy.models import LevelReview
from therapy.review_proposals import Known, of_stays

ROWS_A_PAGE = 25
WEEK = dt.timedelta(days=7)
OVERDUE, SOON, LATER, COSIGN, ACT = "overdue", "week", "coming", "cosign", "act"
GROUPS: tuple[tuple[str, Sentence], ...] = (
    (OVERDUE, gettext_lazy("Overdue")),
    (SOON, gettext_lazy("Due this week")),
    (LATER, gettext_lazy("Coming")),
    (COSIGN, gettext_lazy("Waiting for co-signature")),
    (ACT, gettext_lazy("Decided, not yet put into effect")),
)
MOST_REASONS = 3


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown asks for everything."""

    state: str = ""
    whose: str = ""
    level: str = ""
    page: int = 1


def read_board(actor: Actor, site_id: uuid.UUID | None, asked: Asked, on: dt.date, at: dt.datetime) -> dict[str, Any]:
    """Give a page of the board with the numbers of all groups; statements do not grow with the rows."""
    state = asked.state if asked.state in dict(GROUPS) else ""
    rows = _asked_for(_waiting(actor, site_id, on, at), actor, asked, on)
    counted = dict(rows.order_by().values_list("group").annotate(Count("pk")))
    rows = rows.filter(group=state) if state else rows
    shown = Paginator(rows.order_by("rank", "due_on", "pk"), ROWS_A_PAGE).get_page(asked.page)
    reviews = list(shown)
    known = of_stays([row.episode for row in reviews], at) if reviews else {}
    owners = _owners(reviews, on)
    levels = LevelOfCare.objects.filter(is_active=True)
    kept = {"state": state, "whose": "mine" if asked.whose == "mine" else "", "level": asked.level}
    return {
        "groups": _grouped(
            _row(row, known[row.episode_id], owners, actor, on, is_one=site_id is not None) for row in reviews
        ),
        "states": [{"key": key, "label": label, "count": counted.get(key, 0)} for key, label in GROUPS],
        "total": sum(counted.values()),
        "state": state,
        "mine": asked.whose == "mine",
        "level": asked.level,
        "levels": [(level.key, level.short_name) for level in levels],
        "is_filtered": any(kept.values()),
        "says": _("Page %(now)d of %(all)d") % {"now": shown.number, "all": shown.paginator.num_pages},
        "earlier": _address(kept, shown.previous_page_number()) if shown.has_previous() else "",
        "later": _address(kept, shown.next_page_number()) if shown.has_next() else "",
    }


def _waiting(actor: Actor, site_id: uuid.UUID | None, on: dt.date, at: dt.datetime) -> Any:
    """Keep the reviews that wait for somebody, and say in which group each stands."""
    visible = LevelReview.objects.visible_to(actor, at=at)
    visible = visible.filter(episode__site=site_id) if site_id else visible
    acts = Q(pk__in=LevelReview.objects.to_act_on().values("pk"))
    newest = LevelReview.objects.signed().order_by("episode_id", "-signed_at").distinct("episode_id").values("pk")
    whens = [
        When(status=ReviewStatus.AWAITING, then=Value(COSIGN)),
        When(~Q(status__in=OPEN), then=Value(ACT)),
        When(due_on__lt=on, then=Value(OVERDUE)),
        When(due_on__lte=on + WEEK, then=Value(SOON)),
    ]
    ranks = [When(group=key, then=Value(number)) for number, (key, _label) in enumerate(GROUPS)]
    # Of several decisions of one stay only the newest waits: a newer one replaces an older one.
    return (
        visible.filter(Q(status__in=OPEN) | Q(status=ReviewStatus.AWAITING) | (acts & Q(pk__in=newest)))
        .annotate(group=Case(*whens, default=Value(LATER)))
        .annotate(rank=Case(*ranks, default=Value(9)))
        .select_related("episode__client", "episode__site", "signed_by", "handed_to", "chosen_level")
    )


def _asked_for(rows: Any, actor: Actor, asked: Asked, on: dt.date) -> Any:
    if asked.level:
        placed = Placement.objects.on(on).filter(level__key=asked.level)
        rows = rows.filter(episode__in=placed.values("episode"))
    if asked.whose == "mine":
        theirs = CareTeamMembership.objects.on(on).filter(staff=actor.staff_id, role__in=RESPONSIBLE).values("episode")
        me = actor.staff_id
        rows = rows.filter(
            Q(handed_to=me, status__in=OPEN)
            | Q(handed_to__isnull=True, status__in=OPEN, episode__in=theirs)
            | Q(signed_by=me)
            | Q(status=ReviewStatus.AWAITING, signed_by__supervisor=me)
        )
    return rows


def _owners(rows: Sequence[LevelReview], on: dt.date) -> dict[uuid.UUID, str]:
    """Name who is asked for each review (two statements)."""
    team = responsible([row.episode_id for row in rows], on)
    names = {row.pk: row.name for row in StaffMember.objects.filter(pk__in=set(team.values()))}
    found = {row.pk: names.get(team.get(row.episode_id), "") for row in rows}  # type: ignore[arg-type]
    found |= {row.pk: row.handed_to.name for row in rows if row.handed_to and row.status in OPEN}
    return found | {row.pk: row.signed_by.name for row in rows if row.signed_by}


def _row(
    row: LevelReview, known: Known, owners: dict[uuid.UUID, str], actor: Actor, on: dt.date, *, is_one: bool
) -> dict[str, Any]:  # fmt: skip
    week_tone, weeks = week_words(known.figures)
    what, why = first_words(known.proposals)
    if row.signed_at is not None:
        what, why = row.get_decision_display(), row.chosen_level.name if row.chosen_level else ""
    causes = list(dict.fromkeys(each["says"] for each in causes_of(row, actor, row.episode.site_id)))
    group: str = row.group  # type: ignore[attr-defined]
    tone, due = due_words(row.due_on, on) if row.status in OPEN else ("wait", str(row.get_status_display()))
    return {
        "group": group, "client": row.episode.client.name, "url": to("level_review")(row.pk), "site": "" if is_one else row.episode.site.name,
        "level": known.figures.level.name if known.figures.level else "–", "weeks": weeks, "week_tone": week_tone,
        "causes": causes[-MOST_REASONS:], "more": max(0, len(causes) - MOST_REASONS),
        "what": what, "why": why, "owner": owners.get(row.pk) or _("Clinical director"), "due": date_words(row.due_on),
        "tone": tone, "state": due, "is_begun": row.status == ReviewStatus.DRAFT,
    }  # fmt: skip


def _grouped(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["group"], []).append(row)
    return [{"key": key, "label": label, "rows": found[key]} for key, label in GROUPS if key in found]


def _address(kept: dict[str, str], page: int) -> str:
    return f"?{urlencode({**{key: value for key, value in kept.items() if value}, 'page': page})}"
