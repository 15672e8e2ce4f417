"""Forms of what everybody of a group or a track reads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import DateField, RefusableForm

SURE = _("I have looked: these words name no client")


class SureForm(RefusableForm):
    """Words for everybody. The tick is offered where a word looks like the name of a client."""

    words = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 6, "maxlength": 4_000}))
    sure = forms.BooleanField(
        label=SURE, required=False, help_text=_("Names are words of the language too. Tick this only after a refusal.")
    )


class AgreementForm(SureForm):
    """How the people of a track want to be with one another."""


class AnnounceForm(SureForm):
    """An announcement with its days."""

    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Through"))

    field_order = ("words", "starts_on", "ends_on", "sure")


class MaterialForm(RefusableForm):
    """Something to read: written here or uploaded."""

    title = forms.CharField(label=_("Title"), max_length=200)
    words = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("PDF, picture or text document."))
