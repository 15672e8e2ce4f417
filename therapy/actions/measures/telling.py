"""Telling colleagues that something waits, in words that say nothing about whom or what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from iop.access.actors import Actor
from iop.clinic.models import SiteRole, StaffMember
from iop.core import clock
from iop.core.basis import own_use
from iop.notifications.actions import Draft, queue_many
from iop.notifications.choices import Channel, Priority

URGENT_TEMPLATE = "staff_urgent"


def tell_staff(
    *,
    by: Actor,
    staff_ids: Collection[uuid.UUID],
    site_id: uuid.UUID,
    about: tuple[str, uuid.UUID],
    key: str,
    at: dt.datetime,
    role_key: str = "",
) -> int:
    """Send e-mail and text message to colleagues, or to all who hold ``role_key`` at the site; say how many were queued.

    ``key`` makes a second telling of the same thing a message of its own; the same one is never sent twice.
    """
    people = _people(staff_ids, site_id, role_key, at)
    drafts = [
        _draft(person, channel, to, site_id, about, key, at) for person in people for channel, to in _ways(person)
    ]
    return queue_many(by=by, drafts=drafts, recorded=True)


def _ways(person: StaffMember) -> list[tuple[Channel, str]]:
    found = [(Channel.EMAIL, person.user.email), (Channel.SMS, str(person.phone or ""))]
    return [(channel, to) for channel, to in found if to]


def _draft(
    person: StaffMember,
    channel: Channel,
    to: str,
    site_id: uuid.UUID,
    about: tuple[str, uuid.UUID],
    key: str,
    at: dt.datetime,
) -> Draft:
    return Draft(
        channel=channel, to=to, recipient=("staff", person.pk), template=URGENT_TEMPLATE, language="en", due_at=at,
        basis=own_use("treatment", "presence"), about=about, site_id=site_id, priority=Priority.URGENT,
        dedupe_key=f"{URGENT_TEMPLATE}:{about[1]}:{key}:{channel}:{person.pk}",
    )  # fmt: skip


def _people(
    staff_ids: Collection[uuid.UUID], site_id: uuid.UUID, role_key: str, at: dt.datetime
) -> Collection[StaffMember]:
    people = StaffMember.objects.select_related("user")
    if staff_ids:
        return people.filter(pk__in=staff_ids)
    today = clock.local_date(at, "UTC")
    holders = SiteRole.objects.on(today).filter(site=site_id, role__key=role_key).values("staff")
    return people.filter(pk__in=holders).working(today)
