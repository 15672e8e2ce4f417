"""How often somebody has one-to-one appointments, and when they cannot come."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.clinic.choices import Weekday
from iop.pages.schedule_forms.base import DateField, RefusableForm, TimeField
from scheduling.choices import MOST_TIMES, MOST_WEEKS_BETWEEN, AppointmentKind, CommitmentKind


class RhythmForm(RefusableForm):
    """A rhythm of appointments for one client, in place of what their level or the clinic expects."""

    kind = forms.ChoiceField(label=_("What"), choices=AppointmentKind.choices, initial=AppointmentKind.INDIVIDUAL)
    times = forms.IntegerField(
        label=_("How many times"), min_value=0, max_value=MOST_TIMES, initial=1, help_text=_("0: none is expected.")
    )
    every_weeks = forms.IntegerField(
        label=_("In how many weeks"), min_value=1, max_value=MOST_WEEKS_BETWEEN, initial=1,
        help_text=_("1: each week; 2: every other week."),
    )  # fmt: skip
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Empty: until it is changed."))
    reason = forms.CharField(label=_("Why this client needs another rhythm"), max_length=300)
    clash_beside = "starts_on"


class CommitmentForm(RefusableForm):
    """A time of the week at which somebody cannot come."""

    kind = forms.ChoiceField(label=_("What keeps them"), choices=CommitmentKind.choices)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"), choices=Weekday.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = TimeField(label=_("From"))
    ends = TimeField(label=_("Until"), help_text=_("Earlier than it begins: until the next morning."))
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Empty: until it changes."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    clash_beside = "starts"


class EndForm(RefusableForm):
    """The last day something holds; or it never held."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ends_on = DateField(label=_("Last day"))
    never = forms.BooleanField(label=_("Entered by mistake"), required=False)
