"""Events with what the record knows, what was answered and what is wrong: what pages and files are made of."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet, Subquery

from iop.core.words import say
from iop.reports.state_data import rules
from iop.reports.state_data.checking import Finding, check, errors
from iop.reports.state_data.choices import RecordKind, RecordStatus, SentAs
from iop.reports.state_data.events import Event, Key, events_of
from iop.reports.state_data.events import read as read_events
from iop.reports.state_data.facts import Facts, Known, gather
from iop.reports.state_data.fields import asked_of
from iop.reports.state_data.models import StateExtractLine, StateRecord
from iop.reports.state_data.writing import digest

BEGINNING = say("When the stay began")


@dataclass(frozen=True)
class Item:
    """One event, whole. ``sent`` is the line that told it last, none before."""

    event: Event
    facts: Facts
    record: StateRecord | None
    sent: StateExtractLine | None = None
    earlier: StateRecord | None = None
    """What was answered when the stay began; for its beginning, what was answered while it counted as the other kind."""

    @property
    def handed_in(self) -> str:
        """Give the digest of what the state holds; empty before, and after it was taken back."""
        return self.sent.digest if self.sent and self.sent.sent_as != SentAs.DELETE else ""

    @property
    def is_anothers(self) -> bool:
        """Say whether the state holds it under another client: two charts were joined since."""
        told = self.sent.told.get("client") if self.sent and self.handed_in else None
        return told is not None and told != str(self.event.episode.client_id)

    @property
    def values(self) -> dict[str, str]:
        """Give our own words by field: what the record knows goes before what was answered."""
        answered = {key: str(value) for key, value in (self.record.values if self.record else {}).items()}
        known = {key: each.value for key, each in self.facts.known.items()}
        found = answered | known
        if self.event.kind != RecordKind.DISCHARGE:
            found["prior"] = rules.prior_total(self.event.prior, answered.get("prior_elsewhere", ""))
        return found

    @property
    def findings(self) -> list[Finding]:
        """Say what is wrong."""
        return check(self.event.kind, self.values)

    @property
    def digest(self) -> str:
        """Give the digest of what would be told now."""
        return digest(self.values)

    @property
    def has_changed(self) -> bool:
        """Say whether something is different from what was handed in."""
        return bool(self.handed_in) and (self.handed_in != self.digest or self.is_anothers)

    @property
    def status(self) -> str:
        """Say how it stands: what changed after it was handed in is to be handed in again."""
        if errors(self.findings):
            return RecordStatus.DRAFT
        return RecordStatus.HANDED_IN if self.handed_in and not self.has_changed else RecordStatus.COMPLETE

    def proposals(self, *, clinical: bool) -> dict[str, Known]:
        """Give what can be proposed for fields nobody has answered: from the record, the beginning of the stay, the assessment."""
        found = {**(self.facts.clinical if clinical else {}), **self.facts.proposed}
        if self.earlier is not None:
            from_before = {each.key: self.earlier.values.get(each.key, "") for each in asked_of(self.event.kind)}
            found |= {key: Known(str(value), BEGINNING) for key, value in from_before.items() if value}
        return found


def read(sites: Collection[uuid.UUID], first: dt.date, last: dt.date) -> list[Item]:
    """Give what happened at sites in a stretch of days; thirteen statements at most, whatever the number."""
    return whole(read_events(sites, first, last))


def whole(events: Sequence[Event]) -> list[Item]:
    """Put facts, answers and what was handed in beside events."""
    facts = gather(events)
    records = _records({each.episode.pk for each in events})
    told = {
        line.record_id: line
        for line in _last(StateExtractLine.objects.filter(record__in=[row.pk for row in records.values()]))
    }
    items = []
    for each in events:
        record = records.get(each.key)
        items.append(Item(each, facts[each.key], record, told.get(record.pk) if record else None))
    return [_with_beginning(item, records) for item in items]


def gone(sites: Collection[uuid.UUID], first: dt.date, last: dt.date) -> list[StateExtractLine]:
    """Give the lines that told the state of something in these days that did not happen, or stands as another kind now.

    An admission becomes a transfer when it turns out that somebody left another service shortly before; a change of level may be
    withdrawn before its first day. Five statements, whatever the number.
    """
    lines = StateExtractLine.objects.filter(
        extract__site__in=sites, told__on__gte=first.isoformat(), told__on__lte=last.isoformat()
    )
    found = [line for line in _last(lines) if line.sent_as != SentAs.DELETE]
    there = {each.key for each in events_of({line.record.episode_id for line in found})}
    return [line for line in found if (line.record.episode_id, line.record.kind, line.record.placement_id) not in there]


def _last(lines: QuerySet[StateExtractLine]) -> list[StateExtractLine]:
    """Keep of each record the line that told it last: of a file that takes something back and tells it anew, the latter."""
    same = StateExtractLine.objects.filter(record=OuterRef("record"))
    newest = same.order_by("-extract_id", "sent_as").values("pk")[:1]
    return list(
        lines.filter(pk=Subquery(newest)).select_related("record__episode__client").order_by("created_at", "pk")
    )


def _with_beginning(item: Item, records: dict[Key, StateRecord]) -> Item:
    begun: list[Key] = [(item.event.episode.pk, kind, None) for kind in (RecordKind.ADMISSION, RecordKind.TRANSFER)]
    return replace(
        item, earlier=next((records[key] for key in begun if key in records and key != item.event.key), None)
    )


def _records(stays: set[uuid.UUID]) -> dict[Key, StateRecord]:
    rows = StateRecord.objects.filter(episode__in=stays).select_related("answered_by")
    return {(row.episode_id, row.kind, row.placement_id): row for row in rows}
