"""What the pages about messages ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import RefusableForm

HOURS = [(hour, f"{hour}:00") for hour in range(25)]


class SafeHoursForm(RefusableForm):
    """Between which hours somebody wants to hear from us."""

    from_hour = forms.TypedChoiceField(label=_("Not before"), choices=HOURS[:24], coerce=int)
    until_hour = forms.TypedChoiceField(
        label=_("Not after"), choices=HOURS, coerce=int, help_text=_("The same hour twice: as everybody else here.")
    )


class SinkReplyForm(forms.Form):
    """What somebody types on a phone of the development sink."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    words = forms.CharField(label=_("Write back"), max_length=300)
