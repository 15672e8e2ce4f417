"""A draft of a progress note for writing: its form, the plan's objectives, what the last note said."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.words import Sentence
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.words import clock_of, field_time
from iop.pages.presenters.progress_notes.family import writing_family
from iop.pages.presenters.progress_notes.words import age_words, title_of, when_words, zone_of
from iop.pages.presenters.schedule.when import moment_words
from iop.pages.progress_note_forms import Typed
from scheduling.models import Appointment
from therapy.actions.progress_notes.drafts import CODED
from therapy.actions.progress_notes.owing import unwritten
from therapy.choices.notes import Modality
from therapy.choices.plans import Progress
from therapy.choices.progress_notes import NOT_REACHED, ContactMode, ContactOutcome, NoObjective, NoteKind, RiskSeen
from therapy.models import ProgressNote
from therapy.note_formats import Layout, of_row, offered, usual_for
from therapy.objectives import open_for
from therapy.progress_checks import carried_of, overlaps_of
from therapy.rules.progress_notes import pieces

Options = list[dict[str, Any]]


def write_page(
    note: ProgressNote,
    chart: Chart,
    *,
    typed: Typed | None = None,
    problems: Mapping[str, Sentence] | None = None,
    theirs: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give a draft for writing. ``typed`` is what a form sent that could not be kept whole, ``theirs`` what stands instead."""
    layout, zone = of_row(note.format), zone_of(note)
    values = _values(note, typed)
    before = last_signed(note)
    return {
        "note": note,
        "note_id": str(note.pk),
        "title": title_of(note),
        "when": when_words(note),
        "version": note.version,
        "saved": clock_of(note.saved_at, zone),
        "is_reached": note.kind not in NOT_REACHED,
        "family": writing_family(note, typed),
        "sections": _sections(note, layout, typed),
        "values": values,
        "times": _times(note, zone),
        "options": _options(note, values),
        "formats": _formats(note),
        "objectives": _objectives(note, typed),
        "reasons": _choices(NoObjective.choices, values["no_objective_reason"]),
        "carried": [text for rows in carried_of(note).values() for text, _source in rows],
        "before": _before(before, zone) if before else None,
        "overlaps": [moment_words(start, end, zone) for start, end in overlaps_of(note)],
        "problems": {name: str(words) for name, words in (problems or {}).items()},
        "theirs": theirs,
        "age": age_words(note.ends_at or note.created_at, chart.at),
        "colleagues": colleagues(note, chart),
        "questions": questions_of(note, zone),
        "urls": urls_of(note),
    }


def urls_of(note: ProgressNote) -> dict[str, str]:
    """Give the addresses of what can be done with a draft."""
    names = ("write", "sign", "format", "carry", "discard", "mention")
    return {name: reverse(f"progress_note_{name}", args=[note.pk]) for name in names}


def _values(note: ProgressNote, typed: Typed | None) -> dict[str, Any]:
    names = (*CODED, "client_location", "participants", "no_objective_words", "risk_words", "next_step", "modalities")
    sent = typed.values if typed else {}
    return {name: sent.get(name, getattr(note, name)) for name in names}


def _times(note: ProgressNote, zone: ZoneInfo) -> dict[str, str]:
    day = clock.local_date(note.starts_at or note.created_at, zone)
    return {
        "on": day.isoformat(),
        "starts": field_time(note.starts_at, zone),
        "ends": field_time(note.ends_at, zone),
    }


def _sections(note: ProgressNote, layout: Layout, typed: Typed | None) -> list[dict[str, Any]]:
    sent = typed.contents if typed else {}
    return [
        {
            "key": section.key,
            "name": f"section-{section.key}",
            "label": section.label,
            "hint": section.hint,
            "optional": not section.is_required or note.kind in NOT_REACHED,
            "text": sent.get(section.key, note.contents.get(section.key, "")),
        }
        for section in layout.sections
    ]


def _options(note: ProgressNote, values: Mapping[str, Any]) -> dict[str, Options]:
    return {
        "mode": _choices(ContactMode.choices, values["mode"]),
        "outcome": _choices(ContactOutcome.choices, values["outcome"]),
        "risk": _choices(RiskSeen.choices, values["risk"]),
        "modalities": [
            {"value": value, "label": label, "chosen": value in values["modalities"]}
            for value, label in Modality.choices
        ],
        "kinds": _choices(NoteKind.choices, note.kind),
    }


def _choices(choices: Iterable[tuple[str, Any]], chosen: str) -> Options:
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in choices]


def _formats(note: ProgressNote) -> Options:
    layouts = [layout for layout in offered(note.episode.site_id) if layout.suits(note.kind)]
    rows = [{"value": each.key, "label": each.name, "chosen": each.key == note.format.key} for each in layouts]
    if not any(row["chosen"] for row in rows):
        # Out of use since the draft began: it may still be finished in it.
        rows.insert(0, {"value": note.format.key, "label": of_row(note.format).name, "chosen": True})
    return rows


def _objectives(note: ProgressNote, typed: Typed | None) -> Options:
    day = clock.local_date(note.starts_at or note.created_at, zone_of(note))
    stand = {row.thread_id: row for row in note.objectives_addressed.select_related("thread")}
    rows = []
    for one in open_for([note.episode_id], day).get(note.episode_id, []):
        mark = stand.get(one.id)
        chosen = (
            (mark.progress if mark else "") if typed is None or typed.marks is None else typed.marks.get(one.id, "")
        )
        said = (mark.comment if mark else "") if typed is None else typed.comments.get(one.id, "")
        rows.append(
            {
                "id": str(one.id),
                "number": one.number,
                "words": one.words,
                "goal": one.goal,
                "latest": one.latest_label,
                "said": said,
                "options": _choices(Progress.choices, chosen),
            }
        )
    return rows


def last_signed(note: ProgressNote) -> ProgressNote | None:
    """Give the client's signed note before this one; one statement."""
    return (
        ProgressNote.objects.in_chart()
        .filter(episode__client=note.episode.client_id)
        .exclude(pk=note.pk)
        .exclude(kind__in=NOT_REACHED)
        .select_related("format", "author", "episode__site")
        .order_by("-starts_at")
        .first()
    )


def _before(row: ProgressNote, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "title": title_of(row),
        "when": when_words(row),
        "author": row.author.name,
        "next_step": row.next_step,
        "url": reverse("progress_note", args=[row.pk]),
        "sections": [
            {"key": section.key, "label": section.label, "text": row.contents[section.key]}
            for section in of_row(row.format).sections
            if row.contents.get(section.key, "").strip()
        ],
    }


def marked_sections(note: ProgressNote) -> list[dict[str, Any]]:
    """Give a note's sections for reading, with what was taken over from earlier notes marked; one statement."""
    carried = carried_of(note)
    return [
        {
            "label": section.label,
            "pieces": pieces(note.contents.get(section.key, ""), carried.get(section.key, ())),
        }
        for section in of_row(note.format).sections
        if note.contents.get(section.key, "").strip()
    ]


def now_fields(note: ProgressNote) -> dict[str, Any]:
    """Give what stands in the record under the names of the form, for whoever wrote in another window."""
    zone = zone_of(note)
    texts = {f"section-{section.key}": note.contents.get(section.key, "") for section in of_row(note.format).sections}
    plain = {
        name: getattr(note, name) for name in (*CODED, "client_location", "participants", "risk_words", "next_step")
    }
    return {**texts, **plain, "no_objective_words": note.no_objective_words, **_times(note, zone)}


def colleagues(note: ProgressNote, chart: Chart) -> Options:
    """List colleagues who read notes at the site and may be asked; none but the care team for a restricted client. One statement."""
    day = chart.today
    rows = StaffMember.objects.filter(
        left_on__isnull=True,
        site_roles__site=note.episode.site_id,
        site_roles__starts_on__lte=day,
        site_roles__role__permissions__contains=[Permission.NOTE_VIEW.value],
    ).exclude(user=chart.actor.id or uuid.UUID(int=0))
    if chart.client.is_restricted:
        rows = rows.filter(pk__in=[row.more["staff"] for row in chart.stay.team if row.holds(day)])
    return [{"id": str(row.pk), "name": row.name} for row in rows.distinct().order_by("last_name", "first_name")]


def questions_of(note: ProgressNote, zone: ZoneInfo) -> list[dict[str, Any]]:
    """List the questions that were asked beside a note, with their answers; one statement."""
    return [
        {
            "to": row.staff.name,
            "by": row.by.name,
            "question": row.question,
            "answer": row.answer,
            "when": clock_of(row.at, zone),
            "url": reverse("note_question", args=[row.pk]),
        }
        for row in note.mentions.select_related("staff", "by")
    ]


def new_page(chart: Chart, at: dt.datetime) -> dict[str, Any]:
    """Give what a new note can be about: formats, and the client's appointments without one."""
    meetings = list(unwritten(at).filter(client=chart.client, staff=chart.actor.staff_id)[:10])
    return {"layouts": offered(chart.episode.site_id), "meetings": meetings}


def meeting_words(row: Appointment) -> str:
    """Name an appointment where one is chosen."""
    zone = ZoneInfo(row.site.time_zone)
    return f"{row.get_kind_display()}, {moment_words(row.starts_at, row.ends_at, zone)}"


def usual_words() -> dict[str, str]:
    """Say which format each kind of note is usually written in, by name."""
    names = {layout.key: str(layout.name) for layout in offered()}
    return {value: names.get(usual_for(value), _("Short note")) for value in NoteKind.values}
