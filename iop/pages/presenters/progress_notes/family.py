"""The family part of a progress note: for writing, and as facts of a note that is read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from iop.pages.progress_note_forms import Typed
from scheduling.family_choices import FamilyForm, FamilyGoal
from therapy.actions.progress_notes.family import people_around
from therapy.choices.progress_notes import NoteKind
from therapy.models import ProgressNote
from therapy.rules.family_notes import PRESENT


def writing_family(note: ProgressNote, typed: Typed | None) -> dict[str, Any] | None:
    """Give the fields of a family note; none for other kinds. One statement."""
    if note.kind != NoteKind.FAMILY:
        return None
    sent = typed.values.get("family") if typed else None
    said = sent or _as_typed(note)
    return {
        "forms": [{"value": v, "label": label, "chosen": v == said["form"]} for v, label in FamilyForm.choices],
        "goals": [{"value": v, "label": label, "chosen": v in said["goals"]} for v, label in FamilyGoal.choices],
        "people": [
            {"value": person, "name": name, "role": role, "chosen": person in said["attended"]}
            for person, (name, role) in people_around(note.episode.client_id).items()
        ],
        "present": said["client_present"],
        "apart": said["apart"],
    }


def _as_typed(note: ProgressNote) -> dict[str, Any]:
    """Give what stands in the draft as its form would send it."""
    kept = note.family
    present = next((word for word, value in PRESENT.items() if value is kept.get("client_present")), "")
    return {
        "form": kept.get("form", ""), "goals": kept.get("goals", []), "client_present": present,
        "attended": [each["person"] for each in kept.get("attended", [])], "apart": kept.get("apart", ""),
    }  # fmt: skip


def family_facts(note: ProgressNote) -> list[tuple[str, str]]:
    """Word who was at a family session; what was told in confidence is no part of it."""
    kept = note.family
    if not kept:
        return []
    rows = []
    if kept.get("form"):
        rows.append((_("Who sat together"), str(FamilyForm(kept["form"]).label)))
    if kept.get("client_present") is not None:
        rows.append((_("The client"), _("was there") if kept["client_present"] else _("was not there")))
    if kept.get("attended"):
        rows.append((_("Who came"), ", ".join(_named(each) for each in kept["attended"])))
    if kept.get("goals"):
        rows.append((_("What it was about"), ", ".join(str(FamilyGoal(goal).label) for goal in kept["goals"])))
    return rows


def _named(each: dict[str, str]) -> str:
    return f"{each['name']} ({each['role']})" if each.get("role") else each["name"]
