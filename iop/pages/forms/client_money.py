"""What the pages about clients' money ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.choices.client_money import (
    AT_THE_DESK,
    EstimateReason,
    IncomeProof,
    PayWay,
    PlanRhythm,
    PlanStatus,
    PovertyArea,
)
from billing.estimating import Item
from billing.rules.cards import why_not_reference
from billing.rules.sliding import Band
from iop.pages.forms.money import DollarsField
from iop.pages.schedule_forms.base import DateField, RefusableForm, version_field

LANGUAGES = (("en", _("English")), ("es", _("Spanish")))
LINES, BANDS = 6, 6
WAYS = [(way.value, way.label) for way in AT_THE_DESK]
NO_CARD = _("A check's number, or what the card terminal printed. Never a card's number.")


class Once(RefusableForm):
    """A form that does its work once, however often it is sent: ``key`` is made when the page is drawn."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)


class ReferenceField(forms.CharField):
    """A reference that is no card's number."""

    def clean(self, value: Any) -> str:
        """Refuse what looks like a card's number before it goes anywhere."""
        text = str(super().clean(value) or "")
        reason = why_not_reference(text)
        if reason is not None:
            raise forms.ValidationError(str(reason))
        return text

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Never show such a number again, on the page that refuses it either."""
        return "" if data and why_not_reference(str(data)) else super().bound_data(data, initial)


class PaymentForm(Once):
    """Money taken at the desk."""

    cents = DollarsField(label=_("Amount"), least=1)
    way = forms.ChoiceField(label=_("How"), choices=WAYS, widget=forms.RadioSelect, initial=PayWay.CARD)
    reference = ReferenceField(label=_("Reference"), max_length=60, required=False, help_text=NO_CARD)
    received_on = DateField(label=_("Received on"))


class RefundForm(Once):
    """Money that goes back."""

    cents = DollarsField(label=_("Amount"), least=1)
    way = forms.ChoiceField(label=_("How"), choices=[*WAYS, (PayWay.ONLINE.value, PayWay.ONLINE.label)])
    reference = ReferenceField(label=_("Reference"), max_length=60, required=False, help_text=NO_CARD)
    because = forms.CharField(label=_("Why"), max_length=200)


class ForgiveForm(Once):
    """What cannot be paid."""

    cents = DollarsField(label=_("Amount"), least=1)
    hardship = forms.TypedChoiceField(
        label=_("As"), choices=[("yes", _("Hardship: they cannot pay it")), ("no", _("Not collected"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect, initial="yes",
    )  # fmt: skip
    because = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("What was looked at. A copay is not waived as a habit.")
    )


class PlanForm(RefusableForm):
    """A payment plan."""

    total_cents = DollarsField(label=_("To be paid in all"), least=1)
    each_cents = DollarsField(label=_("Each payment"), least=1)
    rhythm = forms.ChoiceField(label=_("How often"), choices=PlanRhythm.choices, initial=PlanRhythm.MONTH)
    first_on = DateField(label=_("First payment on"))


class EndPlanForm(RefusableForm):
    """Why a plan ends."""

    version = version_field()
    because = forms.CharField(label=_("Why it ends"), max_length=200)


class SlidingFeeForm(RefusableForm):
    """Household and income, as proved."""

    household = forms.IntegerField(label=_("People in the household"), min_value=1, max_value=20)
    income_cents = DollarsField(label=_("Income of the household in a year"))
    proof = forms.ChoiceField(label=_("Proved by"), choices=IncomeProof.choices)
    starts_on = DateField(label=_("From"))


class EstimateForm(RefusableForm):
    """An estimate: why, from when until when, and its lines."""

    reason = forms.ChoiceField(label=_("Why"), choices=EstimateReason.choices)
    asked_on = DateField(label=_("Scheduled or asked on"))
    starts_on = DateField(label=_("Services from"))
    ends_on = DateField(label=_("Until"), help_text=_("Twelve months at most."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, LINES + 1):
            self.fields[f"code_{number}"] = forms.CharField(
                label=_("Line %(n)s: code") % {"n": number}, max_length=5, required=False
            )
            self.fields[f"words_{number}"] = forms.CharField(label=_("Service"), max_length=120, required=False)
            self.fields[f"units_{number}"] = forms.IntegerField(
                label=_("How many"), min_value=1, max_value=366, required=False
            )
            self.fields[f"cents_{number}"] = DollarsField(label=_("Each"), required=False)
            self.fields[f"provider_{number}"] = forms.CharField(
                label=_("Given by, if not by us"), max_length=120, required=False
            )

    def clean(self) -> dict[str, Any]:
        """A line is whole or empty."""
        data = super().clean() or {}
        for number in range(1, LINES + 1):
            parts = [data.get(f"{name}_{number}") for name in ("code", "words", "units", "cents")]
            if any(part not in (None, "") for part in parts) and any(part in (None, "") for part in parts):
                self.add_error(f"code_{number}", _("A line has a code, words, a number and a price."))
        return data

    def items(self) -> list[Item]:
        """Give the lines that were filled in."""
        data = self.cleaned_data
        return [
            Item(
                data[f"code_{n}"].upper(),
                data[f"words_{n}"],
                data[f"units_{n}"],
                data[f"cents_{n}"],
                data[f"provider_{n}"],
            )
            for n in range(1, LINES + 1)
            if data.get(f"code_{n}")
        ]


def line_values(items: Sequence[Item]) -> dict[str, Any]:
    """Give suggested lines as the form's first values."""
    return {
        f"{name}_{number}": getattr(item, name)
        for number, item in enumerate(items[:LINES], start=1)
        for name in ("code", "words", "units", "cents")
    }


class GuidelineForm(RefusableForm):
    """The federal poverty guideline of a year."""

    area = forms.ChoiceField(label=_("Where"), choices=PovertyArea.choices)
    valid_from = DateField(label=_("From"))
    first_cents = DollarsField(label=_("One person, a year"))
    more_cents = DollarsField(label=_("Each more person"))
    source = forms.CharField(label=_("Where it stands"), max_length=200, help_text=_("The notice, with its date."))


class ScaleForm(RefusableForm):
    """The sliding scale, line by line."""

    beside = {"bands": "up_to_1"}
    valid_from = DateField(label=_("From"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, BANDS + 1):
            self.fields[f"up_to_{n}"] = forms.IntegerField(
                label=_("Line %(n)s: up to so many percent of the poverty level") % {"n": n}, min_value=1, max_value=2000,
                required=False, help_text=_("Empty in the last line: everybody above.") if n == 1 else "",
            )  # fmt: skip
            self.fields[f"percent_{n}"] = forms.IntegerField(
                label=_("Pays percent of the price"), min_value=0, max_value=100, required=False
            )
            self.fields[f"most_{n}"] = DollarsField(label=_("At most for each charge"), required=False)

    def bands(self) -> list[Band]:
        """Give the lines that were filled in."""
        data = self.cleaned_data
        return [
            Band(data[f"up_to_{n}"], data[f"percent_{n}"], data[f"most_{n}"])
            for n in range(1, BANDS + 1)
            if data.get(f"percent_{n}") is not None
        ]


PLAN_STATES = [("", _("Any")), *((each.value, each.label) for each in (PlanStatus.ACTIVE, PlanStatus.BEHIND))]
AGES = [
    ("", _("Any")),
    ("30", _("Older than 30 days")),
    ("60", _("Older than 60 days")),
    ("90", _("Older than 90 days")),
]
