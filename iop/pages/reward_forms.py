"""Forms about rewards. Money is typed in dollars and kept in whole cents."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.core.money import cents
from iop.pages.schedule_forms.base import DateField, RefusableForm
from therapy.choices.rewards import RewardKind


def dollar_field(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Ask for an amount in dollars, from nothing to the largest that is kept."""
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=Decimal(10_000), decimal_places=2, max_digits=8, **kwargs
    )


class HandOutForm(RefusableForm):
    """What somebody is handed."""

    amount = dollar_field(_("Amount in dollars"))
    what = forms.CharField(
        label=_("What it was"), max_length=200, help_text=_("For example: grocery card. No names of other people.")
    )

    def typed(self) -> dict[str, Any]:
        """Give what the action needs."""
        return {"cents": cents(self.cleaned_data["amount"]), "what": self.cleaned_data["what"]}


class VoidForm(RefusableForm):
    """Why a line is taken back."""

    reason = forms.CharField(label=_("Why is it taken back?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class SwitchForm(RefusableForm):
    """Whether rewards are on, and their caps."""

    beside = {"month_cents": "month"}
    is_on = forms.BooleanField(label=_("Rewards are on at this site"), required=False)
    month = dollar_field(_("Most in a month, in dollars"))
    stay = dollar_field(_("Most in a stay, in dollars"))

    def typed(self) -> dict[str, Any]:
        """Give what the action needs."""
        data = self.cleaned_data
        return {"is_on": data["is_on"], "month_cents": cents(data["month"]), "stay_cents": cents(data["stay"])}


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
    value = dollar_field(_("Worth in dollars"), help_text=_("0 for a slip with kind words alone."))
    slips = forms.IntegerField(label=_("Slips in the bowl"), min_value=1, max_value=1000)

    def typed(self) -> dict[str, Any]:
        """Give what the action needs."""
        data = self.cleaned_data
        return {"label": data["label"], "cents": cents(data["value"]), "slips": data["slips"]}
