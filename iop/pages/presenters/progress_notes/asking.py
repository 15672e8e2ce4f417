"""Who asks for which progress note. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q
from django.http import Http404

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart, read_chart
from scheduling.models import Appointment
from therapy.models import NoteMention, ProgressNote
from therapy.policies.progress_notes import may_take_over


def readable_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads clinical notes."""
    chart = read_chart(actor, client_id, at)
    _must_read(chart)
    return chart


def note_of(actor: Actor, note_id: uuid.UUID, at: dt.datetime) -> tuple[ProgressNote, Chart]:
    """Give a note with its client's chart. A draft is there for its author, one of somebody who left for who may finish it; one
    entered in error for who may mark it so."""
    row = (
        ProgressNote.objects.select_related(
            "episode__site", "author", "provided_by", "format", "appointment", "error__by"
        )
        .filter(pk=note_id)
        .first()
    )
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client_id, at)
    _must_read(chart)
    if row.signed_at is None and row.author_id != actor.staff_id and may_take_over(actor, row, at):
        raise Http404
    if hasattr(row, "error") and not actor.can(Permission.NOTE_MARK_ERROR, row.episode.site_id):
        raise Http404
    return row, chart


def mention_of(actor: Actor, mention_id: uuid.UUID) -> NoteMention:
    """Give a question beside a note to whom it is put, or who put it."""
    row = (
        NoteMention.objects.select_related(
            "note__episode__site", "note__episode__client", "note__author", "by", "staff"
        )
        .filter(Q(staff=actor.staff_id) | Q(by=actor.staff_id), pk=mention_id)
        .first()
    )
    if row is None or actor.staff_id is None:
        raise Http404
    return row


def appointment_of(actor: Actor, appointment_id: uuid.UUID) -> Appointment:
    """Give an appointment that a note can be written about."""
    row = (
        Appointment.objects.visible_to(actor, Permission.SESSION_VIEW)
        .select_related("site", "client", "episode__site")
        .filter(pk=appointment_id, episode__isnull=False)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _must_read(chart: Chart) -> None:
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include reading clinical notes."))
