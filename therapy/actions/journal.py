"""A client's journal: written for oneself, shared entry by entry, and taken back."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from therapy.actions.lines import lines
from therapy.choices.recovery import JOURNAL_LENGTH
from therapy.models import JournalEntry
from therapy.policies.recovery import may_keep_entry, may_write_journal

EMPTY = say("Write a few words, or choose how you feel.")


@transaction.atomic
def write_entry(
    *,
    by: Actor,
    client: Client,
    words: str,
    at: dt.datetime,
    mood: int | None = None,
    sent_key: uuid.UUID | None = None,
) -> JournalEntry:
    """Keep a new entry, private. ``sent_key`` names the open page: the same page sent twice keeps one entry."""
    require(may_write_journal(by, client.pk))
    # Held, so that two sendings of one page at once keep one entry.
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    known = JournalEntry.objects.own(client.pk).filter(sent_key=sent_key).first() if sent_key else None
    if known is not None:
        return known
    said, felt = _fit(words, mood)
    row = JournalEntry.objects.create(client=client, words=said, mood=felt, written_at=at, sent_key=sent_key)
    _told(by, "therapy.journal_written", row)
    return row


@transaction.atomic
def change_entry(
    *, by: Actor, entry: JournalEntry, version: int, words: str, at: dt.datetime, mood: int | None = None
) -> JournalEntry:
    """Change an entry that was never shared. Raises ``Stale`` for another open page's change, ``Conflict`` once it was shared."""
    row = _locked(entry)
    require(may_keep_entry(by, row))
    if row.version != version:
        raise Stale(say("This entry was changed on another page meanwhile. Nothing was overwritten."))
    if row.shared_at is not None:
        raise Conflict(
            say("You shared this entry, so its words stay as they were. You can take it back."), code="shared"
        )
    row.words, row.mood = _fit(words, mood)
    _save(by, row, "therapy.journal_changed", "words", "mood")
    return row


@transaction.atomic
def share_entry(*, by: Actor, entry: JournalEntry, at: dt.datetime) -> JournalEntry:
    """Let the care team read one entry from now on. Sharing what is shared already changes nothing."""
    row = _locked(entry)
    require(may_keep_entry(by, row))
    if not row.is_shared:
        row.shared_at, row.withdrawn_at = at, None
        _save(by, row, "therapy.journal_shared", "shared_at", "withdrawn_at")
    return row


@transaction.atomic
def take_entry_back(*, by: Actor, entry: JournalEntry, at: dt.datetime) -> JournalEntry:
    """Stop sharing: from now on nobody else reads it. What was read before stays read."""
    row = _locked(entry)
    require(may_keep_entry(by, row))
    if row.is_shared:
        row.withdrawn_at = at
        _save(by, row, "therapy.journal_taken_back", "withdrawn_at")
    return row


@transaction.atomic
def remove_entry(*, by: Actor, entry: JournalEntry, at: dt.datetime) -> None:
    """Remove an entry that nobody else ever read. Raises ``Conflict`` once it was shared: care may rest on it."""
    row = _locked(entry)
    require(may_keep_entry(by, row))
    if row.shared_at is not None:
        raise Conflict(say("You shared this entry before, so it stays. You can take it back."), code="shared")
    _told(by, "therapy.journal_removed", row, at=at)
    row.delete()


@transaction.atomic
def read_shared(*, by: Actor, client: Client, at: dt.datetime) -> list[JournalEntry]:
    """Give a colleague what a client shares now, newest first, and record that they read it. Whether they may open the chart's
    clinical notes is asked before."""
    rows = list(JournalEntry.objects.own(client.pk).shared())
    if rows:
        record(
            by=by,
            verb="therapy.journal_read",
            subject=client,
            clients=[client.pk],
            detail={"entries": len(rows), "at": at},
        )
    return rows


def _fit(words: str, mood: int | None) -> tuple[str, int | None]:
    said = lines(words, "words", JOURNAL_LENGTH)
    if mood is not None and not 0 <= mood <= 10:
        raise Invalid(say("Choose a number from 0 to 10."), field="mood")
    if not said and mood is None:
        raise Invalid(EMPTY, field="words")
    return said, mood


def _locked(entry: JournalEntry) -> JournalEntry:
    row = JournalEntry.objects.select_for_update().filter(pk=entry.pk).first()
    if row is None:
        raise Conflict(say("This entry was removed."), code="removed")
    return row


def _save(by: Actor, row: JournalEntry, verb: str, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    _told(by, verb, row)


def _told(by: Actor, verb: str, row: JournalEntry, **detail: object) -> None:
    record(by=by, verb=verb, subject=row, clients=[row.client_id], detail=detail)
