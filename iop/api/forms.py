"""The form that makes a key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.api.choices import Scope
from iop.clinic.models import Site

DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("A year")))


class KeyForm(forms.Form):
    """Which program gets a key, for what, where and for how long."""

    name = forms.CharField(
        label=_("Name of the integration"), max_length=50, help_text=_("The program that will use it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    sites = forms.ModelMultipleChoiceField(
        label=_("Sites"),
        queryset=Site.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: all sites."),
    )
    days = forms.TypedChoiceField(label=_("How long it holds"), choices=DAYS, coerce=int, initial=365)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sites"]
        field.queryset = Site.objects.filter(is_active=True)
