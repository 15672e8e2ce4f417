"""The formats of progress notes that come along, as data (documentation.md §1). A clinic's own are rows.

A row is made of one of these when the first note is written in it, so that every note points to the very layout it was
written in.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iop.core.words import Sentence
from therapy.choices.progress_notes import FormatSource, NoteKind
from therapy.models import NoteFormat

SHORT = "short"
"""The format of contacts that need no more than a few sentences."""


@dataclass(frozen=True)
class Section:
    """One part of a note: its key in ``ProgressNote.contents``, what it is called, what it asks for."""

    key: str
    label: Sentence
    hint: Sentence = ""
    is_required: bool = True


@dataclass(frozen=True)
class Layout:
    """A format as it is offered: a version that is in use."""

    key: str
    number: int
    name: Sentence
    sections: Sequence[Section]
    kinds: frozenset[str] = frozenset()
    source: str = FormatSource.SHIPPED
    site_id: uuid.UUID | None = None

    def suits(self, kind: str) -> bool:
        """Say whether it is offered for this kind of note."""
        return not self.kinds or kind in self.kinds


WORDS: dict[str, tuple[Sentence, Sentence]] = {
    "subjective": (_("Subjective"), _("What the client said, in their own words where you can.")),
    "objective": (_("Objective"), _("What you saw and measured: appearance, mood, results.")),
    "assessment": (_("Assessment"), _("What you make of it, and where they stand toward their goals.")),
    "plan": (_("Plan"), _("What happens next, who does it, and by when.")),
    "data": (_("Data"), _("What was said and seen, and what you did.")),
    "behavior": (_("Behavior"), _("What the client said and did.")),
    "intervention": (_("Intervention"), _("What you did, and with which method.")),
    "response": (_("Response"), _("How the client took it, and what changed.")),
    "goal": (_("Goal"), _("Which goal or objective the session was about.")),
    "problem": (_("Problem"), _("Which problem of the plan the session was about.")),
    "happened": (_("What happened"), _("What it was about, what you did and what came of it.")),
}


def _layout(key: str, name: str, *sections: str, kinds: frozenset[str] = frozenset()) -> Layout:
    return Layout(key, 1, name, tuple(Section(each, *WORDS[each]) for each in sections), kinds)


SHIPPED: dict[str, Layout] = {
    layout.key: layout
    for layout in (
        _layout("dap", "DAP", "data", "assessment", "plan"),
        _layout("soap", "SOAP", "subjective", "objective", "assessment", "plan"),
        _layout("birp", "BIRP", "behavior", "intervention", "response", "plan"),
        _layout("girp", "GIRP", "goal", "intervention", "response", "plan"),
        _layout("pirp", "PIRP", "problem", "intervention", "response", "plan"),
        Layout(SHORT, 1, _("Short note"), (Section("happened", *WORDS["happened"]),)),
    )
}
USUAL: dict[str, str] = {
    NoteKind.INDIVIDUAL: "dap",
    NoteKind.FAMILY: "dap",
    NoteKind.CRISIS: "dap",
    NoteKind.MEDICAL: "soap",
}
"""The format that is chosen already; all other kinds of note are short."""


def usual_for(kind: str) -> str:
    """Name the format that a kind of note is usually written in."""
    return USUAL.get(kind, SHORT)


def offered(site_id: uuid.UUID | None = None) -> list[Layout]:
    """List the formats in use, those that come along first; one statement. ``site_id`` leaves out what another site made."""
    rows = NoteFormat.objects.filter(Q(is_active=True) | Q(key__in=SHIPPED)).order_by("name")
    taken_out = {row.key for row in rows if row.key in SHIPPED and not row.is_active}
    own = [of_row(row) for row in rows if row.key not in SHIPPED and row.site_id in (None, site_id or row.site_id)]
    return [*(layout for key, layout in SHIPPED.items() if key not in taken_out), *own]


def of_row(row: NoteFormat) -> Layout:
    """Read a version as it is kept. Those that come along are worded in the reader's language."""
    shipped = SHIPPED.get(row.key) if row.source == FormatSource.SHIPPED else None
    return Layout(
        key=row.key,
        number=row.number,
        name=shipped.name if shipped else row.name,
        sections=shipped.sections if shipped and shipped.number == row.number else _sections_of(row),
        kinds=frozenset(row.kinds),
        source=row.source,
        site_id=row.site_id,
    )


def _sections_of(row: NoteFormat) -> tuple[Section, ...]:
    return tuple(
        Section(each["key"], each["label"], each.get("hint", ""), bool(each.get("required", True)))
        for each in row.sections
    )


def row_for(key: str, site_id: uuid.UUID | None = None) -> NoteFormat | None:
    """Give the version in use of a format that a site may use; one that comes along gets its row now. None: not offered."""
    row = NoteFormat.objects.in_use(site_id).filter(key=key).first()
    if row is not None or key not in SHIPPED:
        return row
    layout = SHIPPED[key]
    made, _created = NoteFormat.objects.get_or_create(
        key=key,
        number=layout.number,
        defaults={
            "name": str(layout.name),
            "sections": [
                {"key": each.key, "label": str(each.label), "hint": str(each.hint), "required": each.is_required}
                for each in layout.sections
            ],
            "source": FormatSource.SHIPPED,
        },
    )
    return made if made.is_active else None
