"""What the pages about progress notes ask, and how a draft arrives: bit by bit, so that one wrong time loses no text."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from iop.core import clock
from iop.core.words import Sentence, say
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.schedule_forms.base import OneOf, RefusableForm
from therapy.choices.progress_notes import NoteKind
from therapy.note_formats import Layout

PLAIN = (
    "mode",
    "client_location",
    "participants",
    "outcome",
    "risk",
    "risk_words",
    "next_step",
    "no_objective_reason",
    "no_objective_words",
)
LATE_EVENING, EARLY_MORNING = dt.time(18), dt.time(6)
"""A contact that begins after the one and ends before the other ended on the next day."""


@dataclass
class Typed:
    """A draft as its form sent it. ``problems`` name what could not be read; everything else can be kept."""

    values: dict[str, Any] = field(default_factory=dict)
    contents: dict[str, str] = field(default_factory=dict)
    marks: dict[uuid.UUID, str] | None = None
    comments: dict[uuid.UUID, str] = field(default_factory=dict)
    problems: dict[str, Sentence] = field(default_factory=dict)


def typed_in(data: QueryDict, layout: Layout, zone: str) -> Typed:
    """Read a draft's form. Fields that it does not carry are left as they are."""
    found = Typed(values={name: data.get(name, "") for name in PLAIN if name in data})
    if "form" in data:
        found.values["modalities"] = data.getlist("modalities")
        found.marks, found.comments = _marks(data)
    if "family" in data:
        found.values["family"] = _family(data)
    for section in layout.sections:
        if (name := f"section-{section.key}") in data:
            found.contents[section.key] = data.get(name, "")
    if "on" in data:
        _times(found, data, zone)
    return found


def _family(data: QueryDict) -> dict[str, Any]:
    """Read what the form says of a family session."""
    return {
        "client_present": data.get("family_client_present", ""),
        "form": data.get("family_form", ""),
        "goals": data.getlist("family_goals"),
        "attended": data.getlist("family_attended"),
        "apart": data.get("family_apart", ""),
    }


def _marks(data: QueryDict) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, str]]:
    marks: dict[uuid.UUID, str] = {}
    comments: dict[uuid.UUID, str] = {}
    for name in data:
        chosen = data.get(name, "")
        if name.startswith("mark-") and chosen and (thread := as_uuid(name.removeprefix("mark-"))):
            marks[thread] = chosen
            comments[thread] = data.get(f"said-{thread}", "")
    return marks, comments


def _times(found: Typed, data: QueryDict, zone: str) -> None:
    day = _parsed(forms.DateField(required=False), data.get("on", ""), found, "on")
    starts = _parsed(forms.TimeField(required=False), data.get("starts", ""), found, "starts")
    ends = _parsed(forms.TimeField(required=False), data.get("ends", ""), found, "ends")
    if day is None:
        return
    for name, wall in (("starts", starts), ("ends", ends)):
        if wall is not None and clock.is_skipped(day, wall, zone):
            found.problems[name] = say("The clock goes forward that night: this time does not happen.")
    if not found.problems:
        over_midnight = bool(starts and ends and starts >= LATE_EVENING and ends <= EARLY_MORNING)
        last = day + dt.timedelta(days=1) if over_midnight else day
        found.values["starts_at"] = clock.at_local(day, starts, zone) if starts else None
        found.values["ends_at"] = clock.at_local(last, ends, zone) if ends else None


def _parsed(form_field: forms.Field, text: str, found: Typed, name: str) -> Any:
    try:
        return form_field.clean(text)
    except forms.ValidationError:
        found.problems[name] = say("Write the date as 2026-03-02 and times as 14:30.")
        return None


class NewNoteForm(RefusableForm):
    """What the note is about, and how it is laid out."""

    kind = forms.ChoiceField(label=_("What happened"), choices=NoteKind.choices)
    format = forms.ChoiceField(
        label=_("Format"), required=False, help_text=_("Left open, the usual one for this kind of contact is taken.")
    )
    appointment = OneOf(label=_("Appointment"), required=False, empty=_("None of these"))

    def offer(self, layouts: Iterable[Layout], appointments: Iterable[Any], label: Any) -> NewNoteForm:
        """Say which formats and which appointments without a note there are."""
        choices = [("", _("The usual one")), *((layout.key, layout.name) for layout in layouts)]
        chooser = self.fields["format"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = choices
        meeting = self.fields["appointment"]
        assert isinstance(meeting, OneOf)
        meeting.offer(appointments, label)
        if not meeting.rows:
            meeting.widget = forms.HiddenInput()
        return self


class ErrorForm(RefusableForm):
    """Why a note stands in the wrong chart."""

    reason = forms.CharField(label=_("Why it stands in the wrong chart"), max_length=300)


class AnswerForm(RefusableForm):
    """The answer to a question beside a note."""

    answer = forms.CharField(label=_("Your answer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FormatForm(RefusableForm):
    """A clinic's own format: its name, where and for what it is offered. Its sections are read beside it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kinds = forms.MultipleChoiceField(
        label=_("For which kinds of note"), choices=NoteKind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all."),
    )  # fmt: skip
    site = OneOf(label=_("Where"), required=False, empty=_("At all sites"))


def sections_in(data: QueryDict) -> list[dict[str, Any]]:
    """Read the sections of a format in their order, empty lines left out."""
    rows = zip(
        data.getlist("section_key"), data.getlist("section_label"), data.getlist("section_hint"),
        data.getlist("section_required"), strict=False,
    )  # fmt: skip
    return [
        {"key": key, "label": label, "hint": hint, "required": required == "yes"}
        for key, label, hint, required in rows
        if label.strip() or hint.strip()
    ]
