"""A colleague leaves: whom they looked after gets somebody else, by date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from clients.models import CareTeamMembership, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import SiteRole
from iop.clinic.policies import may_edit_staff
from iop.core.errors import require


@transaction.atomic
def hand_over_care_teams(
    *, by: Actor, from_staff_id: uuid.UUID, to_staff_id: uuid.UUID | None, from_on: dt.date, at: dt.datetime
) -> list[CareTeamMembership]:
    """End a colleague's care-team roles the day before ``from_on``, and give them to another from then on.

    Who may let a colleague leave may do this: it opens no chart. ``to_staff_id`` takes over where they hold a clinical role
    on that day. Gives the memberships that ended without a successor, their episodes read.
    """
    require(may_edit_staff(by))
    held = CareTeamMembership.objects.filter(staff_id=from_staff_id).overlapping(from_on, dt.date.max)
    # The stay before its rows, as everywhere: a discharge or another assignment at this moment waits.
    list(Episode.objects.filter(pk__in=held.values("episode")).order_by("pk").select_for_update().values_list("pk"))
    rows = list(held.select_related("episode").order_by("pk"))
    sites = _clinical_sites(to_staff_id, from_on)
    _end(rows, from_on)
    CareTeamMembership.objects.bulk_create(
        CareTeamMembership(
            episode=row.episode, staff_id=to_staff_id, role=row.role, ends_on=row.ends_on,
            starts_on=max(row.starts_on, from_on),
        )
        for row in rows
        if to_staff_id is not None and row.episode.site_id in sites
    )  # fmt: skip
    alone = [row for row in rows if row.episode.site_id not in sites]
    if rows:
        record(
            by=by, verb="clients.care_teams_handed_over", subject=("clinic.staffmember", from_staff_id),
            clients={row.episode.client_id for row in rows},
            detail={"to": to_staff_id, "from_on": from_on, "ended": len(rows), "without": len(alone), "at": at},
        )  # fmt: skip
    return alone


def _clinical_sites(staff_id: uuid.UUID | None, on: dt.date) -> set[uuid.UUID]:
    if staff_id is None:
        return set()
    roles = SiteRole.objects.on(on).filter(staff_id=staff_id, role__is_clinical=True)
    return set(roles.values_list("site_id", flat=True))


def _end(rows: Iterable[CareTeamMembership], from_on: dt.date) -> None:
    """End what has begun; what would begin later never does. The rows in hand keep their old last day."""
    ids = [row.pk for row in rows]
    mine = CareTeamMembership.objects.filter(pk__in=ids)
    mine.filter(starts_on__gte=from_on).delete()
    mine.update(ends_on=from_on - dt.timedelta(days=1))
