"""The clinic's questions about groups outside a stay. Who comes is reached through ``visible_to``, as everything about a client."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from clients import guards
from clients.choices import ConsentKind, EpisodeStatus
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.querysets import SpanQuerySet
from scheduling.querysets import OfSiteQuerySet
from sessions_app.group_choices import MeetingStatus, MemberStatus

M = TypeVar("M", bound=models.Model)


class GroupQuerySet(SpanQuerySet[M], OfSiteQuerySet[M]):  # type: ignore[override]
    """Groups outside a stay."""


class MeetingQuerySet(OfSiteQuerySet[M]):
    """Their meetings."""

    site_path = "group__site"

    def standing(self) -> Self:
        """Leave out the cancelled ones."""
        return self.exclude(status=MeetingStatus.CANCELLED)

    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Keep those that begin in the half-open range of instants."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class OfGroupMemberQuerySet(models.QuerySet[M]):
    """Rows about somebody who comes: a client, or a relative who is nobody's chart."""

    client_path = "client"
    person_path = "person"
    site_path = "group__site"

    def visible_to(
        self, actor: Actor, permission: str = Permission.CLIENT_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep relatives at the actor's sites, and the clients within their reach.

        Caseloads are not looked at: nobody's caseload holds people whose stay has ended.
        """
        if actor.is_system:
            return self
        relatives = Q(**{f"{self.person_path}__isnull": False, f"{self.site_path}__in": actor.sites_where(permission)})
        clients = Q(**{f"{self.client_path}__isnull": False}) & guards.within_reach(
            actor, permission, client=self.client_path, site=self.site_path, at=at, caseload=False
        )
        return self.filter(relatives | clients)


class MemberQuerySet(OfGroupMemberQuerySet[M]):
    """People on a group's list."""

    def on_list(self) -> Self:
        """Keep those who have a place."""
        return self.filter(status=MemberStatus.MEMBER)

    def waiting(self) -> Self:
        """Keep those who wait for a place, in their order."""
        return self.filter(status=MemberStatus.WAITING).order_by("created_at", "pk")

    def on(self, day: dt.date) -> Self:
        """Keep those who had a place on ``day``."""
        began = Q(joined_on__isnull=False, joined_on__lte=day)
        return self.filter(began & (Q(left_on__isnull=True) | Q(left_on__gt=day)))

    def agreed(self, on: dt.date) -> Self:
        """Keep those whom the group may still know of: relatives, people in treatment, and who agreed to contact afterwards.

        A consent taken back is seen by the next question asked, before any background work runs.
        """
        return self.filter(_may_be_known(on))

    def not_agreed(self, on: dt.date) -> Self:
        """Keep those whose agreement has ended."""
        return self.exclude(_may_be_known(on))


class OpenAttendanceQuerySet(OfGroupMemberQuerySet[M]):
    """Who came to a meeting."""

    client_path = "member__client"
    person_path = "member__person"
    site_path = "meeting__group__site"


def _may_be_known(on: dt.date) -> Q:
    episodes: Any = apps.get_model("clients", "Episode").objects
    consents: Any = apps.get_model("clients", "Consent").objects
    in_treatment = episodes.filter(client=OuterRef("client"), status=EpisodeStatus.ADMITTED)
    agreed = consents.standing(on).filter(client=OuterRef("client"), kind=ConsentKind.ALUMNI)
    return Q(person__isnull=False) | Q(Exists(in_treatment)) | Q(Exists(agreed))
