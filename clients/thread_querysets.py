"""Questions about what clients and their care team write to each other."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from clients import guards
from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission

if TYPE_CHECKING:
    from clients.models.threads import Thread, ThreadMessage  # noqa: F401


class ClientThreadQuerySet(OfClientQuerySet["Thread"]):
    """Threads."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.THREAD_ANSWER, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the threads of sites where the actor answers messages, of people within their reach (``clients.guards``)."""
        return super().visible_to(actor, permission, at=at)

    def open(self) -> Self:
        """Keep what is not closed."""
        return self.filter(closed_at__isnull=True)

    def waiting(self) -> Self:
        """Keep what a client wrote and nobody has answered."""
        return self.filter(waits_since__isnull=False)

    def nobodys(self) -> Self:
        """Keep what no colleague has taken."""
        return self.filter(assigned_to__isnull=True)

    def for_colleague(self, actor: Actor, at: dt.datetime) -> Self:
        """Keep what the actor has taken, and what nobody has of the people on whose care team they are."""
        own_people = Q(client__in=guards.on_care_team(actor, at), assigned_to__isnull=True)
        return self.filter(Q(assigned_to=actor.staff_id) | own_people)

    def longest_waiting_first(self) -> Self:
        """Put what waits first, the longest first; then the newest."""
        return self.order_by(F("waits_since").asc(nulls_last=True), "-last_at", "pk")

    def with_read_marks(self) -> Self:
        """Add until when the client has read (``client_read``) and until when any colleague has (``team_read``)."""
        reads = apps.get_model("clients", "ThreadRead").objects.filter(thread=OuterRef("pk"))
        theirs = reads.filter(staff__isnull=True).values("at")
        team = reads.filter(staff__isnull=False).order_by("-at").values("at")
        return self.annotate(client_read=Subquery(theirs[:1]), team_read=Subquery(team[:1]))

    def with_unread(self) -> Self:
        """Add how many messages of the team the client has not read (``unread``)."""
        message = apps.get_model("clients", "ThreadMessage")
        new = message.objects.unread_by_client().filter(thread=OuterRef("pk")).order_by().values("thread")
        number = new.annotate(number=models.Count("pk")).values("number")
        return self.annotate(unread=Subquery(number))


class ThreadMessageQuerySet(models.QuerySet["ThreadMessage"]):
    """Messages of threads."""

    def unread_by_client(self) -> Self:
        """Keep what the team wrote and the client has not read."""
        reads = apps.get_model("clients", "ThreadRead").objects
        seen = reads.filter(thread=OuterRef("thread"), staff__isnull=True, at__gte=OuterRef("sent_at"))
        return self.filter(~Exists(seen), by_client=False)

    def of_client(self, client_id: uuid.UUID) -> Self:
        """Keep the messages of one client's threads."""
        return self.filter(thread__client=client_id)
