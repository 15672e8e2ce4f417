"""What the pages about payers, numbers and prices ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.choices.coverage import PlaceOfService
from billing.choices.payers import AuthorizationNeed, ClaimForm, FilingCode
from clients.choices import PayerKind
from clients.models import LevelOfCare
from iop.clinic.models import StaffMember
from iop.pages.forms.money import DollarsField
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, version_field

KINDS = [each for each in PayerKind.choices if each[0] not in (PayerKind.UNKNOWN, PayerKind.SELF_PAY)]


class PayerForm(RefusableForm):
    """Who pays, how it wants claims, and by when."""

    version = version_field()
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    payer_code = forms.CharField(
        label=_("Electronic payer number"),
        max_length=15,
        help_text=_("As the payer's companion guide or card names it."),
    )
    filing_code = forms.ChoiceField(label=_("Filing code on claims"), choices=FilingCode.choices)
    form = forms.ChoiceField(label=_("Claims on"), choices=ClaimForm.choices)
    receiver_name = forms.CharField(
        label=_("Clearinghouse"), max_length=60, required=False, help_text=_("Empty: files go to the payer itself.")
    )
    receiver_code = forms.CharField(label=_("Its electronic number"), max_length=15, required=False)
    filing_days = forms.IntegerField(label=_("Days to file a first claim"), min_value=1, max_value=1100, initial=90)
    correction_days = forms.IntegerField(label=_("Days to correct a claim"), min_value=1, max_value=1100, initial=180)
    appeal_days = forms.IntegerField(label=_("Days to appeal a denial"), min_value=1, max_value=1100, initial=180)
    peer_to_peer_days = forms.IntegerField(
        label=_("Days to ask for a peer-to-peer"), min_value=0, max_value=365, initial=14
    )
    authorization = forms.ChoiceField(label=_("Authorization"), choices=AuthorizationNeed.choices)
    authorization_phone = forms.CharField(label=_("Phone for authorizations"), max_length=40, required=False)
    takes_secondary = forms.BooleanField(label=_("Takes claims as the second payer"), required=False, initial=True)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class PlanForm(RefusableForm):
    """One product of a payer."""

    version = version_field()
    name = forms.CharField(label=_("Name, as on the card"), max_length=200)
    is_in_network = forms.BooleanField(label=_("We are in its network"), required=False, initial=True)
    authorization = forms.ChoiceField(
        label=_("Authorization"), choices=AuthorizationNeed.choices, initial=AuthorizationNeed.UNKNOWN,
        help_text=_("Not known: what the payer says holds."),
    )  # fmt: skip
    authorization_after = forms.IntegerField(
        label=_("Visits that need none, where it is needed after a number"), min_value=0, max_value=366, required=False
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class EnrolmentForm(RefusableForm):
    """From when a payer pays for what a colleague renders."""

    staff = OneOf(label=_("Colleague"))
    starts_on = DateField(label=_("Enrolled from"))
    ends_on = DateField(label=_("Last day, when it is known already"), required=False)
    applied_on = DateField(label=_("Applied on"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def offer(self, people: Iterable[StaffMember]) -> EnrolmentForm:
        """Say who may be enrolled."""
        field = self.fields["staff"]
        assert isinstance(field, OneOf)
        field.offer(people, lambda one: one.name)
        return self


class EndForm(RefusableForm):
    """A last day."""

    version = version_field()
    ends_on = DateField(label=_("Last day"))


class FeeForm(RefusableForm):
    """A price from a day on."""

    code = forms.CharField(label=_("Code"), max_length=5, help_text=_("Such as H0015 or 90834."))
    level = OneOf(label=_("Level of care"), required=False, empty=_("At any level"))
    cents = DollarsField(label=_("Price of one unit, in dollars"))
    valid_from = DateField(label=_("From"))
    accepts_past = forms.BooleanField(label=_("Change what is posted already, as said above"), required=False)

    def offer(self, levels: Iterable[LevelOfCare]) -> FeeForm:
        """Say which levels there are."""
        field = self.fields["level"]
        assert isinstance(field, OneOf)
        field.offer(levels, lambda one: one.name)
        return self


class NumberForm(RefusableForm):
    """A colleague's own number."""

    version = version_field()
    npi = forms.CharField(
        label=_("Provider number (NPI)"), max_length=12, help_text=_("Ten digits; the last one checks the others."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    taxonomy = forms.CharField(label=_("Taxonomy code"), max_length=10, initial="101YA0400X")


class IdentityForm(RefusableForm):
    """Under which name, numbers and address a site bills."""

    starts_on = DateField(label=_("From"), help_text=_("What holds now ends on the day before."))
    legal_name = forms.CharField(label=_("Legal name"), max_length=60)
    npi = forms.CharField(label=_("Provider number (NPI) of the site"), max_length=12)
    ein = forms.CharField(label=_("Employer number (EIN)"), max_length=11)
    taxonomy = forms.CharField(label=_("Taxonomy code"), max_length=10, initial="261QR0405X")
    street = forms.CharField(label=_("Street"), max_length=55, help_text=_("No post-office box."))
    city = forms.CharField(label=_("City"), max_length=30)
    state = forms.CharField(label=_("State"), max_length=2)
    zip = forms.CharField(label=_("ZIP code, all nine digits"), max_length=10)
    contact_name = forms.CharField(label=_("Whom payers ask"), max_length=60)
    contact_phone = forms.CharField(label=_("Their phone"), max_length=20)
    submitter_code = forms.CharField(label=_("Our electronic number"), max_length=15)
    place_of_service = forms.ChoiceField(label=_("Place of service"), choices=PlaceOfService.choices, initial="57")
    facility_type = forms.CharField(
        label=_("Type of bill, first two digits"), max_length=2, initial="13", help_text=_("For institutional claims.")
    )


def versioned(data: dict[str, Any]) -> dict[str, Any]:
    """Give a form's values; a version that is missing becomes one that nobody has."""
    return {**data, "version": -1} if "version" in data and data["version"] is None else data
