"""A relative's own answers: by which channels the clinic may write to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from clients.models import RelatedPerson
from clients.reach import IN_ORDER
from family import reach
from family.models import PersonChannel
from family.policies import may_keep_own
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require
from iop.core.words import say


@transaction.atomic
def choose_channels(*, by: Actor, person: RelatedPerson, channels: Collection[str], at: dt.datetime) -> None:
    """Keep by which channels a relative wants to be told of changes: exactly ``channels``, of e-mail and text.

    What is taken back counts at once: messages that wait on it are not sent. Raises ``Invalid`` for a channel without an
    address on file.
    """
    require(may_keep_own(by, person.pk))
    row = RelatedPerson.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not all(channel in IN_ORDER and reach.address_of(row, channel) for channel in channels):
        raise Invalid(say("The clinic has no address of yours for this. Ask them to add it."), field="channels")
    before = {channel for _person, channel in reach.allowed([row.pk])}
    changed = before ^ set(channels)
    PersonChannel.objects.bulk_create(
        PersonChannel(person=row, channel=channel, allowed=channel in channels, since=at) for channel in sorted(changed)
    )
    if changed:
        record(by=by, verb="family.channels_chosen", subject=row, detail={"channels": sorted(channels)})
