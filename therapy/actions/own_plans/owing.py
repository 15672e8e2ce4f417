"""Plans that should be looked at again, as work of the client's own counselor."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from therapy.actions.owners import DIRECTORS, owners_of
from therapy.choices.own_plans import SAFETY_PLAN_OF, OwnPlanKind
from therapy.models import OwnPlan


@transaction.atomic
def owe_reviews(*, by: Actor, at: dt.datetime) -> int:
    """Put safety plans of people in treatment whose review day has come on the work lists; say how many items were new.

    A relapse-prevention plan's day shows on its page alone. Statements do not grow with the plans.
    Source: documentation.md §7 (review every 30–90 days while risk persists).
    """
    # One day ahead of the latest calendar date anywhere; the site's own date decides below.
    latest = clock.local_date(at, "UTC") + dt.timedelta(days=1)
    asked = OwnPlan.objects.filter(kind=OwnPlanKind.SAFETY, review_on__lte=latest).values_list("client_id", flat=True)
    episodes = {
        row.client_id: row for row in Episode.objects.admitted().filter(client__in=asked).select_related("site")
    }
    plans = OwnPlan.objects.filter(kept_at__isnull=False).in_use(episodes, OwnPlanKind.SAFETY)
    due = [
        (episodes[plan.client_id], plan.review_on)
        for plan in plans
        if plan.review_on and plan.review_on <= clock.local_date(at, episodes[plan.client_id].site.time_zone)
    ]
    owners = owners_of([episode.pk for episode, _ in due], latest - dt.timedelta(days=1))
    return open_items(by=by, items=[_item(episode, day, owners.get(episode.pk)) for episode, day in due])


def _item(episode: Episode, review_on: dt.date, owner: uuid.UUID | None) -> NewItem:
    _, due_at = clock.day_bounds(review_on, episode.site.time_zone)
    return NewItem(
        kind=WorkKind.SAFETY_PLAN, site_id=episode.site_id, subject=(SAFETY_PLAN_OF, episode.client_id),
        summary=say("Go through the safety plan together again."), due_at=due_at,
        dedupe_key=f"safety_plan:{episode.client_id}", assignee_id=owner, role_key="" if owner else DIRECTORS,
        client_id=episode.client_id,
    )  # fmt: skip
