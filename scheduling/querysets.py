"""The clinic's questions about when and where."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.querysets import SpanQuerySet
from scheduling.choices import LONGEST_BUSY, AppointmentStatus, WaitStatus

M = TypeVar("M", bound=models.Model)


class OfSiteQuerySet(models.QuerySet[M]):
    """For rows of a site that bear no client: tracks, rooms, templates."""

    site_path = "site"

    def at_sites_of(self, actor: Actor, permission: str = Permission.SESSION_VIEW) -> Self:
        """Keep the rows of sites where the actor holds ``permission``."""
        if actor.is_system:
            return self
        return self.filter(**{f"{self.site_path}__in": actor.sites_where(permission)})


class TrackQuerySet(OfSiteQuerySet[M]):
    """Tracks."""

    site_path = "program__site"


class TemplateQuerySet(models.QuerySet[M]):
    """Weekly templates: versions with a date from which they hold."""

    def on(self, day: dt.date) -> Self:
        """Keep, of each track, the versions already valid on ``day``; the newest first is the one that holds."""
        return self.filter(valid_from__lte=day).order_by("track_id", "-valid_from")

    def holding(self, day: dt.date) -> Self:
        """Keep, of each track, the one version that holds on ``day``."""
        return self.on(day).distinct("track_id")


class EnrolmentQuerySet(SpanQuerySet[M], OfClientQuerySet[M]):  # type: ignore[override]
    """Enrolments."""

    site_path = "episode__site"

    def standing(self) -> Self:
        """Leave out those withdrawn before they began."""
        return self.filter(withdrawn_at__isnull=True)


class WaitlistQuerySet(OfClientQuerySet[M]):
    """People waiting for a seat."""

    site_path = "track__program__site"

    def waiting(self) -> Self:
        """Keep those still waiting, in their order."""
        return self.filter(status=WaitStatus.WAITING).order_by("position", "created_at")


class HoldQuerySet(OfClientQuerySet[M]):
    """Seats kept for people who are not admitted yet."""

    site_path = "inquiry__site"

    def standing(self) -> Self:
        """Keep those nobody has ended yet, whether or not their time is up."""
        return self.filter(ended_at__isnull=True)

    def live(self, at: dt.datetime) -> Self:
        """Keep those that hold a seat at ``at``: not ended, and their time is not up."""
        return self.standing().filter(expires_at__gt=at)

    def lapsed(self, at: dt.datetime) -> Self:
        """Keep those whose time is up and that nobody has ended yet."""
        return self.standing().filter(expires_at__lte=at)


class BusyQuerySet(models.QuerySet[M]):
    """Busy times."""

    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Keep the rows that touch the half-open range of instants.

        No row is longer than ``LONGEST_BUSY`` (a constraint), so the index on the start is read over two days, not years.
        """
        return self.filter(starts_at__lt=end, starts_at__gt=start - LONGEST_BUSY, ends_at__gt=start)


class AppointmentQuerySet(OfClientQuerySet[M]):
    """Appointments."""

    def standing(self) -> Self:
        """Leave out the cancelled ones."""
        return self.filter(~Q(status=AppointmentStatus.CANCELLED))

    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Keep those that begin in the half-open range of instants."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class ParticipantQuerySet(OfClientQuerySet[M]):
    """People invited to appointments of clients."""

    site_path = "appointment__site"
    client_path = "appointment__client"

    def standing(self) -> Self:
        """Leave out those who are no longer invited."""
        return self.filter(uninvited_at__isnull=True)


class CommitmentQuerySet(SpanQuerySet[M]):
    """When clients cannot. They are the client's, whichever site."""

    def visible_to(self, actor: Actor, permission: str = Permission.CLIENT_VIEW) -> Self:
        """Keep those of clients whom the actor may see."""
        if actor.is_system:
            return self
        clients: Any = apps.get_model("clients", "Client")
        return self.filter(client__in=clients.objects.visible_to(actor, permission))

    def standing(self) -> Self:
        """Leave out those entered by mistake."""
        return self.filter(withdrawn_at__isnull=True)
