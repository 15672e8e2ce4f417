"""The clinic's questions about plans a client owns, aftercare and discharge summaries."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from clients.models import CareTeamMembership, Client
from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from therapy.choices.notes import NoteStatus
from therapy.choices.own_plans import OwnPlanKind, SeenBy

M = TypeVar("M", bound=models.Model)


def whoever_helps(actor: Actor, at: dt.datetime | None = None) -> models.QuerySet[Client]:
    """Clients whose safety plan the actor may read: notes, or concerns about safety, at one of their sites."""
    reads = Client.objects.visible_to(actor, Permission.NOTE_VIEW, at=at)
    helps = Client.objects.visible_to(actor, Permission.CONCERN_RAISE, at=at)
    return Client.objects.filter(Q(pk__in=reads.order_by().values("pk")) | Q(pk__in=helps.order_by().values("pk")))


class OwnPlanQuerySet(models.QuerySet[M]):
    """Safety and relapse-prevention plans."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep safety plans for whoever may have to help, and relapse plans for those the client wants to read them.

        ``permission`` is what a relapse plan asks; one that is for the care team alone is there for its members and for
        whoever kept its newest version.
        """
        if actor.is_system:
            return self
        reads = Client.objects.visible_to(actor, permission, at=at).order_by().values("pk")
        safety = Q(kind=OwnPlanKind.SAFETY, client__in=whoever_helps(actor, at).order_by().values("pk"))
        relapse = Q(kind=OwnPlanKind.RELAPSE, client__in=reads) & (
            ~Q(seen_by=SeenBy.CARE_TEAM) | Q(Exists(_membership(actor, at))) | Q(kept_by=actor.staff_id)
        )
        return self.filter(safety | relapse)

    def in_use(self, client_ids: Iterable[uuid.UUID], kind: str | None = None) -> Self:
        """Keep for each client and kind the plan whose version was kept last; begun ones when none was kept."""
        rows = self.filter(client__in=list(client_ids))
        rows = rows.filter(kind=kind) if kind else rows
        return rows.order_by("client_id", "kind", F("kept_at").desc(nulls_last=True), "-created_at").distinct(
            "client_id", "kind"
        )


class OwnPlanVersionQuerySet(models.QuerySet[M]):
    """Kept versions."""

    def newest(self, plan_ids: Iterable[uuid.UUID]) -> Self:
        """Keep the newest version of each plan."""
        return self.filter(plan__in=list(plan_ids)).order_by("plan_id", "-number").distinct("plan_id")


class OfEpisodeQuerySet(OfClientQuerySet[M]):
    """Aftercare plans."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor reads clinical notes, of people within their reach."""
        return super().visible_to(actor, permission, at=at)


class SummaryQuerySet(OfEpisodeQuerySet[M]):
    """Discharge summaries."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """As above; drafts are for those who write or co-sign there."""
        if actor.is_system:
            return self
        writes = {*actor.sites_where(Permission.NOTE_WRITE), *actor.sites_where(Permission.NOTE_COSIGN)}
        mine = Q(signed_at__isnull=False) | Q(episode__site__in=writes)
        return super().visible_to(actor, permission, at=at).filter(mine)

    def drafts(self) -> Self:
        """Keep those not signed yet."""
        return self.filter(status=NoteStatus.DRAFT)

    def signed(self) -> Self:
        """Keep those with their author's signature, co-signed or not."""
        return self.filter(signed_at__isnull=False)


def _membership(actor: Actor, at: dt.datetime | None) -> models.QuerySet[Any]:
    # Membership is by date; one day of doubt at midnight in another zone harms nobody here.
    day = clock.local_date(at or clock.now(), "UTC")
    held = CareTeamMembership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), staff=actor.staff_id, episode__client=OuterRef("client")
    )
    return held.filter(starts_on__lte=day + dt.timedelta(days=1))
