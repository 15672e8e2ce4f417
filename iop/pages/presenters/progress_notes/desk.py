"""My notes: what I still have to write and sign, what waits for a supervisor, what I was asked. Both sorts together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.progress_notes.words import age_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import moment_words
from therapy.actions.progress_notes.owing import unwritten
from therapy.choices.notes import CoSignatureDecision, NoteStatus
from therapy.choices.progress_notes import NOT_REACHED, NoteKind
from therapy.models import GroupNote, NoteMention, ProgressNote, ProgressNoteCoSignature
from therapy.models.plans import ObjectiveAddressed

LATE_AFTER = dt.timedelta(days=2)
"""From when an unsigned note is shown as late: the default of ``notes.sign_hours``."""
COUNTED = dt.timedelta(days=30)
MOST = 200


def drafts_of(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List the actor's own drafts of progress notes, the oldest first; one statement."""
    return _rows(ProgressNote.objects.drafts().filter(author=actor.staff_id), at, write=True)


def waiting_of(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List the actor's own notes that wait for a supervisor, those that were returned marked; one statement."""
    last = ProgressNoteCoSignature.objects.filter(note=OuterRef("pk")).order_by("-at")
    rows = (
        ProgressNote.objects.standing().awaiting_cosignature().filter(author=actor.staff_id)
        .annotate(last_decision=Subquery(last.values("decision")[:1]), last_comment=Subquery(last.values("comment")[:1]))
    )  # fmt: skip
    return _rows(rows, at)


def to_cosign(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List the progress notes that wait for a co-signature where the actor may give it, their own left out; one statement."""
    rows = (
        ProgressNote.objects.visible_to(actor, Permission.NOTE_COSIGN, at=at)
        .standing()
        .awaiting_cosignature()
        .exclude(Q(author=actor.staff_id) | Q(provided_by=actor.staff_id, provided_by__isnull=False))
    )
    return _rows(rows, at)


def left_behind(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List the drafts of colleagues who have left, for those who may finish them; one statement."""
    sites = actor.sites_where(Permission.NOTE_COSIGN)
    if not sites:
        return []
    rows = ProgressNote.objects.visible_to(actor, Permission.NOTE_COSIGN, at=at).drafts()
    return _rows(rows.filter(author__left_on__lte=at.date(), episode__site__in=sites), at)


def to_write(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List the actor's appointments that took place, or were missed, and have no note; one statement."""
    address = to("appointment_note")
    return [
        {
            "client": row.client.short_name,
            "title": row.get_kind_display(),
            "status": row.get_status_display(),
            "when": moment_words(row.starts_at, row.ends_at, ZoneInfo(row.site.time_zone)),
            "age": age_words(row.ends_at, at),
            "is_late": at - row.ends_at > LATE_AFTER,
            "url": address(row.pk),
        }
        for row in unwritten(at).filter(staff=actor.staff_id).select_related("site", "client")[:MOST]
    ]


def asked_of(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List the questions beside notes that the actor has not answered; one statement."""
    address = to("note_question")
    rows = NoteMention.objects.filter(staff=actor.staff_id, answered_at__isnull=True).select_related("by")
    return [
        {"question": row.question, "by": row.by.name, "age": age_words(row.at, at), "url": address(row.pk)}
        for row in rows
    ]


def thread_count(actor: Actor, at: dt.datetime) -> dict[str, int]:
    """Count the actor's signed notes of the last 30 days, and those that address no objective; one statement."""
    marked = ObjectiveAddressed.objects.filter(note=OuterRef("pk"))
    flags = list(
        ProgressNote.objects.in_chart()
        .filter(author=actor.staff_id, starts_at__gt=at - COUNTED)
        .exclude(kind__in=NOT_REACHED)
        .annotate(is_marked=Exists(marked))
        .values_list("is_marked", flat=True)
    )
    return {"signed": len(flags), "without": flags.count(False)}


def everybodys(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List all unsigned and waiting notes of both sorts where the actor co-signs, the oldest first: whose, of when, how old, and no
    word of them; two statements."""
    sites = actor.sites_where(Permission.NOTE_COSIGN)
    days = (
        GroupNote.objects.filter(session__site__in=sites)
        .exclude(status=NoteStatus.SIGNED)
        .select_related("author", "session__track", "session__site")
        .order_by("session__ends_at")[:MOST]
    )
    single = (
        ProgressNote.objects.standing()
        .filter(episode__site__in=sites)
        .exclude(status=NoteStatus.SIGNED)
        .select_related("author", "episode__site")
        .order_by(F("ends_at").asc(nulls_first=True))[:MOST]
    )
    rows = [_open_row(row.author.name, row.session.track.name, row.session.ends_at, row.status, at) for row in days]
    rows += [
        _open_row(row.author.name, str(NoteKind(row.kind).label), row.ends_at or row.created_at, row.status, at)
        for row in single
    ]
    return sorted(rows, key=lambda row: row["since"])


def _open_row(author: str, title: str, since: dt.datetime, status: str, at: dt.datetime) -> dict[str, Any]:
    return {
        "author": author,
        "title": title,
        "since": since,
        "age": age_words(since, at),
        "is_late": at - since > LATE_AFTER,
        "is_draft": status == NoteStatus.DRAFT,
        "status": NoteStatus(status).label,
    }


def _rows(notes: QuerySet[ProgressNote], at: dt.datetime, *, write: bool = False) -> list[dict[str, Any]]:
    found: Iterable[ProgressNote] = notes.select_related(
        "episode__client", "episode__site", "author", "format"
    ).order_by(F("ends_at").asc(nulls_first=True), "created_at")[:MOST]
    address = to("progress_note_write" if write else "progress_note")
    return [_row(note, at, address(note.pk)) for note in found]


def _row(note: ProgressNote, at: dt.datetime, url: str) -> dict[str, Any]:
    since = note.ends_at or note.created_at
    zone = ZoneInfo(note.episode.site.time_zone)
    times = (
        moment_words(note.starts_at, note.ends_at, zone) if note.starts_at and note.ends_at else _("times still open")
    )
    returned = getattr(note, "last_decision", None) == CoSignatureDecision.RETURNED
    return {
        "id": str(note.pk),
        "client": note.episode.client.short_name,
        "title": f"{note.get_kind_display()}",
        "format": note.format.name,
        "when": times,
        "author": note.author.name,
        "age": age_words(since, at),
        "is_late": at - since > LATE_AFTER,
        "returned": returned,
        "comment": getattr(note, "last_comment", "") if returned else "",
        "url": url,
    }


def everybody_url() -> str:
    """Give the address of the list of everybody's unsigned notes."""
    return f"{reverse('notes')}?who=everyone"
