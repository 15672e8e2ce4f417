"""The clinic's questions about treatment plans."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.plans import PlanStatus

M = TypeVar("M", bound=models.Model)


class PlanQuerySet(OfClientQuerySet[M]):
    """Treatment plans, one row a version."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the plans of sites where the actor reads clinical notes; drafts are for those who write plans there."""
        if actor.is_system:
            return self
        writes = models.Q(episode__site__in=actor.sites_where(Permission.PLAN_WRITE))
        return super().visible_to(actor, permission, at=at).filter(models.Q(signed_at__isnull=False) | writes)

    def drafts(self) -> Self:
        """Keep those not signed yet."""
        return self.filter(status=PlanStatus.DRAFT)

    def active(self) -> Self:
        """Keep those in force."""
        return self.filter(status=PlanStatus.ACTIVE)

    def with_review_due(self) -> Self:
        """Know each plan's next day of review: what its newest signed review says, or else the plan itself.

        A change of the level of care brings it forward, until the plan has been reviewed or replaced since it was decided.
        """
        reviews = apps.get_model("therapy", "PlanReview").objects
        newest = reviews.filter(plan=OuterRef("pk"), signed_at__isnull=False).order_by("-held_on", "-signed_at")
        changes = apps.get_model("therapy", "Transition").objects.standing()
        brought_forward = changes.filter(
            episode=OuterRef("episode"), plan_review_on__isnull=False, decided_at__gt=OuterRef("looked_at")
        )
        return self.annotate(
            looked_at=Coalesce(Subquery(newest.values("signed_at")[:1]), F("signed_at")),
            review_due=Least(
                Coalesce(Subquery(newest.values("next_review_on")[:1]), F("review_on")),
                Subquery(brought_forward.order_by("plan_review_on").values("plan_review_on")[:1]),
            ),
        )


class OfPlanQuerySet(OfClientQuerySet[M]):
    """Rows of a plan."""

    site_path = "plan__episode__site"
    client_path = "plan__episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the rows of plans whose clients' clinical notes the actor reads."""
        return super().visible_to(actor, permission, at=at)


class ThreadQuerySet(OfClientQuerySet[M]):
    """Objectives over all versions of a plan."""

    site_path = "episode__site"
    client_path = "episode__client"


class MarkQuerySet(OfClientQuerySet[M]):
    """What notes and reviews said of objectives."""

    site_path = "thread__episode__site"
    client_path = "thread__episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the marks of clients whose clinical notes the actor reads."""
        return super().visible_to(actor, permission, at=at)

    def signed(self) -> Self:
        """Keep those of signed notes and reviews that do not stand in a wrong chart."""
        return self.filter(
            models.Q(note__signed_at__isnull=False, note__error__isnull=True)
            | models.Q(line__note__signed_at__isnull=False, line__error__isnull=True)
            | models.Q(review__signed_at__isnull=False)
        )
