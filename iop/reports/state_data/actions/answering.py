"""Answering what the record does not know of an admission, a transfer or a discharge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core.errors import Invalid, NotAllowed, Stale, require
from iop.core.words import say, sentence
from iop.reports.state_data import codes
from iop.reports.state_data.choices import MISSING, RecordStatus
from iop.reports.state_data.events import Event
from iop.reports.state_data.fields import Field, asked_of
from iop.reports.state_data.models import StateRecord
from iop.reports.state_data.policies import may_keep
from iop.reports.state_data.reading import whole

MOST_LETTERS = 20


@transaction.atomic
def keep_answers(
    *, by: Actor, event: Event, answers: Mapping[str, str], version: int, at: dt.datetime
) -> StateRecord:  # fmt: skip
    """Keep what was answered about one event, in our own words by field, and say how it stands by its status.

    What is missing or cannot be is no reason not to keep the rest: the record stays a draft until it is mended. ``version``
    is that of the row that was read, 0 for none. Raises ``NotAllowed``, ``Invalid`` beside a field, ``Stale``.
    """
    require(may_keep(by, event.episode.site_id))
    if not Client.objects.visible_to(by, Permission.STATE_DATA_KEEP, at=at).filter(pk=event.episode.client_id).exists():
        raise NotAllowed(say("This chart is open to its care team alone."))
    values = {each.key: _checked(each, answers.get(each.key, "")) for each in asked_of(event.kind)}
    row = _locked(event, version)
    row.values = {key: value for key, value in values.items() if value}
    row.answered_by_id, row.answered_at = by.staff_id, at
    row.version += 1
    row.save()
    # Whether it is whole is asked of all that is known, with the answers just kept.
    item = whole([event])[0]
    row.status = item.status
    row.save(update_fields=["status"])
    record(
        by=by, verb="reports.state_record_kept", subject=row, clients=[event.episode.client_id],
        site_id=event.episode.site_id, detail={"kind": str(event.kind), "status": str(row.status), "fields": len(row.values)},
    )  # fmt: skip
    return row


def row_for(event: Event) -> StateRecord:
    """Give the event's row, made when there is none, locked."""
    Episode.objects.select_for_update(no_key=True).get(pk=event.episode.pk)
    found = StateRecord.objects.select_for_update().filter(
        episode=event.episode.pk, kind=event.kind, placement=event.placement_id
    )
    return found.first() or StateRecord.objects.create(
        episode_id=event.episode.pk, kind=event.kind, placement_id=event.placement_id, version=0,
        status=RecordStatus.DRAFT,
    )  # fmt: skip


def _locked(event: Event, version: int) -> StateRecord:
    row = row_for(event)
    if row.version != version:
        raise Stale(say("A colleague has answered meanwhile. Look at it again, and save anew what is still missing."))
    return row


def _checked(field: Field, told: str) -> str:
    """Take an answer that the field can hold."""
    value = str(told or "").strip()
    if not value:
        return ""
    if field.kind == "number":
        return _number(field, value)
    if field.kind == "text":
        if len(value) > MOST_LETTERS:
            raise Invalid(say("Give the code alone."), field=field.key)
        return value.upper()
    if value not in dict(codes.native()[field.words]):
        raise Invalid(say("Choose an answer from the list."), field=field.key)
    return value


def _number(field: Field, value: str) -> str:
    if value in MISSING:
        return value
    if not value.isdecimal() or not field.least <= int(value) <= field.most:
        words = sentence(say("Give a whole number from {least} to {most}."), least=field.least, most=field.most)
        raise Invalid(words, field=field.key)
    return str(int(value))
