"""The clinic's questions about drug tests. Reading them is a right of its own: no other permission opens them."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet, OfEpisodeSpanQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.drug_tests import HAS_RESULT, TestStatus

M = TypeVar("M", bound=models.Model)


class TestPanelQuerySet(models.QuerySet[M]):
    """Panels."""

    def in_use(self) -> Self:
        """Keep those that may be ordered."""
        return self.filter(is_active=True)


class TestPlanQuerySet(OfEpisodeSpanQuerySet[M]):  # type: ignore[override]
    """Plans and exemptions, dated rows of a stay."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.TESTS_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor reads drug tests."""
        return super().visible_to(actor, permission, at=at)


class StandingPlans(models.Manager[M]):
    """Plans that stand. One withdrawn before it began holds on no day, so nobody meets it by accident."""

    def get_queryset(self) -> TestPlanQuerySet[M]:
        """Leave out those withdrawn before they began."""
        return TestPlanQuerySet(self.model, using=self._db).filter(withdrawn_at__isnull=True)


StandingPlanManager = StandingPlans.from_queryset(TestPlanQuerySet)


class DrugTestQuerySet(OfClientQuerySet[M]):
    """Orders, and what came of them."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.TESTS_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor reads drug tests; lists of whom to test ask for ``TESTS_COLLECT``."""
        return super().visible_to(actor, permission, at=at)

    def waiting(self) -> Self:
        """Keep orders for which no sample was collected yet, and which nobody has closed."""
        return self.filter(status=TestStatus.ORDERED)

    def with_result(self) -> Self:
        """Keep those with a result."""
        return self.filter(status__in=HAS_RESULT)


class TestResultQuerySet(OfClientQuerySet[M]):
    """Results."""

    site_path = "test__episode__site"
    client_path = "test__episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.TESTS_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor reads drug tests."""
        return super().visible_to(actor, permission, at=at)

    def standing(self) -> Self:
        """Leave out those that a correction has replaced."""
        return self.filter(corrected_by__isnull=True)
