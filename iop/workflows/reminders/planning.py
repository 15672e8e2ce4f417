"""Planning reminders: what should go out is compared with what waits to go out, and only the difference is written."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from iop.access.actors import Actor
from iop.core.basis import to_the_client
from iop.core.ids import uuid7
from iop.notifications.actions import Draft, queue_many
from iop.notifications.choices import MessageStatus, Priority
from iop.notifications.models import Message, ReminderLine
from iop.notifications.reminders import ALL, CLIENT, Only, wishes
from iop.notifications.reminders.actions import take_back
from iop.notifications.reminders.rules import CATCH_UP, together
from iop.workflows.reminders import rulebook
from iop.workflows.reminders.lines import Line, lines_of
from iop.workflows.reminders.mornings import tell_staff
from iop.workflows.reminders.rulebook import Rulebook
from iop.workflows.reminders.wording import text_of

ONE_AT_A_TIME = 7_305_208_871
"""The advisory lock of the planner: an arbitrary number that only it uses."""
BASIS = to_the_client("reminder", "schedule")
OWN_QUESTION = "iop.workflows.reminders.no_longer_true"

Bundle = list[Line]


@dataclass
class _Known:
    """What was planned before: messages that may still be changed, by id; keys told for good; keys that
    are free again because their message was taken back, with the line that holds them."""

    open: dict[uuid.UUID, dict[str, uuid.UUID]] = field(default_factory=dict)
    addresses: dict[uuid.UUID, tuple[object, ...]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    free: dict[str, uuid.UUID] = field(default_factory=dict)


@transaction.atomic
def plan(*, by: Actor, first: dt.datetime, last: dt.datetime, at: dt.datetime) -> int:
    """Put the reminders that go out from ``first`` until ``last`` into the outbox; say how many messages are new.

    Everything that falls due for one person and address at about the same time becomes one message. Run again, it changes
    nothing but what has changed: a reminder of something moved or called off is taken back, one of something new is added,
    also to a message that still waits. What has left, or is on its way, is never told again. Two runs at once wait for each
    other. Colleagues whose hour has come at ``at`` get their morning message.
    """
    _hold()
    book = rulebook.read(at)
    known = _known(at, first, last)
    wanted = _bundles(book, known, first, last, at)
    standing, fresh = _compare(wanted, known)
    _replace(by, known, known.open.keys() - standing)
    untold = [bundle for bundle in fresh if not any(line.key in known.told for line in bundle)]
    allowed = _allowed(untold, at)
    _make_room(known, allowed)
    return _queue(by, allowed, book) + tell_staff(by=by, at=at)


def upcoming(client_id: uuid.UUID, *, first: dt.datetime, last: dt.datetime, at: dt.datetime) -> list[Bundle]:
    """Say what one client will be reminded of from ``first`` until ``last``, message by message, as things stand now."""
    book = rulebook.read(at, [client_id])
    only = Only(clients=[client_id])
    told = set(ReminderLine.objects.filter(starts_at__gt=at, message__recipient_id=client_id).exclude(
        message__status__in=[MessageStatus.WITHDRAWN, MessageStatus.WAITING]
    ).values_list("key", flat=True))  # fmt: skip
    return _allowed(_bundles(book, _Known(told=told), first, last, at, only), at)


def _hold() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _known(at: dt.datetime, first: dt.datetime, last: dt.datetime) -> _Known:
    """Read what was planned of things ahead. A message whose time has come may be with a worker: it counts as told."""
    known = _Known()
    rows = ReminderLine.objects.filter(starts_at__gt=at).order_by()
    for pk, key, message_id, status, due_at, tries, *address in rows.values_list(
        "pk", "key", "message_id", "message__status", "message__due_at", "message__attempts",
        "message__recipient_id", "message__channel", "message__to", "message__language",
    ):  # fmt: skip
        if status == MessageStatus.WITHDRAWN:
            known.free[key] = pk
        elif status == MessageStatus.WAITING and not tries and due_at > at and first - CATCH_UP <= due_at < last:
            known.open.setdefault(message_id, {})[key] = pk
            known.addresses[message_id] = (due_at, *address)
        else:
            known.told.add(key)
    return known


def _bundles(
    book: Rulebook, known: _Known, first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only = ALL
) -> list[Bundle]:
    found = wishes(max(first - CATCH_UP, at), last + book.longest, at, only)
    lines = [
        line
        for line in lines_of(found, book, at)
        if line.due_at >= first - CATCH_UP and line.key not in known.told
    ]  # fmt: skip
    bundles = together(lines, key=lambda line: line.address, due=lambda line: line.due_at)
    return [bundle for bundle in bundles if bundle[0].due_at < last]


def _compare(wanted: Sequence[Bundle], known: _Known) -> tuple[set[uuid.UUID], list[Bundle]]:
    """Say which waiting messages stand as they are, and which bundles need a new one."""
    waiting = {(known.addresses[pk], frozenset(keys)): pk for pk, keys in known.open.items()}
    standing: set[uuid.UUID] = set()
    fresh: list[Bundle] = []
    for bundle in wanted:
        head = bundle[0]
        found = waiting.get(((head.due_at, *head.address), frozenset(line.key for line in bundle)))
        if found is None:
            fresh.append(bundle)
        else:
            standing.add(found)
    return standing, fresh


def _allowed(bundles: Sequence[Bundle], at: dt.datetime) -> list[Bundle]:
    """Leave out what would be stopped at the door: it is asked here as it will be asked there."""
    asked = {bundle_id: _as_message(bundle) for bundle_id, bundle in enumerate(bundles)}
    stopped: set[uuid.UUID] = set()
    for path in settings.MESSAGE_STILL_WANTED if bundles else ():
        if path != OWN_QUESTION:
            stopped |= set(import_string(path)(list(asked.values()), at))
    return [bundles[bundle_id] for bundle_id, message in asked.items() if message.pk not in stopped]


def _as_message(bundle: Bundle) -> Message:
    head = bundle[0]
    return Message(
        channel=head.channel,
        to=head.to,
        recipient_kind=CLIENT,
        recipient_id=head.wish.recipient[1],
        basis=BASIS.as_data(),
    )


def _replace(by: Actor, known: _Known, message_ids: Collection[uuid.UUID]) -> None:
    """Take back what does not stand any more. One that a worker took in hand this moment leaves: it counts as told."""
    taken = take_back(by=by, message_ids=message_ids)
    for message_id in message_ids:
        if message_id in taken:
            known.free |= known.open[message_id]
        else:
            known.told |= known.open[message_id].keys()


def _make_room(known: _Known, bundles: Sequence[Bundle]) -> None:
    """What was taken back may be told again: its old lines go, each thing having one."""
    old = [known.free[line.key] for bundle in bundles for line in bundle if line.key in known.free]
    if old:
        ReminderLine.objects.filter(pk__in=old).delete()


def _queue(by: Actor, bundles: Sequence[Bundle], book: Rulebook) -> int:
    """Write messages and what each reminds of."""
    keyed = {f"reminder:{uuid7()}": bundle for bundle in bundles}
    queue_many(by=by, drafts=[_draft(bundle, key, book) for key, bundle in keyed.items()])
    ids = dict(Message.objects.filter(dedupe_key__in=list(keyed)).values_list("dedupe_key", "pk"))
    ReminderLine.objects.bulk_create([_row(line, ids[key]) for key, bundle in keyed.items() for line in bundle])
    return len(keyed)


def _draft(bundle: Bundle, key: str, book: Rulebook) -> Draft:
    head = bundle[0]
    text = text_of([line.wish for line in bundle], book.sites, head.language)
    return Draft(
        channel=head.channel, to=head.to, recipient=("client", head.wish.recipient[1]), template=text.template, context=text.context,
        language=head.language, due_at=head.due_at, basis=BASIS, dedupe_key=key, site_id=head.wish.site_id,
        about=head.wish.about if len({line.wish.about for line in bundle}) == 1 else None,
        expires_at=min(line.wish.starts_at for line in bundle), priority=Priority.REMINDER,
    )  # fmt: skip


def _row(line: Line, message_id: uuid.UUID) -> ReminderLine:
    wish = line.wish
    return ReminderLine(
        message_id=message_id, key=line.key, kind=wish.kind, about_kind=wish.about[0], about_id=wish.about[1],
        starts_at=wish.starts_at, lead=line.lead,
    )  # fmt: skip
