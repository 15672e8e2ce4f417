"""Where a client's consents stand: for the chart's head, the census, the admission checklist. Fixed statements, many clients."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from clients import consent_rules
from clients.choices import ConsentKind, ConsentStatus, RecipientClass
from clients.models import Client, Consent
from iop.clinic import settings
from iop.clinic.choices import SETTINGS
from iop.clinic.models import SettingValue
from iop.core.words import Sentence, count_words, say, sentence
from iop.notifications.choices import Channel, MessageStatus
from iop.notifications.models import Message

REQUIRED = "consents.required"
SOON = max(consent_rules.WARN_DAYS)
STOPPED_SHOWN_DAYS = 90
"""How long a stopped consent is told of in the chart's head: long enough for everybody on the team to have met the client."""


class Standing(models.TextChoices):
    LIVE = "live", _("Live")
    EXPIRING = "expiring", _("Ends soon")
    MISSING = "missing", _("Missing")
    STOPPED = "stopped", _("Stopped")


@dataclass(frozen=True)
class ConsentState:
    """Where one consent stands, or that one which everybody must have is missing. ``until`` is its last day, if it has one."""

    kind: str
    label: Sentence
    state: str
    until: dt.date | None = None
    consent_id: uuid.UUID | None = None


FIELDS = (
    "pk", "client_id", "kind", "channel", "party_id", "party__name", "recipient_class", "expires_on", "expired_event_at",
    "stopped_at", "falsehood__pk",
)  # fmt: skip


SAME = ("kind", "party_id", "recipient_class", "channel")
"""Consents that agree in these are about the same thing: the newest of them counts."""


def required_kinds(on: dt.date, site_id: uuid.UUID | None = None) -> list[str]:
    """Name the consents that everybody in care at a site must have (setting ``consents.required``)."""
    return [str(kind) for kind in settings.value(REQUIRED, on=on, site_id=site_id)]


def signed_rows(client_path: str) -> ArraySubquery:
    """Build the part of a statement that reads the signed consents of a client, and of charts joined into theirs.

    ``client_path`` leads from the outer row to the client's id. ``from_rows`` reads what comes back.
    """
    outer = OuterRef(OuterRef(client_path))
    charts = Client.objects.filter(Q(pk=outer) | Q(merged_into=outer)).order_by().values("pk")
    rows = Consent.objects.filter(client__in=charts, status=ConsentStatus.SIGNED).order_by("-signed_at")
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in FIELDS})))


def setting_rows() -> ArraySubquery:
    """Build the part of a statement that reads which consents sites ask for; ``required_at`` reads what comes back."""
    rows = SettingValue.objects.filter(key=REQUIRED).order_by("-valid_from", "-id")
    return ArraySubquery(rows.values(json=JSONObject(site="site_id", valid_from="valid_from", value="value")))


def required_at(rows: Iterable[Mapping[str, Any]], site_id: uuid.UUID, on: dt.date) -> list[str]:
    """Name the consents that everybody in care at a site must have: the site's own wish before the clinic's, the newest begun."""
    begun = [row for row in rows if dt.date.fromisoformat(row["valid_from"]) <= on]
    for site in (str(site_id), None):
        for row in begun:
            if row["site"] == site:
                return list(row["value"])
    return list(SETTINGS[REQUIRED].default)


def from_rows(rows: Iterable[Mapping[str, Any]], on: dt.date, *, required: Sequence[str]) -> list[ConsentState]:
    """Say where one client's consents stand, from what ``signed_rows`` read. No statement."""
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        newest.setdefault(tuple(row[name] for name in SAME), row)
    return _states([_revived(row) for row in newest.values()], required, on)


def state(
    client_ids: Collection[uuid.UUID],
    on: dt.date,
    *,
    required: Sequence[str] | Mapping[uuid.UUID, Sequence[str]] | None = None,
) -> dict[uuid.UUID, list[ConsentState]]:
    """Say for each client which consents are live, end within 30 days, are missing or were stopped, on a clinic date.

    Of several of the same kind to the same recipient the newest counts. ``required`` are the kinds that must be there, for
    all or by client; none: those of the setting for the whole clinic. Two statements at most, whatever the number of clients.
    """
    needed = required_kinds(on) if required is None else required
    newest: dict[uuid.UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in _newest(client_ids):
        newest[row["client_id"]].append(row)
    return {
        client: _states(newest.get(client, []), needed.get(client, ()) if isinstance(needed, Mapping) else needed, on)
        for client in client_ids
    }


def has_live(states: Iterable[ConsentState], kind: str) -> bool:
    """Say whether a consent of the kind holds."""
    return any(one.kind == kind and one.state in (Standing.LIVE, Standing.EXPIRING) for one in states)


def label_of(row: Mapping[str, Any]) -> Sentence:
    """Call a consent by its kind and, where it has one, its recipient or channel."""
    kind = ConsentKind(str(row["kind"]))
    to = row["party__name"] or (RecipientClass(row["recipient_class"]).label if row["recipient_class"] else "")
    if kind == ConsentKind.TPO and not row["party__name"]:
        to = ""
    if kind == ConsentKind.MESSAGES and row["channel"]:
        to = Channel(row["channel"]).label
    if to and kind in (ConsentKind.SPECIFIC, ConsentKind.RELATIVE):
        return sentence(say("Release to {to}"), to=to)
    return sentence("{kind}: {to}", kind=kind.label, to=to) if to else kind.label


def consequences(consent: Consent) -> list[Sentence]:
    """Say what taking a consent back would do and to whom, before it is done. Two statements."""
    told: list[Sentence] = [say("Nothing more leaves on it from this moment.")]
    made = consent.disclosures.aggregate(made=Count("pk"), to=Count("recipient_name", distinct=True))
    if made["made"]:
        told.append(
            sentence(
                count_words(
                    "{made} disclosure was made on it. It stays in the accounting, and the privacy officer is asked to look.",
                    "{made} disclosures were made on it. They stay in the accounting, and the privacy officer is asked to look.",
                    made["made"],
                ),
                made=made["made"],
            )
        )
    waiting = waiting_messages(consent)
    if waiting:
        told.append(
            sentence(
                count_words(
                    "{number} message that waits to be sent is taken back.",
                    "{number} messages that wait to be sent are taken back.",
                    waiting,
                ),
                number=waiting,
            )
        )
    return told + list(_by_kind(consent.kind))


def waiting_messages(consent: Consent) -> int:
    """Count the messages that would be withdrawn with a consent."""
    resting = Q(basis__consent_id=str(consent.pk))
    if consent.kind == ConsentKind.MESSAGES:
        resting |= Q(recipient_kind="client", recipient_id=consent.client_id, channel=consent.channel)
    return Message.objects.filter(resting, status=MessageStatus.WAITING).count()


def _by_kind(kind: str) -> Iterable[Sentence]:
    if kind == ConsentKind.TPO:
        yield say(
            "Claims to health plans and records to other providers stop; talk with them about how care is paid for."
        )
    if kind == ConsentKind.TREATMENT:
        yield say("Treatment is their choice: speak with them today about what they would like instead.")
    if kind == ConsentKind.MESSAGES:
        yield say("No more messages go out by this channel.")
    if kind == ConsentKind.CRIMINAL_JUSTICE:
        yield say("The court or officer hears nothing more from us. Ask whether they want to speak with their lawyer.")


def _revived(row: Mapping[str, Any]) -> dict[str, Any]:
    # JSON knows no dates and no ids.
    return {
        **row,
        "pk": uuid.UUID(row["pk"]),
        "expires_on": dt.date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
        "stopped_at": dt.datetime.fromisoformat(row["stopped_at"]) if row["stopped_at"] else None,
    }


def _newest(client_ids: Collection[uuid.UUID]) -> Iterable[dict[str, Any]]:
    same = ("client_id", *SAME)
    return (
        Consent.objects.filter(client__in=list(client_ids), status=ConsentStatus.SIGNED)
        .order_by(*same, F("signed_at").desc())
        .distinct(*same)
        .values(*FIELDS)
    )


def _states(rows: Iterable[Mapping[str, Any]], required: Sequence[str], on: dt.date) -> list[ConsentState]:
    found = [one for row in rows if (one := _state(row, on)) is not None]
    there = {one.kind for one in found if one.state in (Standing.LIVE, Standing.EXPIRING)}
    missing = [ConsentState(kind, ConsentKind(kind).label, Standing.MISSING) for kind in required if kind not in there]
    order = list(ConsentKind.values)
    return [*missing, *sorted(found, key=lambda one: order.index(one.kind))]


def _state(row: Mapping[str, Any], on: dt.date) -> ConsentState | None:
    until = row["expires_on"]
    if row["stopped_at"] or row["falsehood__pk"]:
        stopped = row["stopped_at"]
        recent = stopped is None or (on - stopped.date()).days <= STOPPED_SHOWN_DAYS
        return _told(row, Standing.STOPPED, None) if recent else None
    if consent_rules.is_over(until, row["expired_event_at"], on):
        return None
    soon = until is not None and (until - on).days <= SOON
    return _told(row, Standing.EXPIRING if soon else Standing.LIVE, until)


def _told(row: Mapping[str, Any], standing: Standing, until: dt.date | None) -> ConsentState:
    return ConsentState(str(row["kind"]), label_of(row), standing, until, row["pk"])
