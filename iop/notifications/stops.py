"""Addresses that said stop: who is reached there does not matter, nobody is written to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet

from iop.core.crypto import blind_index, blind_indexes
from iop.notifications.choices import EndReason, MessageStatus, StopSource
from iop.notifications.models import AddressStop, Message

PLACE = "notifications_addressstop.address"
"""What the blind index of a stopped address is bound to."""


def stopped(messages: Collection[Message]) -> set[uuid.UUID]:
    """Name the messages to addresses that said stop, in one statement."""
    silent = stopped_addresses((message.channel, message.to) for message in messages)
    return {message.pk for message in messages if (message.channel, message.to) in silent}


def stopped_addresses(addresses: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of many (channel, address), name those that said stop and have not said start since."""
    return set(stops_of(addresses))


def stops_of(addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], AddressStop]:
    """Give the stop that stands for each of many (channel, address), in one statement; the others are left out."""
    by_index: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for channel, to in set(addresses):
        for index in blind_indexes(to, PLACE):
            by_index[channel, index].add((channel, to))
    if not by_index:
        return {}
    rows = AddressStop.objects.filter(ended_at__isnull=True, address_index__in={index for _, index in by_index})
    return {where: row for row in rows for where in by_index[row.channel, row.address_index]}


@transaction.atomic
def stop(*, channel: str, address: str, source: StopSource, at: dt.datetime) -> bool:
    """Send nothing more to an address; say whether that is new."""
    if _open(channel, address).exists():
        return False
    # Two clicks at once both mean stop: the second finds the first's row.
    made = AddressStop(
        channel=channel, address=address, address_index=blind_index(address, PLACE), since=at, source=source
    )
    AddressStop.objects.bulk_create([made], ignore_conflicts=True)
    if source != StopSource.PROVIDER:
        # A worker may hold messages already and have asked before; of the one that a provider refused, delivery tells itself.
        mine = Message.objects.filter(channel=channel, to=address, status=MessageStatus.WAITING)
        mine.update(status=MessageStatus.WITHDRAWN, reason=EndReason.STOPPED, lease=None)
    return AddressStop.objects.filter(pk=made.pk).exists()


@transaction.atomic
def start(*, channel: str, address: str, source: StopSource, at: dt.datetime) -> bool:
    """Let an address be written to again, where its people agreed; say whether it was stopped."""
    return bool(_open(channel, address).update(ended_at=at, ended_by=source))


def _open(channel: str, address: str) -> QuerySet[AddressStop]:
    indexes = blind_indexes(address, PLACE)
    return AddressStop.objects.filter(channel=channel, address_index__in=indexes, ended_at__isnull=True)
