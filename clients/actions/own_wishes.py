"""What a client asks of their record by themselves, signed in from outside: written into the same registers, with the same clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from clients import register_rules, rules
from clients.actions.registers import DEADLINES, REPORTED, checked
from clients.models import AmendmentRequest, Client
from clients.models.registers import CHANGES, REGISTERS, Entry
from clients.own_papers import last_stay
from clients.policies_own import may_ask
from clients.privacy_desk import desks
from clients.register_choices import EntryStatus, Register
from clients.register_clocks import clocks_of, numbers
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from iop.work.actions import open_item
from iop.work.choices import WorkKind

MOST_WORDS = 4000
MOST_OPEN = 5
"""So many wishes of one kind may wait at once; more are the same wish again."""


@transaction.atomic
def ask(*, by: Actor, client: Client, register: str, text: str, at: dt.datetime, **fields: Any) -> Entry:
    """Ask for a copy, a correction or a restriction. The clock runs from today, and the privacy desk has it on its list.

    ``fields`` are those of ``clients.actions.registers.REPORTED``. Raises ``NotAllowed`` for anybody but the client,
    ``Invalid`` beside the field, ``Conflict`` when too many wait already.
    """
    require(may_ask(by, client, register))
    stay = last_stay(client)
    if stay is None:
        raise Conflict(say("Please call us about this: we cannot tell which of our places you mean."), code="no_stay")
    words = rules.plain_text(text)
    if not words:
        raise Invalid(say("Say in your own words what you ask for."), field="text")
    require_valid(rules.why_too_long(words, MOST_WORDS), "text")
    # One at a time: a double tap finds the first one and is told so.
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    model: Any = REGISTERS[register]
    _refuse_repeats(model, client, words)
    today = clock.local_date(at, stay.site.time_zone)
    entry: Any = model(
        site_id=stay.site_id, received_on=today, text=words, client=client,
        **checked(fields, REPORTED[register], today),
    )  # fmt: skip
    entry.due_on = register_rules.next_due(clocks_of(entry, numbers(today, stay.site_id)))
    entry.save(force_insert=True)
    CHANGES[register].objects.create(entry=entry, status=EntryStatus.RECEIVED, at=at, by_id=by.id)
    _record(by, "clients.register_reported", entry, {"due_on": entry.due_on, "own": True})
    _tell_desk(by, entry, stay.site.time_zone, at)
    return entry


@transaction.atomic
def disagree(*, by: Actor, entry: AmendmentRequest, version: int, text: str, at: dt.datetime) -> AmendmentRequest:
    """Add the client's own statement to a correction that was refused; it goes along with the record (45 CFR 164.526(d)(2))."""
    row = AmendmentRequest.objects.select_for_update(of=("self",)).select_related("client").get(pk=entry.pk)
    require(may_ask(by, row.client, Register.AMENDMENT))
    if row.version != version:
        raise Stale(say("This was changed meanwhile. Look at it again."))
    if row.status != EntryStatus.REFUSED:
        raise Conflict(say("A statement is added once a correction was refused."), code="not_refused")
    if row.disagreement:
        raise Conflict(say("Your statement is with your record already."), code="already_said")
    words = rules.plain_text(text)
    if not words:
        raise Invalid(say("Say in your own words what you ask for."), field="text")
    require_valid(rules.why_too_long(words, MOST_WORDS), "text")
    row.disagreement = words
    row.version = F("version") + 1
    row.save(update_fields=["disagreement", "version"])
    row.refresh_from_db(fields=["version"])
    _record(by, "clients.register_amended", row, {"fields": ["disagreement"], "own": True})
    return row


def _refuse_repeats(model: Any, client: Client, words: str) -> None:
    waiting = list(model.objects.filter(client=client, status=EntryStatus.RECEIVED).values_list("text", flat=True))
    if words in waiting:
        raise Conflict(
            say("You have asked for this already. It is below, with the day by which we answer."), code="asked"
        )
    if len(waiting) >= MOST_OPEN:
        raise Conflict(say("Several of your requests wait for our answer. Please call us about more."), code="many")


def _tell_desk(by: Actor, entry: Any, zone: str, at: dt.datetime) -> None:
    role = desks({entry.site_id}, Permission.REGISTER_KEEP, clock.local_date(at, zone))[entry.site_id]
    open_item(
        by=by, kind=WorkKind.REGISTER_DEADLINE, site_id=entry.site_id, subject=(entry._meta.label_lower, entry.pk),
        summary=DEADLINES[entry.register], due_at=clock.day_bounds(entry.due_on, zone)[1],
        dedupe_key=f"register:{entry.register}:{entry.pk}:{entry.due_on}", role_key=role, client_id=entry.client_id,
    )  # fmt: skip


def _record(by: Actor, verb: str, row: Any, detail: dict[str, Any]) -> None:
    record(
        by=by, verb=verb, subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"register": str(row.register), **detail},
    )  # fmt: skip
