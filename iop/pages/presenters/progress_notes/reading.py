"""A progress note for reading, signing and print, and as a row of the chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.documents.models import Signature
from iop.documents.signing import digest_of
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.progress_notes.family import family_facts
from iop.pages.presenters.progress_notes.words import (
    TONES,
    marks,
    modalities_of,
    signature_rows,
    signatures_of,
    title_of,
    when_words,
    zone_of,
)
from iop.pages.presenters.progress_notes.writing import colleagues, marked_sections, questions_of, urls_of
from iop.pages.presenters.schedule.when import instant_words, moment_words
from therapy.actions.progress_notes.owing import hours_to_sign
from therapy.choices.notes import NoteStatus
from therapy.choices.progress_notes import NOT_REACHED, NoObjective
from therapy.models import ProgressNote, ProgressNoteAddendum
from therapy.policies import progress_notes as policies
from therapy.progress_checks import last_look
from therapy.progress_contents import seen, whole
from therapy.rules.group_notes import is_late

BESIDE = (
    Prefetch("objectives_addressed", queryset=marks()),
    Prefetch("addenda", queryset=ProgressNoteAddendum.objects.select_related("author")),
    "carried",
)
"""What stands beside a note in tables of its own: three statements for any number of notes."""


def read_page(note: ProgressNote, chart: Chart) -> dict[str, Any]:
    """Give a note with its signatures, addenda, answers and the questions beside it; a fixed number of statements."""
    actor, zone = chart.actor, zone_of(note)
    return note_facts(note, signatures_of([note]).get(note.pk, [])) | {
        "answers": [
            {
                "name": row.by.name,
                "decision": row.get_decision_display(),
                "comment": row.comment,
                "when": instant_words(row.at, zone),
            }
            for row in note.cosignatures.select_related("by")
        ],
        "error": _error(note, zone),
        "is_waiting": note.status == NoteStatus.AWAITING_COSIGNATURE,
        "may_cosign": policies.may_cosign_progress_note(actor, note) is None,
        "may_add": policies.may_add_to_progress_note(actor, note) is None,
        "may_mark": policies.may_mark_note_in_error(actor, note) is None and not hasattr(note, "error"),
        "may_take_over": note.author_id != actor.staff_id and policies.may_take_over(actor, note, chart.at) is None,
        "may_ask": policies.may_ask_beside(actor, note) is None,
        "questions": questions_of(note, zone),
        "colleagues": colleagues(note, chart),
        "urls": urls_of(note),
    }


def note_facts(note: ProgressNote, signatures: Iterable[Signature]) -> dict[str, Any]:
    """Give everything a note says, worded, with its hash. Addenda, marks and passages are read or taken as prefetched."""
    zone = zone_of(note)
    if "objectives_addressed" not in getattr(note, "_prefetched_objects_cache", {}):
        prefetch_related_objects([note], *BESIDE)
    return {
        "note": note,
        "id": str(note.pk),
        "title": title_of(note),
        "when": when_words(note),
        "author": note.author.name,
        "status": note.get_status_display(),
        "tone": TONES[NoteStatus(note.status)],
        "is_signed": note.signed_at is not None,
        "is_reached": note.kind not in NOT_REACHED,
        "facts": [*_facts(note), *family_facts(note)],
        "apart": note.family.get("apart", ""),
        "sections": marked_sections(note),
        "modalities": modalities_of(note),
        "risk": note.get_risk_display() if note.risk else "",
        "risk_words": note.risk_words,
        "next_step": note.next_step,
        "objectives": [_mark(row) for row in note.objectives_addressed.all()],
        "no_objective": _no_objective(note),
        "late": note.late_reason,
        "signatures": signature_rows(signatures, zone),
        "addenda": [
            {
                "text": row.text,
                "reason": row.reason,
                "who": f"{row.author.name}, {row.credential}" if row.credential else row.author.name,
                "when": instant_words(row.signed_at, zone),
                "digest": row.digest,
            }
            for row in note.addenda.all()
        ],
        "digest": note.digest,
        "holds": bool(note.digest) and digest_of(whole(note)) == note.digest,
    }


def _facts(note: ProgressNote) -> list[tuple[str, str]]:
    rows = [(_("When"), when_words(note)), (_("How"), str(note.get_mode_display()))]
    if note.outcome:
        rows.append((_("What came of it"), str(note.get_outcome_display())))
    if note.client_location:
        rows.append((_("Where the client was"), note.client_location))
    if note.participants:
        rows.append((_("Who else took part"), note.participants))
    if note.provided_by:
        rows.append((_("Who met the client"), note.provided_by.name))
    return rows


def _mark(row: Any) -> dict[str, str]:
    return {
        "number": str(row.thread.number),
        "words": row.words,
        "progress": row.get_progress_display(),
        "comment": row.comment,
    }


def _no_objective(note: ProgressNote) -> str:
    if not note.no_objective_reason or note.objectives_addressed.all():
        return ""
    words = str(NoObjective(note.no_objective_reason).label)
    return f"{words}: {note.no_objective_words}" if note.no_objective_words else words


def _error(note: ProgressNote, zone: ZoneInfo) -> dict[str, str] | None:
    if not hasattr(note, "error"):
        return None
    return {"name": note.error.by.name, "reason": note.error.reason, "when": instant_words(note.error.at, zone)}


def sign_page(note: ProgressNote, actor: Actor, at: dt.datetime, sent: Any = None) -> dict[str, Any]:
    """Give a draft as it will be signed: what is missing, double times, copied text, whether it is late."""
    zone, hours = zone_of(note), hours_to_sign(note, at)
    look = last_look(note, at)
    return note_facts(note, []) | {
        "read": seen(note),
        "lacks": [{"field": each.field, "says": str(each.says)} for each in look.lacks],
        "overlaps": [moment_words(start, end, zone) for start, end in look.overlaps],
        "copied": look.copied if look.copied.copied else None,
        "is_late": note.ends_at is not None and is_late(at, note.ends_at, hours),
        "hours": hours,
        "sent": sent or {},
        "signs_as": f"{actor.display_name}, {actor.credential}" if actor.credential else actor.display_name,
        "write_url": reverse("progress_note_write", args=[note.pk]),
    }
