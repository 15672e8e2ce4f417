"""The clinic's questions about early warnings."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission

M = TypeVar("M", bound=models.Model)


class EarlyWarningQuerySet(OfClientQuerySet[M]):
    """Early warnings."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor reads clinical notes; those about tests are for who reads test results."""
        rows = super().visible_to(actor, permission, at=at)
        if actor.is_system:
            return rows
        reads_tests = models.Q(episode__site__in=actor.sites_where(Permission.TESTS_VIEW))
        return rows.filter(reads_tests | ~models.Q(kind__startswith="test_"))

    def open(self) -> Self:
        """Keep those that nobody has answered and that have not passed."""
        return self.filter(ended_at__isnull=True)
