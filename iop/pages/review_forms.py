"""What is typed about reviews of the level of care and does not save itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm


class WhyForm(RefusableForm):
    """Why something is set aside, or not needed."""

    because = forms.CharField(label=_("Why"), max_length=300)


class AnswerForm(RefusableForm):
    """A supervisor's answer to a review that waits."""

    comment = forms.CharField(label=_("Comment"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2}))


class DisagreeForm(RefusableForm):
    """What a colleague sees differently."""

    words = forms.CharField(label=_("What you see differently"), max_length=5000, widget=forms.Textarea({"rows": 3}))


class ReviewRhythmForm(RefusableForm):
    """How often a level is reviewed, from a day on."""

    level = OneOf(label=_("Level of care"))
    valid_from = DateField(label=_("From"))
    first_every_days = forms.IntegerField(
        label=_("At first, days from one review to the next"), min_value=1, max_value=366
    )
    first_period_days = forms.IntegerField(
        label=_("For how many days of a level that holds"),
        min_value=0,
        max_value=366,
        help_text=_("0: from the first day on the rhythm below holds."),
    )
    then_every_days = forms.IntegerField(
        label=_("After that, days from one review to the next"), min_value=1, max_value=366
    )

    def __init__(self, *args: Any, levels: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.offer(levels, lambda row: f"{row.short_name} · {row.name}")
