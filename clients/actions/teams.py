"""Who looks after a client, by role and date."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients import policies
from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import SiteRole, StaffMember
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say


@transaction.atomic
def assign_care_team(
    *, by: Actor, episode: Episode, staff: StaffMember, role: str, starts_on: dt.date, at: dt.datetime
) -> CareTeamMembership:
    """Give a clinical colleague a role for a client from a day on; whoever had it before ends the day before."""
    row = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    require(policies.may_assign_team(by, row))
    if row.status not in (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED):
        raise Conflict(say("This stay has ended; open a new one first."), code="episode_over")
    if role not in CareRole.values:
        raise Invalid(say("Choose a role from the list."), field="role")
    if not SiteRole.objects.on(starts_on).filter(staff=staff, site=row.site_id, role__is_clinical=True).exists():
        raise Invalid(say("This colleague has no clinical role at this site then."), field="staff")
    _make_way(row, role, starts_on)
    member = CareTeamMembership.objects.create(episode=row, staff=staff, role=role, starts_on=starts_on)
    record(
        by=by, verb="clients.care_team_assigned", subject=member, clients=[row.client_id], site_id=row.site_id,
        detail={"staff": staff.pk, "role": str(role), "starts_on": starts_on, "at": at},
    )  # fmt: skip
    return member


def end_care_team(episode: Episode, on: dt.date) -> None:
    """End the care team with the episode; a role that would begin later never does. Inside an action's transaction."""
    team = CareTeamMembership.objects.filter(episode=episode)
    team.filter(starts_on__gt=on).delete()
    team.on(on).update(ends_on=on)


def _make_way(episode: Episode, role: str, starts_on: dt.date) -> None:
    # One that begins the same day or later has looked after nobody yet: the audit record alone keeps it.
    held = CareTeamMembership.objects.filter(episode=episode, role=role)
    held.filter(starts_on__gte=starts_on).delete()
    held.on(starts_on).update(ends_on=starts_on - dt.timedelta(days=1))
