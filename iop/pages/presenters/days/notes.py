"""Group notes after the group, in words: lists, the last look before signing, the whole note, one client's copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.clinic import settings
from iop.core import clock
from iop.core.basis import own_use
from iop.documents.models import Signature
from iop.pages.presenters.schedule.when import instant_words, moment_words
from sessions_app.caseload import untold
from sessions_app.models import Attendance
from therapy import contents, policies
from therapy.checks import Named, check_draft, named_places, person_of
from therapy.choices import CoSignatureDecision, Modality, NoteStatus
from therapy.models import CoSignature, GroupNote, GroupNoteLine
from therapy.rules.group_notes import is_late


def mine(actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """List the actor's drafts, and their waiting notes that a supervisor returned; two statements."""
    notes = _listed(GroupNote.objects.filter(author=actor.staff_id))
    drafts = [_listed_row(note, at) for note in notes.filter(status=NoteStatus.DRAFT)]
    last = CoSignature.objects.filter(note=OuterRef("pk")).order_by("-at")
    waiting = notes.filter(status=NoteStatus.AWAITING_COSIGNATURE).annotate(
        last_decision=Subquery(last.values("decision")[:1]), last_comment=Subquery(last.values("comment")[:1])
    )
    return {"drafts": drafts, "waiting": [_waiting_row(note, at) for note in waiting]}


def waiting(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """List the notes that wait for a co-signature where the actor may give it, their own left out; one statement."""
    sites = actor.sites_where(Permission.NOTE_COSIGN)
    notes = GroupNote.objects.filter(session__site__in=sites).awaiting_cosignature().exclude(author=actor.staff_id)
    return [_listed_row(note, at) for note in _listed(notes)]


def _listed(notes: QuerySet[GroupNote]) -> QuerySet[GroupNote]:
    return (
        notes.select_related("session__site", "session__track", "author", "component__kind")
        .annotate(line_count=Count("lines"))
        .order_by("session__starts_at")
    )


def _listed_row(note: GroupNote, at: dt.datetime) -> dict[str, Any]:
    zone = ZoneInfo(note.session.site.time_zone)
    days = (at - note.session.ends_at).days
    age = ngettext("%(n)s day old", "%(n)s days old", days) % {"n": days} if days > 0 else _("today")
    return {
        "id": str(note.pk),
        "title": note.session.track.name,
        "part": (note.component.title or note.component.kind.name) if note.component else "",
        "when": moment_words(note.session.starts_at, note.session.ends_at, zone),
        "author": note.author.name,
        "age": age,
        "is_old": days >= OLD_DAYS,
        "lines": note.line_count,  # type: ignore[attr-defined]
        "url": reverse("note", args=[note.pk]),
        "session_url": reverse("session", args=[note.session_id]),
        "sign_url": reverse("note_sign", args=[note.pk]),
    }


OLD_DAYS = 2
"""From when an unsigned note is shown as late: the default of ``notes.sign_hours`` in days."""


def _waiting_row(note: GroupNote, at: dt.datetime) -> dict[str, Any]:
    returned = note.last_decision == CoSignatureDecision.RETURNED  # type: ignore[attr-defined]
    return _listed_row(note, at) | {
        "returned": returned,
        "comment": note.last_comment if returned else "",  # type: ignore[attr-defined]
    }


def last_look(note: GroupNote, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give a draft as it will be signed, with every other client's name pointed out and copies named."""
    lines = list(note.lines.select_related("client").order_by("client__legal_first_name"))
    draft = check_draft(note, lines)
    names = {line.client_id: line.client.short_name for line in lines}
    session = note.session
    hours = settings.value("notes.sign_hours", on=clock.local_date(at, session.site.time_zone), site_id=session.site_id)
    return _head(note) | {
        "version": note.version,
        "seen": contents.seen(note, lines),
        "shared": marked(note.shared_text, [named for named in draft.named if named.line_id is None]),
        "lines": [
            {
                "name": line.client.short_name,
                "parts": marked(line.text, [named for named in draft.named if named.line_id == line.pk]),
            }
            for line in lines
            if line.text.strip()
        ],
        "incomplete": draft.incomplete,
        "words": words_found(draft.named),
        "identical": [", ".join(names[client] for client in same) for same in draft.identical],
        "is_late": is_late(at, session.ends_at, hours),
        "hours": hours,
        "signs_as": f"{actor.display_name}, {actor.credential}" if actor.credential else actor.display_name,
    }


def words_found(named: Iterable[Named]) -> list[dict[str, Any]]:
    """List each found word once, with the words around its first place."""
    found: dict[str, dict[str, Any]] = {}
    for item in named:
        row = found.setdefault(
            item.place.key,
            {"word": item.place.word, "before": item.place.before, "after": item.place.after, "count": 0},
        )
        row["count"] += 1
    return list(found.values())


def marked(text: str, named: Sequence[Named]) -> list[tuple[str, bool]]:
    """Cut a text into pieces, true for those that are another client's name."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for item in sorted(named, key=lambda item: item.place.start):
        pieces += [(text[at : item.place.start], False), (text[item.place.start : item.place.end], True)]
        at = item.place.end
    pieces.append((text[at:], False))
    return [(piece, is_name) for piece, is_name in pieces if piece]


def page(note: GroupNote, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give a whole note: shared part, lines, signatures, addenda, the supervisor's answers. Opening it is an event."""
    zone = ZoneInfo(note.session.site.time_zone)
    lines = list(note.lines.filter(error__isnull=True).select_related("client").order_by("client__legal_first_name"))
    lines = _told(note, lines, actor, at)
    clients = [line.client_id for line in lines]
    record(by=actor, verb="therapy.note_read", subject=note, clients=clients, site_id=note.session.site_id)
    may_mark = actor.can(Permission.NOTE_MARK_ERROR, note.session.site_id) and note.signed_at is not None
    return _head(note) | {
        "shared_text": note.shared_text,
        "lines": [_line(note, line, may_mark=may_mark) for line in lines],
        "signatures": _signatures(note, zone),
        "addenda": _addenda(note, zone, None),
        "answers": [_answer(row, zone) for row in note.cosignatures.select_related("by")],
        "may_cosign": policies.may_cosign_note(actor, note) is None,
        "may_add": policies.may_add_addendum(actor, note) is None,
        "may_sign": policies.may_sign_note(actor, note) is None,
        "late_reason": note.late_reason,
    }


def _told(note: GroupNote, lines: list[GroupNoteLine], actor: Actor, at: dt.datetime) -> list[GroupNoteLine]:
    # The author and whoever co-signs answer for all of it; a statement only when somebody restricted is in it.
    if note.author_id == actor.staff_id or actor.can(Permission.NOTE_COSIGN, note.session.site_id):
        return lines
    if not any(line.client.is_restricted for line in lines):
        return lines
    kept_back = untold(actor, note.session_id, at)
    return [line for line in lines if line.client_id not in kept_back]


def copy(note: GroupNote, line: GroupNoteLine, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give one client's copy as it is printed, with nobody else on it. Printing is an event with its basis."""
    zone = ZoneInfo(note.session.site.time_zone)
    basis = own_use("treatment", "group_note")
    record(
        by=actor, verb="therapy.copy_printed", subject=line, clients=[line.client_id], site_id=note.session.site_id,
        detail={"note": note.pk, "basis": basis.ground},
    )  # fmt: skip
    return _head(note) | {
        "client": line.client,
        "attended": _attended(line, zone),
        "shared_text": note.shared_text,
        "text": line.text,
        "digest": line.digest,
        "holds": bool(line.digest) and line.digest == contents.copy_digest(note, line.client_id, line.text),
        "signatures": _signatures(note, zone),
        "addenda": [*_addenda(note, zone, None), *_addenda(note, zone, line)],
        "late_reason": note.late_reason,
        "printed": instant_words(at, zone),
    }


def addendum_form(note: GroupNote, actor: Actor, typed: Any) -> dict[str, Any]:
    """Give the addendum form, with what was typed and the names found in it."""
    lines = list(note.lines.filter(error__isnull=True).select_related("client").order_by("client__legal_first_name"))
    text = typed.get("text", "") if typed else ""
    roster = Attendance.objects.on_roster().filter(session=note.session_id).select_related("client")
    about = next((line for line in lines if typed and str(line.pk) == typed.get("line")), None)
    others = [row.client for row in roster if about is None or row.client_id != about.client_id] if text else []
    people = [person_of(client) for client in others]
    return _head(note) | {
        "copies": [{"id": str(line.pk), "name": line.client.short_name} for line in lines],
        "typed": typed,
        "words": words_found(named_places(text, [], people)),
        "signs_as": f"{actor.display_name}, {actor.credential}" if actor.credential else actor.display_name,
    }


def wrong_chart(note: GroupNote, line: GroupNoteLine) -> dict[str, Any]:
    """Give what marking a copy as entered in error would do, and to whom."""
    return _head(note) | {"client": line.client, "text": line.text, "line_id": str(line.pk)}


def _head(note: GroupNote) -> dict[str, Any]:
    zone = ZoneInfo(note.session.site.time_zone)
    return {
        "note": note,
        "note_id": str(note.pk),
        "title": note.session.track.name,
        "when": moment_words(note.session.starts_at, note.session.ends_at, zone),
        "part": (note.component.title or note.component.kind.name) if note.component_id and note.component else "",
        "site": note.session.site.name,
        "focus": note.session.focus,
        "author": note.author.name,
        "status": NoteStatus(note.status).label,
        "is_signed": note.signed_at is not None,
        "is_waiting": note.status == NoteStatus.AWAITING_COSIGNATURE,
        "modalities": [Modality(value).label for value in note.modalities],
        "session_url": reverse("session", args=[note.session_id]),
    }


def _line(note: GroupNote, line: GroupNoteLine, *, may_mark: bool) -> dict[str, Any]:
    return {
        "name": line.client.short_name,
        "text": line.text,
        "url": reverse("note_copy", args=[note.pk, line.pk]),
        "error_url": reverse("note_error", args=[note.pk, line.pk]) if may_mark else "",
        "addenda": _addenda(note, ZoneInfo(note.session.site.time_zone), line),
    }


def _addenda(note: GroupNote, zone: ZoneInfo, line: GroupNoteLine | None) -> list[dict[str, Any]]:
    # Prefetched once for the note: a line of its own is picked out here, not asked for again.
    if not hasattr(note, "_addenda"):
        note._addenda = list(note.addenda.select_related("author"))  # type: ignore[attr-defined]
    wanted = line.pk if line else None
    return [
        {
            "text": row.text,
            "reason": row.reason,
            "by": f"{row.author.name}, {row.credential}" if row.credential else row.author.name,
            "when": instant_words(row.signed_at, zone),
            "digest": row.digest,
        }
        for row in note._addenda  # type: ignore[attr-defined]
        if row.line_id == wanted
    ]


def _signatures(note: GroupNote, zone: ZoneInfo) -> list[dict[str, str]]:
    rows = Signature.objects.filter(subject_kind=contents.NOTE_KIND, subject_id=note.pk)
    return [
        {
            "meaning": row.get_meaning_display(),
            "name": f"{row.signer_name}, {row.credential}" if row.credential else row.signer_name,
            "when": instant_words(row.signed_at, zone),
            "digest": row.digest,
        }
        for row in rows
    ]


def _answer(row: CoSignature, zone: ZoneInfo) -> dict[str, str]:
    return {
        "name": row.by.name,
        "decision": row.get_decision_display(),
        "comment": row.comment,
        "when": instant_words(row.at, zone),
    }


def _attended(line: GroupNoteLine, zone: ZoneInfo) -> str:
    attendance = line.attendance
    if attendance.arrived_at is None:
        return attendance.get_status_display()
    left = attendance.left_at or line.note.session.ends_at
    return f"{attendance.get_status_display()}, {moment_words(attendance.arrived_at, left, zone)}"
