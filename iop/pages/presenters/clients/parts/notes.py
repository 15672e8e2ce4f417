"""The chart's notes: the client's copies of signed group notes, and nobody else's line."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.http import Http404

from iop.access.choices import Permission
from iop.documents.models import Signature
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import PAGE, page_words, to_two
from iop.pages.presenters.schedule.when import (
    instant_words,
    moment_words,
)
from therapy.choices import CoSignatureDecision, Modality
from therapy.contents import NOTE_KIND
from therapy.models import Addendum, CoSignature, GroupNoteLine


def read_notes(chart: Chart, page: int) -> dict[str, Any]:
    """Read a page of the client's copies of signed group notes: six statements for any number of notes."""
    lines = _copies(chart)
    total = lines.count()
    start = (page - 1) * PAGE
    shown = list(lines[start : start + PAGE])
    signed = _signatures(shown)
    return {
        "notes": [_copy(line, chart, signed) for line in shown],
        "says": page_words(start, len(shown), total),
        "earlier": f"?page={page - 1}" if page > 1 else "",
        "later": f"?page={page + 1}" if start + len(shown) < total else "",
    }


def read_note(chart: Chart, line_id: uuid.UUID) -> dict[str, Any]:
    """Read one copy for the print view. One that is not in this chart is not there (``Http404``)."""
    line = _copies(chart).filter(pk=line_id).first()
    if line is None:
        raise Http404
    return _copy(line, chart, _signatures([line]))


def _copies(chart: Chart) -> Any:
    own_or_shared = Addendum.objects.filter(Q(line__isnull=True) | Q(line__client__in=chart.ids)).select_related(
        "author"
    )
    cosigned = CoSignature.objects.filter(decision=CoSignatureDecision.SIGNED).select_related("by")
    return (
        GroupNoteLine.objects.visible_to(chart.actor, Permission.NOTE_VIEW)
        .in_chart()
        .filter(client__in=chart.ids)
        .select_related("note__session__track", "note__session__site", "note__component__kind", "note__author")
        .prefetch_related(
            Prefetch("note__addenda", queryset=own_or_shared), Prefetch("note__cosignatures", queryset=cosigned)
        )
        .order_by("-note__session__starts_at", "-note__signed_at")
    )


def _signatures(lines: Iterable[GroupNoteLine]) -> dict[uuid.UUID, list[Signature]]:
    found: dict[uuid.UUID, list[Signature]] = {}
    rows = Signature.objects.filter(subject_kind=NOTE_KIND, subject_id__in=[line.note_id for line in lines])
    for row in rows.order_by("signed_at"):
        found.setdefault(row.subject_id, []).append(row)
    return found


def _copy(line: GroupNoteLine, chart: Chart, signed: dict[uuid.UUID, list[Signature]]) -> dict[str, Any]:
    note, session = line.note, line.note.session
    zone = ZoneInfo(session.site.time_zone)
    part = note.component
    return {
        "id": str(line.pk),
        "title": (part.title or part.kind.name) if part else session.track.name,
        "when": moment_words(session.starts_at, session.ends_at, zone),
        "year": session.on.year,
        "modalities": ", ".join(str(Modality(code).label) for code in note.modalities),
        "shared": note.shared_text,
        "own": line.text,
        "status": note.get_status_display(),
        "tone": "good" if note.status == "signed" else "wait",
        "late": note.late_reason,
        "signatures": [_signature(row, zone) for row in signed.get(note.pk, [])],
        "addenda": [_addendum(row, zone) for row in note.addenda.all()],
        "digest": line.digest,
        "print_url": to_two("client_note", chart.client.pk, line.pk),
    }


def _signature(row: Signature, zone: ZoneInfo) -> str:
    credential = f", {row.credential}" if row.credential else ""
    return f"{row.get_meaning_display()}: {row.signer_name}{credential}, {instant_words(row.signed_at, zone)}"


def _addendum(row: Addendum, zone: ZoneInfo) -> dict[str, str]:
    credential = f", {row.credential}" if row.credential else ""
    return {
        "text": row.text,
        "reason": row.reason,
        "who": f"{row.author.name}{credential}, {instant_words(row.signed_at, zone)}",
        "digest": row.digest,
    }
