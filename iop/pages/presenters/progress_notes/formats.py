"""Formats of progress notes: the list, and one for changing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max
from django.http import Http404
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site
from therapy.choices.progress_notes import FormatSource, NoteKind
from therapy.models import NoteFormat
from therapy.note_formats import SHIPPED, Layout, offered
from therapy.rules.progress_notes import MOST_SECTIONS

EMPTY_LINES = 3
"""How many empty lines the editor has ready."""


def formats_page(actor: Actor) -> dict[str, Any]:
    """List the formats in use and those out of use, with how many notes were written in each; two statements."""
    counts = {
        row["key"]: row
        for row in NoteFormat.objects.values("key").annotate(written=Count("notes"), versions=Max("number"))
    }
    used = offered()
    gone = [row for row in NoteFormat.objects.order_by("key", "-number").distinct("key") if not row.is_active]
    return {
        "rows": [_row(layout, counts) for layout in used],
        "gone": [{"key": row.key, "name": row.name} for row in gone],
        "may_change": actor.can(Permission.NOTE_TEMPLATES),
    }


def _row(layout: Layout, counts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "key": layout.key,
        "name": layout.name,
        "sections": ", ".join(str(section.label) for section in layout.sections),
        "kinds": ", ".join(str(NoteKind(kind).label) for kind in sorted(layout.kinds)) or _("all kinds"),
        "number": layout.number,
        "written": counts.get(layout.key, {}).get("written", 0),
        "is_shipped": layout.key in SHIPPED,
    }


def format_of(key: str) -> NoteFormat:
    """Give the newest version of a clinic's own format."""
    row = NoteFormat.objects.filter(key=key, source=FormatSource.CLINIC).order_by("-number").first()
    if row is None:
        raise Http404
    return row


def sites_of(actor: Actor) -> list[Site]:
    """List the sites for which the actor may make formats; one statement."""
    return list(Site.objects.filter(pk__in=actor.sites_where(Permission.NOTE_TEMPLATES)).order_by("name"))


def editor_lines(sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the sections for the editor, with a few empty lines below."""
    lines = [
        {"key": each.get("key", ""), "label": each["label"], "hint": each.get("hint", ""), "required": each["required"]}
        for each in sections
    ]
    spare = min(EMPTY_LINES, MOST_SECTIONS - len(lines))
    return lines + [{"key": "", "label": "", "hint": "", "required": True} for _line in range(max(0, spare))]


def copied_from(layout: Layout) -> list[dict[str, Any]]:
    """Give a format's sections as the beginning of a new one."""
    return [
        {"key": section.key, "label": str(section.label), "hint": str(section.hint), "required": section.is_required}
        for section in layout.sections
    ]
