"""The clinic's questions about clients. Everything client-bearing is reached through ``visible_to``."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from clients.choices import EpisodeStatus
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.querysets import SpanQuerySet

M = TypeVar("M", bound=models.Model)


class ClientQuerySet(models.QuerySet[M]):
    """Clients."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.CLIENT_VIEW
    ) -> Self:
        """Keep the clients who have an episode at a site where the actor holds ``permission`` (need to know)."""
        if actor.is_system:
            return self
        episode = self.model._meta.get_field("episodes").related_model
        at_their_sites = episode.objects.filter(
            client=OuterRef("pk"), site__in=actor.sites_where(permission)
        )
        return self.filter(Exists(at_their_sites))

    def in_treatment(self) -> Self:
        """Keep the clients with an episode under way."""
        episode = self.model._meta.get_field("episodes").related_model
        return self.filter(
            Exists(
                episode.objects.filter(
                    client=OuterRef("pk"), status=EpisodeStatus.ADMITTED
                )
            )
        )


class OfClientQuerySet(models.QuerySet[M]):
    """For rows that point to a client through ``client_path`` and to a site through ``site_path``."""

    site_path = "site"

    def visible_to(
        self, actor: Actor, permission: str = Permission.CLIENT_VIEW
    ) -> Self:
        """Keep the rows of sites where the actor holds ``permission``."""
        if actor.is_system:
            return self
        return self.filter(**{f"{self.site_path}__in": actor.sites_where(permission)})


class EpisodeQuerySet(OfClientQuerySet[M]):
    """Episodes of care."""

    def admitted(self) -> Self:
        """Keep those under way."""
        return self.filter(status=EpisodeStatus.ADMITTED)

    def admitted_on(self, day: dt.date) -> Self:
        """Keep those that held on ``day``, whether or not they have ended since."""
        return self.filter(
            Q(discharged_on__isnull=True) | Q(discharged_on__gte=day),
            admitted_on__lte=day,
            admitted_on__isnull=False,
        )


class OfEpisodeSpanQuerySet(SpanQuerySet[M], OfClientQuerySet[M]):
    """Dated rows of an episode."""

    site_path = "episode__site"
