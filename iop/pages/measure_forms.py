"""Forms about measures: which to give, why one is left out, what was done about an alert, the rhythm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import DateField, RefusableForm
from therapy.choices.measures import AlertAction, SkipReason

LANGUAGES = (("", _("Theirs, where it exists in it")), ("en", _("English")), ("es", _("Spanish")))


class GiveForm(RefusableForm):
    """Which questionnaire, in which language, and whether the client takes the device."""

    key = forms.ChoiceField(label=_("Questionnaire"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    def offer(self, titles: Iterable[tuple[str, Any]]) -> None:
        """Say what may be given."""
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*titles]


class BeginForm(RefusableForm):
    """In which language a due questionnaire is answered."""

    language = forms.ChoiceField(choices=LANGUAGES, required=False)


class SkipForm(RefusableForm):
    """Why a due questionnaire is left out this time."""

    reason = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *SkipReason.choices])
    words = forms.CharField(label=_("In a few words"), max_length=300, required=False)


class ErrorForm(RefusableForm):
    """Why finished answers do not belong here."""

    reason = forms.CharField(label=_("Why was it entered in error?"), max_length=300)


class AcknowledgeForm(RefusableForm):
    """What was done about an alert."""

    done = forms.MultipleChoiceField(
        label=_("What was done"), choices=AlertAction.choices, widget=forms.CheckboxSelectMultiple
    )
    what_was_done = forms.CharField(
        label=_("In a few sentences"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("What you found, and what happens next. It stands in the chart."),
    )


class RhythmForm(RefusableForm):
    """When one questionnaire is given at one level, from a day on."""

    level = forms.ChoiceField(label=_("Level of care"))
    key = forms.ChoiceField(label=_("Questionnaire"))
    valid_from = DateField(label=_("From"))
    at_intake = forms.BooleanField(label=_("At the beginning of a stay"), required=False)
    every_days = forms.IntegerField(
        label=_("Every so many days"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("Empty: not on a rhythm."),
    )
    at_discharge = forms.BooleanField(label=_("At discharge"), required=False)
    after_days = forms.CharField(
        label=_("Days after treatment"),
        max_length=60,
        required=False,
        help_text=_("For example 30, 90, 180. Only for those who agreed to contact after treatment."),
    )

    def offer(self, levels: Iterable[tuple[str, str]], titles: Iterable[tuple[str, Any]]) -> None:
        """Say which levels and questionnaires there are."""
        for name, choices in (("level", levels), ("key", titles)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*choices]

    def clean_after_days(self) -> tuple[int, ...]:
        """Read days with commas between them."""
        parts = self.cleaned_data["after_days"].replace(";", ",").split(",")
        texts = [part.strip() for part in parts if part.strip()]
        if not all(text.isdecimal() and len(text) < 5 for text in texts):
            raise forms.ValidationError(_("Write days as numbers with commas between them, such as 30, 90."))
        return tuple(int(text) for text in texts)
