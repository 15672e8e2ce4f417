"""A client's journal in their own eyes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse

from clients.models import Client
from iop.core.words import time_words
from iop.portal.presenters.recovery.stay import day_of, stay_of, zone_of
from therapy.models import JournalEntry

A_PAGE = 20


def entries(client: Client, page: int) -> dict[str, Any]:
    """Give a page of the journal, newest first, with its neighbours."""
    zone = zone_of(stay_of(client))
    found = Paginator(entries_of(client), A_PAGE).get_page(page)
    return {
        "entries": [entry(row, zone) for row in found],
        "newer": found.previous_page_number() if found.has_previous() else None,
        "older": found.next_page_number() if found.has_next() else None,
    }


def entries_of(client: Client) -> QuerySet[JournalEntry]:
    """Keep a client's own entries."""
    return JournalEntry.objects.own(client.pk)


def one(client: Client, row: JournalEntry) -> dict[str, Any]:
    """Give one entry with its day."""
    return entry(row, zone_of(stay_of(client)))


def entry(row: JournalEntry, zone: str) -> dict[str, Any]:
    """Put one entry into words: when, how it felt, who may read it."""
    return {
        "id": str(row.pk),
        "url": reverse("my_journal_entry", args=[row.pk]),
        "when": f"{day_of(row.written_at, zone)}, {time_words(row.written_at, zone)}",
        "lines": row.words.splitlines(),
        "mood": row.mood,
        "is_shared": row.is_shared,
        "was_shared": row.shared_at is not None,
        "version": row.version,
    }
