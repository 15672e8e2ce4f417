"""Which rows a caller reaches where the table knows a client or a site but no scope of its own, and rows about nobody yet."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.exits import client_of
from iop.api.resources import Resource
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.errors import NotAllowed
from iop.core.words import say
from scheduling.models import Track

M = TypeVar("M", bound=models.Model)
FOR_COLLEAGUES = say("This is laid out for a colleague who is signed in; a program does not get it.")


def sites(actor: Actor) -> models.QuerySet[Site]:
    """Give the sites at which the caller holds anything at all."""
    return Site.objects.filter(pk__in=actor.site_ids)


def tracks(actor: Actor) -> models.QuerySet[Track]:
    """Give the tracks of sites at which the caller holds anything: whoever takes calls names one without its schedule."""
    return Track.objects.filter(program__site__in=actor.site_ids)


def of_charts(rows: models.QuerySet[M], actor: Actor, *permissions: str, path: str = "client") -> models.QuerySet[M]:
    """Keep the rows of charts within reach by one of ``permissions`` (opening charts, when none is named).

    Rows of a chart that another absorbed belong to that one.
    """
    wanted = Q()
    for permission in permissions or (Permission.CLIENT_VIEW,):
        seen = Client.objects.visible_to(actor, permission).values("pk")
        wanted |= Q(**{f"{path}__in": seen}) | Q(**{f"{path}__merged_into__in": seen})
    return rows.filter(wanted)


def holding(actor: Actor, permissions: Iterable[str], *, client: str = "client") -> Exists:
    """Say whether the caller holds one of ``permissions`` at a site where the row's client is or was in care."""
    theirs = frozenset().union(*(actor.sites_where(permission) for permission in permissions))
    return Exists(Episode.objects.filter(client=OuterRef(client), site__in=theirs))


def where(*permissions: str) -> Callable[[Actor], models.QuerySet[Site]]:
    """Give what reads the sites where the caller holds one of ``permissions``."""
    return lambda actor: Site.objects.filter(
        pk__in=frozenset[uuid.UUID]().union(*(actor.sites_where(each) for each in permissions))
    )


def for_colleagues(view: Resource) -> None:
    """Refuse an integration what is laid out for a colleague's eyes alone. Raises ``NotAllowed``."""
    if view.key is not None:
        raise NotAllowed(FOR_COLLEAGUES)


def stays_inside(view: Resource) -> bool:
    """Say whether what is read stays within the program: with staff, or with a party that serves it by agreement."""
    return view.key is None or view.serving is not None


def reads_drafts(view: Resource) -> bool:
    """Say whether drafts may be shown at all: to colleagues, in their browser or through an app that stays inside.

    Which drafts, their query sets decide. A program that calls for itself writes no clinical words and reads none that nobody
    has signed; on a consent nothing leaves that is not signed.
    """
    return view.actor.staff_id is not None and stays_inside(view)


class InHouse(Resource):
    """What is the program's own and no part of what a client's consent opens: registers, consents, guarded charts.

    It is read by staff, and by integrations that serve the program by agreement; by nobody on a consent.
    """

    def require_colleague(self) -> None:
        """Refuse an integration what is laid out for a colleague's eyes before it leaves. Raises ``NotAllowed``."""
        for_colleagues(self)

    def open_rows(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Give nothing to a party that does not serve the program."""
        if self.key is not None and self.serving is None:
            return queryset.none()
        return super().open_rows(queryset)


class MayBeNobodys(InHouse):
    """Rows that may be about a client, and may be about nobody who has a chart: a first call, an incident in the hall.

    A row without a client is no disclosure about a client; that it was read is an event all the same.
    """

    @transaction.atomic
    def exit(self, rows: Iterable[Any], *, kind: type[Resource] | None = None) -> Any:
        """Turn rows into an answer, in their order; those about clients pass the gate."""
        if kind is not None or self.client_path is None:
            return super().exit(rows, kind=kind)
        path = self.client_path
        read = [*rows]
        named = [row for row in read if client_of(row, path) is not None]
        nameless = [row for row in read if client_of(row, path) is None]
        told = {str(drawn["id"]): drawn for drawn in super().exit(named)}
        if nameless:
            told |= {str(drawn["id"]): drawn for drawn in self._drawn(nameless, None)}
            record(
                by=self.actor, verb=f"api.{self.event_name}_read", subject=None,
                detail={"count": len(nameless), "about_nobody": True},
            )  # fmt: skip
            self.way_out.was_read = True
        return [told[str(row.pk)] for row in read if str(row.pk) in told]
