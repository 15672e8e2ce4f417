"""What the pages about authorizations ask."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.choices.authorizations import AuthUnit
from billing.models import Coverage
from clients.models import LevelOfCare
from iop.clinic.models import StaffMember
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, version_field

NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
NEXT_REVIEW = _("Next review with the payer")


def units_field(label: Any) -> forms.DecimalField:
    """Ask for units; quarter hours of an hour may be typed."""
    return forms.DecimalField(
        label=label, min_value=Decimal("0.25"), max_value=999, decimal_places=2, widget=forms.TextInput(attrs=NUMBER)
    )


class AskForm(RefusableForm):
    """What is asked of a payer."""

    coverage = OneOf(label=_("Cover"), empty=_("Choose"))
    level = OneOf(label=_("Level of care"), empty=_("Choose"))
    unit = forms.ChoiceField(label=_("Counted in"), choices=AuthUnit.choices)
    units = units_field(_("How many"))
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until (the last day)"))
    codes = forms.CharField(
        label=_("Only for these codes"), required=False, max_length=80, help_text=_("Empty: every code of the level. Between codes a comma."),
    )  # fmt: skip
    reviewer = forms.CharField(label=_("Who decides there, with telephone"), required=False, max_length=120)
    reference = forms.CharField(label=_("Reference of the call or the form"), required=False, max_length=80)
    owner = OneOf(label=_("Who here sees to it"), required=False, empty=_("Billing"))
    next_review_on = DateField(label=NEXT_REVIEW, required=False)
    words = forms.CharField(
        label=_("What was said"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def offer(
        self, covers: Iterable[Coverage], levels: Iterable[LevelOfCare], colleagues: Iterable[StaffMember]
    ) -> None:
        """Say what may be chosen."""
        _offer(self, "coverage", covers, lambda row: f"{row.plan.payer.name} · {row.plan.name}")
        _offer(self, "level", levels, lambda row: row.name)
        _offer(self, "owner", colleagues, lambda row: row.name)

    def clean_codes(self) -> list[str]:
        """Give codes as a list; what is no code is refused by the action."""
        return [code for code in self.cleaned_data["codes"].replace(";", ",").replace(" ", ",").split(",") if code]


class GiveForm(RefusableForm):
    """What the payer gave."""

    version = version_field()
    number = forms.CharField(label=_("Authorization number"), max_length=50)
    units = units_field(_("Units given"))
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until (the last day)"))
    decided_on = DateField(label=_("Day of the decision"))
    next_review_on = DateField(label=NEXT_REVIEW, required=False)
    words = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class DenyForm(RefusableForm):
    """Why the payer said no, and until when it can be answered."""

    version = version_field()
    reason = forms.CharField(
        label=_("Reason that the payer gave"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    decided_on = DateField(label=_("Day of the decision"))
    peer_to_peer_by = DateField(
        label=_("Call between clinicians until"), required=False, help_text=_("Empty: counted from the decision by this payer's own days.")
    )  # fmt: skip
    appeal_by = DateField(
        label=_("Appeal until"),
        required=False,
        help_text=_("Empty: counted from the decision by this payer's own days."),
    )
    words = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class WordsForm(RefusableForm):
    """A reason or a ground, in words."""

    version = version_field()
    words = forms.CharField(label=_("In words"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(RefusableForm):
    """A contact with the payer."""

    version = version_field()
    words = forms.CharField(label=_("What was said"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    reviewer = forms.CharField(label=_("Who decides there, with telephone"), required=False, max_length=120)
    owner = OneOf(label=_("Who here sees to it"), required=False, empty=_("Billing"))
    next_review_on = DateField(label=NEXT_REVIEW, required=False)

    def offer(self, colleagues: Iterable[StaffMember]) -> None:
        """Say who may see to it."""
        _offer(self, "owner", colleagues, lambda row: row.name)


def _offer(form: forms.Form, name: str, rows: Iterable[Any], label: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, OneOf)
    field.offer(rows, label)
