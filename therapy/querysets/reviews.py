"""The clinic's questions about reviews of the level of care."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.reviews import DECIDED, OPEN, ReviewDecision, ReviewStatus

M = TypeVar("M", bound=models.Model)


class LevelReviewQuerySet(OfClientQuerySet[M]):
    """Reviews of the level of care."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the reviews of sites where the actor reads clinical notes."""
        return super().visible_to(actor, permission, at=at)

    def open(self) -> Self:
        """Keep those still to be decided."""
        return self.filter(status__in=OPEN)

    def signed(self) -> Self:
        """Keep those with a reviewer's signature, co-signed or not."""
        return self.filter(signed_at__isnull=False)

    def decided(self) -> Self:
        """Keep those signed by everybody they wait for."""
        return self.filter(status__in=DECIDED)

    def awaiting(self) -> Self:
        """Keep those that wait for a supervisor."""
        return self.filter(status=ReviewStatus.AWAITING)

    def to_act_on(self) -> Self:
        """Keep those decided, not yet acted on, whose decision asks for something, of stays that go on."""
        return (
            self.decided()
            .exclude(decision=ReviewDecision.CONTINUE)
            .filter(acted_at__isnull=True, episode__discharged_on__isnull=True)
        )


class OfReviewQuerySet(OfClientQuerySet[M]):
    """What belongs to a review."""

    site_path = "review__episode__site"
    client_path = "review__episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep what belongs to clients whose clinical notes the actor reads."""
        return super().visible_to(actor, permission, at=at)
