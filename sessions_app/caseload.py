"""Whom a colleague meets on the days they lead (the slot ``CASELOAD_ROSTERS``)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Q, QuerySet

from clients import guards
from iop.access.actors import Actor
from sessions_app.models import Attendance, SessionFacilitator


def people_of(staff_id: uuid.UUID, first: dt.date, last: dt.date) -> QuerySet[Attendance, Any]:
    """Name the clients on the rosters of days that a colleague leads a part of, from ``first`` to ``last``; not yet read."""
    led = SessionFacilitator.objects.filter(
        staff=staff_id, component__session__on__gte=first, component__session__on__lte=last
    )
    lines = Attendance.objects.on_roster().filter(session__in=led.order_by().values("component__session"))
    return lines.order_by().values("client")


def told(actor: Actor, at: dt.datetime) -> Q:
    """Say of which roster lines an actor may know more than the short name: everybody but restricted people.

    Of those, their care team, holders of ``CHART_RESTRICT``, a colleague in an emergency, and whoever leads a part of the
    day: a group must run, and its leader has to know who is new and who needs a word.
    """
    if actor.is_system:
        return Q()
    open_ones = guards.unguarded(actor, actor.site_ids, client="client", site="session__site", at=at)
    if actor.staff_id is None or open_ones == Q():
        return open_ones
    led = SessionFacilitator.objects.filter(staff=actor.staff_id).order_by().values("component__session")
    return open_ones | Q(client__in=guards.in_emergency(actor, at)) | Q(session__in=led)


def may_know(actor: Actor, line: Attendance, at: dt.datetime) -> bool:
    """Say whether an actor may open a person's part of a day; a statement only for restricted people (``told``)."""
    return not line.client.is_restricted or Attendance.objects.filter(told(actor, at), pk=line.pk).exists()


def untold(actor: Actor, session_id: uuid.UUID, at: dt.datetime) -> set[uuid.UUID]:
    """Name the restricted people on a roster of whom the actor knows the short name alone (one statement)."""
    lines = Attendance.objects.filter(session=session_id, client__is_restricted=True)
    return set(lines.exclude(pk__in=lines.filter(told(actor, at)).values("pk")).values_list("client_id", flat=True))
