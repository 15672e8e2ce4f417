"""The clinic's questions about measures given."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.measures import OPEN, ResponseStatus

M = TypeVar("M", bound=models.Model)


class _Measures(OfClientQuerySet[M]):
    def visible_to(
        self, actor: Actor, permission: str = Permission.MEASURES_GIVE, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep what is of sites where the actor gives measures, of people within their reach."""
        return super().visible_to(actor, permission, at=at)


class AssignmentQuerySet(_Measures[M]):
    """Questionnaires that are, or were, due."""

    site_path = "episode__site"
    client_path = "episode__client"

    def open(self) -> Self:
        """Keep those not answered, skipped or expired."""
        return self.filter(status__in=sorted(OPEN))

    def due_by(self, day: dt.date) -> Self:
        """Keep the open ones due on a day or before."""
        return self.open().filter(due_on__lte=day)


class ResponseQuerySet(_Measures[M]):
    """Answers to questionnaires."""

    site_path = "episode__site"
    client_path = "episode__client"

    def valid(self) -> Self:
        """Leave out what was entered in error."""
        return self.filter(entered_in_error_at__isnull=True)

    def scored(self) -> Self:
        """Keep finished answers that count, oldest first."""
        return self.valid().filter(status=ResponseStatus.COMPLETE).order_by("completed_at", "pk")


class AlertQuerySet(_Measures[M]):
    """Answers that alarmed."""

    site_path = "response__episode__site"
    client_path = "response__episode__client"

    def unanswered(self) -> Self:
        """Keep those that nobody has acknowledged."""
        return self.filter(acknowledged_at__isnull=True)
