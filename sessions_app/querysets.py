"""The clinic's questions about treatment days."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from sessions_app.choices import ATTENDED, AttendanceStatus, SessionStatus

M = TypeVar("M", bound=models.Model)


class SessionQuerySet(models.QuerySet[M]):
    """Treatment days."""

    def visible_to(self, actor: Actor, permission: str = Permission.SESSION_VIEW) -> Self:
        """Keep the days of sites where the actor holds ``permission``."""
        if actor.is_system:
            return self
        return self.filter(site__in=actor.sites_where(permission))

    def standing(self) -> Self:
        """Leave out the cancelled ones."""
        return self.exclude(status=SessionStatus.CANCELLED)

    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Keep those that begin in the half-open range of instants."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class AttendanceQuerySet(OfClientQuerySet[M]):
    """Lines of rosters."""

    site_path = "session__site"

    def on_roster(self) -> Self:
        """Leave out those taken off."""
        return self.exclude(status=AttendanceStatus.REMOVED)

    def attended(self) -> Self:
        """Keep those who were there for some of it."""
        return self.filter(status__in=ATTENDED)


class OfAttendanceQuerySet(OfClientQuerySet[M]):
    """Rows that belong to a roster line."""

    site_path = "attendance__session__site"
    client_path = "attendance__client"


class OfReportQuerySet(OfClientQuerySet[M]):
    """Lines of a self-report."""

    site_path = "report__attendance__session__site"
    client_path = "report__attendance__client"


class AbsenceCaseQuerySet(OfClientQuerySet[M]):
    """Following up missed days."""

    site_path = "episode__site"
    client_path = "episode__client"

    def open(self) -> Self:
        """Keep those under way."""
        return self.filter(closed_at__isnull=True)


class LimitReachedQuerySet(OfClientQuerySet[M]):
    """Limits of missed days that a stay reached."""

    site_path = "episode__site"
    client_path = "episode__client"

    def standing(self) -> Self:
        """Keep those whose count has not fallen below again."""
        return self.filter(ended_at__isnull=True)

    def unsettled(self) -> Self:
        """Keep those about which nothing has been written down yet."""
        return self.standing().filter(settled_at__isnull=True)
