"""What follows a person from a duplicate chart into the one that is kept, and what stays where it was written.

Each app says it for its own tables: ``plan`` here, and the functions of ``settings.MERGE_PLANS`` above. A row moves by a
column that says whose it is; what is signed or append-only never changes and stays with the absorbed chart, which the kept
one shows (docs/decisions/0006-merging.md). A test compares both lists with every table that bears a client.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Max, Model, Q, QuerySet
from django.utils.module_loading import import_string

from clients.choices import ConsentStatus, EpisodeStatus
from clients.models import Client, Consent, ContactPoint, Diagnosis, Episode, MessageHold, Relationship
from clients.models.registers import REGISTERS
from iop.core.words import Sentence, say
from iop.notifications.choices import MessageStatus
from iop.work.choices import WorkStatus


@dataclass(frozen=True)
class Move:
    """Rows of one table whose ``column`` becomes ``to``, and ``back`` again when it is undone.

    Rows are named by ``match`` (a field or a relation's) being one of ``ids``, not by their own key alone: a line that is
    made later for an episode that moved belongs to that episode, and goes back with it.
    """

    model: str
    column: str
    match: str
    ids: Sequence[Any]
    to: Any
    back: Any
    words: Sentence = ""

    def rows(self, value: Any) -> QuerySet[Model]:
        """Give the rows whose column says ``value``."""
        manager = apps.get_model(self.model)._base_manager
        return manager.filter(**{f"{self.match}__in": list(self.ids), self.column: value})

    def as_data(self) -> dict[str, Any]:
        """Give plain values to keep with the merge."""
        plain = {"ids": [_plain(item) for item in self.ids], "to": _plain(self.to), "back": _plain(self.back)}
        return {"model": self.model, "column": self.column, "match": self.match, **plain}


@dataclass(frozen=True)
class Plan:
    """What one app's tables ask of a merge: what moves, what stays (words and how many), and what is in the way."""

    moves: Sequence[Move] = ()
    stays: Sequence[tuple[Sentence, int]] = ()
    why_not: Sequence[Sentence] = field(default_factory=tuple)


STAYS: Mapping[str, Sentence] = {
    "clients.ChannelPermission": say("What they agreed to for messages, with its history"),
    "clients.Disclosure": say("What left the clinic"),
    "clients.Letter": say("Letters that were sent"),
    "clients.EmergencyAccess": say("Emergency access"),
    "clients.ChartMerge": say("Charts joined before"),
    "clients.PortalAccount": say("Signing in from outside: it leads to the chart that is kept"),
    "clients.PortalInvitation": say("Invitations to sign in from outside"),
    "clients.ImportedRow": say("By which number another system knew them"),
}
"""Tables of this app that bear a client and are left as they are: history and what is locked. Signed consents too."""
SIMPLE = (
    "Concern",
    "CourtOrder",
    "OutsideStay",
    "Inquiry",
    "ClientDocument",
    "RecordExport",
    "Thread",
    *(model.__name__ for model in REGISTERS.values()),
)
"""Tables of this app whose rows simply follow the person."""


def all_plans(kept: Client, absorbed: Client, at: dt.datetime) -> list[Plan]:
    """Ask every app (``settings.MERGE_PLANS``); this one last, because others find their rows by where they still are."""
    above = [import_string(path)(kept.pk, absorbed.pk, at) for path in settings.MERGE_PLANS]
    return [*above, plan(kept, absorbed, at)]


def plan(kept: Client, absorbed: Client, at: dt.datetime) -> Plan:
    """Say what of this app follows the person."""
    gone = {"client": absorbed.pk}
    moves = [
        *_guard(kept, absorbed),
        *_earlier_merges(kept, absorbed),
        *_contacts(kept, absorbed),
        *_identifiers(kept, absorbed),
        *_diagnoses(kept, absorbed),
        _move(kept, absorbed, "Episode", Episode.objects.filter(**gone)),
        *(_move(kept, absorbed, name, _model(name)._base_manager.filter(**gone)) for name in SIMPLE),
        _move(kept, absorbed, "Consent", Consent.objects.filter(**gone).exclude(status=ConsentStatus.SIGNED)),
        _holds(kept, absorbed),
        *_errands(kept, absorbed),
    ]
    return Plan(moves=[move for move in moves if move.ids], stays=_stays(absorbed), why_not=_why_not(kept, absorbed))


def by_key(
    kept_id: uuid.UUID, absorbed_id: uuid.UUID, model: type[Model], rows: QuerySet[Any], column: str = "client_id"
) -> Move:
    """Make a move of rows that are named by their own key."""
    ids = list(rows.order_by().values_list("pk", flat=True))
    return Move(model._meta.label, column, "pk", ids, kept_id, absorbed_id, str(model._meta.verbose_name_plural))


def _move(kept: Client, absorbed: Client, name: str, rows: QuerySet[Any]) -> Move:
    return by_key(kept.pk, absorbed.pk, _model(name), rows)


def _guard(kept: Client, absorbed: Client) -> list[Move]:
    if not absorbed.is_restricted or kept.is_restricted:
        return []
    # The words first: a restricted chart has a reason at every moment.
    label = "clients.Client"
    return [
        Move(label, "restricted_reason", "pk", [kept.pk], absorbed.restricted_reason, kept.restricted_reason),
        Move(label, "is_restricted", "pk", [kept.pk], True, False, say("The restriction of the chart")),
    ]


def _earlier_merges(kept: Client, absorbed: Client) -> list[Move]:
    earlier = Client.objects.filter(merged_into=absorbed.pk)
    return [by_key(kept.pk, absorbed.pk, Client, earlier, "merged_into_id")]


def _contacts(kept: Client, absorbed: Client) -> list[Move]:
    theirs = ContactPoint.objects.filter(client=absorbed)
    preferred = ContactPoint.objects.filter(client=kept, is_preferred=True).values("kind")
    lesser = list(theirs.filter(is_preferred=True, kind__in=preferred).values_list("pk", flat=True))
    known = Relationship.objects.filter(client=kept)
    people = Relationship.objects.filter(client=absorbed).exclude(person__in=known.values("person"))
    found = [Move("clients.ContactPoint", "is_preferred", "pk", lesser, False, True)]
    if known.filter(is_emergency_contact=True).exists():
        second = list(people.filter(is_emergency_contact=True).values_list("pk", flat=True))
        found.append(Move("clients.Relationship", "is_emergency_contact", "pk", second, False, True))
    moved = by_key(kept.pk, absorbed.pk, Relationship, people)
    return [*found, by_key(kept.pk, absorbed.pk, ContactPoint, theirs), moved]


def _identifiers(kept: Client, absorbed: Client) -> list[Move]:
    # Of a number that both have, or of which a person has one alone, the kept chart's stands.
    model = _model("ClientIdentifier")
    theirs = model._base_manager.filter(client=absorbed.pk)
    kinds = model._base_manager.filter(client=kept.pk, is_active=True).values("kind")
    return [by_key(kept.pk, absorbed.pk, model, theirs.exclude(is_active=True, kind__in=kinds))]


def _diagnoses(kept: Client, absorbed: Client) -> list[Move]:
    standing = Q(ends_on__isnull=True, entered_in_error_at__isnull=True)
    known = Diagnosis.objects.filter(standing, client=kept)
    theirs = Diagnosis.objects.filter(client=absorbed).exclude(standing, code__in=known.values("code"))
    last = known.aggregate(last=Max("rank"))["last"] or 0
    ranked = theirs.filter(standing).order_by("rank").values_list("pk", "rank") if last else []
    # From the highest on: on the way no two may share a rank in the chart they still are in.
    later = [
        Move("clients.Diagnosis", "rank", "pk", [key], last + number, rank)
        for number, (key, rank) in reversed(list(enumerate(ranked, start=1)))
        if rank != last + number
    ]
    return [*later, by_key(kept.pk, absorbed.pk, Diagnosis, theirs)]


def _holds(kept: Client, absorbed: Client) -> Move:
    known = MessageHold.objects.filter(client=kept).values("kind")
    return _move(kept, absorbed, "MessageHold", MessageHold.objects.filter(client=absorbed).exclude(kind__in=known))


def _errands(kept: Client, absorbed: Client) -> list[Move]:
    work, messages = apps.get_model("work.WorkItem"), apps.get_model("notifications.Message")
    owed = work.objects.filter(client_id=absorbed.pk, status=WorkStatus.OPEN)
    waiting = messages.objects.filter(recipient_kind="client", recipient_id=absorbed.pk, status=MessageStatus.WAITING)
    return [
        by_key(kept.pk, absorbed.pk, work, owed),
        by_key(kept.pk, absorbed.pk, messages, waiting, "recipient_id"),
    ]


def _stays(absorbed: Client) -> list[tuple[Sentence, int]]:
    counted = [
        (words, apps.get_model(label)._base_manager.filter(_names(label, absorbed.pk)).count())
        for label, words in STAYS.items()
    ]
    signed = Consent.objects.filter(client=absorbed, status=ConsentStatus.SIGNED).count()
    found = [*counted, (say("Signed consents: they are shown, and signed again for the chart that is kept"), signed)]
    return [(words, number) for words, number in found if number]


def _names(label: str, client_id: uuid.UUID) -> Q:
    if label == "clients.PortalInvitation":
        return Q(client=client_id) | Q(via_client=client_id)
    return Q(kept=client_id) if label == "clients.ChartMerge" else Q(client=client_id)


def _why_not(kept: Client, absorbed: Client) -> list[Sentence]:
    found: list[Sentence] = []
    if kept.merged_into_id or absorbed.merged_into_id:
        found.append(say("One of these charts has been joined with another already."))
    both = Episode.objects.filter(client__in=[kept.pk, absorbed.pk], status=EpisodeStatus.ADMITTED)
    if both.count() > 1:
        found.append(say("Both charts have a stay under way. Discharge the one that was opened by mistake first."))
    return found


def _model(name: str) -> type[Model]:
    return apps.get_model("clients", name)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value


MOVED_HERE = frozenset(
    {"clients.Client", "clients.Episode", "clients.ContactPoint", "clients.Relationship", "clients.ClientIdentifier",
     "clients.Diagnosis", "clients.Consent", "clients.MessageHold", *(f"clients.{name}" for name in SIMPLE)}
)  # fmt: skip
"""Tables of this app that bear a client and of which rows move."""
__all__ = ["MOVED_HERE", "STAYS", "Move", "Plan", "all_plans", "by_key", "plan"]
