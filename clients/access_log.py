"""Who opened a client's chart: read from the audit record, which cannot be changed.

For "who opened my chart" (the client's own right to know, 42 CFR 2.23 and 45 CFR 164.528 in spirit) and for the privacy
officer. Openings in an emergency carry their reason's id, so that a page can say so.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clients.models import Client, EmergencyAccess
from iop.audit.choices import ActorKind
from iop.audit.models import AuditEvent
from iop.clinic.models import StaffMember
from iop.core.words import Sentence, say

PAGE = 50
OPENED: Mapping[str, Sentence] = {
    "clients.chart_opened": say("Opened the chart"),
    "clients.chart_printed": say("Laid a part out for paper"),
    "clients.emergency_opened": say("Opened in an emergency"),
}
"""Verbs by which a chart was looked into. Changes of the record are in the audit viewer."""

Position = tuple[dt.datetime, int]


@dataclass(frozen=True)
class Opening:
    """One look into a chart. ``in_emergency`` says that it was opened past the usual bounds at that time."""

    event_id: int
    at: dt.datetime
    actor_kind: str
    staff_id: uuid.UUID | None
    name: str
    what: Sentence
    verb: str
    site_id: uuid.UUID | None
    in_emergency: bool


@dataclass(frozen=True)
class Openings:
    """A page of openings, the newest first; ``after`` asks for the page that follows, none when this is the last."""

    rows: Sequence[Opening]
    after: Position | None


def openings(
    client: Client,
    since: dt.datetime | None,
    until: dt.datetime | None,
    *,
    after: Position | None = None,
    size: int = PAGE,
) -> Openings:
    """Give who opened a chart from ``since`` to before ``until`` (none is open): four statements, whatever the number of rows.

    A chart that absorbed another tells of both. ``after`` is the ``Openings.after`` of the page before.
    """
    charts = charts_of(client)
    found = (
        AuditEvent.objects.filter(subjects__client_id__in=charts, verb__in=list(OPENED))
        .between(since, until)
        .newest_first(before=after)
        .distinct()
    )
    events = list(found[: size + 1])
    page = events[:size]
    names = _names(page)
    emergencies = list(
        EmergencyAccess.objects.filter(client__in=charts).values_list("staff_id", "starts_at", "ends_at")
    )
    rows = [_opening(event, names, emergencies) for event in page]
    return Openings(rows=rows, after=(page[-1].at, page[-1].pk) if len(events) > size else None)


def charts_of(client: Client) -> list[uuid.UUID]:
    """Name a chart and those it has absorbed; no statement when ``client.absorbed_ids`` were read with it."""
    known = getattr(client, "absorbed_ids", None)
    if known is None:
        known = Client.objects.filter(merged_into=client.pk).values_list("pk", flat=True)
    return [client.pk, *known]


def _names(events: Sequence[AuditEvent]) -> dict[uuid.UUID, str]:
    wanted = {event.actor_id for event in events if event.actor_kind == ActorKind.STAFF and event.actor_id}
    return {staff.pk: staff.name for staff in StaffMember.objects.filter(pk__in=wanted)}


def _opening(
    event: AuditEvent,
    names: Mapping[uuid.UUID, str],
    emergencies: Sequence[tuple[uuid.UUID, dt.datetime, dt.datetime]],
) -> Opening:
    is_staff = event.actor_kind == ActorKind.STAFF
    return Opening(
        event_id=event.pk,
        at=event.at,
        actor_kind=event.actor_kind,
        staff_id=event.actor_id if is_staff else None,
        name=names.get(event.actor_id, "") if is_staff and event.actor_id else str(ActorKind(event.actor_kind).label),
        what=OPENED[event.verb],
        verb=event.verb,
        site_id=event.site_id,
        in_emergency=any(who == event.actor_id and start <= event.at < end for who, start, end in emergencies),
    )
