"""What the pages about who covers a client ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.choices.coverage import Priority, Subscriber, VerifiedBy
from billing.choices.payers import AuthorizationNeed
from billing.models import PayerPlan
from clients.choices import Sex
from clients.models import RelatedPerson
from iop.pages.forms.money import DollarsField
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, version_field

YES_NO = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]
PICTURES = {"accept": "image/jpeg,image/png", "capture": "environment"}
SOURCES = [each for each in VerifiedBy.choices if each[0] != VerifiedBy.FILE]


class CoverageForm(RefusableForm):
    """A cover as the card shows it."""

    version = version_field()
    plan = OneOf(label=_("Plan"))
    priority = forms.TypedChoiceField(label=_("Order"), choices=Priority.choices, coerce=int, initial=Priority.PRIMARY)
    starts_on = DateField(label=_("Covers from"))
    ends_on = DateField(label=_("Last day, when it is known"), required=False)
    member_number = forms.CharField(
        label=_("Member number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    group_number = forms.CharField(label=_("Group number"), max_length=50, required=False)
    subscriber = forms.ChoiceField(label=_("Who holds the policy"), choices=Subscriber.choices)
    subscriber_first_name = forms.CharField(
        label=_("Their first name, if somebody else"), max_length=35, required=False
    )
    subscriber_last_name = forms.CharField(label=_("Their last name"), max_length=60, required=False)
    subscriber_born = DateField(label=_("Their birth date"), required=False)
    subscriber_sex = forms.ChoiceField(label=_("Their sex, as the payer has it"), choices=Sex.choices, required=False)
    subscriber_person = OneOf(label=_("The person, among the contacts"), required=False, empty=_("Not among them"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def offer(self, plans: Iterable[PayerPlan], people: Iterable[RelatedPerson]) -> CoverageForm:
        """Say which plans there are, and who may hold the policy."""
        for name, rows, label in (
            ("plan", plans, lambda plan: f"{plan.payer.name} · {plan.name}"),
            ("subscriber_person", people, lambda person: f"{person.first_name} {person.last_name}".strip()),
        ):
            field = self.fields.get(name)
            if isinstance(field, OneOf):
                field.offer(rows, label)
        return self

    def clean_subscriber_sex(self) -> str:
        """Not said is not known."""
        return self.cleaned_data.get("subscriber_sex") or Sex.UNKNOWN


class LastDayForm(RefusableForm):
    """A last day."""

    version = version_field()
    ends_on = DateField(label=_("Last day"))


class WrongForm(RefusableForm):
    """Why it was wrong."""

    version = version_field()
    reason = forms.CharField(label=_("What was wrong"), max_length=200)


class CardForm(RefusableForm):
    """Pictures of the card."""

    version = version_field()
    front = forms.FileField(label=_("Front"), required=False, widget=forms.FileInput(attrs=PICTURES))
    back = forms.FileField(
        label=_("Back"),
        required=False,
        widget=forms.FileInput(attrs=PICTURES),
        help_text=_("JPEG or PNG, up to 15 MB."),
    )
    beside = {"file": "front"}


class SelfPayForm(RefusableForm):
    """Days on which a client pays themselves."""

    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Last day, when it is known"), required=False)
    note = forms.CharField(label=_("Why"), max_length=300, required=False)


class OrderForm(RefusableForm):
    """Which cover pays first from a day on."""

    on = DateField(label=_("From"))
    first = OneOf(label=_("Pays first"))
    second = OneOf(label=_("Pays second"))
    third = OneOf(label=_("Pays third"), required=False)
    beside = {"order": "first"}

    def offer(self, rows: Iterable[Any], label: Any) -> OrderForm:
        """Say which covers there are."""
        found = list(rows)
        for name in ("first", "second", "third"):
            field = self.fields[name]
            assert isinstance(field, OneOf)
            field.offer(found, label)
        if len(found) < 3:
            del self.fields["third"]
        return self

    @property
    def order(self) -> list[Any]:
        """The covers in the order chosen."""
        return [row for name in ("first", "second", "third") if (row := self.cleaned_data.get(name))]


class CheckForm(RefusableForm):
    """What a payer said."""

    source = forms.ChoiceField(label=_("How it was asked"), choices=SOURCES)
    about_on = DateField(label=_("About the day"))
    is_active = forms.ChoiceField(
        label=_("Is the cover active?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    covers_iop = forms.ChoiceField(label=_("Does it pay for this program?"), choices=YES_NO, required=False)
    benefit_days = forms.IntegerField(
        label=_("Treatment days in the benefit"), min_value=0, max_value=1000, required=False
    )
    benefit_days_used = forms.IntegerField(label=_("Of these used"), min_value=0, max_value=1000, required=False)
    copay_cents = DollarsField(label=_("Copay for each treatment day, in dollars"), required=False)
    coinsurance_percent = forms.DecimalField(
        label=_("Coinsurance, in percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    deductible_cents = DollarsField(label=_("Deductible, in dollars"), required=False)
    deductible_met_cents = DollarsField(label=_("Of it met"), required=False)
    out_of_pocket_cents = DollarsField(label=_("Yearly limit of what the client pays, in dollars"), required=False)
    out_of_pocket_met_cents = DollarsField(label=_("Of it reached"), required=False)
    is_in_network = forms.ChoiceField(label=_("Are we in the network?"), choices=YES_NO, required=False)
    authorization = forms.ChoiceField(
        label=_("Authorization"), choices=AuthorizationNeed.choices, initial=AuthorizationNeed.UNKNOWN
    )
    authorization_after = forms.IntegerField(
        label=_("Visits that need none, where it is needed after a number"), min_value=0, max_value=366, required=False
    )
    carve_out = forms.CharField(
        label=_("Another payer for behavioral health"), max_length=200, required=False,
        help_text=_("Some plans hand mental health and substance use to another company: claims go there."),
    )  # fmt: skip
    call_reference = forms.CharField(
        label=_("Reference of the call, or who answered"),
        max_length=80,
        required=False,
        help_text=_("Needed for a call."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def facts(self) -> dict[str, Any]:
        """Give what was said, with yes and no as such."""
        data = dict(self.cleaned_data)
        for name in ("is_active", "covers_iop", "is_in_network"):
            data[name] = {"yes": True, "no": False}.get(data[name])
        return data


class AnswerForm(RefusableForm):
    """An answer file."""

    file = forms.FileField(
        label=_("Answer file (271)"), allow_empty_file=True,
        help_text=_("As the payer or clearinghouse gave it. Nothing counts before you have compared it."),
    )  # fmt: skip


class CompareForm(RefusableForm):
    """What is decided about an answer."""

    covers_iop = forms.ChoiceField(
        label=_("Does it pay for this program?"), choices=YES_NO, required=False,
        help_text=_("Answer files rarely say it in so many words."),
    )  # fmt: skip
