"""Which admissions, transfers and discharges there are in a stretch of days: read from stays and levels, for many at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from clients.models import Episode, LevelOfCare, Placement
from iop.core.errors import Invalid
from iop.core.words import say
from iop.reports.state_data import codes, rules
from iop.reports.state_data.choices import RecordKind
from iop.reports.state_data.rules import Stay, Stretch

Key = tuple[uuid.UUID, str, uuid.UUID | None]


@dataclass(frozen=True)
class Event:
    """One thing to tell the state: what, when, of which stay, and what the record's days say of it."""

    kind: str
    on: dt.date
    episode: Episode
    service: str
    prior: int
    placement_id: uuid.UUID | None = None

    @property
    def key(self) -> Key:
        """Name it as its row of answers does."""
        return self.episode.pk, self.kind, self.placement_id


def read(sites: Collection[uuid.UUID], first: dt.date, last: dt.date) -> list[Event]:
    """Give what happened at sites from ``first`` to ``last``, in order; three statements, whatever the number of stays."""
    changed = Placement.objects.filter(episode=OuterRef("pk"), starts_on__range=(first, last))
    touched = Q(admitted_on__range=(first, last)) | Q(discharged_on__range=(first, last)) | Q(Exists(changed))
    stays = Episode.objects.filter(touched, site__in=sites, admitted_on__isnull=False)
    return sorted(
        (each for each in _events(stays) if first <= each.on <= last),
        key=lambda each: (each.on, each.kind, str(each.episode.pk)),
    )


def one(episode: Episode, kind: str, placement_id: uuid.UUID | None = None) -> Event:
    """Give one event of a stay. Raises ``Invalid`` for one that did not happen."""
    for each in _events(Episode.objects.filter(pk=episode.pk)):
        if each.key == (episode.pk, kind, placement_id):
            return each
    raise Invalid(say("This did not happen in this stay."), field="kind")


def events_of(episodes: Collection[uuid.UUID]) -> list[Event]:
    """Give all that happened in stays; three statements."""
    return list(_events(Episode.objects.filter(pk__in=episodes)))


def beginning_of(episode: Episode) -> Event | None:
    """Give how a stay began: an admission, or a transfer from one before."""
    begun = (each for each in _events(Episode.objects.filter(pk=episode.pk)) if each.on == episode.admitted_on)
    return next((each for each in begun if each.placement_id is None and each.kind != RecordKind.DISCHARGE), None)


def _events(stays: QuerySet[Episode]) -> Iterator[Event]:
    rows = list(stays.select_related("client", "site").order_by("admitted_on", "pk"))
    book = _book({row.client_id for row in rows})
    for row in rows:
        if row.admitted_on is not None:
            yield from _of_stay(row, book[row.client_id])


def _of_stay(row: Episode, book: list[tuple[uuid.UUID, Stay, list[uuid.UUID]]]) -> Iterator[Event]:
    index = next(at for at, (pk, _, _) in enumerate(book) if pk == row.pk)
    _, stay, placements = book[index]
    stays = [each for _, each, _ in book]
    prior = rules.prior_here(stays, index)
    kind = rules.kind_of_beginning(stay, stays[index - 1] if index else None)
    yield Event(kind, stay.admitted_on, row, stay.first_service, prior)
    for at in rules.transfers(stay.services):
        begun = stay.services[at]
        yield Event(RecordKind.TRANSFER, begun.starts_on, row, begun.service, prior, placements[at])
    if stay.discharged_on is not None:
        service = rules.service_at(stay.services, stay.discharged_on)
        yield Event(RecordKind.DISCHARGE, stay.discharged_on, row, service, prior)


def _book(clients: set[uuid.UUID]) -> dict[uuid.UUID, list[tuple[uuid.UUID, Stay, list[uuid.UUID]]]]:
    """Give all stays of clients in order, each with the services it went through; two statements."""
    placed: dict[uuid.UUID, list[Placement]] = defaultdict(list)
    rows = Placement.objects.filter(episode__client__in=clients, level__is_off_site=False)
    for placement in rows.select_related("level").order_by("episode", "starts_on"):
        placed[placement.episode_id].append(placement)
    found: dict[uuid.UUID, list[tuple[uuid.UUID, Stay, list[uuid.UUID]]]] = defaultdict(list)
    stays = Episode.objects.filter(client__in=clients, admitted_on__isnull=False).order_by("admitted_on", "pk")
    for pk, client, admitted, discharged in stays.values_list("pk", "client", "admitted_on", "discharged_on"):
        assert admitted is not None
        at = [each for each in placed[pk] if discharged is None or each.starts_on <= discharged]
        stay = Stay(admitted, discharged, tuple(_stretches(at)))
        found[client].append((pk, stay, [each.pk for each in at]))
    return found


def _stretches(placements: Iterable[Placement]) -> Iterator[Stretch]:
    for each in placements:
        yield Stretch(each.starts_on, each.ends_on, service_of(each.level))


def service_of(level: LevelOfCare) -> str:
    """Name the service of a level: by its key, else by its number in the criteria (the mappings say which)."""
    by_number = codes.mapped("service_by_asam", level.asam_4) or codes.mapped("service_by_asam", level.asam_3)
    return codes.mapped("service_by_level", level.key) or by_number
