"""Making a file for the state: it leaves through the gate, and is written down about each client in it (42 CFR 2.53)."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from clients import gate
from clients.choices import Ground, Purpose, SentKind
from clients.gate import deciding
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.documents.actions.extracts import keep_extract
from iop.reports.state_data import codes, writing
from iop.reports.state_data.choices import TOLD, RecordStatus, SentAs
from iop.reports.state_data.models import StateExtract, StateExtractLine, StateRecord, StateSite
from iop.reports.state_data.own_codes import family_of
from iop.reports.state_data.policies import may_keep
from iop.reports.state_data.reading import Item, gone, read
from iop.reports.state_data.writing import Line, can_take_back

MOST_DAYS = 366
SUBJECT = "reports.staterecord"


@dataclass(frozen=True)
class Preview:
    """What a file would hold: the items that go in, those left out with errors, and those told before and unchanged."""

    site: Site
    layout: codes.Layout
    family: codes.Family
    inside: Sequence[Item]
    faulty: Sequence[Item]
    unchanged: Sequence[Item]
    gone: Sequence[StateExtractLine] = ()
    """Lines told before that this file takes back: what they tell did not happen, or stands as another kind now."""
    by_hand: Sequence[StateExtractLine] = ()
    """The same where the layout has no way to say so: somebody tells the state."""

    @property
    def taken_back(self) -> list[StateExtractLine]:
        """Give every line that this file takes back, those among them that are told anew under another client."""
        moved = [item.sent for item in self.inside if item.is_anothers and item.sent is not None]
        return [*self.gone, *(line for line in moved if can_take_back(self.layout, self.family, line.told["kind"]))]

    @property
    def is_empty(self) -> bool:
        """Say whether the file would tell nothing."""
        return not self.inside and not self.taken_back

    @property
    def counts(self) -> dict[str, int]:
        """Count what goes in by kind, what is a change of something told before, and what stays out."""
        kinds = Counter(str(item.event.kind) for item in self.inside)
        changed = sum(bool(item.handed_in) for item in self.inside)
        return {
            **kinds, "changed": changed, "left_out": len(self.faulty), "unchanged": len(self.unchanged),
            "taken_back": len(self.taken_back),
        }  # fmt: skip


def preview(
    *, by: Actor, site: Site, first: dt.date, last: dt.date, layout: str, on: dt.date, again: bool = False
) -> Preview:
    """Say what a file of a site's days would hold. ``again`` takes in what was told before and has not changed.

    Raises ``NotAllowed``, ``Invalid`` for days that are not in order or more than a year, or an unknown layout.
    """
    require(may_keep(by, site.pk))
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise Invalid(say("Give days in order, a year at most."), field="last")
    chosen = codes.layout(layout, on)
    items = [item for item in read([site.pk], first, last) if item.event.kind in chosen.kinds]
    faulty = [item for item in items if item.status == RecordStatus.DRAFT]
    ready = [item for item in items if item.status != RecordStatus.DRAFT]
    told = [item for item in ready if item.status == RecordStatus.HANDED_IN]
    inside = ready if again else [item for item in ready if item.status != RecordStatus.HANDED_IN]
    family = family_of(chosen.family, on, site.state)
    lost = [line for line in gone([site.pk], first, last) if line.told["kind"] in chosen.kinds]
    back = [line for line in lost if can_take_back(chosen, family, line.told["kind"])]
    moved = [item.sent for item in inside if item.is_anothers and item.sent is not None]
    by_hand = [line for line in (*lost, *moved) if not can_take_back(chosen, family, line.told["kind"])]
    return Preview(site, chosen, family, inside, faulty, [] if again else told, back, by_hand)


@transaction.atomic
def hand_in(
    *, by: Actor, site: Site, first: dt.date, last: dt.date, layout: str, at: dt.datetime, again: bool = False
) -> StateExtract:
    """Make the file, keep it, and write down what was told about each client in it, in one transaction.

    Recipient and law are the site's (``StateSite``). Restricted charts are in it: the law asks for everybody. Raises
    ``NotAllowed``, ``Invalid``, ``Conflict`` when nothing would be in it, ``NotDisclosable`` when the gate says no.
    """
    state = StateSite.objects.select_for_update(of=("self",)).select_related("party").filter(site=site).first()
    if state is None or state.party is None:
        raise Conflict(say("Say first to which authority this site hands in, and by which law."), code="no_recipient")
    on = clock.local_date(at, site.time_zone)
    found = preview(by=by, site=site, first=first, last=last, layout=layout, on=on, again=again)
    if found.is_empty:
        raise Conflict(say("Nothing would be in this file."), code="nothing")
    # What is taken back comes first: the state may take the rest for the same record.
    lines = [
        *(_line_back(found, line, state) for line in found.taken_back),
        *(_line(found, item, state) for item in found.inside),
    ]
    content = writing.content(found.layout, found.family, lines)
    rows = _rows(found.inside, at)
    extract = _keep(by, found, state, content, (first, last), at)
    _keep_lines(extract, found, rows, at)
    state.layout = found.layout.key
    state.save(update_fields=["layout"])
    _release(by, extract, state, _told_of(found, rows), content, at)
    return extract


def take_file(*, by: Actor, extract: StateExtract, basis: Basis) -> bytes:
    """Give a file that was made, to be sent. What left was written down when it was made; taking it is an event of its own.

    ``basis`` says for what staff take it. Raises ``NotAllowed``, ``Conflict`` when the file is not what was made.
    """
    require(may_keep(by, extract.site_id))
    with extract.file.file.open("rb") as kept:
        content: bytes = kept.read()
    if hashlib.sha256(content).hexdigest() != extract.digest:
        raise Conflict(
            say("The file is not what was made. Make it anew, and tell whoever runs the system."), code="altered"
        )
    record(
        by=by, verb="reports.state_file_taken", subject=extract, site_id=extract.site_id,
        detail={"digest": extract.digest, "ground": basis.ground, "purpose": basis.purpose},
    )  # fmt: skip
    return content


def _line(found: Preview, item: Item, state: StateSite) -> Line:
    client = item.event.episode.client
    return Line(
        str(item.event.kind), item.values, client.pk, client.record_number, found.site.state, state.provider_number,
        sent_as=_sent_as(found, item),
    )  # fmt: skip


def _sent_as(found: Preview, item: Item) -> SentAs:
    is_new = not item.handed_in or (
        item.is_anothers and can_take_back(found.layout, found.family, str(item.event.kind))
    )
    return SentAs.ADD if is_new else SentAs.CHANGE


def _line_back(found: Preview, line: StateExtractLine, state: StateSite) -> Line:
    told = line.told
    return Line(
        told["kind"], told["values"], uuid.UUID(told["client"]), told["number"], found.site.state, state.provider_number,
        sent_as=SentAs.DELETE,
    )  # fmt: skip


def _keep_lines(extract: StateExtract, found: Preview, rows: dict[object, StateRecord], at: dt.datetime) -> None:
    """Keep what each line told; a record told anew after it was taken back in the same file has its newest line last."""
    back = [
        StateExtractLine(
            extract=extract,
            record=line.record,
            digest=line.digest,
            sent_as=SentAs.DELETE,
            told=line.told,
            created_at=at,
        )
        for line in found.taken_back
    ]
    told = [
        StateExtractLine(
            extract=extract, record=rows[item.event.key], digest=item.digest, sent_as=_sent_as(found, item), told=_told(item),
            created_at=at,
        )
        for item in found.inside
    ]  # fmt: skip
    StateExtractLine.objects.bulk_create([*back, *told])


def _told(item: Item) -> dict[str, Any]:
    event, client = item.event, item.event.episode.client
    return {
        "kind": str(event.kind), "on": event.on.isoformat(), "client": str(client.pk), "number": client.record_number,
        "values": item.values,
    }  # fmt: skip


def _told_of(found: Preview, rows: dict[object, StateRecord]) -> dict[uuid.UUID, list[tuple[str, uuid.UUID]]]:
    """Say about whom the file tells, with the records of each."""
    by_client: dict[uuid.UUID, list[tuple[str, uuid.UUID]]] = defaultdict(list)
    for item in found.inside:
        by_client[item.event.episode.client_id].append((SUBJECT, rows[item.event.key].pk))
    for line in found.taken_back:
        by_client[line.record.episode.client_id].append((SUBJECT, line.record_id))
    return {client: list(dict.fromkeys(records)) for client, records in by_client.items()}


def _rows(items: Sequence[Item], at: dt.datetime) -> dict[object, StateRecord]:
    """Give each item's row, made where nobody had to answer anything, and mark it as handed in; two statements."""
    missing = [item for item in items if item.record is None]
    StateRecord.objects.bulk_create(
        StateRecord(
            episode_id=item.event.episode.pk, kind=item.event.kind, placement_id=item.event.placement_id, created_at=at
        )
        for item in missing
    )
    stays = {item.event.episode.pk for item in items}
    rows = {
        (row.episode_id, row.kind, row.placement_id): row
        for row in StateRecord.objects.select_for_update().filter(episode__in=stays)
    }
    kept = {item.event.key: rows[item.event.key] for item in items}
    StateRecord.objects.filter(pk__in=[row.pk for row in kept.values()]).update(
        status=RecordStatus.HANDED_IN, handed_in_at=at
    )
    return kept  # type: ignore[return-value]


def _keep(
    by: Actor, found: Preview, state: StateSite, content: bytes, days: tuple[dt.date, dt.date], at: dt.datetime
) -> StateExtract:
    assert state.party is not None
    name = writing.file_name(found.layout, found.site.code, *days)
    file = keep_extract(
        by=by, content=content, name=name, content_type="text/csv" if found.layout.form == "csv" else "text/plain"
    )
    return StateExtract.objects.create(
        site=found.site, party=state.party, authority=state.authority, starts_on=days[0], ends_on=days[1],
        layout=found.layout.key, layout_from=found.layout.valid_from, family=found.family.key, counts=found.counts,
        file=file, digest=file.sha256, made_at=at, made_by_id=by.staff_id,
    )  # fmt: skip


def _release(
    by: Actor, extract: StateExtract, state: StateSite, by_client: dict[uuid.UUID, list[tuple[str, uuid.UUID]]],
    content: bytes, at: dt.datetime,
) -> None:  # fmt: skip
    basis = _basis(next(iter(by_client)), state, at)
    gate.release_many(
        by=by, basis_by_client=dict.fromkeys(by_client, basis), sent_as=SentKind.EXPORT, records_by_client=by_client,
        content=content, at=at, description=str(say("State data set of admissions and discharges")),
    )  # fmt: skip
    record(
        by=by, verb="reports.state_file_made", subject=extract, clients=sorted(by_client), site_id=extract.site_id,
        detail={"lines": sum(map(len, by_client.values())), "digest": extract.digest, "party": extract.party_id, "ground": basis.ground},
    )  # fmt: skip


def _basis(client_id: uuid.UUID, state: StateSite, at: dt.datetime) -> Basis:
    """Ask the gate once: the ground names no client, so it is the same for everybody in the file."""
    assert state.party is not None
    found = deciding.on_ground(
        Ground.AUDIT, client_id=client_id, to=gate.Recipient.of_party(state.party), purpose=Purpose.AUDIT,
        information=frozenset(str(each) for each in TOLD), at=at, note=state.authority,
    )  # fmt: skip
    if isinstance(found, gate.NotDisclosable):
        raise found
    return found
