"""The chart's notes in one order of time: the client's copies of group notes, with nobody else's line, and progress notes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, Q, Value
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from iop.access.choices import Permission
from iop.documents.models import Signature
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import PAGE, page_words, to_two
from iop.pages.presenters.progress_notes.reading import BESIDE, note_facts
from iop.pages.presenters.progress_notes.words import signatures_of, title_of, when_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import (
    instant_words,
    moment_words,
)
from therapy.choices import CoSignatureDecision, Modality
from therapy.contents import NOTE_KIND
from therapy.models import Addendum, CoSignature, GroupNoteLine, ProgressNote

GROUP, SINGLE = "group", "single"
SORTS = (("", _("All notes")), (SINGLE, _("One to one")), (GROUP, _("Groups")))


def read_notes(chart: Chart, page: int, sort: str = "") -> dict[str, Any]:
    """Read a page of the client's signed notes, group copies and progress notes in one order of time.

    A fixed number of statements for any number of notes. ``sort`` keeps one of the two.
    """
    places = _in_order(chart, sort)
    total = places.count()
    start = (page - 1) * PAGE
    shown = list(places[start : start + PAGE])
    found = {**_copies_of(chart, shown), **_singles_of(chart, shown)}
    kept = f"&sort={sort}" if sort else ""
    return {
        "notes": [found[row["pk"]] for row in shown if row["pk"] in found],
        "drafts": own_drafts(chart),
        "sorts": [
            {"url": f"?sort={key}" if key else "?", "label": label, "current": key == sort} for key, label in SORTS
        ],
        "says": page_words(start, len(shown), total),
        "earlier": f"?page={page - 1}{kept}" if page > 1 else "",
        "later": f"?page={page + 1}{kept}" if start + len(shown) < total else "",
    }


def own_drafts(chart: Chart) -> list[dict[str, Any]]:
    """List the reader's own drafts about this client; one statement."""
    rows = (
        ProgressNote.objects.drafts()
        .filter(author=chart.actor.staff_id, episode__client__in=chart.ids)
        .select_related("format", "episode__site")
        .order_by("-starts_at")
    )
    address = to("progress_note_write")
    return [{"title": title_of(row), "when": when_words(row), "url": address(row.pk)} for row in rows]


def _in_order(chart: Chart, sort: str) -> Any:
    copies = (
        _lines(chart)
        .annotate(sort=Value(GROUP), moment=F("note__session__starts_at"))
        .order_by()
        .values("pk", "sort", "moment")
    )
    singles = (
        _singles(chart).annotate(sort=Value(SINGLE), moment=F("starts_at")).order_by().values("pk", "sort", "moment")
    )
    if sort in (GROUP, SINGLE):
        return (copies if sort == GROUP else singles).order_by("-moment", "-pk")
    return copies.union(singles, all=True).order_by("-moment", "-pk")


def _copies_of(chart: Chart, shown: Iterable[dict[str, Any]]) -> dict[uuid.UUID, dict[str, Any]]:
    wanted = [row["pk"] for row in shown if row["sort"] == GROUP]
    lines = list(_copies(chart).filter(pk__in=wanted)) if wanted else []
    signed = _signatures(lines)
    return {line.pk: {**_copy(line, chart, signed), "is_group": True} for line in lines}


def _singles(chart: Chart) -> Any:
    notes = ProgressNote.objects.visible_to(chart.actor, Permission.NOTE_VIEW).in_chart()
    return notes.filter(episode__client__in=chart.ids)


def _singles_of(chart: Chart, shown: Iterable[dict[str, Any]]) -> dict[uuid.UUID, dict[str, Any]]:
    wanted = [row["pk"] for row in shown if row["sort"] == SINGLE]
    if not wanted:
        return {}
    related = ("episode__site", "author", "provided_by", "format")
    notes = list(_singles(chart).filter(pk__in=wanted).select_related(*related).prefetch_related(*BESIDE))
    signed, address, print_address = signatures_of(notes), to("progress_note"), to("progress_note_print")
    return {
        note.pk: note_facts(note, signed.get(note.pk, []))
        | {"url": address(note.pk), "print_url": print_address(note.pk), "is_group": False}
        for note in notes
    }


def read_note(chart: Chart, line_id: uuid.UUID) -> dict[str, Any]:
    """Read one copy for the print view. One that is not in this chart is not there (``Http404``)."""
    line = _copies(chart).filter(pk=line_id).first()
    if line is None:
        raise Http404
    return _copy(line, chart, _signatures([line]))


def _lines(chart: Chart) -> Any:
    return GroupNoteLine.objects.visible_to(chart.actor, Permission.NOTE_VIEW).in_chart().filter(client__in=chart.ids)


def _copies(chart: Chart) -> Any:
    own_or_shared = Addendum.objects.filter(Q(line__isnull=True) | Q(line__client__in=chart.ids)).select_related(
        "author"
    )
    cosigned = CoSignature.objects.filter(decision=CoSignatureDecision.SIGNED).select_related("by")
    return (
        _lines(chart)
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
