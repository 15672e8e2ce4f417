"""What the pages about assessments, placement and diagnoses ask, and how a section's answers arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.choices import Edition, Specifier, VarianceReason
from clients.models import LevelOfCare
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, version_field
from therapy.assessment_form import Kind, Question, Section


def answers_in(section: Section, data: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """Read a section's answers, and why others are missing, as its form sends them.

    A choice cannot be taken back by emptying it, so there "declined" or "not asked" stands instead of the choice.
    """
    left = {each.key: data.get(f"left.{each.key}", "") for each in section.questions}
    answers = {
        each.key: _answer(each, data, each.key)
        for each in section.questions
        if not (left[each.key] and each.kind == Kind.CHOICE)
    }
    return answers, {key: reason for key, reason in left.items() if reason}


def names_of(section: Section, answers: Mapping[str, Any], left: Mapping[str, str]) -> dict[str, str]:
    """Give a section's answers under the names of its form's fields, for whoever is told what a colleague wrote."""
    found: dict[str, str] = {}
    for question in section.questions:
        found |= _names(question, answers.get(question.key), question.key)
        found[f"left.{question.key}"] = left.get(question.key, "")
    return found


def _answer(question: Question, data: QueryDict, name: str) -> Any:
    if question.kind == Kind.TABLE:
        return {
            row: {column.key: _answer(column, data, f"{name}.{row}.{column.key}") for column in question.columns}
            for row, _label in question.rows
        }
    if question.kind == Kind.MULTI:
        return [key for key, _label in question.options if data.get(f"{name}.{key}")]
    return data.get(name, "")


def _names(question: Question, value: Any, name: str) -> dict[str, str]:
    if question.kind == Kind.TABLE:
        found: dict[str, str] = {}
        for row, _label in question.rows:
            for column in question.columns:
                found |= _names(column, (value or {}).get(row, {}).get(column.key), f"{name}.{row}.{column.key}")
        return found
    if question.kind == Kind.MULTI:
        return {f"{name}.{key}": "1" if key in (value or []) else "" for key, _label in question.options}
    return {name: "" if value is None else str(value)}


class AdoptForm(RefusableForm):
    """An assessment made before, here or elsewhere."""

    earlier = OneOf(label=_("Which"), required=False, empty=_("One made elsewhere"))
    made_by = forms.CharField(label=_("Made by (for one made elsewhere)"), max_length=200, required=False)
    made_on = DateField(label=_("Made on (for one made elsewhere)"), required=False)

    def offer(self, rows: Iterable[Any], label: Any) -> AdoptForm:
        """Say which earlier ones there are; without any, only one made elsewhere can be meant."""
        field = self.fields["earlier"]
        assert isinstance(field, OneOf)
        field.offer(rows, label)
        if not field.rows:
            field.widget = forms.HiddenInput()
        return self


class AddendumForm(RefusableForm):
    """What is added to a signed assessment."""

    text = forms.CharField(label=_("What is added"), widget=forms.Textarea(attrs={"rows": 4}))
    reason = forms.CharField(label=_("Why now"), max_length=300)


class OpenDimensionsForm(RefusableForm):
    """By which edition."""

    edition = forms.TypedChoiceField(
        label=_("Edition of the criteria"), choices=Edition.choices, coerce=int, initial=Edition.FOURTH
    )


class DecideForm(RefusableForm):
    """The level indicated, the level chosen, and why."""

    version = version_field()
    indicated_level = OneOf(label=_("Level that the ratings indicate, as you read them"), empty=_("Choose"))
    chosen_level = OneOf(label=_("Level chosen"), empty=_("Choose"))
    variance_reason = forms.ChoiceField(
        label=_("Why it differs"), required=False, choices=[("", "—"), *VarianceReason.choices],
        help_text=_("Only when the level chosen is not the level indicated."),
    )  # fmt: skip
    variance_note = forms.CharField(label=_("In a few words"), max_length=300, required=False)
    rationale = forms.CharField(label=_("Why this level fits"), widget=forms.Textarea(attrs={"rows": 3}))
    starts_on = DateField(label=_("From"))

    def offer(self, levels: Iterable[LevelOfCare]) -> DecideForm:
        """Say which levels there are."""
        rows = list(levels)
        for name in ("indicated_level", "chosen_level"):
            field = self.fields[name]
            assert isinstance(field, OneOf)
            field.offer(rows, lambda level: f"{level.short_name} · {level.name}")
        return self


class DiagnoseForm(RefusableForm):
    """A code with its specifiers."""

    code = forms.CharField(
        label=_("Code"), max_length=10, help_text=_("Choose one above, or type it: F10.20"),
        error_messages={"required": _("Choose a code, or type it.")},
    )  # fmt: skip
    specifiers = forms.MultipleChoiceField(
        label=_("Specifiers"), choices=Specifier.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    on = DateField(label=_("From"))
    principal = forms.BooleanField(label=_("This is the principal diagnosis"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        """Take the code that was typed, else (without a script) the one that was picked from the list."""
        if data is not None and not data.get("code") and data.get("picked"):
            data = data.copy()
            data["code"] = data["picked"]
        super().__init__(data, **kwargs)


class SpecifiersForm(RefusableForm):
    """Specifiers as they are now."""

    version = version_field()
    specifiers = forms.MultipleChoiceField(
        label=_("Specifiers"), choices=Specifier.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class RankForm(RefusableForm):
    """A place in the order."""

    version = version_field()
    rank = forms.IntegerField(min_value=1, max_value=1000)


class EndForm(RefusableForm):
    """The last day on which it held."""

    version = version_field()
    on = DateField(label=_("Last day"))


class ErrorForm(RefusableForm):
    """Why it stood in error."""

    version = version_field()
    reason = forms.CharField(label=_("Why it was never theirs"), max_length=300)


class CounselingForm(RefusableForm):
    """The author's own words."""

    about_on = DateField(label=_("Day of the talk"))
    text = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 14}))
