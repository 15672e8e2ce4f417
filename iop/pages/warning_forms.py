"""Forms about early warnings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.presenters.timeline.warnings import watched_measures
from iop.pages.schedule_forms.base import DateField, RefusableForm
from therapy.choices.warnings import DISMISSALS, WarningKind


class EndWarningForm(RefusableForm):
    """Why a warning is put aside."""

    end = forms.ChoiceField(label=_("Why is it put aside?"), choices=DISMISSALS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In a few words"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for another reason; it stays with the warning."),
    )  # fmt: skip


class WarningRuleForm(RefusableForm):
    """A rule from a day on."""

    kind = forms.ChoiceField(label=_("What is watched"), choices=WarningKind.choices)
    measure_key = forms.ChoiceField(label=_("Questionnaire"), required=False, help_text=_("Only for scores."))
    threshold = forms.IntegerField(
        label=_("From how many, or from which change"),
        required=False,
        help_text=_("Leave empty to switch the rule off."),
    )
    window_days = forms.IntegerField(label=_("Within how many days"), initial=14)
    valid_from = DateField(label=_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure_key"].choices = [("", "—"), *watched_measures()]  # type: ignore[attr-defined]
