"""One admission, transfer or discharge as it is answered."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format

from clients.models import Episode, Placement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Invalid
from iop.pages.presenters.state_data.lists import TONES
from iop.pages.presenters.state_data.mending import mended_at, place_of
from iop.pages.state_data_forms import AnswersForm
from iop.reports.state_data import codes, events
from iop.reports.state_data.checking import errors
from iop.reports.state_data.choices import RecordKind, RecordStatus
from iop.reports.state_data.events import Event
from iop.reports.state_data.fields import FIELDS, Field, asked_of, fields_of
from iop.reports.state_data.policies import reads_assessments
from iop.reports.state_data.reading import Item, whole


def item_of(actor: Actor, episode_id: uuid.UUID, kind: str, placement_id: uuid.UUID | None = None) -> Item:
    """Find one event within the colleague's reach. Raises ``Http404``, also for one that did not happen."""
    stays = Episode.objects.visible_to(actor, Permission.STATE_DATA_KEEP)
    episode = get_object_or_404(stays, pk=episode_id)
    try:
        event = events.one(episode, kind, placement_id)
    except Invalid as refusal:
        raise Http404 from refusal
    return whole([event])[0]


def item_of_placement(actor: Actor, placement_id: uuid.UUID) -> Item:
    """Find the transfer that a placement began."""
    places = Placement.objects.visible_to(actor, Permission.STATE_DATA_KEEP)
    placement = get_object_or_404(places, pk=placement_id)
    return item_of(actor, placement.episode_id, RecordKind.TRANSFER, placement.pk)


def form_of(actor: Actor, item: Item, data: Any = None) -> AnswersForm:
    """Give the form of what the record does not know of an event."""
    clinical = reads_assessments(actor, item.event.episode.site_id)
    asked = [each for each in asked_of(item.event.kind) if each.key not in item.facts.known]
    answers = {key: str(value) for key, value in (item.record.values if item.record else {}).items()}
    version = item.record.version if item.record else 0
    proposals = item.proposals(clinical=clinical) if not answers else {}
    return AnswersForm(data, fields=asked, answers=answers, proposals=proposals, initial={"version": version})


def read_record(item: Item, form: AnswersForm) -> dict[str, Any]:
    """Show what the record knows with its source, what is asked, and what is wrong so far."""
    event: Event = item.event
    stay = event.episode
    row = item.record
    return {
        "item": item, "form": form, "client": stay.client, "groups": list(form.groups()),
        "kind": RecordKind(event.kind).label, "on": date_format(event.on, "DATE_FORMAT"), "site": stay.site.name,
        "status": RecordStatus(item.status).label, "tone": TONES[RecordStatus(item.status)], "changed": item.has_changed,
        "known": [_known(item, each) for each in fields_of(event.kind) if each.key in item.facts.known],
        "findings": _findings(item), "is_in_the_way": bool(errors(item.findings)), "answered": row is not None and row.answered_at is not None,
        "by": row.answered_by.name if row and row.answered_by else "",
        "when": _when(row.answered_at, str(stay.site.time_zone)) if row and row.answered_at else "",
        "handed_in": _when(row.handed_in_at, str(stay.site.time_zone)) if row and row.handed_in_at else "",
    }  # fmt: skip


def _known(item: Item, each: Field) -> dict[str, Any]:
    found = item.facts.known[each.key]
    url = place_of(item.event.episode.client_id, each.key)
    return {"label": each.label, "value": told(each, found.value), "source": found.source, "url": url}


def told(each: Field, value: str) -> str:
    """Say a value as people read it."""
    if each.kind == "date":
        return date_format(dt.date.fromisoformat(value), "DATE_FORMAT")
    return codes.label(each.words, value) if each.words else value


def _findings(item: Item) -> list[dict[str, Any]]:
    """Name what is wrong once somebody has answered: before, everything would be missing."""
    if item.record is None or item.record.answered_at is None:
        return []
    return [
        {
            "label": FIELDS[each.field].label,
            "words": each.words,
            "is_error": each.is_error,
            "url": mended_at(item, each.field),
        }
        for each in item.findings
    ]


def _when(at: dt.datetime, zone: str) -> str:
    return date_format(clock.local_date(at, zone), "DATE_FORMAT")
