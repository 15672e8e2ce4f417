"""Forms of a client's own bills."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.forms.money import DollarsField
from iop.portal.forms.papers import KindForm


class PayForm(KindForm):
    """How much somebody pays now. Nothing about a card is typed here."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    cents = DollarsField(label=_("How much would you like to pay?"), least=1)
