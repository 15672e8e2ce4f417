"""Forms about rewards. Money is typed in dollars and kept in whole cents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.forms.money import DollarsField
from iop.pages.schedule_forms.base import DateField, RefusableForm
from therapy.choices.rewards import RewardKind

MOST = 1_000_000
"""$10,000 in cents: more than any reward."""


class HandOutForm(RefusableForm):
    """What somebody is handed."""

    amount = DollarsField(most=MOST, label=_("Amount in dollars"))
    what = forms.CharField(
        label=_("What it was"), max_length=200, help_text=_("For example: grocery card. No names of other people.")
    )

    def typed(self) -> dict[str, Any]:
        """Give what the action needs."""
        return {"cents": self.cleaned_data["amount"], "what": self.cleaned_data["what"]}


class VoidForm(RefusableForm):
    """Why a line is taken back."""

    reason = forms.CharField(label=_("Why is it taken back?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class SwitchForm(RefusableForm):
    """Whether rewards are on, and their caps."""

    beside = {"month_cents": "month"}
    is_on = forms.BooleanField(label=_("Rewards are on at this site"), required=False)
    month = DollarsField(most=MOST, label=_("Most in a month, in dollars"))
    stay = DollarsField(most=MOST, label=_("Most in a stay, in dollars"))

    def typed(self) -> dict[str, Any]:
        """Give what the action needs."""
        data = self.cleaned_data
        return {"is_on": data["is_on"], "month_cents": data["month"], "stay_cents": data["stay"]}


class RewardRuleForm(RefusableForm):
    """A rule from a day on."""

    kind = forms.ChoiceField(label=_("What earns draws"), choices=RewardKind.choices)
    draws = forms.IntegerField(label=_("Draws the first time"), initial=1, help_text=_("0 switches the rule off."))
    step = forms.IntegerField(label=_("More each time in a row"), initial=1)
    most = forms.IntegerField(label=_("At most"), initial=5)
    valid_from = DateField(label=_("From"))


class PrizeForm(RefusableForm):
    """A prize for the bowl."""

    beside = {"cents": "value"}
    label = forms.CharField(label=_("Prize"), max_length=80)
    value = DollarsField(most=MOST, label=_("Worth in dollars"), help_text=_("0 for a slip with kind words alone."))
    slips = forms.IntegerField(label=_("Slips in the bowl"), min_value=1, max_value=1000)

    def typed(self) -> dict[str, Any]:
        """Give what the action needs."""
        data = self.cleaned_data
        return {"label": data["label"], "cents": data["value"], "slips": data["slips"]}
