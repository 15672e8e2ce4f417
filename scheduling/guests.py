"""Telling the people who are invited to a family appointment: in neutral words, on a live release, where they agreed to it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from clients.reach import IN_ORDER, phone_words, when_words
from clients.relatives_reach import PersonReach, ways
from iop.core.basis import Basis
from iop.notifications.actions import Draft
from iop.notifications.choices import Priority
from scheduling import family
from scheduling.models import Appointment

RELATED = "related"
SUBJECT = "scheduling.appointment"


def drafts(
    row: Appointment,
    people: Collection[uuid.UUID],
    template: str,
    at: dt.datetime,
    *,
    key: str,
    instants: Mapping[str, dt.datetime] | None = None,
    expires_at: dt.datetime | None = None,
    priority: int = Priority.CHANGE,
) -> list[Draft]:
    """Write the messages to those of ``people`` whom a live release lets know of it and who agreed to a channel themselves.

    Nobody else hears anything by message: a colleague tells them, or nobody. A fixed number of statements.
    ``key`` makes each one of its kind; ``instants`` are said in each reader's own language beside the appointment's time.
    """
    reached = [found for each in ways(people).values() if (found := each.by(IN_ORDER))] if people else []
    if not reached:
        return []
    allowed = family.releases(row.client_id, [each.person_id for each in reached], at)
    return [
        _draft(row, each, basis, template, at, key, instants or {}, expires_at, priority)
        for each in reached
        if isinstance(basis := allowed[each.person_id], Basis)
    ]


def _draft(
    row: Appointment, to: PersonReach, basis: Basis, template: str, at: dt.datetime, key: str,
    instants: Mapping[str, dt.datetime], expires_at: dt.datetime | None, priority: int,
) -> Draft:  # fmt: skip
    zone = row.site.time_zone
    said = {name: when_words(each, zone, to.language) for name, each in {"when": row.starts_at, **instants}.items()}
    return Draft(
        channel=to.channel, to=to.to, recipient=(RELATED, to.person_id), template=template, language=to.language,
        due_at=at, basis=basis, about=(SUBJECT, row.pk), site_id=row.site_id, expires_at=expires_at,
        priority=priority, dedupe_key=f"guest:{template}:{row.pk}:{to.person_id}:{key}",
        context={**said, "phone": phone_words(row.site.phone)},
    )  # fmt: skip
