"""Kinds of parts, topics with handouts, exercises, levels of care."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import DateField, RefusableForm, version_field
from scheduling.choices import ComponentCategory


class KindForm(RefusableForm):
    """A kind of part, with its limits."""

    name = forms.CharField(label=_("Name"), max_length=120)
    key = forms.SlugField(
        label=_("Short code"), max_length=50, help_text=_("Letters, digits and hyphens; it never changes.")
    )
    category = forms.ChoiceField(label=_("Category"), choices=ComponentCategory.choices)
    min_minutes = forms.IntegerField(label=_("Shortest, in minutes"), min_value=1, max_value=480)
    default_minutes = forms.IntegerField(label=_("Usual, in minutes"), min_value=1, max_value=480)
    max_minutes = forms.IntegerField(label=_("Longest, in minutes"), min_value=1, max_value=480)
    clients_per_facilitator = forms.IntegerField(
        label=_("Clients for each facilitator"), min_value=1, max_value=200, required=False,
        help_text=_("Empty: only the room and the track set a limit."),
    )  # fmt: skip
    min_clients = forms.IntegerField(label=_("Clients at least"), min_value=0, max_value=200, initial=0)
    counts_as_service = forms.BooleanField(
        label=_("Counts as service"), required=False, initial=True, help_text=_("A break never does.")
    )
    needs_licensed_lead = forms.BooleanField(label=_("Only licensed colleagues lead it"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = version_field()

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["key"]


class TopicForm(RefusableForm):
    """A topic of the curriculum."""

    title = forms.CharField(label=_("Title"), max_length=200)
    category = forms.ChoiceField(
        label=_("Category"), choices=ComponentCategory.choices, initial=ComponentCategory.PSYCHOEDUCATION
    )
    summary = forms.CharField(
        label=_("What it teaches"),
        required=False,
        widget=forms.Textarea,
        help_text=_("For the colleague who leads it."),
    )
    position = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=9999, initial=0)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = version_field()

    beside = {"name": "title"}


class HandoutForm(RefusableForm):
    """Something to take home: written here or uploaded."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea)
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("PDF, picture or text document."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    beside = {"name": "title"}


class ExerciseForm(RefusableForm):
    """An exercise with the words to lead it."""

    title = forms.CharField(label=_("Title"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=120, initial=5)
    script = forms.CharField(
        label=_("Words to lead it by"), widget=forms.Textarea,
        help_text=_("An empty line makes a new step; steps are read one by one."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = version_field()

    beside = {"name": "title"}


class LevelForm(RefusableForm):
    """A level of care."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=20)
    key = forms.SlugField(label=_("Short code"), max_length=50, help_text=_("It never changes."))
    intensity = forms.IntegerField(
        label=_("Intensity"),
        min_value=0,
        max_value=1000,
        help_text=_("Higher is more intensive; each level has its own."),
    )
    asam_3 = forms.CharField(label=_("ASAM, 3rd edition"), max_length=8, required=False)
    asam_4 = forms.CharField(label=_("ASAM, 4th edition"), max_length=8, required=False)
    is_off_site = forms.BooleanField(label=_("Given elsewhere, not by this clinic"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = version_field()

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]


class RequirementForm(RefusableForm):
    """What a level asks of a week, from a date on."""

    valid_from = DateField(label=_("Holds from"), help_text=_("Weeks before this day keep what held then."))
    min_weekly_hours = forms.DecimalField(
        label=_("Hours a week, at least"), min_value=0, max_value=80, max_digits=5, decimal_places=2
    )
    max_weekly_hours = forms.DecimalField(
        label=_("Hours a week, at most"), min_value=0, max_value=80, max_digits=5, decimal_places=2, required=False
    )
    min_daily_hours = forms.DecimalField(
        label=_("Hours on a day, at least"), min_value=0, max_value=24, max_digits=5, decimal_places=2, initial=0
    )
    min_days = forms.IntegerField(label=_("Days a week, at least"), min_value=0, max_value=7)
    max_days = forms.IntegerField(label=_("Days a week, at most"), min_value=0, max_value=7, initial=7)
    individual_per_week = forms.IntegerField(label=_("Individual sessions a week"), min_value=0, max_value=7, initial=1)
    version = version_field()

    beside = {
        "min_weekly_minutes": "min_weekly_hours",
        "max_weekly_minutes": "max_weekly_hours",
        "min_daily_minutes": "min_daily_hours",
    }
    clash_beside = "valid_from"
