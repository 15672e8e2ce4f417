"""Events with what the record knows, what was answered and what is wrong: what pages and files are made of."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from iop.core.words import say
from iop.reports.state_data import rules
from iop.reports.state_data.checking import Finding, check, errors
from iop.reports.state_data.choices import RecordKind, RecordStatus
from iop.reports.state_data.events import Event, Key
from iop.reports.state_data.events import read as read_events
from iop.reports.state_data.facts import Facts, Known, gather
from iop.reports.state_data.fields import asked_of
from iop.reports.state_data.models import StateExtractLine, StateRecord
from iop.reports.state_data.writing import digest

BEGINNING = say("When the stay began")


@dataclass(frozen=True)
class Item:
    """One event, whole. ``handed_in`` is the digest of what was told last, empty before."""

    event: Event
    facts: Facts
    record: StateRecord | None
    handed_in: str = ""
    earlier: StateRecord | None = None
    """For a discharge: what was answered when the stay began."""

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
        return bool(self.handed_in) and self.handed_in != self.digest

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
            from_before = {each.key: self.earlier.values.get(each.key, "") for each in asked_of(RecordKind.DISCHARGE)}
            found |= {key: Known(str(value), BEGINNING) for key, value in from_before.items() if value}
        return found


def read(sites: Collection[uuid.UUID], first: dt.date, last: dt.date) -> list[Item]:
    """Give what happened at sites in a stretch of days; thirteen statements at most, whatever the number."""
    return whole(read_events(sites, first, last))


def whole(events: Sequence[Event]) -> list[Item]:
    """Put facts, answers and what was handed in beside events."""
    facts = gather(events)
    records = _records({each.episode.pk for each in events})
    lines = StateExtractLine.objects.filter(record__in=[row.pk for row in records.values()])
    told = dict(lines.order_by("record", "-created_at", "-pk").distinct("record").values_list("record", "digest"))
    items = []
    for each in events:
        record = records.get(each.key)
        items.append(Item(each, facts[each.key], record, told.get(record.pk, "") if record else ""))
    return [_with_beginning(item, records) for item in items]


def _with_beginning(item: Item, records: dict[Key, StateRecord]) -> Item:
    if item.event.kind != RecordKind.DISCHARGE:
        return item
    pk = item.event.episode.pk
    begun = records.get((pk, RecordKind.ADMISSION, None)) or records.get((pk, RecordKind.TRANSFER, None))
    return replace(item, earlier=begun)


def _records(stays: set[uuid.UUID]) -> dict[Key, StateRecord]:
    rows = StateRecord.objects.filter(episode__in=stays).select_related("answered_by")
    return {(row.episode_id, row.kind, row.placement_id): row for row in rows}
