"""Forms of the rules of billing: a rule, its last day, why it is taken back, and a made-up day to try rules on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.choices.coverage import PlaceOfService
from billing.choices.payers import ClaimForm
from billing.choices.rules import Requirement, Service, UnitRule
from billing.invented import Invented
from billing.models import BillingRule, Payer
from clients.models import LevelOfCare
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, version_field

PRESENT = (("", _("It does not matter")), ("yes", _("With the client")), ("no", _("Without the client")))
BOOLS = {"yes": True, "no": False}
NOTES = (
    ("signed", _("Signed")),
    ("cosign", _("Waits for its co-signature")),
    ("draft", _("Not signed")),
    ("none", _("Not written")),
)
MOST_MINUTES = 1440


class CodesField(forms.CharField):
    """Short codes one after another, in the order in which they are typed: "HF, U1"."""

    def to_python(self, value: Any) -> Any:
        """Give them as a list in capitals, each once."""
        text = super().to_python(value) or ""
        return list(dict.fromkeys(text.upper().replace(",", " ").split()))

    def prepare_value(self, value: Any) -> Any:
        """Write them as they are typed."""
        return ", ".join(value) if isinstance(value, list) else value


class RuleForm(RefusableForm):
    """One rule as a draft."""

    saved_url = ""

    payer = OneOf(label=_("Payer"), required=False, empty=_("Clients who pay themselves"))
    level = OneOf(label=_("Level of care"), required=False, empty=_("Any level without a rule of its own"))
    service = forms.ChoiceField(label=_("Service"), choices=Service.choices)
    starts_on = DateField(label=_("Holds from"))
    ends_on = DateField(label=_("Until"), required=False, help_text=_("Empty: until it is ended."))
    code = forms.CharField(label=_("Code"), max_length=5, help_text=_("Five letters or digits: H0015, 90834."))
    form = forms.ChoiceField(label=_("Claim form"), choices=ClaimForm.choices)
    revenue_code = forms.CharField(
        label=_("Revenue code"), max_length=4, required=False, help_text=_("For institutional claims: 0906.")
    )
    modifiers = CodesField(
        label=_("Modifiers"), required=False, help_text=_("In the payer's order: HF, U1. Four at the most.")
    )
    telehealth_modifiers = CodesField(label=_("Modifiers added by video"), required=False)
    place_of_service = forms.ChoiceField(
        label=_("Place of service"), required=False, choices=[("", _("The site's own")), *PlaceOfService.choices]
    )
    telehealth_place = forms.ChoiceField(
        label=_("Place of service by video"), required=False, initial="10",
        choices=[("", _("Not paid by video")), *PlaceOfService.choices],
    )  # fmt: skip
    unit_rule = forms.ChoiceField(label=_("How it is counted"), choices=UnitRule.choices)
    min_minutes = forms.IntegerField(label=_("Minutes at least"), min_value=0, max_value=MOST_MINUTES, initial=0)
    max_minutes = forms.IntegerField(
        label=_("Minutes at most"), min_value=0, max_value=MOST_MINUTES, required=False,
        help_text=_("Longer ones have a rule of their own further down the order."),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=1, max_value=99, initial=1,
        help_text=_("Of several rules for a service the first that fits holds."),
    )  # fmt: skip
    max_units = forms.IntegerField(label=_("Units a day at most"), min_value=1, max_value=99, required=False)
    week_days = forms.IntegerField(label=_("Days a week at least"), min_value=0, max_value=7, initial=0)
    week_minutes = forms.IntegerField(
        label=_("Minutes a week at least"), min_value=0, max_value=9999, initial=0, help_text=_("Nine hours are 540.")
    )
    group_from = forms.IntegerField(label=_("Smallest group"), min_value=1, max_value=200, required=False)
    group_to = forms.IntegerField(label=_("Largest group"), min_value=1, max_value=200, required=False)
    bundles = forms.MultipleChoiceField(
        label=_("Held in the day's rate"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[one for one in Service.choices if one[0] != Service.TREATMENT_DAY],
    )  # fmt: skip
    falls_back = forms.BooleanField(label=_("A day that is too short is billed by its groups"), required=False)
    credentials = CodesField(
        label=_("Credentials"), required=False, help_text=_("One of these: LICSW, LMHC. Empty: any.")
    )
    client_present = forms.ChoiceField(label=_("Family sessions"), choices=PRESENT, required=False)
    requirements = forms.MultipleChoiceField(
        label=_("What must be there"), required=False, widget=forms.CheckboxSelectMultiple, choices=Requirement.choices
    )
    note = forms.CharField(
        label=_("Where the payer says so"), required=False, max_length=300, help_text=_("Contract, manual, letter.")
    )
    version = version_field()

    def __init__(self, *args: Any, payers: list[Payer], levels: list[LevelOfCare], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].offer(payers)  # type: ignore[attr-defined]
        self.fields["level"].offer(levels)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Give what was typed as the action takes it."""
        data = {**self.cleaned_data, "client_present": BOOLS.get(self.cleaned_data["client_present"])}
        data["code"] = data["code"].upper()
        data["version"] = data["version"] or 0
        return data


def initial_of(rule: BillingRule) -> dict[str, Any]:
    """Give a rule's values under the names of the form's fields."""
    found = {name: getattr(rule, name) for name in RuleForm.base_fields if hasattr(rule, name)}
    present = "" if rule.client_present is None else ("yes" if rule.client_present else "no")
    return {**found, "payer": rule.payer_id, "level": rule.level_id, "client_present": present}


class EndForm(RefusableForm):
    """The last day of a rule."""

    ends_on = DateField(label=_("Last day"))
    version = version_field()


class TakeBackForm(RefusableForm):
    """Why a rule is taken back."""

    reason = forms.CharField(label=_("Why it was wrong"), max_length=200)
    version = version_field()


class PublishForm(RefusableForm):
    """Nothing but the version that was read."""

    version = version_field()


class TesterForm(RefusableForm):
    """A made-up day. Everything in it is a code or a number, so that the address can be kept and sent."""

    payer = OneOf(label=_("Payer"), required=False, empty=_("The client pays"))
    level = OneOf(label=_("Level of care"), required=False, empty=_("None"))
    on = DateField(label=_("Day"), required=False)
    service = forms.ChoiceField(label=_("What was delivered"), choices=Service.choices)
    minutes = forms.IntegerField(label=_("Minutes of service"), min_value=0, max_value=MOST_MINUTES, initial=180)
    groups = forms.RegexField(
        r"^[0-9 ,]*$", label=_("Minutes of its groups"), required=False, max_length=60, initial="80, 55",
        help_text=_("One number for each group of a treatment day."),
    )  # fmt: skip
    individual = forms.IntegerField(
        label=_("Minutes of individual therapy that day"), min_value=0, max_value=MOST_MINUTES, required=False
    )
    note = forms.ChoiceField(label=_("Note"), choices=NOTES, initial="signed")
    is_telehealth = forms.BooleanField(label=_("By video"), required=False)
    client_present = forms.ChoiceField(label=_("Family session"), choices=PRESENT, required=False)
    group_size = forms.IntegerField(label=_("Clients in the group"), min_value=1, max_value=200, required=False)
    credentials = CodesField(label=_("Credentials held"), required=False, initial="LICSW", max_length=100)
    week_minutes = forms.IntegerField(label=_("Minutes that week"), min_value=0, max_value=9999, initial=540)
    week_days = forms.IntegerField(label=_("Days that week"), min_value=0, max_value=7, initial=3)
    week_open = forms.BooleanField(label=_("The week is not over yet"), required=False)
    units_left = forms.IntegerField(label=_("Authorized days left"), min_value=0, max_value=999, initial=10)
    lacks = forms.MultipleChoiceField(
        label=_("What is missing"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=(
            ("plan", _("Treatment plan")), ("diagnosis", _("Diagnosis")), ("consent", _("Consent to tell the payer")),
            ("check", _("Check of the coverage")),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, payers: list[Payer], levels: list[LevelOfCare], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].offer(payers)  # type: ignore[attr-defined]
        self.fields["level"].offer(levels)  # type: ignore[attr-defined]

    def made_up(self, today: dt.date) -> Invented:
        """Give the made-up day."""
        data, lacks = self.cleaned_data, set(self.cleaned_data["lacks"])
        groups = tuple(min(int(one), MOST_MINUTES) for one in data["groups"].replace(",", " ").split())
        return Invented(
            on=data["on"] or today, payer=data["payer"], level=data["level"], service=data["service"],
            minutes=data["minutes"], groups=groups, individual=data["individual"] or 0, note=data["note"],
            is_telehealth=data["is_telehealth"], client_present=BOOLS.get(data["client_present"]),
            group_size=data["group_size"], credentials=frozenset(data["credentials"]),
            week_minutes=data["week_minutes"], week_days=data["week_days"], week_is_over=not data["week_open"],
            units_left=data["units_left"], has_plan="plan" not in lacks, has_diagnosis="diagnosis" not in lacks,
            consents="consent" not in lacks, is_checked="check" not in lacks,
        )  # fmt: skip
