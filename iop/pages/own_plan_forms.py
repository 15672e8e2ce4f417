"""Forms of the pages about plans a client owns, aftercare and discharge summaries."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.choices import Purpose
from iop.pages.schedule_forms.base import DateField, RefusableForm, TimeField
from therapy.choices.own_plans import AftercareStatus, SeenBy, SummaryPart
from therapy.own_plan_form import Ask, Form, Section
from therapy.rules.own_plans import MOST_ROWS, NAMES

LANGUAGES = (("en", "English"), ("es", "Español"))


class AddendumForm(RefusableForm):
    """What is added to a signed summary."""

    text = forms.CharField(label=_("What is added"), widget=forms.Textarea(attrs={"rows": 4}))
    reason = forms.CharField(label=_("Why now"), max_length=300)


class StepForm(RefusableForm):
    """One step of the aftercare plan."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("How far"), choices=AftercareStatus.choices)
    words = forms.CharField(
        label=_("What is planned"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    provider = forms.CharField(label=_("With whom"), required=False, max_length=200)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    meets_on = DateField(label=_("First appointment"), required=False)
    meets_at = TimeField(label=_("At"), required=False)


class ToForm(RefusableForm):
    """To whom a paper goes, and for what."""

    to = forms.CharField()
    purpose = forms.ChoiceField(choices=Purpose.choices, required=False)

    def clean_to(self) -> uuid.UUID | None:
        """Give the party's id; nothing for the client themselves."""
        typed = self.cleaned_data["to"]
        if typed == "client":
            return None
        try:
            return uuid.UUID(typed)
        except ValueError:
            raise forms.ValidationError(_("Choose to whom it goes.")) from None


class SendForm(ToForm):
    """To whom a summary goes, for what, and which parts of it."""

    parts = forms.MultipleChoiceField(
        choices=SummaryPart.choices,
        error_messages={"required": _("Tick at least one part.")},
    )


def contents_in(form: Form, posted: QueryDict) -> dict[str, Any]:
    """Read a plan's entries out of what was typed, by the names that ``fields_of`` gives."""
    return {section.key: _typed(section, posted) for section in form.sections}


def names_of(form: Form, contents: Mapping[str, Any]) -> dict[str, str]:
    """Give a plan's entries by the names of the form's fields, for two who wrote at once."""
    return {each["name"]: each["value"] for section in fields_of(form, contents, "en") for each in section["inputs"]}


def fields_of(form: Form, contents: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Give every section with its fields, as the page lays them out."""
    return [
        {
            "key": section.key,
            "title": section.title(language),
            "hint": section.hint(language),
            "ask": section.ask.value,
            "is_needed": section.is_needed,
            "always": [words.get(language) or words["en"] for words in section.always],
            "rows": (rows := _rows(section, contents.get(section.key, []))),
            "inputs": [each for row in rows for each in row],
        }
        for section in form.sections
    ]


def wish_in(posted: QueryDict) -> str:
    """Read who may see the plan."""
    return posted.get("seen_by") or SeenBy.EVERYBODY


def language_in(asked: QueryDict, otherwise: str = "en") -> str:
    """Read which of the two languages is wanted."""
    wanted = asked.get("language") or otherwise[:2]
    return wanted if wanted in dict(LANGUAGES) else "en"


def _typed(section: Section, posted: QueryDict) -> Any:
    if section.ask == Ask.LINES:
        return posted.get(f"s-{section.key}", "")
    return [
        {name: posted.get(f"s-{section.key}-{number}-{name}", "") for name in NAMES[section.ask]}
        for number in range(MOST_ROWS)
    ]


def _rows(section: Section, entries: list[Mapping[str, str]]) -> list[list[dict[str, str]]]:
    if section.ask == Ask.LINES:
        text = "\n".join(entry.get("text", "") for entry in entries)
        return [[{"name": f"s-{section.key}", "value": text, "type": "text"}]]
    blank: list[Mapping[str, str]] = [{}] * (MOST_ROWS - len(entries))
    return [
        [
            {"name": f"s-{section.key}-{number}-{name}", "value": entry.get(name, ""), "type": name}
            for name in NAMES[section.ask]
        ]
        for number, entry in enumerate([*entries, *blank])
    ]
