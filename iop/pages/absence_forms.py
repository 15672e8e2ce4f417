"""Forms about missed days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import LevelOfCare, Relationship
from iop.clinic.models import Site
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm
from sessions_app.absence_choices import (
    MOST_AFTER_HOURS,
    MOST_DEADLINE_HOURS,
    MOST_MISSES,
    MOST_WEEKS,
    STEP_METHODS,
    Consequence,
    LimitKind,
    StepOwner,
)
from sessions_app.choices import OutreachOutcome
from sessions_app.models import Attendance

NONE = ("", "—")


class NoticeForm(RefusableForm):
    """A client called ahead."""

    lines = forms.MultipleChoiceField(label=_("Which days will they miss?"), widget=forms.CheckboxSelectMultiple)
    called_at = forms.DateTimeField(
        label=_("When did they call?"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What is in the way?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In a few words. It stands on the roster."),
    )  # fmt: skip
    excused = forms.BooleanField(
        label=_("Excuse it although the notice is short"), required=False,
        help_text=_("For what nobody could have told earlier: illness, a court date, a child."),
    )  # fmt: skip

    def offer(self, days: Sequence[tuple[Attendance, str]]) -> None:
        """Say which days can be chosen."""
        self.rows = {str(line.pk): line for line, _words in days}
        self.fields["lines"].choices = [(str(line.pk), words) for line, words in days]  # type: ignore[attr-defined]

    def clean_lines(self) -> list[Attendance]:
        """Give the roster lines chosen."""
        return [self.rows[one] for one in self.cleaned_data["lines"]]

    def clean_called_at(self) -> dt.datetime:
        """Give the wall time as typed: the browser's field has no zone."""
        typed: dt.datetime = self.cleaned_data["called_at"]
        return typed.replace(tzinfo=None)


class StepForm(RefusableForm):
    """What came of a step."""

    outcome = forms.ChoiceField(choices=OutreachOutcome.choices)
    note = forms.CharField(required=False, max_length=1000)
    contact = OneOf(required=False)
    said = forms.CharField(required=False, max_length=300)

    def offer(self, contacts: Sequence[Relationship]) -> None:
        """Say who may be chosen as the one who was called."""
        self.fields["contact"].offer(contacts)  # type: ignore[attr-defined]


class WordsForm(RefusableForm):
    """Why a step is left out, what was agreed, or what was decided."""

    words = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    beside = {"reason": "words", "note": "words"}


class PolicyForm(RefusableForm):
    """What holds about missed days from a day on."""

    name = forms.CharField(label=_("Name"), max_length=100)
    valid_from = DateField(label=_("From"))
    site = OneOf(label=_("Site"), required=False, empty=_("All sites"))
    level = OneOf(label=_("Level of care"), required=False, empty=_("All levels"))
    notice_hours = forms.IntegerField(
        label=_("Notice in hours"), min_value=0, max_value=168,
        help_text=_("Who calls later than this before the start gave short notice: it counts as a missed day."),
    )  # fmt: skip
    grace_minutes = forms.IntegerField(
        label=_("Grace in minutes"), min_value=0, max_value=120, required=False,
        help_text=_("Who comes later is late. Leave empty to keep the clinic's setting."),
    )  # fmt: skip
    no_service_days = forms.IntegerField(
        label=_("Ask after somebody nobody has seen for (days)"), min_value=1, max_value=120
    )
    counts_excused = forms.BooleanField(label=_("Excused days count too"), required=False)
    make_ups_forgive = forms.BooleanField(label=_("A day that was made up no longer counts"), required=False)
    beside = {"limits": "", "steps": ""}

    def offer(self, sites: Sequence[Site], *, all_sites: bool) -> None:
        """Say for which sites and levels it may hold."""
        site: Any = self.fields["site"]
        site.required = not all_sites
        site.offer(sites, label=lambda row: row.name)
        level: Any = self.fields["level"]
        level.offer(LevelOfCare.objects.filter(is_off_site=False).order_by("-intensity"), label=lambda row: row.name)


class LimitForm(RefusableForm):
    """One limit; a row left empty is none."""

    kind = forms.ChoiceField(label=_("What counts"), choices=[NONE, *LimitKind.choices], required=False)
    misses = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_MISSES, required=False)
    weeks = forms.IntegerField(label=_("Within weeks"), min_value=1, max_value=MOST_WEEKS, required=False)
    consequence = forms.ChoiceField(label=_("Asks for"), choices=[NONE, *Consequence.choices], required=False)


class StepPlanForm(RefusableForm):
    """One step; a row left empty is none."""

    after_hours = forms.IntegerField(label=_("Hours after"), min_value=0, max_value=MOST_AFTER_HOURS, required=False)
    method = forms.ChoiceField(
        label=_("How"), choices=[NONE, *((each.value, each.label) for each in STEP_METHODS)], required=False
    )
    owner = forms.ChoiceField(label=_("Whose"), choices=[NONE, *StepOwner.choices], required=False)
    deadline_hours = forms.IntegerField(
        label=_("Done within hours"), min_value=1, max_value=MOST_DEADLINE_HOURS, required=False
    )
    words = forms.CharField(label=_("What to do"), max_length=200, required=False)
