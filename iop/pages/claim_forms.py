"""Forms about claims and their batches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import RefusableForm


class WeekForm(RefusableForm):
    """Which days' charges go on claims, and where."""

    site = forms.ChoiceField(label=_("Site"))
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = sites  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first, and a stretch is a year at most."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not 0 <= (last - first).days <= 366:
            self.add_error("last", _("Give days in order, a year at most."))
        return data


class SiteForm(RefusableForm):
    """Where."""

    site = forms.ChoiceField(label=_("Site"))

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = sites  # type: ignore[attr-defined]


class AnswerForm(SiteForm):
    """An answer to a batch."""

    file = forms.FileField(
        label=_("Answer (999 or 277CA)"), help_text=_("It finds its batch and claims by their numbers.")
    )


class ReasonForm(RefusableForm):
    """Why."""

    because = forms.CharField(label=_("Why"), max_length=300)


class DaysForm(RefusableForm):
    """From when until when."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
