"""What is not sent after all, or not yet: asked of a whole batch in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from iop.clinic.models import Site
from iop.clinic.settings import values
from iop.core import clock
from iop.notifications.choices import EndReason, MessageStatus, Priority
from iop.notifications.letters import ACCOUNT
from iop.notifications.models import Message, SafeHours
from iop.notifications.rules import NEVER_QUIET, Quiet, leaves_at, next_allowed
from iop.notifications.stops import stopped

QUIET = ("messages.quiet_from", "messages.quiet_until")
AT_ONCE = 500


def expire(*, at: dt.datetime) -> int:
    """Close messages that would come too late, unless a worker has them in hand; say how many."""
    total = 0
    while taken := _expire_some(at):
        total += taken
    return total


@transaction.atomic
def _expire_some(at: dt.datetime) -> int:
    late = Message.objects.filter(status=MessageStatus.WAITING, expires_at__lte=at)
    late = late.filter(Q(lease__isnull=True) | Q(next_attempt_at__lte=at))
    rows = list(late.order_by("pk").select_for_update(skip_locked=True)[:AT_ONCE])
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(status=MessageStatus.EXPIRED, lease=None)
    could_not_tell(rows, at)
    return len(rows)


def unwanted(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Withdraw what must not leave any more: the address said stop, or a slot of ``MESSAGE_STILL_WANTED`` names it."""
    if not messages:
        return set()
    # Who asked for a link to sign in wants it, whatever they said of other messages.
    refused = stopped([message for message in messages if message.recipient_kind != ACCOUNT])
    rest = [message for message in messages if message.pk not in refused]
    unfit = {pk for path in settings.MESSAGE_STILL_WANTED for pk in import_string(path)(rest, at)} if rest else set()
    _withdraw([message for message in messages if message.pk in refused], EndReason.STOPPED, at)
    _withdraw([message for message in rest if message.pk in unfit], EndReason.NOT_ALLOWED, at)
    return refused | unfit


@transaction.atomic
def _withdraw(messages: Sequence[Message], reason: EndReason, at: dt.datetime) -> None:
    if not messages:
        return
    ids = [message.pk for message in messages]
    rows = Message.objects.filter(pk__in=ids, status=MessageStatus.WAITING)
    rows.update(status=MessageStatus.WITHDRAWN, reason=reason, lease=None)
    if reason == EndReason.STOPPED:
        could_not_tell(messages, at)


def too_early(messages: Collection[Message], at: dt.datetime) -> dict[uuid.UUID, dt.datetime]:
    """Say for each message that must wait for the end of quiet hours until when: of its reader, else of its site."""
    candidates = [message for message in messages if message.priority != Priority.URGENT]
    if not candidates:
        return {}
    zones = dict(Site.objects.order_by("created_at").values_list("pk", "time_zone"))
    own, ours = _safe_hours(candidates), _site_hours(candidates, zones, at)
    found = {}
    for message in candidates:
        zone = zones.get(message.site_id) or next(iter(zones.values()), "UTC")  # type: ignore[arg-type]
        quiet = own.get(message.recipient_id) or ours[message.site_id]
        leaves = leaves_at(
            at, priority=message.priority, allowed=next_allowed(at, zone, quiet), expires_at=message.expires_at
        )
        if leaves > at:
            found[message.pk] = leaves
    return found


def quiet_hours(site_id: uuid.UUID | None, zone: str, at: dt.datetime) -> Quiet:
    """Say a site's quiet hours as they stand at ``at``."""
    found = values(QUIET, on=clock.local_date(at, zone), site_id=site_id)
    return Quiet(found[QUIET[0]], found[QUIET[1]])


def safe_hours_of(client_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Quiet]:
    """Say for each client who named hours of their own when they want quiet; those without a wish are left out."""
    rows = SafeHours.objects.filter(client_id__in=set(client_ids)).order_by("client_id", "-since", "-id")
    newest = rows.distinct("client_id").values_list("client_id", "from_hour", "until_hour")
    return {client_id: Quiet(until, begins) for client_id, begins, until in newest if begins != until}


def could_not_tell(messages: Sequence[Message], at: dt.datetime) -> None:
    """Let the slots of ``MESSAGE_NOT_TOLD`` know of messages that nobody will read, in this transaction."""
    if messages:
        for path in settings.MESSAGE_NOT_TOLD:
            import_string(path)(messages, at)


def _safe_hours(messages: Iterable[Message]) -> dict[uuid.UUID, Quiet]:
    ids = {message.recipient_id for message in messages if message.recipient_kind == "client"}
    return safe_hours_of(ids) if ids else {}


def _site_hours(
    messages: Iterable[Message], zones: dict[uuid.UUID, str], at: dt.datetime
) -> dict[uuid.UUID | None, Quiet]:
    # A message of no site and a clinic of no site know no wall clock, and so no night.
    first = next(iter(zones.values()), None)
    if first is None:
        return {message.site_id: NEVER_QUIET for message in messages}
    return {
        site_id: quiet_hours(site_id, zones.get(site_id, first) if site_id else first, at)
        for site_id in {message.site_id for message in messages}
    }
