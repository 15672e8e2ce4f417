"""A relative signs up for a group of families themselves, and leaves it again. Nobody learns who else comes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.models import RelatedPerson
from family import groups
from family.policies import may_keep_own
from iop.access.actors import Actor
from iop.core.errors import Conflict, require
from iop.core.words import say
from sessions_app import open_groups
from sessions_app.actions.groups import enter, go
from sessions_app.group_choices import LeaveReason
from sessions_app.models import OpenGroup, OpenGroupMember


@transaction.atomic
def join(*, by: Actor, person: RelatedPerson, group: OpenGroup, at: dt.datetime) -> OpenGroupMember:
    """Take a place in a group, or wait for one when it is full: the same rules and the same lock as for everybody.

    Raises ``Conflict`` for a group that is not open to them: of another site, ended, or when nobody shares with them any more.
    """
    require(may_keep_own(by, person.pk))
    row = open_groups.held(group.pk)
    if not groups.open_to(person, at).filter(pk=row.pk).exists():
        raise Conflict(say("This group is not open to you now. Ask the clinic."), code="not_open")
    return enter(by=by, group=row, person=person, at=at)


@transaction.atomic
def leave(*, by: Actor, member: OpenGroupMember, at: dt.datetime) -> OpenGroupMember:
    """Give one's own place back, or stop waiting; whoever has waited longest gets it."""
    group = open_groups.held(member.group_id)
    row = OpenGroupMember.objects.get(pk=member.pk)
    if row.person_id is None:
        raise Conflict(say("This is not a place of yours."), code="not_yours")
    require(may_keep_own(by, row.person_id))
    return go(by=by, group=group, member=row, version=row.version, reason=LeaveReason.WISH, at=at)
